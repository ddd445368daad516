"""Finish a run: labels, manifest, pools, counts, dataset card and state file from what the receipts say is there."""

import time
from collections.abc import Sequence

from synthphi.corpus.card import dataset_card
from synthphi.corpus.coverage import discard_shards, open_errors, without_superseded
from synthphi.corpus.files import remove, write_bytes
from synthphi.corpus.finished import check_derived, faults, read_finished, write_finished
from synthphi.corpus.folder import CorpusFolder, sweep, unreadable
from synthphi.corpus.merge import merge
from synthphi.corpus.pools import merge_pools
from synthphi.corpus.receipt import DocumentError, discard_damaged, read_receipts
from synthphi.corpus.state import write_state
from synthphi.corpus.stats import CorpusStats, read_stats, stats_json
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
        ChangedMeanwhile: what was made was changed meanwhile.
        OutputError: a file cannot be written.
    """
    started = time.perf_counter()
    remove(folder.finished)
    receipts = read_receipts(folder, spec)
    if spec.pack != "none":
        receipts = without_superseded(receipts)
        discard_shards(folder, receipts)
    discard_damaged(folder, receipts)
    sweep(folder, spec)
    merge_pools(folder, spec)
    held = merge(folder, spec, receipts)
    errors = open_errors(receipts)
    stats = held.model_copy(
        update={
            "errors": len(errors),
            "missing": spec.phi_positive + spec.phi_negative - held.documents - len(errors),
            "reused": max(0, held.documents - run.documents),
            "workers": run.workers,
            "batches": run.batches,
            "duration": run.duration + time.perf_counter() - started,
        }
    )
    _write_errors(folder, errors)
    write_bytes(folder.card, dataset_card(spec, stats).encode(), fsync=folder.fsync)
    write_bytes(folder.stats, stats_json(stats), fsync=folder.fsync)
    write_state(folder, stats, spec.identifiers)
    write_finished(folder, spec)
    return stats


def is_finished(folder: CorpusFolder, spec: CorpusSpec, run: CorpusStats) -> bool:
    """Return whether a run had nothing to add to a corpus that an earlier one finished, and that is as it left it."""
    if run.documents or run.errors:
        return False
    record = read_finished(folder)
    if record is None or record.fingerprint != spec.fingerprint or faults(folder, record):
        return False
    return read_stats(folder.root).documents == spec.phi_positive + spec.phi_negative


def as_found(folder: CorpusFolder, spec: CorpusSpec, run: CorpusStats) -> CorpusStats:
    """Return the counts of a finished corpus to which a run had nothing to add.

    Labels and manifest stay as they are, which are most of the work. What a later run builds on is put right.

    Raises:
        CorpusError: the counts cannot be read.
        OutputError: a file cannot be written or removed.
    """
    sweep(folder, spec)
    merge_pools(folder, spec)
    held = read_stats(folder.root)
    own = {"workers": run.workers, "batches": run.batches, "duration": run.duration}
    return held.model_copy(update={"reused": held.documents, **own})


def _write_errors(folder: CorpusFolder, errors: Sequence[DocumentError]) -> None:
    if errors:
        lines = "".join(error.model_dump_json() + "\n" for error in errors)
        write_bytes(folder.errors, lines.encode(), fsync=folder.fsync)
    else:
        remove(folder.errors)


def read_errors(folder: CorpusFolder) -> list[DocumentError]:
    """Return the documents of a corpus that could not be made.

    Raises:
        CorpusError: the list of them is damaged.
    """
    if not folder.errors.exists():
        return []
    check_derived(folder, folder.errors)
    try:
        return [DocumentError.model_validate_json(line) for line in folder.errors.read_text("utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise unreadable(folder.errors, error) from error
