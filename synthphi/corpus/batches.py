"""Batches: the slices of document numbers that one task run renders, cut by the work that they will be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Literal

from synthphi.doctypes import PHI_CLASSES, DocType, Format, PhiClass
from synthphi.errors import SpecError
from synthphi.spec import CorpusSpec

_BATCH_MILLISECONDS = 5_000.0
"""A batch is to take about this long: long against the 0.1 s that a task run costs, short against a run."""
_MOST_DOCUMENTS = 5_000
"""A batch holds its label rows in memory: about 20 KB a document."""
SHARD_DOCUMENTS = 1_000
"""A shard holds documents of a class from one multiple of this number up to the next."""
_WORTH_SHARING = 100
"""From this many documents on, every worker gets at least two batches, so that none is idle at the end."""

# CPU milliseconds a document takes from plan to label row, by type or, where the type says nothing, by format.
_FORMAT_COST: dict[Format, float] = {
    Format.DOCX: 0.9,
    Format.RTF: 0.9,
    Format.PDF: 1.4,
    Format.EML: 0.5,
    Format.MSG: 0.6,
    Format.PPTX: 1.0,
    Format.HTML: 0.6,
    Format.TXT: 0.9,
    Format.XLSX: 0.9,
    Format.CSV: 0.5,
}
_TYPE_FACTOR: dict[DocType, float] = {DocType.REGISTRATION_FORM: 1.3, DocType.LAB_RESULT: 1.3}


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
    """Return batches that cover what is missing, each document once.

    Args:
        spec: The corpus.
        missing: The document numbers to make, as ascending ranges by class (see `missing_ranges`).
        batch_size: Documents a batch; "auto" cuts batches of about five seconds, and at least two a worker; of a
            packed corpus, shards.
        workers: How many processes will share the work.

    Raises:
        SpecError: a size is given for a packed corpus.
    """
    check_batch_size(spec, batch_size)
    if spec.pack != "none":
        return _shards(missing)
    if batch_size == "auto":
        return _by_cost(spec, missing, workers)
    return [
        Batch(phi_class, start, min(start + batch_size, numbers.stop))
        for phi_class in PHI_CLASSES
        for numbers in missing.get(phi_class, ())
        for start in range(numbers.start, numbers.stop, batch_size)
    ]


def _shards(missing: Mapping[PhiClass, Sequence[range]]) -> list[Batch]:
    """Return the shards of a packed corpus: they depend on what is missing alone, and on no run option."""
    return [
        Batch(phi_class, max(start, numbers.start), min(start + SHARD_DOCUMENTS, numbers.stop))
        for phi_class in PHI_CLASSES
        for numbers in missing.get(phi_class, ())
        for start in range(numbers.start - numbers.start % SHARD_DOCUMENTS, numbers.stop, SHARD_DOCUMENTS)
    ]


def _by_cost(spec: CorpusSpec, missing: Mapping[PhiClass, Sequence[range]], workers: int) -> list[Batch]:
    ranges = [
        (phi_class, numbers, len(numbers) * document_cost(spec, phi_class))
        for phi_class in PHI_CLASSES
        for numbers in missing.get(phi_class, ())
        if numbers
    ]
    documents = sum(len(numbers) for _, numbers, _ in ranges)
    budget = _BATCH_MILLISECONDS
    if documents >= _WORTH_SHARING:
        budget = min(budget, sum(cost for *_, cost in ranges) / (2 * workers))
    batches: list[Batch] = []
    for phi_class, numbers, cost in ranges:
        parts = max(ceil(cost / budget), ceil(len(numbers) / _MOST_DOCUMENTS))
        batches.extend(_even_cuts(phi_class, numbers, min(parts, len(numbers))))
    return batches


def _even_cuts(phi_class: PhiClass, numbers: range, parts: int) -> list[Batch]:
    bounds = [numbers.start + len(numbers) * i // parts for i in range(parts + 1)]
    return [Batch(phi_class, start, stop) for start, stop in pairwise(bounds)]


def document_cost(spec: CorpusSpec, phi_class: PhiClass) -> float:
    """Return the CPU milliseconds that a document of a class takes on average.

    The mix of types and formats is the same in every slice of a class (see `synthphi.corpus.plan`), so the average
    serves for every batch. A twin takes what its positive does.
    """
    own = _cost(spec.cells(phi_class))
    if phi_class == "positive":
        return own
    return spec.twin_share * _cost(spec.cells("positive")) + (1 - spec.twin_share) * own


def _cost(cells: Mapping[tuple[DocType, Format], float]) -> float:
    return sum(
        share * _FORMAT_COST[file_format] * _TYPE_FACTOR.get(doc_type, 1.0)
        for (doc_type, file_format), share in cells.items()
    )
