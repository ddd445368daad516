"""Reports on what was done and seen: operation, imaging, pathology, implanted device."""

from datetime import timedelta

from synthphi.clinical.imaging import study_for
from synthphi.clinical.model import Condition
from synthphi.clinical.operations import Operation, operations_for
from synthphi.content.case import Case
from synthphi.content.encounter_text import clock
from synthphi.content.notes import demographics, signature
from synthphi.content.sentences import boxes, lowered, prose, section
from synthphi.document import Bullets, Document, Field, Text, text
from synthphi.people.providers import PHYSICIANS


def _operation(case: Case, *needs: str) -> Operation:
    """Return an operation for the condition that has what is needed."""
    found = [one for one in operations_for(case.encounter.primary.key) if all(getattr(one, need) for need in needs)]
    return case.rng.pick(found)


def _operation_field(case: Case, caption: str) -> tuple[Field, Field]:
    person, encounter = case.person, case.encounter
    return Field(caption, text(person.date(encounter.day, "service"))), Field("Account", text(person.account))


def operative_note(case: Case) -> Document:
    """Return the surgeon's report."""
    rng, encounter = case.rng, case.encounter
    operation = _operation(case)
    steps = [case.fill(step) for step in operation.done]
    prepared = case.some("op_prep", 2)
    ended = case.some("op_end", 3)
    sections = [
        demographics(case, *_operation_field(case, "Date of operation")),
        section(
            "Procedure",
            boxes(
                case.box("Operation", operation.name),
                case.box("Surgeon", case.provider.name),
                case.box("Assistant", case.consultant.name),
                case.box("Anesthesia", operation.anesthesia),
                case.box("Diagnosis before", f"{encounter.primary.name} ({encounter.primary.icd10})"),
                case.box("Diagnosis after", "The same"),
            ),
        ),
        section("Indication", prose(case.say("opening"), case.told("history", 3), case.told("assessment", 2))),
        section("Findings", prose(*[text(one) for one in rng.sample(operation.found, 3)])),
        section("Description", prose(case.to_adult("op_consent"), *prepared), prose(*steps), prose(*ended)),
        section("Specimen and Implant", prose(*_left_and_sent(case, operation))),
        section(
            "Plan",
            case.bullets("op_plan", 3),
            prose(case.by_age("closing")),
            signature(case, case.encounter.department),
        ),
    ]
    return case.sheet("Operative Report", sections, "Surgical Services")


def _left_and_sent(case: Case, operation: Operation) -> tuple[Text, Text]:
    sent = text(f"Sent: {operation.specimen}." if operation.specimen else "Nothing was sent.")
    if not operation.implant:
        return sent, text("Nothing was left in.")
    return sent, text(f"Implant: {operation.implant}, serial ", case.person.device_serial, ".")


def radiology_report(case: Case) -> Document:
    """Return the report of an imaging study."""
    rng, person, encounter = case.rng, case.person, case.encounter
    study = study_for(encounter.primary.key)
    assert study is not None, "the occasion is a condition that imaging shows"
    finding, impression = study.seen[encounter.primary.key]
    normal = [case.fill(rng.pick(case.phrases.own(ways))) for ways in rng.sample(study.normal, len(study.normal))]
    body = [text(finding), *normal]
    _by_physician(case)
    sections = [
        demographics(
            case,
            Field("Date of study", text(person.date(encounter.day, "service"))),
            Field("Accession", text(person.number(encounter.accession))),
        ),
        section("Examination", prose(text(f"{study.name}."), case.fill(rng.pick(study.technique)))),
        section("Indication", prose(case.say("radiology_reason"), case.told("history", 2))),
        section("Comparison", prose(case.say("radiology_compare"))),
        section("Findings", prose(*body)),
        section(
            "Impression",
            Bullets((text(impression), *_also(case, encounter.comorbidities)), numbered=True),
            prose(case.told("assessment", 2), case.say("radiology_end")),
            signature(case, "Radiology"),
        ),
    ]
    return case.sheet("Radiology Report", sections, "Radiology")


def _consented(case: Case) -> Text:
    return case.say("op_consent_child" if case.person.is_minor else "op_consent")


def _by_physician(case: Case) -> None:
    """Have a report signed by the one of two providers who is a physician."""
    if case.encounter.provider.credential not in PHYSICIANS and case.encounter.consultant.credential in PHYSICIANS:
        case.values["provider"] = case.consultant.name


def _also(case: Case, others: tuple[Condition, ...]) -> list[Text]:
    return [text(case.say("problem_lead"), f" {lowered(others[0].name)}", case.say("problem_state"))] if others else []


def pathology_report(case: Case) -> Document:
    """Return the report on a specimen."""
    rng, person, encounter = case.rng, case.person, case.encounter
    operation = _operation(case, "specimen")
    reported = person.date(encounter.day + timedelta(days=rng.integer(1, 5)), "report")
    case.values["signed"] = text(reported, f" at {clock(encounter, rng)}")
    _by_physician(case)
    sections = [
        demographics(
            case,
            Field("Collected", text(person.date(encounter.day, "service"))),
            Field("Reported", text(reported)),
            Field("Accession", text(person.number(encounter.accession))),
        ),
        section("Specimen", prose(text(f"{operation.specimen}."), text(f"Procedure: {operation.name}."))),
        section("Clinical History", prose(case.say("radiology_reason"), case.told("history", 3))),
        section("Gross Description", prose(case.say("received"), case.fill(rng.pick(operation.gross)))),
        section("Microscopic Description", prose(case.fill(rng.pick(operation.micro)))),
        section(
            "Diagnosis",
            prose(case.fill(rng.pick(operation.diagnosis))),
            prose(case.told("assessment", 2)),
            prose(*case.some("path_comment", 2)),
            signature(case, "Pathology"),
        ),
    ]
    return case.sheet("Surgical Pathology Report", sections, "Pathology")


def device_record(case: Case) -> Document:
    """Return what is kept of an implanted device, so that it can be recalled."""
    person, encounter, rng = case.person, case.encounter, case.rng
    operation = _operation(case, "implant")
    vendor = rng.pick(("Aldergate Devices", "Norrin Medical", "Pellworth Implants", "Quillon Surgical"))
    sections = [
        section(
            "1. Patient",
            boxes(
                case.box("Last name", person.last),
                case.box("First name", person.first),
                case.box("Date of birth", person.birth_date),
                case.box("Medical record number", person.mrn),
                case.box("Social Security number", person.ssn),
                case.box("Telephone", person.phone),
                case.box("Address", person.address),
                case.box("E-mail", person.email),
                case.box("Contact", person.relative),
            ),
        ),
        section(
            "2. Device",
            boxes(
                case.box("Device", operation.implant),
                case.box("Manufacturer", vendor),
                case.box("Unique device identifier (UDI)", person.device_udi),
                case.box("Serial number", person.device_serial),
                case.box("Lot", f"L{rng.digits(6)}"),
                case.box("Model", f"{rng.pick('ABCDEFGH')}{rng.digits(3)}-{rng.digits(2)}"),
                columns=2,
            ),
        ),
        section(
            "3. Implantation",
            boxes(
                case.box("Procedure", operation.name),
                case.box("Date", person.date(encounter.day, "service")),
                case.box("Diagnosis", f"{encounter.primary.icd10} {encounter.primary.name}"),
                case.box("Surgeon", case.provider.name),
                case.box("Room", person.room(encounter.room)),
                case.box("Account", person.account),
            ),
            case.ticks("MRI safety", ("Safe", "Conditional", "Unsafe"), encounter.patient.number % 2),
            case.ticks("Tracking", ("Patient agrees", "Patient declines"), 0),
        ),
        section(
            "4. Signatures",
            case.answer(case.to_adult("op_consent")),
            case.sign("Surgeon", case.provider.name),
            case.sign("Patient or representative", person.name),
            case.sign("Date", person.date(encounter.day, "service")),
        ),
    ]
    return case.sheet("Implanted Device Record", sections, "Surgical Services", header=text("Implanted Device Record"))
