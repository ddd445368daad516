"""Blocks as elements of HTML, with the places of the values in them: what mails and saved pages have in common."""

from synthphi.document import (
    Block,
    Bullets,
    Choices,
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
from synthphi.render.html_look import BlockLook
from synthphi.render.markup import escape, put, quoted

SPACES = " \t\n\r\f"
"""What HTML takes for white space: a no-break space is none of it."""


class HtmlBlocks:
    r"""The text of a page, while it is being written.

    Args:
        look: The tags.
        path: What the paths of blocks begin with, such as ``html``.

    Attributes:
        pieces: The page, \n between two lines.
    """

    def __init__(self, look: BlockLook, path: str) -> None:
        self.pieces: list[str] = []
        self._look = look
        self._path = path
        self._blocks = 0
        self._content: list[Places] = []

    def _element(self, tag: str, value: Text, places: list[Places], end: str = "") -> None:
        # Most are of one fragment, and most of those have no label: they need no path.
        if len(value) == 1 and value[0].tag is None:
            characters = value[0].text
        else:
            characters = put(value, f"{self._path}/block[{self._blocks}]", places)
        self._write(tag, characters, end)

    def _write(self, tag: str, characters: str, end: str) -> None:
        """Write an element of characters, which counts as a block where some are seen."""
        seen = characters.strip(SPACES)
        if seen:
            self._blocks += 1
        opening = tag if seen == characters and "  " not in seen else keeping_spaces(tag, characters)
        if "&" in characters or "<" in characters or ">" in characters:
            characters = escape(characters)
        self.pieces.append(f"{opening}{characters}{CLOSING[tag]}{end}")

    def _line(self, tag: str, value: Text, places: list[Places]) -> None:
        """Write an element on a line of its own; of no text nothing is left."""
        if value:
            self._element(tag, value, places, "\n")

    def _block(self, block: Block) -> None:
        look = self._look
        if isinstance(block, Paragraph):
            self._line(look.paragraphs[block.style], block.text, self._content)
        elif isinstance(block, Bullets):
            tag = look.numbers if block.numbered else look.bullets
            self.pieces.append(tag + "\n")
            for item in block.items:
                self._line(look.item, item, self._content)
            self.pieces.append(CLOSING[tag] + "\n")
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Fields):
            self._fields(block)
        elif isinstance(block, Choices):
            self._line(look.paragraphs["body"], (Fragment(choice_line(block)),), self._content)
        elif isinstance(block, Link):
            self._link(block)
        elif isinstance(block, Picture):
            self._picture(block)
        elif isinstance(block, SignatureLine):
            self._element(look.rule, block.value, self._content)
            if block.caption:
                self._element(look.box_caption, text(block.caption), self._content, "\n")

    def _picture(self, block: Picture) -> None:
        """Write what was there, as plain text does: this is a page without pictures."""
        self._line(self._look.picture, text("[image: ", block.alt, "]"), self._content)

    def _link(self, block: Link) -> None:
        tag = self._look.paragraphs["body"]
        path = f"{self._path}/block[{self._blocks}]"
        before = put(block.before, path, self._content)
        shown = put(block.shown, path, self._content, len(before))
        target = quoted(escape(put(block.target, f"{path}/link[0]", self._content)))
        self._blocks += 1
        self.pieces.append(
            f'{keeping_spaces(tag, before + shown)}{escape(before)}<a href="{target}" {self._look.link}>'
            f"{escape(shown)}</a></p>\n"
        )

    def _table(self, block: Table) -> None:
        look, add = self._look, self.pieces.append
        add(look.table + "\n<tr>")
        for width, cell_text in zip(block.widths, block.header, strict=True):
            self._element(f'<th width="{width:.0%}"{look.header_cell[3:]}', cell_text, self._content)
        add("</tr>\n")
        element, places = self._element, self._content
        for number, row in enumerate(block.rows):
            tag, flag_tag = look.cells[number % 2], look.flag_cells[number % 2]
            add("<tr>")
            for cell in row:
                element(flag_tag if cell.flag else tag, cell.text, places)
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


class _Closing(dict[str, str]):
    """The tag that closes what a tag opens, by the latter: of all that layouts have, the widths of columns, notes."""

    def __missing__(self, tag: str) -> str:
        # Without a space in it the tag's name ends before its last character, to which -1 leads.
        closed = self[tag] = f"</{tag[1 : tag.find(' ')]}>"
        return closed


CLOSING = _Closing()


def keeping_spaces(tag: str, characters: str) -> str:
    """Return a tag whose element shows all spaces, where some would not be: those at an end, all but one of several.

    Where the tag has a style, that is its last attribute.
    """
    if "  " in characters or characters[:1] == " " or characters[-1:] == " ":
        if "style=" in tag:
            return f'{tag.removesuffix(chr(34) + ">")};white-space:pre-wrap">'
        return f'{tag.removesuffix(">")} style="white-space:pre-wrap">'
    return tag
