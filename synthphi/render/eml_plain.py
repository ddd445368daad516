"""The plain text of a mail, while it is being written: a paragraph is a line, what a table says stands in columns."""

from synthphi.document import Block, Fields, Fragment, Link, SignatureLine, Table, Text, plain, text
from synthphi.render.base import Places
from synthphi.render.markup import put
from synthphi.render.plain_columns import column_widths, ruler, spaced

_RULE = (Fragment("_" * 32),)
_OPENED, _CLOSED = Fragment(" <"), Fragment(">")


class PlainText:
    """Lines of text, and where the next one begins.

    Args:
        path: Where in the file the text stands.

    Attributes:
        lines: The text, line by line, without line ends.
        position: Where the next line begins; a line end counts as one character.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: list[str] = []
        self.position = 0

    def line(self, value: Text, places: list[Places]) -> None:
        """Write a text as a line."""
        self.add(put(value, self.path, places, self.position))

    def add(self, characters: str) -> None:
        """Write characters as a line."""
        self.lines.append(characters)
        self.position += len(characters) + 1

    def blank(self) -> None:
        """Write a blank line."""
        self.lines.append("")
        self.position += 1

    def block(self, block: Block, places: list[Places]) -> None:
        """Write a block that is more than a line, or another one than in HTML."""
        if isinstance(block, Table):
            rows = (block.header, *(tuple(cell.text for cell in row) for row in block.rows))
            self._columns(rows, places, ruled=True)
        elif isinstance(block, Fields):
            self._columns(tuple((text(f"{item.caption}:"), item.value) for item in block.fields), places)
        elif isinstance(block, Link):
            self.line((*block.before, *block.shown, _OPENED, *block.target, _CLOSED), places)
        elif isinstance(block, SignatureLine):
            self.line(block.value or _RULE, places)
            self.add(block.caption)

    def _columns(self, rows: tuple[tuple[Text, ...], ...], places: list[Places], *, ruled: bool = False) -> None:
        """Write rows in columns as wide as their widest cell; `ruled` has dashes below the first row."""
        lengths = [[len(plain(cell)) for cell in row] for row in rows]
        widths = column_widths(lengths)
        for number, row in enumerate(rows):
            line = ""
            for cell, padding in spaced(lengths[number], widths):
                line += " " * padding
                line += put(row[cell], self.path, places, self.position + len(line))
            self.add(line)
            if ruled and number == 0:
                self.add(ruler(widths))
