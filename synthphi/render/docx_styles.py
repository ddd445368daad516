"""Lists and tables of Word documents, and what stands beside their text: numbering and styles."""

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from synthphi.render.layouts import Layout

NUMBERED_LISTS = 40
"""Numbered lists that a document may have: each counts from 1 by a numbering instance of its own."""
BULLET_NUMBERING = 1
FIRST_NUMBERING = 2
"""Ids of numbering instances: 1 are bullets, from 2 on numbered lists."""
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


def surface_styles(layout: Layout) -> str:
    """Return the styles of links, footnotes, comments and text boxes, which only some documents have."""
    size = layout.size
    return "".join(
        (
            _character("Hyperlink", "Hyperlink", '<w:color w:val="0563C1"/><w:u w:val="single"/>'),
            _character("FootnoteReference", "footnote reference", '<w:vertAlign w:val="superscript"/>'),
            _character("CommentReference", "annotation reference", '<w:sz w:val="16"/><w:szCs w:val="16"/>'),
            _paragraph("FootnoteText", "footnote text", size - 2, 1),
            _paragraph("CommentText", "annotation text", 10, 0),
            _paragraph("BoxText", "Box Text", size - 0.5, 2),
            _paragraph("BoxLead", "Box Lead", size - 0.5, 2, f'<w:b/><w:color w:val="{layout.accent}"/>'),
        )
    )


def _character(key: str, name: str, look: str) -> str:
    return (
        f'<w:style w:type="character" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/><w:unhideWhenUsed/><w:rPr>{look}</w:rPr>'
        "</w:style>"
    )


def _paragraph(key: str, name: str, points: float, below: int, look: str = "") -> str:
    """Return a paragraph style of a size in points, with points below it."""
    half = round(2 * points)
    custom = ' w:customStyle="1"' if key.startswith("Box") else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:uiPriority w:val="99"/><w:unhideWhenUsed/><w:pPr><w:spacing w:before="0" w:after="{20 * below}" '
        f'w:line="240" w:lineRule="auto"/></w:pPr><w:rPr>{look}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
        "</w:style>"
    )
