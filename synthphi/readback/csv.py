"""Comma-separated values, by the standard library: the cells of all rows."""

import csv
import io

from synthphi.readback.base import ReadbackError, Reader

_LONGEST = 100_000
"""Characters of a cell; those of spreadsheets hold 32,767."""


def read(data: bytes) -> Reader:
    """Return the texts of the cells that have one; a byte order mark at the start is none.

    Raises:
        ReadbackError: a cell is too long.
        UnicodeDecodeError: it is not UTF-8.
        csv.Error: its quotes are not those of RFC 4180.
    """
    texts: dict[str, str] = {}
    # The line ends stay as they are, as a cell may hold one.
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if len(cell) > _LONGEST:
                raise ReadbackError(f"row[{number}]/cell[{column}] is too long: it has {len(cell):,} characters")
            if cell:
                texts[f"row[{number}]/cell[{column}]"] = cell
    return Reader(texts)
