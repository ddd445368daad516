"""A mail as people see it: header fields, then the text, with its values marked."""

from collections.abc import Mapping
from dataclasses import dataclass

from synthphi.corpus.show import ShownDocument
from synthphi.doctypes import Format
from synthphi.readback import ReadbackError, open_file
from synthphi.report.pieces import TextLine, pieces

_SHOWN = ("From", "To", "Cc", "Subject", "Date")
"""What mail programs show, in their order."""


@dataclass(frozen=True, slots=True)
class MailField:
    """A header field, or a part of the text."""

    name: str
    value: TextLine
    """May hold line ends."""


@dataclass(frozen=True, slots=True)
class MailFrame:
    """A mail's header fields and texts."""

    shown: tuple[MailField, ...]
    """Header fields that mail programs show."""
    others: tuple[MailField, ...]
    """Those that they do not."""
    text: TextLine
    html: tuple[MailField, ...]
    """The elements of the HTML part, and what its links lead to."""
    note: str = ""


def mail_frame(document: ShownDocument, data: bytes) -> MailFrame:
    """Return a mail by its own reader; where that cannot read it, an empty one and a note."""
    try:
        texts = open_file(Format.EML, data).texts
    except ReadbackError:
        return MailFrame((), (), (), (), "The file is damaged: it cannot be read as a mail.")
    marks: dict[str, list[tuple[int, int, int]]] = {}
    for i, span in enumerate(document.spans):
        for place in span.places:
            if place.start is not None:
                marks.setdefault(place.path, []).append((place.start, place.start + len(span.text), i))
    headers = {path.partition("/")[2]: path for path in texts if path.startswith("header/")}
    shown = [name for name in _SHOWN if name in headers]
    others = [name for name in headers if name not in _SHOWN]
    html = [path for path in texts if path.startswith("text/html")]
    return MailFrame(
        tuple(_field(name, headers[name], texts, marks) for name in shown),
        tuple(_field(name, headers[name], texts, marks) for name in others),
        pieces(texts.get("text/plain", "").rstrip("\n"), marks.get("text/plain", ())),
        tuple(_field("link" if "/link[" in path else "", path, texts, marks) for path in html),
    )


def _field(
    name: str, path: str, texts: Mapping[str, str], marks: Mapping[str, list[tuple[int, int, int]]]
) -> MailField:
    return MailField(name, pieces(texts[path], marks.get(path, ())))
