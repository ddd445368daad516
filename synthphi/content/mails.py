"""Mails about a patient: from provider to provider, from the office to the patient, from the patient to the office."""

from collections.abc import Sequence

from synthphi.clinical.model import Encounter
from synthphi.content.case import SPEAKS_FOR_ONESELF, Case
from synthphi.content.patient_text import PatientText
from synthphi.content.phrases import load, series
from synthphi.content.sentences import prose
from synthphi.content.staff_text import FacilityText, ProviderText
from synthphi.content.stationery import MAIL_NOTICE, message_id, properties
from synthphi.document import (
    Block,
    Document,
    Letterhead,
    MailHeaders,
    Paragraph,
    Section,
    Text,
    text,
)

_OF_VISITS = ("consult", "followup")
_OF_STAYS = (*_OF_VISITS, "handoff", "handoff")
"""Whom to hand over at night: only who is in a bed."""


def _mail(
    case: Case, subject: Text, blocks: Sequence[Block], sender: Text, recipient: Text, signature: Letterhead
) -> Document:
    encounter = case.encounter
    return Document(
        document_id=case.document.document_id,
        title=(),
        layout=case.document.layout,
        letterhead=signature,
        sections=(Section((), tuple(blocks)),),
        properties=properties("", (), case.facility, encounter.time),
        footer=text(MAIL_NOTICE),
        mail=MailHeaders(
            sender,
            (recipient,),
            subject,
            encounter.time,
            message_id(case.document, case.pools.spec.seed, encounter.facility.domain),
        ),
        attributes={"patient_id": encounter.patient.person_id},
    )


def provider_email(case: Case) -> Document:
    """Return a mail about a patient from the provider to a consultant."""
    rng, encounter, person = case.rng, case.encounter, case.person
    phrases = load("mail")
    kind = phrases[rng.pick(_OF_STAYS if encounter.inpatient else _OF_VISITS)]
    shared = phrases["shared"]
    case.values["history_plain"] = "known problems as listed in the chart"

    def line(phrases: Sequence[str]) -> Text:
        return case.fill(rng.pick(case.phrases.own(phrases)))

    blocks: list[Block] = [
        Paragraph(line(shared["greetings"])),
        prose(line(kind["opening"]), case.told("history", 2)),
        prose(case.told("findings", 2), _numbers(encounter)),
        prose(case.problems(), case.told("assessment", 2), line(shared["thoughts"])),
        case.plan(2),
        Paragraph(line(_contacts(shared, person))),
        Paragraph(line(shared["close"])),
        Paragraph(line(shared["thanks"]), "signature"),
    ]
    subject = line(kind["subjects"])
    sender = case.provider
    signature = _signature(sender, case.facility, encounter.department)
    return _mail(case, subject, blocks, sender.mailbox, case.consultant.mailbox, signature)


def _contacts(shared: dict[str, list[str]], person: PatientText) -> list[str]:
    """Return what may be said of how to reach somebody of the patient's age and occupation."""
    if person.is_minor:
        return shared["contact_child"]
    return shared["contact"] + (shared["contact_employed"] if person.employer else [])


def appointment_reminder(case: Case) -> Document:
    """Return the mail that reminds a patient of the next visit."""
    rng = case.rng
    office = case.facility.mailbox("appointments", "Appointment Desk")
    subject = case.fill(
        rng.pick(
            (
                "Your appointment on {follow_up}",
                "Reminder: {department}, {follow_up}",
                "{name}: visit on {follow_up}",
                "Appointment with {doctor}",
                "Please confirm {follow_up}",
            )
        )
    )
    blocks: list[Block] = [
        Paragraph(case.say("reminder_open")),
        prose(case.say("reminder_what")),
        case.bullets("reminder_bring", 6),
        prose(case.say("reminder_end")),
        Paragraph(text("Patient: ", case.person.name, ", born ", case.person.birth_date, ", record ", case.person.mrn)),
        Paragraph(text(rng.pick(("Kind regards,", "See you soon,", "Your care team,"))), "signature"),
    ]
    return _mail(case, subject, blocks, office, _address(case), _office(case, "Appointment Desk"))


def portal_message(case: Case) -> Document:
    """Return what a patient, or who speaks for a child, asks the office."""
    person, encounter = case.person, case.encounter
    child = encounter.age < SPEAKS_FOR_ONESELF
    kind = "_child" if child else ""
    subject = case.fill(
        case.rng.pick(
            (
                "Question for {doctor}",
                "Portal message from {name}",
                "{last_first}, DOB {dob}",
                "About my visit of {visit}" if not child else "About the visit of {visit}",
                "Refill and a question, MRN {mrn}",
            )
        )
    )
    more = case.some(f"portal_more{kind}", 6)
    blocks: list[Block] = [
        Paragraph(text("Dear ", case.provider.formal, ",")),
        prose(case.say(f"portal_ask{kind}"), *more[:3]),
        prose(*more[3:]),
        Paragraph(case.say(f"portal_end{kind}"), "signature"),
        Paragraph(case.say("portal_foot"), "small"),
    ]
    to = case.facility.mailbox("portal", "Patient Portal")
    signed = text(person.relative if child else person.name)
    if person.own_name and not child:
        signed = text(signed, " (", person.own_name, ")")
    signature = Letterhead(signed, (text(person.phone), person.address))
    return _mail(case, subject, blocks, _address(case), to, signature)


def _address(case: Case) -> Text:
    person = case.person
    return text(person.relative if person.is_minor else person.name, " <", person.email, ">")


def _office(case: Case, office: str) -> Letterhead:
    facility = case.facility
    return Letterhead(
        text(office), (text(facility.name), facility.address, text("Tel ", facility.phone), text(facility.website))
    )


def _numbers(encounter: Encounter) -> Text:
    vitals = encounter.vitals
    off = [
        f"{result.name} {result.value} {result.unit}".rstrip()
        for panel in encounter.panels
        for result in panel.results
        if result.flag
    ]
    labs = f" Labs: {series(off[:4])}; the rest within range." if off else " Labs were within range."
    return text(
        f"BP was {vitals.systolic}/{vitals.diastolic}, pulse {vitals.pulse}, SpO2 {vitals.oxygen}% on room air.", labs
    )


def _signature(sender: ProviderText, facility: FacilityText, department: str) -> Letterhead:
    where = facility.department(department)
    specialty = sender.provider.specialty
    return Letterhead(
        sender.name,
        (
            text(where) if specialty == department else text(specialty, ", ", where),
            text(facility.name),
            text("Tel ", sender.phone, "  |  Fax ", sender.fax),
        ),
    )
