"""The text of a mail in HTML, as mail programs write it: tables, and a style in each element."""

from synthphi.document import Document
from synthphi.render.base import Places
from synthphi.render.eml_look import MailLook, mail_look
from synthphi.render.html_blocks import HtmlBlocks


class HtmlText(HtmlBlocks):
    r"""The HTML part of a mail: what its plain text says, in the same order, below a beginning that is not shown.

    Args:
        document: What is written, without anything that a mail does not carry.
        path: Where in the file the part stands.

    Attributes:
        pieces: The part, \\n between two lines.
        preheader: The places of the beginning that is not shown.
    """

    def __init__(self, document: Document, path: str) -> None:
        look = mail_look(document.layout)
        super().__init__(look, path)
        self.pieces.append(look.start)
        self.preheader: list[Places] = []
        self._header: list[Places] = []
        self._letterhead: list[Places] = []
        self._quoted: list[Places] = []
        self._footer: list[Places] = []
        self._walk(document, look)
        self.pieces.append("</div>\n</body>\n</html>\n")

    def in_order(self) -> list[Places]:
        """Return the places in canonical order, without those of the beginning that is not shown."""
        return [*self._header, *self._letterhead, *self._content, *self._quoted, *self._footer]

    def _walk(self, document: Document, look: MailLook) -> None:
        mail, add = document.mail, self.pieces.append
        if mail is not None and mail.preheader:
            self._line(look.preheader, mail.preheader, self.preheader)
        add(look.frame)
        if document.header:
            self._line(look.running, document.header, self._header)
        if document.title:
            self._line(look.title, document.title, self._content)
        for section in document.sections:
            if section.title:
                self._line(look.heading, section.title, self._content)
            for block in section.blocks:
                self._block(block)
            for note in section.notes:
                self._line(look.paragraphs["small"], note, self._content)
        add(look.signature + "\n")
        self._line(look.sender, document.letterhead.name, self._letterhead)
        for line in document.letterhead.lines:
            self._line(look.sender_line, line, self._letterhead)
        add("</div>\n")
        if document.footer:
            self._line(look.footer, document.footer, self._footer)
        if mail is not None and mail.quoted is not None:
            add(look.quoted + "\n")
            self._line(look.intro, mail.quoted.intro, self._quoted)
            add('<blockquote type="cite" style="margin:0;padding-left:10px;border-left:2px solid #A6A6A6">\n')
            for line in mail.quoted.lines:
                self._line(look.quoted_line, line, self._quoted)
            add("</blockquote>\n</div>\n")
