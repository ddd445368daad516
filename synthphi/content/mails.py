"""Mails: from provider to provider about a patient, and announcements to staff."""

from datetime import datetime, timedelta
from typing import Any

from synthphi.clinical.model import Encounter
from synthphi.content.encounter_text import about_patient
from synthphi.content.patient_text import PatientText
from synthphi.content.phrases import fill, load, series
from synthphi.content.staff_text import FacilityText, ProviderText, office_date, staff_name
from synthphi.content.stationery import MAIL_NOTICE, footer, letterhead, office_hours, properties
from synthphi.document import (
    Block,
    Bullets,
    Document,
    Letterhead,
    MailHeaders,
    Paragraph,
    Section,
    Text,
    text,
)
from synthphi.document.model import Part
from synthphi.people.pools import Pools
from synthphi.seeds import Stream, digest64, stream
from synthphi.spec import DocumentSpec, Format

_OF_VISITS = ("consult", "followup")
_OF_STAYS = (*_OF_VISITS, "handoff", "handoff")
"""Whom to hand over at night: only who is in a bed."""


def message_id(document: DocumentSpec, seed: int, domain: str) -> str:
    """Return a Message-ID that depends on the document's number alone."""
    return f"<{digest64(seed, document.document_id, 'message-id'):016x}@{domain}>"


def provider_email(document: DocumentSpec, pools: Pools, encounter: Encounter) -> Document:
    """Return a mail about a patient from the provider to a consultant."""
    rng = stream(pools.spec.seed, document.phi_class, document.number, "mail")
    phrases = load("mail")
    kind = phrases[rng.pick(_OF_STAYS if encounter.inpatient else _OF_VISITS)]
    shared = phrases["shared"]
    person = PatientText(encounter, rng)
    facility = FacilityText(encounter.facility)
    sender, recipient = ProviderText(encounter.provider), ProviderText(encounter.consultant)
    values = _values(encounter, person, facility, sender, recipient)
    subject = fill(rng.pick(kind["subjects"]), values)
    findings = rng.sample(encounter.primary.findings, 2)
    plan = rng.sample(encounter.primary.plan, 2)
    body: list[Text] = [
        fill(rng.pick(shared["greetings"]), values),
        text(
            fill(rng.pick(kind["opening"]), values),
            " ",
            fill(rng.pick(encounter.primary.history), values),
        ),
        text(fill(" ".join(findings), values), " ", _numbers(encounter)),
        text(
            fill(rng.pick(encounter.primary.assessment), values),
            " ",
            rng.pick(shared["thoughts"]),
        ),
    ]
    blocks: list[Block] = [
        *map(Paragraph, body),
        Bullets(tuple(fill(item, values) for item in plan)),
        Paragraph(fill(rng.pick(_contacts(shared, person)), values)),
        Paragraph(fill(rng.pick(shared["close"]), values)),
        Paragraph(text(rng.pick(shared["thanks"])), "signature"),
    ]
    return Document(
        document_id=document.document_id,
        title=(),
        layout=document.layout,
        letterhead=_signature(sender, facility, encounter.department),
        sections=(Section((), tuple(blocks)),),
        properties=properties("", (), facility, encounter.time),
        footer=text(MAIL_NOTICE),
        mail=MailHeaders(
            sender.mailbox,
            (recipient.mailbox,),
            subject,
            encounter.time,
            message_id(document, pools.spec.seed, encounter.facility.domain),
        ),
        attributes={"patient_id": encounter.patient.person_id},
    )


def _contacts(shared: dict[str, list[str]], person: PatientText) -> list[str]:
    """Return what may be said of how to reach somebody of the patient's age and occupation."""
    if person.is_minor:
        return shared["contact_child"]
    return shared["contact"] + (shared["contact_employed"] if person.employer else [])


def _values(
    encounter: Encounter, person: PatientText, facility: FacilityText, sender: ProviderText, recipient: ProviderText
) -> dict[str, Part]:
    patient = encounter.patient
    return {
        **about_patient(encounter, person),
        "last_first": person.last_first,
        "initials": person.initials,
        "dob": person.birth_date,
        "history_plain": "known problems as listed in the chart",
        "visit": person.date(encounter.day, "service"),
        "admitted": person.date(encounter.admitted, "admit"),
        "room": person.room(encounter.room),
        "complaint": encounter.primary.complaints[patient.number % len(encounter.primary.complaints)],
        "mobile": person.mobile,
        "phone": person.phone,
        "email": person.email,
        "employer": person.employer,
        "portal_user": person.portal_user,
        "insurer": patient.insurer,
        "member": person.member_id,
        "my_phone": sender.phone,
        "to": recipient.formal,
        "to_first": recipient.first,
        "facility": facility.name,
    }


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


def announcement(document: DocumentSpec, pools: Pools) -> Document:
    """Return an announcement to staff: a mail, or a memo on paper."""
    seed = pools.spec.seed
    rng = stream(seed, document.phi_class, document.number, "announcement")
    entry = rng.pick(load("announcements")["announcement"])
    facility = FacilityText(pools.facility(document.facility_number))
    local, office = entry["sender"]
    written = office_hours(pools.spec.as_of - timedelta(days=rng.integer(3, 600)), rng)
    values = _staff_values(pools, facility, local, written, rng, document)
    subject = fill(entry["subject"], values)
    first, *others = entry["paragraphs"]
    chosen = sorted(rng.sample(range(len(others)), rng.integer(2, len(others))))
    paragraphs = [Paragraph(fill(paragraph, values)) for paragraph in (first, *(others[i] for i in chosen))]
    points = Bullets(
        tuple(fill(point, values) for point in rng.sample(entry["bullets"], min(3, len(entry["bullets"]))))
    )
    signer = values["staff"]
    blocks: list[Block] = [
        *([Paragraph(text("To all staff,"))] if document.format is Format.EML else []),
        *paragraphs[:2],
        points,
        *paragraphs[2:],
        Paragraph(text(rng.pick(("Thank you,", "With thanks,", "Regards,"))), "signature"),
        *([Paragraph(text(signer, f", {office}"))] if document.format is not Format.EML else []),
    ]
    mail = MailHeaders(
        facility.mailbox(local, office),
        (facility.mailbox("all-staff", "All Staff"),),
        subject,
        written,
        message_id(document, seed, facility.facility.domain),
    )
    is_mail = document.format is Format.EML
    return Document(
        document_id=document.document_id,
        title=() if is_mail else text("Memorandum"),
        layout=document.layout,
        letterhead=Letterhead(
            text(signer), (text(office), text(facility.name), text("Tel ", facility.phone, "  |  Fax ", facility.fax))
        )
        if is_mail
        else letterhead(facility, office),
        sections=(Section((), tuple(blocks)),),
        properties=properties("" if is_mail else "Memorandum", () if is_mail else text(office), facility, written),
        footer=text(MAIL_NOTICE) if is_mail else footer(facility, rng),
        mail=mail,
    )


def _staff_values(
    pools: Pools, facility: FacilityText, local: str, written: datetime, rng: Stream, document: DocumentSpec
) -> dict[str, Any]:
    who = pools.provider(rng.pick(pools.staff(document.facility_number)))
    day = written.date()
    return {
        "facility": facility.name,
        "date": office_date(day + timedelta(days=rng.integer(4, 40))),
        "date2": office_date(day + timedelta(days=rng.integer(41, 75))),
        "phone": facility.phone,
        "email": facility.email(local),
        "department": facility.department(rng.pick(facility.facility.departments)),
        "staff": staff_name(who.name, who.provider_id),
        "time": rng.pick(("6:30 a.m.", "7:00 a.m.", "7:30 a.m.", "8:00 a.m.")),
    }
