"""Progress notes."""

from datetime import timedelta

from synthphi.clinical.model import Encounter
from synthphi.content.patient_text import PatientText
from synthphi.content.phrases import fill, load, series
from synthphi.content.staff_text import FacilityText, ProviderText
from synthphi.content.stationery import footer, letterhead, properties
from synthphi.document import (
    Block,
    Bullets,
    Cell,
    Document,
    Field,
    Fields,
    Fragment,
    Paragraph,
    Section,
    SignatureLine,
    Table,
    Text,
    text,
)
from synthphi.document.model import Part
from synthphi.people.model import Patient
from synthphi.people.pools import Pools
from synthphi.seeds import Stream, stream
from synthphi.spec import DocumentSpec

_NEWBORN = timedelta(days=3)
"""From birth to the first contact there may be."""
PRONOUNS = {"female": ("she", "her"), "male": ("he", "his")}


def grammar(patient: Patient) -> dict[str, Part]:
    """Return the holes that clinical phrases may have: pronouns of the patient."""
    pronoun, possessive = PRONOUNS[patient.sex]
    return {
        "pronoun": pronoun,
        "Pronoun": pronoun.capitalize(),
        "possessive": possessive,
        "Possessive": possessive.capitalize(),
        "object": "her" if patient.sex == "female" else "him",
    }


def sex_word(encounter: Encounter) -> str:
    """Return how notes name the patient: man, woman, boy, girl."""
    adult = encounter.age >= 18
    if encounter.patient.sex == "female":
        return "woman" if adult else "girl"
    return "man" if adult else "boy"


def in_sentence(condition: str) -> str:
    """Return a condition's name as it stands inside a sentence: ``COPD`` stays, ``Gout`` does not."""
    return condition[0].lower() + condition[1:] if condition[1:2].islower() else condition


def history_clause(encounter: Encounter) -> str:
    """Return ``with a history of asthma and obesity``."""
    others = [in_sentence(condition.name) for condition in encounter.comorbidities]
    return f"with a history of {series(others)}" if others else "without significant past medical history"


def medication_table(encounter: Encounter) -> Table:
    """Return the current medications as a table."""
    return Table(
        tuple(text(head) for head in ("Medication", "Dose", "Route", "Frequency")),
        tuple(
            tuple(Cell(text(value)) for value in (order.name, order.dose, order.route, order.frequency))
            for order in encounter.medications
        ),
        (0.34, 0.22, 0.16, 0.28),
    )


def vitals_table(encounter: Encounter) -> Table:
    """Return the vital signs as one row."""
    v = encounter.vitals
    heads = ("BP", "Pulse", "Resp", "Temp", "SpO2", "Weight", "Height", "BMI")
    values = (
        f"{v.systolic}/{v.diastolic}",
        f"{v.pulse}",
        f"{v.respiration}",
        f"{v.temperature:.1f} °F",
        f"{v.oxygen}%",
        f"{v.weight:g} lb",
        f"{v.height} in",
        f"{v.bmi:.1f}",
    )
    return Table(tuple(map(text, heads)), (tuple(Cell(text(value)) for value in values),), (0.125,) * 8)


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


def chart_header(person: PatientText) -> Text:
    """Return the running header that keeps loose pages together."""
    return text(person.last_first, "    MRN ", person.mrn, "    DOB ", person.birth_date)


def clock(encounter: Encounter, rng: Stream) -> str:
    """Return a time of day shortly after the encounter, as a signature shows it."""
    minutes = encounter.time.hour * 60 + encounter.time.minute + rng.integer(12, 95)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def progress_note(document: DocumentSpec, pools: Pools, encounter: Encounter) -> Document:
    """Return a progress note of one encounter."""
    rng = stream(pools.spec.seed, document.phi_class, document.number, "note")
    phrases = load("notes")
    person = PatientText(encounter, rng)
    facility = FacilityText(encounter.facility)
    provider = ProviderText(encounter.provider)
    last_visit = max(encounter.day - timedelta(days=rng.integer(20, 110)), encounter.patient.birth_date + _NEWBORN)
    values: dict[str, Part] = {
        **grammar(encounter.patient),
        "name": person.name,
        "formal": person.formal,
        "age": person.age,
        "aged": person.aged,
        "a": person.article,
        "sex": sex_word(encounter),
        "history": history_clause(encounter),
        "complaint": rng.pick(encounter.primary.complaints),
        "department": facility.department(encounter.department),
        "last_visit": person.date(last_visit, "service"),
        "relative": person.relative,
        "relationship": encounter.patient.relative.relationship.lower(),
        "relative_phone": person.relative_phone,
        "mobile": person.mobile,
        "email": person.email,
        "city": person.city,
        "street": person.street,
        "occupation": tuple(Fragment(f.text.lower(), f.tag) for f in person.occupation),
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
    subjective.append(_prose([rng.pick(phrases["contact"])], values))
    objective: list[Block] = [
        vitals_table(encounter),
        _prose([rng.pick(phrases["general_exam"]), *rng.sample(encounter.primary.findings, 3)], values),
    ]
    if encounter.panels:
        objective.append(_results_line(encounter))
        objective.append(_prose([rng.pick(phrases["lab_comment"])], values))
    plan: list[Block] = [
        _prose(rng.sample(encounter.primary.assessment, 2), values),
        _problem_list(encounter),
        Bullets(tuple(fill(item, values) for item in rng.sample(encounter.primary.plan, 4)), numbered=True),
    ]
    end: list[Block] = [
        _prose([rng.pick(phrases["closing"])], values),
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
        Section(text("Review of Systems"), (_prose([rng.pick(phrases["review"])], values),)),
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


def _social(rng: Stream, phrases: dict[str, list[str]], encounter: Encounter) -> str:
    if encounter.age < 18:
        return rng.pick(phrases["social_child"])
    return rng.pick(phrases["social_adult" if encounter.patient.employer else "social_retired"])


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
