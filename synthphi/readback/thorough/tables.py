"""Comma-separated values, by Perl's Text::CSV_XS: all cells, each by its place.

A program of ours in Perl (``tables.pl``) prints what it parses; one process reads all files of a call.
"""

import json
import re
from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files
from pathlib import Path

from synthphi.readback.base import ReadbackError
from synthphi.readback.thorough.base import Read, SecondReader, ToolMissing, output_of, program

_CELL = re.compile(r"row\[\d+\]/cell\[\d+\]")


def require() -> None:
    """See to it that Perl and the module are installed."""
    try:
        output_of([program("perl", "perl"), "-MText::CSV_XS", "-MJSON::PP", "-e", "1"])
    except ReadbackError:
        raise ToolMissing(
            "a thorough verification needs Perl's Text::CSV_XS: install the Debian or Ubuntu package "
            "libtext-csv-xs-perl"
        ) from None


def _part_of(path: str) -> str | None:
    # Each cell is a part: so the second reader sees, too, whether rows and cells are counted as labels say.
    return path if _CELL.fullmatch(path) else None


def _read(tables: Sequence[Path]) -> Iterator[Read]:
    perl = program("perl", "perl")
    with as_file(files("synthphi.readback.thorough").joinpath("tables.pl")) as script:
        given = "".join(f"{table.absolute()}\n" for table in tables).encode()
        said = output_of([perl, str(script)], given).decode("utf-8").splitlines()
    for line in said:
        found = json.loads(line)
        yield found["texts"] if "texts" in found else ReadbackError(f"Text::CSV_XS cannot read it: {found['error']}")


READER = SecondReader("Text::CSV_XS", _read, _part_of)
