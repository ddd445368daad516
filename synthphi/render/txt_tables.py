"""Tables and captioned values as lines of plain text."""

from collections.abc import Sequence
from itertools import zip_longest
from operator import le
from typing import NamedTuple

from synthphi.render.plain_columns import GAP, column_widths, ruler, spaced
from synthphi.render.txt_lines import EMPTY, LONGEST_WITHIN, WIDTH, Line, columns, joined, least_width, wrapped

_LEADER = 3
"""Dots between a caption and its value, at least."""
_LONGEST_CAPTION = 30
BLANK = Line("_" * 20)
"""Is to be filled in."""


class Captioned(NamedTuple):
    """A caption with its value."""

    caption: str
    value: Line


def table_lines(header: tuple[Line, ...], rows: Sequence[tuple[Line, ...]], rule: str) -> list[Line]:
    """Return a table in columns; where a line is too narrow for it, as a list of records.

    Args:
        header: The cells of its first row.
        rows: Those of the others.
        rule: What the line below the header is made of.
    """
    cells = (header, *rows)
    widths = column_widths([[columns(cell.text) for cell in row] for row in cells])
    gaps = GAP * (len(widths) - 1)
    if sum(widths) + gaps > WIDTH:
        least = column_widths([[least_width(cell) for cell in row] for row in cells])
        room = WIDTH - gaps - sum(least)
        if room < 0:
            return _records(header, rows)
        widths = _shared(least, widths, room)
    lines: list[Line] = []
    for number, row in enumerate(cells):
        lines += _row(row, widths)
        if number == 0:
            lines.append(Line(ruler(widths).replace("-", rule)))
    return lines


def _shared(least: list[int], wanted: list[int], room: int) -> list[int]:
    """Return widths that share some columns by how much more than the least they want."""
    lacking = [want - few for few, want in zip(least, wanted, strict=True)]
    return [few + room * lack // sum(lacking) for few, lack in zip(least, lacking, strict=True)]


def _row(row: tuple[Line, ...], widths: list[int]) -> list[Line]:
    """Return the lines of a row, whose cells may have several."""
    lengths = [columns(cell.text) for cell in row]
    if max(lengths) <= LONGEST_WITHIN and all(map(le, lengths, widths)):
        return [_side_by_side(row, widths)]
    in_cells = [wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    return [_side_by_side(parts, widths) for parts in zip_longest(*in_cells, fillvalue=EMPTY)]


def _side_by_side(parts: Sequence[Line], widths: Sequence[int]) -> Line:
    pieces: list[Line | str] = []
    texts = [part.text for part in parts]
    for number, padding in spaced(list(map(columns, texts)), widths, texts):
        pieces += [" " * padding, parts[number]]
    return joined(pieces)


def _records(header: tuple[Line, ...], rows: Sequence[tuple[Line, ...]]) -> list[Line]:
    """Return rows one below the other, each cell with what stands above its column."""
    if not rows:
        return wrapped(joined([part for name in header for part in (name, "   ")]))
    lines: list[Line] = []
    for row in rows:
        if lines:
            lines.append(EMPTY)
        for name, cell in zip(header, row, strict=True):
            lines += wrapped(joined((name, ": ", cell)), indent="    ")
    return lines


def field_lines(fields: Sequence[Captioned], abreast: int) -> list[Line]:
    """Return captioned values with dots between caption and value, `abreast` in a line where they fit."""
    longest = max([columns(field.caption) for field in fields], default=0)
    leader = min(longest, _LONGEST_CAPTION) + _LEADER
    width = (WIDTH - GAP * (abreast - 1)) // abreast
    if abreast > 1 and any(
        columns(field.caption) > leader - _LEADER or columns(field.value.text) > width - leader - 2 for field in fields
    ):
        return field_lines(fields, abreast - 1)
    lines: list[Line] = []
    if abreast > 1:
        widths = [width] * abreast
        for first in range(0, len(fields), abreast):
            row = [_led(field, leader) for field in fields[first : first + abreast]]
            lines.append(_side_by_side(row, widths[: len(row)]))
        return lines
    for field in fields:
        lines += _alone(field, leader)
    return lines


def _led(field: Captioned, leader: int) -> Line:
    dots = "." * (leader - columns(field.caption))
    return joined((f"{field.caption} {dots} ", field.value) if field.value.text else (f"{field.caption} {dots}",))


def _alone(field: Captioned, leader: int) -> list[Line]:
    before = f"{field.caption} {'.' * max(leader - columns(field.caption), _LEADER)}"
    if not field.value.text:
        return [Line(before)]
    before += " "
    if columns(before) + least_width(field.value) <= WIDTH:
        return wrapped(field.value, before=before)
    return [Line(before.rstrip()), *wrapped(field.value, before="    ")]
