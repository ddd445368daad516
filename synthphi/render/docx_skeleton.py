"""The look of a Word document, authored once a process and layout with python-docx.

Everything that does not change from document to document is made here: styles, numbering, page set-up. The body,
the running header and footer and the properties are filled in by `synthphi.render.docx`.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt, RGBColor

from synthphi.render.drawings import Bitmap
from synthphi.render.layouts import Layout
from synthphi.render.logos import layout_logo
from synthphi.render.markup import EMU, quoted
from synthphi.render.package import Part, part, read_parts
from synthphi.render.photos import photo

NUMBERED_LISTS = 40
"""Numbered lists that a document may have: each counts from 1 by a numbering instance of its own."""
BULLET_NUMBERING = 1
FIRST_NUMBERING = 2
"""Ids of numbering instances: 1 are bullets, from 2 on numbered lists."""
LOGO_RELATION = "rIdLogo"
TWIPS = 1440
"""Twentieths of a point an inch."""
_FONTS = {"sans": "Arial", "serif": "Times New Roman"}
_RELATIONS = "word/_rels/document.xml.rels"
_HOLE = "@@HOLE@@"
_FILLED = ("docProps/", "word/document.xml", "word/header", "word/footer", _RELATIONS)
"""Parts that each document has of its own."""
_KEPT_STYLES = frozenset(
    ("Normal", "Title", "Heading 1", "List Bullet", "List Number", "Default Paragraph Font", "Normal Table", "No List")
)
_UNUSED_RELATIONS = ("/thumbnail", "/customXml", "/stylesWithEffects")
_PICTURE_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP, _A, _R = (nsdecls(prefix) for prefix in ("wp", "a", "r"))
_GREY = "595959"
_LINES = "A6A6A6"
_CELL_MARGINS = {"top": 40, "left": 90, "bottom": 40, "right": 90}
"""In twips."""


@dataclass(frozen=True, slots=True)
class DocxSkeleton:
    """The unchanging parts, and what stands around the holes of the others."""

    static: tuple[Part, ...]
    document: tuple[bytes, bytes]
    header: tuple[bytes, bytes]
    footer: tuple[bytes, bytes]
    pictures: Callable[[tuple[str, ...]], tuple[Part, ...]]
    """Called with the names of a document's photographs: the relationships of its main part, and the photographs."""
    text_width: int
    """Between the margins, in twips."""


@cache
def skeleton(layout: Layout) -> DocxSkeleton:
    """Return the skeleton of a layout."""
    document = docx.Document()
    _drop_unused(document)
    _page(document, layout)
    _styles(document, layout)
    _numbering(document)
    _table_styles(document, layout)
    key, _ = document.part.get_or_add_image(io.BytesIO(layout_logo(layout).png))
    # A name that no document's own relationship has.
    logo_relation = document.part.rels[LOGO_RELATION] = document.part.rels.pop(key)
    logo_relation._rId = LOGO_RELATION
    document.add_paragraph(_HOLE)
    buffer = io.BytesIO()
    document.save(buffer)
    parts = read_parts(buffer.getvalue())
    names = {"document": "word/document.xml", "header": "word/header1.xml", "footer": "word/footer1.xml"}
    relations = parts[_RELATIONS].decode()

    @cache
    def pictures(names: tuple[str, ...]) -> tuple[Part, ...]:
        added = "".join(
            f'<Relationship Id="{picture_relation(i)}" Type="{RT.IMAGE}" Target="media/{name}.png"/>'
            for i, name in enumerate(names)
        )
        own = relations.replace("</Relationships>", f"{added}</Relationships>").encode()
        return (part(_RELATIONS, own), *[part(f"word/media/{name}.png", photo(name).png) for name in names])

    return DocxSkeleton(
        pictures=pictures,
        static=tuple(part(name, data) for name, data in parts.items() if not name.startswith(_FILLED)),
        text_width=int((8.5 - 2 * layout.margin) * TWIPS),
        **{key: _around_hole(parts[name]) for key, name in names.items()},
    )


def picture_relation(number: int) -> str:
    """Return the key of a document's photograph `number`, from 0."""
    return f"rIdPhoto{number}"


def picture_run(relation: str, bitmap: Bitmap, height: float, number: int, alt: str) -> str:
    """Return a run with a picture in the line.

    Args:
        relation: The key of the picture's relationship.
        bitmap: The picture.
        height: In inches.
        number: The number of the drawing in the document, from 1.
        alt: The alternative text, escaped.
    """
    down = int(height * EMU)
    extent = f'cx="{down * bitmap.width // bitmap.height}" cy="{down}"'
    described = f' descr="{quoted(alt)}"' if alt else ""
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0" {_WP}><wp:extent {extent}/>'
        f'<wp:docPr id="{number}" name="Picture {number}"{described}/><a:graphic {_A}><a:graphicData '
        f'uri="{_PICTURE_SPACE}"><pic:pic xmlns:pic="{_PICTURE_SPACE}"><pic:nvPicPr><pic:cNvPr id="{number}" '
        f'name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}" {_R}/>'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def _drop_unused(document: Any) -> None:
    """Leave out what no document uses of python-docx's template: most of its styles, and its picture."""
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_UNUSED_RELATIONS)]:
            del relations[key]
    for style in list(document.styles):
        if style.name not in _KEPT_STYLES:
            style.element.getparent().remove(style.element)
    compatibility = document.settings.element.xpath('.//w:compatSetting[@w:name="compatibilityMode"]')[0]
    compatibility.set(qn("w:val"), "15")  # below, Word opens the file in compatibility mode
    for revision in document.settings.element.xpath(".//w:rsids | .//w:savePreviewPicture"):
        revision.getparent().remove(revision)


def _around_hole(xml: bytes) -> tuple[bytes, bytes]:
    """Return what stands before and behind the paragraph with the hole."""
    before, behind = xml.split(_HOLE.encode())
    return before[: before.rindex(b"<w:p>")], behind[behind.index(b"</w:p>") + len(b"</w:p>") :]


def _page(document: Any, layout: Layout) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(layout.margin)
    section.top_margin, section.bottom_margin = Inches(0.9), Inches(0.85)
    section.header_distance = section.footer_distance = Inches(0.45)
    for area in (section.header, section.footer):
        area.is_linked_to_previous = False
        area.paragraphs[0].text = _HOLE
        area.paragraphs[0].style = document.styles["Normal"]


def _styles(document: Any, layout: Layout) -> None:
    styles, size, accent = document.styles, layout.size, layout.accent
    _font(styles["Normal"], layout, size)
    _spacing(styles["Normal"], 0, 5)
    styles["Normal"].paragraph_format.line_spacing = 1.08
    _heading(styles["Heading 1"], layout)
    _font(styles["Title"], layout, size + 7, color=accent, bold=True)
    _spacing(styles["Title"], 10, 8)
    _drop(styles["Title"], "w:pBdr")
    centered = layout.letterhead == "centered"
    styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER if centered else WD_ALIGN_PARAGRAPH.LEFT

    def new(name: str, points: float, color: str = "000000", **look: Any) -> Any:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _font(style, layout, points, color=color, **look)
        _spacing(style, 0, 0)
        return style

    on_banner = layout.letterhead == "banner"
    name = new("Letterhead Name", size + 6, "FFFFFF" if on_banner else accent, bold=True)
    line = new("Letterhead Line", size - 1, "FFFFFF" if on_banner else "404040")
    if centered:
        name.paragraph_format.alignment = line.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    new("Letterhead Right", size - 1, "404040").paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _spacing(new("Lead", size + 0.5, bold=True), 2, 6)
    _spacing(new("Small", size - 1.5, "404040"), 0, 4)
    quote = new("Block Quote", size, "404040", italic=True)
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Inches(0.4)
    _spacing(quote, 2, 6)
    _spacing(new("Closing", size), 8, 4)
    _spacing(new("Choice", size), 3, 5)
    new("Cell", size - 0.5)
    new("Cell Head", size - 0.5, "FFFFFF" if layout.table == "zebra" else accent, bold=True)
    new("Cell Flag", size - 0.5, "B00020", bold=True)
    new("Caption Cell", size - 0.5, _GREY, bold=True)
    new("Box Caption", size - 2.5, _GREY)
    new("Box Value", size)
    new("Spacer", 4).paragraph_format.line_spacing = Pt(6)
    _signature(new("Signature Value", size), new("Signature Caption", size - 2, _GREY), layout)
    tabs = Inches(8.5 - 2 * layout.margin)
    for area in ("Running Header", "Running Footer"):
        style = new(area, size - 2, _GREY)
        style.paragraph_format.tab_stops.add_tab_stop(tabs, WD_TAB_ALIGNMENT.RIGHT)
        _border(style, "bottom" if area == "Running Header" else "top", layout.accent, 4)
    for kind in ("List Bullet", "List Number"):
        _spacing(styles[kind], 0, 3)


def _heading(style: Any, layout: Layout) -> None:
    _font(style, layout, layout.size + (1 if layout.heading == "caps" else 2), color=layout.accent, bold=True)
    _spacing(style, 11, 4)
    style.paragraph_format.keep_with_next = True
    if layout.heading == "caps":
        style.font.all_caps = True
    elif layout.heading == "underlined":
        _border(style, "bottom", layout.accent, 6)
    else:
        shading = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{layout.shade}"/>')
        style.element.get_or_add_pPr().append(shading)
        _border(style, "left", layout.accent, 24)


def _signature(value: Any, caption: Any, layout: Layout) -> None:
    right = Inches(8.5 - 2 * layout.margin - 3.4)
    for style in (value, caption):
        style.paragraph_format.right_indent = right
        style.paragraph_format.keep_together = True
    _spacing(value, 22, 0)
    value.paragraph_format.keep_with_next = True
    _border(value, "bottom", "404040", 6)
    _spacing(caption, 1, 8)


def _font(
    style: Any, layout: Layout, points: float, *, color: str = "000000", bold: bool = False, italic: bool = False
) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = _FONTS[layout.font], Pt(points), bold, italic
    font.color.rgb = RGBColor.from_string(color)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # The template's theme fonts would win over the name.
    for attribute in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[attribute]
    for script in ("eastAsia", "cs"):
        fonts.set(f"{{{fonts.nsmap['w']}}}{script}", _FONTS[layout.font])


def _spacing(style: Any, before: float, after: float) -> None:
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _drop(style: Any, tag: str) -> None:
    for element in style.element.xpath(f".//{tag}"):
        element.getparent().remove(element)


def _border(style: Any, side: str, color: str, eighths: int) -> None:
    border = f'<w:{side} w:val="single" w:sz="{eighths}" w:space="2" w:color="{color}"/>'
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"),
        *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc"),
    )


def _numbering(document: Any) -> None:
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
        _drop(document.styles[name], "w:numPr")


def _table_styles(document: Any, layout: Layout) -> None:
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
