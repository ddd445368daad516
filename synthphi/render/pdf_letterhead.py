"""The letterhead of a page: the sender's logo, name and lines in the layout's manner."""

from functools import lru_cache

from synthphi.document import Letterhead, plain
from synthphi.render.drawings import operators
from synthphi.render.logos import LOGOS
from synthphi.render.pdf_blocks import Piece
from synthphi.render.pdf_look import WHITE, Look
from synthphi.render.pdf_page import Pages
from synthphi.render.pdf_text import Typesetter

_LOGO = 32.0
"""The side of the logo in points."""
_BESIDE = _LOGO + 12
"""What it takes of the width when it stands left of the name."""


class Sender(Piece):
    """The letterhead: logo, the sender's name and the lines with it, in the layout's manner."""

    __slots__ = ("_lines", "_look", "_manner", "_name")

    def __init__(self, letterhead: Letterhead, setter: Typesetter, look: Look, width: float) -> None:
        manner = look.layout.letterhead
        name_width = lines_width = width - (28 + _BESIDE if manner == "banner" else 0)
        if manner == "split":
            style = look.sender
            widest = max([style.font.width(plain(line), style.size) for line in letterhead.lines], default=0.0)
            lines_width = min(widest + 1, width * 0.45)
            name_width = width - lines_width - 16 - _BESIDE
        self._look, self._manner = look, manner
        self._name = setter.lines(letterhead.name, look.name, name_width) if letterhead.name else None
        self._lines = [setter.lines(line, look.sender, lines_width) for line in letterhead.lines if line]
        name_height = self._name.height if self._name else 0.0
        stack = sum([line.height for line in self._lines])
        text = max(name_height, stack, _LOGO) if manner == "split" else name_height + stack
        if manner == "banner":
            text = max(text, _LOGO)
        above = {"banner": 24.0, "split": 9.0, "centered": 9.0 + _LOGO + 4}[manner]
        height = text + above if self._name or self._lines else 0.0
        super().__init__(height, height, 0.0)

    def draw(self, pages: Pages) -> None:
        """Draw logo, name and lines with the banner or rule of the layout."""
        if not self.height:
            return
        look = self._look
        x, y, right = pages.left, pages.y, pages.left + pages.width
        below = y - self.height
        if self._manner == "banner":
            pages.fill(x, below, pages.width, self.height, look.accent)
            self._logo(pages, x + 14, y - 12, WHITE, look.accent)
            self._text(pages, x + 14 + _BESIDE, x + 14 + _BESIDE, y - 11, beside=False)
        elif self._manner == "split":
            self._logo(pages, x, y, look.accent, WHITE)
            self._text(pages, x + _BESIDE, right - self._lines[0].width if self._lines else x, y, beside=True)
            pages.rule(x, right, below + 2, look.accent, 1.6)
        else:
            self._logo(pages, x + (pages.width - _LOGO) / 2, y, look.accent, WHITE)
            self._text(pages, x, x, y - _LOGO - 4, beside=False)
            pages.rule(x, right, below + 3.4, look.accent, 1.2)
            pages.rule(x, right, below + 1, look.accent, 0.4)
        pages.y = below

    def _logo(self, pages: Pages, x: float, top: float, ink: str, paper: str) -> None:
        pages.paint(_logo(self._look.layout.name, x, top - _LOGO, ink, paper))

    def _text(self, pages: Pages, x: float, lines_x: float, y: float, *, beside: bool) -> None:
        top = y - 2 if beside else y
        if self._name is not None:
            pages.text(self._name, x, y)
            if not beside:
                top = y - self._name.height
        for line in self._lines:
            pages.text(line, lines_x, top)
            top -= line.height


@lru_cache(maxsize=200)
def _logo(layout: str, x: float, y: float, ink: str, paper: str) -> str:
    """Return the operators of a layout's logo: it stands where the header leaves off, on all its first pages."""
    return operators(LOGOS[layout], x, y, _LOGO, {"ink": ink, "paper": paper})
