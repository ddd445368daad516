"""A layout family as the styles, colours and distances of a PDF page."""

from dataclasses import dataclass
from functools import cache

from synthphi.document.model import ParagraphStyle
from synthphi.render.layouts import LAYOUTS, Layout
from synthphi.render.pdf_fonts import font
from synthphi.render.pdf_page import colour
from synthphi.render.pdf_text import Align, Style

INK, GREY, FAINT, FLAG, WHITE = (colour(value) for value in ("1A1A1A", "595959", "A6A6A6", "B42318", "FFFFFF"))
LINK = colour("0563C1")

_ALIGN: dict[str, Align] = {"centered": "center", "split": "right", "banner": "left"}


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that the blocks of a page ask a layout for; distances in points."""

    layout: Layout
    accent: str
    shade: str
    name: Style
    """The sender's name in the letterhead, `sender` the lines with it."""
    sender: Style
    title: Style
    heading: Style
    paragraphs: dict[ParagraphStyle, Style]
    cell: Style
    cell_flag: Style
    cell_header: Style
    caption: Style
    """A field's caption beside its value."""
    memo: Style
    """The caption of a line of a memo block."""
    box_caption: Style
    """A caption in a form's box, above the value; also below the rule of a signature."""
    running: Style
    link: Style
    """What a link shows in running text."""
    gap: float
    """Between two blocks."""
    margin: float


@cache
def look(name: str) -> Look:
    """Return the look of a layout family."""
    layout = LAYOUTS[name]
    regular, bold = font(layout.font, "R"), font(layout.font, "B")
    accent, size = colour(layout.accent), layout.size
    on_banner = layout.letterhead == "banner"
    centered = layout.letterhead == "centered"
    small = size - 1.5
    leading = round(size * 1.32, 1)
    tight = round(size * 1.22, 1)
    body = Style(regular, size, leading, INK)
    heading_font = font(layout.font, "C") if layout.heading == "caps" else bold
    heading_size = size + {"caps": 0.5, "underlined": 2, "bar": 1}[layout.heading]
    cell_size = size - 0.5
    return Look(
        layout=layout,
        accent=accent,
        shade=colour(layout.shade),
        name=Style(
            bold, size + 7, round((size + 7) * 1.2, 1), WHITE if on_banner else accent, "center" if centered else "left"
        ),
        sender=Style(
            regular,
            small,
            round(small * 1.28, 1),
            WHITE if on_banner else GREY,
            _ALIGN[layout.letterhead],
        ),
        title=Style(bold, size + 5, round((size + 5) * 1.22, 1), INK, "center" if centered else "left"),
        heading=Style(heading_font, heading_size, round(heading_size * 1.25, 1), accent),
        paragraphs={
            "body": body,
            "lead": Style(bold, size + 0.5, round((size + 0.5) * 1.32, 1), accent),
            "small": Style(regular, small, round(small * 1.28, 1), GREY),
            "quote": Style(regular, size, leading, GREY),
            "signature": body,
        },
        cell=Style(regular, cell_size, tight, INK),
        cell_flag=Style(bold, cell_size, tight, FLAG),
        cell_header=Style(bold, cell_size, tight, WHITE if layout.table == "zebra" else accent),
        caption=Style(bold, cell_size, tight, GREY),
        memo=Style(bold, size, leading, GREY),
        box_caption=Style(regular, 7.0, 8.6, GREY),
        running=Style(regular, 8.0, 10.0, GREY),
        link=Style(regular, size, leading, LINK),
        gap=round(size * 0.6, 1),
        margin=layout.margin * 72,
    )
