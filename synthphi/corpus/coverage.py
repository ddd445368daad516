"""Which documents receipts cover, and which are still to be made.

Ranges count, not names: a run may cut the work into other batches than the run before it, and receipts may overlap.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from synthphi.corpus.batches import Batch
from synthphi.corpus.files import remove
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.receipt import DocumentError, Receipt, read_receipts, receipt_files
from synthphi.corpus.shards import is_shard
from synthphi.doctypes import PHI_CLASSES, PhiClass
from synthphi.spec import CorpusSpec

_NUMBERS = re.compile(r"(positive|negative)-(\d{6,})-(\d{6,})\.")
"""What a batch is, by the names of its receipt and its shard."""


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


def shards_on_disk(folder: CorpusFolder) -> list[Path]:
    """Return the files of a packed corpus that have the names of shards, damaged ones too."""
    return sorted(path for path in folder.documents_on_disk() if is_shard(path))


def discard_shards(folder: CorpusFolder, receipts: Iterable[Receipt]) -> None:
    """Remove the shards of a packed corpus that none of the `receipts` names: those of batches that are not done."""
    kept = {folder.root / record.path for receipt in receipts for record in receipt.files}
    for path in shards_on_disk(folder):
        if path not in kept:
            remove(path)
