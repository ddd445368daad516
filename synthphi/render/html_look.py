"""A layout family as the tags and styles of blocks in HTML, of mails and of saved pages."""

from dataclasses import dataclass

from synthphi.document.model import ParagraphStyle
from synthphi.render.layouts import Layout

INK, GREY, FAINT, FLAG, LINK = "#1A1A1A", "#595959", "#A6A6A6", "#B42318", "#0563C1"
FONTS = {
    "sans": "Arial,Helvetica,sans-serif",
    "serif": "'Times New Roman',Times,serif",
    "mono": "'Courier New',Courier,monospace",
}


@dataclass(frozen=True, slots=True)
class BlockLook:
    """The tags that open the elements of blocks."""

    heading: str
    paragraphs: dict[ParagraphStyle, str]
    bullets: str
    numbers: str
    item: str
    table: str
    header_cell: str
    cells: tuple[str, str]
    """Of rows with an even number, from 0, and of the others."""
    flag_cells: tuple[str, str]
    fields: str
    caption: str
    """A field's caption beside its value."""
    value: str
    boxes: str
    """A form's ruled boxes."""
    box: str
    box_caption: str
    """A caption in a form's box, above the value; also below the rule of a signature."""
    box_value: str
    rule: str
    """What is signed on."""
    picture: str
    link: str


def styled(style: str) -> str:
    """Return a style as an attribute."""
    return f'style="{style}"'


def tag(name: str, style: str) -> str:
    """Return the tag of an element with a style."""
    return f"<{name} {styled(style)}>"


def heading_style(layout: Layout) -> str:
    """Return how headings of sections look."""
    style = f"margin:16px 0 8px;font-size:{layout.size + 1:g}pt;line-height:1.25;color:#{layout.accent}"
    return (
        style
        + {
            "caps": ";text-transform:uppercase;letter-spacing:0.5px",
            "underlined": f";padding-bottom:2px;border-bottom:1px solid #{layout.accent}",
            "bar": f";padding:3px 8px;background-color:#{layout.shade}",
        }[layout.heading]
    )


def table_style(layout: Layout) -> str:
    """Return how tables look, without their cells."""
    style = f"border-collapse:collapse;margin:0 0 12px;font-size:{layout.size - 0.5:g}pt"
    return style if layout.table == "grid" else f"{style};border-bottom:1px solid #{layout.accent}"


def cell_styles(layout: Layout) -> tuple[str, str]:
    """Return how cells look in rows with an even number, from 0, and in the others."""
    style = "padding:4px 8px;vertical-align:top"
    if layout.table == "grid":
        style += f";border:1px solid {FAINT}"
    elif layout.table == "rows":
        style += f";border-bottom:1px solid {FAINT}"
    return style, f"{style};background-color:#{layout.shade}" if layout.table == "zebra" else style


def header_style(layout: Layout, cell: str) -> str:
    """Return how the cells above a table look, given how its cells do."""
    if layout.table == "zebra":
        return f"{cell};color:#FFFFFF;background-color:#{layout.accent}"
    return f"{cell};color:#{layout.accent};background-color:#{layout.shade}"
