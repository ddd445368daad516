"""Text in lines: where a paragraph breaks, and which of its characters are labelled."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import Literal, TypeAlias

from synthphi.document import Text
from synthphi.render.pdf_fonts import Font, is_western, literal, wide
from synthphi.render.pdf_scripts import clear_cut

_SLACK = 0.5
"""Thousandths of the size by which a line may pass its width: sums of rounded numbers are not exact."""
_USUAL = 440
"""A little less than a character of running text advances on average, in thousandths of the size: what has more
characters than a line has room for of these does not fit on it."""
_CACHED_LINES = 500
"""Texts without labels that a style remembers, half a kilobyte each. Of four times as many more come again (57 % of
texts, not 47), but to look among so many takes as long as what is saved."""


Align: TypeAlias = Literal["left", "center", "right"]


class Style:
    """How text is set.

    Args:
        font: One of the page's fonts.
        size: In points, as is `leading`, from one baseline to the next.
        colour: The operands of ``rg``.
        align: Where a line shorter than its column is.
    """

    __slots__ = ("align", "colour", "descent", "drop", "font", "leading", "made", "rise", "select", "size")

    def __init__(self, font: Font, size: float, leading: float, colour: str, align: Align = "left") -> None:
        self.font, self.size, self.leading, self.colour, self.align = font, size, leading, colour, align
        self.descent, self.rise = font.descent * size, font.ascent * size
        # How far below the top of its line a baseline lies: the glyphs' height is in the middle of the leading.
        self.drop = (leading + self.descent + self.rise) / 2
        self.select = f"/{font.name} {size:g} Tf {colour} rg"
        self.made: dict[tuple[str, float], Lines] = {}
        """Lines without labels, which repeat from document to document, by text and width."""

    @property
    def select_wide(self) -> str:
        """As `select`, for a line that needs the wide twin."""
        return f"/{self.font.name}W {self.size:g} Tf {self.colour} rg"


class Lines:
    """A text broken into lines.

    Args:
        text: The characters of all lines.
        breaks: Start and end of each line in `text`.
        labels: Start and end of each labelled value.
        first_span: The document's number of the first labelled value; the others follow.
        style: How it is set.
        width: The width of the column in points.
        advance: Of the whole text in thousandths of the size, if that was measured: it is of one line then.
    """

    __slots__ = (
        "advance",
        "breaks",
        "first_span",
        "height",
        "labels",
        "mixed",
        "shift",
        "shown",
        "style",
        "text",
        "western",
        "width",
    )

    def __init__(
        self,
        text: str,
        breaks: list[tuple[int, int]],
        labels: Sequence[tuple[int, int]],
        first_span: int,
        style: Style,
        width: float,
        advance: int | None = None,
    ) -> None:
        self.text, self.breaks, self.labels, self.first_span = text, breaks, labels, first_span
        self.style, self.width = style, width
        self.western = text.isascii() or is_western(text)
        self.mixed = not self.western and style.font.is_mixed(text)
        """Whether it needs more fonts than one."""
        self.advance = advance
        self.shown, self.shift = "", 0.0
        """The operand that shows a text of one line and one font, and how far from the left edge it begins."""
        if len(breaks) > 1:
            self.height = len(breaks) * style.leading
            return
        self.height = style.leading
        if not self.mixed:
            self.shown = literal(text) if self.western else wide(text)
            if style.align != "left":
                free = width - self.natural
                self.shift = free / 2 if style.align == "center" else free

    @property
    def natural(self) -> float:
        """How wide the text is, were it all on one line, in points."""
        if self.advance is None or self.mixed:
            return self.style.font.width(self.text, self.style.size)
        return self.advance * self.style.size / 1000

    def clean_cut(self, first: int, cut: int) -> int:
        """Return the last line at or before line `cut`, and not before `first`, that no labelled value runs into.

        A place is on one page, so a value may not go from one page to the next.
        """
        while first < cut < len(self.breaks):
            start = self.breaks[cut][0]
            if not any(begin < start < end for begin, end in self.labels):
                break
            cut -= 1
        return cut


class Typesetter:
    """Makes lines of texts, and numbers the labelled ones, which must come in the document's canonical order."""

    def __init__(self) -> None:
        self.spans = 0

    def lines(self, value: Text, style: Style, width: float, separator: str = " ") -> Lines:
        """Return a text in lines no wider than `width` points, broken at `separator` or, if need be, in a word."""
        labels: list[tuple[int, int]]
        if len(value) == 1:
            # Most are: a single value, or a text without labels.
            fragment = value[0]
            text = fragment.text
            labels = [] if fragment.tag is None else _whole(len(text))
        else:
            text = ""
            labels = []
            for fragment in value:
                begin = len(text)
                text += fragment.text
                if fragment.tag is not None:
                    labels.append((begin, len(text)))
        if not labels and separator == " ":
            lines = style.made.get((text, width))
            return self.plain(text, style, width) if lines is None else lines
        first = self.spans
        self.spans = first + len(labels)
        return _made(text, labels, first, style, width, separator)

    def plain(self, text: str, style: Style, width: float) -> Lines:
        """Return a text without labels in lines."""
        lines = style.made.get((text, width))
        if lines is None:
            if len(style.made) >= _CACHED_LINES:
                style.made.clear()
            lines = style.made[text, width] = _made(text, (), 0, style, width, " ")
        return lines


def _made(
    text: str, labels: Sequence[tuple[int, int]], first_span: int, style: Style, width: float, separator: str
) -> Lines:
    if "\t" in text:
        text = text.replace("\t", " ")
    limit = width * 1000 / style.size + _SLACK
    if len(text) * _USUAL <= limit:
        # It mostly fits on a line, and is measured whole sooner than word by word.
        advance = sum(map(style.font.advances.__getitem__, text))
        if advance <= limit:
            return Lines(text, _whole(len(text)), labels, first_span, style, width, advance)
    return Lines(text, _breaks(text, style.font, limit, separator), labels, first_span, style, width)


@cache
def _whole(length: int) -> list[tuple[int, int]]:
    """Return the start and end of a text's only line, in the same list for all texts of a length: none is changed."""
    return [(0, length)]


def _breaks(text: str, font: Font, limit: float, separator: str) -> list[tuple[int, int]]:
    """Return start and end of each line; `limit` is its width in thousandths of the font size.

    What a line of usual characters has room for is measured at once, then as many words fewer or more as it takes: to
    measure all words one by one takes twice as long. They are not remembered: to find one among tens of thousands takes
    longer than to add up its letters.
    """
    words = text.split(separator)
    gap = len(separator)
    space = gap * font.space
    advance = font.advances.__getitem__
    ends = list(accumulate([len(word) + gap for word in words]))  # each with what parts it from the next word
    count = len(words)
    room = limit / font.usual
    lines = []
    start = done = 0
    while done < count:
        first = done
        done = max(bisect_right(ends, start + room, first), first + 1)
        width = sum(map(advance, text[start : ends[done - 1] - gap]))
        while width > limit and done > first + 1:
            done -= 1
            width -= sum(map(advance, words[done])) + space
        if width > limit:
            return _breaks(text, font, limit, " ") if gap > 1 else _breaks_in_words(words, font, limit)
        while done < count:
            width += space + sum(map(advance, words[done]))
            if width > limit:
                break
            done += 1
        end = ends[done - 1]
        lines.append((start, end - gap))
        start = end
    return lines


def _breaks_in_words(words: list[str], font: Font, limit: float) -> list[tuple[int, int]]:
    """Return the lines of a text with words wider than a line: these begin a line and are cut where it ends."""
    lines = []
    start = position = 0
    used = 0.0
    for word in words:
        rest, advance = word, font.advance(word)
        if used and used + advance > limit:
            lines.append((start, position - 1))
            start, used = position, 0.0
        while advance > limit and (cut := _cut(rest, font, limit)) < len(rest):
            lines.append((start, position + cut))
            position += cut
            start = position
            rest = rest[cut:]
            advance = font.advance(rest)
        used += advance + font.space
        position += len(rest) + 1
    lines.append((start, position - 1))
    return lines


def _cut(word: str, font: Font, limit: float) -> int:
    """Return how many characters of a word go on a line: up to a mark that parts an address, or all that fit."""
    fit = bisect_right(list(accumulate(map(font.advances.__getitem__, word))), limit)
    mark = max(word.rfind(mark, 0, fit) for mark in "@./-_,") + 1
    cut = max(mark if 3 * mark > fit else fit, 1)
    return cut if word.isascii() else clear_cut(word, cut)
