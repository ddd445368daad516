"""PDF files: one walk over the blocks gives the pieces of a page, then they are put on pages.

Pieces are measured in canonical order, which numbers the labelled values. What must stay together is known once
all are measured; then they are drawn, and what they draw says where each value is.
"""

import re
from functools import cache

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
    choice_line,
    plain,
)
from synthphi.errors import RenderError
from synthphi.render.base import Place, Rendered
from synthphi.render.columns import GUTTER, in_two_columns, narrowed
from synthphi.render.drawings import packed
from synthphi.render.memo import memo_lines
from synthphi.render.pdf_blocks import Heading, PicturePiece, Piece, Rule, Signatures, TextPiece
from synthphi.render.pdf_file import PAGE_HEIGHT, PAGE_WIDTH, text_string, write
from synthphi.render.pdf_letterhead import Sender
from synthphi.render.pdf_look import FAINT, Look, look
from synthphi.render.pdf_page import Pages
from synthphi.render.pdf_tables import fields, table
from synthphi.render.pdf_text import Lines, Typesetter
from synthphi.render.photos import photo
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
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def render(document: Document) -> Rendered:
    """Return a document as a PDF file with the places of its spans.

    Raises:
        RenderError: it holds a character that the fonts have no glyph for, or a labelled value longer than a page.
    """
    try:
        return _Writer(document).rendered()
    except RenderError as error:
        raise RenderError(f"{document.document_id}: {error}") from None


class _Writer:
    """The work on one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.look: Look = look(document.layout)
        self.setter = Typesetter()
        self.width = PAGE_WIDTH - 2 * self.look.margin
        self.info_places: list[tuple[int, Place]] = []

    def rendered(self) -> Rendered:
        document, setter = self.document, self.setter
        memo = self._memo()
        info = self._info()
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
        for number, place in self.info_places:
            pages.places[number].append(place)
        if two:
            _fill(pages, pieces[:above])
            pieces = pieces[above:]
            pages.split(_GUTTER, sum([piece.above + piece.height for piece in pieces]))
        _fill(pages, pieces)
        contents = self._furnished(pages, header, footer)
        data = write(
            self.look.layout.font,
            frozenset(pages.fonts),
            contents,
            info,
            [_image(name) for name in pages.images],
        )
        return Rendered(data, tuple([tuple(places) for places in pages.places]))

    # ------------------------------------------------------------------------------------------ measuring

    def _memo(self) -> list[Piece]:
        """Return the mail headers as the block at the top of a memorandum."""
        lines = memo_lines(self.document)
        if not lines:
            return []
        style, bold = self.look.paragraphs["body"], self.look.memo
        made: list[Piece] = []
        for i, (caption, value) in enumerate(lines):
            marker = self.setter.plain(caption, bold, 60)
            text = self.setter.lines(value, style, self.width - 60)
            made.append(TextPiece(text, 2 if i else self.look.gap, 60, marker, keeps=True))
        made.append(Rule(self.look))
        return made

    def _info(self) -> dict[str, bytes]:
        """Return the entries of the information dictionary."""
        properties = self.document.properties
        info = {}
        for key, value in (("Title", properties.title), ("Author", properties.author), ("Company", properties.company)):
            position = 0
            for fragment in value:
                if fragment.tag is not None:
                    self.info_places.append((self.setter.spans, Place(f"info/{key}", position)))
                    self.setter.spans += 1
                position += len(fragment.text)
            if characters := plain(value):
                if found := _UNPRINTABLE.search(characters):
                    raise RenderError(f"document properties cannot hold U+{ord(found[0]):04X}")
                info[key] = text_string(characters)
        created = f"(D:{properties.created:%Y%m%d%H%M%S}Z)".encode()
        return {**info, "Producer": b"(PDF Export)", "CreationDate": created, "ModDate": created}

    def _title(self) -> list[Piece]:
        title = self.document.title
        if not title:
            return []
        return [Heading(self.setter.lines(title, self.look.title, self.width), self.look.gap * 2, self.look)]

    def _section(self, section: Section) -> list[Piece]:
        look = self.look
        pieces: list[Piece] = []
        if section.title:
            room = self.width - (12 if look.layout.heading == "bar" else 0)
            lines = self.setter.lines(section.title, look.heading, room)
            pieces.append(Heading(lines, look.gap * 1.9, look, look.layout.heading))
        pending: list[SignatureLine] = []
        for block in section.blocks:
            if isinstance(block, SignatureLine):
                pending.append(block)
                if len(pending) == 2:
                    self._sign(pending, pieces)
                continue
            self._sign(pending, pieces)
            pieces += self._block(block)
        self._sign(pending, pieces)
        for note in section.notes:
            pieces.append(self._paragraph(Paragraph(note, "small")))
        return pieces

    def _sign(self, pending: list[SignatureLine], pieces: list[Piece]) -> None:
        """Add signature lines that wait for a neighbour, on the page where what is signed ends."""
        if pending:
            together = 0.0
            for piece in reversed(pieces):
                together += piece.height + piece.above
                if together > _TOGETHER:
                    break
                piece.keeps = True
            pieces.append(Signatures(pending, self.setter, self.look, self.width))
            pending.clear()

    def _block(self, block: Block) -> list[Piece]:
        if isinstance(block, Paragraph):
            return [self._paragraph(block)] if block.text else []
        if isinstance(block, Bullets):
            return self._bullets(block)
        if isinstance(block, Table):
            return [table(block, self.setter, self.look, self.width)]
        if isinstance(block, Fields):
            return [fields(block, self.setter, self.look, self.width)]
        if isinstance(block, Picture):
            alt = self.setter.lines(block.alt, self.look.paragraphs["body"], self.width)
            return [PicturePiece(block.image, alt, self.look)]
        assert isinstance(block, Choices)
        value = (Fragment(choice_line(block)),)
        lines = self.setter.lines(value, self.look.paragraphs["body"], self.width, separator="  ")
        return [TextPiece(lines, self.look.gap)]

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
            pages.rules([(left, top + 4, right, top + 4)], FAINT, 0.5)
            if footer is not None:
                pages.text(footer, left, top)
            label = f"Page {number + 1} of {count}"
            page_number = self.setter.plain(label, running, 80)
            pages.text(page_number, right - running.font.width(label, running.size), top)
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
        pages.rules([(streak, 0, streak, PAGE_HEIGHT)], FAINT, 0.25)


@cache
def _image(name: str) -> bytes:
    """Return a photograph as an image object: deflated once a process."""
    return packed(photo(name))


def _fill(pages: Pages, pieces: list[Piece]) -> None:
    """Draw pieces one below the other, turning the page before one whose beginning does not fit."""
    needs: list[float] = []
    need = 0.0
    for i in range(len(pieces) - 1, -1, -1):
        piece = pieces[i]
        need = piece.height + pieces[i + 1].above + need if piece.keeps and needs else piece.first
        needs.append(need)
    for piece, need in zip(pieces, reversed(needs), strict=True):
        pages.skip(piece.above)
        # What does not fit on any page may as well begin on this one.
        pages.reserve(min(need, pages.body) if need <= pages.body else piece.first)
        piece.draw(pages)
