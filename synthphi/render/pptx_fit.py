"""The largest size of text with which everything fits on a slide, by estimate. Lengths are inches."""

from synthphi.render.chart import Columns
from synthphi.render.pptx_shapes import Grid, Lines, Pictures, Shape
from synthphi.render.pptx_skeleton import BOTTOM, INNER, TOP

_SIZES = (24, 22, 20, 18, 16, 14, 13, 12, 11, 10, 9, 8)
"""Points that text on a slide may have: the largest that lets everything fit is taken."""
PICTURE = 2.1
"""Inches of a photograph's height."""
_CHART, _LOWEST_CHART = 0.2, 2.0
"""Inches of a chart's height for each point of the text's size, and at least."""
_NARROWEST_BOX = 3.5
"""Inches of a box's width at least."""
GAP = 0.15
"""Inches between two shapes."""
_LINE = 1.2 / 72
"""Inches that a line takes for each point of its size."""
EMS = {"sans": 0.5, "serif": 0.5, "mono": 0.61}
"""The mean width of a character in ems, by the layout's kind of font."""


def largest_that_fits(shapes: list[Shape], em: float) -> tuple[int, list[float]]:
    """Return the largest size in points with which everything stands on one slide, by estimate, and each height then.

    Here and below `em` is the mean width of a character in ems.
    """
    room = BOTTOM - TOP - GAP * (len(shapes) - 1)
    points, heights = _SIZES[0], [0.0]
    for points in _SIZES:
        heights = [_height_of(shape, points, em) for shape in shapes]
        if sum(heights) <= room:
            break
    return points, heights


def _height_of(shape: Shape, points: int, em: float) -> float:
    """Return about how high a shape is with text of a size in points."""
    if isinstance(shape, Lines):
        if shape.framed:
            return _height_of_lines(shape, box_width(shape, points, em) - 0.4, points, em) + 0.2
        return _height_of_lines(shape, INNER - 0.5, points, em) + 0.1
    if isinstance(shape, Grid):
        return sum(row_heights(shape, points, em))
    if isinstance(shape, Pictures):
        return PICTURE
    assert isinstance(shape, Columns)
    return max(_LOWEST_CHART, points * _CHART)


def box_width(box: Lines, points: int, em: float) -> float:
    """Return how wide a framed box is: as its longest line needs, if the slide is."""
    longest = max(map(len, box.texts), default=0)
    return max(_NARROWEST_BOX, min(INNER, longest * points * em * 1.1 / 72 + 0.5))


def row_heights(grid: Grid, points: int, em: float) -> list[float]:
    """Return about how high the rows of a table are, by the characters in its cells and the shares of its columns."""
    size = points - 2
    share, line = size * em, size * _LINE
    return [(int(full * share) + 1) * line + 0.12 for _, _, full in grid.rows]


def _height_of_lines(box: Lines, inches: float, points: int, em: float) -> float:
    """Return about how high paragraphs are, in a box that has room for so many inches of text."""
    share, line = points * em / (inches * 72), points * _LINE
    return sum([(int(len(characters) * share) + 1) * line + 0.08 for characters in box.texts])
