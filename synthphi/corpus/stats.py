"""Counts of a corpus and of the run that made it. They add up, and survive JSON."""

import json
from collections.abc import Mapping
from math import sqrt
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from synthphi.corpus.finished import check_derived
from synthphi.corpus.folder import CorpusFolder, unreadable
from synthphi.corpus.opening import load_corpus

Count = Annotated[int, Field(ge=0)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Ratio = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_RULE = "=" * 80


class _Counts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WorkerStats(_Counts):
    """What one process did in a run."""

    documents: Count = 0
    phi_positive: Count = 0
    phi_negative: Count = 0
    errors: Count = 0
    by_format: dict[str, Count] = {}
    seconds: Seconds = 0.0
    """Time spent in batches."""
    started: Seconds | None = None
    """Start of its first batch, in Unix seconds."""
    finished: Seconds | None = None
    """End of its last batch, in Unix seconds."""

    def __add__(self, other: "WorkerStats") -> "WorkerStats":
        """Return what both are together."""
        return WorkerStats(
            documents=self.documents + other.documents,
            phi_positive=self.phi_positive + other.phi_positive,
            phi_negative=self.phi_negative + other.phi_negative,
            errors=self.errors + other.errors,
            by_format=_sums(self.by_format, other.by_format),
            seconds=self.seconds + other.seconds,
            started=min((t for t in (self.started, other.started) if t is not None), default=None),
            finished=max((t for t in (self.finished, other.finished) if t is not None), default=None),
        )


class BatchTimes(_Counts):
    """How long the batches of a run took, in seconds by the clock, and what was predicted of them.

    ``a + b == b + a``; ``BatchTimes()`` is the zero. Predictions are CPU seconds of the machine that measured the cost
    table (`synthphi.corpus.costs`), so that a batch takes `factor` times what is predicted, on average. Processes that
    share the cores of a machine with others take longer by the clock than they work.
    """

    count: Count = 0
    predicted: Seconds = 0.0
    actual: Seconds = 0.0
    squares: Seconds = 0.0
    """The sum of actual² / predicted, which `spread` is computed from."""
    least: Ratio | None = None
    """The lowest of actual / predicted."""
    most: Ratio | None = None
    """The highest."""
    longest: Seconds = 0.0
    longest_batch: str = ""
    """The name of the batch that took longest."""

    @classmethod
    def of(cls, batch: str, predicted: float, actual: float) -> "BatchTimes":
        """Return what is known of one batch, given its name, and seconds above 0 that were predicted of it."""
        ratio = actual / predicted
        return cls(
            count=1,
            predicted=predicted,
            actual=actual,
            squares=ratio * actual,
            least=ratio,
            most=ratio,
            longest=actual,
            longest_batch=batch,
        )

    def __add__(self, other: "BatchTimes") -> "BatchTimes":
        """Return what is known of the batches of both."""
        longest, longest_batch = max((self.longest, self.longest_batch), (other.longest, other.longest_batch))
        return BatchTimes(
            count=self.count + other.count,
            predicted=self.predicted + other.predicted,
            actual=self.actual + other.actual,
            squares=self.squares + other.squares,
            least=min((ratio for ratio in (self.least, other.least) if ratio is not None), default=None),
            most=max((ratio for ratio in (self.most, other.most) if ratio is not None), default=None),
            longest=longest,
            longest_batch=longest_batch,
        )

    @property
    def factor(self) -> float:
        """Return how many times longer than predicted the batches took together; 0 where nothing is known."""
        return self.actual / self.predicted if self.predicted else 0.0

    @property
    def spread(self) -> float:
        """Return the standard deviation of the batches' own factors, as a share of `factor`; long ones count more."""
        if not self.actual:
            return 0.0
        return sqrt(max(0.0, self.squares * self.predicted / self.actual**2 - 1))

    @property
    def farthest(self) -> float:
        """Return how far the batch that fits worst is off, when `factor` is taken out: 0.5 is half as long again."""
        if not self.factor or self.least is None or self.most is None:
            return 0.0
        return max(self.most / self.factor - 1, 1 - self.least / self.factor)


class CorpusStats(_Counts):
    """Counts of documents, and of the run. ``a + b == b + a``; ``CorpusStats()`` is the zero."""

    documents: Count = 0
    """Documents on disk, of this run and of earlier ones."""
    phi_positive: Count = 0
    phi_negative: Count = 0
    errors: Count = 0
    """Documents that could not be made."""
    missing: Count = 0
    """Documents of the spec that nobody has tried to make yet."""
    reused: Count = 0
    """Documents that earlier runs made."""
    bytes: Count = 0
    spans: Count = 0
    phi_spans: Count = 0
    by_format: dict[str, Count] = {}
    by_type: dict[str, Count] = {}
    by_label: dict[str, Count] = {}
    """Spans by label."""
    by_surface: dict[str, Count] = {}
    """Spans of PHI by the surface that they stand on."""
    workers: dict[str, WorkerStats] = {}
    """By process id, of this run."""
    batches: BatchTimes = BatchTimes()
    """How long the batches of this run took."""
    duration: Seconds = 0.0
    """Seconds that the run took."""

    def __add__(self, other: "CorpusStats") -> "CorpusStats":
        """Return the counts of both together; durations add up, as of two runs."""
        workers = dict(self.workers)
        for process, theirs in other.workers.items():
            workers[process] = workers[process] + theirs if process in workers else theirs
        return CorpusStats(
            documents=self.documents + other.documents,
            phi_positive=self.phi_positive + other.phi_positive,
            phi_negative=self.phi_negative + other.phi_negative,
            errors=self.errors + other.errors,
            missing=self.missing + other.missing,
            reused=self.reused + other.reused,
            bytes=self.bytes + other.bytes,
            spans=self.spans + other.spans,
            phi_spans=self.phi_spans + other.phi_spans,
            by_format=_sums(self.by_format, other.by_format),
            by_type=_sums(self.by_type, other.by_type),
            by_label=_sums(self.by_label, other.by_label),
            by_surface=_sums(self.by_surface, other.by_surface),
            workers=workers,
            batches=self.batches + other.batches,
            duration=self.duration + other.duration,
        )

    @property
    def generated(self) -> int:
        """Return how many documents this run made."""
        return self.documents - self.reused

    @property
    def documents_per_second(self) -> float:
        """Return the speed of this run, from start to end."""
        return self.generated / self.duration if self.duration else 0.0


def _sums(left: dict[str, int], right: dict[str, int]) -> dict[str, int]:
    return {key: left.get(key, 0) + right.get(key, 0) for key in sorted({*left, *right})}


def read_stats(corpus: CorpusFolder | Path | str) -> CorpusStats:
    """Return the counts that a finished run left in a corpus; see `synthphi.corpus.reading` for one that is not.

    Raises:
        CorpusError: there is no corpus, or it has no readable counts, or they are damaged.
    """
    folder = corpus if isinstance(corpus, CorpusFolder) else load_corpus(corpus)[0]
    check_derived(folder, folder.stats)
    try:
        return CorpusStats.model_validate_json(folder.stats.read_bytes())
    except (OSError, ValidationError) as error:
        raise unreadable(folder.stats) from error


def stats_json(stats: CorpusStats) -> bytes:
    """Return the counts as the text of ``stats.json``."""
    return json.dumps(stats.model_dump(mode="json"), indent=2).encode() + b"\n"


def statistics_block(stats: CorpusStats, output: Path | str) -> str:
    """Return the counts as the block of text that the script we replace printed."""
    lines = [
        _RULE,
        "GENERATION STATISTICS",
        _RULE,
        "",
        f"Total Documents Generated: {stats.documents}",
        f"  - PHI Positive: {stats.phi_positive}",
        f"  - PHI Negative: {stats.phi_negative}",
        f"  - Errors: {stats.errors}",
    ]
    if stats.missing:
        lines.append(f"  - Not Made Yet: {stats.missing}")
    if stats.reused:
        lines.append(f"  - Reused From Earlier Runs: {stats.reused}")
    lines += ["", "Generation Method:", f"  - Template Based: {stats.documents}"]
    lines += _shares("By Format:", {name.upper(): count for name, count in stats.by_format.items()})
    lines += _shares("By Type:", stats.by_type)
    lines += ["", "Labels:", f"  - Spans: {stats.spans}", f"  - PHI Spans: {stats.phi_spans}"]
    lines += [
        "",
        "Performance:",
        f"  - Total Time: {stats.duration:.2f} seconds",
        f"  - Documents/Second: {stats.documents_per_second:.2f}",
        f"  - Average Time/Document: {stats.duration / (stats.generated or 1):.3f} seconds",
    ]
    lines += _batch_lines(stats.batches)
    if stats.workers:
        lines += ["", "Worker Performance:"]
    for i, (_, worker) in enumerate(by_process(stats)):
        speed = worker.documents / worker.seconds if worker.seconds else 0.0
        lines.append(f"  - Worker {i}: {worker.documents} docs in {worker.seconds:.2f}s ({speed:.2f} docs/s)")
    lines += ["", f"Output Directory: {Path(output).resolve()}", _RULE]
    return "\n".join(lines)


def _batch_lines(batches: BatchTimes) -> list[str]:
    if not batches.count:
        return []
    return [
        f"  - Batches: {batches.count} in {batches.actual:.2f}s, predicted {batches.predicted:.2f}s (times "
        f"{batches.factor:.2f} on this machine, ± {100 * batches.spread:.0f}%, at most {100 * batches.farthest:.0f}%)",
        f"  - Longest Batch: {batches.longest:.2f}s ({batches.longest_batch})",
    ]


def highest_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return names with their counts, those of the same count by name."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def by_process(stats: CorpusStats) -> list[tuple[str, WorkerStats]]:
    """Return the processes of a run in the order of their ids: worker 0, 1, …."""
    return sorted(stats.workers.items(), key=lambda item: (len(item[0]), item[0]))


def _shares(title: str, counts: dict[str, int]) -> list[str]:
    total = sum(counts.values())
    shares = (f"  - {name}: {count} ({100 * count / total:.1f}%)" for name, count in highest_first(counts) if count)
    return ["", title, *shares]
