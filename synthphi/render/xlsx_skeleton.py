"""The look of a workbook, authored once a process and layout with openpyxl: cell styles and theme.

Sheets are filled in by `synthphi.render.xlsx`; a cell names its style by the number that is given here.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from synthphi.render.layouts import OFFICE_FONTS, Layout
from synthphi.render.logos import layout_logo
from synthphi.render.package import Part, part, read_parts
from synthphi.render.photos import photo
from synthphi.render.xlsx_drawing import LOGO_NAME
from synthphi.render.xlsx_values import FORMATS, SIGNED

QUOTED = "quoted"
"""The format of a text that looks like a formula: a sheet that is edited keeps it a text."""
FLAGGED = {"cell": "flag", "band": "band flag"}
"""The kinds of a table's cells, and those of such that stand out."""
TABLE_CELLS = (*FLAGGED, *FLAGGED.values())
TYPED = (*TABLE_CELLS, "value", "box")
"""Kinds of cells that hold numbers and dates, too."""
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_NUMBER = Alignment(horizontal="right", vertical="top", indent=1)
_GREY = "595959"
_RULE = "BFBFBF"


Styles: TypeAlias = dict[str, dict[str, str]]
"""The number of each cell style, by kind and then by format; the format of what is neither number nor date is empty or
`QUOTED`. It is in digits, as a cell has it."""


@dataclass(frozen=True, slots=True)
class XlsxSkeleton:
    """The unchanging parts, and the number of each cell style."""

    static: tuple[Part, ...]
    logo: Part
    styles: Styles


@cache
def skeleton(layout: Layout) -> XlsxSkeleton:
    """Return the skeleton of a layout."""
    book = Workbook()
    sheet: Any = book.active
    styles: dict[tuple[str, str], int] = {}
    for kind, look in _looks(layout):
        codes = {"": "General", QUOTED: "General"}
        if kind in TYPED:
            codes |= FORMATS
        if kind in TABLE_CELLS:
            codes[SIGNED] = "General"
        for name, code in codes.items():
            cell = sheet.cell(row=len(styles) + 1, column=1)
            for attribute, value in look.items():
                setattr(cell, attribute, value)
            cell.number_format = code
            cell.quotePrefix = name in {QUOTED, SIGNED}
            if kind in TABLE_CELLS and name not in {"", QUOTED}:
                cell.alignment = _NUMBER
            styles[kind, name] = cell.style_id
    buffer = io.BytesIO()
    book.save(buffer)
    parts = read_parts(buffer.getvalue())
    theme = _themed(parts["xl/theme/theme1.xml"], layout)
    numbers: Styles = {}
    for (kind, name), number in styles.items():
        numbers.setdefault(kind, {})[name] = str(number)
    return XlsxSkeleton(
        (part("xl/theme/theme1.xml", theme), part("xl/styles.xml", parts["xl/styles.xml"])),
        part(f"xl/media/{LOGO_NAME}.png", layout_logo(layout).png),
        numbers,
    )


@cache
def photo_part(name: str) -> Part:
    """Return a photograph as a part of a workbook."""
    return part(f"xl/media/{name}.png", photo(name).png)


def _looks(layout: Layout) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the look of each kind of cell."""
    size, accent, shade = layout.size, layout.accent, _filled(layout.shade)
    line, thick = Side("thin", color=_RULE), Side("medium", color=accent)
    centered = layout.letterhead == "centered"

    def font(points: float = size, color: str = "000000", **more: Any) -> Font:
        return Font(name=OFFICE_FONTS[layout.font], size=points, color=color, **more)

    across = Alignment(horizontal="center" if centered else "left", vertical="center", indent=0 if centered else 1)
    banner = {"fill": _filled(accent)} if layout.letterhead == "banner" else {}
    ink = "FFFFFF" if banner else accent
    yield "name", {"font": font(size + 5, ink, bold=True), "alignment": across, **banner}
    yield "line", {"font": font(size - 1, ink if banner else _GREY), "alignment": across, **banner}
    yield (
        "title",
        {
            "font": font(size + 4, accent, bold=True),
            "alignment": Alignment(horizontal="center" if centered else "left", vertical="center", wrap_text=True),
            "border": Border(bottom=thick),
        },
    )
    heading: dict[str, Any] = {"font": font(size + 1, accent, bold=True), "alignment": Alignment(vertical="center")}
    if layout.heading == "bar":
        heading["fill"] = shade
    elif layout.heading == "underlined":
        heading["border"] = Border(bottom=Side("thin", color=accent))
    yield "heading", heading
    yield "body", {"font": font(), "alignment": _WRAPPED}
    yield "lead", {"font": font(bold=True), "alignment": _WRAPPED}
    yield "small", {"font": font(size - 1.5, _GREY), "alignment": _WRAPPED}
    yield (
        "quote",
        {"font": font(color=_GREY, italic=True), "alignment": Alignment(wrap_text=True, vertical="top", indent=1)},
    )
    yield "signature", {"font": font(italic=True), "alignment": _WRAPPED}
    yield "item", {"font": font(), "alignment": Alignment(wrap_text=True, vertical="top", indent=1)}
    yield "link", {"font": font(color="0563C1", underline="single"), "alignment": _WRAPPED}
    yield "signed", {"font": font(italic=True), "border": Border(bottom=Side("thin", color="000000"))}
    framed = Border(line, line, line, line)
    left = Alignment(horizontal="left", vertical="top", wrap_text=True)
    yield "caption", {"font": font(size - 0.5, _GREY, bold=True), "alignment": left, "fill": shade}
    yield "value", {"font": font(), "alignment": left, "border": Border(bottom=line)}
    yield "box caption", {"font": font(size - 0.5, bold=True), "alignment": left, "fill": shade, "border": framed}
    yield "box", {"font": font(), "alignment": left, "border": framed}
    yield from _table_looks(layout, font(bold=True, color=accent), font(), font(bold=True, color="B00020"))


def _table_looks(layout: Layout, head: Font, plain: Font, flagged: Font) -> Iterator[tuple[str, dict[str, Any]]]:
    line = Side("thin", color=_RULE)
    border = Border(line, line, line, line) if layout.table == "grid" else Border(bottom=line)
    shade = _filled(layout.shade)
    ruled = Border(border.left, border.right, border.top, Side("medium", color=layout.accent))
    yield (
        "header",
        {
            "font": head,
            "fill": shade,
            "border": ruled,
            "alignment": Alignment(wrap_text=True, vertical="center"),
        },
    )
    yield (
        "number header",
        {
            "font": head,
            "fill": shade,
            "border": ruled,
            "alignment": Alignment(horizontal="right", wrap_text=True, vertical="center", indent=1),
        },
    )
    banded = {"fill": shade} if layout.table == "zebra" else {}
    yield "cell", {"font": plain, "alignment": _WRAPPED, "border": border}
    yield "flag", {"font": flagged, "alignment": _WRAPPED, "border": border}
    yield "band", {"font": plain, "alignment": _WRAPPED, "border": border, **banded}
    yield "band flag", {"font": flagged, "alignment": _WRAPPED, "border": border, **banded}


def _filled(color: str) -> PatternFill:
    return PatternFill("solid", start_color=color, end_color=color)


def _themed(theme: bytes, layout: Layout) -> bytes:
    """Return the theme with the fonts and the accent colours of a layout: charts and shapes have them."""
    font = OFFICE_FONTS[layout.font].encode()
    theme = re.sub(rb'<a:latin typeface="[^"]*"', b'<a:latin typeface="' + font + b'"', theme)
    for slot, color in ((b"dk2", layout.accent), (b"accent1", layout.accent), (b"lt2", layout.shade)):
        filled = b"<a:" + slot + b'><a:srgbClr val="' + color.encode() + b'"/></a:' + slot + b">"
        theme = re.sub(rb"<a:" + slot + rb">.*?</a:" + slot + rb">", filled, theme, flags=re.DOTALL)
    return theme
