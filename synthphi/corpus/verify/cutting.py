"""Label rows cut into pieces: units of work, each of some documents."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from synthphi.corpus.folder import unreadable
from synthphi.corpus.labels import SCHEMA
from synthphi.corpus.reading import Reading
from synthphi.doctypes import PhiClass

_PIECE = 100
"""Documents that are looked at between two reports of progress."""
FACTS = ("document_id", "path", "phi_class", "format", "sha256", "bytes", "text", "patient_id")
"""Columns that say what a document is to be; each row has them, but for the patient."""
_OF_SPANS = ("label", "text", "start", "end", "owner", "phi", "over_89")


class Piece(NamedTuple):
    """Some rows of a label table: a unit of work."""

    phi_class: PhiClass
    path: Path
    row_group: int
    start: int
    rows: int


def pieces(reading: Reading) -> list[Piece]:
    """Return the label rows of a corpus, cut into units of work.

    Raises:
        CorpusError: they are missing or damaged.
    """
    found: list[Piece] = []
    for part in reading.parts:
        try:
            table = pq.read_metadata(part.path)
            schema = pq.read_schema(part.path)
        except (OSError, pa.ArrowException) as error:
            raise unreadable(part.path, error) from error
        if not schema.equals(SCHEMA):
            raise unreadable(part.path, "its columns are not those of this version")
        before = 0
        for group in range(table.num_row_groups):
            rows = table.row_group(group).num_rows
            first, last = max(0, part.start - before), min(rows, part.stop - before)
            found += [
                Piece(part.phi_class, part.path, group, start, min(_PIECE, last - start))
                for start in range(first, last, _PIECE)
            ]
            before += rows
    return found


def row_group(path: Path, number: int) -> pa.Table:
    """Return a row group of a label table.

    Raises:
        CorpusError: it cannot be read.
    """
    try:
        with pq.ParquetFile(path) as table:
            return table.read_row_group(number)
    except (OSError, pa.ArrowException) as error:
        raise unreadable(path, error) from error


def rows_of(row_group: Callable[[Path, int], pa.Table], piece: Piece) -> pa.Table:
    """Return the label rows of a piece.

    Args:
        row_group: Reads a row group of a label table (`row_group`).
        piece: The piece.

    Raises:
        CorpusError: they cannot be read.
    """
    rows = row_group(piece.path, piece.row_group).slice(piece.start, piece.rows)
    if missing := _missing(rows):
        raise unreadable(piece.path, f"{missing} is left out in a row")
    return rows


def _missing(rows: pa.Table) -> str | None:
    """Return which column has no value where each row needs one."""
    for name in FACTS:
        if name != "patient_id" and rows[name].null_count:
            return name
    spans = pc.list_flatten(rows["spans"])
    places = pc.list_flatten(pc.struct_field(spans, "location"))
    for column, names in ((spans, _OF_SPANS), (places, ("path",))):
        for name in names:
            if pc.struct_field(column, name).null_count:
                return name
    return None
