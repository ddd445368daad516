"""The look of Word documents, authored with python-docx: styles, page set-up, the logo."""

import io
from functools import cache
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt, RGBColor

from synthphi.render.authoring.docx_lists import add_numbering, add_table_styles
from synthphi.render.docx_markup import LOGO_RELATION
from synthphi.render.docx_skeleton import HOLE
from synthphi.render.layouts import OFFICE_FONTS, Layout
from synthphi.render.package import read_parts
from synthphi.render.pictures import layout_logo

_AFTER_SHADING = (
    *("w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"),
)
"""What stands behind borders and shading in a paragraph's properties: the schema has an order."""
_KEPT_STYLES = frozenset(
    ("Normal", "Title", "Heading 1", "List Bullet", "List Number", "Default Paragraph Font", "Normal Table", "No List")
)
_UNUSED_RELATIONS = ("/thumbnail", "/customXml", "/stylesWithEffects")
_GREY = "595959"


def author(layout: Layout) -> dict[str, bytes]:
    """Return the parts of a document of a layout, with a hole in body, header and footer."""
    document = docx.Document(io.BytesIO(_template()))
    _page(document, layout)
    _styles(document, layout)
    add_numbering(document)
    add_table_styles(document, layout)
    key, _ = document.part.get_or_add_image(io.BytesIO(layout_logo(layout).png))
    # A name that no document's own relationship has.
    logo_relation = document.part.rels[LOGO_RELATION] = document.part.rels.pop(key)
    logo_relation._rId = LOGO_RELATION
    document.add_paragraph(HOLE)
    buffer = io.BytesIO()
    document.save(buffer)
    return read_parts(buffer.getvalue())


@cache
def _template() -> bytes:
    """Return python-docx's template without what no document uses: most of its styles, and its picture."""
    document = docx.Document()
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_UNUSED_RELATIONS)]:
            del relations[key]
    for style in list(document.styles):
        if style.name not in _KEPT_STYLES:
            style.element.getparent().remove(style.element)
        _drop(style, "w:link")  # to a style for characters, which is none of those that are kept
    compatibility = document.settings.element.xpath('.//w:compatSetting[@w:name="compatibilityMode"]')[0]
    compatibility.set(qn("w:val"), "15")  # below, Word opens the file in compatibility mode
    for revision in document.settings.element.xpath(".//w:rsids | .//w:savePreviewPicture"):
        revision.getparent().remove(revision)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(document: Any, layout: Layout) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(layout.margin)
    section.top_margin, section.bottom_margin = Inches(0.9), Inches(0.85)
    section.header_distance = section.footer_distance = Inches(0.45)
    for area in (section.header, section.footer):
        area.is_linked_to_previous = False
        area.paragraphs[0].text = HOLE
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
        style.element.get_or_add_pPr().insert_element_before(shading, *_AFTER_SHADING)
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
    font.name, font.size, font.bold, font.italic = OFFICE_FONTS[layout.font], Pt(points), bold, italic
    font.color.rgb = RGBColor.from_string(color)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # The template's theme fonts would win over the name.
    for attribute in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[attribute]
    for script in ("eastAsia", "cs"):
        fonts.set(f"{{{fonts.nsmap['w']}}}{script}", OFFICE_FONTS[layout.font])


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
        *("w:shd", *_AFTER_SHADING),
    )
