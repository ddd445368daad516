"""Batches: the slices of document numbers that one task run renders, cut by the work that they will be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Literal

from synthphi.corpus.costs import document_milliseconds
from synthphi.doctypes import PHI_CLASSES, PhiClass
from synthphi.errors import SpecError
from synthphi.spec import CorpusSpec

_BATCH_MILLISECONDS = 5_000.0
"""A batch is to take about this long: long against the 0.1 s that a task run costs, short against a run."""
_MOST_DOCUMENTS = 5_000
"""A batch holds its label rows in memory, packed, until it ends."""
SHARD_DOCUMENTS = 1_000
"""A shard holds documents of a class from one multiple of this number up to the next."""
_WORTH_SHARING = 100
"""From this many documents on, work is cut so that all workers end together."""
_LEAST_A_WORKER = 3
"""Batches. Of two, the classes share so coarsely that one worker may have a third more to do than another."""


@dataclass(frozen=True, slots=True, order=True)
class Batch:
    """Documents `start` up to, not including, `stop` of a class."""

    phi_class: PhiClass
    start: int
    stop: int

    @property
    def name(self) -> str:
        """Return the name that its receipt has, with the last number included: ``positive-000000-000199``."""
        return f"{self.phi_class}-{self.start:06d}-{self.last:06d}"

    @property
    def last(self) -> int:
        """Return the number of its last document."""
        return self.stop - 1

    @property
    def documents(self) -> int:
        """Return how many documents it has."""
        return self.stop - self.start

    def halves(self) -> "tuple[Batch, ...]":
        """Return two batches that together are this one; none when it is a single document."""
        if self.documents <= 1:
            return ()
        middle = self.start + self.documents // 2
        return Batch(self.phi_class, self.start, middle), Batch(self.phi_class, middle, self.stop)


def check_batch_size(spec: CorpusSpec, batch_size: int | Literal["auto"]) -> None:
    """See that a corpus can be cut into batches of a size.

    Raises:
        SpecError: its documents are packed, and a size is given: their shards are the batches.
    """
    if spec.pack != "none" and batch_size != "auto":
        raise SpecError(
            f"batch_size: with pack: {spec.pack} a batch is a shard of up to {SHARD_DOCUMENTS:,} documents, whatever "
            f"the run (got {batch_size}): leave batch_size out, or say auto"
        )


def plan_batches(
    spec: CorpusSpec,
    missing: Mapping[PhiClass, Sequence[range]],
    batch_size: int | Literal["auto"] = "auto",
    workers: int = 1,
) -> list[Batch]:
    """Return batches that cover what is missing, each document once, those that will take longest first.

    Nobody waits long for the last batch then, because it is a short one.

    Args:
        spec: The corpus.
        missing: The document numbers to make, as ascending ranges by class (see `missing_ranges`).
        batch_size: Documents a batch; "auto" cuts batches of about equal length, five seconds at most, as many for each
            worker and at least three; of a packed corpus, shards.
        workers: How many processes will share the work.

    Raises:
        SpecError: a size is given for a packed corpus.
    """
    check_batch_size(spec, batch_size)
    milliseconds = {phi_class: document_milliseconds(spec, phi_class) for phi_class in PHI_CLASSES}
    ranges = [(phi_class, numbers) for phi_class in PHI_CLASSES for numbers in missing.get(phi_class, ()) if numbers]
    if spec.pack != "none":
        batches = _shards(ranges)
    elif batch_size == "auto":
        batches = _by_cost(milliseconds, ranges, workers)
    else:
        batches = [
            Batch(phi_class, start, min(start + batch_size, numbers.stop))
            for phi_class, numbers in ranges
            for start in range(numbers.start, numbers.stop, batch_size)
        ]
    # Those of the same length stay in their order.
    return sorted(batches, key=lambda batch: -batch.documents * milliseconds[batch.phi_class])


def _shards(ranges: Sequence[tuple[PhiClass, range]]) -> list[Batch]:
    """Return the shards of a packed corpus: they depend on what is missing alone, and on no run option."""
    return [
        Batch(phi_class, max(start, numbers.start), min(start + SHARD_DOCUMENTS, numbers.stop))
        for phi_class, numbers in ranges
        for start in range(numbers.start - numbers.start % SHARD_DOCUMENTS, numbers.stop, SHARD_DOCUMENTS)
    ]


def predicted_seconds(spec: CorpusSpec, batch: Batch) -> float:
    """Return how long a batch takes by the cost table: CPU seconds of the machine that measured the table."""
    return batch.documents * document_milliseconds(spec, batch.phi_class) / 1_000


def _by_cost(
    milliseconds: Mapping[PhiClass, float], ranges: Sequence[tuple[PhiClass, range]], workers: int
) -> list[Batch]:
    """Return batches of about equal cost, given that of a document of each class."""
    costs = [len(numbers) * milliseconds[phi_class] for phi_class, numbers in ranges]
    parts = [
        max(ceil(cost / _BATCH_MILLISECONDS), ceil(len(numbers) / _MOST_DOCUMENTS))
        for cost, (_, numbers) in zip(costs, ranges, strict=True)
    ]
    if sum(len(numbers) for _, numbers in ranges) >= _WORTH_SHARING:
        # One batch more than workers share evenly is a batch that all but one of them wait for.
        for _ in range(max(_LEAST_A_WORKER, ceil(sum(parts) / workers)) * workers - sum(parts)):
            parts[max(range(len(parts)), key=lambda i: costs[i] / parts[i])] += 1
    return [
        batch
        for (phi_class, numbers), count in zip(ranges, parts, strict=True)
        for batch in _even_cuts(phi_class, numbers, min(count, len(numbers)))
    ]


def _even_cuts(phi_class: PhiClass, numbers: range, parts: int) -> list[Batch]:
    """Return batches of which no two differ by more than a document, the larger ones first."""
    size, larger = divmod(len(numbers), parts)
    bounds = [numbers.start + i * size + min(i, larger) for i in range(parts + 1)]
    return [Batch(phi_class, start, stop) for start, stop in pairwise(bounds)]
