"""Tables on slides. How lines, grounds, headings and captions look is said once in a deck, by its two styles of tables.

What a style (`synthphi.render.authoring.pptx_tables`) cannot say, each cell does: how large its text is, and whether it
stands out.
"""

from functools import lru_cache
from typing import Literal, TypeAlias

from synthphi.render.markup import EMU

CellLook: TypeAlias = Literal["usual", "flagged", "blank"]

TABLE_STYLE, FACTS_STYLE = "{5F0C1B36-7C53-4B0B-9D1E-6A2F4C8E1D01}", "{5F0C1B36-7C53-4B0B-9D1E-6A2F4C8E1D02}"
"""The keys of the styles of tables with a header row, and of captions with values beside them."""
_STYLED = {
    True: f'<a:tblPr firstRow="1" bandRow="1"><a:tableStyleId>{TABLE_STYLE}</a:tableStyleId></a:tblPr>',
    False: f'<a:tblPr bandRow="1" bandCol="1"><a:tableStyleId>{FACTS_STYLE}</a:tableStyleId></a:tblPr>',
}
"""By whether there is a header row."""
_STANDING_OUT = ' b="1"><a:solidFill><a:srgbClr val="B00020"/></a:solidFill></a:rPr>'
_ROOM = 'marT="36000" marB="36000" anchor="ctr"'
_CELLS: dict[CellLook, tuple[str, str]] = {
    "usual": ("/>", f"<a:tcPr {_ROOM}/>"),
    "flagged": (_STANDING_OUT, f"<a:tcPr {_ROOM}/>"),
    "blank": ("/>", f"<a:tcPr {_ROOM}><a:noFill/></a:tcPr>"),
}
"""How the properties of a cell's characters end, and those of the cell; blank: without the ground of a caption."""
TABLE_END = "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"


@lru_cache(1_000)
def table_start(number: int, box: tuple[float, float, float, float], shares: tuple[float, ...], *, header: bool) -> str:
    """Return what a table at (left, top, width, height) begins with, up to its first row, given its columns' shares."""
    left, top, width, height = [int(value * EMU) for value in box]
    columns = "".join([f'<a:gridCol w="{int(share * width)}"/>' for share in shares])
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number + 1}" name="Table {number}"/><p:cNvGraphicFramePr>'
        '<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm>'
        f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></p:xfrm><a:graphic><a:graphicData '
        f'uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>{_STYLED[header]}'
        f"<a:tblGrid>{columns}</a:tblGrid>"
    )


@lru_cache(1_000)
def row_form(height: float, points: int, looks: tuple[CellLook, ...]) -> str:
    """Return a row so many inches high, with a ``%s`` for the escaped characters of each cell."""
    run = f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="en-US" sz="{points * 100}"'
    cells = [
        f"{run}{characters}<a:t>%s</a:t></a:r></a:p></a:txBody>{cell}</a:tc>"
        for characters, cell in map(_CELLS.__getitem__, looks)
    ]
    return f'<a:tr h="{int(height * EMU)}">{"".join(cells)}</a:tr>'
