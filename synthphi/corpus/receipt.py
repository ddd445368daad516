"""Receipts: the record that a batch is complete, and what of a corpus is done by them.

A receipt counts when it carries the spec's fingerprint and its own SHA-256, when its label rows are as they were
written, and when every document that it names is there with its size, and with its SHA-256 if it was changed since.
Ranges count, not names: a run may cut the work into other batches than the run before it, and receipts may overlap.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from synthphi.corpus.batches import Batch
from synthphi.corpus.files import FileRecord, remove, sealed, unsealed, write_bytes
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.shards import is_shard
from synthphi.corpus.stats import CorpusStats, WorkerStats
from synthphi.doctypes import PHI_CLASSES, PhiClass
from synthphi.spec import CorpusSpec

_OURS = re.compile(r"(positive|negative)-\d{6,}-\d{6,}\.(json|parquet)")
"""Names of receipts and of batches' label rows."""
_NUMBERS = re.compile(r"(positive|negative)-(\d{6,})-(\d{6,})\.")
"""What a batch is, by the names of its receipt and its shard."""


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
        to do, which takes a thousandth of the time.
        """
        since = 0.0 if verify_hashes else self.finished
        return self.rows.fault(folder.root) is None and not any(
            record.fault(folder.root, changed_after=since) for record in self.files
        )


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


def done_ranges(receipts: Iterable[Receipt], *, with_errors: bool = False) -> dict[PhiClass, list[range]]:
    """Return the document numbers that complete receipts cover, as ascending, disjoint ranges by class.

    A batch with errors is not done: it is made anew by the next run. `with_errors` counts it all the same.
    """
    done: dict[PhiClass, list[range]] = {phi_class: [] for phi_class in PHI_CLASSES}
    for batch in sorted(receipt.batch for receipt in receipts if with_errors or receipt.complete):
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
        verify_hashes: Compare the SHA-256 of every document, also of those that were not changed since.
    """
    return cut_at_shards(folder, spec, gaps(read_receipts(folder, spec, verify_hashes=verify_hashes), spec))


def gaps(receipts: Iterable[Receipt], spec: CorpusSpec, *, with_errors: bool = False) -> dict[PhiClass, list[range]]:
    """Return the document numbers that no receipt covers, as ascending, disjoint ranges by class.

    Args:
        receipts: The receipts.
        spec: The corpus.
        with_errors: Whether a receipt with errors covers its documents, too.
    """
    done = done_ranges(receipts, with_errors=with_errors)
    return {phi_class: _gaps(done[phi_class], spec.count(phi_class)) for phi_class in PHI_CLASSES}


def _gaps(done: list[range], count: int) -> list[range]:
    starts = [0, *(numbers.stop for numbers in done)]
    stops = [*(numbers.start for numbers in done), count]
    return [range(start, stop) for start, stop in zip(starts, stops, strict=True) if start < stop]


def cut_at_shards(
    folder: CorpusFolder, spec: CorpusSpec, missing: Mapping[PhiClass, Sequence[range]]
) -> dict[PhiClass, list[range]]:
    """Return ranges of missing documents, of a packed corpus also cut where shards of earlier runs begin and end.

    So a shard is made anew as it was, also one that is cut otherwise than a single run would.
    """
    if spec.pack == "none":
        return {phi_class: [*ranges] for phi_class, ranges in missing.items()}
    there = [_NUMBERS.match(path.name) for path in (*receipt_files(folder), *shards_on_disk(folder))]
    return {
        phi_class: [
            range(start, stop)
            for numbers in ranges
            for start, stop in pairwise([numbers.start, *_bounds(phi_class, there, numbers[1:]), numbers.stop])
        ]
        for phi_class, ranges in missing.items()
    }


def _bounds(phi_class: PhiClass, names: Iterable[re.Match[str] | None], numbers: range) -> list[int]:
    """Return the numbers, of some, at which batches or shards of some names begin or end."""
    found = [(int(name[2]), int(name[3]) + 1) for name in names if name is not None and name[1] == phi_class]
    return sorted({bound for bounds in found for bound in bounds if bound in numbers})


def shards_on_disk(folder: CorpusFolder) -> list[Path]:
    """Return the files of a packed corpus that have the names of shards, damaged ones too."""
    return sorted(path for path in folder.documents_on_disk() if is_shard(path))


def discard_shards(folder: CorpusFolder, receipts: Iterable[Receipt]) -> None:
    """Remove the shards of a packed corpus that none of the `receipts` names: those of batches that are not done."""
    kept = {folder.root / record.path for receipt in receipts for record in receipt.files}
    for path in shards_on_disk(folder):
        if path not in kept:
            remove(path)


def without_superseded(receipts: Sequence[Receipt]) -> list[Receipt]:
    """Return receipts without those that failed in part and whose documents others have all made later.

    Of a packed corpus: the documents of such a batch lie in two shards.
    """
    return [receipt for receipt in receipts if receipt.complete or not _made_later(receipt, receipts)]


def _made_later(receipt: Receipt, receipts: Sequence[Receipt]) -> bool:
    later = [
        (other.batch, {error.number for error in other.errors})
        for other in receipts
        if other.finished > receipt.finished
    ]
    own = {*range(receipt.batch.start, receipt.batch.stop)} - {error.number for error in receipt.errors}
    return bool(own) and all(
        any(_made(batch, failed, receipt.batch.phi_class, number) for batch, failed in later) for number in own
    )


def open_errors(receipts: Sequence[Receipt]) -> list[DocumentError]:
    """Return the last error of each document that no receipt has made, by class and number."""
    failed = {receipt.batch: {error.number for error in receipt.errors} for receipt in receipts}
    last: dict[tuple[int, int], DocumentError] = {}
    for receipt in sorted(receipts, key=lambda receipt: receipt.finished):
        for error in receipt.errors:
            if not any(
                _made(batch, numbers, receipt.batch.phi_class, error.number) for batch, numbers in failed.items()
            ):
                last[PHI_CLASSES.index(receipt.batch.phi_class), error.number] = error
    return [last[place] for place in sorted(last)]


def _made(batch: Batch, failed: set[int], phi_class: PhiClass, number: int) -> bool:
    return batch.phi_class == phi_class and batch.start <= number < batch.stop and number not in failed


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
