"""Pages of a document as pictures, with boxes over its values, by PDFium."""

import base64
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any, TypeAlias

import pypdfium2

from synthphi.corpus.show import ShownSpan
from synthphi.readback import ReadbackError
from synthphi.readback.bounds import check_pdf_streams
from synthphi.render.base import Box

_MOST_PAGES = 40
_PIXELS = 1_240
"""Across a page, …"""
_MOST_PIXELS_DOWN = 3_600
"""… but of a very long one."""
_COLOURS = 64
_FARTHEST = 20_000
"""Points; no page is that large."""
_PAGE = re.compile(r"page\[(\d{1,6})\]")


@dataclass(frozen=True, slots=True)
class FoundBox:
    """Where values are on a page."""

    page: int
    box: Box
    spans: tuple[int, ...]
    """Their numbers: several where they have one box, or where it is not known whose it is."""


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A box on a picture, in percent of it from the top left."""

    left: float
    top: float
    width: float
    height: float
    spans: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page as a PNG, with its boxes."""

    number: int
    """From 1."""
    png: bytes
    width: int
    height: int
    boxes: tuple[DrawnBox, ...]

    @property
    def data_uri(self) -> str:
        """Return the picture as an address that needs no file."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode()}"


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a file, or why there are none."""

    drawn: tuple[DrawnPage, ...] = ()
    left_out: int = 0
    """Pages after those that are drawn."""
    note: str = ""
    """What people have to know about them."""


Finder: TypeAlias = Callable[[Any], Iterable[FoundBox]]
"""Finds the boxes of the values in PDFium's document."""


def draw_pages(data: bytes, find: Finder, note: str = "") -> Pages:
    """Return the pages of a PDF file; where it cannot be drawn, none and a note."""
    try:
        check_pdf_streams(data)
        with pypdfium2.PdfDocument(data) as document:
            document.init_forms()  # or the values of form fields are not drawn
            by_page: dict[int, list[FoundBox]] = {}
            for found in find(document):
                by_page.setdefault(found.page, []).append(found)
            count = len(document)
            drawn = tuple(_drawn(document[i], i, by_page.get(i, [])) for i in range(min(count, _MOST_PAGES)))
            return Pages(drawn, count - len(drawn), note)
    # A damaged file may have pages without a size, or of one that no memory holds.
    except (ReadbackError, pypdfium2.PdfiumError, ValueError, ZeroDivisionError, OverflowError, MemoryError):
        return Pages(note="The file is damaged: its pages cannot be drawn.")


def labelled_boxes(spans: tuple[ShownSpan, ...]) -> Finder:
    """Return what finds the boxes that the labels of a PDF document have."""

    def find(_document: Any) -> Iterator[FoundBox]:
        # One for all values of an alternative text or of a note, which have the same.
        found: dict[tuple[int, Box], dict[int, None]] = {}
        for i, span in enumerate(spans):
            for place in span.places:
                on_page = _PAGE.match(place.path)
                if on_page:
                    for box in place.boxes:
                        found.setdefault((int(on_page[1]), box), {})[i] = None
        for (page, box), numbers in found.items():
            yield FoundBox(page, box, tuple(numbers))

    return find


def _drawn(page: Any, index: int, boxes: list[FoundBox]) -> DrawnPage:
    scale = min(_PIXELS / page.get_width(), _MOST_PIXELS_DOWN / page.get_height())
    bitmap = page.render(scale=scale)
    position = bitmap.get_posconv(page)
    picture = bitmap.to_pil()
    width, height = picture.size
    on_picture = []
    for found in boxes:
        box = found.box
        corners = (box.x0, box.y0, box.x1, box.y1)
        # Labels may be anybody's.
        if not all(isfinite(corner) and abs(corner) < _FARTHEST for corner in corners):
            continue
        (xa, ya), (xb, yb) = position.to_bitmap(box.x0, box.y0), position.to_bitmap(box.x1, box.y1)
        left, right = max(0, min(xa, xb)), min(width, max(xa, xb))
        top, bottom = max(0, min(ya, yb)), min(height, max(ya, yb))
        if left < right and top < bottom:
            of_width, of_height = 100 / width, 100 / height
            on_picture.append(
                DrawnBox(
                    left * of_width, top * of_height, (right - left) * of_width, (bottom - top) * of_height, found.spans
                )
            )
    data = io.BytesIO()
    picture.convert("RGB").quantize(_COLOURS).save(data, "PNG", optimize=True)
    return DrawnPage(index + 1, data.getvalue(), width, height, tuple(on_picture))
