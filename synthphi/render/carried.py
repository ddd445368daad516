"""What a format cannot carry, printed as ordinary blocks, so that no renderer drops a text.

The order of the labelled values stays: `annotate` of the document and the walk over what is made here agree.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from operator import is_
from typing import Literal, TypeAlias

from synthphi.document import (
    Block,
    Cell,
    Chart,
    Document,
    Link,
    Paragraph,
    Revision,
    Section,
    Table,
    TextBox,
    column_value,
    text,
)

Carried: TypeAlias = Literal["bookmark", "chart", "comment", "footnote", "hyperlink", "quoted", "revision", "text_box"]
"""What a format may have a place of its own for."""
_BLOCKS: dict[type, Carried] = {Chart: "chart", Link: "hyperlink", Revision: "revision", TextBox: "text_box"}


def printed(document: Document, carries: frozenset[Carried]) -> Document:
    """Return a document in which what a format does not carry is printed; the same one where nothing is to be done."""
    unknown = _not_carried(carries)
    sections = tuple([_printed_section(section, carries, unknown) for section in document.sections])
    mail = document.mail
    if mail is not None and mail.quoted is not None and "quoted" not in carries:
        lines = tuple(Paragraph(line, "quote") for line in mail.quoted.lines)
        sections += (Section((), (Paragraph(mail.quoted.intro), *lines)),)
        mail = replace(mail, quoted=None)
    elif all(map(is_, sections, document.sections)):
        return document
    return replace(document, sections=sections, mail=mail)


def _printed_section(section: Section, carries: frozenset[Carried], unknown: frozenset[type]) -> Section:
    bookmark, footnotes, comments = section.bookmark, section.footnotes, section.comments
    carries_blocks = unknown.isdisjoint(map(type, section.blocks))
    if carries_blocks and not (bookmark or footnotes or comments):
        return section
    prints_bookmark = bool(bookmark) and "bookmark" not in carries
    prints_footnotes = bool(footnotes) and "footnote" not in carries
    prints_comments = bool(comments) and "comment" not in carries
    if carries_blocks and not (prints_bookmark or prints_footnotes or prints_comments):
        return section
    blocks: list[Block] = [Paragraph(bookmark, "small")] if prints_bookmark else []
    for block in section.blocks:
        blocks += _printed_block(block) if type(block) in unknown else [block]
    notes = list(section.notes)
    if prints_footnotes:
        notes += footnotes
    if prints_comments:
        # A format with footnotes has comments, so these come behind all notes.
        notes += [line for comment in comments for line in (comment.author, comment.text) if line]
    return replace(
        section,
        blocks=tuple(blocks),
        notes=tuple(notes),
        bookmark=() if prints_bookmark else bookmark,
        footnotes=() if prints_footnotes else footnotes,
        comments=() if prints_comments else comments,
    )


@cache
def _not_carried(carries: frozenset[Carried]) -> frozenset[type]:
    return frozenset([block for block, carried in _BLOCKS.items() if carried not in carries])


def _printed_block(block: Block) -> Iterator[Block]:
    if isinstance(block, Chart):
        rows = zip(block.categories, block.values, strict=True)
        yield Table(
            (block.title, block.series),
            tuple((Cell(category), Cell(text(column_value(value)))) for category, value in rows),
            (0.7, 0.3),
        )
    elif isinstance(block, Link):
        yield Paragraph((*block.before, *block.shown))
        yield Paragraph(block.target, "small")
    elif isinstance(block, Revision):
        yield Paragraph(block.text)
        for change in (block.deleted, block.inserted, block.author):
            if change:
                yield Paragraph(change, "small")
    elif isinstance(block, TextBox):
        for line in block.lines:
            yield Paragraph(line)
    else:
        yield block
