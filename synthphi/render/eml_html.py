"""The text of a mail in HTML, as mail programs write it: tables, and a style in each element."""

from synthphi.document import (
    Block,
    Bullets,
    Choices,
    Document,
    Field,
    Fields,
    Fragment,
    Link,
    Paragraph,
    Picture,
    SignatureLine,
    Table,
    Text,
    choice_line,
    text,
)
from synthphi.render.base import Places
from synthphi.render.eml_look import mail_look
from synthphi.render.markup import escape, put, quoted

_SPACES = " \t\n\r\f"
"""What HTML takes for white space: a no-break space is none of it."""


class HtmlText:
    r"""The HTML part of a mail: what its plain text says, in the same order, below a beginning that is not shown.

    Args:
        document: What is written, without anything that a mail does not carry.

    Attributes:
        pieces: The part, \\n between two lines.
        preheader: The places of the beginning that is not shown.
    """

    def __init__(self, document: Document) -> None:
        self._look = mail_look(document.layout)
        self.pieces = [self._look.start]
        self.preheader: list[Places] = []
        self._blocks = 0
        self._header: list[Places] = []
        self._letterhead: list[Places] = []
        self._content: list[Places] = []
        self._quoted: list[Places] = []
        self._footer: list[Places] = []
        self._walk(document)
        self.pieces.append("</div>\n</body>\n</html>\n")

    def in_order(self) -> list[Places]:
        """Return the places in canonical order, without those of the beginning that is not shown."""
        return [*self._header, *self._letterhead, *self._content, *self._quoted, *self._footer]

    def _walk(self, document: Document) -> None:
        look, mail, add = self._look, document.mail, self.pieces.append
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

    def _element(self, tag: str, value: Text, places: list[Places]) -> None:
        characters = put(value, f"text/html/block[{self._blocks}]", places)
        if characters.strip(_SPACES):
            self._blocks += 1
        self.pieces.append(f"{_keeping_spaces(tag, characters)}{escape(characters)}{_closing(tag)}")

    def _line(self, tag: str, value: Text, places: list[Places]) -> None:
        """Write an element on a line of its own; of no text nothing is left."""
        if value:
            self._element(tag, value, places)
            self.pieces.append("\n")

    def _block(self, block: Block) -> None:
        look = self._look
        if isinstance(block, Paragraph):
            self._line(look.paragraphs[block.style], block.text, self._content)
        elif isinstance(block, Bullets):
            tag = look.numbers if block.numbered else look.bullets
            self.pieces.append(tag + "\n")
            for item in block.items:
                self._line(look.item, item, self._content)
            self.pieces.append(_closing(tag) + "\n")
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Fields):
            self._fields(block)
        elif isinstance(block, Choices):
            self._line(look.paragraphs["body"], (Fragment(choice_line(block)),), self._content)
        elif isinstance(block, Link):
            self._link(block)
        elif isinstance(block, Picture):
            # The mail has no pictures: it says what was there, as its plain text does.
            self._line(look.picture, text("[image: ", block.alt, "]"), self._content)
        elif isinstance(block, SignatureLine):
            self._element(look.rule, block.value, self._content)
            self._line(look.box_caption, text(block.caption), self._content)

    def _link(self, block: Link) -> None:
        tag = self._look.paragraphs["body"]
        path = f"text/html/block[{self._blocks}]"
        before = put(block.before, path, self._content)
        shown = put(block.shown, path, self._content, len(before))
        target = quoted(escape(put(block.target, f"{path}/link[0]", self._content)))
        self._blocks += 1
        self.pieces.append(
            f'{_keeping_spaces(tag, before + shown)}{escape(before)}<a href="{target}" {self._look.link}>'
            f"{escape(shown)}</a></p>\n"
        )

    def _table(self, block: Table) -> None:
        look, add = self._look, self.pieces.append
        add(look.table + "\n<tr>")
        for width, cell_text in zip(block.widths, block.header, strict=True):
            self._element(f'<th width="{width:.0%}"{look.header_cell[3:]}', cell_text, self._content)
        add("</tr>\n")
        for number, row in enumerate(block.rows):
            add("<tr>")
            for cell in row:
                tags = look.flag_cells if cell.flag else look.cells
                self._element(tags[number % 2], cell.text, self._content)
            add("</tr>\n")
        add("</table>\n")

    def _fields(self, block: Fields) -> None:
        look, add = self._look, self.pieces.append
        add((look.boxes if block.boxed else look.fields) + "\n")
        for first in range(0, len(block.fields), block.columns):
            row = block.fields[first : first + block.columns]
            add("<tr>")
            for item in row:
                self._boxed(item, block.columns) if block.boxed else self._captioned(item)
            if len(row) < block.columns:
                lacking = block.columns - len(row)
                add(f'<td colspan="{lacking if block.boxed else 2 * lacking}"></td>')
            add("</tr>\n")
        add("</table>\n")

    def _captioned(self, item: Field) -> None:
        self._element(self._look.caption, text(f"{item.caption}:"), self._content)
        self._element(self._look.value, item.value, self._content)

    def _boxed(self, item: Field, columns: int) -> None:
        self.pieces.append(f'<td width="{1 / columns:.0%}"{self._look.box[3:]}')
        self._element(self._look.box_caption, text(item.caption), self._content)
        if item.value:
            self._element(self._look.box_value, item.value, self._content)
        self.pieces.append("</td>")


def _closing(tag: str) -> str:
    """Return the tag that closes what a tag opens."""
    return f"</{tag[1 : tag.index(' ')]}>"


def _keeping_spaces(tag: str, characters: str) -> str:
    """Return a tag whose element shows all spaces, where some would not be: those at an end, all but one of several."""
    if "  " in characters or characters[:1] == " " or characters[-1:] == " ":
        return f'{tag.removesuffix(chr(34) + ">")};white-space:pre-wrap">'
    return tag
