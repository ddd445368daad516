"""PowerPoint decks: a title slide with the letterhead, then a slide a section, with speaker notes."""

from synthphi.document import (
    Document,
    Section,
    Text,
    text,
)
from synthphi.render.base import Places, Rendered
from synthphi.render.layouts import LAYOUTS, Layout
from synthphi.render.markup import encode, escape, picture_relation, property_parts, put
from synthphi.render.memo import memo_lines
from synthphi.render.package import Part, join, part
from synthphi.render.photos import photo
from synthphi.render.pptx_fit import (
    GAP,
    INNER,
    PICTURE,
    Grid,
    Pictures,
    groups_of,
    height_of,
    largest_that_fits,
    row_height,
)
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
    MARGIN,
    TOP,
    PptxSkeleton,
    photo_part,
    skeleton,
)


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
    properties, metadata = property_parts(id_, document.properties, "Microsoft Office PowerPoint")
    parts = [*frame.counted(tuple(deck.has_notes)), *frame.static, *deck.parts]
    parts += [photo_part(name) for name in sorted(deck.images)]
    parts += [part(name, data) for name, data in properties.items()]
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
        groups = groups_of(section.blocks)
        points = largest_that_fits(groups)
        top = TOP
        for group in groups:
            path = f"slide[{index}]/shape[{len(shapes)}]"
            key, height = len(shapes) + 1, height_of(group, points)
            if isinstance(group, Grid):
                shapes.append(self._grid(key, group, path, top, points))
            elif isinstance(group, Pictures):
                shapes += self._pictures(index, len(shapes), group, top)
            else:
                paragraphs = [
                    paragraph(escape(put(line.value, f"{path}/p[{i}]", self.places)), points, line.look)
                    for i, line in enumerate(group)
                ]
                shapes.append(text_box(key, (MARGIN, top, INNER, height), "".join(paragraphs)))
            top += height + GAP
        self._finish(shapes, section.notes)

    def _paragraph(self, value: Text, path: str, places: list[Places], *, bold: bool = False) -> str:
        return paragraph(escape(put(value, path, places)), None, "bold" if bold else "plain")

    def _pictures(self, slide: int, first: int, group: Pictures, top: float) -> list[str]:
        """Return pictures side by side, the first of them shape `first` of the slide."""
        images, left, shapes = self._images, MARGIN, []
        for number, block in enumerate(group.pictures, start=first):
            if block.image not in images:
                images.append(block.image)
            alt = escape(put(block.alt, f"slide[{slide}]/shape[{number}]/alt", self.places))
            width = PICTURE * photo(block.image).width / photo(block.image).height
            relation = picture_relation(images.index(block.image))
            shapes.append(picture_shape(number + 1, (left, top, width, PICTURE), relation, alt))
            left += width + GAP
        return shapes

    def _grid(self, key: int, grid: "Grid", path: str, top: float, points: int) -> str:
        rows = [
            Row(
                [
                    (escape(put(value, f"{path}/r[{r}]/c[{c}]/p[0]", self.places)), flag)
                    for c, (value, flag) in enumerate(row)
                ],
                row_height(lengths, grid.widths, points),
            )
            for r, (row, lengths) in enumerate(zip(grid.rows, grid.lengths, strict=True))
        ]
        return table_frame(key, (MARGIN, top, INNER), grid.widths, rows, points, self.layout, header=grid.header)

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
