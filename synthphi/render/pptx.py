"""PowerPoint decks: a title slide with the letterhead, then a slide a section, with speaker notes."""

from synthphi.document import Comment, Document, Section, Text, plain, text
from synthphi.errors import RenderError
from synthphi.render.base import Places, Rendered
from synthphi.render.carried import Carried, printed
from synthphi.render.chart import Columns, chart_part
from synthphi.render.layouts import LAYOUTS, Layout
from synthphi.render.markup import (
    encode,
    escape,
    picture_relation,
    property_parts,
    put,
    quoted,
    relationship,
    xml_end,
    xml_start,
)
from synthphi.render.memo import memo_lines
from synthphi.render.package import Part, framed_part, join
from synthphi.render.pictures import photo
from synthphi.render.pptx_comments import AUTHORS_END, AUTHORS_START, COMMENTS_END, COMMENTS_START, Reviewers
from synthphi.render.pptx_fit import EMS, GAP, PICTURE, box_width, largest_that_fits, row_heights
from synthphi.render.pptx_markup import (
    BIG_TITLE_START,
    BOLD_START,
    NOTES_END,
    NOTES_START,
    SAID_END,
    SAID_START,
    SHAPE_END,
    TITLE_START,
    LineLook,
    chart_frame,
    frame_end,
    frame_start,
    framed_box_start,
    hyperlink,
    line_starts,
    linked,
    picture_shape,
    placeholder,
    text_box_start,
)
from synthphi.render.pptx_shapes import Grid, Lines, Pictures, shapes_of
from synthphi.render.pptx_skeleton import BOTTOM, INNER, MARGIN, TOP, Further, PptxSkeleton, photo_part, skeleton
from synthphi.render.pptx_tables import TABLE_END, row_form, table_start

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
    custom = bool(document.properties.custom)
    parts = [*frame.counted(tuple(deck.has_notes), Further(deck.commented, deck.charts, custom)), *deck.parts]
    parts += [photo_part(name) for name in sorted(deck.images)]
    parts += properties
    places = (*deck.mail_places, *metadata, *deck.running, *deck.places, *deck.footers())
    return Rendered(join(parts, frame.static(custom)), places)


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
        self._labelled_footer = any(fragment.tag for fragment in document.footer)
        self._footers: list[list[Places]] = []
        """A list of the footer's places a slide, where it has labelled values."""

    def footers(self) -> list[Places]:
        """Return the places of the running footer, each value with one on every slide."""
        return [tuple(place for places in slides for place in places) for slides in zip(*self._footers, strict=True)]

    def title_slide(self) -> None:
        document, path = self.document, "slide[0]"
        letterhead = document.letterhead
        start, title, number = "", "", 0
        titles: list[Places] = []
        if document.title:
            start = BIG_TITLE_START
            title = f"{self._escaped(document.title, f'{path}/shape[0]/p[0]', titles)}{SAID_END}{SHAPE_END}"
            number = 1
        lines = f"{path}/shape[{number}]"
        name = self._escaped(letterhead.name, f"{lines}/p[0]", self.places)
        said: list[str] = []
        for i, line in enumerate(letterhead.lines, start=1):
            said.append(self._escaped(line, f"{lines}/p[{i}]", self.places))
        self.places += titles
        for caption, value in memo_lines(document):
            shown = text(f"{caption} ", value)
            said.append(self._escaped(shown, f"{lines}/p[{len(said) + 1}]", self.mail_places))
            if caption == "Subject:" and document.mail is not None and document.mail.preheader:
                seen_first = document.mail.preheader
                said.append(self._escaped(seen_first, f"{lines}/p[{len(said) + 1}]", self.mail_places))
        if document.header:
            said.append(self._escaped(document.header, f"{lines}/p[{len(said) + 1}]", self.running))
        below = "".join([f"{SAID_START}{line}{SAID_END}" for line in said])
        subtitle = placeholder(number + 1, 'type="subTitle" idx="1"', f"{BOLD_START}{name}{SAID_END}{below}")
        self._finish(start, [title, subtitle], number + 1)

    def slide(self, section: Section) -> None:
        path = f"slide[{len(self.has_notes)}]"
        title, number = "", 0
        if section.title:
            said = self._escaped(section.title, f"{path}/shape[0]/p[0]", self.places)
            title, number = f"{TITLE_START}{said}{SAID_END}{SHAPE_END}", 1
        zebra = self.layout.table == "zebra"
        shapes = shapes_of(section.blocks, path, number, self.places, zebra=zebra)
        points, heights = largest_that_fits(shapes, self.em)
        top = TOP
        # Of each shape what it begins with, and the rest.
        pieces: list[str] = []
        for shape, height in zip(shapes, heights, strict=True):
            number += 1
            if isinstance(shape, Lines):
                # Text that stands alone has the whole slide, so that slides with more and with less begin alike.
                high = height if shape.framed or len(shapes) > 1 else BOTTOM - TOP
                pieces += self._box(number, shape, top, high, points)
            elif isinstance(shape, Grid):
                pieces += self._grid(number, shape, top, points)
            elif isinstance(shape, Pictures):
                pieces += ("", self._pictures(number, shape, top))
                number += len(shape.pictures) - 1
            else:
                pieces += ("", self._chart(number, shape, (MARGIN, top, INNER, height), points))
            top += height + GAP
        self._finish(title + "".join(pieces[:1]), pieces[1:], number, section)

    def _escaped(self, value: Text, path: str, places: list[Places]) -> str:
        """Return the escaped characters of a text, and add the places of its labelled fragments."""
        characters = put(value, path, places)
        self._said.append(characters)
        return escape(characters)

    def _all_escaped(self, texts: list[str]) -> list[str]:
        """Return characters escaped, which have their places already."""
        together = "".join(texts)
        self._said.append(together)
        return texts if escape(together) is together else [escape(characters) for characters in texts]

    def _checked(self, xml: str) -> bytes:
        """Return XML as UTF-8, of what was said since the last time.

        Looked through is only what was said: the XML around it is much longer, and has nothing that XML cannot carry.
        """
        encode(self.document.document_id, "".join(self._said))
        self._said.clear()
        return xml.encode()

    def _box(self, number: int, box: Lines, top: float, height: float, points: int) -> tuple[str, str]:
        """Return what a text box begins with, and its paragraphs."""
        look: LineLook = box.looks[-1] if box.looks and not box.framed else "plain"
        if box.framed:
            width = box_width(box, points, self.em)
            start = framed_box_start(number, (MARGIN, top, width, height), self.layout)
        else:
            start = text_box_start(number, (MARGIN, top, INNER, height), look)
        starts = line_starts(points, look)
        texts = self._all_escaped(box.texts)
        xml = [f"{starts[one]}{characters}{SAID_END}" for one, characters in zip(box.looks, texts, strict=True)]
        for i, link in box.links.items():
            xml[i] = self._linked(self._all_escaped(list(link)), points, look)
        return start, f"{''.join(xml) or '<a:p/>'}{SHAPE_END}"

    def _linked(self, link: list[str], points: int, box_look: LineLook) -> str:
        before, shown, target = link
        if not shown:
            raise RenderError(f"{self.document.document_id}: a link shows nothing that leads to its target")
        relation = f"rIdLink{len(self._relations)}"
        self._relations.append(hyperlink(relation, quoted(target)))
        return linked(before, shown, points, box_look, relation)

    def _chart(self, number: int, chart: Columns, box: tuple[float, float, float, float], points: int) -> str:
        relation = f"rIdChart{self.charts}"
        self.charts += 1
        start, between, end = chart_part(chart, points)
        xml = encode(self.document.document_id, between)
        self.parts.append(framed_part(f"ppt/charts/chart{self.charts}.xml", xml_start(start), xml, xml_end(end)))
        self._relations.append(relationship(relation, "chart", f"../charts/chart{self.charts}.xml"))
        return chart_frame(number, box, relation)

    def _pictures(self, first: int, shape: Pictures, top: float) -> str:
        """Return pictures side by side, the first of them number `first` on the slide."""
        images, left, xml = self._images, MARGIN, ""
        for number, (image, alt) in enumerate(shape.pictures, start=first):
            if image not in images:
                images.append(image)
            (escaped,) = self._all_escaped([alt])
            width = PICTURE * photo(image).width / photo(image).height
            xml += picture_shape(number, (left, top, width, PICTURE), picture_relation(images.index(image)), escaped)
            left += width + GAP
        return xml

    def _grid(self, number: int, grid: Grid, top: float, points: int) -> tuple[str, str]:
        """Return what a table begins with, its header row included, and its other rows."""
        heights = row_heights(grid, points, self.em)
        rows = [
            row_form(height, points - 2, row.looks) % tuple(self._all_escaped(row.texts))
            for row, height in zip(grid.rows, heights, strict=True)
        ]
        box = (MARGIN, top, INNER, sum(heights))
        start, heads = table_start(number, box, grid.widths, header=grid.header), 1 if grid.header else 0
        return start + "".join(rows[:heads]), "".join(rows[heads:]) + TABLE_END

    def _finish(self, start: str, shapes: list[str], count: int, section: Section | None = None) -> None:
        """Add a slide with its running footer and number, its notes and comments.

        Args:
            start: What its shapes begin with, as those of other decks.
            shapes: The rest of their XML.
            count: How many there are.
            section: Whose slide it is, if it is not the title slide.
        """
        index = len(self.has_notes)
        notes, comments, hidden = (section.notes, section.comments, section.hidden) if section else ((), (), False)
        if self._labelled_footer:
            footers: list[Places] = []
            put(self.document.footer, f"slide[{index}]/shape[{count}]/p[0]", footers)
            self._footers.append(footers)
        if comments:
            self._relations.append(
                relationship("rIdComments", "comments", f"../comments/comment{self.commented + 1}.xml")
            )
        more = "".join(self._relations).encode() if self._relations else b""
        xml = self._checked("".join(shapes))
        # Also where no other deck has the footer: a slide is not to be packed in another way because of a label.
        end = frame_end(self._footer, index + 1)
        self.parts.append(framed_part(f"ppt/slides/slide{index + 1}.xml", frame_start(start, hidden=hidden), xml, end))
        self.parts.append(self.frame.slide_relations(index, bool(notes), tuple(self._images), more))
        self.images.update(self._images)
        self._images, self._relations = [], []
        self.has_notes.append(bool(notes))
        if notes:
            self._notes(index, notes)
        if comments:
            self._comments(index, comments)

    def _notes(self, index: int, notes: tuple[Text, ...]) -> None:
        said = [self._escaped(note, f"slide[{index}]/notes/p[{i}]", self.places) for i, note in enumerate(notes)]
        name = f"ppt/notesSlides/notesSlide{index + 1}.xml"
        xml = self._checked(f"{SAID_END}{SAID_START}".join(said))
        self.parts.append(framed_part(name, NOTES_START, xml, NOTES_END))
        self.parts.append(self.frame.notes_relations(index))

    def _comments(self, index: int, comments: tuple[Comment, ...]) -> None:
        self.commented += 1
        when = self.document.properties.created
        said = self._reviewers.comments_xml(comments, f"slide[{index}]", when, self.places)
        xml = encode(self.document.document_id, said)
        self.parts.append(framed_part(f"ppt/comments/comment{self.commented}.xml", COMMENTS_START, xml, COMMENTS_END))

    def name_reviewers(self) -> None:
        """Add the part that says who wrote the comments, if there are any."""
        if self.commented:
            xml = encode(self.document.document_id, self._reviewers.authors_xml())
            self.parts.append(framed_part("ppt/commentAuthors.xml", AUTHORS_START, xml, AUTHORS_END))
