"""What the blocks of a `Document` say, as strings: what usual libraries are given."""

from synthphi.document import Block, Bullets, Choices, Fields, Paragraph, SignatureLine, Table, choice_line, plain


def grid(block: Block) -> list[list[str]] | None:
    """Return the rows of a table-like block as strings."""
    if isinstance(block, Table):
        return [[plain(cell) for cell in block.header], *([plain(c.text) for c in row] for row in block.rows)]
    if isinstance(block, Fields):
        cells = [f"{item.caption}: {plain(item.value)}" for item in block.fields]
        rows = [cells[i : i + block.columns] for i in range(0, len(cells), block.columns)]
        return [row + [""] * (block.columns - len(row)) for row in rows]
    return None


def text_lines(block: Block) -> list[str]:
    """Return the lines of a block that is not table-like."""
    if isinstance(block, Paragraph):
        return [plain(block.text)]
    if isinstance(block, Bullets):
        return [plain(item) for item in block.items]
    if isinstance(block, Choices):
        return [choice_line(block)]
    if isinstance(block, SignatureLine):
        return [plain(block.value), block.caption]
    return []
