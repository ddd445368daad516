"""A document as the listing that a record system prints: headings, columns, captions with dotted leaders."""

from collections.abc import Sequence
from typing import Final

from synthphi.document import (
    Block,
    Bullets,
    Choices,
    Fields,
    Paragraph,
    Picture,
    Section,
    SignatureLine,
    Table,
    Text,
    choice_line,
)
from synthphi.render.layouts import Layout
from synthphi.render.txt_lines import EMPTY, WIDTH, Line, Numbered, columns, joined, wrapped
from synthphi.render.txt_tables import BLANK, Captioned, field_lines, table_lines

_RULES: Final = {"caps": ("=", "-"), "underlined": ("=", "-"), "bar": ("*", "=")}
"""What rules are made of, by the headings of the family: below the letterhead, and below headings and tables."""
_QUOTE = " " * 4


class Listing:
    """The lines of a document, while they are being written.

    Args:
        numbered: Turns texts into lines; has to be asked in canonical order.
        layout: The look of the document.

    Attributes:
        lines: The lines.
        kept: The numbers of those that are to stand on a page with the next one.
    """

    def __init__(self, numbered: Numbered, layout: Layout) -> None:
        self.lines: list[Line] = []
        self.kept: set[int] = set()
        self._numbered = numbered
        self._layout = layout
        self._heavy, self._light = _RULES[layout.heading]

    def fields(self, fields: Sequence[Captioned], abreast: int = 1) -> None:
        """Add captioned values."""
        if fields:
            self.lines += [*field_lines(fields, abreast), EMPTY]

    def paragraph(self, line: Line, indent: str = "") -> None:
        """Add a paragraph."""
        self.lines += [*wrapped(line, before=indent), EMPTY]

    def title(self, value: Text) -> None:
        """Add the document's title."""
        if not value:
            return
        made = wrapped(self._numbered.line(value, capitals=True))
        self.lines += _centred(made) if self._layout.letterhead == "centered" else made
        self.lines.append(EMPTY)

    def section(self, section: Section) -> None:
        """Add a section."""
        if section.title:
            self._heading(section.title)
        for block in section.blocks:
            self._block(block)
        for note in section.notes:
            self.paragraph(self._numbered.line(note))

    def _heading(self, value: Text) -> None:
        kind = self._layout.heading
        first = len(self.lines)
        made = wrapped(self._numbered.line(value, capitals=kind != "underlined"))
        width = max([columns(line.text) for line in made])
        if kind == "bar":
            # Between two rules, as wide as the page.
            self.lines += [Line(self._light * WIDTH), *made, Line(self._light * WIDTH)]
        elif kind == "underlined":
            self.lines += [*made, Line(self._light * width)]
        else:
            self.lines += made
        self.kept.update(range(first, len(self.lines)))

    def _block(self, block: Block) -> None:
        line = self._numbered.line
        if isinstance(block, Paragraph):
            self.paragraph(line(block.text), _QUOTE if block.style == "quote" else "")
        elif isinstance(block, Bullets):
            for number, item in enumerate(block.items, start=1):
                self.lines += wrapped(line(item), before=f"  {number}. " if block.numbered else "  - ")
            self.lines.append(EMPTY)
        elif isinstance(block, Table):
            header = tuple([line(cell) for cell in block.header])
            rows = [tuple([line(cell.text) for cell in row]) for row in block.rows]
            # The first row stands on a page with what is above its column.
            self.kept.update(range(len(self.lines), len(self.lines) + 2))
            self.lines += [*table_lines(header, rows, self._light), EMPTY]
        elif isinstance(block, Fields):
            blank = BLANK if block.boxed else EMPTY
            found = [Captioned(one.caption, line(one.value) if one.value else blank) for one in block.fields]
            self.fields(found, block.columns)
        elif isinstance(block, Choices):
            self.paragraph(Line(choice_line(block)))
        elif isinstance(block, Picture):
            self.paragraph(joined(("[image: ", line(block.alt), "]")))
        elif isinstance(block, SignatureLine):
            signed = wrapped(line(block.value)) if block.value else [Line("_" * 32)]
            self.lines += [*signed, *wrapped(Line(block.caption)), EMPTY]


def letterhead_lines(lines: Sequence[Line], layout: Layout) -> list[Line]:
    """Return a letterhead above a rule."""
    rule = Line(_RULES[layout.heading][0] * WIDTH)
    made = [part for line in lines for part in wrapped(line)]
    if layout.letterhead == "centered":
        return [*_centred(made), rule]
    return [rule, *made, rule] if layout.letterhead == "banner" else [*made, rule]


def _centred(lines: Sequence[Line]) -> list[Line]:
    return [joined((" " * ((WIDTH - columns(line.text)) // 2), line)) for line in lines]
