"""Receipts: the record that a batch is complete.

A receipt counts when it carries the spec's fingerprint and its own SHA-256, when its label rows are as they were
written, and when every document that it names is there with its size, and with its SHA-256 if it was changed since.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from synthphi.corpus.batches import Batch
from synthphi.corpus.files import FileRecord, remove, write_bytes
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.sealing import sealed, unsealed
from synthphi.corpus.stats import CorpusStats, WorkerStats
from synthphi.spec import CorpusSpec

_OURS = re.compile(r"(positive|negative)-\d{6,}-\d{6,}\.(json|parquet)")
"""Names of receipts and of batches' label rows."""


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
    """What a batch has made.

    Only `process_id`, `started`, `finished`, and `stats.workers` and `stats.batches`, which tell of them, differ from
    run to run.
    """

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
        """Return whether every file that the receipt names is there as it was written.

        Label rows are hashed. A document is when it was changed since, or with `verify_hashes`; otherwise its size has
        to do, which takes a thousandth of the time. Documents are written one after the other: one that was changed
        later than the next one was changed before there was a receipt.
        """
        if self.rows.fault(folder.root) is not None:
            return False
        since = 0.0 if verify_hashes else self.finished
        for record in reversed(self.files):
            fault, changed = record.look(folder.root, since)
            if fault is not None:
                return False
            since = min(since, changed)
        return True


def write_receipt(folder: CorpusFolder, receipt: Receipt) -> None:
    """Write the receipt of a batch whose files are on disk.

    Raises:
        OutputError: it cannot be written.
    """
    write_bytes(folder.receipt_of(receipt.batch), sealed(receipt.model_dump_json().encode()), fsync=folder.fsync)


def load_receipt(folder: CorpusFolder, path: Path) -> Receipt:
    """Return what a receipt says, whatever it is of.

    Raises:
        OSError: it cannot be read.
        ValueError: it is damaged, or has the name of another batch.
    """
    receipt = Receipt.model_validate_json(unsealed(path.read_bytes()))
    if path != folder.receipt_of(receipt.batch):
        raise ValueError(f"it is the receipt of {receipt.batch.name}")
    if folder.root / receipt.rows.path != folder.rows_of(receipt.batch):
        raise ValueError("it names label rows of another batch")
    return receipt


def read_receipt(
    folder: CorpusFolder, spec: CorpusSpec, batch: Batch, *, verify_hashes: bool = False
) -> Receipt | None:
    """Return the receipt of a batch, or None when there is none that counts."""
    receipt = _of_corpus(folder, spec.fingerprint, folder.receipt_of(batch))
    return receipt if receipt is not None and receipt.is_intact(folder, verify_hashes=verify_hashes) else None


def read_receipts(folder: CorpusFolder, spec: CorpusSpec, *, verify_hashes: bool = False) -> list[Receipt]:
    """Return all receipts that count, also those with errors, by class and number.

    They come without the names of loose documents, which are most of what receipts are: a large corpus has too many.
    """
    counting = (
        receipt
        for receipt in _receipts_with(folder, spec.fingerprint)
        if receipt.is_intact(folder, verify_hashes=verify_hashes)
    )
    return _sorted(one.model_copy(update={"files": []}) if spec.pack == "none" else one for one in counting)


def receipts_with(folder: CorpusFolder, fingerprint: str) -> list[Receipt]:
    """Return all undamaged receipts of a corpus, by class and number, whatever has become of their files."""
    return _sorted(_receipts_with(folder, fingerprint))


def _receipts_with(folder: CorpusFolder, fingerprint: str) -> Iterator[Receipt]:
    found = (_of_corpus(folder, fingerprint, path) for path in receipt_files(folder))
    return (receipt for receipt in found if receipt is not None)


def _sorted(receipts: Iterable[Receipt]) -> list[Receipt]:
    return sorted(receipts, key=lambda receipt: receipt.batch)


def receipt_files(folder: CorpusFolder) -> list[Path]:
    """Return the receipts of a corpus, damaged ones too, by name."""
    return sorted(path for path in folder.receipts.glob("*.json") if is_of_batch(path))


def is_of_batch(path: Path) -> bool:
    """Return whether a file has the name of a receipt, or of the label rows of a batch."""
    return _OURS.fullmatch(path.name) is not None


def _of_corpus(folder: CorpusFolder, fingerprint: str, path: Path) -> Receipt | None:
    try:
        receipt = load_receipt(folder, path)
    except (OSError, ValueError):
        return None
    return receipt if receipt.fingerprint == fingerprint else None


def discard_damaged(folder: CorpusFolder, receipts: Iterable[Receipt]) -> None:
    """Remove the receipts, and the label rows, that are not of the `receipts` that count."""
    kept = {receipt.batch.name for receipt in receipts}
    for path in (*folder.receipts.iterdir(), *folder.rows.iterdir()):
        if path.stem not in kept and is_of_batch(path) and not path.is_dir():
            remove(path)


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
