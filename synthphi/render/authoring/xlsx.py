"""The look of workbooks, authored with openpyxl: cell styles and theme."""

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, tostring

from synthphi.render.layouts import OFFICE_FONTS, Layout
from synthphi.render.package import read_parts
from synthphi.render.xlsx_skeleton import NUMBERS, QUOTED, STYLES, TABLE_CELLS, THEME, TYPED
from synthphi.render.xlsx_values import FORMATS, SIGNED

_WRAPPED = Alignment(wrap_text=True, vertical="top")
_NUMBER = Alignment(horizontal="right", vertical="top", indent=1)
_OF_A_FONT = ("b", "i", "strike", "outline", "u", "vertAlign", "sz", "color", "name", "family", "charset", "scheme")
_GREY = "595959"
_RULE = "BFBFBF"


def author(layout: Layout) -> dict[str, bytes]:
    """Return theme and styles of a workbook of a layout, and `NUMBERS`: kind, format and number of each style."""
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
    theme = _themed(parts[THEME], layout)
    numbers: dict[str, dict[str, int]] = {}
    for (kind, name), number in styles.items():
        numbers.setdefault(kind, {})[name] = number
    return {THEME: theme, STYLES: _in_order(parts[STYLES]), NUMBERS: json.dumps(numbers).encode()}


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


def _in_order(styles: bytes) -> bytes:
    """Return the styles with what a font has in the order of the schema, which openpyxl does not keep."""
    root = fromstring(styles)
    for font in root.iter(f"{{{SHEET_MAIN_NS}}}font"):
        font[:] = sorted(font, key=lambda fact: _OF_A_FONT.index(fact.tag.rpartition("}")[2]))
    ordered: bytes = tostring(root)
    return ordered


def _themed(theme: bytes, layout: Layout) -> bytes:
    """Return the theme with the fonts and the accent colours of a layout: charts and shapes have them."""
    font = OFFICE_FONTS[layout.font].encode()
    theme = re.sub(rb'<a:latin typeface="[^"]*"', b'<a:latin typeface="' + font + b'"', theme)
    for slot, color in ((b"dk2", layout.accent), (b"accent1", layout.accent), (b"lt2", layout.shade)):
        filled = b"<a:" + slot + b'><a:srgbClr val="' + color.encode() + b'"/></a:' + slot + b">"
        theme = re.sub(rb"<a:" + slot + rb">.*?</a:" + slot + rb">", filled, theme, flags=re.DOTALL)
    return theme
