"""Word documents: one walk over the blocks that fills the holes of a skeleton."""

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
)
from synthphi.errors import RenderError
from synthphi.render.base import Places, Rendered
from synthphi.render.columns import GUTTER, in_two_columns, narrowed
from synthphi.render.docx_markup import (
    LOGO_RELATION,
    cell,
    paragraph,
    picture_run,
    rows_of,
    rule,
    running_footer,
    table_start,
)
from synthphi.render.docx_skeleton import (
    TWIPS,
    DocxSkeleton,
    skeleton,
)
from synthphi.render.docx_styles import BULLET_NUMBERING, FIRST_NUMBERING, NUMBERED_LISTS
from synthphi.render.layouts import LAYOUTS, Layout
from synthphi.render.logos import layout_logo
from synthphi.render.markup import encode, escape, picture_relation, property_parts, put
from synthphi.render.memo import memo_lines
from synthphi.render.package import join, part
from synthphi.render.photos import photo

_STYLES = {"body": "Normal", "lead": "Lead", "small": "Small", "quote": "BlockQuote", "signature": "Closing"}
_CAPTION_SHARE = 0.36
"""Share of a caption in the width of a caption and its value."""
_BOX_HEIGHT = 620
"""The height of a form's box in twips, so that a blank one has room to write in."""
_LOGO_COLUMN = 900
"""The width of the logo's cell in twips."""
_PICTURE, _LOGO = 1.45, 0.46
"""The height of a photograph and of the letterhead's logo, in inches."""
_SPACER = '<w:p><w:pPr><w:pStyle w:val="Spacer"/></w:pPr></w:p>'


def render(document: Document) -> Rendered:
    """Return a document as a Word file with the places of its spans.

    Raises:
        RenderError: it holds a character that XML cannot carry, or too many numbered lists.
    """
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
    around = frame.continued if body.continues else frame.document
    parts = [
        *frame.static,
        *frame.pictures(tuple(body.images)),
        part("word/document.xml", _filled(id_, around, "".join(body.xml))),
        part("word/header1.xml", _filled(id_, frame.header, header)),
        part("word/footer1.xml", _filled(id_, frame.footer, footer)),
        *[part(name, data) for name, data in properties.items()],
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
        self.xml.append(f'<w:p><w:pPr><w:pStyle w:val="Spacer"/>{properties}</w:pPr></w:p>')
        self._paragraphs += 1

    def _add(self, style: str, value: Text, extra: str = "") -> None:
        self.xml.append(paragraph(style, value, f"body/p[{self._paragraphs}]", self.places, extra))
        self._paragraphs += 1

    def _close_table(self) -> None:
        # Word joins tables that touch, and wants a paragraph behind the last one.
        self.xml += ("</w:tbl>", _SPACER)
        self._tables += 1
        self._paragraphs += 1

    def _letterhead(self) -> None:
        head, look, width = self.document.letterhead, self.layout.letterhead, self.width
        if not head.name and not head.lines:
            return
        logo = picture_run(LOGO_RELATION, layout_logo(self.layout), _LOGO, self._next_drawing(), "")
        if look == "centered":
            self.xml.append(f'<w:p><w:pPr><w:pStyle w:val="LetterheadName"/></w:pPr>{logo}</w:p>')
            self._paragraphs += 1
            self._add("LetterheadName", head.name)
            for line in head.lines:
                self._add("LetterheadLine", line)
            self.xml.append(f'<w:p><w:pPr><w:pStyle w:val="Spacer"/>{rule(self.layout.accent)}</w:pPr></w:p>')
            self._paragraphs += 1
            return
        path = f"body/tbl[{self._tables}]/r[0]"
        beside = f"<w:p>{logo}</w:p>"
        name = paragraph("LetterheadName", head.name, f"{path}/c[1]/p[0]", self.places)
        if look == "banner":
            fill = self.layout.accent
            lines = [
                paragraph("LetterheadLine", line, f"{path}/c[1]/p[{i}]", self.places)
                for i, line in enumerate(head.lines, start=1)
            ]
            widths: tuple[int, ...] = (_LOGO_COLUMN, width - _LOGO_COLUMN)
            cells = cell(widths[0], beside, fill=fill) + cell(widths[1], name + "".join(lines), fill=fill)
        else:
            named = int(width * 0.54) - _LOGO_COLUMN
            widths = (_LOGO_COLUMN, named, width - named - _LOGO_COLUMN)
            lines = [
                paragraph("LetterheadRight", line, f"{path}/c[2]/p[{i}]", self.places)
                for i, line in enumerate(head.lines)
            ]
            cells = cell(widths[0], beside) + cell(widths[1], name) + cell(widths[2], "".join(lines) or _SPACER)
        self.xml += (table_start("Head", widths), "<w:tr>", cells, "</w:tr>")
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

    def _section(self, section: Section) -> None:
        if section.title:
            self._add("Heading1", section.title)
        for block in section.blocks:
            self._block(block)
        for note in section.notes:
            self._add("Small", note)

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._add(_STYLES[block.style], block.text)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Fields):
            self._boxes(block) if block.boxed else self._facts(block)
        elif isinstance(block, Bullets):
            self._list(block)
        elif isinstance(block, Choices):
            self._add("Choice", (Fragment(choice_line(block)),))
        elif isinstance(block, SignatureLine):
            self._add("SignatureValue", block.value)
            self._add("SignatureCaption", (Fragment(block.caption),))
        elif isinstance(block, Picture):
            self._picture(block)

    def _picture(self, block: Picture) -> None:
        if block.image not in self.images:
            self.images.append(block.image)
        alt = escape(put(block.alt, f"body/p[{self._paragraphs}]/alt", self.places))
        relation = picture_relation(self.images.index(block.image))
        self.xml.append(f"<w:p>{picture_run(relation, photo(block.image), _PICTURE, self._next_drawing(), alt)}</w:p>")
        self._paragraphs += 1

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

    def _table(self, block: Table) -> None:
        widths = tuple(int(share * self.width) for share in block.widths)
        places, table = self.places, f"body/tbl[{self._tables}]"
        xml = [table_start("Record", widths), "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"]
        for c, (width, head) in enumerate(zip(widths, block.header, strict=True)):
            xml.append(cell(width, paragraph("CellHead", head, f"{table}/r[0]/c[{c}]/p[0]", places)))
        xml.append("</w:tr>")
        for r, row in enumerate(block.rows, start=1):
            xml.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
            for c, (width, item) in enumerate(zip(widths, row, strict=True)):
                style = "CellFlag" if item.flag else "Cell"
                xml.append(cell(width, paragraph(style, item.text, f"{table}/r[{r}]/c[{c}]/p[0]", places)))
            xml.append("</w:tr>")
        self.xml += xml
        self._close_table()

    def _facts(self, block: Fields) -> None:
        """Captions and values side by side; the last value of a short row takes the rest of it."""
        pair = self.width // block.columns
        caption_width = int(pair * _CAPTION_SHARE)
        value_width = pair - caption_width
        self.xml.append(table_start("Facts", (caption_width, value_width) * block.columns))
        for r, row in enumerate(rows_of(block)):
            self.xml.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
            path = f"body/tbl[{self._tables}]/r[{r}]"
            for c, item in enumerate(row):
                free = block.columns - len(row) if c == len(row) - 1 else 0
                caption = paragraph("CaptionCell", (Fragment(item.caption),), "", self.places)
                value = paragraph("Cell", item.value, f"{path}/c[{2 * c + 1}]/p[0]", self.places)
                self.xml.append(cell(caption_width, caption, fill=self.layout.shade))
                self.xml.append(cell(value_width + free * pair, value, span=1 + 2 * free))
            self.xml.append("</w:tr>")
        self._close_table()

    def _boxes(self, block: Fields) -> None:
        """A form's ruled boxes, caption above the value."""
        width = self.width // block.columns
        self.xml.append(table_start("Boxes", (width,) * block.columns))
        height = f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_BOX_HEIGHT}" w:hRule="atLeast"/></w:trPr>'
        for r, row in enumerate(rows_of(block)):
            self.xml.append(height)
            path = f"body/tbl[{self._tables}]/r[{r}]"
            for c, item in enumerate(row):
                free = block.columns - len(row) if c == len(row) - 1 else 0
                caption = paragraph("BoxCaption", (Fragment(item.caption),), "", self.places)
                value = paragraph("BoxValue", item.value, f"{path}/c[{c}]/p[1]", self.places)
                self.xml.append(cell(width * (1 + free), caption + value, span=1 + free))
            self.xml.append("</w:tr>")
        self._close_table()
