"""The pool files: patients, providers and facilities as Parquet, made in slices that can be made anywhere.

Workers draw the people that they need themselves; the tables are a product: Exact Data Match systems are fed from
them, and `verify` looks for their values in negatives.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from synthphi.corpus.files import FileRecord, make_folder, replacing, write_bytes
from synthphi.corpus.folder import CorpusFolder, unreadable
from synthphi.corpus.recorded import recorded_rows
from synthphi.corpus.sealing import sealed, unsealed
from synthphi.errors import ChangedMeanwhile
from synthphi.people.pools import Pools
from synthphi.people.tables import facilities_table, patients_table, providers_table
from synthphi.spec import CorpusSpec

PoolKind: TypeAlias = Literal["patients", "providers", "facilities"]
POOL_KINDS: tuple[PoolKind, ...] = ("patients", "providers", "facilities")

_TABLES: dict[PoolKind, Callable[[Pools, int, int], pa.Table]] = {
    "patients": patients_table,
    "providers": providers_table,
    "facilities": facilities_table,
}
_SLICE = 50_000
_ROW_GROUP = 10_000
_ROWS_AT_ONCE = 1_000
"""Rows that are Python objects at the same time: a slice of them would be a hundred megabytes."""


def pool_count(spec: CorpusSpec, kind: PoolKind) -> int:
    """Return how many rows a pool has."""
    return {"patients": spec.patient_count, "providers": spec.providers, "facilities": spec.facilities}[kind]


def pool_slices(spec: CorpusSpec) -> list[tuple[PoolKind, int, int]]:
    """Return the slices (kind, start, stop) that the pools are made in; fixed, so that they can be resumed."""
    return [
        (kind, start, min(start + _SLICE, pool_count(spec, kind)))
        for kind in POOL_KINDS
        for start in range(0, pool_count(spec, kind), _SLICE)
    ]


def write_pool(
    spec: CorpusSpec, output: Path | str, kind: PoolKind, start: int, stop: int, *, fsync: bool = False
) -> Path:
    """Write a slice of a pool, unless it is there already, and return its path.

    Raises:
        OutputError: it cannot be written.
    """
    folder = CorpusFolder(Path(output), fsync)
    part = pool_part(folder, kind, start, stop)
    if part_fault(folder, spec, part) is not None:
        make_folder(folder.pool_parts)
        with replacing(part, fsync=fsync) as temporary:
            _write_rows(temporary, spec, kind, range(start, stop))
        record = {"people": _people(spec), "file": FileRecord.of(folder.root, part)}
        write_bytes(part.with_suffix(".json"), sealed(json.dumps(record).encode()), fsync=fsync)
    return part


def _write_rows(path: Path, spec: CorpusSpec, kind: PoolKind, rows: range) -> None:
    pools, table = Pools(spec), _TABLES[kind]
    with pq.ParquetWriter(path, _schema(pools, kind), compression="snappy") as writer:
        for group in _pieces(rows, _ROW_GROUP):
            drawn = [table(pools, piece.start, piece.stop) for piece in _pieces(group, _ROWS_AT_ONCE)]
            writer.write_table(pa.concat_tables(drawn))
    # Else what Arrow has used stays its own.
    pa.default_memory_pool().release_unused()


def _schema(pools: Pools, kind: PoolKind) -> pa.Schema:
    return _TABLES[kind](pools, 0, 0).schema


def _pieces(numbers: range, size: int) -> Iterator[range]:
    return (numbers[i : i + size] for i in range(0, len(numbers), size))


def pool_part(folder: CorpusFolder, kind: PoolKind, start: int, stop: int) -> Path:
    """Return the file of a slice of a pool; beside it lies a record of it, which ends in ``.json``."""
    return folder.pool_parts / f"{kind}-{start:08d}-{stop - 1:08d}.parquet"


def part_fault(folder: CorpusFolder, spec: CorpusSpec, part: Path) -> str | None:
    """Return what is wrong with a slice of a pool; None when it is there as it was written, of the same people."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        record = _record_of(part)
        written = FileRecord(*record["file"])
        if record["people"] != _people(spec) or folder.root / written.path != part:
            return "is of other people"
        return written.fault(folder.root)
    return "has no record that can be read"


def _record_of(part: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(unsealed(part.with_suffix(".json").read_bytes()))
    return record


def _people(spec: CorpusSpec) -> str:
    """Return what decides who somebody is: all of the spec but how many documents there are."""
    return spec.model_copy(update={"phi_positive": 0, "phi_negative": 0}).fingerprint


def _rows_of(folder: CorpusFolder, part: Path) -> Iterator[pa.Table]:
    """Return the rows of a slice that was looked at a moment ago.

    Raises:
        ChangedMeanwhile: it is not as it was written.
    """
    try:
        record = FileRecord(*_record_of(part)["file"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise unreadable(part, error, ChangedMeanwhile) from error
    return recorded_rows(folder, record)


def merge_pools(folder: CorpusFolder, spec: CorpusSpec) -> None:
    """Write the pool files from their slices, making those that are missing or damaged.

    Raises:
        ChangedMeanwhile: a slice is not as it was made.
        OutputError: a file cannot be written.
    """
    make_folder(folder.pools)
    pools = Pools(spec)
    for kind in POOL_KINDS:
        parts = [
            write_pool(spec, folder.root, *piece, fsync=folder.fsync) for piece in pool_slices(spec) if piece[0] == kind
        ]
        with (
            replacing(folder.pools / f"{kind}.parquet", fsync=folder.fsync) as temporary,
            pq.ParquetWriter(temporary, _schema(pools, kind), compression="zstd") as writer,
        ):
            for part in parts:
                for rows in _rows_of(folder, part):
                    writer.write_table(rows, row_group_size=_ROW_GROUP)
