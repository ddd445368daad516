"""Drawings of our own: shapes in a unit square, painted as PDF operators or as a PNG picture.

No picture of anybody or anything real is in here: logos, portraits and wounds are made of polygons and ellipses.
"""

import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFilter

Point: TypeAlias = tuple[float, float]
_SMOOTH = 4
"""Pictures are painted so many times as large, and then made smaller."""
_ROUND = 0.5523
"""How long the handles of a Bezier curve are that is a quarter of a circle, as a part of the radius."""
_COLOURS = 48


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled polygon, or the ellipse in the rectangle of two points; y grows downwards, from 0 to 1.

    `fill` is RRGGBB or the name of a colour that whoever paints it knows.
    """

    points: tuple[Point, ...]
    fill: str
    round: bool = False


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A painted drawing with its palette: RGB, three bytes a colour."""

    width: int
    height: int
    palette: bytes
    pixels: bytes
    """One byte a pixel, row by row from the top: its place in the palette."""
    png: bytes


def polygon(fill: str, *points: Point) -> Shape:
    """Return a polygon."""
    return Shape(points, fill)


def ellipse(fill: str, x0: float, y0: float, x1: float, y1: float) -> Shape:
    """Return an ellipse in a rectangle."""
    return Shape(((x0, y0), (x1, y1)), fill, round=True)


def box(fill: str, x0: float, y0: float, x1: float, y1: float) -> Shape:
    """Return a rectangle."""
    return polygon(fill, (x0, y0), (x1, y0), (x1, y1), (x0, y1))


def painted(
    shapes: Sequence[Shape], width: int, height: int, colours: Mapping[str, str], paper: str | None, blur: float = 0.0
) -> Bitmap:
    """Return a drawing as a bitmap.

    Args:
        shapes: What to paint, the back first.
        width: In pixels; `height` too.
        height: In pixels.
        colours: RRGGBB by name.
        paper: The colour behind, RRGGBB; None leaves it transparent in the PNG, white in the palette.
        blur: Radius in pixels, so that it looks like a photograph.
    """
    across, down = width * _SMOOTH, height * _SMOOTH
    image = Image.new("RGBA", (across, down), _rgba(paper) if paper else (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    for shape in shapes:
        points = [(x * across, y * down) for x, y in shape.points]
        fill = _rgba(colours.get(shape.fill, shape.fill))
        if shape.round:
            draw.ellipse([*points[0], *points[1]], fill=fill)
        else:
            draw.polygon(points, fill=fill)
    image = image.resize((width, height), Image.Resampling.BOX)
    if blur:
        image = image.filter(ImageFilter.GaussianBlur(blur))
    flat = Image.alpha_composite(Image.new("RGBA", image.size, (255, 255, 255, 255)), image).convert("RGB")
    indexed = flat.quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    palette = bytes(indexed.getpalette() or ())
    buffer = io.BytesIO()
    (indexed if paper else image).save(buffer, "PNG", optimize=False, compress_level=9)
    return Bitmap(width, height, palette, indexed.tobytes(), buffer.getvalue())


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


def packed(bitmap: Bitmap) -> bytes:
    """Return a bitmap as the body of a PDF image object."""
    data = zlib.compress(bitmap.pixels, 9)
    colours = len(bitmap.palette) // 3 - 1
    return (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
        b"/ColorSpace[/Indexed/DeviceRGB %d<%s>]/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
        % (bitmap.width, bitmap.height, colours, bitmap.palette.hex().encode(), len(data), data)
    )


def _rgba(rrggbb: str) -> tuple[int, int, int, int]:
    red, green, blue = bytes.fromhex(rrggbb)
    return red, green, blue, 255


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
