"""PDF pages, by poppler's ``pdftotext -bbox``: its words with their rectangles.

Poppler says where a word is and not where its characters are; they are put where the widths of the standard fonts put
them. Beyond it is everything that is on no page: properties, outline, notes, targets of links, alternative texts.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from reportlab.pdfbase.pdfmetrics import stringWidth

from synthphi.readback.base import ReadbackError
from synthphi.readback.thorough.base import output_of, program
from synthphi.render.base import Box
from synthphi.render.layouts import LAYOUTS

_PACKAGE = "poppler-utils"
_FONTS = {"sans": "Helvetica", "serif": "Times-Roman", "mono": "Courier"}
_WORD = "{http://www.w3.org/1999/xhtml}word"
_PAGE = "{http://www.w3.org/1999/xhtml}page"


def require() -> None:
    """See to it that poppler's programs are installed."""
    program("pdftotext", _PACKAGE)


class _Word(NamedTuple):
    """A word with its rectangle, origin at the bottom left; sorts by the middle of its height."""

    middle: float
    x0: float
    y0: float
    x1: float
    y1: float
    text: str


class PageWords:
    """The words of a page.

    Args:
        words: The words, in any order.
    """

    def __init__(self, words: list[_Word]) -> None:
        self._words = sorted(words)
        self._middles = [word.middle for word in self._words]

    def inside(self, box: Box, layout: str) -> tuple[str, float]:
        """Return the characters in a box, and how well it fits them: intersection over union.

        Args:
            box: The box.
            layout: The family of `synthphi.render.layouts` that says which font the page has.
        """
        font = _FONTS[LAYOUTS[layout].font] if layout in LAYOUTS else "Helvetica"
        found: list[tuple[float, float, float, float, str]] = []
        for word in self._words[bisect_left(self._middles, box.y0) : bisect_right(self._middles, box.y1)]:
            if word.x0 >= box.x1 or word.x1 <= box.x0:
                continue
            inside = [
                (start, end, char)
                for start, end, char in _characters(word, font)
                if box.x0 <= (start + end) / 2 <= box.x1
            ]
            if inside:
                text = "".join(char for _, _, char in inside)
                found.append((inside[0][0], word.y0, inside[-1][1], word.y1, text))
        if not found:
            return "", 0.0
        found.sort()
        lefts, bottoms, rights, tops, texts = zip(*found, strict=True)
        return "".join(texts), _overlap(box, Box(min(lefts), min(bottoms), max(rights), max(tops)))


def same_on_page(read: str, labelled: str) -> bool:
    """Return whether what poppler reads is a value, white space aside.

    It gives words as they are seen, from left to right; Hebrew and Arabic run the other way.
    """
    one, other = ("".join(unicodedata.normalize("NFC", text).split()) for text in (read, labelled))
    return one == other or (
        one == other[::-1] and any(unicodedata.bidirectional(char) in {"R", "AL"} for char in labelled)
    )


def _characters(word: _Word, font: str) -> Iterator[tuple[float, float, str]]:
    """Yield the characters of a word, each with where it begins and ends."""
    widths = [_width(char, font) for char in word.text]
    scale = (word.x1 - word.x0) / (sum(widths) or 1.0)
    at = word.x0
    for char, width in zip(word.text, widths, strict=True):
        yield at, at + width * scale, char
        at += width * scale


@cache
def _width(char: str, font: str) -> float:
    return float(stringWidth(char, font, 1000))


def _overlap(one: Box, other: Box) -> float:
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    if width <= 0 or height <= 0:
        return 0.0
    areas = sum((box.x1 - box.x0) * (box.y1 - box.y0) for box in (one, other))
    return width * height / (areas - width * height)


def pages_of(files: Sequence[Path]) -> Iterator[list[PageWords] | ReadbackError]:
    """Yield the pages of each of some files, or why there are none."""
    pdftotext = program("pdftotext", _PACKAGE)
    for file in files:
        try:
            yield _pages(output_of([pdftotext, "-bbox", str(file.absolute()), "-"]))
        except (ReadbackError, etree.XMLSyntaxError) as error:
            yield error if isinstance(error, ReadbackError) else ReadbackError(f"pdftotext gives no XML: {error}")


def _pages(said: bytes) -> list[PageWords]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    found = []
    for page in etree.fromstring(said, parser).iter(_PAGE):
        height = float(page.get("height", "0"))
        words = []
        for word in page.iter(_WORD):
            x0, y0, x1, y1 = (float(word.get(side, "0")) for side in ("xMin", "yMin", "xMax", "yMax"))
            words.append(_Word(height - (y0 + y1) / 2, x0, height - y1, x1, height - y0, word.text or ""))
        found.append(PageWords(words))
    return found
