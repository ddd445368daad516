"""What stands on a slide: its blocks as shapes, one below the other, with the characters in them."""

from collections.abc import Sequence
from functools import lru_cache
from operator import truediv
from typing import NamedTuple, TypeAlias

from synthphi.document import (
    Block,
    Bullets,
    Chart,
    Choices,
    Fields,
    Link,
    Paragraph,
    Picture,
    SignatureLine,
    Table,
    Text,
    TextBox,
    choice_line,
    length,
)
from synthphi.render.base import Places
from synthphi.render.chart import Columns, columns_of
from synthphi.render.markup import put
from synthphi.render.pptx_markup import LineLook
from synthphi.render.pptx_skeleton import INNER
from synthphi.render.pptx_tables import CellLook


# Named tuples and not dataclasses, which take three times as long to make: a deck has dozens of them.
class Lines(NamedTuple):
    """The paragraphs of a text box: the characters of each and how it looks, and which of them end in a link."""

    texts: list[str]
    looks: list[LineLook]
    links: dict[int, tuple[str, str, str]]
    """The characters before it, those that are shown, and its target."""
    framed: bool = False


class Row(NamedTuple):
    """A row of a table: the characters of each cell and how it looks."""

    texts: list[str]
    looks: tuple[CellLook, ...]
    fullest: float
    """The characters for each point of a line's width in the cell that has most of them."""


class Grid(NamedTuple):
    """A table and its columns' shares. Without a header row, every other column holds captions."""

    rows: list[Row]
    widths: tuple[float, ...]
    header: bool


class Pictures(NamedTuple):
    """Pictures side by side, a shape each: the photograph and its alternative text."""

    pictures: list[tuple[str, str]]


Shape: TypeAlias = Lines | Grid | Pictures | Columns


def shapes_of(blocks: Sequence[Block], slide: str, first: int, places: list[Places], *, zebra: bool) -> list[Shape]:
    """Return the shapes of a slide, and add the places of labelled values.

    Args:
        blocks: What is on it.
        slide: Its path.
        first: The number of the first shape, from 0.
        places: Is added to, in canonical order.
        zebra: Whether every other row of a table is shaded.
    """
    found = _Shapes(slide, first, places, zebra=zebra)
    for block in blocks:
        found.add(block)
    return found.shapes


class _Shapes:
    """The shapes of a slide, while they are being found."""

    def __init__(self, slide: str, first: int, places: list[Places], *, zebra: bool) -> None:
        self.shapes: list[Shape] = []
        self._slide = slide
        self._next = first
        self._places = places
        self._zebra = zebra
        self._path = ""
        """That of the last shape."""

    def add(self, block: Block) -> None:
        if isinstance(block, Bullets):
            self._bullets(block)
        elif isinstance(block, Table):
            self._begin()
            self.shapes.append(self._table(block))
        elif isinstance(block, Fields):
            self._begin()
            self.shapes.append(self._facts(block))
        elif isinstance(block, Picture):
            self._picture(block)
        elif isinstance(block, TextBox):
            self._begin()
            texts = [put(line, f"{self._path}/p[{i}]", self._places) for i, line in enumerate(block.lines)]
            self.shapes.append(Lines(texts, ["plain"] * len(texts), {}, framed=True))
        elif isinstance(block, Chart):
            self._begin()
            self.shapes.append(columns_of(block, f"{self._path}/chart", self._places))
        else:
            self._lines(block)

    def _begin(self) -> None:
        self._path = f"{self._slide}/shape[{self._next}]"
        self._next += 1

    def _box(self) -> Lines:
        """Return the text box that lines go to: lines one below the other share one."""
        last = self.shapes[-1] if self.shapes else None
        if isinstance(last, Lines) and not last.framed:
            return last
        self._begin()
        box = Lines([], [], {})
        self.shapes.append(box)
        return box

    def _bullets(self, block: Bullets) -> None:
        box = self._box()
        path, places = self._path, self._places
        # Most texts are of one fragment, and most of those have no label: they need no path. Here as in tables.
        box.texts.extend(
            [
                item[0].text if len(item) == 1 and item[0].tag is None else put(item, f"{path}/p[{i}]", places)
                for i, item in enumerate(block.items, len(box.texts))
            ]
        )
        box.looks.extend(["number" if block.numbered else "bullet"] * len(block.items))

    def _lines(self, block: Block) -> None:
        box = self._box()
        if isinstance(block, Choices):
            self._line(box, choice_line(block))
        elif isinstance(block, SignatureLine):
            self._line(box, self._put(box, block.value) or "_" * 32)
            self._line(box, block.caption, "small")
        elif isinstance(block, Link):
            before, shown = self._put(box, block.before), self._put(box, block.shown, length(block.before))
            target = put(block.target, f"{self._path}/p[{len(box.texts)}]/link[0]", self._places)
            box.links[len(box.texts)] = (before, shown, target)
            self._line(box, before + shown)
        else:
            assert isinstance(block, Paragraph)
            self._line(box, self._put(box, block.text), _PARAGRAPHS.get(block.style, "plain"))

    def _put(self, box: Lines, value: Text, start: int = 0) -> str:
        """Return the characters of a text in the next line of a box."""
        return put(value, f"{self._path}/p[{len(box.texts)}]", self._places, start)

    @staticmethod
    def _line(box: Lines, characters: str, look: LineLook = "plain") -> None:
        box.texts.append(characters)
        box.looks.append(look)

    def _picture(self, block: Picture) -> None:
        self._begin()
        picture = (block.image, put(block.alt, f"{self._path}/alt", self._places))
        last = self.shapes[-1] if self.shapes else None
        if isinstance(last, Pictures):
            last.pictures.append(picture)
        else:
            self.shapes.append(Pictures([picture]))

    def _table(self, block: Table) -> Grid:
        rooms = _rooms(block.widths)
        rows = [self._row(0, block.header, _usual(len(rooms)), rooms)]
        for r, row in enumerate(block.rows, start=1):
            looks: tuple[CellLook, ...] = tuple(["flagged" if cell.flag else "usual" for cell in row])
            rows.append(self._row(r, [cell.text for cell in row], looks, rooms))
        return Grid(rows, block.widths, header=True)

    def _row(self, r: int, values: Sequence[Text], looks: tuple[CellLook, ...], rooms: list[float]) -> Row:
        path, places = self._path, self._places
        texts = [
            value[0].text
            if len(value) == 1 and value[0].tag is None
            else put(value, f"{path}/r[{r}]/c[{c}]/p[0]", places)
            for c, value in enumerate(values)
        ]
        return Row(texts, looks, max(map(truediv, map(len, texts), rooms)))

    def _facts(self, block: Fields) -> Grid:
        columns = block.columns
        widths = (0.36 / columns, 0.64 / columns) * columns
        rooms = _rooms(widths)
        rows: list[Row] = []
        for start in range(0, len(block.fields), columns):
            r = len(rows)
            texts: list[str] = []
            for item in block.fields[start : start + columns]:
                value = put(item.value, f"{self._path}/r[{r}]/c[{len(texts) + 1}]/p[0]", self._places)
                texts += (item.caption, value)
            missing = 2 * columns - len(texts)
            # Where there are no captions, there is no ground for them; but a shaded row is shaded to its end.
            blank: CellLook = "usual" if self._zebra and not r % 2 else "blank"
            looks = _usual(len(texts)) + (blank,) * missing
            texts += [""] * missing
            rows.append(Row(texts, looks, max(map(truediv, map(len, texts), rooms))))
        return Grid(rows, widths, header=False)


_PARAGRAPHS: dict[str, LineLook] = {"lead": "bold", "small": "small"}
"""How paragraphs of a style look."""


def _usual(count: int) -> tuple[CellLook, ...]:
    looks: tuple[CellLook, ...] = ("usual",)
    return looks * count


@lru_cache(100)
def _rooms(widths: tuple[float, ...]) -> list[float]:
    """Return how many points there are for a line in the cells of a row."""
    return [(share * INNER - 0.2) * 72 for share in widths]
