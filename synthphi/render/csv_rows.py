"""Which rows a document's sections are in a table of comma-separated values."""

import re
from typing import Final, TypeAlias

from synthphi.document import (
    Block,
    Bullets,
    Choices,
    Fields,
    Fragment,
    Paragraph,
    Picture,
    Section,
    SignatureLine,
    Table,
    Text,
    choice_line,
)

Row: TypeAlias = tuple[Text | str, ...]
"""The cells of a row; none is a blank row."""
_GAP: Final = re.compile(" {3,}")
_CAPTIONED = (Fields, Choices, SignatureLine)
"""What may follow each other without a blank row, as running text may; nothing else does."""


def row_of(value: Text) -> list[Row]:
    """Return a text as a row of one cell; none where it is empty."""
    return [(value,)] if value else []


def columns_of(value: Text) -> list[Row]:
    """Return a running header as a row: where a page has a gap, a new cell begins. None where it is empty."""
    cells: list[list[Fragment]] = [[]]
    for fragment in value:
        if fragment.tag is not None:
            cells[-1].append(fragment)
            continue
        for number, piece in enumerate(_GAP.split(fragment.text)):
            if number:
                cells.append([])
            if piece:
                cells[-1].append(Fragment(piece))
    return [tuple([tuple(cell) for cell in cells if cell])] if any(cells) else []


def section_rows(section: Section) -> list[Row]:
    """Return the rows of a section, with blank ones between tables, captions with values, and running text."""
    rows = row_of(section.title)
    before: str | None = None
    for block in section.blocks:
        found = _block_rows(block)
        if not found:
            continue
        kind = "table" if isinstance(block, Table) else "captions" if isinstance(block, _CAPTIONED) else "running"
        if before is not None and (kind != before or kind == "table"):
            rows.append(())
        before = kind
        rows += found
    for note in section.notes:
        if before in {"table", "captions"}:
            rows.append(())
        before = "running"
        rows += row_of(note)
    return rows


def _block_rows(block: Block) -> list[Row]:  # noqa: PLR0911  (a return a type)
    if isinstance(block, Table):
        return [block.header, *(tuple([cell.text for cell in row]) for row in block.rows)]
    if isinstance(block, Fields):
        return [(field.caption, field.value) for field in block.fields]
    if isinstance(block, Paragraph):
        return row_of(block.text)
    if isinstance(block, Bullets):
        if block.numbered:
            return [(str(number), item) for number, item in enumerate(block.items, start=1)]
        return [row for item in block.items for row in row_of(item)]
    if isinstance(block, Choices):
        return [(choice_line(block),)]
    if isinstance(block, SignatureLine):
        return [(block.caption, block.value)]
    if isinstance(block, Picture):
        return [("Image", block.alt)]
    raise TypeError(f"a CSV file has no rows for {type(block).__name__}")
