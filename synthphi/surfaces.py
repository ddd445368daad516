"""The surfaces beside a document's text that a corpus puts values on: in which formats, and how often by default."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from synthphi.doctypes import Format


class ExtraSurface(StrEnum):
    """Where in a file a text may stand that is not its body; the values are those of `CorpusSpec.surfaces`."""

    METADATA = "metadata"
    HEADER = "header"
    FOOTER = "footer"
    COMMENT = "comment"
    REVISION = "revision"
    FOOTNOTE = "footnote"
    TEXT_BOX = "text_box"
    HYPERLINK = "hyperlink"
    ALT_TEXT = "alt_text"
    NOTES = "notes"
    HIDDEN = "hidden"
    CHART = "chart"
    FORM_FIELD = "form_field"
    BOOKMARK = "bookmark"
    HTML = "html"
    PREHEADER = "preheader"
    QUOTED = "quoted"
    ATTACHMENT = "attachment"
    FILENAME = "filename"


@dataclass(frozen=True, slots=True)
class SurfaceFacts:
    """What is fixed about a surface."""

    formats: tuple[Format, ...]
    rate: float
    """The default share of the documents of these formats that have it."""
    alone: bool = True
    """Whether it can be the only place of a document's PHI: it is a place of its own, not another form of one."""


_PAPER = (Format.DOCX, Format.PDF, Format.RTF)
_OFFICE = (*_PAPER, Format.PPTX)
_MAIL = (Format.EML, Format.MSG)
_ALL = (*_OFFICE, *_MAIL)

SURFACES: dict[ExtraSurface, SurfaceFacts] = {
    # Subject, keywords, comments and properties of the office's own; of a mail header fields.
    ExtraSurface.METADATA: SurfaceFacts((*_ALL, Format.HTML, Format.TXT, Format.XLSX, Format.CSV), 0.25),
    # Running headers and footers are in most documents; here such as name the patient, forms' and decks', too.
    ExtraSurface.HEADER: SurfaceFacts((*_PAPER, Format.HTML, Format.TXT, Format.XLSX, Format.CSV), 0.1),
    ExtraSurface.FOOTER: SurfaceFacts((*_OFFICE, Format.HTML, Format.TXT, Format.XLSX, Format.CSV), 0.08),
    ExtraSurface.COMMENT: SurfaceFacts((*_OFFICE, Format.HTML, Format.XLSX), 0.2),
    ExtraSurface.REVISION: SurfaceFacts((Format.DOCX, Format.RTF, Format.HTML), 0.15),
    ExtraSurface.FOOTNOTE: SurfaceFacts((Format.DOCX, Format.RTF, Format.HTML), 0.12),
    ExtraSurface.TEXT_BOX: SurfaceFacts((*_OFFICE, Format.HTML, Format.XLSX), 0.12),
    ExtraSurface.HYPERLINK: SurfaceFacts((*_ALL, Format.HTML, Format.XLSX), 0.15),
    ExtraSurface.ALT_TEXT: SurfaceFacts((*_OFFICE, Format.HTML, Format.XLSX), 0.06),
    ExtraSurface.NOTES: SurfaceFacts((Format.PPTX,), 0.3),
    ExtraSurface.HIDDEN: SurfaceFacts((Format.PPTX, Format.HTML, Format.XLSX), 0.2),
    ExtraSurface.CHART: SurfaceFacts((Format.PPTX, Format.XLSX), 0.3),
    ExtraSurface.FORM_FIELD: SurfaceFacts((Format.PDF, Format.HTML), 0.6, alone=False),
    ExtraSurface.BOOKMARK: SurfaceFacts((Format.PDF, Format.HTML), 0.25),
    ExtraSurface.HTML: SurfaceFacts(_MAIL, 0.5, alone=False),
    # Both bring the HTML part along.
    ExtraSurface.PREHEADER: SurfaceFacts(_MAIL, 0.15),
    ExtraSurface.QUOTED: SurfaceFacts(_MAIL, 0.3),
    ExtraSurface.ATTACHMENT: SurfaceFacts(_MAIL, 0.2, alone=False),
    ExtraSurface.FILENAME: SurfaceFacts((*_ALL, Format.HTML, Format.TXT, Format.XLSX, Format.CSV), 0.15),
}
"""Every extra surface with its facts."""


@cache
def extra_surfaces(file_format: Format) -> tuple[ExtraSurface, ...]:
    """Return the extra surfaces that a format has, in their fixed order."""
    return tuple(name for name, facts in SURFACES.items() if file_format in facts.formats)
