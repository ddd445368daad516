r"""Tables of RTF files: records, captions and values side by side, and the ruled boxes of forms.

RTF knows no tables, only rows that follow one another: each says where its cells end and what lines they have. Widths
are twips.
"""

from functools import cache
from typing import Literal, TypeAlias

from synthphi.document import Field, Fields, Fragment, Table
from synthphi.render.layouts import Layout
from synthphi.render.rtf_styles import ACCENT, DARK, LINES, SHADE
from synthphi.render.rtf_text import CELL, PAR, Flow

Rules: TypeAlias = Literal["grid", "rows", "boxes", "bottom", "none"]
"""The lines of a table: all, horizontal ones, all of a form, one below, none."""

_CAPTION_SHARE = 0.36
"""Share of a caption in the width of a caption and its value."""
_BOX_HEIGHT = 620
"""The height of a form's box, so that a blank one has room to write in."""
_PADDING = (
    "\\trgaph90\\trleft0\\trpaddl90\\trpaddr90\\trpaddt40\\trpaddb40\\trpaddfl3\\trpaddfr3\\trpaddft3\\trpaddfb3"
    "\\tblind90\\tblindtype3"
)
"""Between lines and text; the indent is that of the text in the first cell, so that the lines meet the margin."""
ROW_END = "\\row"


@cache
def row_start(
    rules: Rules,
    cells: tuple[tuple[int, int], ...],
    *,
    first: bool = False,
    last: bool = False,
    head: bool = False,
    height: int = 0,
) -> str:
    """Return the beginning of a row.

    Args:
        rules: The lines of its table.
        cells: Of each cell its width and its background, a place in the colour table; 0 is none.
        first: Whether it is the first row of its table.
        last: Whether it is the last one.
        head: Whether it is repeated at the top of each page.
        height: At least so high.
    """
    words = ["\\trowd", "\\trhdr" if head else "", "\\trkeep", f"\\trrh{height}" if height else "", _PADDING]
    borders = _borders(rules, first=first, last=last, head=head)
    edge = 0
    for width, fill in cells:
        edge += width
        ground = f"\\clcbpat{fill}" if fill else ""
        words.append(f"{borders}{ground}\\clvertalt\\cellx{edge}")
    return "".join(words)


def _borders(rules: Rules, *, first: bool, last: bool, head: bool) -> str:
    if rules == "none":
        return ""
    thin, thick = f"\\brdrs\\brdrw10\\brdrcf{LINES}", f"\\brdrs\\brdrw20\\brdrcf{ACCENT}"
    sides = {"t": thin, "l": thin, "b": thin, "r": thin}
    if rules == "boxes":
        sides = dict.fromkeys(sides, f"\\brdrs\\brdrw10\\brdrcf{DARK}")
    elif rules == "bottom":
        sides = {"b": thick}
    elif rules == "rows":
        sides = {"t": thick if first else thin, "b": thick if last else thin}
    if head:
        sides["b"] = thick
    return "".join(f"\\clbrdr{side}{line}" for side, line in sides.items())


def records(block: Table, width: int, layout: Layout, flow: Flow) -> None:
    """Write a grid with a header row."""
    rules: Rules = "grid" if layout.table == "grid" else "rows"
    widths = [int(share * width) for share in block.widths]
    fill = {"grid": SHADE, "rows": 0, "zebra": ACCENT}[layout.table]
    plain, shaded = (tuple([(wide, colour) for wide in widths]) for colour in (0, SHADE))
    bands = (shaded, plain) if layout.table == "zebra" else (plain, plain)
    pieces, add = flow.pieces, flow.add
    headed = tuple([(wide, fill) for wide in widths])
    pieces.append(row_start(rules, headed, first=True, last=not block.rows, head=True))
    for text in block.header:
        add("Cell Head", text, CELL)
    pieces.append(ROW_END)
    final = len(block.rows)
    for number, row in enumerate(block.rows, start=1):
        pieces.append(row_start(rules, bands[number % 2], last=number == final))
        for item in row:
            add("Cell Flag" if item.flag else "Cell", item.text, CELL)
        pieces.append(ROW_END)


def facts(block: Fields, width: int, layout: Layout, flow: Flow) -> None:
    """Write captions and values side by side; the last value of a short row takes the rest of it."""
    rules: Rules = "grid" if layout.table == "grid" else "rows"
    pair = width // block.columns
    caption_width = int(pair * _CAPTION_SHARE)
    rows = _rows_of(block)
    for number, row in enumerate(rows):
        cells = [(caption_width, SHADE), (pair - caption_width, 0)] * len(row)
        cells[-1] = (cells[-1][0] + pair * (block.columns - len(row)), 0)
        start = row_start(rules, tuple(cells), first=number == 0, last=number == len(rows) - 1)
        flow.pieces.append(start)
        for item in row:
            flow.add("Caption Cell", (Fragment(item.caption),), CELL)
            flow.add("Cell", item.value, CELL)
        flow.pieces.append(ROW_END)


def boxes(block: Fields, width: int, flow: Flow) -> None:
    """Write a form's ruled boxes, caption above the value."""
    wide = width // block.columns
    for row in _rows_of(block):
        cells = [(wide, 0)] * len(row)
        cells[-1] = (wide * (1 + block.columns - len(row)), 0)
        flow.pieces.append(row_start("boxes", tuple(cells), height=_BOX_HEIGHT))
        for item in row:
            flow.add("Box Caption", (Fragment(item.caption),), PAR)
            flow.add("Box Value", item.value, CELL)
        flow.pieces.append(ROW_END)


def _rows_of(block: Fields) -> list[tuple[Field, ...]]:
    """Return the fields of each row."""
    return [block.fields[i : i + block.columns] for i in range(0, len(block.fields), block.columns)]
