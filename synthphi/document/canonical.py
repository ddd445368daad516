"""Canonical text: a document's texts in one fixed reading order, a line each, with its labelled spans.

The order, which every renderer walks too:

1. mail headers: From, To (each), Cc (each)                    surface ``mail_header``
   Subject, then the hidden beginning of the HTML part         surfaces ``subject``, ``preheader``
2. properties: title, author, company, subject, keywords, comments, then the office's own, in their order;
   of a mail they are header fields                            surface ``metadata``
3. running header                                              surface ``header``
4. letterhead: name, lines                                     surface ``letterhead``
5. the document's title                                        surface ``title``
6. each section: its title (surface ``heading``), its name in the outline (``bookmark``), its blocks (``body``; tables,
   fields and choices ``table``; fields to fill in ``form_field``; of pictures the alternative text, ``alt_text``;
   ``text_box``; ``chart``), then its notes (``notes``), footnotes (``footnote``) and comments (``comment``);
   all of a slide or sheet that is not shown is of surface ``hidden``, and so are hidden rows and columns of a table
7. of a mail the message that it answers                       surface ``quoted``
8. running footer                                              surface ``footer``
9. each attachment: its name (surface ``attachment_name``), then all of its text in this order (``attachment``); of an
   archive its members, in the same way
10. what people added to the file's name                       surface ``filename``

Within blocks: a table's header row, then its rows, cell by cell; of a field its caption, then its value;
of choices one line, such as ``Sex: [X] Female [ ] Male``; of a signature line its value, then its caption;
of a link the paragraph, then its target (surface ``hyperlink``); of a tracked change the paragraph without it, then
what was deleted, what was inserted, and by whom (``revision``); of a chart its title, its series, then category and
value of each column; of a comment its author, then its text. Empty texts give no line. Offsets are Unicode code points.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from synthphi.document.fragments import Fragment, Text
from synthphi.document.model import (
    Archive,
    Attachment,
    Block,
    Bullets,
    Chart,
    Choices,
    Document,
    Fields,
    Link,
    Paragraph,
    Picture,
    Properties,
    Revision,
    Section,
    SignatureLine,
    Table,
    TextBox,
)
from synthphi.labels import Tag

Surface: TypeAlias = Literal[
    "mail_header",
    "subject",
    "preheader",
    "metadata",
    "header",
    "letterhead",
    "title",
    "heading",
    "bookmark",
    "body",
    "table",
    "form_field",
    "alt_text",
    "text_box",
    "hyperlink",
    "revision",
    "chart",
    "notes",
    "footnote",
    "comment",
    "hidden",
    "quoted",
    "footer",
    "attachment_name",
    "attachment",
    "filename",
]


# A named tuple and not a dataclass, which takes three times as long to make: a document has dozens of them.
class Span(NamedTuple):
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


def column_value(value: float) -> str:
    """Return a chart's value as it stands on its column, in every format."""
    return f"{value:g}"


def lines(document: Document) -> Iterator[tuple[Surface, Text]]:
    """Yield each line of the canonical text with its surface, in the order of the module's text."""
    mail = document.mail
    if mail is not None:
        yield "mail_header", mail.sender
        for address in mail.recipients:
            yield "mail_header", address
        for address in mail.copies:
            yield "mail_header", address
        yield "subject", mail.subject
        yield "preheader", mail.preheader
    for value in property_texts(document.properties):
        yield "metadata", value
    yield "header", document.header
    yield "letterhead", document.letterhead.name
    for line in document.letterhead.lines:
        yield "letterhead", line
    yield "title", document.title
    for section in document.sections:
        if section.hidden:
            for _, line in _section_lines(section, document.fillable):
                yield "hidden", line
        else:
            yield from _section_lines(section, document.fillable)
    if mail is not None and mail.quoted is not None:
        yield "quoted", mail.quoted.intro
        for line in mail.quoted.lines:
            yield "quoted", line
    yield "footer", document.footer
    yield from _attachment_lines(document.attachments)
    yield "filename", document.filename


def _attachment_lines(attachments: Iterable[Attachment | Archive]) -> Iterator[tuple[Surface, Text]]:
    for one in attachments:
        yield "attachment_name", one.name
        inner = _attachment_lines(one.members) if isinstance(one, Archive) else lines(one.document)
        for surface, line in inner:
            yield "attachment_name" if surface == "attachment_name" else "attachment", line


def property_texts(properties: Properties) -> tuple[Text, ...]:
    """Return the properties in canonical order, empty ones too."""
    return (
        *(properties.title, properties.author, properties.company),
        *(properties.subject, properties.keywords, properties.comments),
        *(custom.value for custom in properties.custom),
    )


def _section_lines(section: Section, fillable: bool) -> Iterator[tuple[Surface, Text]]:
    yield "heading", section.title
    yield "bookmark", section.bookmark
    for block in section.blocks:
        yield from _block_lines(block, fillable)
    for note in section.notes:
        yield "notes", note
    for note in section.footnotes:
        yield "footnote", note
    for comment in section.comments:
        yield "comment", comment.author
        yield "comment", comment.text


def _block_lines(block: Block, fillable: bool) -> Iterator[tuple[Surface, Text]]:  # noqa: PLR0912  (a branch a type)
    if isinstance(block, Paragraph):
        yield "body", block.text
    elif isinstance(block, Table):
        hidden_columns = block.hidden_columns
        for number, cell_text in enumerate(block.header):
            yield "hidden" if number in hidden_columns else "table", cell_text
        for number, row in enumerate(block.rows):
            if number in block.hidden_rows:
                for cell in row:
                    yield "hidden", cell.text
            elif hidden_columns:
                for at, cell in enumerate(row):
                    yield "hidden" if at in hidden_columns else "table", cell.text
            else:
                for cell in row:
                    yield "table", cell.text
    elif isinstance(block, Fields):
        surface: Surface = "form_field" if fillable and block.boxed else "table"
        for item in block.fields:
            yield "table", (Fragment(item.caption),)
            yield surface, item.value
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
    elif isinstance(block, TextBox):
        for line in block.lines:
            yield "text_box", line
    elif isinstance(block, Link):
        yield "body", (*block.before, *block.shown)
        yield "hyperlink", block.target
    elif isinstance(block, Revision):
        yield "body", block.text
        for change in (block.deleted, block.inserted, block.author):
            yield "revision", change
    elif isinstance(block, Chart):
        yield "chart", block.title
        yield "chart", block.series
        for category, value in zip(block.categories, block.values, strict=True):
            yield "chart", category
            yield "chart", (Fragment(column_value(value)),)


def annotate(document: Document) -> Annotated:
    """Return the canonical text and the spans of a document."""
    written: list[str] = []
    spans: list[Span] = []
    start = 0
    for surface, line in lines(document):
        if not line:
            continue
        # Python adds to a string that nobody else holds in place, which takes half as long as to join a list.
        characters = ""
        for fragment in line:
            value = fragment.text
            if fragment.tag is not None:
                at = start + len(characters)
                # What `Span(...)` calls, but for the function in Python between, which takes as long again.
                spans.append(tuple.__new__(Span, (at, at + len(value), value, surface, fragment.tag)))
            characters += value
        written.append(characters)
        start += len(characters) + 1
    written.append("")
    return Annotated("\n".join(written), tuple(spans))
