"""What `verify` reports: counts of what was looked at, and what is wrong."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, computed_field

from synthphi.doctypes import Format

FITTING = 0.8
"""A box and the characters in it fit when their intersection is at least this share of their union."""

ProblemKind: TypeAlias = Literal[
    "corpus", "damaged", "file", "hash", "label", "place", "box", "unlabelled", "phi", "range", "second reader"
]


class Problem(BaseModel):
    """Something that is wrong in a corpus."""

    model_config = ConfigDict(frozen=True)

    path: str
    """The file, relative to the corpus."""
    message: str
    kind: ProblemKind = "corpus"

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class Boxes(BaseModel):
    """How well boxes on PDF pages fit the characters in them, as intersection over union. ``a + b`` is both."""

    model_config = ConfigDict(frozen=True)

    count: int = 0
    fitting: int = 0
    """Those of at least `FITTING`."""
    lowest: float | None = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def share(self) -> float | None:
        """Return the share of the boxes that fit; None where there are none."""
        return self.fitting / self.count if self.count else None

    @classmethod
    def of(cls, overlaps: list[float]) -> "Boxes":
        """Return the counts of some boxes."""
        return cls(
            count=len(overlaps),
            fitting=sum(overlap >= FITTING for overlap in overlaps),
            lowest=min(overlaps, default=None),
        )

    def __add__(self, other: "Boxes") -> "Boxes":
        lowest = [one for one in (self.lowest, other.lowest) if one is not None]
        return Boxes(
            count=self.count + other.count, fitting=self.fitting + other.fitting, lowest=min(lowest, default=None)
        )


class SecondReading(BaseModel):
    """What a second reader of a format found."""

    model_config = ConfigDict(frozen=True)

    format: Format
    tool: str
    """What it reads with."""
    documents: int
    of_documents: int
    """How many of the format there are: where it is slow, it reads some of them."""
    values: int
    """Labelled values within its reach, a value as often as it has places there."""
    beyond: int
    """Places out of its reach."""
    boxes: Boxes = Boxes()


class VerifyReport(BaseModel):
    """What `verify` looked at, and what it found wrong."""

    model_config = ConfigDict(frozen=True)

    documents: int
    """Documents looked at."""
    spans: int
    """Spans re-read."""
    places: int
    """Places re-read: a span has at least one."""
    negatives: int
    """Negatives searched for values of patients."""
    values: int
    """Different values of patients that they were searched for."""
    problems: list[Problem]
    pool_values: int = 0
    """Different values of patients, providers and facilities that every file was searched for."""
    texts: int = 0
    """Texts searched: paragraphs, cells, headers, properties, pages, file names."""
    characters: int = 0
    """Characters of these texts."""
    hashes: int = 0
    """Files whose SHA-256 was compared."""
    identifiers: int = 0
    """Labelled identifiers of which a reserved range is known."""
    boxes: Boxes = Boxes()
    """Boxes on PDF pages, by the reader."""
    found: dict[ProblemKind, int] = Field(default_factory=dict)
    """How many problems of each kind there are; `problems` has ten a document at most."""
    complete: bool = True
    """Whether a run has finished the corpus, and every document of the spec is there."""
    missing: int = 0
    """How many documents of the spec are not there."""
    writer: str | None = None
    """Who was writing to the corpus when it was read."""
    thorough: list[SecondReading] = Field(default_factory=list)
    """What second readers found, a format each; empty where none was asked."""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def ok(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.problems

    @computed_field  # type: ignore[prop-decorator]
    @property
    def unlabelled(self) -> int:
        """Return how many values stand in files without a label."""
        return self.found.get("unlabelled", 0)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def phi_in_negatives(self) -> int:
        """Return how many labels and values in negatives are PHI."""
        return self.found.get("phi", 0)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def out_of_range(self) -> int:
        """Return how many identifiers are of no reserved range."""
        return self.found.get("range", 0)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def wrong_hashes(self) -> int:
        """Return how many files have another SHA-256 than their labels say."""
        return self.found.get("hash", 0)


def counted(kinds: Iterable[ProblemKind]) -> dict[ProblemKind, int]:
    """Return how often each kind is there, in the order in which they come first."""
    counts: dict[ProblemKind, int] = {}
    for kind in kinds:
        counts[kind] = counts.get(kind, 0) + 1
    return counts


def summary(report: VerifyReport) -> list[str]:
    """Return the report as lines of text, the problems left aside."""
    boxes = report.boxes
    lines = [
        *([] if report.complete else [_not_complete(report)]),
        f"Documents read: {report.documents}",
        f"SHA-256: {report.hashes} compared, {report.wrong_hashes} wrong",
        f"Labels found: {report.spans} at {report.places} places",
        f"Boxes on pages: {_fit(boxes)}" if boxes.count else "Boxes on pages: none",
        f"Texts searched: {report.texts} for {report.pool_values} values of the pools and each patient's own, "
        f"{report.unlabelled} found without a label",
        f"Negatives searched: {report.negatives} for {report.values} values of patients, "
        f"{report.phi_in_negatives} PHI found",
        f"Identifiers: {report.identifiers} of reserved ranges, {report.out_of_range} out of range",
    ]
    for second in report.thorough:
        part = "all" if second.documents == second.of_documents else f"a sample of {second.documents}"
        line = (
            f"Second reader, {second.format} ({second.tool}): {part} of {second.of_documents} documents, "
            f"{second.values} values, {second.beyond} places beyond its reach"
        )
        lines.append(f"{line}; boxes: {_fit(second.boxes)}" if second.boxes.count else line)
    return lines


def _not_complete(report: VerifyReport) -> str:
    said = f"Not complete: {report.missing} documents are missing"
    return said if report.writer is None else f"{said}; {report.writer} is writing to the corpus"


def _fit(boxes: Boxes) -> str:
    return (
        f"{boxes.count}, {boxes.share or 0:.2%} of them fit by {FITTING} or more, the lowest by {boxes.lowest or 0:.3f}"
    )
