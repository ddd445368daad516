"""Columns of plain text: as wide as their widest cell, with two spaces between them."""

from collections.abc import Iterable, Sequence

GAP = 2
"""Spaces between two columns."""


def column_widths(lengths: Iterable[Sequence[int]]) -> list[int]:
    """Return how wide columns are, given the length of each cell, row by row."""
    return [max(column) for column in zip(*lengths, strict=True)]


def spaced(lengths: Sequence[int], widths: Sequence[int], texts: Sequence[str] | None = None) -> list[tuple[int, int]]:
    """Return the cells of a row that are not empty, by number, each with how many spaces stand before it.

    Args:
        lengths: How long each cell is.
        widths: How wide the columns are.
        texts: What is in the cells, where characters may have no width; left out, a cell of no length is empty.
    """
    found: list[tuple[int, int]] = []
    padding = 0
    for number, (length, width) in enumerate(zip(lengths, widths, strict=True)):
        if length or (texts is not None and texts[number]):
            found.append((number, padding))
            padding = 0
        padding += width + GAP - length
    return found


def ruler(widths: Sequence[int]) -> str:
    """Return the dashes below the first row."""
    return (" " * GAP).join(["-" * width for width in widths])
