"""Receipts: the record that a batch is complete, and what of a corpus is done by them.

A receipt counts when it carries the spec's fingerprint and every file that it names is there with its size. Ranges
count, not names: a run may cut the work into other batches than the run before it, and receipts may overlap.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from synthphi.corpus.batches import Batch
from synthphi.corpus.folder import CorpusFolder, write_bytes
from synthphi.corpus.stats import CorpusStats, WorkerStats
from synthphi.doctypes import PHI_CLASSES, PhiClass
from synthphi.spec import CorpusSpec


class FileRecord(NamedTuple):
    """A file as it was written: path relative to the corpus, size in bytes, SHA-256 in hex."""

    path: str
    size: int
    sha256: str


class DocumentError(BaseModel):
    """A document that could not be made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document_id: str
    number: int
    doc_type: str
    format: str
    error: str
    """The type of the exception, or what happened to the process."""
    message: str
    traceback: str = ""


class Receipt(BaseModel):
    """What a batch has made. Only `process_id`, `started` and `finished` differ from run to run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fingerprint: str
    batch: Batch
    files: list[FileRecord]
    """The documents, in order of their numbers."""
    rows: FileRecord
    """The file with their label rows."""
    errors: list[DocumentError]
    stats: CorpusStats
    process_id: int
    started: float
    """Unix seconds."""
    finished: float

    @property
    def complete(self) -> bool:
        """Return whether every document of the batch was made."""
        return not self.errors

    def is_intact(self, folder: CorpusFolder, *, verify_hashes: bool = False) -> bool:
        """Return whether every file that the receipt names is there with its size (and its SHA-256)."""
        return all(_is_there(folder, record, verify_hashes) for record in (self.rows, *self.files))


def _is_there(folder: CorpusFolder, record: FileRecord, verify_hashes: bool) -> bool:
    path = folder.root / record.path
    # A name without a way up cannot lead out: folders that are links are refused when the corpus is opened.
    if Path(record.path).is_absolute() or ".." in Path(record.path).parts:
        return False
    try:
        if path.stat().st_size != record.size:
            return False
        return not verify_hashes or hashlib.sha256(path.read_bytes()).hexdigest() == record.sha256
    except (OSError, ValueError):  # there is a character that no path has
        return False


def write_receipt(folder: CorpusFolder, receipt: Receipt) -> None:
    """Write the receipt of a batch whose files are on disk.

    Raises:
        OutputError: it cannot be written.
    """
    write_bytes(folder.receipt_of(receipt.batch), receipt.model_dump_json().encode())


def read_receipt(
    folder: CorpusFolder, spec: CorpusSpec, batch: Batch, *, verify_hashes: bool = False
) -> Receipt | None:
    """Return the receipt of a batch, or None when there is none that counts."""
    return _read(folder, spec, folder.receipt_of(batch), verify_hashes)


def read_receipts(folder: CorpusFolder, spec: CorpusSpec, *, verify_hashes: bool = False) -> list[Receipt]:
    """Return all receipts that count, also those with errors, by class and number."""
    found = (_read(folder, spec, path, verify_hashes) for path in sorted(folder.receipts.glob("*.json")))
    return sorted((receipt for receipt in found if receipt is not None), key=lambda receipt: receipt.batch)


def _read(folder: CorpusFolder, spec: CorpusSpec, path: Path, verify_hashes: bool) -> Receipt | None:
    try:
        receipt = Receipt.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
    if receipt.fingerprint != spec.fingerprint or not receipt.is_intact(folder, verify_hashes=verify_hashes):
        return None
    return receipt


def discard_damaged(folder: CorpusFolder, receipts: Iterable[Receipt]) -> None:
    """Remove the receipts, and the label rows, that are not of the `receipts` that count."""
    kept = {receipt.batch.name for receipt in receipts}
    for path in (*folder.receipts.iterdir(), *folder.rows.iterdir()):
        if path.stem not in kept:
            path.unlink(missing_ok=True)


def done_ranges(receipts: Iterable[Receipt]) -> dict[PhiClass, list[range]]:
    """Return the document numbers that complete receipts cover, as ascending, disjoint ranges by class.

    A batch with errors is not done: it is made anew by the next run.
    """
    done: dict[PhiClass, list[range]] = {phi_class: [] for phi_class in PHI_CLASSES}
    for batch in sorted(receipt.batch for receipt in receipts if receipt.complete):
        ranges = done[batch.phi_class]
        if ranges and batch.start <= ranges[-1].stop:
            ranges[-1] = range(ranges[-1].start, max(ranges[-1].stop, batch.stop))
        else:
            ranges.append(range(batch.start, batch.stop))
    return done


def missing_ranges(
    folder: CorpusFolder, spec: CorpusSpec, *, verify_hashes: bool = False
) -> dict[PhiClass, list[range]]:
    """Return the document numbers that are still to be made, as ascending, disjoint ranges by class.

    Args:
        folder: The corpus.
        spec: Its spec.
        verify_hashes: Compare the SHA-256 of every file too, and not only its size.
    """
    done = done_ranges(read_receipts(folder, spec, verify_hashes=verify_hashes))
    return {phi_class: _gaps(done[phi_class], spec.count(phi_class)) for phi_class in PHI_CLASSES}


def _gaps(done: list[range], count: int) -> list[range]:
    starts = [0, *(numbers.stop for numbers in done)]
    stops = [*(numbers.start for numbers in done), count]
    return [range(start, stop) for start, stop in zip(starts, stops, strict=True) if start < stop]


def worker_stats(process_id: int, stats: CorpusStats, started: float, finished: float) -> dict[str, WorkerStats]:
    """Return the `workers` field of the stats of one batch."""
    return {
        str(process_id): WorkerStats(
            documents=stats.documents,
            phi_positive=stats.phi_positive,
            phi_negative=stats.phi_negative,
            errors=stats.errors,
            by_format=stats.by_format,
            seconds=max(0.0, finished - started),
            started=started,
            finished=finished,
        )
    }
