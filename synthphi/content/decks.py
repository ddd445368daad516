"""Decks: a case study of a patient, and an education deck on the same condition without one."""

from datetime import timedelta

from synthphi.clinical.conditions import CONDITIONS
from synthphi.clinical.encounters import draw_panels
from synthphi.clinical.model import Condition, Encounter, LabPanel
from synthphi.content.encounter_text import about_patient, in_sentence, medication_table, vitals_table
from synthphi.content.patient_text import PatientText
from synthphi.content.phrases import fill, load
from synthphi.content.staff_text import FacilityText, ProviderText, office_date
from synthphi.content.stationery import letterhead, office_hours, properties
from synthphi.document import Bullets, Cell, Document, Field, Fields, Paragraph, Section, Table, Text, text
from synthphi.document.model import Part
from synthphi.people.model import Facility, Provider
from synthphi.people.pools import Pools
from synthphi.seeds import Stream, stream
from synthphi.spec import DocumentSpec

_ROWS = 8
"""Rows of a table that fit on a slide beside its title."""


def case_study(document: DocumentSpec, pools: Pools, encounter: Encounter) -> Document:
    """Return a conference deck on one encounter."""
    rng = stream(pools.spec.seed, document.phi_class, document.number, "case")
    phrases = load("decks")
    person = PatientText(encounter, rng)
    facility = FacilityText(encounter.facility)
    condition = encounter.primary
    values = _case_values(encounter, person, facility)
    title = fill(rng.pick(phrases["case_titles"]), values)
    sections = [
        Section(
            text("Patient"),
            (
                Fields(
                    (
                        Field("Name", text(person.name)),
                        Field("MRN", text(person.mrn)),
                        Field("Date of birth", text(person.birth_date)),
                        Field("Age / sex", text(person.age, f" / {encounter.patient.sex}")),
                        *_stay(encounter, person),
                        Field("Attending", ProviderText(encounter.provider).name),
                    ),
                    columns=2,
                ),
            ),
            (fill(rng.pick(phrases["case_notes"]), values),),
        ),
        Section(
            text("Presentation"),
            (
                Bullets(
                    (
                        fill(rng.pick(phrases["case_opening"]), values),
                        *(fill(sentence, values) for sentence in rng.sample(condition.history, 3)),
                    )
                ),
            ),
            (fill(rng.pick(phrases["contact_notes"]), values),),
        ),
        Section(
            text("Examination"),
            (
                vitals_table(encounter),
                Bullets(tuple(fill(sentence, values) for sentence in rng.sample(condition.findings, 3))),
            ),
        ),
        *(_panel_slide(panel) for panel in encounter.panels[:1]),
        Section(
            text("Assessment"),
            (
                Paragraph(text(f"{condition.name} ({condition.icd10})"), "lead"),
                Bullets(tuple(fill(sentence, values) for sentence in rng.sample(condition.assessment, 3))),
            ),
        ),
        Section(text("Treatment"), (medication_table(encounter),)),
        Section(
            text("Course and follow-up"),
            (
                Bullets(
                    (
                        *(fill(item, values) for item in rng.sample(condition.plan, 3)),
                        fill(rng.pick(phrases["case_follow_up"]), values),
                    )
                ),
            ),
        ),
        _discussion(phrases, condition, rng),
    ]
    return _deck(document, facility, encounter.provider, encounter.department, title, tuple(sections), encounter, pools)


def _case_values(encounter: Encounter, person: PatientText, facility: FacilityText) -> dict[str, Part]:
    return {
        **about_patient(encounter, person),
        "initials": person.initials,
        "complaint": encounter.primary.complaints[0],
        "condition": encounter.primary.name,
        "study": person.study_id,
        "admitted": person.date(encounter.admitted, "admit" if encounter.inpatient else "service"),
        "visit": person.date(encounter.day, "service"),
        "follow_up": person.date(encounter.follow_up, "service"),
        "facility": facility.name,
    }


def _stay(encounter: Encounter, person: PatientText) -> tuple[Field, ...]:
    if not encounter.inpatient:
        return (
            Field("Seen", text(person.date(encounter.day, "service"))),
            Field("Visit number", text(person.number(encounter.visit_number))),
            Field("Next visit", text(person.date(encounter.follow_up, "service"))),
        )
    return (
        Field("Admitted", text(person.date(encounter.admitted, "admit"))),
        Field("Discharged", text(person.date(encounter.discharged, "discharge"))),
        Field("Room", text(person.room(encounter.room))),
    )


def education_deck(document: DocumentSpec, pools: Pools) -> Document:
    """Return a teaching deck on a condition: the words of a case study without a case."""
    rng = stream(pools.spec.seed, document.phi_class, document.number, "education")
    phrases = load("decks")
    where = pools.facility(document.facility_number)
    facility = FacilityText(where)
    condition = rng.pick(tuple(CONDITIONS.values()))
    presenter = pools.provider(rng.pick(pools.staff(document.facility_number)))
    given = pools.spec.as_of - timedelta(days=rng.integer(3, 700))
    values: dict[str, Part] = {
        "condition": condition.name,
        "problem": in_sentence(condition.name),
        "facility": facility.name,
        "given": office_date(given),
    }
    panels = draw_panels(condition, "female" if "female" in condition.sexes else "male", rng)
    sections = [
        Section(
            text("Learning objectives"),
            (Bullets(tuple(fill(goal, values) for goal in rng.sample(phrases["objectives"], 4))),),
            (fill(rng.pick(phrases["speaker"]), values),),
        ),
        Section(
            text("How patients present"),
            (Bullets(tuple(text(_sentence(complaint)) for complaint in rng.sample(condition.complaints, 4))),),
            (fill(rng.pick(phrases["speaker"]), values),),
        ),
        Section(
            text("What to look for"),
            (Bullets(tuple(_neutral(sentence) for sentence in rng.sample(condition.findings, 4))),),
        ),
        *(_reference_slide(panel) for panel in panels[:1]),
        Section(
            text("Common treatment"),
            (
                Table(
                    tuple(text(head) for head in ("Medication", "Usual dose", "Route", "Frequency")),
                    tuple(tuple(Cell(text(value)) for value in drug) for drug in condition.medications[:_ROWS]),
                    (0.34, 0.22, 0.16, 0.28),
                ),
            ),
        ),
        Section(text("Care plan"), (Bullets(tuple(_neutral(item) for item in rng.sample(condition.plan, 4))),)),
        _discussion(phrases, condition, rng),
    ]
    title = fill(rng.pick(phrases["education_titles"]), values)
    department = rng.pick(where.departments)
    return _deck(document, facility, presenter, department, title, tuple(sections), None, pools)


def _deck(
    document: DocumentSpec,
    facility: FacilityText,
    presenter: Provider,
    department: str,
    title: Text,
    sections: tuple[Section, ...],
    encounter: Encounter | None,
    pools: Pools,
) -> Document:
    rng = stream(pools.spec.seed, document.phi_class, document.number, "deck")
    if encounter is not None:
        created, attributes = encounter.time, {"patient_id": encounter.patient.person_id}
    else:
        day = pools.spec.as_of - timedelta(days=rng.integer(3, 700))
        created, attributes = office_hours(day, rng), {}
    where: Facility = facility.facility
    head = letterhead(facility, department)
    who = ProviderText(presenter)
    return Document(
        document_id=document.document_id,
        title=title,
        layout=document.layout,
        letterhead=type(head)(head.name, (text("Presented by ", who.name), *head.lines[:1], *head.lines[3:])),
        sections=sections,
        properties=properties("Conference presentation", text(who.full_name), facility, created),
        footer=text(f"{where.kind.capitalize()} education series"),
        attributes=attributes,
    )


def _panel_slide(panel: LabPanel) -> Section:
    rows = panel.results[:_ROWS]
    return Section(
        text(panel.name),
        (
            Table(
                tuple(text(head) for head in ("Test", "Result", "Units", "Reference")),
                tuple(
                    (
                        Cell(text(result.name)),
                        Cell(text(f"{result.value} {result.flag}".strip()), bool(result.flag)),
                        Cell(text(result.unit)),
                        Cell(text(result.reference)),
                    )
                    for result in rows
                ),
                (0.4, 0.2, 0.18, 0.22),
            ),
        ),
    )


def _reference_slide(panel: LabPanel) -> Section:
    return Section(
        text(f"{panel.name}: reference ranges"),
        (
            Table(
                tuple(text(head) for head in ("Test", "LOINC", "Units", "Reference")),
                tuple(
                    tuple(Cell(text(value)) for value in (result.name, result.loinc, result.unit, result.reference))
                    for result in panel.results[:_ROWS]
                ),
                (0.4, 0.2, 0.18, 0.22),
            ),
        ),
    )


def _discussion(phrases: dict[str, list[str]], condition: Condition, rng: Stream) -> Section:
    values: dict[str, Part] = {"problem": in_sentence(condition.name)}
    return Section(text("Discussion"), (Bullets(tuple(fill(q, values) for q in rng.sample(phrases["questions"], 3))),))


_NEUTRAL: dict[str, Part] = {
    "pronoun": "the patient",
    "Pronoun": "The patient",
    "possessive": "the patient's",
    "Possessive": "The patient's",
    "object": "the patient",
}


def _neutral(sentence: str) -> Text:
    """Return a clinical phrase about patients in general."""
    return fill(sentence, _NEUTRAL)


def _sentence(complaint: str) -> str:
    return complaint[:1].upper() + complaint[1:]
