"""Counts of a corpus and of the run that made it. They add up, and survive JSON."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from synthphi.corpus.finished import check_derived
from synthphi.corpus.folder import CorpusFolder, load_corpus, unreadable

Count = Annotated[int, Field(ge=0)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
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
    if stats.workers:
        lines += ["", "Worker Performance:"]
    for i, (_, worker) in enumerate(by_process(stats)):
        speed = worker.documents / worker.seconds if worker.seconds else 0.0
        lines.append(f"  - Worker {i}: {worker.documents} docs in {worker.seconds:.2f}s ({speed:.2f} docs/s)")
    lines += ["", f"Output Directory: {Path(output).resolve()}", _RULE]
    return "\n".join(lines)


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
