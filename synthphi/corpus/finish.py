"""Finish a run: labels, manifest, pools, counts, dataset card and state file from what the receipts say is there."""

import time
from collections.abc import Sequence

from synthphi.corpus.batches import Batch
from synthphi.corpus.card import dataset_card
from synthphi.corpus.folder import CorpusFolder, sweep, write_bytes
from synthphi.corpus.merge import merge
from synthphi.corpus.pools import merge_pools
from synthphi.corpus.receipt import DocumentError, Receipt, discard_damaged, read_receipts
from synthphi.corpus.state import write_state
from synthphi.corpus.stats import CorpusStats, stats_json
from synthphi.doctypes import PHI_CLASSES, PhiClass
from synthphi.spec import CorpusSpec


def finish(folder: CorpusFolder, spec: CorpusSpec, run: CorpusStats) -> CorpusStats:
    """Write everything but the documents, from the receipts on disk, and return the counts of the whole corpus.

    An incomplete corpus is finished as far as it goes: its counts name what is missing, and ``errors.jsonl`` the
    documents that could not be made.

    Args:
        folder: The open corpus.
        spec: Its spec.
        run: What this run did: the sum of its receipts' stats, with the run's `duration` so far.

    Raises:
        OutputError: a file cannot be written.
    """
    started = time.perf_counter()
    receipts = read_receipts(folder, spec)
    discard_damaged(folder, receipts)
    sweep(folder, spec)
    merge_pools(folder, spec)
    held = merge(folder, spec, receipts)
    errors = _open_errors(receipts)
    stats = held.model_copy(
        update={
            "errors": len(errors),
            "missing": spec.phi_positive + spec.phi_negative - held.documents - len(errors),
            "reused": max(0, held.documents - run.documents),
            "workers": run.workers,
            "duration": run.duration + time.perf_counter() - started,
        }
    )
    _write_errors(folder, errors)
    write_bytes(folder.card, dataset_card(spec, stats).encode())
    write_bytes(folder.stats, stats_json(stats))
    write_state(folder, stats, spec.identifiers)
    return stats


def _open_errors(receipts: Sequence[Receipt]) -> list[DocumentError]:
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


def _write_errors(folder: CorpusFolder, errors: Sequence[DocumentError]) -> None:
    if errors:
        write_bytes(folder.errors, "".join(error.model_dump_json() + "\n" for error in errors).encode())
    else:
        folder.errors.unlink(missing_ok=True)


def read_errors(folder: CorpusFolder) -> list[DocumentError]:
    """Return the documents of a finished corpus that could not be made."""
    if not folder.errors.exists():
        return []
    return [DocumentError.model_validate_json(line) for line in folder.errors.read_text("utf-8").splitlines()]
