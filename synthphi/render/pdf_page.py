"""Pages being filled: the operators drawn so far, how far down the page they reach, and where labelled values are."""

from functools import cache

from synthphi.errors import RenderError
from synthphi.render.base import Box, Place
from synthphi.render.pdf_fonts import literal, wide
from synthphi.render.pdf_text import Lines


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
        self.places: list[list[Place]] = [[] for _ in range(spans)]
        self.fonts: set[str] = set()
        self.contents: list[list[str]] = []
        self.turn()

    @property
    def body(self) -> float:
        """The height of the column."""
        return self.top - self.bottom

    @property
    def at_top(self) -> bool:
        """Whether nothing is in the column yet."""
        return self.y == self.top

    def turn(self) -> None:
        """Begin a page."""
        self.contents.append([])
        self.draw_on(len(self.contents) - 1, self.contents[-1])
        self.y = self.top

    def draw_on(self, number: int, operators: list[str]) -> None:
        """Add what is drawn from now on to a part of page `number`; a part relies on no other's font or colour."""
        self.number = number
        self.draw = operators.append
        self._font = ""
        self._fill = ""

    def reserve(self, height: float) -> None:
        """Turn the page if less than `height` is left on it."""
        if self.y - height < self.bottom and not self.at_top:
            self.turn()

    def skip(self, height: float) -> None:
        """Leave a gap, except at the top of a page."""
        if not self.at_top:
            self.y -= height

    def fill(self, x: float, y: float, width: float, height: float, rgb: str) -> None:
        """Fill a rectangle whose lower left corner is (x, y)."""
        self._fill_with(rgb)
        self.draw(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def rules(self, lines: list[tuple[float, float, float, float]], rgb: str, weight: float) -> None:
        """Draw straight lines from (x0, y0) to (x1, y1)."""
        path = " ".join([f"{x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l" for x0, y0, x1, y1 in lines])
        self.draw(f"{rgb} RG {weight:g} w {path} S")

    def text(self, lines: Lines, x: float, y: float, first: int = 0, last: int | None = None) -> None:
        """Draw lines `first` up to `last`, the column's left edge at `x` and the top of the first one at `y`."""
        style = lines.style
        breaks = lines.breaks[first:last]
        font, size, leading = style.font, style.size, style.leading
        baseline = y - style.drop
        self._fill_with(style.colour)
        text = lines.text
        shifts = self._shifts(lines, breaks) if style.align != "left" else None
        if lines.western and shifts is None:
            self._use(font.name, size)
            shown = [literal(text[start:end]) for start, end in breaks]
            if len(shown) > 1:
                rest = "'".join(shown[1:])
                self.draw(f"BT {leading:g} TL {x:.2f} {baseline:.2f} Td {shown[0]}Tj{rest}' ET")
            else:
                self.draw(f"BT {x:.2f} {baseline:.2f} Td {shown[0]}Tj ET")
        else:
            self._use(font.name if lines.western else font.name + "W", size)
            show = literal if lines.western else wide
            for i, (start, end) in enumerate(breaks):
                shift = shifts[i] if shifts else 0
                self.draw(f"BT {x + shift:.2f} {baseline - i * leading:.2f} Td {show(text[start:end])}Tj ET")
        if lines.labels and breaks:
            self._place(lines, breaks, x, baseline, shifts)

    def _fill_with(self, rgb: str) -> None:
        if rgb != self._fill:
            self._fill = rgb
            self.draw(f"{rgb} rg")

    def _use(self, name: str, size: float) -> None:
        setting = f"/{name} {size:g} Tf"
        if setting != self._font:
            self._font = setting
            self.fonts.add(name)
            self.draw(setting)

    @staticmethod
    def _shifts(lines: Lines, breaks: list[tuple[int, int]]) -> list[float]:
        """Return how far from the column's left edge each line begins."""
        style = lines.style
        share = 0.5 if style.align == "center" else 1.0
        return [share * (lines.width - style.font.width(lines.text[start:end], style.size)) for start, end in breaks]

    def _place(
        self, lines: Lines, breaks: list[tuple[int, int]], x: float, baseline: float, shifts: list[float] | None
    ) -> None:
        """Record where the labelled values of lines are, a box for each line that they run over."""
        style = lines.style
        width, size = style.font.width, style.size
        low, high = baseline + style.font.descent * size, baseline + style.font.ascent * size
        path = f"page[{self.number}]"
        shown_from, shown_to = breaks[0][0], breaks[-1][1]
        for number, (begin, end) in enumerate(lines.labels, lines.first_span):
            if end <= shown_from or begin > shown_to:
                continue
            if begin < shown_from or end > shown_to + 1:
                raise RenderError(f"the labelled value {lines.text[begin:end]!r} is longer than a page")
            boxes = []
            for i, (line_start, line_end) in enumerate(breaks):
                start, stop = max(begin, line_start), min(end, line_end)
                if start < stop:
                    left = x + (shifts[i] if shifts else 0) + width(lines.text[line_start:start], size)
                    right = left + width(lines.text[start:stop], size)
                    down = i * style.leading
                    boxes.append(Box(round(left, 2), round(low - down, 2), round(right, 2), round(high - down, 2)))
            if not boxes:  # a space that a line's end swallowed
                right = x + (shifts[0] if shifts else 0) + lines.width
                boxes.append(Box(round(right, 2), round(low, 2), round(right + 1, 2), round(high, 2)))
            self.places[number].append(Place(path, None, tuple(boxes)))
