"""Workbooks, by LibreOffice: a table of what each sheet shows, hidden sheets too, numbers and dates by their formats.

Beyond it are headers and footers, comments, link targets, drawings, charts and properties.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from synthphi.readback.thorough.base import Read, SecondReader, ToolMissing, program
from synthphi.readback.thorough.office import converted

_PACKAGE = "libreoffice-calc"
_CELL = re.compile(r"sheet\[\d+\]/[A-Z]+\d+")
_EXPORT = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
"""Commas, quotes, UTF-8, from the first row on, cells as they are shown, all sheets."""


def require() -> None:
    """See to it that LibreOffice and its part for sheets are installed."""
    soffice = Path(program("soffice", _PACKAGE)).resolve()
    if not list(soffice.parent.glob("libsclo.*")):
        raise ToolMissing(
            f"a thorough verification needs LibreOffice Calc: install the Debian or Ubuntu package {_PACKAGE}"
        )


def _part_of(path: str) -> str | None:
    return "cells" if _CELL.fullmatch(path) else None


def _read(files: Sequence[Path]) -> Iterator[Read]:
    with converted(files, _EXPORT, _PACKAGE, seconds=30) as (links, failure):
        for link in links:
            # A sheet's name comes behind a dash; a workbook of one sheet has none behind its own.
            sheets = sorted(link.parent.glob(f"{link.stem}-*.csv")) or sorted(link.parent.glob(f"{link.stem}.csv"))
            yield {"cells": "\n".join(_cells(sheet.read_bytes()) for sheet in sheets)} if sheets else failure


def _cells(table: bytes) -> str:
    rows = csv.reader(io.StringIO(table.decode("utf-8", "replace"), newline=""))
    return "\n".join(cell for row in rows for cell in row if cell)


READER = SecondReader("LibreOffice", _read, _part_of)
