"""Forms that people fill in: consent, prescription, fax cover, incident report, death worksheet.

Their twins are the same forms with nothing filled in, or with values that are nobody's (`synthphi.content.case`).
"""

from synthphi.clinical.model import Encounter
from synthphi.clinical.operations import operations_for
from synthphi.content.case import SPEAKS_FOR_ONESELF, Case
from synthphi.content.patient_text import PatientText
from synthphi.content.sentences import boxes, section
from synthphi.content.staff_text import provider_text
from synthphi.content.stationery import MAIL_NOTICE
from synthphi.document import Bullets, Document, Paragraph, Section, SignatureLine, Text, text
from synthphi.people.model import Facility
from synthphi.seeds import digest64

_INCIDENTS = ("Fall", "Medicine", "Equipment", "Identification", "Other")
_DEADLY = ("C", "E1", "G2", "G3", "I", "J4", "J8", "K7", "N18")
"""Chapters and codes of conditions that people die of: neither reflux nor anxiety."""
MARITAL = ("Single", "Married", "Divorced", "Widowed", "Separated")
_CONSENT_POINTS = (
    "The nature of the treatment, its risks and other choices were explained to me in words that I understand.",
    "I know that no result has been promised, and that plans may change if something unexpected is found.",
    "I allow tissue that was removed to be examined and disposed of.",
    "I may withdraw this consent at any time before the treatment begins.",
)


def form_number(facility: Facility, prefix: str) -> str:
    """Return the facility's number of a form: the same on the filled and on the blank one."""
    edition = digest64("form", prefix, facility.facility_id) % 900
    return f"{prefix}-{100 + edition} (rev. {2 + facility.number % 7}/2024)"


def form_sheet(case: Case, title: str, department: str, number: str, sections: list[Section]) -> Document:
    """Return a form on the facility's paper, with its number in the running header."""
    return case.sheet(title, sections, department, author=text(department), header=text(f"Form {number}"))


def signed_by_patient(case: Case) -> tuple[SignatureLine, SignatureLine]:
    """Return the lines that the patient, or who speaks for a child, signs and dates."""
    person = case.person
    signed = text(person.relative) if person.is_minor else person.signed
    return (
        case.sign("Signature of patient or legal representative", signed),
        case.sign("Date", person.date(case.encounter.day, "service")),
    )


def signed_consent(case: Case) -> Document:
    """Return the consent to an operation or another treatment."""
    p, e = case.person, case.encounter
    operations = operations_for(e.primary.key)
    what = case.rng.pick(operations).name if operations else f"Treatment of {e.primary.name}"
    sections = [
        section(
            "Patient",
            boxes(
                case.box("Name", p.last_first),
                case.box("Date of birth", p.birth_date),
                case.box("Medical record number", p.mrn),
                case.box("Telephone", p.phone),
                case.box("Address", p.address),
                case.box("Contact", p.relative),
            ),
        ),
        section(
            "Treatment",
            boxes(
                case.box("Procedure or treatment", what),
                case.box("Provider", case.provider.name),
                case.box("Reason", e.primary.name),
                case.box("Planned for", p.date(e.follow_up, "service")),
                columns=2,
            ),
            Bullets(tuple(text(one) for one in _CONSENT_POINTS), numbered=True),
            case.ticks("Blood products", ("I accept", "I do not accept"), 0),
            case.ticks("Interpreter", ("Not needed", "Used"), 0),
        ),
        section(
            "Explained in the patient's own words",
            case.answer(case.to_adult("op_consent")),
        ),
        section(
            "Signatures",
            *signed_by_patient(case),
            case.sign("Provider", case.provider.name),
            case.sign("Witness", case.consultant.full_name),
        ),
    ]
    number = form_number(e.facility, "CON")
    return form_sheet(case, "Consent to Procedure or Treatment", "Surgical Services", number, sections)


def prescription(case: Case) -> Document:
    """Return a prescription."""
    p, e, rng = case.person, case.encounter, case.rng
    rows = [
        (
            f"{order.name} {order.dose}",
            f"{order.route} {order.frequency}",
            str(rng.pick((14, 28, 30, 60, 90))),
            str(rng.integer(0, 5)),
        )
        for order in e.medications[:4]
    ]
    sections = [
        section(
            "Patient",
            boxes(
                case.box("Name", p.name),
                case.box("Date of birth", p.birth_date),
                case.box("Date", p.date(e.day, "service")),
                case.box("Address", p.address),
                case.box("Telephone", p.phone),
                case.box("Weight", f"{e.vitals.weight:g} lb"),
                case.box("Allergies", known_allergies(e)),
                case.box("Plan / member", e.patient.insurer, ", ", p.member_id),
                case.box("Record number", p.mrn),
            ),
        ),
        section(
            "Rx", case.lines(("Drug and strength", "Directions", "Quantity", "Refills"), rows, (0.36, 0.36, 0.14, 0.14))
        ),
        section(
            "Prescriber",
            case.ticks("Substitution", ("Permitted", "Dispense as written"), 0),
            boxes(
                case.box("NPI", case.provider.npi),
                case.box("DEA", provider_text(e.provider).dea),
                case.box("State license", provider_text(e.provider).state_license),
                case.box("Diagnosis", e.primary.icd10),
                columns=2,
            ),
            case.sign("Prescriber", case.provider.name),
        ),
    ]
    return form_sheet(case, "Prescription", e.department, form_number(e.facility, "RX"), sections)


def fax_cover(case: Case) -> Document:
    """Return the first page of a fax."""
    p, e, rng = case.person, case.encounter, case.rng
    sections = [
        section(
            "Fax",
            boxes(
                case.box("To", case.consultant.name),
                case.box("Fax", case.consultant.fax),
                case.box("From", case.provider.name),
                case.box("Telephone", case.provider.phone),
                case.box("Date", p.date(e.day, "service")),
                case.box("Pages", str(rng.integer(2, 28))),
                case.box("Re", p.last_first),
                case.box("Date of birth", p.birth_date),
                columns=2,
            ),
            case.ticks("This is", ("Urgent", "For review", "As requested", "For your files"), rng.integer(0, 3)),
        ),
        section(
            "Message",
            case.answer(case.say("fax_message")),
            case.answer(case.told("history", 2)),
            case.answer(case.told("assessment", 1)),
            Paragraph(text(MAIL_NOTICE.replace("message", "fax")), "small"),
        ),
    ]
    return form_sheet(case, "Fax Cover Sheet", e.department, form_number(e.facility, "FAX"), sections)


def incident_report(case: Case) -> Document:
    """Return the report of something that went wrong."""
    p, e, rng = case.person, case.encounter, case.rng
    # A small child neither falls on the way to the bathroom nor leaves the ward.
    kind = rng.pick((1, 3)) if e.age < SPEAKS_FOR_ONESELF else rng.integer(0, len(_INCIDENTS) - 1)
    other = "_other" if kind else ""
    sections = [
        section(
            "1. Who and where",
            boxes(
                case.box("Patient", p.last_first),
                case.box("Record number", p.mrn),
                case.box("Date of birth", p.birth_date),
                case.box("Date", p.date(e.day, "service")),
                case.box("Place", p.room(e.room)),
                case.box("Reported by", case.consultant.full_name),
            ),
            case.ticks("Kind", _INCIDENTS, kind),
            case.ticks("Harm", ("None", "Minor", "Moderate", "Severe"), rng.integer(0, 1)),
        ),
        section(
            "2. What happened",
            case.answer(case.say(f"incident_{_INCIDENTS[kind].lower()}")),
            case.answer(case.told("history", 1)),
        ),
        section(
            "3. What was found", case.answer(case.say(f"incident_found{other}")), case.answer(case.told("findings", 2))
        ),
        section("4. Who was told", *map(case.answer, case.some("incident_told", 2))),
        section("5. What was done", *map(case.answer, case.some(f"incident_then{other}", 2))),
        section(
            "6. Signatures",
            case.sign("Reporter", case.consultant.full_name),
            case.sign("Manager", case.provider.full_name),
        ),
    ]
    return form_sheet(case, "Incident Report", "Quality and Safety", form_number(e.facility, "INC"), sections)


def death_worksheet(case: Case) -> Document:
    """Return the worksheet from which a death certificate is made out."""
    p, e, rng = case.person, case.encounter, case.rng
    adult = not p.is_minor
    contributing = [other.name for other in e.comorbidities if other.icd10.startswith(_DEADLY)]
    causes = [e.primary.name, *contributing][:3]
    sections = [
        section(
            "1. Decedent",
            boxes(
                case.box("Legal name", p.name),
                case.box("Social Security number", p.ssn),
                case.box("Date of birth", p.birth_date),
                case.box("Age", p.age),
                case.box("Date of death", p.date(e.day, "death")),
                case.box("Time of death", f"{rng.integer(0, 23):02d}:{rng.integer(0, 59):02d}"),
                case.box("Residence", p.street),
                case.box("City, state, ZIP", p.city_line),
                case.box("Usual occupation", p.occupation if adult else ()),
                case.box("Birthplace (country)", p.country),
                case.box("Ever in US armed forces", "No"),
                case.box("Injury at (place)", ()),
            ),
            case.ticks("Sex", ("Female", "Male"), 0 if e.patient.sex == "female" else 1),
            case.ticks("Marital status", MARITAL, *marital(e)),
        ),
        section(
            "2. Informant",
            boxes(
                case.box("Name", p.relative),
                case.box("Relationship / telephone", relationship(p, e)),
                columns=2,
            ),
        ),
        section(
            "3. Place of death",
            boxes(
                case.box("Facility", case.facility.name),
                case.box("Room", p.room(e.room)),
                case.box("Record number", p.mrn),
                case.box("Admitted", p.date(e.admitted, "admit")),
                columns=2,
            ),
            case.ticks("Place", ("Inpatient", "Emergency room", "Home", "Other"), 0),
        ),
        section(
            "4. Cause of death",
            case.lines(
                ("", "Condition", "Interval"),
                [
                    (f"{'abc'[i]}.", cause, f"{rng.integer(2, 9)} {('days', 'months', 'years')[min(i, 2)]}")
                    for i, cause in enumerate(causes)
                ],
                (0.08, 0.67, 0.25),
            ),
            case.ticks("Manner", ("Natural", "Accident", "Pending"), 0),
            case.ticks("Autopsy", ("Yes", "No"), 1),
        ),
        section(
            "5. Certifier",
            boxes(
                case.box("Name", case.provider.name),
                case.box("License", provider_text(e.provider).state_license),
                columns=2,
            ),
            case.sign("Certifier", case.provider.name),
            case.sign("Date", p.date(e.day, "report")),
        ),
    ]
    return form_sheet(
        case, "Death Certificate Worksheet", "Health Information Management", form_number(e.facility, "DCW"), sections
    )


def marital(encounter: Encounter) -> tuple[int, ...]:
    """Return which of `MARITAL` is ticked."""
    status = encounter.patient.marital_status.capitalize()
    return (MARITAL.index(status),) if status in MARITAL else ()


def relationship(person: PatientText, encounter: Encounter) -> Text:
    """Return what the emergency contact is to the patient, with the telephone number."""
    return text(encounter.patient.relative.relationship.capitalize(), " / ", person.relative_phone)


def known_allergies(encounter: Encounter) -> str:
    """Return the substances on one line."""
    return ", ".join(allergy.substance for allergy in encounter.allergies) or "None known"
