"""The flow that makes a corpus."""

import time
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from prefect import Task, flow
from prefect.logging import get_run_logger

from flows.hooks import say_how_to_go_on
from flows.pool import Work, WorkersDied, run_all
from flows.progress import ProgressMeter
from flows.report import publish
from flows.workers import process_count
from synthphi.corpus.batch import record_lost
from synthphi.corpus.batches import Batch
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.pools import PoolKind, pool_slices
from synthphi.corpus.receipt import read_receipt
from synthphi.corpus.stats import CorpusStats
from synthphi.spec import CorpusSpec, RunOptions
from tasks.build_pool import build_pool
from tasks.finish_corpus import finish_corpus
from tasks.open_corpus import open_corpus
from tasks.plan_batches import plan_batches
from tasks.render_batch import render_batch

_SPEC = CorpusSpec.parse({})
_RUN = RunOptions.parse({})


class PoolSlice(NamedTuple):
    """Rows of a pool that one task run writes."""

    kind: PoolKind
    start: int
    stop: int


Item: TypeAlias = Batch | PoolSlice


@flow(
    name="generate-corpus",
    flow_run_name="{spec.phi_positive} positive, {spec.phi_negative} negative, seed {spec.seed}",
    on_failure=[say_how_to_go_on],
    on_crashed=[say_how_to_go_on],
    on_cancellation=[say_how_to_go_on],
)
def generate_corpus(spec: CorpusSpec = _SPEC, run: RunOptions = _RUN) -> CorpusStats:
    """Make a labelled corpus of synthetic PHI documents, and return its counts.

    Documents that an earlier run made are not made again. A document that cannot be made, or that ends its process, is
    recorded in the corpus (``errors.jsonl``) and counted; all others are made.

    Args:
        spec: What the corpus is made of. The same spec gives the same bytes.
        run: Where to, and with how many processes.

    Raises:
        OutputError: the output holds something else, or cannot be written to.
        WorkersDied: worker processes died again and again; what is done is kept.
    """
    started = time.monotonic()
    workers = process_count(run.workers)
    folder = open_corpus(spec, run.output.absolute())
    batches = plan_batches(folder, spec, run.batch_size, workers)
    making = _Making(folder, spec, missing=sum(batch.documents for batch in batches))
    if batches:
        slices = [PoolSlice(*piece) for piece in pool_slices(spec)]
        items: list[Item] = [*slices, *batches]
        run_all(making.work(), items, min(workers, len(items)))
    stats = making.stats.model_copy(update={"duration": time.monotonic() - started})
    stats = finish_corpus(folder, spec, stats)
    publish(stats, spec, folder)
    get_run_logger().info("%d documents, %d errors in %s", stats.documents, stats.errors, folder.root)
    return stats


class _Making:
    """What has been made of a corpus so far, and what to do about each task run."""

    def __init__(self, folder: CorpusFolder, spec: CorpusSpec, missing: int) -> None:
        self.stats = CorpusStats()
        """What this run did."""
        self._folder = folder
        self._spec = spec
        total = spec.phi_positive + spec.phi_negative
        self._meter = ProgressMeter(total=total, reused=total - missing)

    def work(self) -> Work[Item]:
        return Work(call=self._call, completed=self._completed, is_done=self._is_done, split=_split, lost=self._lost)

    def _call(self, item: Item) -> tuple[Task[..., Any], Mapping[str, Any]]:
        if isinstance(item, PoolSlice):
            return build_pool, {"spec": self._spec, "output": self._folder.root, **item._asdict()}
        # Receipts have said that the batch is missing: a result that Prefect has of it is of files that are gone.
        rendering = render_batch.with_options(
            refresh_cache=True, result_storage=self._folder.root / ".synthphi/results"
        )
        return rendering, {"spec": self._spec, "batch": item, "output": self._folder.root}

    def _completed(self, item: Item, counts: dict[str, Any] | None) -> None:
        if isinstance(item, PoolSlice):
            return
        if counts is None:
            receipt = read_receipt(self._folder, self._spec, item)
            assert receipt is not None  # `is_done` has just read it
            counts = receipt.stats.model_dump()
        self.stats += CorpusStats.model_validate(counts)
        self._meter.add(item.documents)

    def _is_done(self, item: Item) -> bool:
        return isinstance(item, Batch) and read_receipt(self._folder, self._spec, item) is not None

    def _lost(self, item: Item, reason: str) -> None:
        if isinstance(item, PoolSlice):
            raise WorkersDied(f"{item.kind} {item.start} to {item.stop - 1} cannot be drawn: {reason}")
        get_run_logger().error("document %s %d: %s", item.phi_class, item.start, reason)
        self.stats += record_lost(self._spec, item, self._folder.root, reason).stats
        self._meter.add(item.documents)


def _split(item: Item) -> tuple[Item, ...]:
    return item.halves() if isinstance(item, Batch) else ()
