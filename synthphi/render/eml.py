r"""Internet messages (RFC 5322, RFC 2045-2047): header fields, and one text part in which a paragraph is a line.

Offsets into the body count its decoded text with \n line ends.
"""

import binascii
from datetime import UTC
from email.header import Header
from email.utils import format_datetime

from synthphi.document import (
    Block,
    Bullets,
    Choices,
    Document,
    Fields,
    Fragment,
    Paragraph,
    Picture,
    SignatureLine,
    Table,
    Text,
    choice_line,
    plain,
    text,
)
from synthphi.errors import RenderError
from synthphi.render.base import Places, Rendered
from synthphi.render.markup import FORBIDDEN, put
from synthphi.render.memo import joined

_LONGEST_LINE = 78
"""Characters a line (RFC 5322, 2.1.1); longer ones are quoted-printable."""
_SPECIALS = frozenset('()<>@,:;."[]\\')
"""In a display name they ask for quotes (RFC 5322, 3.2.3)."""
_RULE = (Fragment("_" * 32),)


def render(document: Document) -> Rendered:
    """Return a document as a mail with the places of its spans.

    Raises:
        RenderError: it has no mail headers, or holds a control character.
    """
    mail = document.mail
    if mail is None:
        raise RenderError(f"{document.document_id}: a mail needs sender, recipients and subject; it has none of them")
    places: list[Places] = []
    fields = [
        _mailboxes("From", (mail.sender,), document, places),
        _mailboxes("To", mail.recipients, document, places),
    ]
    if mail.copies:
        fields.append(_mailboxes("Cc", mail.copies, document, places))
    fields.append(_field("Subject", mail.subject, places))
    properties = document.properties
    for name, value in (
        ("Thread-Topic", properties.title),
        ("X-Author", properties.author),
        ("Organization", properties.company),
    ):
        if value:
            fields.append(_field(name, value, places))
    fields.append(f"Date: {format_datetime(mail.date.replace(tzinfo=UTC))}\r\nMessage-ID: {mail.message_id}\r\n")
    body = _Body()
    body.walk(document)
    characters = "".join(body.pieces)
    _refuse_control_characters(document, characters, "".join(fields))
    encoding, data = _transfer(characters)
    fields.append(
        'MIME-Version: 1.0\r\nContent-Type: text/plain; charset="utf-8"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    return Rendered("".join(fields).encode() + data, (*places, *body.in_order()))


def _refuse_control_characters(document: Document, *texts: str) -> None:
    for characters in texts:
        found = FORBIDDEN.search(characters.replace("\r\n", "").replace("\n", ""))
        if found is not None:
            raise RenderError(
                f"{document.document_id}: the text holds the character U+{ord(found[0]):04X}, which a mail cannot "
                "carry: take it out of the content"
            )


def _quoted(mailbox: Text, document: Document) -> Text:
    """Return a mailbox with its display name in quotes where the grammar asks for them."""
    characters = plain(mailbox)
    name, bracket, _ = characters.partition(" <")
    if not bracket or _SPECIALS.isdisjoint(name):
        return mailbox
    if '"' in name or "\\" in name:
        raise RenderError(
            f"{document.document_id}: the display name {name!r} holds a quote or a backslash: leave it out"
        )
    closed: list[Fragment] = [Fragment('"')]
    position = 0
    for fragment in mailbox:
        if position < len(name) <= position + len(fragment.text):
            cut = len(name) - position
            closed.append(Fragment(fragment.text[:cut], fragment.tag))
            closed.append(Fragment('"' + fragment.text[cut:]) if cut < len(fragment.text) else Fragment('"'))
        else:
            closed.append(fragment)
        position += len(fragment.text)
    return tuple(closed)


def _mailboxes(name: str, mailboxes: tuple[Text, ...], document: Document, places: list[Places]) -> str:
    """Return a field of mailboxes; where one is not ASCII, on a line each, with its display name in encoded words."""
    quoted = tuple(_quoted(mailbox, document) for mailbox in mailboxes)
    field = _field(name, joined(quoted), places)
    if all(plain(mailbox).isascii() for mailbox in quoted):
        return field
    lines = []
    for mailbox, in_quotes in zip(mailboxes, quoted, strict=True):
        display, bracket, address = plain(mailbox).partition(" <")
        lines.append(plain(in_quotes) if display.isascii() else _encoded_words(display) + bracket + address)
    return f"{name}: " + ",\r\n ".join(lines) + "\r\n"


def _field(name: str, value: Text, places: list[Places]) -> str:
    characters = put(value, f"header/{name}", places)
    if not characters.isascii():
        return f"{name}: {_encoded_words(characters)}\r\n"
    line = f"{name}: {characters}"
    if len(line) <= _LONGEST_LINE:
        return line + "\r\n"
    lines: list[str] = []
    while len(line) > _LONGEST_LINE:
        # The space at which a line is folded stays, at the start of the next one: unfolding gives it back.
        cut = line.rfind(" ", len(name) + 2 if not lines else 1, _LONGEST_LINE)
        if cut < 0:
            cut = line.find(" ", _LONGEST_LINE)
        if cut < 0:
            break
        lines.append(line[:cut])
        line = line[cut:]
    return "\r\n".join([*lines, line]) + "\r\n"


def _encoded_words(characters: str) -> str:
    """Return characters in encoded words (RFC 2047), all of them: what stands between two such words is not read."""
    return Header(characters, "utf-8", maxlinelen=_LONGEST_LINE, header_name="Organization").encode(linesep="\r\n")


def _transfer(characters: str) -> tuple[str, bytes]:
    """Return the name of the transfer encoding, and the body in it."""
    data = characters.replace("\n", "\r\n").encode()
    if characters.isascii() and max(map(len, characters.split("\n"))) <= _LONGEST_LINE:
        return "7bit", data
    return "quoted-printable", binascii.b2a_qp(data, istext=True)


class _Body:
    """The text of a mail, while it is being written: what it says, then the signature, then the legal notice."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._position = 0
        self._header: list[Places] = []
        self._letterhead: list[Places] = []
        self._content: list[Places] = []
        self._footer: list[Places] = []

    def in_order(self) -> list[Places]:
        """Return the places in canonical order, which has the signature (the letterhead) before the text."""
        return [*self._header, *self._letterhead, *self._content, *self._footer]

    def walk(self, document: Document) -> None:
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

    def _write(self, value: Text, places: list[Places]) -> int:
        characters = put(value, "text/plain", places, self._position)
        self._literal(characters)
        return len(characters)

    def _literal(self, characters: str) -> None:
        self.pieces.append(characters)
        self._position += len(characters)

    def _line(self, value: Text, places: list[Places], before: str = "") -> None:
        self._literal(before)
        self._write(value, places)
        self._literal("\n")

    def _blank(self) -> None:
        self._literal("\n")

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
        elif isinstance(block, Picture):
            # As mail programs that show no pictures do.
            self._line(text("[image: ", block.alt, "]"), self._content)
        elif isinstance(block, SignatureLine):
            self._line(block.value or _RULE, self._content)
            self._line((Fragment(block.caption),), self._content)

    def _columns(self, rows: tuple[tuple[Text, ...], ...], *, ruled: bool = False) -> None:
        """Write rows in columns as wide as their widest cell; `ruled` has dashes below the first row."""
        widths = [max(len(plain(cell)) for cell in column) for column in zip(*rows, strict=True)]
        for number, row in enumerate(rows):
            padding = 0
            for width, cell in zip(widths, row, strict=True):
                if cell:
                    self._literal(" " * padding)
                    padding = 0
                padding += width + 2 - (self._write(cell, self._content) if cell else 0)
            self._blank()
            if ruled and number == 0:
                self._literal("  ".join("-" * width for width in widths) + "\n")
