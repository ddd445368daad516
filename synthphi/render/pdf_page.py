"""Pages being filled: the operators drawn so far, how far down the page they reach, and where labelled values are."""

from functools import cache

from synthphi.errors import RenderError
from synthphi.render.base import Box, Place
from synthphi.render.pdf_annotations import FormField, Interactive
from synthphi.render.pdf_fonts import literal, wide
from synthphi.render.pdf_mixed import MixedLine
from synthphi.render.pdf_rules import across, level
from synthphi.render.pdf_text import Lines, Style

_UNEVEN, _SHORTEST = 30.0, 150.0
"""How much longer than half of the text the left one of two columns may be, and how long it is at least."""
_new = tuple.__new__
"""Makes a named tuple in half of the time that calling its class takes: a document has seventy boxes and places."""


@cache
def colour(rrggbb: str) -> str:
    """Return the three numbers of a colour, as the operators ``rg`` and ``RG`` take them."""
    return " ".join(f"{int(rrggbb[i : i + 2], 16) / 255:.3g}" for i in (0, 2, 4))


class Pages:
    """The pages of a document and the cursor on the last one.

    Args:
        spans: How many labelled values the document has.
        left: The left edge of the column in points, `width` its width.
        top: Where the column begins on each page, in points from the bottom of the sheet; `bottom` where it ends.
    """

    def __init__(self, spans: int, left: float, width: float, top: float, bottom: float) -> None:
        self.left, self.width, self.top, self.bottom = left, width, top, bottom
        self._lowest = bottom
        self._column_top = top
        self._baseline, self._down = 0.0, "0.00"
        """Of the last text of one line, and how that is written: those of the cells of a row are the same."""
        self._step = 0.0
        """From the left edge of the first column to that of the second; 0 where there is only one."""
        self._right = False
        self.places: list[list[Place]] = [[] for _ in range(spans)]
        self.fonts: set[str] = set()
        self.images: list[str] = []
        """The photographs, in the order of their first appearance."""
        self.contents: list[list[str]] = []
        self._pictures: dict[int, int] = {}
        """How many pictures are on each page; `_fields` how many form fields."""
        self._fields: dict[int, int] = {}
        self.interactive = Interactive()
        self.later: list[tuple[int, Place]] = []
        """Places that repeat a value which stands on a page, by the value's number."""
        self.turn()

    @property
    def body(self) -> float:
        """The height of the column."""
        return self.top - self.bottom

    @property
    def at_top(self) -> bool:
        """Whether nothing is in the column yet."""
        return self.y == self._column_top

    def split(self, gutter: float, height: float) -> None:
        """Go on in two columns from the cursor down.

        Args:
            gutter: Between the columns, in points.
            height: How high what comes is in one column: if it fits on this page, the columns are as long as another.
        """
        self._step = (self.width + gutter) / 2
        self.width = self._step - gutter
        self._column_top = self.y
        half = height / 2 + _UNEVEN
        if _SHORTEST < half < self.y - self.bottom:
            self.bottom = self.y - half

    def turn(self) -> None:
        """Begin a column, or a page."""
        if self._step and not self._right:
            self._right = True
            self.left += self._step
            self.bottom = self._lowest
            self.y = self._column_top
            return
        if self._right:
            self._right = False
            self.left -= self._step
        self.contents.append([])
        self.draw_on(len(self.contents) - 1, self.contents[-1])
        self.y = self._column_top = self.top

    def draw_on(self, number: int, operators: list[str]) -> None:
        """Add what is drawn from now on to a part of page `number`; a part relies on no other's font or colour."""
        self.number = number
        self._path = f"page[{number}]"
        self.draw = operators.append
        self._selected = ""

    def begin(self, above: float, need: float, least: float) -> None:
        """Go to where something begins: after a gap, or at the top of a page if it does not fit on this one.

        Args:
            above: The gap, which there is none of at the top of a page.
            need: How much of it should be on one page, in points.
            least: How much has to be, where no page has room for `need`.
        """
        if self.y != self._column_top:
            self.y -= above
            if self.y - (need if need <= self.top - self.bottom else least) < self.bottom:
                self.turn()

    def fill(self, x: float, y: float, width: float, height: float, rgb: str) -> None:
        """Fill a rectangle whose lower left corner is (x, y)."""
        self.draw(f"{rgb} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")
        self._selected = ""

    def paint(self, operators: str) -> None:
        """Draw by operators that may change the colour."""
        self.draw(operators)
        self._selected = ""

    def rule(self, x0: float, x1: float, y: float, rgb: str, weight: float) -> None:
        """Draw a level line from `x0` to `x1`."""
        self.strokes(level(x0, x1, [f"{y:.2f}"]), rgb, weight)

    def strokes(self, lines: list[str], rgb: str, weight: float) -> None:
        """Draw straight lines, such as those that `level` and `upright` return."""
        self.draw(f"{rgb} RG {weight:g} w {' '.join(lines)} S")

    def picture(self, image: str, box: Box, alt: Lines) -> None:
        """Draw a photograph in a box, with its alternative text as a property of what is drawn."""
        if image not in self.images:
            self.images.append(image)
        described = alt.text.encode("utf-16-be").hex()
        width, height = box.x1 - box.x0, box.y1 - box.y0
        self.draw(
            f"/Span<</Alt<feff{described}>>>BDC q {width:.2f} 0 0 {height:.2f} {box.x0:.2f} {box.y0:.2f} cm "
            f"/Im{self.images.index(image)} Do Q EMC"
        )
        order = self._pictures.get(self.number, 0)
        self._pictures[self.number] = order + 1
        for number, (start, _) in enumerate(alt.labels, alt.first_span):
            self.places[number].append(Place(f"page[{self.number}]/image[{order}]", start, (box,)))

    def text(self, lines: Lines, x: float, y: float, first: int = 0, last: int | None = None) -> None:
        """Draw lines `first` up to `last`, the column's left edge at `x` and the top of the first one at `y`."""
        style = lines.style
        baseline = y - style.drop
        if lines.mixed:
            self._mixed(lines, x, baseline, first, last)
            return
        select = style.select if lines.western else style.select_wide
        if select != self._selected:
            self._selected = select
            self.fonts.add(style.font.name if lines.western else style.font.name + "W")
            self.draw(select)
        if lines.shown:
            x += lines.shift
            if baseline != self._baseline:
                self._baseline, self._down = baseline, f"{baseline:.2f}"
            self.draw(f"BT {across(x)} {self._down} Td {lines.shown}Tj ET")
            if lines.labels:
                self._place_on_a_line(lines, x, baseline)
        else:
            self._paragraph(lines, lines.breaks[first:last], x, baseline)

    def _paragraph(self, lines: Lines, breaks: list[tuple[int, int]], x: float, baseline: float) -> None:
        """Draw some of several lines of one font, which is selected."""
        style, text = lines.style, lines.text
        show = literal if lines.western else wide
        shown = [show(text[start:end]) for start, end in breaks]
        shifts = None
        # Whether literals hold all lines as they are, also those on other pages.
        safe = lines.western and "(" not in text and ")" not in text and "\\" not in text
        if safe and style.align == "left" and len(shown) > 1:
            # The operator ' goes to the next line and shows a string there.
            behind = "'".join(shown[1:])
            self.draw(f"BT {style.leading:g} TL {x:.2f} {baseline:.2f} Td {shown[0]}Tj{behind}' ET")
        else:
            shifts = _shifts(lines, breaks)
            for i, line in enumerate(shown):
                self.draw(f"BT {x + shifts[i]:.2f} {baseline - i * style.leading:.2f} Td {line}Tj ET")
        if lines.labels and breaks:
            self._place(lines, breaks, x, baseline, shifts)

    def _mixed(self, lines: Lines, x: float, baseline: float, first: int, last: int | None) -> None:
        """Draw lines that need more fonts than one."""
        breaks = lines.breaks[first:last]
        made = [MixedLine(lines, start, end) for start, end in breaks]
        for i, line in enumerate(made):
            self.fonts |= line.fonts
            self.draw(line.drawn(x, baseline - i * lines.style.leading))
        if lines.labels and breaks:
            self._place(lines, breaks, x, baseline, None, made)

    def _place(
        self,
        lines: Lines,
        breaks: list[tuple[int, int]],
        x: float,
        baseline: float,
        shifts: list[float] | None,
        mixed: list[MixedLine] | None = None,
    ) -> None:
        """Record where the labelled values of lines are, a box for each line that they run over."""
        style, text = lines.style, lines.text
        advances, scale = style.font.advances.__getitem__, style.size / 1000
        shown_from, shown_to = breaks[0][0], breaks[-1][1]
        for number, (begin, end) in enumerate(lines.labels, lines.first_span):
            if end <= shown_from or begin > shown_to:
                continue
            if begin < shown_from or end > shown_to + 1:
                raise RenderError("a labelled value is longer than a page")
            boxes = []
            for i, (line_start, line_end) in enumerate(breaks):
                start = begin if begin > line_start else line_start
                stop = end if end < line_end else line_end
                if start < stop:
                    line = baseline - i * style.leading
                    if mixed:
                        sides = mixed[i].sides(start - line_start, stop - line_start, x)
                        boxes += [_box(left, line + style.descent, right, line + style.rise) for left, right in sides]
                        continue
                    left = x + sum(map(advances, text[line_start:start])) * scale
                    if shifts:
                        left += shifts[i]
                    right = left + sum(map(advances, text[start:stop])) * scale
                    boxes.append(_box(left, line + style.descent, right, line + style.rise))
                elif line_start >= end:
                    break
            if not boxes:  # a space that a line's end swallowed
                boxes.append(
                    _box(x + lines.width, baseline + style.descent, x + lines.width + 1, baseline + style.rise)
                )
            self.places[number].append(_new(Place, (self._path, None, tuple(boxes))))

    def _place_on_a_line(self, lines: Lines, x: float, baseline: float) -> None:
        """Record where the labelled values of a text of one line are: most are, and this takes half the time."""
        style, text, places = lines.style, lines.text, self.places
        advances, scale = style.font.advances.__getitem__, style.size / 1000
        bottom, top = int((baseline + style.descent) * 100) / 100, int((baseline + style.rise) * 100 + 0.99) / 100
        if lines.labels is lines.breaks and lines.advance is not None:  # the whole text is one value
            box = _new(Box, (int(x * 100) / 100, bottom, int((x + lines.advance * scale) * 100 + 0.99) / 100, top))
            places[lines.first_span].append(_new(Place, (self._path, None, (box,))))
            return
        done, left, number = 0, x, lines.first_span
        for begin, end in lines.labels:
            if begin > done:
                left += sum(map(advances, text[done:begin])) * scale
            right = left + sum(map(advances, text[begin:end])) * scale
            box = _new(Box, (int(left * 100) / 100, bottom, int(right * 100 + 0.99) / 100, top))
            places[number].append(_new(Place, (self._path, None, (box,))))
            done, left = end, right
            number += 1

    def join(self, number: int) -> None:
        """Make one place of those of a value that was drawn in parts on one page."""
        places = self.places[number]
        if len(places) > 1:
            boxes = tuple([box for place in places for box in place.boxes])
            places[:] = [Place(places[0].path, None, boxes)]

    def field(self, box: Box, caption: str, value: Lines | None, style: Style, x: float, y: float) -> None:
        """Put a form field in a box, its value drawn as by `text`, which is in the field and not on the page."""
        page = self.number
        order = self._fields.get(page, 0)
        self._fields[page] = order + 1
        self.fonts.add(style.font.name)
        if value is None:
            self.interactive.fields.append(FormField(page, box, caption, "", "", style.select, 0))
            return
        operators: list[str] = []
        drawing = self.draw, self._selected
        self.draw, self._selected = operators.append, ""
        self.text(value, x, y)
        self.draw, self._selected = drawing
        for number, (start, _) in enumerate(value.labels, value.first_span):
            places = self.places[number]
            places[-1] = Place(f"page[{page}]/field[{order}]", start, places[-1].boxes)
        select = style.select if value.western or value.mixed else style.select_wide
        self.interactive.fields.append(
            FormField(page, box, caption, value.text, "\n".join(operators), select, len(value.breaks))
        )


def _box(x0: float, y0: float, x1: float, y1: float) -> Box:
    """Return a box in hundredths of a point; `round` takes twice as long."""
    return _new(Box, (int(x0 * 100) / 100, int(y0 * 100) / 100, int(x1 * 100 + 0.99) / 100, int(y1 * 100 + 0.99) / 100))


def _shifts(lines: Lines, breaks: list[tuple[int, int]]) -> list[float]:
    """Return how far from the column's left edge each line begins."""
    style = lines.style
    if style.align == "left":
        return [0.0] * len(breaks)
    share = 0.5 if style.align == "center" else 1.0
    return [share * (lines.width - style.font.width(lines.text[start:end], style.size)) for start, end in breaks]
