"""PDF files: one walk over the blocks gives the pieces of a page, then they are put on pages.

Pieces are measured in canonical order, which numbers the labelled values. What must stay together is known once
all are measured; then they are drawn, and what they draw says where each value is.
"""

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
    Section,
    SignatureLine,
    Table,
    TextBox,
    choice_line,
)
from synthphi.errors import RenderError
from synthphi.render.base import Rendered
from synthphi.render.carried import Carried, printed
from synthphi.render.columns import GUTTER, in_two_columns, narrowed
from synthphi.render.memo import memo_lines
from synthphi.render.pdf_annotations import add_interactive, labelled
from synthphi.render.pdf_blocks import Heading, PicturePiece, Piece, Rule, Signatures, TextPiece
from synthphi.render.pdf_file import PAGE_HEIGHT, PAGE_WIDTH, More, write
from synthphi.render.pdf_letterhead import Sender
from synthphi.render.pdf_look import FAINT, Look, look
from synthphi.render.pdf_marks import LinkPiece, Marks
from synthphi.render.pdf_metadata import Metadata
from synthphi.render.pdf_page import Pages
from synthphi.render.pdf_rules import upright
from synthphi.render.pdf_tables import fields, table, text_box
from synthphi.render.pdf_text import Lines, Typesetter
from synthphi.render.pictures import photo_object
from synthphi.seeds import stream

_GUTTER = GUTTER * 72
_SPECKS = 40
"""Of dirt, on a faxed page."""
_INDENT = 20.0
"""Of a list's items and of a quotation."""
_TOGETHER = 120.0
"""How much of the blocks of its section stays with signature lines: a page that only holds these is a blank cheque."""
_EDGE = 26.0
"""From the edge of the sheet to the running header and footer."""
_CARRIES: frozenset[Carried] = frozenset({"bookmark", "comment", "hyperlink", "text_box"})


def render(document: Document) -> Rendered:
    """Return a document as a PDF file with the places of its spans.

    Raises:
        RenderError: it holds a character that the fonts have no glyph for, or a labelled value longer than a page.
    """
    try:
        return _Writer(printed(document, _CARRIES)).rendered()
    except RenderError as error:
        raise RenderError(f"{document.document_id}: {error}") from None


class _Writer:
    """The work on one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.look: Look = look(document.layout)
        self.setter = Typesetter()
        self.width = PAGE_WIDTH - 2 * self.look.margin
        self.outlined = any(section.bookmark for section in document.sections)

    def rendered(self) -> Rendered:
        document, setter = self.document, self.setter
        memo = self._memo()
        metadata = Metadata(document.properties, setter)
        header = setter.lines(document.header, self.look.running, self.width) if document.header else None
        whole = self.width
        pieces = [Sender(document.letterhead, setter, self.look, whole), *self._title(), *memo]
        above = len(pieces)
        two = in_two_columns(document, self.look.layout)
        if two:
            self.width = (whole - _GUTTER) / 2
        for section in document.sections:
            pieces += self._section(narrowed(section) if two else section)
        self.width = whole
        # The page number stands right of the footer.
        footer = setter.lines(document.footer, self.look.running, self.width - 80) if document.footer else None
        pages = self._pages(header, footer)
        if two:
            _fill(pages, pieces[:above])
            pieces = pieces[above:]
            pages.split(_GUTTER, sum([piece.above + piece.height for piece in pieces]))
        _fill(pages, pieces)
        contents = self._furnished(pages, header, footer)
        for number, place in (*metadata.places, *pages.later):
            pages.places[number].append(place)

        def adding(more: More) -> None:
            if pages.interactive:
                add_interactive(more, pages.interactive, document.properties.created)
            if metadata.packet:
                more.catalog += b"/Metadata %d 0 R" % more.add(metadata.stream)

        data = write(
            self.look.layout.font,
            frozenset(pages.fonts),
            contents,
            metadata.info,
            [photo_object(name) for name in pages.images],
            adding,
        )
        return Rendered(data, tuple([tuple(places) for places in pages.places]))

    # ------------------------------------------------------------------------------------------ measuring

    def _memo(self) -> list[Piece]:
        """Return the mail headers as the block at the top of a memorandum."""
        lines = memo_lines(self.document)
        if not lines:
            return []
        style, bold = self.look.paragraphs["body"], self.look.memo
        preheader = self.document.mail.preheader if self.document.mail else ()
        made: list[Piece] = []
        for i, (caption, value) in enumerate(lines):
            marker = self.setter.plain(caption, bold, 60)
            text = self.setter.lines(value, style, self.width - 60)
            made.append(TextPiece(text, 2 if i else self.look.gap, 60, marker, keeps=True))
            if caption == "Subject:" and preheader:
                small = self.setter.lines(preheader, self.look.paragraphs["small"], self.width - 60)
                made.append(TextPiece(small, 1, 60, keeps=True))
        made.append(Rule(self.look))
        return made

    def _title(self) -> list[Piece]:
        title = self.document.title
        if not title:
            return []
        return [Heading(self.setter.lines(title, self.look.title, self.width), self.look.gap * 2, self.look)]

    def _section(self, section: Section) -> list[Piece]:
        look = self.look
        pieces: list[Piece] = []
        marks = Marks(look) if self.outlined or section.comments else None
        if marks is not None:
            pieces.append(marks)
        if section.title:
            room = self.width - (12 if look.layout.heading == "bar" else 0)
            lines = self.setter.lines(section.title, look.heading, room)
            pieces.append(Heading(lines, look.gap * 1.9, look, look.layout.heading))
            if marks is not None:
                marks.lead(pieces[-1])
            if self.outlined and marks is not None and not section.bookmark:
                repeated = [(number, start) for number, (start, _) in enumerate(lines.labels, lines.first_span)]
                marks.enter(section.title, repeated)
        if section.bookmark and marks is not None:
            marks.enter(section.bookmark, labelled(section.bookmark, self.setter))
        pending: list[SignatureLine] = []
        for block in section.blocks:
            if isinstance(block, SignatureLine):
                pending.append(block)
                if len(pending) == 2:
                    self._sign(pending, pieces)
                continue
            if pending:
                self._sign(pending, pieces)
            pieces += self._block(block)
        if pending:
            self._sign(pending, pieces)
        for note in section.notes:
            pieces.append(self._paragraph(Paragraph(note, "small")))
        for comment in section.comments:
            assert marks is not None
            marks.note(comment, self.setter)
        return pieces

    def _sign(self, pending: list[SignatureLine], pieces: list[Piece]) -> None:
        """Add signature lines that wait for a neighbour, on the page where what is signed ends."""
        together = 0.0
        for piece in reversed(pieces):
            together += piece.height + piece.above
            if together > _TOGETHER:
                break
            piece.keeps = True
        pieces.append(Signatures(pending, self.setter, self.look, self.width))
        pending.clear()

    def _block(self, block: Block) -> list[Piece]:
        setter, look, width = self.setter, self.look, self.width
        if isinstance(block, Paragraph):
            return [self._paragraph(block)] if block.text else []
        if isinstance(block, Bullets):
            return self._bullets(block)
        piece: Piece
        if isinstance(block, Table):
            piece = table(block, setter, look, width)
        elif isinstance(block, Fields):
            piece = fields(block, setter, look, width, fillable=self.document.fillable)
        elif isinstance(block, Picture):
            piece = PicturePiece(block.image, setter.lines(block.alt, look.paragraphs["body"], width), look)
        elif isinstance(block, Link):
            piece = LinkPiece(block, setter, look, width)
        elif isinstance(block, TextBox):
            piece = text_box(block, setter, look, width)
        else:
            assert isinstance(block, Choices)
            value = (Fragment(choice_line(block)),)
            piece = TextPiece(setter.lines(value, look.paragraphs["body"], width, separator="  "), look.gap)
        return [piece]

    def _paragraph(self, block: Paragraph) -> TextPiece:
        style = self.look.paragraphs[block.style]
        if block.style == "quote":
            lines = self.setter.lines(block.text, style, self.width - 2 * _INDENT)
            return TextPiece(lines, self.look.gap, _INDENT, bar=self.look.accent)
        lines = self.setter.lines(block.text, style, self.width)
        return TextPiece(lines, self.look.gap * (1.5 if block.style == "signature" else 1))

    def _bullets(self, block: Bullets) -> list[Piece]:
        style = self.look.paragraphs["body"]
        pieces: list[Piece] = []
        for i, item in enumerate(block.items, 1):
            marker = self.setter.plain(f"{i}." if block.numbered else "•", style, 14)
            lines = self.setter.lines(item, style, self.width - _INDENT)
            # No item alone: the first stays with the second, the last with the one before.
            keeps = 1 in {i, len(block.items) - i} and i < len(block.items)
            pieces.append(TextPiece(lines, self.look.gap if i == 1 else 2.0, _INDENT, marker, keeps=keeps))
        return pieces

    # ------------------------------------------------------------------------------------------ pages

    def _pages(self, header: Lines | None, footer: Lines | None) -> Pages:
        """Return empty pages, whose column ends where a running header or footer of many lines begins."""
        margin = self.look.margin
        top = _EDGE + (header.height if header else 0) + 10
        bottom = _EDGE + (footer.height if footer else self.look.running.leading) + 14
        return Pages(self.setter.spans, margin, self.width, PAGE_HEIGHT - max(margin, top), max(0.85 * margin, bottom))

    def _furnished(self, pages: Pages, header: Lines | None, footer: Lines | None) -> list[str]:
        """Return the contents of all pages, with running header and footer before and after."""
        running = self.look.running
        count = len(pages.contents)
        left, right = self.look.margin, self.look.margin + self.width
        contents = []
        for number in range(count):
            before: list[str] = []
            pages.draw_on(number, before)
            if header is not None:
                pages.text(header, left, PAGE_HEIGHT - _EDGE)
            if self.look.layout.fax:
                self._faxed(pages, number, count)
            behind: list[str] = []
            pages.draw_on(number, behind)
            top = _EDGE + (footer.height if footer else running.leading)
            pages.rule(left, right, top + 4, FAINT, 0.5)
            if footer is not None:
                pages.text(footer, left, top)
            label = f"Page {number + 1} of {count}"
            page_number = self.setter.plain(label, running, 80)
            pages.text(page_number, right - page_number.natural, top)
            contents.append("\n".join([*before, *pages.contents[number], *behind]))
        return contents

    def _faxed(self, pages: Pages, number: int, count: int) -> None:
        """Draw what a fax machine adds to a page: its line at the top, and specks."""
        running = self.look.running
        line = self.setter.plain(f"RECEIVED BY FAX   P.{number + 1:02d}/{count:02d}", running, self.width)
        pages.text(line, self.look.margin, PAGE_HEIGHT - 8)
        specks = stream(0, "fax", self.document.document_id, number)
        for _ in range(_SPECKS):
            x, y = specks.uniform(8, PAGE_WIDTH - 8), specks.uniform(8, PAGE_HEIGHT - 8)
            pages.fill(x, y, specks.uniform(0.3, 1.1), specks.uniform(0.3, 0.9), FAINT)
        streak = specks.uniform(40, PAGE_WIDTH - 40)
        pages.strokes(upright([streak], "0.00", f"{PAGE_HEIGHT:.2f}"), FAINT, 0.25)


def _fill(pages: Pages, pieces: list[Piece]) -> None:
    """Draw pieces one below the other, turning the page before one whose beginning does not fit."""
    needs: list[float] = []
    need = above = 0.0  # of the piece behind
    for piece in reversed(pieces):
        need = piece.height + above + need if piece.keeps and needs else piece.first
        above = piece.above
        needs.append(need)
    for piece, need in zip(pieces, reversed(needs), strict=True):
        pages.begin(piece.above, need, piece.first)
        piece.draw(pages)
