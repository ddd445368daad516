"""Workbooks, by LibreOffice: a table of what each sheet shows, hidden sheets too, numbers and dates by their formats.

Beyond it are headers and footers, comments, link targets, drawings, charts and properties.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from synthphi.readback.base import ReadbackError
from synthphi.readback.thorough.base import Read, SecondReader, ToolMissing, output_of, program

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
    soffice = program("soffice", _PACKAGE)
    with TemporaryDirectory(prefix="synthphi-sheets-") as name:
        folder = Path(name)
        # By number: two workbooks of different folders may have one name. A sheet's name comes behind a dash.
        links = [folder / f"workbook{i}.xlsx" for i in range(len(files))]
        for link, file in zip(links, files, strict=True):
            link.symlink_to(file.absolute())
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        failure = None
        try:
            output_of(
                [soffice, "--headless", profile, "--convert-to", _EXPORT, "--outdir", name, *map(str, links)],
                seconds=120 + 30 * len(files),
            )
        except ReadbackError as error:
            failure = error
        for link in links:
            # A workbook of one sheet has no sheet's name behind its own.
            sheets = sorted(folder.glob(f"{link.stem}-*.csv")) or sorted(folder.glob(f"{link.stem}.csv"))
            if not sheets:
                yield failure or ReadbackError("LibreOffice cannot read it")
                continue
            yield {"cells": "\n".join(_cells(sheet.read_bytes()) for sheet in sheets)}


def _cells(table: bytes) -> str:
    rows = csv.reader(io.StringIO(table.decode("utf-8", "replace"), newline=""))
    return "\n".join(cell for row in rows for cell in row if cell)


READER = SecondReader("LibreOffice", _read, _part_of)
