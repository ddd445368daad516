"""The text of a mail in the forms that it has, plain and HTML, with the places of the values in both."""

from itertools import starmap
from operator import add
from typing import NamedTuple

from synthphi.document import Block, Bullets, Choices, Document, MailHeaders, Paragraph, Picture, Section, Text, plain
from synthphi.render.base import Place, Places
from synthphi.render.eml_fields import mail_of, refuse_control_characters
from synthphi.render.eml_look import MailLook, mail_look
from synthphi.render.eml_plain import PlainText
from synthphi.render.html_blocks import CLOSING, HtmlBlocks
from synthphi.render.markup import put

_CONTROL = bytes([*range(0x20), 0x7F])


class MailText(NamedTuple):
    r"""The text of a mail, \n behind each line.

    Attributes:
        lines: The plain text, split at each line end: the last one is empty.
        plain: The plain text.
        html: The same in HTML, below a beginning that is not shown; None where the mail has no such form.
        preheader: The places of that beginning, which a mail without HTML has at the start of its plain text.
        places: Those of all other values, in canonical order.
    """

    lines: list[str]
    plain: str
    html: str | None
    preheader: list[Places]
    places: list[Places]


def mail_text(document: Document, plain_path: str, html_path: str) -> MailText:
    """Return the text of a mail.

    Args:
        document: What is written, without anything that a mail does not carry.
        plain_path: Where in the file the plain text stands.
        html_path: Where in the file the HTML stands.

    Raises:
        RenderError: it has no mail headers, or holds a control character.
    """
    mail = mail_of(document)
    body = _Body(document, mail, plain_path, html_path)
    lines = body.lines
    characters = "\n".join(lines)
    # Most texts are; of the others each character is looked at but for the line ends.
    if not _is_plain_ascii(characters, len(lines) - 1):
        refuse_control_characters(document.document_id, "".join(lines))
    html = None
    if mail.html:
        # The plain text has all of the HTML part but this.
        refuse_control_characters(document.document_id, plain(mail.preheader))
        html = "".join(body.pieces)
    return MailText(lines, characters, html, body.preheader, body.in_order())


def _is_plain_ascii(characters: str, line_ends: int) -> bool:
    """Return whether a text is of ASCII without control characters, but for so many line ends."""
    # To delete bytes and compare lengths is much faster than to search.
    return characters.isascii() and len(characters.encode().translate(None, _CONTROL)) == len(characters) - line_ends


class _Body(HtmlBlocks):
    r"""The text of a mail, while it is being written in both forms at once: each text is walked once for the two.

    A mail that has no HTML leaves the tags unread.

    Args:
        document: What is written.
        mail: Its mail headers.
        plain_path: Where in the file the plain text stands.
        html_path: Where in the file the HTML stands.

    Attributes:
        lines: The plain text, split at each line end: the last one is empty.
        pieces: The HTML as mail programs write it, \n between two lines: tables, and a style in each element.
        preheader: The places of what HTML says before the text, unseen, and plain text where there is no HTML.
    """

    def __init__(self, document: Document, mail: MailHeaders, plain_path: str, html_path: str) -> None:
        look = mail_look(document.layout)
        super().__init__(look, html_path)
        self._plain = PlainText(plain_path)
        self.lines = self._plain.lines
        self._has_html = mail.html
        self.preheader: list[Places] = []
        self._header: list[Places] = []
        self._letterhead: list[Places] = []
        self._quoted: list[Places] = []
        self._footer: list[Places] = []
        self._walk(document, mail, look)

    def in_order(self) -> list[Places]:
        """Return the places in canonical order, which has the signature (the letterhead) before the text."""
        return [*self._header, *self._letterhead, *self._content, *self._quoted, *self._footer]

    def _walk(self, document: Document, mail: MailHeaders, look: MailLook) -> None:
        add, blank = self.pieces.append, self._plain.blank
        add(look.start)
        if mail.preheader:
            if self._has_html:
                self._element(look.preheader, mail.preheader, self.preheader, "\n")
            else:
                self._plain.line(mail.preheader, self.preheader)
                blank()
        add(look.frame)
        if document.header:
            self._line(look.running, document.header, self._header)
            blank()
        if document.title:
            self._line(look.title, document.title, self._content)
            blank()
        for section in document.sections:
            self._section(section)
        add(look.signature + "\n")
        self._line(look.sender, document.letterhead.name, self._letterhead)
        for line in document.letterhead.lines:
            self._line(look.sender_line, line, self._letterhead)
        add("</div>\n")
        if document.footer:
            blank()
            self._line(look.footer, document.footer, self._footer)
        if mail.quoted is not None:
            blank()
            add(look.quoted + "\n")
            self._line(look.intro, mail.quoted.intro, self._quoted)
            add('<blockquote type="cite" style="margin:0;padding-left:10px;border-left:2px solid #A6A6A6">\n')
            for line in mail.quoted.lines:
                self._line(look.quoted_line, line, self._quoted, "> ")
            add("</blockquote>\n</div>\n")
        add("</div>\n</body>\n</html>\n")
        # Each line ends in a line end, the last one too.
        self.lines.append("")

    def _section(self, section: Section) -> None:
        blank = self._plain.blank
        if section.title:
            self._line(self._look.heading, section.title, self._content)
        for block in section.blocks:
            self._block(block)
            blank()
        for note in section.notes:
            self._line(self._look.paragraphs["small"], note, self._content)
            blank()

    def _line(self, tag: str, value: Text, places: list[Places], before: str = "") -> None:
        """Write a text as a line of plain text, and as an element, of which nothing is left where there is no text.

        Args:
            tag: Opens the element.
            value: The text.
            places: Is added to, in the order of the labelled fragments.
            before: What stands before it in plain text, such as the number of an item.
        """
        text = self._plain
        start = text.position + len(before)
        if not self._has_html:
            characters = put(value, text.path, places, start)
        elif len(value) == 1 and value[0].tag is None:
            characters = value[0].text
            self._write(tag, characters, "\n")
        else:
            # As `put` does, for two paths.
            new, path = tuple.__new__, f"{self._path}/block[{self._blocks}]"
            characters = ""
            for fragment in value:
                if fragment.tag is not None:
                    at = len(characters)
                    places.append((new(Place, (text.path, start + at, ())), new(Place, (path, at, ()))))
                characters += fragment.text
            if characters:
                self._write(tag, characters, "\n")
        text.lines.append(before + characters)
        text.position = start + len(characters) + 1

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._line(self._look.paragraphs[block.style], block.text, self._content)
        elif isinstance(block, Bullets):
            tag = self._look.numbers if block.numbered else self._look.bullets
            self.pieces.append(tag + "\n")
            for number, item in enumerate(block.items, start=1):
                self._line(self._look.item, item, self._content, f"{number}. " if block.numbered else "- ")
            self.pieces.append(CLOSING[tag] + "\n")
        elif isinstance(block, Choices | Picture):
            super()._block(block)
        else:
            self._apart(block)

    def _apart(self, block: Block) -> None:
        """Write a block that is not the same line in both forms: first in one, then in the other."""
        places: list[Places] = []
        self._plain.block(block, places)
        if self._has_html:
            first = len(self._content)
            super()._block(block)
            in_html = self._content[first:]
            del self._content[first:]
            places = list(starmap(add, zip(places, in_html, strict=True)))
        self._content += places
