"""Label rows: one a document, as Arrow columns. The schema is the product's; `docs` and the card point here."""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import accumulate, chain, islice
from operator import attrgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from synthphi.corpus.folder import CorpusFolder, unreadable
from synthphi.corpus.reading import Part, Reading, read_corpus
from synthphi.doctypes import PHI_CLASSES
from synthphi.document import Annotated, Span
from synthphi.document_spec import DocumentSpec
from synthphi.errors import IncompleteCorpus
from synthphi.labels import Tag
from synthphi.render.base import Box, Place, Rendered

BOX = pa.struct([(side, pa.float32()) for side in ("x0", "y0", "x1", "y1")])
"""PDF points, origin at the bottom left of the page."""

PLACE = pa.struct([("path", pa.string()), ("start", pa.int32()), ("boxes", pa.list_(BOX))])
"""One occurrence of a value in the file (`synthphi.render.base.Place`)."""

SPAN = pa.struct(
    [
        ("label", pa.string()),
        ("role", pa.string()),
        ("text", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("surface", pa.string()),
        ("location", pa.list_(PLACE)),
        ("owner", pa.string()),
        ("person_id", pa.string()),
        ("phi", pa.bool_()),
        ("hipaa", pa.string()),
        ("over_89", pa.bool_()),
    ]
)
"""One labelled value: ``row["text"][start:end] == text``, in Unicode code points."""

SCHEMA = pa.schema(
    [
        ("document_id", pa.string()),
        ("number", pa.int64()),
        ("path", pa.string()),
        ("phi_class", pa.string()),
        ("doc_type", pa.string()),
        ("format", pa.string()),
        ("sha256", pa.string()),
        ("bytes", pa.int64()),
        ("text", pa.string()),
        ("spans", pa.list_(SPAN)),
        ("patient_id", pa.string()),
        ("twin", pa.string()),
        ("layout", pa.string()),
        ("quality", pa.string()),
        ("split", pa.string()),
        ("generation", pa.string()),
    ]
)
"""One row a document."""


class LabelRows:
    """The label rows of a batch, gathered a document at a time."""

    def __init__(self) -> None:
        self._facts: list[tuple[Any, ...]] = []
        self._span_counts: list[int] = []
        self._spans: list[Span] = []
        self._places: list[tuple[Place, ...]] = []

    def add(
        self,
        document: DocumentSpec,
        annotated: Annotated,
        rendered: Rendered,
        *,
        sha256: str,
        patient_id: str | None,
    ) -> None:
        """Add the row of one document."""
        twin = None if document.original is None else document.original.document_id
        self._facts.append(
            (
                document.document_id,
                document.number,
                document.path,
                document.phi_class,
                document.doc_type.value,
                document.format.value,
                sha256,
                len(rendered.data),
                annotated.text,
                patient_id,
                twin,
                document.layout,
                document.quality,
                document.split,
                "template",
            )
        )
        self._span_counts.append(len(annotated.spans))
        self._spans.extend(annotated.spans)
        self._places.extend(rendered.places)

    def table(self) -> pa.Table:
        """Return the rows as a table of `SCHEMA`."""
        names = [name for name in SCHEMA.names if name != "spans"]
        values = list(zip(*self._facts, strict=True)) or [()] * len(names)
        columns = {name: pa.array(column, SCHEMA.field(name).type) for name, column in zip(names, values, strict=True)}
        columns["spans"] = _lists(self._span_counts, _span_array(self._spans, self._places))
        return pa.table([columns[name] for name in SCHEMA.names], schema=SCHEMA)


def _span_array(spans: list[Span], places: list[tuple[Place, ...]]) -> pa.Array:
    starts, ends, texts, surfaces, tags = _columns(spans, Span)
    occurrences = list(chain.from_iterable(places))
    columns = {
        "text": texts,
        "start": starts,
        "end": ends,
        "surface": surfaces,
        "location": _lists(map(len, places), _place_array(occurrences)),
        **_tag_columns(tags),
    }
    return _structs(SPAN, columns)


def _tag_columns(tags: Sequence[Tag]) -> dict[str, Any]:
    """Return what tags say, a column a fact: each different tag is looked at once, since most come again."""
    # By identity: to compare all facts of a tag takes longer than to make columns of them.
    identities = list(map(id, tags))
    different = dict(zip(identities, tags, strict=True))
    rows = dict(zip(different, range(len(different)), strict=True))
    taken = pa.array(list(map(rows.__getitem__, identities)), pa.int32())
    return {
        name: pa.array(list(map(attrgetter(name), different.values())), SPAN.field(name).type).take(taken)
        for name in (field.name for field in fields(Tag))
    }


def _place_array(places: list[Place]) -> pa.Array:
    paths, starts, boxes = _columns(places, Place)
    corners = _columns(list(chain.from_iterable(boxes)), Box)
    columns = {
        "path": paths,
        "start": starts,
        "boxes": _lists(map(len, boxes), _structs(BOX, dict(zip(Box._fields, corners, strict=True)))),
    }
    return _structs(PLACE, columns)


def _columns(rows: Sequence[tuple[Any, ...]], kind: type[Span | Place | Box]) -> tuple[tuple[Any, ...], ...]:
    """Return the fields of named tuples, a column a field."""
    return tuple(zip(*rows, strict=True)) or ((),) * len(kind._fields)


def _structs(kind: pa.StructType, columns: dict[str, Any]) -> pa.Array:
    found = [(columns[field.name], field.type) for field in kind]
    arrays = [column if isinstance(column, pa.Array) else pa.array(column, type_) for column, type_ in found]
    return pa.StructArray.from_arrays(arrays, fields=list(kind))


def _lists(counts: Iterable[int], values: pa.Array) -> pa.Array:
    offsets = pa.array(list(accumulate(counts, initial=0)), pa.int32())
    return pa.ListArray.from_arrays(offsets, values)


def without_lost_twins(group: pa.Table, phi_positive: int) -> pa.Table:
    """Return rows without the names of twins that the corpus is too small to hold."""
    twins = group["twin"].combine_chunks()
    numbers = pc.cast(pc.utf8_slice_codeunits(twins, len("positive-")), pa.int64())
    held = pc.if_else(pc.less(numbers, phi_positive), twins, pa.scalar(None, pa.string()))
    return group.set_column(group.schema.get_field_index("twin"), "twin", held)


def held_twin(twin: str | None, phi_positive: int) -> str | None:
    """Return the name of a twin where the corpus is large enough to hold it.

    Raises:
        ValueError: it is no name of a twin.
    """
    return twin if twin is None or int(twin.removeprefix("positive-")) < phi_positive else None


def label_rows(
    corpus: CorpusFolder | Reading, columns: Sequence[str], *, most: int | None = None, at_once: int = 500
) -> Iterator[dict[str, Any]]:
    """Yield label rows, positives first, by number, without having all of them in memory.

    Of a corpus that is not finished, those of its finished batches.

    Args:
        corpus: The corpus.
        columns: What a row has, by names of `SCHEMA`.
        most: How many of each class at most.
        at_once: How many are read at a time.

    Raises:
        CorpusError: the labels are missing or damaged.
    """
    reading = corpus if isinstance(corpus, Reading) else read_corpus(corpus)
    for phi_class in PHI_CLASSES:
        tables = (table for part in reading.parts_of(phi_class) for table in _tables(reading, part, columns, at_once))
        yield from islice((row for table in tables for row in table.to_pylist()), most)


def read_labels(corpus: Path | str) -> pa.Table:
    """Return the label rows of a corpus, positives first, by number: a table of `SCHEMA`, all of it in memory.

    Of a corpus that is not finished, those of its finished batches, with a warning (`IncompleteCorpus`).

    Raises:
        CorpusError: there is no corpus, or its labels are missing or damaged.
    """
    reading = read_corpus(corpus)
    if note := reading.note:
        warnings.warn(note, IncompleteCorpus, stacklevel=2)
    tables = (table for part in reading.parts for table in _tables(reading, part, SCHEMA.names, part.rows))
    return pa.concat_tables([SCHEMA.empty_table(), *tables])


def _tables(reading: Reading, part: Part, columns: Sequence[str], at_once: int) -> Iterator[pa.Table]:
    try:
        with pq.ParquetFile(part.path) as file:
            position = 0
            for batch in file.iter_batches(max(at_once, 1), columns=list(columns)):
                start, stop = max(part.start - position, 0), min(part.stop - position, batch.num_rows)
                position += batch.num_rows
                if start < stop:
                    table = pa.Table.from_batches([batch.slice(start, stop - start)])
                    lost = "twin" in columns and not reading.finished
                    yield without_lost_twins(table, reading.spec.phi_positive) if lost else table
    except (OSError, pa.ArrowException, KeyError) as error:
        raise unreadable(part.path, error) from error
