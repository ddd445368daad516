"""Verify documents one by one: file against label row, labels against text and file, negatives against patients."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict

from synthphi.corpus.folder import CorpusFolder, unreadable
from synthphi.corpus.labels import SCHEMA
from synthphi.corpus.verify_leaks import LeakSearch
from synthphi.corpus.verify_ranges import range_problem
from synthphi.doctypes import PHI_CLASSES, Format, PhiClass
from synthphi.labels import Label, Owner, Tag, tag
from synthphi.readback import ReadbackError, Reader, open_file, same_text
from synthphi.render.base import Box, Place

_PIECE = 100
"""Documents that are looked at between two reports of progress."""
_MOST_PROBLEMS = 10
"""Problems that are told of one document: the eleventh says no more than the ten before it."""


class Problem(BaseModel):
    """Something that is wrong in a corpus."""

    model_config = ConfigDict(frozen=True)

    path: str
    """The file, relative to the corpus."""
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class Fact(NamedTuple):
    """What the label row of a document says of its file."""

    document_id: str
    path: str
    sha256: str
    size: int


class Piece(NamedTuple):
    """Some rows of a label table: a unit of work."""

    phi_class: PhiClass
    row_group: int
    start: int
    rows: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What was looked at. ``a + b`` is both."""

    documents: int = 0
    spans: int = 0
    places: int = 0
    negatives: int = 0
    problems: list[Problem] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)

    def __add__(self, other: "Seen") -> "Seen":
        return Seen(
            self.documents + other.documents,
            self.spans + other.spans,
            self.places + other.places,
            self.negatives + other.negatives,
            [*self.problems, *other.problems],
            [*self.facts, *other.facts],
        )


def pieces(folder: CorpusFolder) -> list[Piece]:
    """Return the label tables of a corpus, cut into units of work.

    Raises:
        CorpusError: they are missing or damaged.
    """
    found: list[Piece] = []
    for phi_class in PHI_CLASSES:
        try:
            table = pq.read_metadata(folder.labels_of(phi_class))
            schema = pq.read_schema(folder.labels_of(phi_class))
        except (OSError, pa.ArrowException) as error:
            raise unreadable(folder.labels_of(phi_class), error) from error
        if not schema.equals(SCHEMA):
            raise unreadable(folder.labels_of(phi_class), "its columns are not those of this version")
        for group in range(table.num_row_groups):
            rows = table.row_group(group).num_rows
            found += [Piece(phi_class, group, start, min(_PIECE, rows - start)) for start in range(0, rows, _PIECE)]
    return found


def check_piece(folder: CorpusFolder, piece: Piece, search: LeakSearch) -> Seen:
    """Check the documents of some label rows.

    Raises:
        CorpusError: the rows cannot be read.
    """
    try:
        with pq.ParquetFile(folder.labels_of(piece.phi_class)) as table:
            rows = table.read_row_group(piece.row_group).slice(piece.start, piece.rows).to_pylist()
    except (OSError, pa.ArrowException) as error:
        raise unreadable(folder.labels_of(piece.phi_class), error) from error
    spans = [span for row in rows for span in row["spans"]]
    problems: list[Problem] = []
    for row in rows:
        found = list(_row_problems(folder.root, row, search))
        if len(found) > _MOST_PROBLEMS:
            found[_MOST_PROBLEMS:] = [f"and {len(found) - _MOST_PROBLEMS} more problems"]
        problems += [Problem(path=row["path"], message=message) for message in found]
    return Seen(
        documents=len(rows),
        spans=len(spans),
        places=sum(len(span["location"]) for span in spans),
        negatives=len(rows) if piece.phi_class == "negative" else 0,
        problems=problems,
        facts=[Fact(row["document_id"], row["path"], row["sha256"], row["bytes"]) for row in rows],
    )


def _row_problems(root: Path, row: dict[str, Any], search: LeakSearch) -> Iterator[str]:
    negative = row["phi_class"] == "negative"
    for span in row["spans"]:
        yield from _label_problems(row["text"], span, negative)
    try:
        data = (root / row["path"]).read_bytes()
    except OSError as error:
        yield f"cannot be read: {error.strerror or error}"
        return
    if len(data) != row["bytes"]:
        yield f"has {len(data)} bytes, its labels say {row['bytes']}"
    if hashlib.sha256(data).hexdigest() != row["sha256"]:
        yield "its SHA-256 is not the one in its labels"
    try:
        reader = open_file(Format(row["format"]), data)
    except (ReadbackError, ValueError) as error:
        yield str(error)
        return
    for span in row["spans"]:
        yield from _place_problems(reader, span)
    if negative:
        for path, text in reader.texts.items():
            for value in search.find(text, row["spans"]):
                yield f"is a negative and has {value!r} of a patient at {path}"


def _label_problems(text: str, span: dict[str, Any], negative: bool) -> Iterator[str]:
    """Yield what is wrong with a span, the file left aside."""
    name = f"{span['label']} {span['text']!r}"
    found = text[span["start"] : span["end"]]
    if not span["text"] or found != span["text"]:
        yield f"{name} is labelled at {span['start']} to {span['end']} of the text, where {found!r} stands"
    try:
        expected = _tag(span["label"], span["owner"], span["role"], span["over_89"])
    except ValueError as error:
        yield f"{name} has no valid label: {error}"
    else:
        if (span["phi"], span["hipaa"]) != (expected.phi, expected.hipaa):
            yield (
                f"{name} of {span['owner']} is labelled phi={span['phi']}, hipaa={span['hipaa']}; by the rule it is "
                f"phi={expected.phi}, hipaa={expected.hipaa}"
            )
    if problem := range_problem(span["label"], span["role"], span["text"]):
        yield f"{name} {problem}"
    if negative and span["phi"]:
        yield f"{name} is PHI in a negative"
    if not span["location"]:
        yield f"{name} has no place in the file"


@cache
def _tag(label: str, owner: str, role: str | None, over_89: bool) -> Tag:
    return tag(Label(label), Owner(owner), role=role, over_89=over_89)


def _place_problems(reader: Reader, span: dict[str, Any]) -> Iterator[str]:
    """Yield where the reader does not find a span at its places."""
    expected = span["text"]
    for location in span["location"]:
        place = Place(location["path"], location["start"], tuple(Box(**box) for box in location["boxes"]))
        try:
            found = reader.text_at(place, len(expected))
        except ReadbackError as error:
            yield f"{span['label']} {expected!r}: {error}"
            continue
        if found != expected and not (place.boxes and same_text(found, expected)):
            where = place.path if place.start is None else f"{place.path} from {place.start}"
            yield f"{span['label']} {expected!r} is labelled at {where}, where {found!r} is read"
