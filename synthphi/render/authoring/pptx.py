"""The look of decks, authored with python-pptx: theme, master, layouts, the notes master."""

import io
import re
from typing import Any

import pptx
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from synthphi.render.authoring.pptx_tables import table_styles
from synthphi.render.layouts import OFFICE_FONTS, Layout
from synthphi.render.markup import EMU
from synthphi.render.package import read_parts
from synthphi.render.pictures import Bitmap, layout_logo
from synthphi.render.pptx_markup import picture_shape
from synthphi.render.pptx_skeleton import HEIGHT, INNER, MARGIN, WIDTH

_UNUSED_RELATIONS = ("/thumbnail", "/printerSettings")
_GREY = "595959"


def author(layout: Layout) -> dict[str, bytes]:
    """Return the parts of a deck of a layout, with a slide that has notes."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for relations in (deck.part.rels, deck.part.package._rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_UNUSED_RELATIONS)]:
            relations.pop(key)
    for unused in list(deck.slide_layouts):
        if unused.name not in {"Title Slide", "Title Only"}:
            deck.slide_layouts.remove(unused)
    _furniture(_by_type(deck.slide_master))
    title, content = deck.slide_layouts
    _title_layout(title, layout)
    _content_layout(content, layout)
    # A slide with notes, so that there is a notes master.
    deck.slides.add_slide(content).notes_slide  # noqa: B018
    buffer = io.BytesIO()
    deck.save(buffer)
    parts = read_parts(buffer.getvalue())
    theme = "ppt/theme/theme1.xml"
    parts[theme] = _themed(parts[theme], layout)
    parts["ppt/tableStyles.xml"] = table_styles(layout)
    return parts


def _themed(theme: bytes, layout: Layout) -> bytes:
    """Return the theme with the fonts and the accent colours of a layout."""
    font = OFFICE_FONTS[layout.font].encode()
    theme = re.sub(rb'<a:latin typeface="[^"]*"', b'<a:latin typeface="' + font + b'"', theme)
    for slot, color in (("dk2", layout.accent), ("accent1", layout.accent), ("lt2", layout.shade)):
        tag = slot.encode()
        theme = re.sub(
            rb"<a:" + tag + rb">.*?</a:" + tag + rb">",
            b"<a:" + tag + b'><a:srgbClr val="' + color.encode() + b'"/></a:' + tag + b">",
            theme,
        )
    return theme


def _title_layout(slide: Any, layout: Layout) -> None:
    accent, shapes = layout.accent, _by_type(slide)
    if layout.letterhead == "banner":
        _rectangle(slide, 0, 0, WIDTH, 4.4, accent)
        _look(shapes["CENTER_TITLE"], (MARGIN, 1.3, INNER, 2.6), 38, "FFFFFF", "l", MSO_ANCHOR.BOTTOM, bold=True)
        _look(shapes["SUBTITLE"], (MARGIN, 4.7, INNER, 2.0), 16, _GREY, "l", MSO_ANCHOR.TOP)
    elif layout.letterhead == "centered":
        _look(shapes["CENTER_TITLE"], (MARGIN, 1.4, INNER, 2.2), 38, accent, "ctr", MSO_ANCHOR.BOTTOM, bold=True)
        _rectangle(slide, WIDTH / 2 - 1.6, 3.85, 3.2, 0.04, accent)
        _look(shapes["SUBTITLE"], (MARGIN, 4.15, INNER, 2.3), 16, _GREY, "ctr", MSO_ANCHOR.TOP)
    else:
        _rectangle(slide, 0, 0, 0.4, HEIGHT, accent)
        _look(shapes["CENTER_TITLE"], (1.2, 1.2, INNER - 0.6, 2.4), 36, accent, "l", MSO_ANCHOR.BOTTOM, bold=True)
        _rectangle(slide, 1.3, 3.8, 5.0, 0.03, _GREY)
        _look(shapes["SUBTITLE"], (1.2, 4.05, INNER - 0.6, 2.4), 16, _GREY, "l", MSO_ANCHOR.TOP)
    where = {"banner": (MARGIN, 0.45), "centered": (WIDTH / 2 - 0.4, 0.6), "split": (1.3, 0.5)}[layout.letterhead]
    _picture(slide, *where, 0.8, layout_logo(layout))
    _furniture(shapes)


def _content_layout(slide: Any, layout: Layout) -> None:
    accent, shapes = layout.accent, _by_type(slide)
    if layout.letterhead == "banner":
        _rectangle(slide, 0, 0, WIDTH, 1.15, accent)
        _look(shapes["TITLE"], (MARGIN, 0.2, INNER, 0.8), 28, "FFFFFF", "l", MSO_ANCHOR.MIDDLE, bold=True)
    elif layout.letterhead == "centered":
        _rectangle(slide, MARGIN, 1.22, INNER, 0.025, accent)
        _look(shapes["TITLE"], (MARGIN, 0.35, INNER, 0.85), 28, accent, "ctr", MSO_ANCHOR.MIDDLE, bold=True)
    else:
        _rectangle(slide, 0, 0, 0.18, HEIGHT, accent)
        _rectangle(slide, MARGIN, 1.22, INNER, 0.02, "BFBFBF")
        _look(shapes["TITLE"], (MARGIN, 0.35, INNER, 0.85), 26, accent, "l", MSO_ANCHOR.MIDDLE, bold=True)
    _furniture(shapes)


def _furniture(shapes: dict[str, Any]) -> None:
    _look(shapes["FOOTER"], (MARGIN, 6.95, 9.0, 0.35), 10, _GREY, "l", MSO_ANCHOR.MIDDLE)
    _look(shapes["SLIDE_NUMBER"], (WIDTH - MARGIN - 1.5, 6.95, 1.5, 0.35), 10, _GREY, "r", MSO_ANCHOR.MIDDLE)
    date = shapes["DATE"].element
    date.getparent().remove(date)


def _by_type(slide: Any) -> dict[str, Any]:
    return {shape.placeholder_format.type.name: shape for shape in slide.placeholders}


def _look(
    shape: Any,
    box: tuple[float, float, float, float],
    points: int,
    color: str,
    align: str,
    anchor: MSO_ANCHOR,
    *,
    bold: bool = False,
) -> None:
    shape.left, shape.top, shape.width, shape.height = (Inches(value) for value in box)
    shape.text_frame.vertical_anchor = anchor
    styles = shape.text_frame._txBody.find(f"{{{shape.element.nsmap['a']}}}lstStyle")
    for child in list(styles):
        styles.remove(child)
    styles.append(
        parse_xml(
            f'<a:lvl1pPr {nsdecls("a")} marL="0" indent="0" algn="{align}"><a:buNone/><a:defRPr sz="{points * 100}" '
            f'b="{int(bold)}"><a:solidFill><a:srgbClr val="{color}"/></a:solidFill><a:latin typeface="+mn-lt"/>'
            "</a:defRPr></a:lvl1pPr>"
        )
    )


def _picture(slide: Any, x: float, y: float, side: float, bitmap: Bitmap) -> None:
    """Draw a square picture behind the placeholders of a layout, above its rectangles."""
    _, key = slide.part.get_or_add_image_part(io.BytesIO(bitmap.png))
    tree = slide.shapes._spTree
    shape = picture_shape(200, (x, y, side, side), key, "")
    shape = shape.replace("<p:pic>", f"<p:pic {nsdecls('p', 'a', 'r')}>")
    rectangles = sum(1 for one in tree if one.tag == qn("p:sp") and one.find(f".//{qn('p:ph')}") is None)
    tree.insert(2 + rectangles, parse_xml(shape))


def _rectangle(slide: Any, x: float, y: float, width: float, height: float, color: str) -> None:
    """Draw a rectangle behind the placeholders of a layout."""
    tree = slide.shapes._spTree
    key = 100 + len(tree)
    offset, extent = (f'x="{int(x * EMU)}" y="{int(y * EMU)}"', f'cx="{int(width * EMU)}" cy="{int(height * EMU)}"')
    tree.insert(
        2,
        parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{key}" name="Rectangle {key}"/><p:cNvSpPr/><p:nvPr '
            f'userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off {offset}/><a:ext {extent}/></a:xfrm><a:prstGeom '
            f'prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{color}"/></a:solidFill><a:ln><a:noFill/>'
            "</a:ln></p:spPr></p:sp>"
        ),
    )
