"""Which sections of a document share a sheet, what the sheets are called, and how wide their columns are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from synthphi.document import Chart, Document, Fields, Section, Table, length, plain

_LONGEST = 31
"""Characters of a sheet's name."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = frozenset({"history", ""})
_SHORT = 6
"""Rows of tables that may share a sheet."""
_PAIR, _NARROW_PAIR = (19.0, 31.0), (17.0, 19.0)
"""Widths of a caption and its value, in characters; narrow where there are three pairs and more in a row."""
_TABLE = 92.0
"""The width of a table, and how wide each of its columns is at least."""
_LEAST = 9.0
_FILTER = 4.0
"""What the button of a filter takes."""
_FEW = 8
"""Columns that the width of a table is divided among; of more each is as wide as its texts, up to `_WIDEST`."""
_WIDEST, _SHORT_CAPTION = 48.0, 16
"""The longest caption that stands on one line there."""


@dataclass(slots=True)
class SheetPlan:
    """A sheet: its sections, and what its columns are."""

    hidden: bool
    sections: list[Section] = field(default_factory=list)
    tables: int = 0
    rows: int = 0
    """Of its tables."""
    columns: int = 0
    """Of its widest table."""
    apart: bool = False
    """Whether it has hidden columns, so that no other columns may stand in them."""
    name: str = ""
    widths: tuple[float, ...] = ()


def planned(document: Document) -> list[SheetPlan]:
    """Return the sheets of a document. The first one is there always: it has the letterhead and the title."""
    sheets = [SheetPlan(hidden=False)]
    bare = not (document.letterhead.name or document.letterhead.lines or document.title or document.mail)
    for section in document.sections:
        tables = [block for block in section.blocks if isinstance(block, Table)]
        rows = sum([len(table.rows) for table in tables])
        columns = max([len(table.header) for table in tables], default=0)
        charts = any(isinstance(block, Chart) for block in section.blocks)
        fields = any(isinstance(block, Fields) for block in section.blocks)
        apart = any(table.hidden_columns for table in tables)
        sheet = sheets[-1]
        if bare and not sheet.sections:
            # Without anything above it, the table is the first sheet.
            fits = True
        elif apart or (sheet.apart and (tables or charts or fields)):
            fits = False
        elif tables or charts:
            # Short tables of one form may stand one below the other.
            fits = sheet.tables > 0 and sheet.columns == columns and sheet.rows + rows <= _SHORT
        else:
            fits = sheet.tables == 0 or not section.title
        if not fits or section.hidden != sheet.hidden:
            sheet = SheetPlan(section.hidden)
            sheets.append(sheet)
        sheet.sections.append(section)
        # A chart has its cells, and nothing else goes below it.
        sheet.tables += len(tables) + charts
        sheet.rows += rows + charts * _SHORT
        sheet.columns = max(sheet.columns, columns)
        sheet.apart |= apart
    taken: set[str] = set()
    for number, sheet in enumerate(sheets):
        sheet.name = _unused(_name(sheet.sections, number, bare=bare), taken)
        sheet.widths = _widths(sheet.sections)
    return sheets


def _name(sections: Sequence[Section], number: int, *, bare: bool) -> str:
    """Return a name: what a heading says, if nothing in it is labelled, as a sheet's name is no place of a value."""
    if number == 0 and not bare:
        return "Summary"
    for section in sections:
        if section.title and all(fragment.tag is None for fragment in section.title):
            name = " ".join(_NOT_IN_NAMES.sub(" ", plain(section.title)).split())
            if len(name) > _LONGEST:
                name = name[: _LONGEST + 1].rpartition(" ")[0] or name[:_LONGEST]
            name = name.strip(" '(,;-")
            if name.lower() not in _RESERVED:
                return name
    return f"Sheet{number + 1}"


def _unused(name: str, taken: set[str]) -> str:
    """Return a name that no sheet before has; upper and lower case are the same."""
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{name[: _LONGEST - 4].rstrip()} {number}"
    taken.add(found.casefold())
    return found


def _widths(sections: Sequence[Section]) -> tuple[float, ...]:
    blocks = [block for section in sections for block in section.blocks]
    tables = [block for block in blocks if isinstance(block, Table)]
    pairs = max([block.columns for block in blocks if isinstance(block, Fields)], default=0)
    if not tables:
        pairs = max(2, pairs)
        return (_PAIR if pairs == 2 else _NARROW_PAIR) * pairs
    table = max(tables, key=lambda one: len(one.header))
    if len(table.header) > _FEW:
        return tuple(_widths_of_many(table))
    widths = [
        max(_LEAST, share * _TABLE, _longest_word(plain(caption)) * 1.15 + _FILTER)
        for share, caption in zip(table.widths, table.header, strict=True)
    ]
    widths += [_NARROW_PAIR[1]] * (2 * pairs - len(widths))
    return tuple(widths)


def _widths_of_many(table: Table) -> Iterator[float]:
    """Yield how wide columns are as programs fit them to their texts."""
    columns = zip(*table.rows, strict=True) if table.rows else [()] * len(table.header)
    for caption, cells in zip(table.header, columns, strict=True):
        # As `length` of each, which is called for too many of them.
        lengths = [len(value[0].text) if len(value := cell.text) == 1 else length(value) for cell in cells]
        longest = max(lengths, default=0)
        said = plain(caption)
        room = max(_longest_word(said), min(len(said), _SHORT_CAPTION)) * 1.15 + _FILTER
        yield max(_LEAST, min(longest * 1.2 + 2.5, _WIDEST), room)


def _longest_word(value: str) -> int:
    return max(map(len, value.split()), default=0)
