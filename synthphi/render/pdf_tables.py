"""Pieces of a page that are rows: tables, fields, the boxes of forms, and framed lines."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from synthphi.document import Field, Fields, Table, TextBox
from synthphi.errors import RenderError
from synthphi.render.base import Box
from synthphi.render.pdf_blocks import Piece
from synthphi.render.pdf_look import FAINT, GREY, Look
from synthphi.render.pdf_page import Pages
from synthphi.render.pdf_rules import level, upright
from synthphi.render.pdf_text import Lines, Style, Typesetter

_PAD_X, _PAD_Y = 5.0, 2.6
_BOX_HEIGHT = 31.0
"""A form's box, so that a blank one has room to write in."""
_INSET = 1.5
"""Between the rules of a form's box and the field in it."""
_FRAMED = 8.0
"""Between a frame and the lines in it."""
_CAPTION_SHARE = 0.46
"""The most that captions take of the width of a caption and its value."""


Put: TypeAlias = tuple[float, float, Lines, int, int | None]
"""How far lines are right of and below the upper left corner of a row, and which of them are drawn: from, up to.
A named tuple takes several times as long to make, and a document has sixty."""


class Blank(NamedTuple):
    """A form field in a row, from `left` to `right` and from `top` to the end of the row, with the lines in it."""

    left: float
    right: float
    top: float
    caption: str
    value: Lines | None
    style: Style


class Row(NamedTuple):
    """A row: its texts in reading order, its height, where vertical rules divide it, and its form fields."""

    texts: list[Put]
    height: float
    edges: tuple[float, ...]
    blanks: tuple[Blank, ...] = ()


class Rows(Piece):
    """Rows that stay whole.

    Args:
        rows: All but the header.
        look: The page's look.
        manner: How they are ruled: ``grid``, ``rows`` or ``zebra`` as in `Layout.table`, ``boxes`` for a form,
            ``block`` for captions with values, ``frame`` for lines in a frame.
        header: Drawn again on each page that the rows go on to.
    """

    __slots__ = ("_header", "_look", "_manner", "_rows")

    def __init__(self, rows: list[Row], look: Look, manner: str, header: Row | None = None) -> None:
        above_rows = header.height if header else 0.0
        heights = [row.height for row in rows]
        # Two rows under a header: it heads a table, not a line.
        super().__init__(above_rows + sum(heights), above_rows + sum(heights[:2]), look.gap)
        self._rows, self._look, self._manner, self._header = rows, look, manner, header

    def draw(self, pages: Pages) -> None:
        """Draw row by row, turning the page before one that does not fit."""
        rows = self._rows
        above_rows = self._header.height if self._header else 0.0
        room = pages.body - above_rows
        if any(row.height > room for row in rows):
            rows = [part for row in rows for part in _parts(row, room)]
        done = 0
        while done < len(rows) or (done == 0 and self._header):
            left = pages.y - pages.bottom - above_rows + 0.01
            cut = done
            while cut < len(rows) and left >= rows[cut].height:
                left -= rows[cut].height
                cut += 1
            if cut == len(rows) - 1 and cut - done > 2:
                cut -= 1  # no row alone under the header of the next page
            if cut == done < len(rows):
                pages.turn()
                continue
            self._segment(pages, rows[done:cut], done)
            if cut == len(rows):
                break
            done = cut
            pages.turn()

    def _segment(self, pages: Pages, rows: list[Row], number: int) -> None:
        """Draw the rows that are on one page, the first of them being row `number`."""
        x, top = pages.left, pages.y
        if self._header:
            rows = [self._header, *rows]
            number -= 1
        tops = [top]
        for row in rows:
            tops.append(tops[-1] - row.height)
        self._background(pages, rows, tops, number)
        for row, y in zip(rows, tops, strict=False):
            for right, down, lines, first, last in row.texts:
                pages.text(lines, x + right, y - down, first, last)
            for blank in row.blanks:
                sides = (x + blank.left, y - row.height + _INSET, x + blank.right, y - blank.top)
                field = Box(*[round(side, 2) for side in sides])
                inside = x + blank.left + _PAD_X - _INSET
                pages.field(field, blank.caption, blank.value, blank.style, inside, y - blank.top)
        self._rule(pages, rows, tops)
        pages.y = tops[-1]

    def _background(self, pages: Pages, rows: list[Row], tops: list[float], number: int) -> None:
        x, width, look = pages.left, pages.width, self._look
        if self._header and self._manner in {"grid", "zebra"}:
            colour = look.shade if self._manner == "grid" else look.accent
            pages.fill(x, tops[1], width, rows[0].height, colour)
        if self._manner == "zebra":
            first = 1 if self._header else 0
            for i in range(first, len(rows)):
                if (number + i) % 2:
                    pages.fill(x, tops[i + 1], width, rows[i].height, look.shade)
        elif self._manner == "frame" or (self._manner == "block" and look.layout.table != "rows"):
            pages.fill(x, tops[-1], width, tops[0] - tops[-1], look.shade)

    def _rule(self, pages: Pages, rows: list[Row], tops: list[float]) -> None:
        x, right, look, manner = pages.left, pages.left + pages.width, self._look, self._manner
        if manner in {"grid", "boxes", "rows"}:
            heights = [f"{y:.2f}" for y in tops]
        else:
            heights = [f"{tops[0]:.2f}", f"{tops[-1]:.2f}"]
        across = level(x, right, heights)
        if manner == "grid":
            down = upright([x + edge for edge in rows[0].edges], heights[0], heights[-1])
            pages.strokes(across + down, FAINT, 0.5)
        elif manner == "boxes":
            for i, row in enumerate(rows):
                across += upright([x + edge for edge in row.edges], heights[i], heights[i + 1])
            pages.strokes(across, GREY, 0.6)
        elif manner == "rows":
            pages.strokes(across[2:-1] if self._header else across[1:-1], FAINT, 0.4)
            pages.strokes([across[0], across[-1], *(across[1:2] if self._header else ())], look.accent, 0.9)
        elif manner == "zebra":
            pages.strokes(across[1:], look.accent, 0.8)
        elif manner == "frame":
            pages.strokes(across + upright([x, right], *heights), look.accent, 0.8)
        else:
            pages.strokes(across, look.accent, 0.7)


def _parts(row: Row, room: float) -> list[Row]:
    """Return a row as rows no higher than `room`: one too high for a page goes on where a page ends."""
    if row.height <= room:
        return [row]
    if row.blanks:
        # No field goes from one page to the next, so what is in such a one is printed.
        values: list[Put] = [
            (blank.left + _PAD_X - _INSET, blank.top, blank.value, 0, None) for blank in row.blanks if blank.value
        ]
        row = row._replace(texts=[*row.texts, *values], blanks=())
    parts = []
    shown = [0] * len(row.texts)
    lowest = max(y for _, y, _, _, _ in row.texts)
    fits = int((room - lowest - _PAD_Y) / max(lines.style.leading for _, _, lines, _, _ in row.texts))
    while any(done < len(lines.breaks) for done, (_, _, lines, _, _) in zip(shown, row.texts, strict=True)):
        texts: list[Put] = []
        height = 0.0
        for i, (x, y, lines, _, _) in enumerate(row.texts):
            done, count = shown[i], len(lines.breaks)
            cut = lines.clean_cut(done, min(done + fits, count))
            if cut <= done < count:
                raise RenderError("a labelled value is longer than a page")
            if done < count:
                texts.append((x, y, lines, done, cut))
                height = max(height, y + (cut - done) * lines.style.leading + _PAD_Y)
            shown[i] = cut
        parts.append(Row(texts, height, row.edges))
    return parts


def table(block: Table, setter: Typesetter, look: Look, width: float) -> Rows:
    """Return the piece of a table."""
    shares = [share * width for share in block.widths]
    offsets = [sum(shares[:i]) for i in range(len(shares))]
    edges = (*offsets, width)
    columns = [(offset + _PAD_X, share - 2 * _PAD_X) for offset, share in zip(offsets, shares, strict=True)]
    lines = setter.lines

    def row(puts: list[Put]) -> Row:
        tallest = max([text.height for _, _, text, _, _ in puts], default=look.cell.leading)
        return Row(puts, tallest + 2 * _PAD_Y, edges)

    header = None
    if any(block.header):
        header = row(
            [
                (x, _PAD_Y, lines(text, look.cell_header, room), 0, None)
                for text, (x, room) in zip(block.header, columns, strict=False)
                if text
            ]
        )
    plain, flagged = look.cell, look.cell_flag
    rows = [
        row(
            [
                (x, _PAD_Y, lines(cell.text, flagged if cell.flag else plain, room), 0, None)
                for cell, (x, room) in zip(cells, columns, strict=False)
                if cell.text
            ]
        )
        for cells in block.rows
    ]
    return Rows(rows, look, look.layout.table, header)


def text_box(block: TextBox, setter: Typesetter, look: Look, width: float) -> Rows:
    """Return the piece of lines in a frame, all of which stay together on a page if they fit."""
    style = look.paragraphs["body"]
    lines = [setter.lines(line, style, width - 2 * _FRAMED) for line in block.lines if line]
    last = len(lines) - 1
    rows = []
    for i, line in enumerate(lines):
        above, below = (_FRAMED - 2 if i == 0 else 1.0), (_FRAMED - 2 if i == last else 1.0)
        rows.append(Row([(_FRAMED, above, line, 0, None)], above + line.height + below, ()))
    made = Rows(rows, look, "frame")
    made.first = made.height
    return made


def fields(block: Fields, setter: Typesetter, look: Look, width: float, *, fillable: bool = False) -> Rows:
    """Return the piece of captioned values; the boxes of a form may be fields to fill in."""
    if not block.boxed:
        return _pairs(block, setter, look, width)
    columns = max(block.columns, 1)
    each = width / columns
    rows = []
    for i in range(0, len(block.fields), columns):
        items = block.fields[i : i + columns]
        # The last box of a short row takes the rest of it.
        edges = (*[j * each for j in range(len(items))], width)
        rows.append(_boxes(items, edges, setter, look, fillable=fillable))
    return Rows(rows, look, "boxes")


def _boxes(items: Sequence[Field], edges: tuple[float, ...], setter: Typesetter, look: Look, *, fillable: bool) -> Row:
    """Return a row of a form's boxes: small captions above the values, and room to write in a blank."""
    style = look.paragraphs["body"]
    texts: list[Put] = []
    blanks = []
    height = _BOX_HEIGHT
    for item, left, right in zip(items, edges, edges[1:], strict=False):
        room = right - left - 2 * _PAD_X
        caption = setter.plain(item.caption, look.box_caption, room)
        texts.append((left + _PAD_X, 2.2, caption, 0, None))
        y = 3.2 + caption.height
        value = setter.lines(item.value, style, room) if item.value else None
        if fillable:
            blanks.append(Blank(left + _INSET, right - _INSET, y, item.caption, value, style))
        elif value is not None:
            texts.append((left + _PAD_X, y, value, 0, None))
        if value is not None:
            height = max(height, y + value.height + _PAD_Y)
    return Row(texts, height, edges, tuple(blanks))


def _pairs(block: Fields, setter: Typesetter, look: Look, width: float) -> Rows:
    """Return captions with their values beside them, in columns."""
    columns = max(block.columns, 1)
    each = width / columns
    captions = tuple([item.caption + ":" if item.caption[-1:].isalnum() else item.caption for item in block.fields])
    caption_widths = _caption_widths(captions, columns, each, look.caption)
    rows = []
    count = len(block.fields)
    for i in range(0, count, columns):
        texts: list[Put] = []
        above = 4.5 if i == 0 else 1.8
        below = 4.5 if i + columns >= count else 1.8
        for j, item in enumerate(block.fields[i : i + columns]):
            x, beside = j * each + _PAD_X, caption_widths[j]
            texts.append((x, above, setter.plain(captions[i + j], look.caption, beside), 0, None))
            if item.value:
                room = each - beside - 2 * _PAD_X - 6
                texts.append((x + beside + 6, above, setter.lines(item.value, look.cell, room), 0, None))
        rows.append(Row(texts, above + max([lines.height for _, _, lines, _, _ in texts]) + below, ()))
    return Rows(rows, look, "block")


@lru_cache(maxsize=1000)
def _caption_widths(captions: tuple[str, ...], columns: int, each: float, style: Style) -> tuple[float, ...]:
    """Return how wide the captions of each column of captions and values are, `each` being a column's own width."""
    widths = [style.font.width(caption, style.size) for caption in captions]
    widest = [max(widths[j::columns], default=0) for j in range(columns)]
    return tuple([min(natural + 1, _CAPTION_SHARE * each) for natural in widest])
