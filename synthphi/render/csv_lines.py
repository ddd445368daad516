"""How a row is written as a line of comma-separated values: the programs that export such files differ in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from synthphi.render.base import Places
from synthphi.render.csv_rows import Row
from synthphi.render.markup import put


class Dialect(NamedTuple):
    """What a program does in its own way."""

    marked: bool = False
    """Whether the file begins with a byte order mark, by which spreadsheets know UTF-8."""
    quoted: bool = False
    """Whether all texts stand in quotes, numbers not; otherwise only those that need them."""
    rectangular: bool = False
    """Whether all rows have as many cells as the longest."""


_SPREADSHEET = Dialect(marked=True, rectangular=True)
_DATABASE = Dialect(quoted=True)
_REPORT_SERVER = Dialect(marked=True, quoted=True)
_RECORD_SYSTEM = Dialect()
DIALECTS: Final[dict[str, Dialect]] = {
    "classic": _SPREADSHEET,
    "modern": _RECORD_SYSTEM,
    "clinical": _DATABASE,
    "regional": _REPORT_SERVER,
    "harbor": _DATABASE,
    "orchard": _SPREADSHEET,
    "slate": _DATABASE,
    "academic": _RECORD_SYSTEM,
    "county": _SPREADSHEET,
    "plain": _RECORD_SYSTEM,
    "canyon": _REPORT_SERVER,
    "telefax": _RECORD_SYSTEM,
    "gazette": _SPREADSHEET,
    "lakeside": _RECORD_SYSTEM,
}
"""The dialect of each layout family."""

# Readers may drop spaces at the ends of a cell without quotes, and a byte order mark at the start of the file.
_NEEDS_QUOTES: Final = re.compile(r'[",\ufeff]|^\s|\s$')
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


@dataclass(slots=True)
class Part:
    """Rows whose values follow each other in canonical order, and where they turn out to stand."""

    rows: list[Row]
    places: list[Places] = field(default_factory=list)


def _where_needed(characters: str) -> str:
    if _NEEDS_QUOTES.search(characters) is None:
        return characters
    return '"' + characters.replace('"', '""') + '"'


def _all_texts(characters: str) -> str:
    if not characters or _NUMBER.fullmatch(characters) is not None:
        return characters
    return '"' + characters.replace('"', '""') + '"'


def line_of(row: Row, number: int, places: list[Places], dialect: Dialect, width: int) -> str:
    """Return a row as a line without its end, and add the places of its labelled values.

    Args:
        row: Its cells.
        number: Which row of the file it is.
        places: Is added to, in the order of the cells.
        dialect: How it is written.
        width: How many cells it has at least.
    """
    written: Callable[[str], str] = _all_texts if dialect.quoted else _where_needed
    cells = [
        written(cell if isinstance(cell, str) else put(cell, f"row[{number}]/cell[{column}]", places)) if cell else ""
        for column, cell in enumerate(row)
    ]
    # Nothing at all is a row without cells.
    line = ",".join(cells) or ('""' if len(row) == 1 else "")
    return line + "," * (width - max(1, len(row)))
