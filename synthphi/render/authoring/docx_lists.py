"""Lists and tables of Word documents: numbering, and the styles of tables."""

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from synthphi.render.docx_styles import BULLET_NUMBERING, FIRST_NUMBERING, NUMBERED_LISTS
from synthphi.render.layouts import Layout

_LINES = "A6A6A6"
_CELL_MARGINS = {"top": 40, "left": 90, "bottom": 40, "right": 90}
"""In twips."""


def add_numbering(document: Any) -> None:
    """Replace the template's numbering by bullets and numbered lists that each count from 1."""
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    for abstract, (form, mark) in enumerate((("bullet", "•"), ("decimal", "%1."))):
        numbering.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}"><w:multiLevelType w:val="singleLevel"/>'
                f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{mark}"/>'
                f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="500" w:hanging="280"/></w:pPr></w:lvl>'
                "</w:abstractNum>"
            )
        )
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{BULLET_NUMBERING}"><w:abstractNumId w:val="0"/></w:num>')
    )
    for number in range(NUMBERED_LISTS):
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{FIRST_NUMBERING + number}"><w:abstractNumId w:val="1"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )
    for name in ("List Bullet", "List Number"):
        for element in document.styles[name].element.xpath(".//w:numPr"):
            element.getparent().remove(element)


def add_table_styles(document: Any, layout: Layout) -> None:
    """Add the looks of tables: records (grid, rows or zebra), captions and values, boxes of forms, letterhead."""
    accent, shade = layout.accent, layout.shade
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{_LINES}"'
    rule = f'w:val="single" w:sz="8" w:space="0" w:color="{accent}"'
    every = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    horizontal = f"<w:top {rule}/><w:bottom {rule}/><w:insideH {line}/>"
    head = {"grid": shade, "rows": "FFFFFF", "zebra": accent}[layout.table]
    head_look = f'<w:tcPr><w:tcBorders><w:bottom {rule}/></w:tcBorders><w:shd w:val="clear" w:fill="{head}"/></w:tcPr>'
    first_row = f'<w:tblStylePr w:type="firstRow">{head_look}</w:tblStylePr>'
    band = f'<w:tcPr><w:shd w:val="clear" w:fill="{shade}"/></w:tcPr>'
    bands = f'<w:tblStylePr w:type="band2Horz">{band}</w:tblStylePr>' if layout.table == "zebra" else ""
    looks = {
        "Record": (every if layout.table == "grid" else horizontal, first_row + bands),
        "Facts": (every if layout.table == "grid" else horizontal, ""),
        "Boxes": (every.replace(_LINES, "404040"), ""),
        "Head": (f"<w:bottom {rule}/>" if layout.letterhead == "split" else "", ""),
    }
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in _CELL_MARGINS.items())
    for name, (borders, parts) in looks.items():
        document.styles.element.append(
            parse_xml(
                f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
                '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:tblPr>'
                f'<w:tblStyleRowBandSize w:val="1"/><w:tblBorders>{borders}</w:tblBorders>'
                f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>{parts}</w:style>"
            )
        )
