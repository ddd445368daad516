"""From an annotated document to a file: one module a format."""

from collections.abc import Callable

from synthphi.doctypes import Format
from synthphi.document import Document
from synthphi.render import docx, eml, html, msg, pdf, pptx, rtf, txt, xlsx
from synthphi.render.base import Box, Place, Places, Rendered
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
}


def render(document: Document, format: Format) -> Rendered:  # noqa: A002  (the word users know)
    """Return a document as a file, with the places of its spans.

    Raises:
        RenderError: the document holds a character that the format cannot carry.
    """
    rendered = RENDERERS[Format(format)](document)
    if not document.filename:
        return rendered
    named: list[Places] = []
    put(document.filename, "filename", named)
    return Rendered(rendered.data, (*rendered.places, *named))


__all__ = ["RENDERERS", "Box", "Place", "Rendered", "render"]
