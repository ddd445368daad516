"""Drawings of our own: shapes in a unit square, which a PDF shows as they are (`operators`).

No picture of anybody or anything real is made of them: logos, portraits and wounds are polygons and ellipses. What
formats show that have no shapes is painted once, with Pillow (`synthphi.render.authoring.painting`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
_ROUND = 0.5523
"""How long the handles of a Bezier curve are that is a quarter of a circle, as a part of the radius."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled polygon, or the ellipse in the rectangle of two points; y grows downwards, from 0 to 1.

    `fill` is RRGGBB or the name of a colour that whoever paints it knows.
    """

    points: tuple[Point, ...]
    fill: str
    round: bool = False


def polygon(fill: str, *points: Point) -> Shape:
    """Return a polygon."""
    return Shape(points, fill)


def ellipse(fill: str, x0: float, y0: float, x1: float, y1: float) -> Shape:
    """Return an ellipse in a rectangle."""
    return Shape(((x0, y0), (x1, y1)), fill, round=True)


def box(fill: str, x0: float, y0: float, x1: float, y1: float) -> Shape:
    """Return a rectangle."""
    return polygon(fill, (x0, y0), (x1, y0), (x1, y1), (x0, y1))


def operators(shapes: Sequence[Shape], x: float, y: float, size: float, colours: Mapping[str, str]) -> str:
    """Return a square drawing as PDF operators.

    Args:
        shapes: What to paint, the back first.
        x: The left edge in points.
        y: The lower edge in points.
        size: The side in points.
        colours: The three numbers of a colour, as ``rg`` takes them, by name.
    """
    pieces = []
    for shape in shapes:
        points = [(x + a * size, y + (1 - b) * size) for a, b in shape.points]
        path = _curve(points) if shape.round else _lines(points)
        pieces.append(f"{colours[shape.fill]} rg {path} f")
    return "\n".join(pieces)


def _lines(points: list[Point]) -> str:
    (x, y), *others = points
    return f"{x:.2f} {y:.2f} m " + " ".join([f"{a:.2f} {b:.2f} l" for a, b in others]) + " h"


def _curve(points: list[Point]) -> str:
    (x0, y0), (x1, y1) = points
    x, y, a, b = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2, (y1 - y0) / 2
    p, q = a * _ROUND, b * _ROUND
    arcs = (
        (x + a, y + q, x + p, y + b, x, y + b),
        (x - p, y + b, x - a, y + q, x - a, y),
        (x - a, y - q, x - p, y - b, x, y - b),
        (x + p, y - b, x + a, y - q, x + a, y),
    )
    return f"{x + a:.2f} {y:.2f} m " + " ".join([" ".join([f"{v:.2f}" for v in arc]) + " c" for arc in arcs])
