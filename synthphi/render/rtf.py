"""RTF files (Rich Text Format 1.9): one walk over the blocks that fills strings."""

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
    TextBox,
    choice_line,
)
from synthphi.render.base import Places, Rendered
from synthphi.render.carried import Carried, printed
from synthphi.render.columns import GUTTER, in_two_columns, narrowed
from synthphi.render.layouts import LAYOUTS, Layout
from synthphi.render.markup import put
from synthphi.render.memo import memo_lines
from synthphi.render.pictures import photo
from synthphi.render.rtf_asides import Revisers, boxed, linked, picture
from synthphi.render.rtf_info import info
from synthphi.render.rtf_letterhead import write_letterhead
from synthphi.render.rtf_notes import Notes
from synthphi.render.rtf_styles import TWIPS, RtfLook, list_item, lists, look
from synthphi.render.rtf_tables import ROW_END, boxes, facts, records, row_start
from synthphi.render.rtf_text import CELL, SECT, Flow, encode, escape

_CARRIES: frozenset[Carried] = frozenset({"comment", "footnote", "hyperlink", "revision", "text_box"})
_STYLES = {"body": "Normal", "lead": "Lead", "small": "Small", "quote": "Block Quote", "signature": "Closing"}
_PICTURE = 1.45
"""The height of a photograph, in inches."""
_MEMO_CAPTION = 1100
"""The width of the captions of a memorandum, in twips."""
_SECTION = "\\sectd\\sbknone\\headery648\\footery648"
_PAGES = "\\tab Page {\\field{\\*\\fldinst{PAGE}}{\\fldrslt 1}} of {\\field{\\*\\fldinst{NUMPAGES}}{\\fldrslt 1}}"


def render(document: Document) -> Rendered:
    """Return a document as an RTF file with the places of its spans.

    Raises:
        RenderError: it holds a control character.
    """
    document = printed(document, _CARRIES)
    layout = LAYOUTS[document.layout]
    shared = look(layout)
    groups, metadata = info(document.properties)
    header = Flow("header", shared.looks)
    header.add("header", document.header)
    footer = Flow("footer", shared.looks)
    footer.write("footer", escape(put(document.footer, footer.path, footer.places)) + _PAGES)
    body = _Body(document, layout, shared)
    body.walk()
    pieces = [
        *shared.head,
        *lists(body.has_bullets, body.numbered),
        *body.revisers.table(),
        *groups,
        shared.page,
        *body.notes.separators(),
        _SECTION,
        f"{{\\header {header.pieces[0]}}}",
        f"{{\\footer {footer.pieces[0]}}}",
        *body.flow.pieces,
        "}",
    ]
    places = (*body.mail_places, *metadata, *header.places, *body.flow.places, *footer.places)
    return Rendered(encode(document.document_id, pieces), places)


class _Body:
    """The body of a document, while it is being written."""

    def __init__(self, document: Document, layout: Layout, shared: RtfLook) -> None:
        self.document = document
        self.layout = layout
        self.width = shared.width
        self.flow = Flow("body", shared.looks)
        self.mail_places: list[Places] = []
        self.revisers = Revisers(document.properties.created)
        self.has_bullets = False
        self.numbered = 0
        """How many numbered lists there are."""
        self.notes = Notes(document.properties.created, self.flow)
        self._boxes = 0

    def walk(self) -> None:
        document, flow = self.document, self.flow
        write_letterhead(document.letterhead, self.width, self.layout, flow)
        if document.title:
            flow.add("Title", document.title)
        if document.mail is not None:
            self._memo(document)
        if not in_two_columns(document, self.layout):
            for section in document.sections:
                self._section(section)
            return
        gutter = int(GUTTER * TWIPS)
        flow.add("Spacer", (), SECT)
        flow.pieces.append(f"{_SECTION}\\cols2\\colsx{gutter}")
        whole, self.width = self.width, (self.width - gutter) // 2
        for section in document.sections:
            self._section(narrowed(section))
        self.width = whole
        # Columns that end before the end of the document are made equally long.
        flow.add("Spacer", (), SECT)
        flow.pieces.append(_SECTION)
        flow.add("Spacer", ())

    def _memo(self, document: Document) -> None:
        flow, places = self.flow, self.mail_places
        rules = "bottom" if self.layout.letterhead == "split" else "none"
        lines = memo_lines(document)
        cells = ((_MEMO_CAPTION, 0), (self.width - _MEMO_CAPTION, 0))
        for number, (caption, value) in enumerate(lines, start=1):
            flow.pieces.append(row_start(rules if number == len(lines) else "none", cells))
            flow.add("Caption Cell", (Fragment(caption),), CELL, places)
            flow.add("Cell", value, CELL, places)
            flow.pieces.append(ROW_END)
        flow.add("Spacer", ())
        if document.mail is not None and document.mail.preheader:
            # On paper nothing of a mail is hidden.
            flow.add("Small", document.mail.preheader, places=places)

    def _section(self, section: Section) -> None:
        flow = self.flow
        if section.footnotes or section.comments:
            self._annotated(section)
            return
        if section.title:
            flow.add("heading 1", section.title)
        for block in section.blocks:
            self._block(block)
        for note in section.notes:
            flow.add("Small", note)

    def _annotated(self, section: Section) -> None:
        """Write a section with footnotes and comments; the comments are about its first paragraph."""
        flow, notes = self.flow, self.notes
        # Their places come behind those of the text that they stand in.
        places: list[Places] = []
        marks = notes.footnotes(section, places) if section.footnotes else {}
        around = [notes.comment(comment, places) for comment in section.comments]
        before = "".join([one for one, _ in around])
        behind = marks.pop(-1, "") + "".join([one for _, one in around])
        first = section.blocks[0] if section.blocks else None
        blocks = section.blocks
        if section.title:
            self._marked("heading 1", section.title, before, behind)
        elif before or behind:
            if isinstance(first, Paragraph):
                self._marked(_STYLES[first.style], first.text, before, marks.pop(0, "") + behind)
                blocks = blocks[1:]
            else:
                flow.write("Spacer", before + behind)
        for number, block in enumerate(blocks, start=len(section.blocks) - len(blocks)):
            if number in marks and isinstance(block, Paragraph):
                self._marked(_STYLES[block.style], block.text, "", marks[number])
            else:
                self._block(block)
        for note in section.notes:
            flow.add("Small", note)
        flow.places += places

    def _marked(self, style: str, value: tuple[Fragment, ...], before: str, behind: str) -> None:
        characters = escape(put(value, self.flow.path, self.flow.places))
        self.flow.write(style, f"{before}{characters}{behind}")

    def _block(self, block: Block) -> None:  # noqa: PLR0912  (a branch a type)
        flow = self.flow
        if isinstance(block, Paragraph):
            flow.add(_STYLES[block.style], block.text)
        elif isinstance(block, Table):
            records(block, self.width, self.layout, flow)
            flow.add("Spacer", ())
        elif isinstance(block, Fields):
            if block.boxed:
                boxes(block, self.width, flow)
            else:
                facts(block, self.width, self.layout, flow)
            flow.add("Spacer", ())
        elif isinstance(block, Bullets):
            self._list(block)
        elif isinstance(block, Choices):
            flow.add("Choice", (Fragment(choice_line(block)),))
        elif isinstance(block, SignatureLine):
            flow.add("Signature Value", block.value)
            flow.add("Signature Caption", (Fragment(block.caption),))
        elif isinstance(block, Picture):
            alt = escape(put(block.alt, f"{flow.path}/alt", flow.places))
            flow.write("Picture", picture(photo(block.image), _PICTURE, alt))
        elif isinstance(block, Link):
            if block.target:
                flow.write("Normal", linked(block, flow.path, flow.places))
            else:
                flow.add("Normal", (*block.before, *block.shown))
        elif isinstance(block, Revision):
            flow.write("Normal", self.revisers.revised(block, flow.path, flow.places))
        elif isinstance(block, TextBox):
            style = "Picture" if self.layout.columns > 1 else "Spacer"
            flow.write(style, boxed(block, self._boxes, self.width, self.layout, flow))
            self._boxes += 1

    def _list(self, block: Bullets) -> None:
        flow, style = self.flow, "List Bullet"
        if block.numbered:
            style = "List Number"
            self.numbered += 1
        else:
            self.has_bullets = True
        for position, item in enumerate(block.items, start=1):
            mark, words = list_item(self.numbered if block.numbered else 0, position)
            characters = escape(put(item, flow.path, flow.places))
            flow.write(style, f"{words}{mark}{characters}")
