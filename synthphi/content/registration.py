"""The form that a patient fills in at the first visit; it holds identifiers that notes have no place for."""

from synthphi.clinical.model import Encounter
from synthphi.content.case import Case
from synthphi.content.forms import (
    MARITAL,
    form_number,
    form_sheet,
    known_allergies,
    marital,
    relationship,
    signed_by_patient,
)
from synthphi.content.sentences import boxes, section
from synthphi.document import Bullets, Document, Paragraph, Section, text
from synthphi.people.livelihoods import ADULT

CONTACT_WAYS = ("Home phone", "Mobile phone", "E-mail", "Portal")
HISTORY = ("Diabetes", "High blood pressure", "Asthma", "Heart disease", "Cancer", "Stroke", "Depression", "None")

_CONSENT = (
    "I certify that the information above is correct to the best of my knowledge. I authorize treatment by the "
    "staff of this facility and the release of information needed to process claims to my insurer. I understand "
    "that I am responsible for charges that my plan does not cover. I have been offered the Notice of Privacy "
    "Practices."
)
_INSTRUCTIONS = (
    "Please print clearly in black ink and complete both pages. Bring this form with a photo identification and "
    "your insurance card to the front desk."
)


_MEDICARE = 65


def registration_form(case: Case) -> Document:
    """Return the form that a patient fills in at the first visit."""
    p, e = case.person, case.encounter
    number = form_number(e.facility, "REG")
    adult = not p.is_minor
    sections = [
        Section((), (Paragraph(text(_INSTRUCTIONS), "small"),)),
        section(
            "1. Patient Information",
            boxes(
                case.box("Last name", p.last),
                case.box("First name", p.first),
                case.box("Middle name", p.middle),
                case.box("Name in your own language", p.own_name),
                case.box("Date of birth", p.birth_date),
                case.box("Age", p.age),
                case.box("Social Security number", p.ssn),
                case.box("Street address", p.street),
                case.box("City", p.city),
                case.box("State / ZIP", p.state, " ", p.zip_code),
                case.box("Country of birth", p.country),
                case.box("Home telephone", p.phone),
                case.box("Mobile telephone", p.mobile if adult else ()),
                case.box("Fax", p.fax if adult else ()),
                case.box("E-mail", p.email if adult else ()),
                case.box("Driver's license", p.driver_license if adult else ()),
                case.box("Vehicle plate (for parking)", p.vehicle_plate if adult else ()),
            ),
            *([case.photograph(p.portrait)] if adult else []),
            case.ticks("Sex", ("Female", "Male"), 0 if e.patient.sex == "female" else 1),
            case.ticks("Marital status", MARITAL, *marital(e)),
            case.ticks("Best way to reach you", CONTACT_WAYS, *_reach(e)),
        ),
        section(
            "2. Employment and Emergency Contact",
            boxes(
                case.box("Employer", p.employer),
                case.box("Occupation", p.occupation),
                case.box("Emergency contact", p.relative),
                case.box("Relationship / telephone", relationship(p, e)),
                columns=2,
            ),
        ),
        section(
            "3. Insurance",
            boxes(
                case.box("Insurance company", e.patient.insurer),
                case.box("Member ID", p.member_id),
                case.box("Group number", p.group_id),
                case.box("Medicare number (MBI)", p.mbi if e.age >= _MEDICARE else ()),
                case.box("Subscriber name", p.name if adult else p.relative),
                case.box("Card on file for co-payments", p.card_number),
            ),
        ),
        section(
            "4. Medical History",
            case.ticks("Check all that apply", HISTORY, *_history(e)),
            boxes(
                case.box("Reason for visit", case.values["complaint_first"]),
                case.box("Allergies", known_allergies(e)),
                case.box("Implanted device, serial no.", p.device_serial if _implant(e) else ()),
                case.box("Device UDI", p.device_udi if _implant(e) else ()),
                columns=2,
            ),
        ),
        section("5. Consent and Signature", Paragraph(text(_CONSENT), "small"), *signed_by_patient(case)),
        section(
            "For office use only",
            boxes(
                case.box("Medical record number", p.mrn),
                case.box("Account number", p.account),
                case.box("Visit number", p.number(e.visit_number)),
                case.box("Palm vein template ID", p.biometric_id),
                case.box("Portal user name", p.portal_user),
                case.box("Portal page", p.portal_url),
                case.box("Signed in from (IP)", p.ip_address),
                case.box("Vehicle VIN (valet)", p.vehicle_vin if adult else ()),
                case.box("Assigned provider", case.provider.name),
            ),
            Bullets(
                (
                    text("Verify photo identification and scan both sides of the insurance card."),
                    text(f"File form {number.split(' ', maxsplit=1)[0]} in the registration folder."),
                )
            ),
        ),
    ]
    return form_sheet(case, "Patient Registration Form", "Patient Access Services", number, sections)


def _reach(encounter: Encounter) -> tuple[int, ...]:
    # A child has no telephone and no mailbox on the form but the family's.
    return (0,) if encounter.age < ADULT else (encounter.patient.number % len(CONTACT_WAYS),)


_ICD_HISTORY = (("E10", "E11"), ("I10",), ("J45",), ("I2", "I48", "I50"), ("C",), ("I63", "I69", "G45"), ("F3",))


def _history(encounter: Encounter) -> tuple[int, ...]:
    codes = [condition.icd10 for condition in (encounter.primary, *encounter.comorbidities)]
    marks = tuple(i for i, starts in enumerate(_ICD_HISTORY) if any(code.startswith(starts) for code in codes))
    return marks or (len(HISTORY) - 1,)


def _implant(encounter: Encounter) -> bool:
    """Return whether the patient carries an implant: heart and joint patients, and a few others."""
    return encounter.primary.specialty in {"Cardiology", "Orthopedics"} or encounter.patient.number % 5 == 0
