"""The letterhead of RTF files, in the manner of the layout."""

from synthphi.document import Letterhead
from synthphi.render.layouts import Layout
from synthphi.render.pictures import layout_logo
from synthphi.render.rtf_asides import picture
from synthphi.render.rtf_styles import ACCENT
from synthphi.render.rtf_tables import ROW_END, row_start
from synthphi.render.rtf_text import CELL, PAR, Flow

_LOGO = 0.46
"""The height of the logo, in inches."""
_LOGO_COLUMN = 900
"""The width of the logo's cell in twips."""
_NAMED = 0.54
"""Share of logo and name in the width, where the lines stand at the right."""


def write_letterhead(head: Letterhead, width: int, layout: Layout, flow: Flow) -> None:
    """Write logo, name and lines; nothing where there is neither name nor line. `width` is that of the text."""
    if not head.name and not head.lines:
        return
    logo = picture(layout_logo(layout), _LOGO)
    if layout.letterhead == "centered":
        flow.write("Letterhead Name", logo)
        flow.add("Letterhead Name", head.name)
        for line in head.lines:
            flow.add("Letterhead Line", line)
        flow.add("Rule", ())
        return
    if layout.letterhead == "banner":
        flow.pieces.append(row_start("none", ((_LOGO_COLUMN, ACCENT), (width - _LOGO_COLUMN, ACCENT))))
        flow.write("Head Line", logo, CELL)
        flow.add("Head Name", head.name, PAR if head.lines else CELL)
    else:
        named = int(width * _NAMED)
        cells = ((_LOGO_COLUMN, 0), (named - _LOGO_COLUMN, 0), (width - named, 0))
        flow.pieces.append(row_start("bottom", cells))
        flow.write("Head Name", logo, CELL)
        flow.add("Head Name", head.name, CELL)
        if not head.lines:
            flow.add("Head Right", (), CELL)
    style = "Head Line" if layout.letterhead == "banner" else "Head Right"
    for number, line in enumerate(head.lines, start=1):
        flow.add(style, line, CELL if number == len(head.lines) else PAR)
    flow.pieces.append(ROW_END)
    flow.add("Spacer", ())
