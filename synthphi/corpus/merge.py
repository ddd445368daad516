"""Merge the batches' label rows into the corpus' label tables and manifest.

The result is equal, to the byte, however the run was cut into batches: rows are sorted by number, and written in row
groups of a fixed size. Memory holds some hundred rows, and a batch of them packed; of batches with errors that
overlap, all of theirs.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from synthphi.corpus.files import replacing
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.labels import SCHEMA, without_lost_twins
from synthphi.corpus.receipt import Receipt
from synthphi.corpus.recorded import recorded_rows
from synthphi.corpus.stats import CorpusStats
from synthphi.doctypes import PHI_CLASSES
from synthphi.spec import CorpusSpec, Identifiers

ROW_GROUP = 1_000
_MANIFEST_FIELDS = (
    "document_id",
    "path",
    "phi_class",
    "doc_type",
    "format",
    "bytes",
    "sha256",
    "patient_id",
    "twin",
    "split",
)


def merge(folder: CorpusFolder, spec: CorpusSpec, receipts: Sequence[Receipt]) -> CorpusStats:
    """Write label tables and manifest from the rows of `receipts`, and return the counts of what they hold.

    Args:
        folder: The corpus.
        spec: Its spec.
        receipts: Intact receipts (`read_receipts`); they may overlap and may leave gaps.

    Raises:
        CorpusError: label rows are not as they were when the receipts were read.
        OutputError: a file cannot be written.
    """
    stats = CorpusStats()
    with (
        replacing(folder.manifest, fsync=folder.fsync) as manifest_path,
        manifest_path.open("w", encoding="utf-8", newline="\n") as manifest,
    ):
        for phi_class in PHI_CLASSES:
            of_class = [receipt for receipt in receipts if receipt.batch.phi_class == phi_class]
            with (
                replacing(folder.labels_of(phi_class), fsync=folder.fsync) as labels_path,
                pq.ParquetWriter(labels_path, _stamped(spec), compression="zstd") as labels,
            ):
                for rows in _row_groups(_rows_in_order(folder, of_class)):
                    group = without_lost_twins(rows, spec.phi_positive)
                    labels.write_table(group.cast(_stamped(spec)), row_group_size=ROW_GROUP)
                    spans, phi_spans = _span_counts(group)
                    manifest.writelines(_manifest_lines(group, spans, phi_spans, spec.identifiers))
                    stats += counts_of(group)
    return stats


def _rows_in_order(folder: CorpusFolder, receipts: Sequence[Receipt]) -> Iterator[pa.Table]:
    """Yield the rows of one class by number, each document once."""
    bounds = sorted({bound for receipt in receipts for bound in (receipt.batch.start, receipt.batch.stop)})
    waiting = sorted(receipts, key=lambda receipt: receipt.batch, reverse=True)
    open_now: list[Receipt] = []
    for start, stop in pairwise(bounds):
        open_now = [receipt for receipt in open_now if receipt.batch.stop > start]
        while waiting and waiting[-1].batch.start <= start:
            open_now.append(waiting.pop())
        # One complete receipt is enough; only those with errors need each other.
        complete = next((receipt for receipt in open_now if receipt.complete), None)
        if complete is not None:
            yield from (_between(table, start, stop) for table in recorded_rows(folder, complete.rows))
        elif open_now:
            tables = [
                pa.concat_tables([SCHEMA.empty_table(), *recorded_rows(folder, receipt.rows)]) for receipt in open_now
            ]
            yield _united([_between(table, start, stop) for table in tables])


def _between(table: pa.Table, start: int, stop: int) -> pa.Table:
    numbers = table["number"]
    if table.num_rows and start <= numbers[0].as_py() and numbers[-1].as_py() < stop:
        return table
    return table.filter(pc.and_(pc.greater_equal(numbers, start), pc.less(numbers, stop)))


def _united(tables: list[pa.Table]) -> pa.Table:
    if len(tables) == 1:
        return tables[0]
    table = pa.concat_tables(tables)
    first_at: dict[int, int] = {}
    for index, number in enumerate(table["number"].to_pylist()):
        first_at.setdefault(number, index)
    return table.take(pa.array([first_at[number] for number in sorted(first_at)], pa.int64()))


def _row_groups(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """Cut rows into tables of `ROW_GROUP` rows, the last one shorter, each in one piece."""
    kept: list[pa.Table] = []
    for table in tables:
        kept.append(table)
        rows = sum(part.num_rows for part in kept)
        if rows < ROW_GROUP:
            continue
        joined = pa.concat_tables(kept)
        whole = rows - rows % ROW_GROUP
        for start in range(0, whole, ROW_GROUP):
            yield joined.slice(start, ROW_GROUP).combine_chunks()
        kept = [joined.slice(whole)]
    rest = pa.concat_tables(kept) if kept else SCHEMA.empty_table()
    if rest.num_rows:
        yield rest.combine_chunks()


def _span_counts(group: pa.Table) -> tuple[list[int], list[int]]:
    """Return for each row how many spans it has, and how many of them are PHI."""
    column = group["spans"]
    spans = pc.list_value_length(column).to_pylist()
    parents = pc.list_parent_indices(column)
    of_phi = pc.value_counts(parents.filter(pc.struct_field(pc.list_flatten(column), "phi")))
    by_row = {entry["values"]: entry["counts"] for entry in of_phi.to_pylist()}
    return spans, [by_row.get(row, 0) for row in range(group.num_rows)]


def _stamped(spec: CorpusSpec) -> pa.Schema:
    """Return the schema of the label tables, with the profile of their numbers where these may equal real ones."""
    return SCHEMA if spec.identifiers == "reserved" else SCHEMA.with_metadata({"identifiers": spec.identifiers})


def _manifest_lines(group: pa.Table, spans: list[int], phi_spans: list[int], identifiers: Identifiers) -> Iterator[str]:
    stamp = {} if identifiers == "reserved" else {"identifiers": identifiers}
    for row, count, phi_count in zip(group.select(_MANIFEST_FIELDS).to_pylist(), spans, phi_spans, strict=True):
        yield json.dumps({**row, "spans": count, "phi": phi_count, **stamp}) + "\n"


def counts_of(group: pa.Table) -> CorpusStats:
    """Return the counts of some label rows."""

    def counts(values: pa.ChunkedArray) -> dict[str, int]:
        return {entry["values"]: entry["counts"] for entry in pc.value_counts(values).to_pylist()}

    spans = pc.list_flatten(group["spans"])
    labels = counts(pc.struct_field(spans, "label"))
    surfaces = counts(pc.struct_field(spans, "surface").filter(pc.struct_field(spans, "phi")))
    classes = counts(group["phi_class"])
    return CorpusStats(
        documents=group.num_rows,
        phi_positive=classes.get("positive", 0),
        phi_negative=classes.get("negative", 0),
        bytes=pc.sum(group["bytes"]).as_py(),
        spans=sum(labels.values()),
        phi_spans=sum(surfaces.values()),
        by_format=counts(group["format"]),
        by_type=counts(group["doc_type"]),
        by_label=labels,
        by_surface=surfaces,
    )
