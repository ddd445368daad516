"""Make a corpus in this process, without Prefect; and iterate over its documents, without files."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from synthphi.content import compose
from synthphi.corpus.batch import render_batch
from synthphi.corpus.batches import check_batch_size, plan_batches
from synthphi.corpus.coverage import missing_ranges
from synthphi.corpus.finish import as_found, finish, is_finished
from synthphi.corpus.lock import writing
from synthphi.corpus.plan import Plan
from synthphi.corpus.stats import CorpusStats
from synthphi.doctypes import PHI_CLASSES
from synthphi.document import Document
from synthphi.spec import CorpusSpec


def write_corpus(
    spec: CorpusSpec,
    output: Path | str,
    *,
    batch_size: int | Literal["auto"] = "auto",
    progress: Callable[[int, int], None] | None = None,
    fsync: bool = False,
) -> CorpusStats:
    """Make a corpus in this process and return its counts; go on where an earlier run of the same spec stopped.

    Documents that cannot be made are counted in `errors` and described in ``errors.jsonl``.

    Args:
        spec: The corpus.
        output: Its folder; made when missing.
        batch_size: Documents between two checkpoints. It changes no byte of the corpus, and goes with loose documents
            only: those of a packed corpus are its shards.
        progress: Called with (documents done, documents in all) at the start and after each batch.
        fsync: Whether everything is synced to the disk: what a receipt says is done is safe from a power cut then.

    Raises:
        CorpusBusy: another process is writing to it.
        CorpusMismatch: the folder holds a corpus of another spec.
        OutputError: the folder holds something else, or cannot be written to.
        SpecError: a batch size is given for a packed corpus.
    """
    check_batch_size(spec, batch_size)
    started = time.perf_counter()
    with writing(spec, output, fsync=fsync) as folder:
        missing = missing_ranges(folder, spec)
        total = spec.phi_positive + spec.phi_negative
        done = total - sum(len(numbers) for ranges in missing.values() for numbers in ranges)
        tell = progress or _say_nothing
        tell(done, total)
        run = CorpusStats()
        for batch in plan_batches(spec, missing, batch_size):
            run += render_batch(spec, batch, folder.root, fsync=fsync).stats
            done += batch.documents
            tell(done, total)
        run = run.model_copy(update={"duration": time.perf_counter() - started})
        return as_found(folder, spec, run) if is_finished(folder, spec, run) else finish(folder, spec, run)


def _say_nothing(done: int, total: int) -> None:
    """Stand in for the progress that nobody asked for."""


def iter_documents(spec: CorpusSpec) -> Iterator[Document]:
    """Yield the annotated documents of a corpus, positives first, by number; nothing is written."""
    plan = Plan(spec)
    for phi_class in PHI_CLASSES:
        for number in range(spec.count(phi_class)):
            yield compose(plan.document(phi_class, number), plan.pools)
