"""What the Word documents of a layout share, made once a process from its authored parts.

Everything that does not change from document to document is there: styles, numbering, page set-up. The body, the
running header and footer and the properties are filled in by `synthphi.render.docx`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from synthphi.doctypes import Format
from synthphi.render.authored import authored_parts
from synthphi.render.docx_package import Extras, shared_parts
from synthphi.render.layouts import Layout
from synthphi.render.package import Part

TWIPS = 1440
"""Twentieths of a point an inch."""
HOLE = "@@HOLE@@"
"""Stands in the authored parts where a document's own text is to come."""


@dataclass(frozen=True, slots=True)
class DocxSkeleton:
    """The parts that documents share, and what stands around the holes of the others."""

    shared: Callable[[tuple[str, ...], Extras], tuple[Part, ...]]
    """Called with the names of a document's photographs and with what it has beside its text."""
    document: tuple[bytes, bytes]
    continued: tuple[bytes, bytes]
    """The same as `document`, its last section beginning on the page of the one before."""
    sections: Callable[[int, int], str]
    """Called with a number of columns and the twips between them: the properties of a section that ends."""
    header: tuple[bytes, bytes]
    footer: tuple[bytes, bytes]
    text_width: int
    """Between the margins, in twips."""


@cache
def skeleton(layout: Layout) -> DocxSkeleton:
    """Return the skeleton of a layout."""
    parts = authored_parts(Format.DOCX, layout)
    names = {"document": "word/document.xml", "header": "word/header1.xml", "footer": "word/footer1.xml"}
    halves = {key: _around_hole(parts[name]) for key, name in names.items()}
    before, behind = halves["document"]
    continued = behind.replace(b"<w:pgSz", b'<w:type w:val="continuous"/><w:pgSz', 1)
    section = continued[: continued.index(b"</w:sectPr>")].decode() + "</w:sectPr>"

    def sections(columns: int, gutter: int) -> str:
        return re.sub("<w:cols [^>]*/>", f'<w:cols w:num="{columns}" w:space="{gutter}"/>', section)

    return DocxSkeleton(
        shared=shared_parts(parts, layout),
        continued=(before, continued),
        sections=sections,
        text_width=int((8.5 - 2 * layout.margin) * TWIPS),
        **halves,
    )


def _around_hole(xml: bytes) -> tuple[bytes, bytes]:
    """Return what stands before and behind the paragraph with the hole."""
    before, behind = xml.split(HOLE.encode())
    return before[: before.rindex(b"<w:p>")], behind[behind.index(b"</w:p>") + len(b"</w:p>") :]
