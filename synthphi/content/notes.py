"""Notes of physicians and nurses: progress note, history and physical, discharge summary, nursing note."""

from synthphi.content.case import SPEAKS_FOR_ONESELF, Case
from synthphi.content.encounter_text import medication_table, vitals_table
from synthphi.content.sentences import prose, section, spaced
from synthphi.document import Block, Bullets, Document, Field, Fields, Paragraph, Section, Text, text
from synthphi.people.livelihoods import ADULT

_SCHOOL_AGE, _MIDDLE_AGE = 5, 42
"""Years of age: at school from the first on; from the second on there is a past to look back on."""

_BACKGROUND, _PICTURED = 0.5, 0.4


def demographics(case: Case, *more: Field) -> Section:
    """Return the block at the top of a chart document."""
    person, encounter = case.person, case.encounter
    fields = (
        Field("Patient", text(person.last_first)),
        Field("MRN", text(person.mrn)),
        *([Field("Also written", person.own_name)] if person.own_name else []),
        Field("Date of birth", text(person.birth_date)),
        Field("Age / Sex", text(person.age, f" / {encounter.patient.sex.capitalize()}")),
        *(more or (Field("Date of service", text(person.date(encounter.day, "service"))),)),
        Field("Visit number", text(person.number(encounter.visit_number))),
        Field("Provider", case.provider.name),
        Field("Department", text(case.facility.department(encounter.department))),
        Field("Insurance", text(encounter.patient.insurer, ", member ", person.member_id)),
        Field("Telephone", text(person.phone)),
    )
    return Section((), (Fields(fields, columns=2),))


def signature(case: Case, department: str | None = None) -> Block:
    """Return the line that a clinician signs electronically: of a department, or of the provider's specialty."""
    return case.sign(f"{department or case.encounter.provider.specialty}, NPI on file", case.say("attestation"))


def allergies(case: Case) -> Paragraph:
    """Return the allergies on one line."""
    known = "; ".join(f"{allergy.substance} ({allergy.reaction})" for allergy in case.encounter.allergies)
    return Paragraph(text(f"Allergies: {known or 'no known drug allergies'}."))


def problem_list(case: Case) -> Bullets:
    """Return the problems with their codes."""
    problems = (case.encounter.primary, *case.encounter.comorbidities)
    return Bullets(tuple(text(f"{problem.name} ({problem.icd10})") for problem in problems))


def results(case: Case) -> list[Block]:
    """Return the laboratory results in running text, with a comment; nothing when none were drawn."""
    panels = case.encounter.first_results(2, 5)
    if not panels:
        return []
    shown = []
    for panel in panels:
        values = [
            f"{result.name} {result.value} {result.unit}".rstrip() + (f" ({result.flag})" if result.flag else "")
            for result in panel.results
        ]
        shown.append(f"{panel.name}: {', '.join(values)}.")
    return [Paragraph(text(" ".join(shown))), prose(case.by_age("lab_comment"))]


def social(case: Case) -> Text:
    """Return how and where the patient lives, and about half of the time where from."""
    told = _living(case)
    return spaced([told, case.by_age("background")]) if case.rng.chance(_BACKGROUND) else told


def _living(case: Case) -> Text:
    encounter = case.encounter
    if encounter.age < _SCHOOL_AGE:
        return case.say("social_infant")
    if encounter.age < ADULT:
        return case.say("social_child")
    if not encounter.patient.employer:
        return case.say("social_retired")
    middle_aged = encounter.age >= _MIDDLE_AGE and case.rng.chance(0.25)
    return case.say("social_middle_aged" if middle_aged else "social_adult")


def progress_note(case: Case) -> Document:
    """Return a progress note of one encounter."""
    rng = case.rng
    soap = rng.chance(0.4)
    names = (
        ("Subjective", "Objective", "Assessment", "Plan and Follow-up")
        if soap
        else ("History of Present Illness", "Physical Examination", "Assessment and Plan", "Follow-up")
    )
    sections = [
        demographics(case),
        section(names[0], prose(case.say("opening"), case.told("history", 4)), prose(case.by_age("contact"))),
        section("Current Medications", medication_table(case.encounter), allergies(case)),
        section("Review of Systems", prose(case.by_age("review"))),
        section("Social History", prose(social(case))),
        section(
            names[1],
            vitals_table(case.encounter),
            prose(case.by_age("general_exam"), case.told("findings", 4)),
            *results(case),
        ),
        section(names[2], prose(case.told("assessment", 3), case.problems()), problem_list(case), case.plan(4)),
        section(names[3], prose(case.by_age("closing")), Paragraph(case.say("time_spent"), "small"), signature(case)),
    ]
    return case.sheet(rng.pick(case.phrases.of("note_title")), sections)


def history_and_physical(case: Case) -> Document:
    """Return what is written when a patient is admitted."""
    encounter, person = case.encounter, case.person
    child = encounter.age < ADULT
    sections = [
        demographics(
            case,
            Field("Admitted", text(person.date(encounter.admitted, "admit"))),
            Field("Room", text(person.room(encounter.room))),
        ),
        section("Chief Complaint", prose(text(case.values["complaint_first"], "."))),
        section(
            "History of Present Illness",
            prose(case.say("admitted_by"), case.told("history", 4)),
            prose(case.by_age("contact"), case.problems()),
        ),
        section("Past Surgical History", prose(case.say("past_surgery_child" if child else "past_surgery"))),
        section("Family and Social History", prose(case.say("family_history"), social(case))),
        section("Medications and Orders", medication_table(encounter), allergies(case)),
        section("Review of Systems", prose(case.by_age("review"))),
        section(
            "Physical Examination",
            vitals_table(encounter),
            prose(case.by_age("general_exam"), case.told("findings", 5)),
        ),
        section("Data", *results(case)),
        section("Assessment and Plan", prose(case.told("assessment", 3)), problem_list(case), case.plan(5)),
        section("Contact", _contact(case), signature(case)),
    ]
    return case.sheet("History and Physical", sections)


def _contact(case: Case) -> Paragraph:
    person, relationship = case.person, case.encounter.patient.relative.relationship.lower()
    return prose(
        text("Emergency contact: ", person.relative, f" ({relationship}), ", person.relative_phone, "."),
        text("Home address: ", person.address, "."),
    )


def discharge_summary(case: Case) -> Document:
    """Return the summary of a stay in hospital."""
    encounter, person = case.encounter, case.person
    days = max(1, (encounter.discharged - encounter.admitted).days)
    course = case.some("course_step", 4)
    sections = [
        demographics(
            case,
            Field("Admitted", text(person.date(encounter.admitted, "admit"))),
            Field("Discharged", text(person.date(encounter.discharged, "discharge"))),
            Field("Room", text(person.room(encounter.room))),
            Field("Length of stay", text(f"{days} days")),
        ),
        section("Diagnoses", problem_list(case)),
        section(
            "Reason for Admission",
            prose(case.say("admitted_by"), case.told("history", 4)),
            prose(case.by_age("contact"), case.problems()),
        ),
        section(
            "Examination on Admission",
            vitals_table(encounter),
            prose(case.by_age("general_exam"), case.told("findings", 4)),
        ),
        section(
            "Hospital Course",
            prose(case.told("assessment", 4), *course[:2]),
            prose(*course[2:], *case.some("consulted", 2)),
            *results(case),
        ),
        section("Procedures and Treatment", case.plan(3)),
        section("Condition at Discharge", prose(case.say("condition_then"), case.by_age("general_exam"))),
        section("Discharge Medications", medication_table(encounter, at_home=True), allergies(case)),
        section(
            "Instructions",
            Fields(
                (Field("Diet", case.say("diet")), Field("Activity", case.say("activity"))),
                columns=2,
            ),
            case.bullets("instruction", 5),
        ),
        section("Follow-up", prose(case.say("went_home"), case.by_age("closing")), case.plan(2), signature(case)),
    ]
    return case.sheet("Discharge Summary", sections)


def nursing_note(case: Case) -> Document:
    """Return the notes of one shift."""
    encounter, person, rng = case.encounter, case.person, case.rng
    hour = rng.pick((7, 15, 19))
    times = [f"{(hour + step) % 24:02d}:{5 * rng.integer(0, 11):02d}" for step in range(1, 8)]
    entries = [case.by_age("nurse_entry") for _ in times]
    rows = [(time, note, staff_initials(case)) for time, note in zip(times, entries, strict=True)]
    chart = case.lines(("Time", "Note", "RN"), rows, (0.12, 0.76, 0.12))
    pictured = encounter.age >= _MIDDLE_AGE and rng.chance(_PICTURED)
    wound = [section("Wound photograph", prose(case.say("wound")), person.skin)] if pictured else []
    sections = [
        demographics(
            case,
            Field("Date", text(person.date(encounter.day, "service"))),
            Field("Room", text(person.room(encounter.room))),
        ),
        section("Report from the Previous Shift", prose(case.say("opening"), case.told("history", 2))),
        section("Assessment", vitals_table(encounter), prose(case.by_age("general_exam"), case.told("findings", 3))),
        section("Shift Notes", chart),
        *wound,
        section("Goals", case.bullets("nurse_goal_child" if encounter.age < SPEAKS_FOR_ONESELF else "nurse_goal", 4)),
        section("Family", _contact(case), signature(case)),
    ]
    return case.sheet("Nursing Shift Note", sections)


def staff_initials(case: Case) -> str:
    """Return the initials with which the second provider signs entries."""
    name = case.encounter.consultant.name
    return f"{name.first[0]}{name.last[0]}"
