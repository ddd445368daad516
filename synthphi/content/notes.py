"""Progress notes."""

from datetime import timedelta

from synthphi.clinical.model import Encounter
from synthphi.content.encounter_text import about_patient, chart_header, clock, medication_table, vitals_table
from synthphi.content.patient_text import PatientText
from synthphi.content.phrases import fill, load
from synthphi.content.staff_text import FacilityText, ProviderText
from synthphi.content.stationery import footer, letterhead, properties
from synthphi.document import (
    Block,
    Bullets,
    Document,
    Field,
    Fields,
    Fragment,
    Paragraph,
    Section,
    SignatureLine,
    text,
)
from synthphi.document.model import Part
from synthphi.people.livelihoods import ADULT
from synthphi.people.pools import Pools
from synthphi.seeds import Stream, stream
from synthphi.spec import DocumentSpec

_NEWBORN = timedelta(days=3)
"""From birth to the first contact there may be."""
_SCHOOL_AGE, _SPEAKS_FOR_ONESELF, _MIDDLE_AGE = 5, 13, 42
"""Years of age: at school from the first on; below the second others speak for the child; a past to look back on."""


def demographics(person: PatientText, encounter: Encounter, facility: FacilityText) -> Fields:
    """Return the block at the top of a chart document."""
    provider = ProviderText(encounter.provider)
    return Fields(
        (
            Field("Patient", text(person.last_first)),
            Field("MRN", text(person.mrn)),
            Field("Date of birth", text(person.birth_date)),
            Field("Age / Sex", text(person.age, f" / {encounter.patient.sex.capitalize()}")),
            Field("Date of service", text(person.date(encounter.day, "service"))),
            Field("Visit number", text(person.number(encounter.visit_number))),
            Field("Provider", provider.name),
            Field("Department", text(facility.department(encounter.department))),
            Field("Insurance", text(encounter.patient.insurer, ", member ", person.member_id)),
            Field("Telephone", text(person.phone)),
        ),
        columns=2,
    )


def progress_note(document: DocumentSpec, pools: Pools, encounter: Encounter) -> Document:
    """Return a progress note of one encounter."""
    rng = stream(pools.spec.seed, document.phi_class, document.number, "note")
    phrases = load("notes")
    person = PatientText(encounter, rng)
    facility = FacilityText(encounter.facility)
    provider = ProviderText(encounter.provider)
    last_visit = max(encounter.day - timedelta(days=rng.integer(20, 110)), encounter.patient.birth_date + _NEWBORN)
    values: dict[str, Part] = {
        **about_patient(encounter, person),
        "complaint": rng.pick(encounter.primary.complaints),
        "department": facility.department(encounter.department),
        "last_visit": person.date(last_visit, "service"),
        "mobile": person.mobile,
        "email": person.email,
        "street": person.street,
        "occupation": tuple(Fragment(f.text.lower(), f.tag) for f in person.occupation),
        "occupation_first": person.occupation,
        "employer": person.employer,
        "status": encounter.patient.marital_status.capitalize(),
        "follow_up": person.date(encounter.follow_up, "service"),
        "office_phone": facility.phone,
        "provider": provider.name,
        "signed": text(person.date(encounter.day, "service"), f" at {clock(encounter, rng)}"),
    }
    title = rng.pick(phrases["titles"])
    soap = rng.chance(0.4)
    subjective: list[Block] = [_prose(_hpi(rng, phrases, encounter), values)]
    subjective.append(_prose([rng.pick(_by_age("contact", phrases, encounter))], values))
    objective: list[Block] = [
        vitals_table(encounter),
        _prose(
            [rng.pick(_by_age("general_exam", phrases, encounter)), *rng.sample(encounter.primary.findings, 3)], values
        ),
    ]
    if encounter.panels:
        objective.append(_results_line(encounter))
        objective.append(_prose([rng.pick(_by_age("lab_comment", phrases, encounter))], values))
    plan: list[Block] = [
        _prose(rng.sample(encounter.primary.assessment, 2), values),
        _problem_list(encounter),
        Bullets(tuple(fill(item, values) for item in rng.sample(encounter.primary.plan, 4)), numbered=True),
    ]
    end: list[Block] = [
        _prose([rng.pick(_by_age("closing", phrases, encounter))], values),
        Paragraph(text(rng.pick(phrases["time_spent"])), "small"),
        SignatureLine(f"{encounter.provider.specialty}, NPI on file", fill(rng.pick(phrases["attestation"]), values)),
    ]
    names = (
        ("Subjective", "Objective", "Assessment", "Plan and Follow-up")
        if soap
        else ("History of Present Illness", "Physical Examination", "Assessment and Plan", "Follow-up")
    )
    sections = [
        Section((), (demographics(person, encounter, facility),)),
        Section(text(names[0]), tuple(subjective)),
        Section(text("Current Medications"), (medication_table(encounter), _allergies(encounter))),
        Section(text("Review of Systems"), (_prose([rng.pick(_by_age("review", phrases, encounter))], values),)),
        Section(text("Social History"), (_prose([_social(rng, phrases, encounter)], values),)),
        Section(text(names[1]), tuple(objective)),
        Section(text(names[2]), tuple(plan)),
        Section(text(names[3]), tuple(end)),
    ]
    return Document(
        document_id=document.document_id,
        title=text(title),
        layout=document.layout,
        letterhead=letterhead(facility, encounter.department),
        sections=tuple(sections),
        properties=properties(title, text(provider.full_name), facility, encounter.time),
        header=chart_header(person),
        footer=footer(facility, rng),
        attributes={"patient_id": encounter.patient.person_id},
    )


def _prose(phrases: list[str], values: dict[str, Part]) -> Paragraph:
    parts: list[Part] = []
    for index, phrase in enumerate(phrases):
        parts.append(" " if index else "")
        parts.append(fill(phrase, values))
    return Paragraph(text(*parts))


def _hpi(rng: Stream, phrases: dict[str, list[str]], encounter: Encounter) -> list[str]:
    return [rng.pick(phrases["opening"]), *rng.sample(encounter.primary.history, 3)]


def _by_age(name: str, phrases: dict[str, list[str]], encounter: Encounter) -> list[str]:
    """Return the phrases of a kind that suit the patient's age: of children others than of adults."""
    return phrases[f"{name}_child" if encounter.age < _SPEAKS_FOR_ONESELF else name]


def _social(rng: Stream, phrases: dict[str, list[str]], encounter: Encounter) -> str:
    if encounter.age < _SCHOOL_AGE:
        return rng.pick(phrases["social_infant"])
    if encounter.age < ADULT:
        return rng.pick(phrases["social_child"])
    if not encounter.patient.employer:
        return rng.pick(phrases["social_retired"])
    return rng.pick(phrases["social_adult"] + (phrases["social_middle_aged"] if encounter.age >= _MIDDLE_AGE else []))


def _allergies(encounter: Encounter) -> Paragraph:
    known = "; ".join(f"{allergy.substance} ({allergy.reaction})" for allergy in encounter.allergies)
    return Paragraph(text(f"Allergies: {known or 'no known drug allergies'}."))


def _problem_list(encounter: Encounter) -> Bullets:
    problems = (encounter.primary, *encounter.comorbidities)
    return Bullets(tuple(text(f"{problem.name} ({problem.icd10})") for problem in problems))


def _results_line(encounter: Encounter) -> Paragraph:
    shown = []
    for panel in encounter.panels[:2]:
        values = [
            f"{result.name} {result.value} {result.unit}".rstrip() + (f" ({result.flag})" if result.flag else "")
            for result in panel.results[:5]
        ]
        shown.append(f"{panel.name}: {', '.join(values)}.")
    return Paragraph(text(" ".join(shown)))
