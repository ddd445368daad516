"""PowerPoint decks: a title slide with the letterhead, then a slide a section, with speaker notes."""

from collections.abc import Sequence

from synthphi.document import Chart, Comment, Document, Link, Section, Text, length, plain, text
from synthphi.errors import RenderError
from synthphi.render.base import Places, Rendered
from synthphi.render.carried import Carried, printed
from synthphi.render.layouts import LAYOUTS, Layout
from synthphi.render.markup import (
    DECLARATION,
    encode,
    escape,
    picture_relation,
    property_parts,
    put,
    quoted,
    relationship,
)
from synthphi.render.memo import memo_lines
from synthphi.render.package import Part, framed_part, join, part
from synthphi.render.pictures import photo
from synthphi.render.pptx_chart import chart_frame, chart_xml
from synthphi.render.pptx_comments import Reviewers
from synthphi.render.pptx_fit import (
    EMS,
    GAP,
    INNER,
    PICTURE,
    Framed,
    Grid,
    Line,
    Pictures,
    box_width,
    groups_of,
    largest_that_fits,
    row_heights,
)
from synthphi.render.pptx_markup import (
    FRAME_START,
    HIDDEN_START,
    NOTES_END,
    NOTES_START,
    Rows,
    frame_end,
    framed_box,
    hyperlink,
    linked,
    paragraph,
    picture_shape,
    placeholder,
    table_frame,
    text_box,
)
from synthphi.render.pptx_skeleton import MARGIN, TOP, Further, PptxSkeleton, photo_part, skeleton

_CARRIES: frozenset[Carried] = frozenset(("chart", "comment", "hyperlink", "text_box"))


def render(document: Document) -> Rendered:
    """Return a document as a deck with the places of its spans.

    Raises:
        RenderError: it holds a character that XML cannot carry, or a link that shows nothing.
    """
    document = printed(document, _CARRIES)
    layout = LAYOUTS[document.layout]
    frame = skeleton(layout)
    deck = _Deck(document, layout, frame)
    deck.title_slide()
    for section in document.sections:
        deck.slide(section)
    id_ = document.document_id
    properties, metadata = property_parts(id_, document.properties, "Microsoft Office PowerPoint")
    deck.name_reviewers()
    further = Further(deck.commented, deck.charts, bool(document.properties.custom))
    parts = [*frame.counted(tuple(deck.has_notes), further), *frame.static, *deck.parts]
    parts += [photo_part(name) for name in sorted(deck.images)]
    parts += [part(name, data) for name, data in properties.items()]
    return Rendered(join(parts), (*deck.mail_places, *metadata, *deck.running, *deck.places, *deck.footers()))


class _Deck:
    """The slides of a deck, while they are being written."""

    def __init__(self, document: Document, layout: Layout, frame: PptxSkeleton) -> None:
        self.document = document
        self.layout = layout
        self.em = EMS[layout.font]
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
        self.charts = 0
        """How many there are in the deck."""
        self.commented = 0
        """How many slides have comments."""
        self._reviewers = Reviewers()
        self._said: list[str] = []
        """The characters on the slide that is being written, or in its notes: to be looked through at once."""
        self._relations: list[str] = []
        """What the slide that is being written leads to beside photographs and notes."""
        self._footer = escape(plain(document.footer))
        encode(document.document_id, self._footer)  # That it can be written is found out before any slide has it.
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
            if caption == "Subject:" and document.mail is not None and document.mail.preheader:
                seen_first = document.mail.preheader
                subtitle.append(self._paragraph(seen_first, f"{lines}/p[{len(subtitle)}]", self.mail_places))
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
        points, heights = largest_that_fits(groups, self.em)
        top = TOP
        for group, height in zip(groups, heights, strict=True):
            path, key = f"slide[{index}]/shape[{len(shapes)}]", len(shapes) + 1
            if isinstance(group, Grid):
                shapes.append(self._grid(key, group, path, top, points))
            elif isinstance(group, Pictures):
                shapes += self._pictures(index, len(shapes), group, top)
            elif isinstance(group, Framed):
                box = (MARGIN, top, box_width(group, points, self.em), height)
                shapes.append(framed_box(key, box, self._lines(group.lines, path, points), self.layout))
            elif isinstance(group, Chart):
                shapes.append(self._chart(key, group, path, (MARGIN, top, INNER, height), points))
            else:
                box = (MARGIN, top, INNER, height)
                shapes.append(text_box(key, box, self._lines(group, path, points)))
            top += height + GAP
        self._finish(shapes, section.notes, section.comments, hidden=section.hidden)

    def _escaped(self, value: Text, path: str, places: list[Places], start: int = 0) -> str:
        """Return the escaped characters of a text, and add the places of its labelled fragments."""
        characters = put(value, path, places, start)
        self._said.append(characters)
        return escape(characters)

    def _checked(self, xml: str) -> bytes:
        """Return XML as UTF-8, of what was said since the last time.

        Looked through is only what was said: the XML around it is much longer, and has nothing that XML cannot carry.
        """
        encode(self.document.document_id, "".join(self._said))
        self._said.clear()
        return xml.encode()

    def _paragraph(self, value: Text, path: str, places: list[Places], *, bold: bool = False) -> str:
        return paragraph(self._escaped(value, path, places), None, "bold" if bold else "plain")

    def _lines(self, lines: Sequence[Line], path: str, points: int) -> str:
        return "".join(
            [
                paragraph(self._escaped(line.value, f"{path}/p[{i}]", self.places), points, line.look)
                if line.link is None
                else self._linked(line.link, f"{path}/p[{i}]", points)
                for i, line in enumerate(lines)
            ]
        )

    def _linked(self, link: Link, path: str, points: int) -> str:
        if not plain(link.shown):
            raise RenderError(f"{self.document.document_id}: a link shows nothing that leads to its target")
        before = self._escaped(link.before, path, self.places)
        shown = self._escaped(link.shown, path, self.places, length(link.before))
        target = quoted(self._escaped(link.target, f"{path}/link[0]", self.places))
        relation = f"rIdLink{len(self._relations)}"
        self._relations.append(hyperlink(relation, target))
        return linked(before, shown, points, relation)

    def _chart(self, key: int, chart: Chart, path: str, box: tuple[float, float, float, float], points: int) -> str:
        relation = f"rIdChart{self.charts}"
        self.charts += 1
        xml = chart_xml(chart, path, self.places, points)
        self._add_part(f"ppt/charts/chart{self.charts}.xml", xml)
        self._relations.append(relationship(relation, "chart", f"../charts/chart{self.charts}.xml"))
        return chart_frame(key, box, relation)

    def _pictures(self, slide: int, first: int, group: Pictures, top: float) -> list[str]:
        """Return pictures side by side, the first of them shape `first` of the slide."""
        images, left, shapes = self._images, MARGIN, []
        for number, block in enumerate(group.pictures, start=first):
            if block.image not in images:
                images.append(block.image)
            alt = self._escaped(block.alt, f"slide[{slide}]/shape[{number}]/alt", self.places)
            width = PICTURE * photo(block.image).width / photo(block.image).height
            relation = picture_relation(images.index(block.image))
            shapes.append(picture_shape(number + 1, (left, top, width, PICTURE), relation, alt))
            left += width + GAP
        return shapes

    def _grid(self, key: int, grid: "Grid", path: str, top: float, points: int) -> str:
        places, said = self.places, self._said
        rows: list[list[tuple[str, bool]]] = []
        for r, row in enumerate(grid.rows):
            rows.append([])
            for c, cell in enumerate(row):
                value = cell.text
                # Most are of one fragment, and most of those have no label: they need no path.
                if len(value) == 1 and value[0].tag is None:
                    characters = value[0].text
                else:
                    characters = put(value, f"{path}/r[{r}]/c[{c}]/p[0]", places)
                said.append(characters)
                rows[r].append((escape(characters), cell.flag))
        table = Rows(rows, row_heights(grid, points, self.em), grid.widths, grid.header)
        return table_frame(key, (MARGIN, top, INNER), table, points, self.layout)

    def _finish(
        self, shapes: list[str], notes: tuple[Text, ...], comments: tuple[Comment, ...] = (), *, hidden: bool = False
    ) -> None:
        """Add a slide's running footer and number, its notes and comments, and close it."""
        index = len(self.has_notes)
        footers: list[Places] = []
        put(self.document.footer, f"slide[{index}]/shape[{len(shapes)}]/p[0]", footers)
        self._footers.append(footers)
        if comments:
            self._relations.append(
                relationship("rIdComments", "comments", f"../comments/comment{self.commented + 1}.xml")
            )
        start, end = HIDDEN_START if hidden else FRAME_START, frame_end(len(shapes), self._footer, index + 1)
        xml = self._checked("".join(shapes))
        more = "".join(self._relations).encode() if self._relations else b""
        self.parts.append(framed_part(f"ppt/slides/slide{index + 1}.xml", start, xml, end))
        self.parts.append(self.frame.slide_relations(index, bool(notes), tuple(self._images), more))
        self.images.update(self._images)
        self._images, self._relations = [], []
        self.has_notes.append(bool(notes))
        if notes:
            self._notes(index, notes)
        if comments:
            self._comments(index, comments)

    def _notes(self, index: int, notes: tuple[Text, ...]) -> None:
        said = "".join(
            self._paragraph(note, f"slide[{index}]/notes/p[{i}]", self.places) for i, note in enumerate(notes)
        )
        name = f"notesSlide{index + 1}.xml"
        xml = self._checked(said)
        self.parts.append(framed_part(f"ppt/notesSlides/{name}", NOTES_START, xml, NOTES_END))
        self.parts.append(self.frame.notes_relations(index))

    def _comments(self, index: int, comments: tuple[Comment, ...]) -> None:
        self.commented += 1
        when = self.document.properties.created
        xml = self._reviewers.comments_xml(comments, f"slide[{index}]", when, self.places)
        self._add_part(f"ppt/comments/comment{self.commented}.xml", xml)

    def name_reviewers(self) -> None:
        """Add the part that says who wrote the comments, if there are any."""
        if self.commented:
            self._add_part("ppt/commentAuthors.xml", self._reviewers.authors_xml())

    def _add_part(self, name: str, xml: str) -> None:
        self.parts.append(part(name, DECLARATION + encode(self.document.document_id, xml)))
