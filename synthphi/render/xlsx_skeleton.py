"""What the workbooks of a layout share, made once a process from its authored parts: cell styles and theme.

Sheets are filled in by `synthphi.render.xlsx`; a cell names its style by the number that is given here.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from synthphi.doctypes import Format
from synthphi.render.authored import authored_parts
from synthphi.render.layouts import Layout
from synthphi.render.package import Part, part
from synthphi.render.pictures import layout_logo, photo
from synthphi.render.xlsx_drawing import LOGO_NAME

THEME, STYLES, NUMBERS = "xl/theme/theme1.xml", "xl/styles.xml", "numbers.json"
"""The authored parts; the last one is no part of a workbook: the number of each cell style, by kind and format."""
QUOTED = "quoted"
"""The format of a text that looks like a formula: a sheet that is edited keeps it a text."""
FLAGGED = {"cell": "flag", "band": "band flag"}
"""The kinds of a table's cells, and those of such that stand out."""
TABLE_CELLS = (*FLAGGED, *FLAGGED.values())
TYPED = (*TABLE_CELLS, "value", "box")
"""Kinds of cells that hold numbers and dates, too."""


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
    parts = authored_parts(Format.XLSX, layout)
    numbers = {
        kind: {name: str(number) for name, number in formats.items()}
        for kind, formats in json.loads(parts[NUMBERS]).items()
    }
    return XlsxSkeleton(
        (part(THEME, parts[THEME]), part(STYLES, parts[STYLES])),
        part(f"xl/media/{LOGO_NAME}.png", layout_logo(layout).png),
        numbers,
    )


@cache
def photo_part(name: str) -> Part:
    """Return a photograph as a part of a workbook."""
    return part(f"xl/media/{name}.png", photo(name).png)
