"""The flow that makes a corpus."""

import shutil
import time
from collections.abc import Mapping
from itertools import starmap
from typing import Any, NamedTuple, TypeAlias

from prefect import Task, flow, runtime
from prefect.logging import get_run_logger

from flows.artifacts import publish
from flows.hooks import SAY_HOW_TO_GO_ON
from flows.pool import Loss, Work, WorkersDied, run_all
from flows.progress import ProgressMeter
from flows.workers import process_count
from synthphi.corpus.batch import record_lost
from synthphi.corpus.batches import Batch, check_batch_size
from synthphi.corpus.finish import as_found, is_finished
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.lock import writing
from synthphi.corpus.pools import PoolKind, pool_slices
from synthphi.corpus.receipt import read_receipt
from synthphi.corpus.stats import CorpusStats
from synthphi.presets import Preset, with_preset
from synthphi.run_options import RunOptions
from synthphi.spec import CorpusSpec
from tasks.build_pool import build_pool
from tasks.finish_corpus import finish_corpus
from tasks.plan_batches import plan_batches
from tasks.render_batch import render_batch
from tasks.write_report import write_report

_SPEC = CorpusSpec.parse({})
_RUN = RunOptions.parse({})

_DOCUMENT_SECONDS = 0.1
_ROW_SECONDS = 0.005
"""How much longer than `RunOptions.stall_timeout` a task run may take for each document, or row of a pool: about sixty
times what it takes."""
_WORTH_A_TASK_RUN = 1_000
"""Rows of a pool that take as long as a task run costs. Slices of fewer are drawn when the run is finished, by
`synthphi.corpus.pools.merge_pools`, which makes what it does not find."""
_WATCHDOG = 1.5
"""How much longer than that it may take until it is thought to hang where it cannot notice itself."""


class PoolSlice(NamedTuple):
    """Rows of a pool that one task run writes."""

    kind: PoolKind
    start: int
    stop: int


Item: TypeAlias = Batch | PoolSlice


def _meant(spec: CorpusSpec, preset: Preset | None) -> CorpusSpec:
    return CorpusSpec.parse(with_preset(preset, spec.model_dump(exclude_unset=True))) if preset else spec


def _run_name() -> str:
    parameters = runtime.flow_run.parameters
    spec = _meant(parameters.get("spec", _SPEC), parameters.get("preset"))
    return f"{spec.phi_positive} positive, {spec.phi_negative} negative, seed {spec.seed}"


@flow(
    name="generate-corpus",
    flow_run_name=_run_name,
    **SAY_HOW_TO_GO_ON,
)
def generate_corpus(spec: CorpusSpec = _SPEC, run: RunOptions = _RUN, preset: Preset | None = None) -> CorpusStats:
    """Make a labelled corpus of synthetic PHI documents, and return its counts.

    Documents that an earlier run made are not made again. A document that cannot be made, that ends its process or
    that never ends, is recorded in the corpus (``errors.jsonl``) and counted; all others are made. While another run
    writes to the same folder, this one waits.

    Args:
        spec: What the corpus is made of. The same spec gives the same bytes.
        run: Where to, and with how many processes.
        preset: Settings for a purpose, in place of the defaults of the spec; what the spec says wins over them.

    Raises:
        OutputError: the output holds something else, or cannot be written to.
        SpecError: a batch size is given for a packed corpus.
        WorkersDied: worker processes died again and again; what is done is kept.
    """
    started = time.monotonic()
    spec = _meant(spec, preset)
    check_batch_size(spec, run.batch_size)
    with writing(spec, run.output.absolute(), on_wait=get_run_logger().warning, fsync=run.fsync) as folder:
        made = _make_what_is_missing(spec, folder, run)
        made = made.model_copy(update={"duration": time.monotonic() - started})
        found = is_finished(folder, spec, made)
        stats = as_found(folder, spec, made) if found else finish_corpus(folder, spec, made)
        if not (found and folder.report.is_file()):
            write_report(folder.root, fsync=run.fsync)
    publish(stats, spec, folder)
    get_run_logger().info("%d documents, %d errors in %s", stats.documents, stats.errors, folder.root)
    return stats


def _make_what_is_missing(spec: CorpusSpec, folder: CorpusFolder, run: RunOptions) -> CorpusStats:
    """Return what this run made."""
    workers = process_count(run.workers)
    batches = plan_batches(folder, spec, run.batch_size, workers)
    missing = sum(batch.documents for batch in batches)
    making = _Making(folder, spec, missing, run.stall_timeout)
    if batches:
        # Receipts decide what is done. Results that lie there are of no use, and may be anybody's: Prefect reads
        # them in the way that they name themselves, pickle among these.
        shutil.rmtree(folder.root / ".synthphi/results", ignore_errors=True)
        slices = [one for one in starmap(PoolSlice, pool_slices(spec)) if one.stop - one.start >= _WORTH_A_TASK_RUN]
        items: list[Item] = [*slices, *batches]
        run_all(making.work(), items, min(workers, len(items)))
    return making.stats


class _Making:
    """What has been made of a corpus so far, and what to do about each task run."""

    def __init__(self, folder: CorpusFolder, spec: CorpusSpec, missing: int, stall_timeout: float) -> None:
        self.stats = CorpusStats()
        """What this run did."""
        self._folder = folder
        self._spec = spec
        self._stall_timeout = stall_timeout
        total = spec.phi_positive + spec.phi_negative
        self._meter = ProgressMeter(total=total, reused=total - missing)

    def work(self) -> Work[Item]:
        return Work(
            call=self._call,
            completed=self._completed,
            is_done=self._is_done,
            split=_split,
            lost=self._lost,
            patience=lambda item: _WATCHDOG * self._limit(item),
        )

    def _limit(self, item: Item) -> float:
        """Return how many seconds an item may take."""
        if isinstance(item, PoolSlice):
            return self._stall_timeout + _ROW_SECONDS * (item.stop - item.start)
        return self._stall_timeout + _DOCUMENT_SECONDS * item.documents

    def _call(self, item: Item) -> tuple[Task[..., Any], Mapping[str, Any]]:
        if isinstance(item, PoolSlice):
            return build_pool, {
                "spec": self._spec,
                "output": self._folder.root,
                "fsync": self._folder.fsync,
                **item._asdict(),
            }
        rendering = render_batch.with_options(
            # Receipts have said that the batch is missing: a result that Prefect has of it is of files that are gone.
            refresh_cache=True,
            result_storage=self._folder.root / ".synthphi/results",
            timeout_seconds=self._limit(item),
        )
        return rendering, {"spec": self._spec, "batch": item, "output": self._folder.root, "fsync": self._folder.fsync}

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

    def _lost(self, item: Item, loss: Loss) -> None:
        if isinstance(item, PoolSlice):
            raise WorkersDied(f"{item.kind} {item.start} to {item.stop - 1} cannot be drawn: {loss.message}")
        get_run_logger().error("document %s %d: %s", item.phi_class, item.start, loss.message)
        self.stats += record_lost(
            self._spec, item, self._folder.root, loss.error, loss.message, fsync=self._folder.fsync
        ).stats
        self._meter.add(item.documents)


def _split(item: Item) -> tuple[Item, ...]:
    return item.halves() if isinstance(item, Batch) else ()
