"""Decks: a case study of a patient, and an education deck on the same condition without one."""

from collections.abc import Sequence
from datetime import datetime

from synthphi.clinical.encounters import draw_specimen
from synthphi.clinical.imaging import study_for
from synthphi.clinical.model import Encounter, LabPanel
from synthphi.content.case import Case, Kind
from synthphi.content.encounter_text import medication_table, vitals_table
from synthphi.content.office import Office, grid
from synthphi.content.patient_text import PatientText
from synthphi.content.phrases import fill
from synthphi.content.sentences import known, section
from synthphi.content.staff_text import FacilityText, provider_text
from synthphi.content.stationery import letterhead, properties
from synthphi.document import Bullets, Cell, Document, Field, Fields, Paragraph, Section, Table, Text, text
from synthphi.document.fragments import Part
from synthphi.document_spec import DocumentSpec
from synthphi.people.model import Facility, Provider
from synthphi.records import changed

_PICTURED = 0.5
_ROWS = 8
"""Rows of a table that fit on a slide beside its title."""


def case_study(case: Case) -> Document:
    """Return a conference deck on one encounter."""
    encounter = case.encounter
    condition = encounter.primary
    title = case.say("case_title")
    sections = [
        _who(case, case.say("case_note")),
        Section(
            text("Presentation"),
            (Bullets((case.say("case_opening"), *_told(case, "history", 3))),),
            (case.say("contact_note"),),
        ),
        Section(text("Examination"), (vitals_table(encounter), Bullets(_told(case, "findings", 3)))),
        *(_panel_slide(panel) for panel in encounter.first_results(1, _ROWS)),
        Section(
            text("Assessment"),
            (
                Paragraph(text(f"{condition.name} ({condition.icd10})"), "lead"),
                Bullets(_told(case, "assessment", 3)),
            ),
        ),
        Section(text("Treatment"), (medication_table(encounter),)),
        Section(
            text("Course and follow-up"),
            (case.plan(3), Paragraph(case.say("case_follow_up"))),
        ),
        section("Discussion", case.bullets("question", 3)),
    ]
    return _case_deck(case, title, sections)


def tumor_board(case: Case) -> Document:
    """Return what is shown of a patient with cancer when specialties decide together."""
    rng, encounter = case.rng, case.encounter
    condition = encounter.primary
    study = study_for(condition.key)
    seen = study.seen[condition.key] if study else ()
    shown = (Section(text("Imaging"), (Bullets(tuple(map(text, seen))),)),) if seen else ()

    title = text(
        rng.pick(("Tumor board: ", "Multidisciplinary conference: ", "Case for the board: ")), case.person.initials
    )
    sections = [
        _who(case, text("Presented by ", case.provider.formal, "; questions to ", case.consultant.formal, ".")),
        Section(
            text("History"),
            (Bullets((case.say("opening"), *_told(case, "history", 3))),),
            (case.by_age("contact"),),
        ),
        Section(
            text("Diagnosis"),
            (Paragraph(text(f"{condition.name} ({condition.icd10})"), "lead"), case.bullets("board_said", 3)),
        ),
        *shown,
        Section(text("Examination"), (vitals_table(encounter), Bullets(_told(case, "findings", 2)))),
        *(_panel_slide(panel) for panel in encounter.first_results(1, _ROWS)),
        Section(text("Treatment so far"), (medication_table(encounter),)),
        Section(text("Questions"), (case.bullets("board_question", 2), Paragraph(case.problems()))),
        Section(text("Recommendation"), (case.bullets("board_advice", 3), case.plan(2))),
    ]
    return _case_deck(case, title, [one for one in sections if one.blocks])


def _who(case: Case, note: Text) -> Section:
    person, encounter = case.person, case.encounter
    fields = (
        Field("Name", text(person.name)),
        Field("MRN", text(person.mrn)),
        Field("Date of birth", text(person.birth_date)),
        Field("Age / sex", text(person.age, f" / {encounter.patient.sex}")),
        *_stay(encounter, person),
        Field("Attending", case.provider.name),
    )
    shown = [] if person.is_minor or not case.rng.chance(_PICTURED) else [person.portrait]
    return Section(text("Patient"), (Fields(fields, columns=2), *shown), (note,))


def _told(case: Case, kind: Kind, count: int) -> tuple[Text, ...]:
    """Return so many bullets about the condition."""
    halves = (count + 1) // 2
    return tuple(case.told(kind, 2 if i + 1 < halves or count % 2 == 0 else 1) for i in range(halves))


def _case_deck(case: Case, title: Text, sections: Sequence[Section]) -> Document:
    encounter = case.encounter
    made = _deck(
        case.document,
        case.facility,
        encounter.provider,
        encounter.department,
        title,
        tuple(sections),
        encounter.time,
    )
    return changed(made, attributes={"patient_id": encounter.patient.person_id})


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


def education_deck(office: Office) -> Document:
    """Return a teaching deck on a condition: the words of a case study without a case."""
    document, pools = office.document, office.pools
    rng, condition = office.rng, office.condition
    presenter = pools.provider(rng.pick(pools.staff(document.facility_number)))
    specimen = draw_specimen(condition, "female" if "female" in condition.sexes else "male", rng)
    complaints = rng.sample(condition.complaints, 4)
    sections = [
        Section(text("Learning objectives"), (office.bullets("goal", 4),), (office.say("speaker_note"),)),
        Section(
            text("How patients present"),
            (Bullets(tuple(text(one[:1].upper() + one[1:]) for one in complaints)),),
            (office.say("speaker_note"),),
        ),
        Section(text("What to look for"), (Bullets(tuple(map(_neutral, rng.sample(condition.findings, 4)))),)),
        *(_reference_slide(panel) for panel in specimen.results(1, _ROWS)),
        Section(
            text("Common treatment"),
            (
                grid(
                    ("Medication", "Usual dose", "Route", "Frequency"),
                    condition.medications[:_ROWS],
                    (0.34, 0.22, 0.16, 0.28),
                ),
            ),
        ),
        Section(text("Care plan"), (Bullets(tuple(map(_neutral, rng.sample(condition.plan, 4)))),)),
        Section(text("Discussion"), (office.bullets("question", 4),)),
    ]
    department = rng.pick(office.facility.facility.departments)
    return _deck(
        document, office.facility, presenter, department, office.say("education_title"), tuple(sections), office.written
    )


def _deck(
    document: DocumentSpec,
    facility: FacilityText,
    presenter: Provider,
    department: str,
    title: Text,
    sections: tuple[Section, ...],
    created: datetime,
) -> Document:
    where: Facility = facility.facility
    head = letterhead(facility, department)
    who = provider_text(presenter)
    return Document(
        document_id=document.document_id,
        title=title,
        layout=document.layout,
        letterhead=type(head)(head.name, (text("Presented by ", who.name), *head.lines[:1], *head.lines[3:])),
        sections=sections,
        properties=properties("Conference presentation", text(who.full_name), facility, created),
        footer=text(f"{where.kind.capitalize()} education series"),
    )


def _panel_slide(panel: LabPanel) -> Section:
    return Section(
        text(panel.name),
        (
            Table(
                tuple(map(text, ("Test", "Result", "Units", "Reference"))),
                tuple(
                    (
                        known(result.name),
                        Cell(text(f"{result.value} {result.flag}".strip()), bool(result.flag)),
                        known(result.unit),
                        known(result.reference),
                    )
                    for result in panel.results
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
                tuple(map(text, ("Test", "LOINC", "Units", "Reference"))),
                tuple(
                    (known(result.name), known(result.loinc), known(result.unit), known(result.reference))
                    for result in panel.results
                ),
                (0.4, 0.2, 0.18, 0.22),
            ),
        ),
    )


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
