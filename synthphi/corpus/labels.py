"""Label rows: one a document, as Arrow columns. The schema is the product's; `docs` and the card point here."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from synthphi.corpus.folder import CorpusFolder, load_corpus, unreadable
from synthphi.doctypes import PHI_CLASSES
from synthphi.document import Annotated, Span
from synthphi.render.base import Box, Place, Rendered
from synthphi.spec import DocumentSpec

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
    tags = [span.tag for span in spans]
    occurrences = list(chain.from_iterable(places))
    location = _lists(map(len, places), _place_array(occurrences))
    columns: dict[str, Any] = {
        "label": [tag.label.value for tag in tags],
        "role": [tag.role for tag in tags],
        "text": [span.text for span in spans],
        "start": [span.start for span in spans],
        "end": [span.end for span in spans],
        "surface": [span.surface for span in spans],
        "location": location,
        "owner": [tag.owner.value for tag in tags],
        "person_id": [tag.person_id for tag in tags],
        "phi": [tag.phi for tag in tags],
        "hipaa": [tag.hipaa for tag in tags],
        "over_89": [tag.over_89 for tag in tags],
    }
    return _structs(SPAN, columns)


def _place_array(places: list[Place]) -> pa.Array:
    boxes: list[Box] = list(chain.from_iterable(place.boxes for place in places))
    corners = {side: [getattr(box, side) for box in boxes] for side in ("x0", "y0", "x1", "y1")}
    columns = {
        "path": [place.path for place in places],
        "start": [place.start for place in places],
        "boxes": _lists((len(place.boxes) for place in places), _structs(BOX, corners)),
    }
    return _structs(PLACE, columns)


def _structs(kind: pa.StructType, columns: dict[str, Any]) -> pa.Array:
    arrays = [
        column if isinstance(column, pa.Array) else pa.array(column, kind.field(name).type)
        for name, column in columns.items()
    ]
    return pa.StructArray.from_arrays(arrays, fields=list(kind))


def _lists(counts: Iterable[int], values: pa.Array) -> pa.Array:
    offsets = pa.array(list(accumulate(counts, initial=0)), pa.int32())
    return pa.ListArray.from_arrays(offsets, values)


def label_rows(
    folder: CorpusFolder, columns: Sequence[str], *, most: int | None = None, at_once: int = 500
) -> Iterator[dict[str, Any]]:
    """Yield label rows, positives first, by number, without having all of them in memory.

    Args:
        folder: The corpus.
        columns: What a row has, by names of `SCHEMA`.
        most: How many of each class at most.
        at_once: How many are read at a time.

    Raises:
        CorpusError: the labels are missing or damaged.
    """
    for phi_class in PHI_CLASSES:
        path = folder.labels_of(phi_class)
        try:
            with pq.ParquetFile(path) as table:
                batches = table.iter_batches(at_once, columns=list(columns))
                yield from islice((row for batch in batches for row in batch.to_pylist()), most)
        except (OSError, pa.ArrowException, KeyError) as error:
            raise unreadable(path, error) from error


def read_labels(corpus: Path | str) -> pa.Table:
    """Return the label rows of a corpus, positives first, by number: a table of `SCHEMA`, all of it in memory.

    Raises:
        CorpusError: there is no corpus, or its labels are missing or damaged.
    """
    folder, _ = load_corpus(corpus)
    try:
        return pa.concat_tables([pq.read_table(folder.labels_of(phi_class)) for phi_class in PHI_CLASSES])
    except (OSError, pa.ArrowException) as error:
        raise unreadable(f"the labels in {folder.labels}", error) from error
