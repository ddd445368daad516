"""The pictures of office files: photographs of nobody, and the logos of layouts, all of them drawn.

They are painted by ``make skeletons`` (`synthphi.render.authoring.pictures`) and kept. Were each process to paint them,
another version of Pillow, or of the zlib in it, would make other bytes of them.
"""

import zipfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

from synthphi.render.layouts import Layout

KEPT = Path(__file__).parent / "skeletons" / "pictures.zip"
LOGO, PNG, PDF_OBJECT = "logo-", ".png", ".pdf-object"
"""How the names of logos begin, and how those of files end."""


class Bitmap(NamedTuple):
    """A picture: its size in pixels, and the PNG file."""

    width: int
    height: int
    png: bytes


def photo(name: str) -> Bitmap:
    """Return a photograph by its name (`synthphi.document.images`).

    Raises:
        KeyError: there is none of the name.
    """
    return _bitmap(name)


def photo_object(name: str) -> bytes:
    """Return a photograph as the body of an image object of a PDF.

    Raises:
        KeyError: there is none of the name.
    """
    return _kept()[name + PDF_OBJECT]


def layout_logo(layout: Layout) -> Bitmap:
    """Return a layout's logo on the ground of its letterhead; transparent but on a banner."""
    return _bitmap(LOGO + layout.name)


@cache
def _bitmap(name: str) -> Bitmap:
    png = _kept()[name + PNG]
    # The header, which has the size, is the first chunk (PNG, 11.2.1).
    return Bitmap(int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big"), png)


@cache
def _kept() -> dict[str, bytes]:
    with zipfile.ZipFile(KEPT) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
