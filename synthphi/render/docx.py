"""Word documents: one walk over the blocks that fills the holes of a skeleton."""

from synthphi.document import (
    Block,
    Bullets,
    Choices,
    Document,
    Fields,
    Fragment,
    Link,
    Paragraph,
    Picture,
    Revision,
    Section,
    SignatureLine,
    Table,
    Text,
    TextBox,
    choice_line,
)
from synthphi.errors import RenderError
from synthphi.render.base import Places, Rendered
from synthphi.render.carried import Carried, printed
from synthphi.render.columns import GUTTER, in_two_columns, narrowed
from synthphi.render.docx_asides import boxed, linked, revised
from synthphi.render.docx_letterhead import banner, split
from synthphi.render.docx_markup import (
    LOGO_RELATION,
    SPACER,
    cell,
    paragraph,
    picture_run,
    rule,
    running_footer,
    table_start,
)
from synthphi.render.docx_notes import Notes, around, first_paragraph
from synthphi.render.docx_package import CUSTOM, Extras
from synthphi.render.docx_skeleton import TWIPS, DocxSkeleton, skeleton
from synthphi.render.docx_styles import BULLET_NUMBERING, FIRST_NUMBERING, NUMBERED_LISTS
from synthphi.render.docx_tables import boxes, facts, records
from synthphi.render.layouts import LAYOUTS, Layout
from synthphi.render.markup import encode, escape, picture_relation, property_parts, put
from synthphi.render.memo import memo_lines
from synthphi.render.package import join, part
from synthphi.render.pictures import layout_logo, photo

_CARRIES: frozenset[Carried] = frozenset({"comment", "footnote", "hyperlink", "revision", "text_box"})
_STYLES = {"body": "Normal", "lead": "Lead", "small": "Small", "quote": "BlockQuote", "signature": "Closing"}
_PICTURE, _LOGO = 1.45, 0.46
"""The height of a photograph and of the letterhead's logo, in inches."""


def render(document: Document) -> Rendered:
    """Return a document as a Word file with the places of its spans.

    Raises:
        RenderError: it holds a character that XML cannot carry, or too many numbered lists.
    """
    document = printed(document, _CARRIES)
    layout = LAYOUTS[document.layout]
    frame = skeleton(layout)
    id_ = document.document_id
    properties, metadata = property_parts(id_, document.properties, "Microsoft Office Word")
    running: list[Places] = []
    header = paragraph("RunningHeader", document.header, "header/p[0]", running)
    footer_places: list[Places] = []
    footer = running_footer(document.footer, footer_places)
    body = _Body(document, layout, frame)
    body.walk()
    notes = body.notes.parts(id_)
    names = [one.name.decode() for one in notes]
    if document.properties.custom:
        names.append(CUSTOM)
    extras = Extras(tuple(names), tuple(body.links), body.has_boxes)
    frame_of_body = frame.continued if body.continues else frame.document
    parts = [
        *frame.shared(tuple(body.images), extras),
        part("word/document.xml", _filled(id_, frame_of_body, "".join(body.xml))),
        part("word/header1.xml", _filled(id_, frame.header, header)),
        part("word/footer1.xml", _filled(id_, frame.footer, footer)),
        *notes,
        *properties,
    ]
    places = (*body.mail_places, *metadata, *running, *body.places, *footer_places)
    return Rendered(join(parts), places)


def _filled(document_id: str, frame: tuple[bytes, bytes], xml: str) -> bytes:
    before, behind = frame
    return before + encode(document_id, xml) + behind


class _Body:
    """The body of a document, while it is being written."""

    def __init__(self, document: Document, layout: Layout, frame: DocxSkeleton) -> None:
        self.document = document
        self.layout = layout
        self.frame = frame
        self.width = frame.text_width
        self.continues = False
        """Whether the last section goes on where the one before ends, and not on a page of its own."""
        self.xml: list[str] = []
        self.places: list[Places] = []
        """From the letterhead to the last section, in canonical order."""
        self.mail_places: list[Places] = []
        self.images: list[str] = []
        """The photographs in it, in the order of their first appearance."""
        self.links: list[str] = []
        """The targets of its links, as they stand in an attribute."""
        self.has_boxes = False
        self.notes = Notes(document.properties.created)
        self._changes = 0
        self._drawings = 0
        self._paragraphs = 0
        self._tables = 0
        self._numbered = 0

    def walk(self) -> None:
        self._letterhead()
        document = self.document
        if document.title:
            self._add("Title", document.title)
        if document.mail is not None:
            self._memo(document)
        if not in_two_columns(document, self.layout):
            for section in document.sections:
                self._section(section)
            return
        gutter = int(GUTTER * TWIPS)
        self._break(self.frame.sections(1, 0))
        whole, self.width = self.width, (self.width - gutter) // 2
        for section in document.sections:
            self._section(narrowed(section))
        self.width = whole
        # Columns that end before the end of the document are made equally long.
        self._break(self.frame.sections(2, gutter))
        self.continues = True

    def _break(self, properties: str) -> None:
        self._put(f'<w:p><w:pPr><w:pStyle w:val="Spacer"/>{properties}</w:pPr></w:p>')

    def _put(self, xml: str) -> None:
        """Write a paragraph that is there already."""
        self.xml.append(xml)
        self._paragraphs += 1

    def _next_path(self) -> str:
        return f"body/p[{self._paragraphs}]"

    def _add(self, style: str, value: Text, extra: str = "") -> None:
        self.xml.append(paragraph(style, value, f"body/p[{self._paragraphs}]", self.places, extra))
        self._paragraphs += 1

    def _close_table(self) -> None:
        # Word joins tables that touch, and wants a paragraph behind the last one.
        self.xml += ("</w:tbl>", SPACER)
        self._tables += 1
        self._paragraphs += 1

    def _letterhead(self) -> None:
        head, look = self.document.letterhead, self.layout.letterhead
        if not head.name and not head.lines:
            return
        logo = picture_run(LOGO_RELATION, layout_logo(self.layout), _LOGO, self._next_drawing(), "")
        if look == "centered":
            self._put(f'<w:p><w:pPr><w:pStyle w:val="LetterheadName"/></w:pPr>{logo}</w:p>')
            self._add("LetterheadName", head.name)
            for line in head.lines:
                self._add("LetterheadLine", line)
            self._put(f'<w:p><w:pPr><w:pStyle w:val="Spacer"/>{rule(self.layout.accent)}</w:pPr></w:p>')
            return
        table = f"body/tbl[{self._tables}]"
        if look == "banner":
            self.xml += banner(head, logo, self.width, table, self.layout, self.places)
        else:
            self.xml += split(head, logo, self.width, table, self.places)
        self._close_table()

    def _memo(self, document: Document) -> None:
        widths = (1100, self.width - 1100)
        self.xml.append(table_start("Head", widths))
        for row, (caption, value) in enumerate(memo_lines(document)):
            path = f"body/tbl[{self._tables}]/r[{row}]"
            caption_cell = paragraph("CaptionCell", (Fragment(caption),), "", self.mail_places)
            value_cell = paragraph("Cell", value, f"{path}/c[1]/p[0]", self.mail_places)
            self.xml += ("<w:tr>", cell(widths[0], caption_cell), cell(widths[1], value_cell), "</w:tr>")
        self._close_table()
        if document.mail is not None and document.mail.preheader:
            # On paper nothing of a mail is hidden.
            self._put(paragraph("Small", document.mail.preheader, self._next_path(), self.mail_places))

    def _section(self, section: Section) -> None:
        start = len(self.xml)
        if section.title:
            self._add("Heading1", section.title)
        marks = self.notes.spread(section) if section.footnotes else {}
        for number, block in enumerate(section.blocks):
            self._block(block)
            if number in marks:
                self.xml[-1] = around(self.xml[-1], "", marks[number])
        for note in section.notes:
            self._add("Small", note)
        if section.footnotes or section.comments:
            self._notes_of(section, start, marks.get(-1, ""))

    def _notes_of(self, section: Section, start: int, mark: str) -> None:
        """Add footnotes and comments of a section that begins with piece `start`; `mark` is for its first paragraph."""
        for note in section.footnotes:
            self.notes.footnote(note, self.places)
        around_it = [self.notes.comment(comment, self.places) for comment in section.comments]
        first = first_paragraph(self.xml, start)
        if first == len(self.xml):
            self._put(SPACER)
        before, behind = (side for side in zip(*around_it, strict=True)) if around_it else ((), ())
        self.xml[first] = around(self.xml[first], "".join(before), mark + "".join(behind))

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._add(_STYLES[block.style], block.text)
        elif isinstance(block, Table):
            self.xml += records(block, self.width, f"body/tbl[{self._tables}]", self.places)
            self._close_table()
        elif isinstance(block, Fields):
            table = f"body/tbl[{self._tables}]"
            if block.boxed:
                self.xml += boxes(block, self.width, table, self.places)
            else:
                self.xml += facts(block, self.width, table, self.places, self.layout.shade)
            self._close_table()
        elif isinstance(block, Bullets):
            self._list(block)
        elif isinstance(block, Choices):
            self._add("Choice", (Fragment(choice_line(block)),))
        elif isinstance(block, SignatureLine):
            self._add("SignatureValue", block.value)
            self._add("SignatureCaption", (Fragment(block.caption),))
        elif isinstance(block, Picture):
            self._picture(block)
        elif isinstance(block, Link):
            self._link(block)
        elif isinstance(block, Revision):
            created = self.document.properties.created
            self._put(revised(block, self._next_path(), self._changes, created, self.places))
            self._changes += 1
        elif isinstance(block, TextBox):
            drawing = self._next_drawing()
            self._put(boxed(block, self._next_path(), drawing, self.width, self.layout, self.places))
            self.has_boxes = True

    def _picture(self, block: Picture) -> None:
        if block.image not in self.images:
            self.images.append(block.image)
        alt = escape(put(block.alt, f"{self._next_path()}/alt", self.places))
        relation = picture_relation(self.images.index(block.image))
        self._put(f"<w:p>{picture_run(relation, photo(block.image), _PICTURE, self._next_drawing(), alt)}</w:p>")

    def _link(self, block: Link) -> None:
        if not block.target:
            self._add("Normal", (*block.before, *block.shown))
            return
        xml, target = linked(block, self._next_path(), len(self.links), self.places)
        self._put(xml)
        self.links.append(target)

    def _next_drawing(self) -> int:
        self._drawings += 1
        return self._drawings

    def _list(self, block: Bullets) -> None:
        style, number = "ListBullet", BULLET_NUMBERING
        if block.numbered:
            if self._numbered == NUMBERED_LISTS:
                raise RenderError(
                    f"{self.document.document_id}: more than {NUMBERED_LISTS} numbered lists in a Word document: "
                    "make some of them bullets"
                )
            style, number = "ListNumber", FIRST_NUMBERING + self._numbered
            self._numbered += 1
        marker = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        for item in block.items:
            self._add(style, item, marker)
