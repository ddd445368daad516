"""From an annotated document to a file: one module a format."""

from collections.abc import Callable, Iterable, Sequence

from synthphi.doctypes import Format
from synthphi.document import Document
from synthphi.errors import RenderError
from synthphi.render import (
    csv,
    docx,
    docx_skeleton,
    eml,
    html,
    msg,
    pdf,
    pptx,
    pptx_skeleton,
    rtf,
    txt,
    xlsx,
    xlsx_skeleton,
)
from synthphi.render.attached import AttachedFile, attached_files
from synthphi.render.base import Box, Place, Places, Rendered
from synthphi.render.layouts import LAYOUTS, Layout
from synthphi.render.markup import put

RENDERERS: dict[Format, Callable[[Document], Rendered]] = {
    Format.DOCX: docx.render,
    Format.PDF: pdf.render,
    Format.EML: eml.render,
    Format.PPTX: pptx.render,
    Format.RTF: rtf.render,
    Format.MSG: msg.render,
    Format.XLSX: xlsx.render,
    Format.HTML: html.render,
    Format.TXT: txt.render,
    Format.CSV: csv.render,
}
_WITH_FILES: dict[Format, Callable[[Document, Sequence[AttachedFile]], Rendered]] = {
    Format.EML: eml.render,
    Format.MSG: msg.render,
}


_SKELETONS: dict[Format, Callable[[Layout], object]] = {
    Format.DOCX: docx_skeleton.skeleton,
    Format.PPTX: pptx_skeleton.skeleton,
    Format.XLSX: xlsx_skeleton.skeleton,
}


def prepare(formats: Iterable[Format]) -> None:
    """Make what the files of some formats share, by layout: else the first documents of a process wait for it."""
    for file_format in formats:
        if file_format in _SKELETONS:
            for layout in LAYOUTS.values():
                _SKELETONS[file_format](layout)


def render(document: Document, format: Format) -> Rendered:  # noqa: A002  (the word users know)
    """Return a document as a file, with the places of its spans.

    Raises:
        RenderError: the document holds a character that the format cannot carry, or attachments, and is no mail.
    """
    files = attached_files(document.attachments, document.document_id, _rendered)
    rendered = _rendered(document, Format(format), files)
    if not document.filename:
        return rendered
    named: list[Places] = []
    put(document.filename, "filename", named)
    return Rendered(rendered.data, (*rendered.places, *named))


def _rendered(document: Document, file_format: Format, files: Sequence[AttachedFile]) -> Rendered:
    if not files:
        return RENDERERS[file_format](document)
    if file_format not in _WITH_FILES:
        raise RenderError(f"{document.document_id}: only mails have attachments, and {file_format} is none")
    return _WITH_FILES[file_format](document, files)


__all__ = ["RENDERERS", "Box", "Place", "Rendered", "render"]
