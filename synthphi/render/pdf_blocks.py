"""Pieces of a page that are text: measured first, drawn when it is known what must stay together."""

from dataclasses import dataclass
from typing import Protocol

from synthphi.document import Letterhead, SignatureLine, plain
from synthphi.errors import RenderError
from synthphi.render.pdf_look import GREY, Look
from synthphi.render.pdf_page import Pages
from synthphi.render.pdf_text import Lines, Typesetter

_SIGNATURES = ((0.0, 0.58), (0.66, 0.34))
"""Beginning and length of the rules of signature lines side by side, as shares of the column."""
_ROOM_TO_SIGN = 22.0


class Piece(Protocol):
    """Something in the column: `first` is the height that its beginning needs, `height` all of it.

    `above` is the gap to what is before it, and a piece that `keeps` shares a page with the beginning of the next.
    """

    above: float
    keeps: bool

    @property
    def first(self) -> float: ...

    @property
    def height(self) -> float: ...

    def draw(self, pages: Pages) -> None:
        """Draw at the cursor, and move the cursor below."""


@dataclass(slots=True)
class TextPiece:
    """A paragraph, its lines over as many pages as it takes; a list's item has a `marker` left of it."""

    lines: Lines
    above: float
    indent: float = 0.0
    marker: Lines | None = None
    bar: str | None = None
    """The colour of a rule along its left side."""
    keeps: bool = False

    @property
    def height(self) -> float:
        return self.lines.height

    @property
    def first(self) -> float:
        # No line of a paragraph stands alone on a page: of three or fewer lines all stay together.
        count = len(self.lines.breaks)
        return self.lines.style.leading * (count if count <= 3 else 2)

    def draw(self, pages: Pages) -> None:
        lines, count = self.lines, len(self.lines.breaks)
        leading = lines.style.leading
        done = 0
        while done < count:
            cut = _last_line(pages, lines, done)
            if cut <= done:
                pages.turn()
                continue
            if self.marker is not None and done == 0:
                pages.text(self.marker, pages.left + self.indent - self.marker.width, pages.y)
            below = pages.y - (cut - done) * leading
            if self.bar is not None:
                pages.fill(pages.left + self.indent - 8, below + 1, 2, pages.y - below - 2, self.bar)
            pages.text(lines, pages.left + self.indent, pages.y, done, cut)
            pages.y = below
            done = cut


def _last_line(pages: Pages, lines: Lines, done: int) -> int:
    """Return up to which line a paragraph goes on this page; `done` if none fits."""
    count = len(lines.breaks)
    cut = done + int((pages.y - pages.bottom + 0.01) / lines.style.leading)
    if cut >= count:
        return count
    fits = cut
    if count - cut == 1:
        cut -= 1
    cut = lines.clean_cut(done, cut)
    if cut - done < 2 and not pages.at_top:
        return done
    if cut > done:
        return cut
    if lines.clean_cut(done, fits) <= done:
        raise RenderError("a labelled value is longer than a page")
    return fits


@dataclass(slots=True)
class Heading:
    """A section's heading in the layout's manner, or the document's title (`kind` ``title``)."""

    lines: Lines
    above: float
    look: Look
    kind: str
    keeps: bool = True

    @property
    def height(self) -> float:
        return self.lines.height + (6.0 if self.kind == "bar" else 3.0)

    @property
    def first(self) -> float:
        return self.height

    def draw(self, pages: Pages) -> None:
        lines, x, y = self.lines, pages.left, pages.y
        below = y - self.height
        if self.kind == "bar":
            pages.fill(x, below + 1, pages.width, self.height - 1, self.look.shade)
            pages.fill(x, below + 1, 3, self.height - 1, self.look.accent)
            pages.text(lines, x + 9, y - 2.5)
        else:
            pages.text(lines, x, y)
            if self.kind == "underlined":
                pages.rules([(x, below + 1.5, x + pages.width, below + 1.5)], self.look.accent, 0.6)
        pages.y = below


@dataclass(slots=True)
class Sender:
    """The letterhead: the sender's name and the lines with it."""

    name: Lines
    lines: list[Lines]
    look: Look
    above: float = 0.0
    keeps: bool = False

    @classmethod
    def of(cls, letterhead: Letterhead, setter: Typesetter, look: Look, width: float) -> "Sender":
        """Return the piece of a letterhead."""
        manner = look.layout.letterhead
        name_width, lines_width = width, width
        if manner == "split":
            style = look.sender
            widest = max([style.font.width(plain(line), style.size) for line in letterhead.lines], default=0.0)
            lines_width = min(widest + 1, width * 0.45)
            name_width = width - lines_width - 16
        elif manner == "banner":
            name_width = lines_width = width - 28
        name = setter.lines(letterhead.name, look.name, name_width)
        return cls(name, [setter.lines(line, look.sender, lines_width) for line in letterhead.lines], look)

    @property
    def _lines_height(self) -> float:
        return sum(line.height for line in self.lines)

    @property
    def height(self) -> float:
        if self.look.layout.letterhead == "split":
            return max(self.name.height, self._lines_height) + 9
        return self.name.height + self._lines_height + (24 if self.look.layout.letterhead == "banner" else 9)

    @property
    def first(self) -> float:
        return self.height

    def draw(self, pages: Pages) -> None:
        look, manner = self.look, self.look.layout.letterhead
        x, y, right = pages.left, pages.y, pages.left + pages.width
        below = y - self.height
        if manner == "banner":
            pages.fill(x, below, pages.width, self.height, look.accent)
            pages.text(self.name, x + 14, y - 10)
            self._stack(pages, x + 14, y - 12 - self.name.height)
        elif manner == "split":
            pages.text(self.name, x, y)
            if self.lines:
                self._stack(pages, right - self.lines[0].width, y - 2)
            pages.rules([(x, below + 2, right, below + 2)], look.accent, 1.6)
        else:
            pages.text(self.name, x, y)
            self._stack(pages, x, y - self.name.height - 1)
            pages.rules([(x, below + 2.6, right, below + 2.6)], look.accent, 1.2)
            pages.rules([(x, below + 0.6, right, below + 0.6)], look.accent, 0.4)
        pages.y = below

    def _stack(self, pages: Pages, x: float, y: float) -> None:
        for line in self.lines:
            pages.text(line, x, y)
            y -= line.height


@dataclass(slots=True)
class Signed:
    """A value on a rule with a caption below, the rule from `x` on, `width` long."""

    value: Lines | None
    caption: Lines
    x: float
    width: float


@dataclass(slots=True)
class Signatures:
    """One signature line, or two side by side, as forms have signature and date."""

    signed: list[Signed]
    above: float
    keeps: bool = False

    @classmethod
    def of(cls, lines: list[SignatureLine], setter: Typesetter, look: Look, width: float) -> "Signatures":
        """Return the piece of one signature line or two."""
        style = look.paragraphs["signature"]
        shares = _SIGNATURES
        if len(lines) == 1 and style.font.width(plain(lines[0].value), style.size) > width * shares[0][1] - 8:
            shares = ((0.0, 1.0),)
        signed = []
        for line, (start, share) in zip(lines, shares, strict=False):
            value = setter.lines(line.value, style, width * share - 8) if line.value else None
            caption = setter.plain(line.caption, look.box_caption, width * share)
            signed.append(Signed(value, caption, width * start, width * share))
        return cls(signed, look.gap)

    @property
    def _above_rule(self) -> float:
        return max([_ROOM_TO_SIGN, *(one.value.height + 6 for one in self.signed if one.value)])

    @property
    def height(self) -> float:
        return self._above_rule + 4 + max(one.caption.height for one in self.signed)

    @property
    def first(self) -> float:
        return self.height

    def draw(self, pages: Pages) -> None:
        rule = pages.y - self._above_rule
        for one in self.signed:
            x = pages.left + one.x
            if one.value is not None:
                pages.text(one.value, x + 4, rule + one.value.height + 1)
            pages.rules([(x, rule, x + one.width, rule)], GREY, 0.7)
            pages.text(one.caption, x, rule - 2)
        pages.y -= self.height
