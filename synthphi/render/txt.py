r"""Plain text, as a record system prints it or a fax gateway stores it: UTF-8, \n line ends, 80 columns.

Everything is printed: a text file has no place beside its text. A labelled value is never broken.
"""

from collections.abc import Iterable

from synthphi.document import Document
from synthphi.render.base import Place, Rendered
from synthphi.render.carried import printed
from synthphi.render.characters import refuse_control_characters
from synthphi.render.layouts import LAYOUTS
from synthphi.render.memo import memo_lines
from synthphi.render.txt_lines import EMPTY, Line, Numbered, wrapped
from synthphi.render.txt_listing import Listing, letterhead_lines
from synthphi.render.txt_pages import paged
from synthphi.render.txt_segments import Segments, is_structured
from synthphi.render.txt_tables import Captioned

_SEGMENTED = frozenset({"clinical", "harbor", "slate", "lakeside"})
"""Families whose structured documents are written as segments."""


def render(document: Document) -> Rendered:
    """Return a document as a text file with the places of its spans.

    Raises:
        RenderError: it holds a control character.
    """
    document = printed(document, frozenset())
    refuse_control_characters(document, "a text file")
    numbered = Numbered()
    if document.layout in _SEGMENTED and is_structured(document):
        lines = _segments(document, numbered)
    else:
        lines = _listing(document, numbered)
    return _file(lines, numbered.spans)


def _file(lines: Iterable[Line], spans: int) -> Rendered:
    places: list[list[Place]] = [[] for _ in range(spans)]
    pieces: list[str] = []
    position = 0
    for characters, marks in lines:
        for start, _, span in marks:
            places[span].append(Place("text", position + start))
        pieces.append(characters)
        position += len(characters) + 1
    pieces.append("")
    return Rendered("\n".join(pieces).encode(), tuple(map(tuple, places)))


def _properties(document: Document, numbered: Numbered) -> list[Captioned]:
    """Return the properties, which head the listing, in canonical order."""
    found = document.properties
    named = [
        ("Document", found.title),
        ("Author", found.author),
        ("Site", found.company),
        ("Subject", found.subject),
        ("Keywords", found.keywords),
        ("Remarks", found.comments),
        *((custom.name, custom.value) for custom in found.custom),
    ]
    return [Captioned(name, numbered.line(value)) for name, value in named if value]


def _memo(document: Document, numbered: Numbered) -> list[Captioned]:
    """Return the mail headers as the block at the top of a memorandum."""
    return [Captioned(caption.rstrip(":"), numbered.line(value)) for caption, value in memo_lines(document)]


def _segments(document: Document, numbered: Numbered) -> list[Line]:
    memo = _memo(document, numbered)
    preheader = numbered.line(document.mail.preheader) if document.mail is not None else EMPTY
    properties = _properties(document, numbered)
    out = Segments(numbered)
    if document.header:
        out.add("HDR", numbered.line(document.header))
    letterhead = document.letterhead
    out.add("FAC", *map(numbered.line, (letterhead.name, *letterhead.lines)))
    for name, value in properties:
        out.add("DOC", name, value)
    if document.title:
        out.add("TTL", numbered.line(document.title))
    for name, value in memo:
        out.add("MSG", name, value)
    if preheader.text:
        out.add("NTE", preheader)
    for section in document.sections:
        out.section(section)
    if document.footer:
        out.add("FTR", numbered.line(document.footer))
    return out.lines


def _listing(document: Document, numbered: Numbered) -> list[Line]:
    layout = LAYOUTS[document.layout]
    memo = _memo(document, numbered)
    preheader = numbered.line(document.mail.preheader) if document.mail is not None else EMPTY
    properties = _properties(document, numbered)
    header = numbered.line(document.header)
    letterhead = document.letterhead
    sender = letterhead_lines([numbered.line(line) for line in (letterhead.name, *letterhead.lines)], layout)
    out = Listing(numbered, layout)
    out.fields(properties)
    out.lines += [*sender, EMPTY]
    out.title(document.title)
    out.fields(memo)
    if preheader.text:
        out.paragraph(preheader)
    for section in document.sections:
        out.section(section)
    footer = numbered.line(document.footer)
    return paged(out.lines, out.kept, wrapped(header) if header.text else [], wrapped(footer) if footer.text else [])
