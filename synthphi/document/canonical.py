"""Canonical text: a document's texts in one fixed reading order, a line each, with its labelled spans.

The order, which every renderer walks too:

1. mail headers: From, To (each), Cc (each), Subject          surface ``mail_header`` (Subject: ``subject``)
2. properties: title, author, company                          surface ``metadata``
3. running header                                              surface ``header``
4. letterhead: name, lines                                     surface ``letterhead``
5. the document's title                                        surface ``title``
6. each section: its title (surface ``heading``), its blocks (surface ``body``; tables, fields and
   choices ``table``; of pictures the alternative text, ``alt_text``), then its notes (surface ``notes``)
7. running footer                                              surface ``footer``

Within blocks: a table's header row, then its rows, cell by cell; of a field its caption, then its value;
of choices one line, such as ``Sex: [X] Female [ ] Male``; of a signature line its value, then its caption.
Empty texts give no line. Offsets are Unicode code points.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from synthphi.document.model import (
    Bullets,
    Choices,
    Document,
    Fields,
    Fragment,
    Paragraph,
    Picture,
    Section,
    SignatureLine,
    Table,
    Text,
)
from synthphi.labels import Tag

Surface: TypeAlias = Literal[
    "mail_header",
    "subject",
    "metadata",
    "header",
    "letterhead",
    "title",
    "heading",
    "body",
    "table",
    "alt_text",
    "notes",
    "footer",
]


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled value in the canonical text: ``text[start:end] == span.text``."""

    start: int
    end: int
    text: str
    surface: Surface
    tag: Tag


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document's canonical text with its spans in order."""

    text: str
    spans: tuple[Span, ...]


def choice_line(block: Choices) -> str:
    """Return the one line that tick boxes read as, in every format."""
    marks = "  ".join(f"[{'X' if i in block.chosen else ' '}] {option}" for i, option in enumerate(block.options))
    return f"{block.caption}  {marks}" if block.caption else marks


def lines(document: Document) -> Iterator[tuple[Surface, Text]]:
    """Yield each line of the canonical text with its surface, in the order of the module's text."""
    if (mail := document.mail) is not None:
        yield "mail_header", mail.sender
        for address in mail.recipients:
            yield "mail_header", address
        for address in mail.copies:
            yield "mail_header", address
        yield "subject", mail.subject
    properties = document.properties
    yield "metadata", properties.title
    yield "metadata", properties.author
    yield "metadata", properties.company
    yield "header", document.header
    yield "letterhead", document.letterhead.name
    for line in document.letterhead.lines:
        yield "letterhead", line
    yield "title", document.title
    for section in document.sections:
        yield from _section_lines(section)
    yield "footer", document.footer


def _section_lines(section: Section) -> Iterator[tuple[Surface, Text]]:  # noqa: PLR0912  (one branch a block type)
    yield "heading", section.title
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield "body", block.text
        elif isinstance(block, Table):
            for cell_text in block.header:
                yield "table", cell_text
            for row in block.rows:
                for cell in row:
                    yield "table", cell.text
        elif isinstance(block, Fields):
            for item in block.fields:
                yield "table", (Fragment(item.caption),)
                yield "table", item.value
        elif isinstance(block, Bullets):
            for bullet in block.items:
                yield "body", bullet
        elif isinstance(block, Choices):
            yield "table", (Fragment(choice_line(block)),)
        elif isinstance(block, SignatureLine):
            yield "body", block.value
            yield "body", (Fragment(block.caption),)
        elif isinstance(block, Picture):
            yield "alt_text", block.alt
    for note in section.notes:
        yield "notes", note


def annotate(document: Document) -> Annotated:
    """Return the canonical text and the spans of a document."""
    pieces: list[str] = []
    spans: list[Span] = []
    position = 0
    for surface, line in lines(document):
        if not line:
            continue
        for fragment in line:
            value = fragment.text
            end = position + len(value)
            if fragment.tag is not None:
                spans.append(Span(position, end, value, surface, fragment.tag))
            pieces.append(value)
            position = end
        pieces.append("\n")
        position += 1
    return Annotated("".join(pieces), tuple(spans))
