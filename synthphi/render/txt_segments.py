"""A document as segments: a line a fact, its fields between bars, as interfaces between record systems pass it on."""

from collections.abc import Callable, Sequence

from synthphi.document import (
    Block,
    Bullets,
    Choices,
    Document,
    Fields,
    Paragraph,
    Picture,
    Section,
    SignatureLine,
    Table,
    choice_line,
)
from synthphi.render.txt_lines import Line, Numbered, joined, wrapped

_BEHIND = " " * 6
"""Begins a line that goes on with a segment."""


def is_structured(document: Document) -> bool:
    """Return whether a document is for the most part tables and captioned values."""
    running = structured = tables = 0
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                tables += 1
                structured += sum([len(fragment.text) for row in block.rows for cell in row for fragment in cell.text])
            elif isinstance(block, Fields):
                structured += sum([len(fragment.text) for field in block.fields for fragment in field.value])
            elif isinstance(block, Paragraph):
                running += sum([len(fragment.text) for fragment in block.text])
    return tables > 0 and structured > running


class Segments:
    """The segments of a document, while they are being written.

    Args:
        numbered: Turns texts into lines; has to be asked in canonical order.

    Attributes:
        lines: The segments; one that is too long for a line goes on in the next.
    """

    def __init__(self, numbered: Numbered) -> None:
        self.lines: list[Line] = []
        self._line: Callable[..., Line] = numbered.line
        self._counts: dict[str, int] = {}

    def add(self, kind: str, *fields: Line | str) -> None:
        """Add a segment; those of a kind are counted."""
        number = self._counts.get(kind, 0) + 1
        self._counts[kind] = number
        parts = [f"{kind}|{number}", *(part for field in fields for part in ("|", field))]
        self.lines += wrapped(joined(parts), indent=_BEHIND)

    def section(self, section: Section) -> None:
        """Add a section."""
        if section.title:
            self.add("SEC", self._line(section.title))
        for block in section.blocks:
            self._block(block)
        for note in section.notes:
            self.add("NTE", self._line(note))

    def _block(self, block: Block) -> None:
        line = self._line
        if isinstance(block, Paragraph):
            self.add("NTE", line(block.text))
        elif isinstance(block, Bullets):
            for number, item in enumerate(block.items, start=1):
                self.add("LST", str(number) if block.numbered else "-", line(item))
        elif isinstance(block, Table):
            self.add("COL", *map(line, block.header))
            for row in block.rows:
                self._row([line(cell.text) for cell in row], [cell.flag for cell in row])
        elif isinstance(block, Fields):
            for field in block.fields:
                self.add("FLD" if block.boxed else "PAT", field.caption, line(field.value))
        elif isinstance(block, Choices):
            self.add("CHK", choice_line(block))
        elif isinstance(block, Picture):
            self.add("IMG", line(block.alt))
        elif isinstance(block, SignatureLine):
            self.add("SIG", line(block.value), block.caption)

    def _row(self, cells: Sequence[Line], flags: Sequence[bool]) -> None:
        self.add("RES", *cells, "A" if any(flags) else "N")
