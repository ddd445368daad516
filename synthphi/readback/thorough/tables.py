"""Comma-separated values, by Perl's Text::CSV_XS: all cells, each by its place.

A program of ours in Perl (``tables.pl``) prints what it parses; one process reads all files of a call.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from synthphi.readback.thorough.base import Read, SecondReader
from synthphi.readback.thorough.perl import answers_of, read_or_error, require_modules

_CELL = re.compile(r"row\[\d+\]/cell\[\d+\]")


def require() -> None:
    """See to it that Perl and the module are installed."""
    require_modules(["Text::CSV_XS"], "package libtext-csv-xs-perl")


def _part_of(path: str) -> str | None:
    # Each cell is a part: so the second reader sees, too, whether rows and cells are counted as labels say.
    return path if _CELL.fullmatch(path) else None


def _read(tables: Sequence[Path]) -> Iterator[Read]:
    for answer in answers_of("tables.pl", tables):
        yield read_or_error(answer, "Text::CSV_XS")


READER = SecondReader("Text::CSV_XS", _read, _part_of)
