"""Drawings as pictures: painted with Pillow, and kept by ``make skeletons``."""

import io
import zlib
from collections.abc import Mapping, Sequence

from PIL import Image, ImageDraw, ImageFilter

from synthphi.render.drawings import Shape

_SMOOTH = 4
"""Pictures are painted so many times as large, and then made smaller."""
_COLOURS = 48


def painted(
    shapes: Sequence[Shape], width: int, height: int, colours: Mapping[str, str], paper: str | None, blur: float = 0.0
) -> Image.Image:
    """Return a drawing as a picture: of a few colours on paper, of all where it is transparent.

    Args:
        shapes: What to paint, the back first.
        width: In pixels; `height` too.
        height: In pixels.
        colours: RRGGBB by name.
        paper: The colour behind, RRGGBB; None leaves it transparent.
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
    if paper is None:
        return image
    return image.convert("RGB").quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def png(image: Image.Image) -> bytes:
    """Return a picture as a PNG file."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=False, compress_level=9)
    return buffer.getvalue()


def pdf_object(image: Image.Image) -> bytes:
    """Return a picture of a few colours as the body of a PDF image object."""
    data = zlib.compress(image.tobytes(), 9)
    palette = bytes(image.getpalette() or ())
    return (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
        b"/ColorSpace[/Indexed/DeviceRGB %d<%s>]/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
        % (image.width, image.height, len(palette) // 3 - 1, palette.hex().encode(), len(data), data)
    )


def _rgba(rrggbb: str) -> tuple[int, int, int, int]:
    red, green, blue = bytes.fromhex(rrggbb)
    return red, green, blue, 255
