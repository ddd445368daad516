"""What stands on a slide: blocks as shapes, and the largest size of text with which they fit. Lengths are inches."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from synthphi.document import (
    Block,
    Bullets,
    Chart,
    Choices,
    Fields,
    Fragment,
    Link,
    Paragraph,
    Picture,
    SignatureLine,
    Table,
    Text,
    TextBox,
    choice_line,
    length,
)
from synthphi.render.pptx_markup import LineLook
from synthphi.render.pptx_skeleton import BOTTOM, MARGIN, TOP, WIDTH
from synthphi.render.pptx_tables import CellLook

_SIZES = (24, 22, 20, 18, 16, 14, 13, 12, 11, 10, 9, 8)
"""Points that text on a slide may have: the largest that lets everything fit is taken."""
PICTURE = 2.1
"""Inches of a photograph's height."""
_CHART, _LOWEST_CHART = 0.2, 2.0
"""Inches of a chart's height for each point of the text's size, and at least."""
_NARROWEST_BOX = 3.5
"""Inches of a box's width at least."""
GAP = 0.15
"""Inches between two blocks."""
INNER = WIDTH - 2 * MARGIN
_LINE = 1.2 / 72
"""Inches that a line takes for each point of its size."""
EMS = {"sans": 0.5, "serif": 0.5, "mono": 0.61}
"""The mean width of a character in ems, by the layout's kind of font."""


# Named tuples and not dataclasses, which take three times as long to make: a deck has dozens of them.
class Line(NamedTuple):
    """A paragraph of a text box, and how it looks."""

    value: Text
    look: LineLook
    length: int
    link: Link | None = None
    """Whose text it is, where it ends in a hyperlink."""


class Row(NamedTuple):
    """A row of a table: the texts of its cells, how they look, and how full it is."""

    texts: list[Text]
    looks: tuple[CellLook, ...]
    fullest: float
    """The characters for each point of a line's width in the cell that has most of them."""


class Grid(NamedTuple):
    """A table and its columns' shares. Without a header row, every other column holds captions."""

    rows: list[Row]
    widths: tuple[float, ...]
    header: bool


class Pictures(NamedTuple):
    """Pictures side by side."""

    pictures: tuple[Picture, ...]


class Framed(NamedTuple):
    """A box with lines of text."""

    lines: tuple[Line, ...]


Group: TypeAlias = Grid | Pictures | Framed | Chart | list[Line]
"""What stands below each other on a slide: a shape, or a row of pictures."""


def _line(value: Text, look: LineLook = "plain") -> Line:
    return Line(value, look, length(value))


def groups_of(blocks: tuple[Block, ...]) -> list[Group]:
    """Return the shapes of a slide: tables, and the lines of text between them."""
    groups: list[Group] = []
    for block in blocks:
        if isinstance(block, Table):
            groups.append(_table(block))
        elif isinstance(block, Fields):
            groups.append(_facts(block))
        elif isinstance(block, Picture):
            last = groups.pop() if groups and isinstance(groups[-1], Pictures) else None
            beside = last.pictures if isinstance(last, Pictures) else ()
            groups.append(Pictures((*beside, block)))
        elif isinstance(block, TextBox):
            groups.append(Framed(tuple(_line(one) for one in block.lines)))
        elif isinstance(block, Chart):
            groups.append(block)
        else:
            if not groups or not isinstance(groups[-1], list):
                groups.append([])
            groups[-1] += _lines(block)  # type: ignore[operator]  # a list of lines by now
    return groups


def _table(block: Table) -> Grid:
    rooms = _rooms(block.widths)
    rows = [_row(list(block.header), ("usual",) * len(block.header), rooms)]
    for row in block.rows:
        looks = tuple(["flagged" if cell.flag else "usual" for cell in row])
        rows.append(_row([cell.text for cell in row], looks, rooms))
    return Grid(rows, block.widths, header=True)


def _facts(block: Fields) -> Grid:
    columns = block.columns
    widths = (0.36 / columns, 0.64 / columns) * columns
    rooms, looks = _rooms(widths), ("usual",) * (2 * columns)
    rows: list[Row] = []
    for start in range(0, len(block.fields), columns):
        texts: list[Text] = []
        for item in block.fields[start : start + columns]:
            texts += ((Fragment(item.caption),), item.value)
        texts += [()] * (2 * columns - len(texts))
        rows.append(_row(texts, looks, rooms))
    return Grid(rows, widths, header=False)


@lru_cache(100)
def _rooms(widths: tuple[float, ...]) -> list[float]:
    """Return how many points there are for a line in the cells of a row."""
    return [(share * INNER - 0.2) * 72 for share in widths]


def _row(texts: list[Text], looks: tuple[CellLook, ...], rooms: list[float]) -> Row:
    return Row(texts, looks, max([length(value) / room for value, room in zip(texts, rooms, strict=True)]))


def _lines(block: Block) -> list[Line]:
    if isinstance(block, Bullets):
        return [_line(item, "number" if block.numbered else "bullet") for item in block.items]
    if isinstance(block, Choices):
        return [_line((Fragment(choice_line(block)),))]
    if isinstance(block, SignatureLine):
        return [_line(block.value or (Fragment("_" * 32),)), _line((Fragment(block.caption),), "small")]
    if isinstance(block, Link):
        value = (*block.before, *block.shown)
        return [Line(value, "plain", length(value), block)]
    assert isinstance(block, Paragraph)
    return [_line(block.text, {"lead": "bold", "small": "small"}.get(block.style, "plain"))]


def largest_that_fits(groups: list[Group], em: float) -> tuple[int, list[float]]:
    """Return the largest size in points with which everything stands on one slide, by estimate, and each height then.

    Here and below `em` is the mean width of a character in ems.
    """
    room = BOTTOM - TOP - GAP * (len(groups) - 1)
    points, heights = _SIZES[0], [0.0]
    for points in _SIZES:
        heights = [_height_of(group, points, em) for group in groups]
        if sum(heights) <= room:
            break
    return points, heights


def _height_of(group: Group, points: int, em: float) -> float:
    """Return about how high a shape is with text of a size in points."""
    if isinstance(group, Pictures):
        return PICTURE
    if isinstance(group, Grid):
        return sum(row_heights(group, points, em))
    if isinstance(group, Chart):
        return max(_LOWEST_CHART, points * _CHART)
    if isinstance(group, Framed):
        width = box_width(group, points, em) - 0.4
        return _height_of_lines(group.lines, width, points, em) + 0.2
    return _height_of_lines(group, INNER - 0.5, points, em) + 0.1


def box_width(box: Framed, points: int, em: float) -> float:
    """Return how wide a box is: as its longest line needs, if the slide is."""
    longest = max([line.length for line in box.lines], default=0)
    return max(_NARROWEST_BOX, min(INNER, longest * points * em * 1.1 / 72 + 0.5))


def row_heights(grid: Grid, points: int, em: float) -> list[float]:
    """Return about how high the rows of a table are, by the characters in its cells and the shares of its columns."""
    size = points - 2
    return [(int(full * size * em) + 1) * size * _LINE + 0.12 for _, _, full in grid.rows]


def _height_of_lines(lines: Iterable[Line], inches: float, points: int, em: float) -> float:
    """Return about how high paragraphs are, in a box that has room for so many inches of text."""
    room = inches * 72
    return sum([(int(line.length * points * em / room) + 1) * points * _LINE + 0.08 for line in lines])
