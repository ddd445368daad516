"""What the office puts around every document, whatever its class: letterhead, running header and footer, properties."""

from datetime import date, datetime, time
from functools import lru_cache

from synthphi.content.staff_text import FacilityText
from synthphi.document import Letterhead, Properties, Text, text
from synthphi.document.fragments import Part
from synthphi.document_spec import DocumentSpec
from synthphi.seeds import Stream, digest64

_LETTERHEADS_KEPT = 4096
"""A facility has one a department."""
CONFIDENTIAL = (
    "Confidential health information. Disclosure is restricted by law.",
    "Confidential: for use by authorized personnel only.",
    "This document may be protected by state and federal privacy law.",
    "Property of the medical record. Do not discard.",
)
"""Footers of both classes: an office prints them on policies and blank forms too."""

MAIL_NOTICE = (
    "This message and any attachment are intended only for the addressee and may contain privileged or "
    "confidential information. If you received it in error, delete it and tell the sender."
)
"""The notice that mail systems add below every message."""


@lru_cache(maxsize=_LETTERHEADS_KEPT)
def letterhead(facility: FacilityText, department: str) -> Letterhead:
    """Return a facility's letterhead with a department on it."""
    return Letterhead(
        text(facility.name),
        (
            text(facility.department(department)),
            text(facility.address),
            text("Tel ", facility.phone, "  |  Fax ", facility.fax),
            text(facility.website),
        ),
    )


def footer(facility: FacilityText, rng: Stream) -> Text:
    """Return a running footer."""
    return text(facility.name, "  |  ", rng.pick(CONFIDENTIAL))


def office_hours(day: date, rng: Stream) -> datetime:
    """Return a time of a working day on `day`, in UTC (11:00 to 22:59: US office hours)."""
    return datetime.combine(day, time(rng.integer(11, 22), rng.integer(0, 59), rng.integer(0, 59)))


def properties(title: Part, author: Text, facility: FacilityText, created: datetime) -> Properties:
    """Return document properties as an office suite fills them in."""
    return Properties(text(title), author, created, text(facility.name))


def message_id(document: DocumentSpec, seed: int, domain: str) -> str:
    """Return a Message-ID that depends on the document's number, or an attachment's, alone."""
    return f"<{digest64(seed, document.document_id, 'message-id', *document.part):016x}@{domain}>"
