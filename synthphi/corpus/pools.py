"""The pool files: patients, providers and facilities as Parquet, made in slices that can be made anywhere.

Workers draw the people that they need themselves; the tables are a product: Exact Data Match systems are fed from
them, and `verify` looks for their values in negatives.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from synthphi.corpus.folder import CorpusFolder, make_folder, replacing
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


def write_pool(spec: CorpusSpec, output: Path | str, kind: PoolKind, start: int, stop: int) -> Path:
    """Write a slice of a pool, unless it is there already, and return its path.

    Raises:
        OutputError: it cannot be written.
    """
    folder = CorpusFolder(Path(output))
    part = folder.pool_parts / f"{kind}-{start:08d}-{stop - 1:08d}.parquet"
    if not _holds(part, stop - start):
        make_folder(folder.pool_parts)
        with replacing(part) as temporary:
            pq.write_table(_TABLES[kind](Pools(spec), start, stop), temporary, compression="snappy")
    return part


def merge_pools(folder: CorpusFolder, spec: CorpusSpec) -> None:
    """Write the pool files from their slices, making those that are missing.

    Raises:
        OutputError: a file cannot be written.
    """
    make_folder(folder.pools)
    for kind in POOL_KINDS:
        parts = [write_pool(spec, folder.root, *piece) for piece in pool_slices(spec) if piece[0] == kind]
        with (
            replacing(folder.pools / f"{kind}.parquet") as temporary,
            pq.ParquetWriter(temporary, pq.read_schema(parts[0]), compression="zstd") as writer,
        ):
            for part in parts:
                writer.write_table(pq.read_table(part), row_group_size=_ROW_GROUP)


def _holds(part: Path, rows: int) -> bool:
    try:
        return int(pq.read_metadata(part).num_rows) == rows
    except (OSError, pa.ArrowException):
        return False
