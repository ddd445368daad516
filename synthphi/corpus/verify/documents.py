"""Verify documents one by one: file against label row, labels against text and file, every value against labels."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import pyarrow as pa

from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.opening import load_corpus
from synthphi.corpus.shards import in_shard
from synthphi.corpus.untrusted import read_inside
from synthphi.corpus.verify.cutting import FACTS, Piece, row_group, rows_of
from synthphi.corpus.verify.own import Patients
from synthphi.corpus.verify.ranges import has_range, range_problem
from synthphi.corpus.verify.report import FITTING, Boxes, Problem, ProblemKind, counted
from synthphi.corpus.verify.rows import Spans, spans_of
from synthphi.corpus.verify.shards import label_row_problems
from synthphi.corpus.verify.unlabelled import Finding, Labelled, unlabelled
from synthphi.corpus.verify.values import PoolValues
from synthphi.doctypes import Format
from synthphi.labels import Label, Owner, Tag, tag
from synthphi.readback import ReadbackError, Reader, open_file, same_text
from synthphi.spec import Identifiers

_MOST_PROBLEMS = 10
"""Problems that are told of one document: the eleventh says no more than the ten before it."""


class Fact(NamedTuple):
    """What the label row of a document says of its file."""

    document_id: str
    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What was looked at. ``a + b`` is both."""

    documents: int = 0
    spans: int = 0
    places: int = 0
    negatives: int = 0
    texts: int = 0
    characters: int = 0
    hashes: int = 0
    identifiers: int = 0
    boxes: Boxes = field(default_factory=Boxes)
    found: dict[ProblemKind, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)

    def __add__(self, other: "Seen") -> "Seen":
        return Seen(
            self.documents + other.documents,
            self.spans + other.spans,
            self.places + other.places,
            self.negatives + other.negatives,
            self.texts + other.texts,
            self.characters + other.characters,
            self.hashes + other.hashes,
            self.identifiers + other.identifiers,
            self.boxes + other.boxes,
            {kind: self.found.get(kind, 0) + other.found.get(kind, 0) for kind in {**self.found, **other.found}},
            [*self.problems, *other.problems],
            [*self.facts, *other.facts],
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What a process keeps from piece to piece: the corpus, and the values to search for."""

    folder: CorpusFolder
    pool: PoolValues
    patients: Patients
    row_group: Callable[[Path, int], pa.Table]
    """Reads a row group of a label table."""
    identifiers: Identifiers = "reserved"
    """Where its numbers are to come from."""
    phi_positive: int = 0
    """How many positives it has."""

    @classmethod
    def of_corpus(cls, folder: CorpusFolder, pools: Path) -> "Known":
        """Return what is known of a corpus.

        Args:
            folder: The corpus.
            pools: The folder of its pools.

        Raises:
            CorpusError: its spec or its pools are missing or damaged.
        """
        # Pieces of one row group come one after the other.
        read = lru_cache(maxsize=1)(row_group)
        pool, patients = PoolValues.of_corpus(pools), Patients.of_corpus(pools)
        _, spec = load_corpus(folder.root)
        return cls(folder, pool, patients, read, spec.identifiers, spec.phi_positive)


@dataclass(slots=True)
class _Counts:
    """What the documents of a piece add up to."""

    texts: int = 0
    characters: int = 0
    hashes: int = 0
    identifiers: int = 0
    overlaps: list[float] = field(default_factory=list)


def check_piece(known: Known, piece: Piece) -> Seen:
    """Check the documents of some label rows.

    Raises:
        CorpusError: the rows cannot be read.
    """
    table = rows_of(known.row_group, piece)
    rows = table.select(FACTS).to_pylist()
    packed = table.to_pylist() if any(in_shard(row["path"]) for row in rows) else []
    spans = spans_of(table)
    counts = _Counts()
    problems: list[Problem] = []
    kinds: list[ProblemKind] = []
    for i, row in enumerate(rows):
        found = list(_row_problems(known, row, spans, range(spans.first_span[i], spans.first_span[i + 1]), counts))
        if packed:
            found += label_row_problems(known.folder, packed[i], known.phi_positive)
        kinds += [kind for kind, _ in found]
        problems += told(row["path"], found)
    return Seen(
        documents=len(rows),
        spans=len(spans.label),
        places=len(spans.path),
        negatives=len(rows) if piece.phi_class == "negative" else 0,
        texts=counts.texts,
        characters=counts.characters,
        hashes=counts.hashes,
        identifiers=counts.identifiers,
        boxes=Boxes.of(counts.overlaps),
        found=counted(kinds),
        problems=problems,
        facts=[Fact(row["document_id"], row["path"], row["sha256"], row["bytes"]) for row in rows],
    )


def told(path: str, found: list[Finding]) -> list[Problem]:
    """Return what is wrong with a document as problems, cut short."""
    problems = [Problem(path=path, message=message, kind=kind) for kind, message in found[:_MOST_PROBLEMS]]
    if len(found) > _MOST_PROBLEMS:
        more = f"and {len(found) - _MOST_PROBLEMS} more problems"
        problems.append(Problem(path=path, message=more, kind=found[_MOST_PROBLEMS].kind))
    return problems


def _row_problems(
    known: Known, row: dict[str, Any], spans: Spans, numbers: range, counts: _Counts
) -> Iterator[Finding]:
    negative = row["phi_class"] == "negative"
    for i in numbers:
        counts.identifiers += has_range(spans.label[i], spans.role[i])
        yield from _label_problems(row["text"], spans, i, negative, known.identifiers)
    try:
        data = read_inside(known.folder, row["path"])
    except (OSError, ValueError) as error:
        yield Finding("file", f"cannot be read: {getattr(error, 'strerror', None) or error}")
        return
    if len(data) != row["bytes"]:
        yield Finding("file", f"has {len(data)} bytes, its labels say {row['bytes']}")
    counts.hashes += 1
    if hashlib.sha256(data).hexdigest() != row["sha256"]:
        yield Finding("hash", "its SHA-256 is not the one in its labels")
    try:
        reader = open_file(Format(row["format"]), data)
    except (ReadbackError, ValueError) as error:
        yield Finding("file", str(error))
        return
    reader.texts["filename"] = PurePosixPath(row["path"]).stem
    labelled = Labelled()
    for i in numbers:
        yield from _place_problems(reader, spans, i, labelled, counts)
    counts.texts += len(reader.texts)
    counts.characters += sum(map(len, reader.texts.values()))
    own = known.patients.own(row["patient_id"]) if row["patient_id"] and not negative else None
    if own is None and not negative:
        yield Finding("label", f"is a positive and its patient {row['patient_id']!r} is not in the pool")
    elif own is not None and len(named := spans.patients(numbers) | {row["patient_id"]}) > 1:
        own = known.patients.own_of(sorted(named))
        if own is None:
            yield Finding("label", f"has labels of {len(named)} patients, and not all of them are in the pool")
    yield from unlabelled(
        reader.texts, labelled, known.pool.values, own, negative=negative, identifiers=known.identifiers
    )


def _label_problems(text: str, spans: Spans, i: int, negative: bool, identifiers: Identifiers) -> Iterator[Finding]:
    """Yield what is wrong with a span, the file left aside."""
    label, role, value, phi, hipaa = spans.label[i], spans.role[i], spans.text[i], spans.phi[i], spans.hipaa[i]
    found = text[spans.start[i] : spans.end[i]]
    if not value or found != value:
        where = f"{spans.start[i]} to {spans.end[i]}"
        yield Finding("label", f"{label} {value!r} is labelled at {where} of the text, where {found!r} stands")
    try:
        expected = _tag(label, spans.owner[i], role, spans.over_89[i])
    except ValueError as error:
        yield Finding("label", f"{label} {value!r} has no valid label: {error}")
    else:
        if (phi, hipaa) != (expected.phi, expected.hipaa):
            yield Finding(
                "label",
                f"{label} {value!r} of {spans.owner[i]} is labelled phi={phi}, hipaa={hipaa}; by the rule it is "
                f"phi={expected.phi}, hipaa={expected.hipaa}",
            )
    if problem := range_problem(label, role, value, identifiers):
        yield Finding("range", f"{label} {value!r} {problem}")
    if negative and phi:
        yield Finding("phi", f"{label} {value!r} is PHI in a negative")
    if spans.first_place[i] == spans.first_place[i + 1]:
        yield Finding("place", f"{label} {value!r} has no place in the file")


@cache
def _tag(label: str, owner: str, role: str | None, over_89: bool) -> Tag:
    return tag(Label(label), Owner(owner), role=role, over_89=over_89)


def _place_problems(reader: Reader, spans: Spans, i: int, labelled: Labelled, counts: _Counts) -> Iterator[Finding]:
    """Yield where the reader does not find a span at its places, and note which characters they take."""
    value, texts = spans.text[i], reader.texts
    for number in range(spans.first_place[i], spans.first_place[i + 1]):
        path, start = spans.path[number], spans.place_start[number]
        boxed = spans.first_box[number] != spans.first_box[number + 1]
        # Nearly all places are as labelled: those without boxes need no object to say so.
        if start is not None and not boxed and start >= 0 and texts.get(path, "").startswith(value, start):
            labelled.add(path, start, start + len(value))
            continue
        place = spans.place(number)
        try:
            found = reader.text_at(place, len(value))
        except ReadbackError as error:
            yield Finding("place", f"{spans.label[i]} {value!r}: {error}")
            continue
        for run in reader.extent(place, len(value)):
            labelled.add(path, *run)
        if found != value and not (boxed and same_text(found, value)):
            where = path if start is None else f"{path} from {start}"
            yield Finding("place", f"{spans.label[i]} {value!r} is labelled at {where}, where {found!r} is read")
        if boxed:
            overlaps = reader.overlaps(place)
            counts.overlaps += overlaps
            for box, overlap in zip(place.boxes, overlaps, strict=False):
                if overlap < FITTING:
                    sides = ", ".join(f"{side:.1f}" for side in (box.x0, box.y0, box.x1, box.y1))
                    yield Finding(
                        "box",
                        f"{spans.label[i]} {value!r}: the box ({sides}) on {path} fits its characters by "
                        f"{overlap:.2f} only",
                    )
