"""The registration form, filled, and its twin, the same form with nothing filled in.

Both come out of `_form`: what differs is the person, and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from synthphi.clinical.model import Encounter
from synthphi.content.patient_text import PatientText
from synthphi.content.staff_text import FacilityText, ProviderText
from synthphi.content.stationery import footer, letterhead, office_hours, properties
from synthphi.document import (
    Block,
    Bullets,
    Choices,
    Document,
    Field,
    Fields,
    Paragraph,
    Section,
    SignatureLine,
    Text,
    text,
)
from synthphi.people.livelihoods import ADULT
from synthphi.people.model import Facility
from synthphi.people.pools import Pools
from synthphi.seeds import digest64, stream
from synthphi.spec import DocumentSpec

MARITAL = ("Single", "Married", "Divorced", "Widowed", "Separated")
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


@dataclass(frozen=True, slots=True)
class _Filled:
    """The person on a form; a blank form has none."""

    person: PatientText
    encounter: Encounter


def form_number(facility: Facility) -> str:
    """Return the facility's number of the registration form: on the filled and on the blank form alike."""
    return f"REG-{100 + digest64('form', facility.facility_id) % 900} (rev. {2 + facility.number % 7}/2024)"


def registration_form(document: DocumentSpec, pools: Pools, encounter: Encounter) -> Document:
    """Return the registration form that a patient filled in."""
    rng = stream(pools.spec.seed, document.phi_class, document.number, "form")
    person = PatientText(encounter, rng)
    return _form(document, pools, encounter.facility, _Filled(person, encounter), encounter.day)


def blank_form(document: DocumentSpec, pools: Pools) -> Document:
    """Return the registration form of a facility as it lies at the front desk."""
    rng = stream(pools.spec.seed, document.phi_class, document.number, "form")
    revised = pools.spec.as_of - timedelta(days=rng.integer(30, 900))
    return _form(document, pools, pools.facility(document.facility_number), None, revised)


def _form(document: DocumentSpec, pools: Pools, where: Facility, filled: _Filled | None, day: date) -> Document:
    rng = stream(pools.spec.seed, document.phi_class, document.number, "form-look")
    facility = FacilityText(where)
    title = "Patient Registration Form"
    number = form_number(where)
    return Document(
        document_id=document.document_id,
        title=text(title),
        layout=document.layout,
        letterhead=letterhead(facility, "Patient Access Services"),
        sections=_sections(filled, number),
        properties=properties(title, text("Patient Access Services"), facility, office_hours(day, rng)),
        header=text(f"Form {number}"),
        footer=footer(facility, rng),
        attributes={"patient_id": filled.encounter.patient.person_id} if filled else {},
    )


def _sections(filled: _Filled | None, number: str) -> tuple[Section, ...]:
    def field(caption: str, value: Callable[[PatientText, Encounter], object]) -> Field:
        if filled is None:
            return Field(caption)
        return Field(caption, text(value(filled.person, filled.encounter)))  # type: ignore[arg-type]

    return (
        Section((), (Paragraph(text(_INSTRUCTIONS), "small"),)),
        Section(
            text("1. Patient Information"),
            (
                Fields(
                    (
                        field("Last name", lambda p, e: p.last),
                        field("First name", lambda p, e: p.first),
                        field("Middle name", lambda p, e: p.middle),
                        field("Date of birth", lambda p, e: p.birth_date),
                        field("Age", lambda p, e: p.age),
                        field("Social Security number", lambda p, e: p.ssn),
                        field("Street address", lambda p, e: p.street),
                        field("City", lambda p, e: p.city),
                        field("State / ZIP", lambda p, e: text(p.state, " ", p.zip_code)),
                        field("Home telephone", lambda p, e: p.phone),
                        field("Mobile telephone", lambda p, e: () if p.is_minor else p.mobile),
                        field("Fax", lambda p, e: () if p.is_minor else p.fax),
                        field("E-mail", lambda p, e: () if p.is_minor else p.email),
                        field("Driver's license", lambda p, e: () if p.is_minor else p.driver_license),
                        field("Vehicle plate (for parking)", lambda p, e: () if p.is_minor else p.vehicle_plate),
                    ),
                    columns=3,
                    boxed=True,
                ),
                Choices("Sex", ("Female", "Male"), _chosen(filled, _sex)),
                Choices("Marital status", MARITAL, _chosen(filled, _marital)),
                Choices("Best way to reach you", CONTACT_WAYS, _chosen(filled, _reach)),
            ),
        ),
        Section(
            text("2. Employment and Emergency Contact"),
            (
                Fields(
                    (
                        field("Employer", lambda p, e: p.employer),
                        field("Occupation", lambda p, e: p.occupation),
                        field("Emergency contact", lambda p, e: p.relative),
                        field("Relationship / telephone", _relationship),
                    ),
                    columns=2,
                    boxed=True,
                ),
            ),
        ),
        Section(
            text("3. Insurance"),
            (
                Fields(
                    (
                        field("Insurance company", lambda p, e: e.patient.insurer),
                        field("Member ID", lambda p, e: p.member_id),
                        field("Group number", lambda p, e: p.group_id),
                        field("Medicare number (MBI)", lambda p, e: p.mbi if e.age >= 65 else ()),
                        field("Subscriber name", lambda p, e: p.relative if p.is_minor else p.name),
                        field("Card on file for co-payments", lambda p, e: p.card_number),
                    ),
                    columns=3,
                    boxed=True,
                ),
            ),
        ),
        Section(
            text("4. Medical History"),
            (
                Choices("Check all that apply", HISTORY, _chosen(filled, _history)),
                Fields(
                    (
                        field("Reason for visit", lambda p, e: e.primary.complaints[0].capitalize()),
                        field("Allergies", lambda p, e: _allergies(e)),
                        field("Implanted device, serial no.", lambda p, e: p.device_serial if _implant(e) else ()),
                        field("Device UDI", lambda p, e: p.device_udi if _implant(e) else ()),
                    ),
                    columns=2,
                    boxed=True,
                ),
            ),
        ),
        Section(text("5. Consent and Signature"), _signing(filled)),
        Section(
            text("For office use only"),
            (
                Fields(
                    (
                        field("Medical record number", lambda p, e: p.mrn),
                        field("Account number", lambda p, e: p.account),
                        field("Visit number", lambda p, e: p.number(e.visit_number)),
                        field("Palm vein template ID", lambda p, e: p.biometric_id),
                        field("Portal user name", lambda p, e: p.portal_user),
                        field("Portal page", lambda p, e: p.portal_url),
                        field("Signed in from (IP)", lambda p, e: p.ip_address),
                        field("Vehicle VIN (valet)", lambda p, e: () if p.is_minor else p.vehicle_vin),
                        field("Assigned provider", lambda p, e: ProviderText(e.provider).name),
                    ),
                    columns=3,
                    boxed=True,
                ),
                Bullets(
                    (
                        text("Verify photo identification and scan both sides of the insurance card."),
                        text(f"File form {number.split(' ', maxsplit=1)[0]} in the registration folder."),
                    )
                ),
            ),
        ),
    )


def _signing(filled: _Filled | None) -> tuple[Block, ...]:
    signer: Text = ()
    dated: Text = ()
    if filled is not None:
        signer = text(filled.person.relative if filled.person.is_minor else filled.person.name)
        dated = text(filled.person.date(filled.encounter.day, "service"))
    return (
        Paragraph(text(_CONSENT), "small"),
        SignatureLine("Signature of patient or legal representative", signer),
        SignatureLine("Date", dated),
    )


def _chosen(filled: _Filled | None, choose: Callable[[Encounter], tuple[int, ...]]) -> tuple[int, ...]:
    return choose(filled.encounter) if filled else ()


def _sex(encounter: Encounter) -> tuple[int, ...]:
    return (0,) if encounter.patient.sex == "female" else (1,)


def _marital(encounter: Encounter) -> tuple[int, ...]:
    status = encounter.patient.marital_status.capitalize()
    return (MARITAL.index(status),) if status in MARITAL else ()


def _reach(encounter: Encounter) -> tuple[int, ...]:
    # A child has no telephone and no mailbox on the form but the family's.
    return (0,) if encounter.age < ADULT else (encounter.patient.number % len(CONTACT_WAYS),)


_ICD_HISTORY = (("E10", "E11"), ("I10",), ("J45",), ("I2", "I48", "I50"), ("C",), ("I63", "I69", "G45"), ("F3",))


def _history(encounter: Encounter) -> tuple[int, ...]:
    codes = [condition.icd10 for condition in (encounter.primary, *encounter.comorbidities)]
    marks = tuple(i for i, starts in enumerate(_ICD_HISTORY) if any(code.startswith(starts) for code in codes))
    return marks or (len(HISTORY) - 1,)


def _relationship(person: PatientText, encounter: Encounter) -> Text:
    return text(encounter.patient.relative.relationship.capitalize(), " / ", person.relative_phone)


def _allergies(encounter: Encounter) -> str:
    return ", ".join(allergy.substance for allergy in encounter.allergies) or "None known"


def _implant(encounter: Encounter) -> bool:
    """Return whether the patient carries an implant: heart and joint patients, and a few others."""
    return encounter.primary.specialty in {"Cardiology", "Orthopedics"} or encounter.patient.number % 5 == 0
