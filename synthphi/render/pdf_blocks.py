"""Pieces of a page: measured first, drawn when it is known what must stay together. Here those that are text."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from synthphi.document import SignatureLine, plain
from synthphi.errors import RenderError
from synthphi.render.base import Box
from synthphi.render.pdf_look import GREY, Look
from synthphi.render.pdf_page import Pages
from synthphi.render.pdf_text import Lines, Typesetter
from synthphi.render.pictures import photo

_SIGNATURES: tuple[tuple[float, float], ...] = ((0.0, 0.58), (0.66, 0.34))
"""Beginning and length of the rules of signature lines side by side, as shares of the column."""
_ROOM_TO_SIGN = 22.0
_PICTURE = 104.0
"""The height of a photograph."""


class Piece(ABC):
    """Something in the column.

    Args:
        height: All of it, in points.
        first: What its beginning needs: it is not drawn on a page with less left.
        above: The gap to what is before it.
        keeps: Whether it shares a page with the beginning of the next piece.
    """

    __slots__ = ("above", "first", "height", "keeps")

    def __init__(self, height: float, first: float, above: float, *, keeps: bool = False) -> None:
        self.height, self.first, self.above, self.keeps = height, first, above, keeps

    @abstractmethod
    def draw(self, pages: Pages) -> None:
        """Draw at the cursor, and move the cursor below."""


class TextPiece(Piece):
    """A paragraph, its lines over as many pages as it takes.

    Args:
        lines: Its lines.
        above: The gap to what is before it.
        indent: How far right of the column's edge it begins.
        marker: What stands left of it, such as a list's number.
        bar: The colour of a rule along its left side.
        keeps: As for every piece.
    """

    __slots__ = ("_bar", "_indent", "_lines", "_marker")

    def __init__(
        self,
        lines: Lines,
        above: float,
        indent: float = 0.0,
        marker: Lines | None = None,
        bar: str | None = None,
        *,
        keeps: bool = False,
    ) -> None:
        count = len(lines.breaks)
        # No line of a paragraph stands alone on a page: of three or fewer all stay together.
        first = lines.style.leading * (count if count <= 3 else 2)
        super().__init__(lines.height, first, above, keeps=keeps)
        self._lines, self._indent, self._marker, self._bar = lines, indent, marker, bar

    def draw(self, pages: Pages) -> None:
        """Draw line by line, turning the page where it is full."""
        lines, count = self._lines, len(self._lines.breaks)
        done = 0
        while done < count:
            cut = _last_line(pages, lines, done)
            if cut <= done:
                pages.turn()
                continue
            x = pages.left + self._indent
            if self._marker is not None and done == 0:
                pages.text(self._marker, x - self._marker.width, pages.y)
            below = pages.y - (cut - done) * lines.style.leading
            if self._bar is not None:
                pages.fill(x - 8, below + 1, 2, pages.y - below - 2, self._bar)
            pages.text(lines, x, pages.y, done, cut)
            pages.y = below
            done = cut


def _last_line(pages: Pages, lines: Lines, done: int) -> int:
    """Return up to which line a paragraph goes on this page; `done` if none fits."""
    count = len(lines.breaks)
    fits = done + int((pages.y - pages.bottom + 0.01) / lines.style.leading)
    if fits >= count:
        return count
    cut = lines.clean_cut(done, fits - 1 if count - fits == 1 else fits)
    if cut - done < 2 and not pages.at_top:
        return done
    if cut <= done:
        cut = lines.clean_cut(done, fits)
    if cut <= done:
        raise RenderError("a labelled value is longer than a page")
    return cut


class Heading(Piece):
    """A section's heading in the layout's manner, or the document's title.

    Args:
        lines: Its lines.
        above: The gap to what is before it.
        look: The page's look.
        manner: As in `Layout.heading`; a title has none.
    """

    __slots__ = ("_lines", "_look", "_manner")

    def __init__(self, lines: Lines, above: float, look: Look, manner: str = "") -> None:
        height = lines.height + (6.0 if manner == "bar" else 3.0)
        super().__init__(height, height, above, keeps=True)
        self._lines, self._look, self._manner = lines, look, manner

    def draw(self, pages: Pages) -> None:
        """Draw the lines with the rule or bar of the layout."""
        lines, x, y = self._lines, pages.left, pages.y
        below = y - self.height
        if self._manner == "bar":
            pages.fill(x, below + 1, pages.width, self.height - 1, self._look.shade)
            pages.fill(x, below + 1, 3, self.height - 1, self._look.accent)
            pages.text(lines, x + 9, y - 2.5)
        else:
            pages.text(lines, x, y)
            if self._manner == "underlined":
                pages.rule(x, x + pages.width, below + 1.5, self._look.accent, 0.6)
        pages.y = below


class PicturePiece(Piece):
    """A photograph at the left edge of the column."""

    __slots__ = ("_alt", "_image")

    def __init__(self, image: str, alt: Lines, look: Look) -> None:
        super().__init__(_PICTURE, _PICTURE, look.gap)
        self._image, self._alt = image, alt

    def draw(self, pages: Pages) -> None:
        """Draw the photograph."""
        bitmap = photo(self._image)
        width = _PICTURE * bitmap.width / bitmap.height
        pages.picture(self._image, Box(pages.left, pages.y - _PICTURE, pages.left + width, pages.y), self._alt)
        pages.y -= self.height


class Rule(Piece):
    """A line across the column, such as ends a memo block."""

    __slots__ = ("_colour",)

    def __init__(self, look: Look) -> None:
        super().__init__(3.0, 3.0, 5.0)
        self._colour = look.accent

    def draw(self, pages: Pages) -> None:
        """Draw the line."""
        pages.rule(pages.left, pages.left + pages.width, pages.y - 1, self._colour, 0.9)
        pages.y -= self.height


@dataclass(slots=True)
class _Signed:
    """A value on a rule with a caption below, the rule `width` long from `x` on."""

    value: Lines | None
    caption: Lines
    x: float
    width: float


class Signatures(Piece):
    """One signature line, or two side by side, as forms have signature and date."""

    __slots__ = ("_above_rule", "_signatures")

    def __init__(self, lines: list[SignatureLine], setter: Typesetter, look: Look, width: float) -> None:
        style = look.paragraphs["signature"]
        shares = _SIGNATURES
        if len(lines) == 1:  # as long as its value needs
            natural = (style.font.width(plain(lines[0].value), style.size) + 24) / width
            shares = ((0.0, min(max(natural, shares[0][1]), 1.0)),)
        self._signatures = []
        for line, (start, share) in zip(lines, shares, strict=False):
            value = setter.lines(line.value, style, width * share - 8) if line.value else None
            caption = setter.plain(line.caption, look.box_caption, width * share)
            self._signatures.append(_Signed(value, caption, width * start, width * share))
        self._above_rule = max([_ROOM_TO_SIGN, *(one.value.height + 6 for one in self._signatures if one.value)])
        height = self._above_rule + 4 + max(one.caption.height for one in self._signatures)
        super().__init__(height, height, look.gap)

    def draw(self, pages: Pages) -> None:
        """Draw values, rules and captions."""
        rule = pages.y - self._above_rule
        for one in self._signatures:
            x = pages.left + one.x
            if one.value is not None:
                pages.text(one.value, x + 4, rule + one.value.height + 1)
            pages.rule(x, x + one.width, rule, GREY, 0.7)
            pages.text(one.caption, x, rule - 2)
        pages.y -= self.height
