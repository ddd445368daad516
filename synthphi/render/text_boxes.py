"""How high a text box will be, by estimate: office programs make it fit when they lay it out."""

from math import ceil

from synthphi.document import Text, plain
from synthphi.render.layouts import Layout

BOX_SHARE = 0.62
"""The width of a text box in the width of the text."""
_GLYPH = {"sans": 0.55, "serif": 0.5, "mono": 0.61}
"""The width of a character on average in the height of the font, rather too much than too little."""
_LEADING = 1.3
"""The height of a line in the height of the font, likewise."""
_BELOW = 2
"""Points below a paragraph in a text box, as its style has it."""


def box_height(lines: tuple[Text, ...], room: float, layout: Layout) -> float:
    """Return about how high the text in a text box is, in points.

    Args:
        lines: The paragraphs.
        room: Between the left and the right of its text, in points.
        layout: The look of the document.
    """
    size = layout.size - 0.5
    rows = sum([max(1, ceil(len(plain(line)) / (room / (size * _GLYPH[layout.font])))) for line in lines])
    return rows * size * _LEADING + len(lines) * _BELOW
