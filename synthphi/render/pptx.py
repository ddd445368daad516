"""PowerPoint decks: a title slide with the letterhead, then a slide a section, with speaker notes."""

from dataclasses import dataclass
from typing import TypeAlias

from synthphi.document import (
    Block,
    Bullets,
    Choices,
    Document,
    Fields,
    Fragment,
    Paragraph,
    Picture,
    Section,
    SignatureLine,
    Table,
    Text,
    choice_line,
    plain,
    text,
)
from synthphi.render.base import Places, Rendered
from synthphi.render.layouts import LAYOUTS, Layout
from synthphi.render.markup import app_xml, core_xml, encode, escape, put
from synthphi.render.memo import memo_lines
from synthphi.render.package import Part, join, part
from synthphi.render.photos import photo
from synthphi.render.pptx_markup import (
    FRAME_END,
    FRAME_START,
    NOTES_END,
    NOTES_START,
    Row,
    paragraph,
    picture_shape,
    placeholder,
    running_footer,
    slide_number,
    table_frame,
    text_box,
)
from synthphi.render.pptx_skeleton import (
    BOTTOM,
    MARGIN,
    TOP,
    WIDTH,
    PptxSkeleton,
    photo_part,
    picture_relation,
    skeleton,
)

_SIZES = (24, 22, 20, 18, 16, 14, 13, 12, 11, 10, 9, 8)
"""Points that text on a slide may have: the largest that lets everything fit is taken."""
_PICTURE = 2.1
"""Inches of a photograph's height."""
_GAP = 0.15
"""Inches between two blocks."""
_INNER = WIDTH - 2 * MARGIN
_LINE = 1.2 / 72
"""Inches that a line takes for each point of its size."""
_NARROW = 0.5
"""The mean width of a character in ems."""


def render(document: Document) -> Rendered:
    """Return a document as a deck with the places of its spans.

    Raises:
        RenderError: it holds a character that XML cannot carry.
    """
    layout = LAYOUTS[document.layout]
    frame = skeleton(layout)
    deck = _Deck(document, layout, frame)
    deck.title_slide()
    for section in document.sections:
        deck.slide(section)
    id_ = document.document_id
    metadata: list[Places] = []
    core = core_xml(id_, document.properties, metadata)
    app = app_xml(id_, document.properties, "Microsoft Office PowerPoint", metadata)
    parts = [*frame.counted(tuple(deck.has_notes)), *frame.static, *deck.parts]
    parts += [photo_part(name) for name in sorted(deck.images)]
    parts += [part("docProps/core.xml", core), part("docProps/app.xml", app)]
    return Rendered(join(parts), (*deck.mail_places, *metadata, *deck.running, *deck.places, *deck.footers()))


class _Deck:
    """The slides of a deck, while they are being written."""

    def __init__(self, document: Document, layout: Layout, frame: PptxSkeleton) -> None:
        self.document = document
        self.layout = layout
        self.frame = frame
        self.parts: list[Part] = []
        self.has_notes: list[bool] = []
        self.places: list[Places] = []
        """From the letterhead to the last section, in canonical order."""
        self.mail_places: list[Places] = []
        self.running: list[Places] = []
        self.images: set[str] = set()
        """The photographs in the deck."""
        self._images: list[str] = []
        """Those on the slide that is being written."""
        self._footers: list[list[Places]] = []
        """A list of the footer's places a slide."""

    def footers(self) -> list[Places]:
        """Return the places of the running footer, each value with one on every slide."""
        return [tuple(place for places in slides for place in places) for slides in zip(*self._footers, strict=True)]

    def title_slide(self) -> None:
        document, path = self.document, "slide[0]"
        letterhead = document.letterhead
        shapes: list[str] = []
        titles: list[Places] = []
        if document.title:
            shapes.append(
                placeholder(1, 'type="ctrTitle"', self._paragraph(document.title, f"{path}/shape[0]/p[0]", titles))
            )
        lines = f"{path}/shape[{len(shapes)}]"
        subtitle = [self._paragraph(letterhead.name, f"{lines}/p[0]", self.places, bold=True)]
        for i, line in enumerate(letterhead.lines, start=1):
            subtitle.append(self._paragraph(line, f"{lines}/p[{i}]", self.places))
        self.places += titles
        for caption, value in memo_lines(document):
            said = text(f"{caption} ", value)
            subtitle.append(self._paragraph(said, f"{lines}/p[{len(subtitle)}]", self.mail_places))
        if document.header:
            subtitle.append(self._paragraph(document.header, f"{lines}/p[{len(subtitle)}]", self.running))
        shapes.append(placeholder(len(shapes) + 1, 'type="subTitle" idx="1"', "".join(subtitle)))
        self._finish(shapes, ())

    def slide(self, section: Section) -> None:
        index = len(self.has_notes)
        shapes: list[str] = []
        if section.title:
            said = self._paragraph(section.title, f"slide[{index}]/shape[0]/p[0]", self.places)
            shapes.append(placeholder(1, 'type="title"', said))
        groups = _groups(section.blocks)
        points = _largest_that_fits(groups)
        top = TOP
        for group in groups:
            path = f"slide[{index}]/shape[{len(shapes)}]"
            key, height = len(shapes) + 1, _height(group, points)
            if isinstance(group, _Grid):
                shapes.append(self._grid(key, group, path, top, points))
            elif isinstance(group, Picture):
                shapes.append(self._picture(key, group, path, top))
            else:
                paragraphs = [
                    paragraph(escape(put(line.value, f"{path}/p[{i}]", self.places)), points, line.look)
                    for i, line in enumerate(group)
                ]
                shapes.append(text_box(key, (MARGIN, top, _INNER, height), "".join(paragraphs)))
            top += height + _GAP
        self._finish(shapes, section.notes)

    def _paragraph(self, value: Text, path: str, places: list[Places], *, bold: bool = False) -> str:
        return paragraph(escape(put(value, path, places)), None, "bold" if bold else "plain")

    def _picture(self, key: int, block: Picture, path: str, top: float) -> str:
        images = self._images
        if block.image not in images:
            images.append(block.image)
        bitmap = photo(block.image)
        alt = escape(put(block.alt, f"{path}/alt", self.places))
        box = (MARGIN, top, _PICTURE * bitmap.width / bitmap.height, _PICTURE)
        return picture_shape(key, box, picture_relation(images.index(block.image)), alt)

    def _grid(self, key: int, grid: "_Grid", path: str, top: float, points: int) -> str:
        rows = [
            Row(
                [
                    (escape(put(value, f"{path}/r[{r}]/c[{c}]/p[0]", self.places)), flag)
                    for c, (value, flag) in enumerate(row)
                ],
                _row_height(lengths, grid.widths, points),
            )
            for r, (row, lengths) in enumerate(zip(grid.rows, grid.lengths, strict=True))
        ]
        return table_frame(key, (MARGIN, top, _INNER), grid.widths, rows, points, self.layout, header=grid.header)

    def _finish(self, shapes: list[str], notes: tuple[Text, ...]) -> None:
        """Add a slide's running footer and number, and its notes, and close it."""
        index, id_ = len(self.has_notes), self.document.document_id
        footers: list[Places] = []
        if self.document.footer:
            path = f"slide[{index}]/shape[{len(shapes)}]/p[0]"
            said = escape(put(self.document.footer, path, footers))
            shapes.append(running_footer(len(shapes) + 1, said))
        self._footers.append(footers)
        shapes.append(slide_number(len(shapes) + 1, index + 1))
        xml = FRAME_START + encode(id_, "".join(shapes)) + FRAME_END
        self.parts.append(part(f"ppt/slides/slide{index + 1}.xml", xml))
        self.parts.append(self.frame.slide_relations(index, bool(notes), tuple(self._images)))
        self.images.update(self._images)
        self._images = []
        self.has_notes.append(bool(notes))
        if not notes:
            return
        said = "".join(
            self._paragraph(note, f"slide[{index}]/notes/p[{i}]", self.places) for i, note in enumerate(notes)
        )
        name = f"notesSlide{index + 1}.xml"
        self.parts.append(part(f"ppt/notesSlides/{name}", NOTES_START + encode(id_, said) + NOTES_END))
        self.parts.append(self.frame.notes_relations(index))


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph of a text box, and how it looks (a key of `pptx_markup.LOOKS`)."""

    value: Text
    look: str
    length: int


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table: its cells with their flags, its columns' shares."""

    rows: list[list[tuple[Text, bool]]]
    lengths: list[list[int]]
    """Characters of each cell."""
    widths: tuple[float, ...]
    header: bool


_Group: TypeAlias = _Grid | Picture | list[_Line]
"""What is one shape of a slide."""


def _grid(rows: list[list[tuple[Text, bool]]], widths: tuple[float, ...], *, header: bool) -> _Grid:
    return _Grid(rows, [[len(plain(value)) for value, _ in row] for row in rows], widths, header)


def _line(value: Text, look: str = "plain") -> _Line:
    return _Line(value, look, len(plain(value)))


def _groups(blocks: tuple[Block, ...]) -> list[_Group]:
    """Return the shapes of a slide: tables, and the lines of text between them."""
    groups: list[_Group] = []
    for block in blocks:
        if isinstance(block, Table):
            rows = [[(head, False) for head in block.header], *([(c.text, c.flag) for c in row] for row in block.rows)]
            groups.append(_grid(rows, block.widths, header=True))
        elif isinstance(block, Fields):
            groups.append(_facts(block))
        elif isinstance(block, Picture):
            groups.append(block)
        else:
            if not groups or not isinstance(groups[-1], list):
                groups.append([])
            groups[-1] += _lines(block)  # type: ignore[operator]  # a list of lines by now
    return groups


def _facts(block: Fields) -> _Grid:
    rows: list[list[tuple[Text, bool]]] = []
    for start in range(0, len(block.fields), block.columns):
        row: list[tuple[Text, bool]] = []
        for item in block.fields[start : start + block.columns]:
            row += [((Fragment(item.caption),), False), (item.value, False)]
        rows.append(row + [((), False)] * (2 * block.columns - len(row)))
    return _grid(rows, (0.36 / block.columns, 0.64 / block.columns) * block.columns, header=False)


def _lines(block: Block) -> list[_Line]:
    if isinstance(block, Bullets):
        return [_line(item, "number" if block.numbered else "bullet") for item in block.items]
    if isinstance(block, Choices):
        return [_line((Fragment(choice_line(block)),))]
    if isinstance(block, SignatureLine):
        return [_line(block.value or (Fragment("_" * 32),)), _line((Fragment(block.caption),), "small")]
    assert isinstance(block, Paragraph)
    return [_line(block.text, {"lead": "bold", "small": "small"}.get(block.style, "plain"))]


def _largest_that_fits(groups: list[_Group]) -> int:
    """Return the largest size in points with which everything stands on one slide, by estimate."""
    room = BOTTOM - TOP
    for points in _SIZES:
        if sum(_height(group, points) + _GAP for group in groups) - _GAP <= room:
            return points
    return _SIZES[-1]


def _height(group: _Group, points: int) -> float:
    if isinstance(group, Picture):
        return _PICTURE
    if isinstance(group, _Grid):
        return sum([_row_height(lengths, group.widths, points) for lengths in group.lengths])
    return sum([_lines_of(line.length, _INNER - 0.5, points) * points * _LINE + 0.08 for line in group]) + 0.1


def _row_height(lengths: list[int], widths: tuple[float, ...], points: int) -> float:
    size = points - 2
    most = max([_lines_of(length, share * _INNER - 0.2, size) for length, share in zip(lengths, widths, strict=True)])
    return most * size * _LINE + 0.12


def _lines_of(length: int, inches: float, points: int) -> int:
    """Return about how many lines so many characters take."""
    return int(length * points * _NARROW / (inches * 72)) + 1
