"""The logos of the layout families: marks in a unit square, in the family's accent colour and white.

`ink` is the accent, or white on a banner; `paper` is what it is on.
"""

from math import cos, pi, sin
from typing import Final

from synthphi.render.drawings import Shape, box, ellipse, polygon


def _ring(fill: str, hole: str, edge: float = 0.09) -> tuple[Shape, ...]:
    return ellipse(fill, 0, 0, 1, 1), ellipse(hole, edge, edge, 1 - edge, 1 - edge)


def _star(fill: str, rays: int, inner: float, outer: float) -> Shape:
    points = []
    for i in range(2 * rays):
        angle, radius = pi * i / rays - pi / 2, outer if i % 2 == 0 else inner
        points.append((0.5 + radius * cos(angle), 0.5 + radius * sin(angle)))
    return polygon(fill, *points)


def _cross(fill: str, edge: float, arm: float) -> tuple[Shape, ...]:
    low, high = 0.5 - arm / 2, 0.5 + arm / 2
    return box(fill, edge, low, 1 - edge, high), box(fill, low, edge, high, 1 - edge)


LOGOS: Final[dict[str, tuple[Shape, ...]]] = {
    "classic": (*_ring("ink", "paper"), *_cross("ink", 0.24, 0.2)),
    "modern": (
        ellipse("ink", 0, 0.1, 0.62, 0.72),
        ellipse("ink", 0.38, 0.28, 1, 0.9),
        ellipse("paper", 0.44, 0.34, 0.58, 0.66),
    ),
    "clinical": (box("ink", 0, 0, 1, 1), *_cross("paper", 0.16, 0.24)),
    "regional": (
        polygon("ink", (0.5, 0), (0.95, 0.16), (0.9, 0.62), (0.5, 1), (0.1, 0.62), (0.05, 0.16)),
        *_cross("paper", 0.28, 0.14),
    ),
    "harbor": (
        box("ink", 0.42, 0.2, 0.58, 0.74),
        polygon("ink", (0.34, 0.2), (0.66, 0.2), (0.5, 0.02)),
        polygon("ink", (0, 0.76), (1, 0.76), (0.82, 1), (0.18, 1)),
    ),
    "orchard": (
        ellipse("ink", 0.12, 0, 0.88, 0.62),
        box("ink", 0.44, 0.5, 0.56, 1),
        ellipse("paper", 0.3, 0.2, 0.42, 0.32),
        ellipse("paper", 0.56, 0.3, 0.68, 0.42),
    ),
    "slate": (
        polygon("ink", (0, 0.86), (0.34, 0.22), (0.52, 0.54), (0.66, 0.34), (1, 0.86)),
        polygon("paper", (0.34, 0.22), (0.26, 0.38), (0.34, 0.34), (0.42, 0.38)),
    ),
    "academic": (
        polygon("ink", (0.5, 0.04), (1, 0.3), (0, 0.3)),
        *(box("ink", x, 0.36, x + 0.12, 0.8) for x in (0.1, 0.32, 0.56, 0.78)),
        box("ink", 0.02, 0.84, 0.98, 0.96),
    ),
    "county": (*_ring("ink", "paper", 0.06), _star("ink", 8, 0.14, 0.36)),
    "plain": (box("ink", 0, 0.1, 0.46, 0.56), box("ink", 0.54, 0.1, 1, 0.56), box("ink", 0.27, 0.6, 0.73, 0.98)),
    "canyon": (
        ellipse("ink", 0.28, 0.06, 0.72, 0.5),
        polygon("ink", (0, 0.98), (0.22, 0.48), (0.4, 0.48), (0.5, 0.72), (0.6, 0.48), (0.78, 0.48), (1, 0.98)),
    ),
    "lakeside": (
        ellipse("ink", 0.36, 0.02, 0.64, 0.3),
        *(
            polygon("ink", (0, y), (0.25, y - 0.1), (0.5, y), (0.75, y - 0.1), (1, y), (1, y + 0.12), (0, y + 0.12))
            for y in (0.5, 0.72, 0.94)
        ),
    ),
    "telefax": (
        box("ink", 0.02, 0.4, 0.98, 0.92),
        box("ink", 0.24, 0.06, 0.76, 0.4),
        box("paper", 0.3, 0.12, 0.7, 0.4),
        box("paper", 0.12, 0.62, 0.88, 0.7),
    ),
    "gazette": (
        polygon("ink", (0.5, 0.3), (0.74, 0.06), (0.98, 0.3), (0.5, 0.94), (0.02, 0.3), (0.26, 0.06)),
        polygon("paper", (0.5, 0.46), (0.7, 0.46), (0.7, 0.54), (0.3, 0.54), (0.3, 0.46)),
    ),
}
"""The shapes of each family's logo."""
