"""Label rows in columns: a list a field, and not a dictionary a span and a place.

So to read them takes a fraction of the time, and what looks at a million places makes no object for each.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from synthphi.labels import Owner
from synthphi.render.base import Box, Place

_OF_PATIENTS = frozenset({Owner.PATIENT.value, Owner.RELATIVE.value})


@dataclass(frozen=True, slots=True)
class Spans:
    """The spans of some rows, and their places; ``spans[first_span[i]:first_span[i + 1]]`` are of row i."""

    first_span: list[int]
    label: list[str]
    role: list[str | None]
    text: list[str]
    start: list[int]
    end: list[int]
    owner: list[str]
    phi: list[bool]
    hipaa: list[str | None]
    over_89: list[bool]
    person_id: list[str | None]
    first_place: list[int]
    """By span, and so on with boxes."""
    path: list[str]
    place_start: list[int | None]
    first_box: list[int]
    """By place."""
    sides: tuple[list[float], ...]
    """x0, y0, x1, y1 of the boxes."""

    def patients(self, numbers: Iterable[int]) -> set[str]:
        """Return the patients that some spans name; a relative names whose relative it is."""
        named = {self.person_id[i] for i in numbers if self.owner[i] in _OF_PATIENTS}
        return {one.removesuffix("-relative") for one in named if one}

    def place(self, number: int) -> Place:
        """Return a place as readers want it."""
        x0, y0, x1, y1 = self.sides
        boxes = range(self.first_box[number], self.first_box[number + 1])
        return Place(
            self.path[number], self.place_start[number], tuple([Box(x0[b], y0[b], x1[b], y1[b]) for b in boxes])
        )


def spans_of(rows: pa.Table) -> Spans:
    """Return the spans of label rows."""
    column = rows["spans"].combine_chunks()
    spans = column.flatten()
    locations = spans.field("location")
    places = locations.flatten()
    boxes = places.field("boxes")
    corners = boxes.flatten()
    names = ("label", "role", "text", "start", "end", "owner", "phi", "hipaa", "over_89", "person_id")
    values: dict[str, Any] = {name: spans.field(name).to_pylist() for name in names}
    return Spans(
        **values,
        first_span=_offsets(column),
        first_place=_offsets(locations),
        path=places.field("path").to_pylist(),
        place_start=places.field("start").to_pylist(),
        first_box=_offsets(boxes),
        sides=tuple(corners.field(side).to_pylist() for side in ("x0", "y0", "x1", "y1")),
    )


def _offsets(lists: pa.Array) -> list[int]:
    # A list that is null has no items.
    return list(accumulate(pc.fill_null(pc.list_value_length(lists), 0).to_pylist(), initial=0))
