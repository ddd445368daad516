"""Announcements to staff: as a mail, or as a memo on paper."""

from synthphi.content.office import Office
from synthphi.content.phrases import fill, load
from synthphi.content.stationery import MAIL_NOTICE, footer, letterhead, message_id, properties
from synthphi.doctypes import MAILS
from synthphi.document import Block, Bullets, Document, Letterhead, MailHeaders, Paragraph, Section, text


def announcement(office: Office) -> Document:
    """Return an announcement to staff: a mail, or a memo on paper."""
    document, pools = office.document, office.pools
    rng, facility = office.rng, office.facility
    entry = rng.pick(load("announcements")["announcement"])
    local, sender = entry["sender"]
    written = office.written
    values = office.values
    values |= {
        "email": facility.email(local),
        "department": facility.department(rng.pick(facility.facility.departments)),
        "time": rng.pick(("6:30 a.m.", "7:00 a.m.", "7:30 a.m.", "8:00 a.m.")),
    }
    subject = fill(entry["subject"], values)
    first, *others = entry["paragraphs"]
    chosen = sorted(rng.sample(range(len(others)), rng.integer(1, min(3, len(others)))))
    paragraphs = [Paragraph(fill(paragraph, values)) for paragraph in (first, *(others[i] for i in chosen))]
    points = Bullets(
        tuple(fill(point, values) for point in rng.sample(entry["bullets"], min(3, len(entry["bullets"]))))
    )
    signer = values["staff"]
    blocks: list[Block] = [
        *([Paragraph(text("To all staff,"))] if document.format in MAILS else []),
        *paragraphs[:2],
        points,
        office.paragraph("notice_why"),
        *paragraphs[2:],
        office.paragraph("notice", 4),
        Paragraph(text(rng.pick(("Thank you,", "With thanks,", "Regards,"))), "signature"),
        *([Paragraph(text(signer, f", {sender}"))] if document.format not in MAILS else []),
    ]
    mail = MailHeaders(
        facility.mailbox(local, sender),
        (facility.mailbox("all-staff", "All Staff"),),
        subject,
        written,
        message_id(document, pools.spec.seed, facility.facility.domain),
    )
    is_mail = document.format in MAILS
    return Document(
        document_id=document.document_id,
        title=() if is_mail else text("Memorandum"),
        layout=document.layout,
        letterhead=Letterhead(
            text(signer), (text(sender), text(facility.name), text("Tel ", facility.phone, "  |  Fax ", facility.fax))
        )
        if is_mail
        else letterhead(facility, sender),
        sections=(Section((), tuple(blocks)),),
        properties=properties("" if is_mail else "Memorandum", () if is_mail else text(sender), facility, written),
        footer=text(MAIL_NOTICE) if is_mail else footer(facility, rng),
        mail=mail,
    )
