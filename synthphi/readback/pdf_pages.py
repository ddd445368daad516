"""The characters of a PDF page, with their places, by PDFium.

A page's text has one character for each of PDFium's, those that it makes up for white space included; but for a line's
end, which PDFium makes of two, and a character that it gives as two surrogates. So a character's place in the text
follows from PDFium's number for it.
"""

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from ctypes import POINTER, byref, c_double, c_ushort, cast, create_string_buffer
from functools import cached_property
from typing import Any, TypeAlias

from pypdfium2 import raw

from synthphi.render.base import Box

Sides: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top."""

# What PDFium gives for a hyphen that it takes for one of hyphenation, at the end of a line.
_HYPHENS = {0x02: "-", 0xFFFE: "-"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_HIGHEST = sys.maxsize
# Behind such a hyphen the next line begins without white space.
_WORD = re.compile("[^\\s\x02\ufffe]*[\x02\ufffe]|[^\\s\x02\ufffe]+")
_JOINED = re.compile("\r\n|[\ud800-\udbff][\udc00-\udfff]")


def overlap(box: Box, sides: Sides) -> float:
    """Return intersection over union of two rectangles."""
    left, bottom, right, top = sides
    width, height = min(box.x1, right) - max(box.x0, left), min(box.y1, top) - max(box.y0, bottom)
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / ((box.x1 - box.x0) * (box.y1 - box.y0) + (right - left) * (top - bottom) - both)


class PageText:
    """A page's text.

    Args:
        page: PDFium's page.
    """

    def __init__(self, page: Any) -> None:
        # Keeps the page and the document from being closed.
        self._kept = page.get_textpage()
        self._page = self._kept.raw
        units = _units(self._page)
        self._second = [found.start() + 1 for found in _JOINED.finditer(units)]
        """The second ones of the pairs that are one character of the text."""
        self.text = units.translate(_HYPHENS).replace("\r\n", "\n")
        if _SURROGATE.search(self.text):
            self.text = self.text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self._units = units
        self._sides = c_double(), c_double(), c_double(), c_double()
        self._references = [byref(side) for side in self._sides]
        self._rectangle = raw.FS_RECTF()
        self._rectangle_reference = byref(self._rectangle)
        self._last: dict[int, Sides] = {}
        """Rectangles of the last characters of words, by the words' start."""
        self._inside: dict[Box, list[int]] = {}

    def _place(self, number: int) -> int:
        """Return where in the text PDFium's character is."""
        return number - bisect_right(self._second, number)

    def _middle(self, number: int) -> tuple[float, float] | None:
        """Return the middle (x, y) of a character's ink; None where it has none."""
        ask, sides = raw.FPDFText_GetCharBox, self._references
        if not ask(self._page, number, *sides):
            return None
        left, right, bottom, top = self._sides
        return (left.value + right.value) / 2, (bottom.value + top.value) / 2

    def _room(self, number: int) -> Sides | None:
        """Return the rectangle from the font's descent to its ascent, as wide as the character's advance."""
        found = self._rectangle
        if not raw.FPDFText_GetLooseCharBox(self._page, number, self._rectangle_reference):
            return None
        return found.left, found.bottom, found.right, found.top

    @cached_property
    def _words(self) -> list[tuple[float, int, int, Sides]]:
        """Words as (y of the first character, start, end, rectangle of the first character), by y.

        To ask for one character of each word, and later for those in words that boxes touch, takes a fraction of the
        time that all characters take.
        """
        found = []
        for word in _WORD.finditer(self._units):
            start, end = word.span()
            if sides := self._room(start):
                found.append(((sides[1] + sides[3]) / 2, start, end, sides))
        found.sort()
        return found

    def _within(self, box: Box) -> list[int]:
        """Return the numbers of the characters whose ink has its middle in a box, in order.

        By the middle, because a box that is asked of PDFium itself takes in neighbours that touch it.
        """
        inside = self._inside.get(box)
        if inside is not None:
            return inside
        # The middle of a character's ink may be higher or lower than that of its line.
        slack = (box.y1 - box.y0) / 2
        low = bisect_left(self._words, (box.y0 - slack,))
        high = bisect_right(self._words, (box.y1 + slack, _HIGHEST))
        inside = self._inside[box] = []
        for _, start, end, (left, _, right, _) in self._words[low:high]:
            # Words that run from right to left begin at their right end.
            last = self._last.get(start)
            if last is None:
                last = self._last[start] = self._room(end - 1) or (left, 0, right, 0)
            if min(left, last[0]) <= box.x1 and max(right, last[2]) >= box.x0:
                for i in range(start, end):
                    middle = self._middle(i)
                    if middle and box.x0 <= middle[0] <= box.x1 and box.y0 <= middle[1] <= box.y1:
                        inside.append(i)
        inside.sort()
        return inside

    def text_in(self, box: Box) -> str:
        """Return the characters whose middle lies in a box, in the page's order, with a space where there is one."""
        pieces: list[str] = []
        before = None
        for place in sorted({self._place(i) for i in self._within(box)}):
            # Characters in between that have no ink are white space.
            if before is not None and place != before + 1:
                pieces.append(" ")
            pieces.append(self.text[place])
            before = place
        return "".join(pieces)

    def extent(self, boxes: Iterable[Box]) -> list[tuple[int, int]]:
        """Return the runs of the text that are in boxes, as (start, end), white space within a run included."""
        runs: list[tuple[int, int]] = []
        for place in sorted({self._place(i) for box in boxes for i in self._within(box)}):
            if runs and (place == runs[-1][1] or self.text[runs[-1][1] : place].isspace()):
                runs[-1] = (runs[-1][0], place + 1)
            else:
                runs.append((place, place + 1))
        return runs

    def fit(self, box: Box) -> float:
        """Return intersection over union of a box and the characters in it; 0 where there is none."""
        sides = [found for found in map(self._room, self._within(box)) if found]
        if not sides:
            return 0.0
        lefts, bottoms, rights, tops = zip(*sides, strict=True)
        return overlap(box, (min(lefts), min(bottoms), max(rights), max(tops)))


def _units(page: Any) -> str:
    """Return PDFium's characters, each as one of the string: of a surrogate pair there may be two."""
    count = raw.FPDFText_CountChars(page)
    if count <= 0:
        return ""
    buffer = create_string_buffer(2 * count + 2)
    # Much faster than to ask for each, but not one for one where PDFium leaves a character without Unicode out.
    length = raw.FPDFText_GetText(page, 0, count, cast(buffer, POINTER(c_ushort)))
    if length == count + 1:
        text = buffer.raw[: 2 * count].decode("utf-16-le", "replace")
        if len(text) == count:
            return text
    return "".join([chr(raw.FPDFText_GetUnicode(page, i) or 0xFFFD) for i in range(count)])
