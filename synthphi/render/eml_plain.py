"""The plain text of a mail: a paragraph is a line, what a table says stands in columns."""

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
    SignatureLine,
    Table,
    Text,
    choice_line,
    plain,
    text,
)
from synthphi.render.base import Places
from synthphi.render.markup import put
from synthphi.render.plain_columns import column_widths, ruler, spaced

_RULE = (Fragment("_" * 32),)
_OPENED, _CLOSED = Fragment(" <"), Fragment(">")


class PlainText:
    """The text of a mail: what it says, then the signature, the legal notice, and what it answers.

    Args:
        document: What is written, without anything that a mail does not carry.
        path: Where in the file the text stands.

    Attributes:
        lines: The text, line by line, without line ends.
        preheader: The places of what an HTML part would say before its text, which stands here when there is none.
    """

    def __init__(self, document: Document, path: str) -> None:
        self._path = path
        self.lines: list[str] = []
        self.preheader: list[Places] = []
        self._position = 0
        """Where the next line begins; a line end counts as one character."""
        self._header: list[Places] = []
        self._letterhead: list[Places] = []
        self._content: list[Places] = []
        self._quoted: list[Places] = []
        self._footer: list[Places] = []
        self._walk(document)

    def in_order(self) -> list[Places]:
        """Return the places in canonical order, which has the signature (the letterhead) before the text."""
        return [*self._header, *self._letterhead, *self._content, *self._quoted, *self._footer]

    def _walk(self, document: Document) -> None:
        mail = document.mail
        if mail is not None and mail.preheader and not mail.html:
            self._line(mail.preheader, self.preheader)
            self._blank()
        if document.header:
            self._line(document.header, self._header)
            self._blank()
        if document.title:
            self._line(document.title, self._content)
            self._blank()
        for section in document.sections:
            if section.title:
                self._line(section.title, self._content)
            for block in section.blocks:
                self._block(block)
                self._blank()
            for note in section.notes:
                self._line(note, self._content)
                self._blank()
        for line in (document.letterhead.name, *document.letterhead.lines):
            self._line(line, self._letterhead)
        if document.footer:
            self._blank()
            self._line(document.footer, self._footer)
        if mail is not None and mail.quoted is not None:
            self._blank()
            self._line(mail.quoted.intro, self._quoted)
            for line in mail.quoted.lines:
                self._line(line, self._quoted, "> ")

    def _line(self, value: Text, places: list[Places], before: str = "") -> None:
        position = self._position
        line = before + put(value, self._path, places, position + len(before))
        self.lines.append(line)
        self._position = position + len(line) + 1

    def _blank(self) -> None:
        self.lines.append("")
        self._position += 1

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._line(block.text, self._content)
        elif isinstance(block, Bullets):
            for number, item in enumerate(block.items, start=1):
                self._line(item, self._content, f"{number}. " if block.numbered else "- ")
        elif isinstance(block, Table):
            self._columns((block.header, *(tuple(cell.text for cell in row) for row in block.rows)), ruled=True)
        elif isinstance(block, Fields):
            self._columns(tuple((text(f"{item.caption}:"), item.value) for item in block.fields))
        elif isinstance(block, Choices):
            self._line((Fragment(choice_line(block)),), self._content)
        elif isinstance(block, Link):
            self._line((*block.before, *block.shown, _OPENED, *block.target, _CLOSED), self._content)
        elif isinstance(block, Picture):
            # As mail programs that show no pictures do.
            self._line(text("[image: ", block.alt, "]"), self._content)
        elif isinstance(block, SignatureLine):
            self._line(block.value or _RULE, self._content)
            self._line((Fragment(block.caption),), self._content)

    def _columns(self, rows: tuple[tuple[Text, ...], ...], *, ruled: bool = False) -> None:
        """Write rows in columns as wide as their widest cell; `ruled` has dashes below the first row."""
        lengths = [[len(plain(cell)) for cell in row] for row in rows]
        widths = column_widths(lengths)
        for number, row in enumerate(rows):
            line = ""
            for cell, padding in spaced(lengths[number], widths):
                line += " " * padding
                line += put(row[cell], self._path, self._content, self._position + len(line))
            lines = [line, ruler(widths)] if ruled and number == 0 else [line]
            self.lines += lines
            self._position += sum(map(len, lines)) + len(lines)
