"""The look of a deck, authored once a process and layout with python-pptx.

Made here: theme, master, a layout for the title slide and one for the others, the notes master. Slides and notes
are filled in by `synthphi.render.pptx`.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pptx
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from synthphi.render.drawings import Bitmap
from synthphi.render.layouts import OFFICE_FONTS, Layout
from synthphi.render.logos import layout_logo
from synthphi.render.markup import CUSTOM_TYPE, DECLARATION, EMU, picture_relation, relationship
from synthphi.render.package import Part, part, read_parts
from synthphi.render.photos import photo
from synthphi.render.pptx_markup import picture_shape

WIDTH, HEIGHT = 13.333, 7.5
"""Of a slide, in inches."""
MARGIN = 0.7
TOP, BOTTOM = 1.55, 6.75
"""The area of a slide's content, in inches from the top."""
_UNUSED_RELATIONS = ("/thumbnail", "/printerSettings")
_TYPES, _ROOT = "[Content_Types].xml", "_rels/.rels"
_FILLED = ("docProps/", "ppt/slides/", "ppt/notesSlides/", _TYPES, _ROOT, "ppt/presentation.xml", "ppt/_rels/")
"""Parts that each deck has of its own, or that depend on what it has."""
_GREY = "595959"

_OFFICE = "application/vnd.openxmlformats-officedocument.presentationml"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


@dataclass(frozen=True, slots=True)
class Further:
    """What few decks have: how many parts with comments and with charts, and whether properties of its own."""

    comments: int = 0
    charts: int = 0
    custom: bool = False


@dataclass(frozen=True, slots=True)
class PptxSkeleton:
    """The unchanging parts, and those that depend on the number of slides."""

    static: tuple[Part, ...]
    counted: Callable[[tuple[bool, ...], Further], tuple[Part, ...]]
    """Called with a flag a slide (whether it has notes) and what else there is: content types, presentation,
    relationships."""
    slide_relations: Callable[[int, bool, tuple[str, ...], bytes], Part]
    """Called with a slide's index, whether it has notes, the names of its photographs, and the XML of further
    relationships."""
    notes_relations: Callable[[int], Part]
    """Called with a slide's index."""


@cache
def skeleton(layout: Layout) -> PptxSkeleton:
    """Return the skeleton of a layout."""
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

    names = [part_of.part.partname.rsplit("/", 1)[-1] for part_of in (title, content)]

    @cache
    def counted(notes: tuple[bool, ...], further: Further) -> tuple[Part, ...]:
        return tuple(part(name, data) for name, data in _counted(parts, notes, further).items())

    @cache
    def usual_relations(index: int, notes: bool, photos: tuple[str, ...]) -> Part:
        return slide_part(index, notes, photos, b"")

    def slide_relations(index: int, notes: bool, photos: tuple[str, ...], more: bytes) -> Part:
        # Further ones hold the deck's own targets: nothing to keep.
        return slide_part(index, notes, photos, more) if more else usual_relations(index, notes, photos)

    def slide_part(index: int, notes: bool, photos: tuple[str, ...], more: bytes) -> Part:
        relations = _relation(1, "slideLayout", f"../slideLayouts/{names[0 if index == 0 else 1]}")
        if notes:
            relations += _relation(2, "notesSlide", f"../notesSlides/notesSlide{index + 1}.xml")
        for i, name in enumerate(photos):
            relations += relationship(picture_relation(i), "image", f"../media/{name}.png")
        return _relations(f"ppt/slides/_rels/slide{index + 1}.xml.rels", relations.encode() + more)

    @cache
    def notes_relations(index: int) -> Part:
        relations = _relation(1, "notesMaster", "../notesMasters/notesMaster1.xml")
        relations += _relation(2, "slide", f"../slides/slide{index + 1}.xml")
        return _relations(f"ppt/notesSlides/_rels/notesSlide{index + 1}.xml.rels", relations.encode())

    static = tuple(part(name, data) for name, data in parts.items() if not name.startswith(_FILLED))
    return PptxSkeleton(static, counted, slide_relations, notes_relations)


@cache
def photo_part(name: str) -> Part:
    """Return a photograph as a part of a deck."""
    return part(f"ppt/media/{name}.png", photo(name).png)


def _relation(key: int, kind: str, target: str) -> str:
    return relationship(f"rId{key}", kind, target)


def _relations(name: str, inner: bytes) -> Part:
    space = b"http://schemas.openxmlformats.org/package/2006/relationships"
    return part(name, DECLARATION + b'<Relationships xmlns="' + space + b'">' + inner + b"</Relationships>")


def _counted(parts: dict[str, bytes], notes: tuple[bool, ...], further: Further) -> dict[str, bytes]:
    """Return content types, presentation, its relationships and those of the package for so many slides."""
    types = parts[_TYPES].decode()
    types = re.sub(r'<Override PartName="/ppt/(slides|notesSlides)/[^>]*/>', "", types)
    overrides = "".join(
        f'<Override PartName="/ppt/slides/slide{i}.xml" ContentType="{_OFFICE}.slide+xml"/>'
        + (f'<Override PartName="/ppt/notesSlides/notesSlide{i}.xml" ContentType="{_OFFICE}.notesSlide+xml"/>' * has)
        for i, has in enumerate(notes, start=1)
    )
    overrides += _further_types(further)
    relations = parts["ppt/_rels/presentation.xml.rels"].decode()
    relations = re.sub(r'<Relationship [^>]*Target="slides/[^>]*/>', "", relations)
    first = 100  # above the keys that the library has given out
    slides = "".join(_relation(first + i, "slide", f"slides/slide{i}.xml") for i, _ in enumerate(notes, start=1))
    if further.comments:
        slides += relationship("rIdAuthors", "commentAuthors", "commentAuthors.xml")
    root = parts[_ROOT].decode()
    if further.custom:
        custom = relationship("rIdCustom", "custom-properties", "docProps/custom.xml")
        root = root.replace("</Relationships>", f"{custom}</Relationships>")
    master = re.search(r'Id="(rId\d+)" [^>]*Target="notesMasters/', relations)
    assert master is not None  # authored above
    listed = "".join(f'<p:sldId id="{255 + i}" r:id="rId{first + i}"/>' for i, _ in enumerate(notes, start=1))
    presentation = re.sub(
        r"<p:sldIdLst>.*</p:sldIdLst>",
        f'<p:notesMasterIdLst><p:notesMasterId r:id="{master[1]}"/></p:notesMasterIdLst>'
        f"<p:sldIdLst>{listed}</p:sldIdLst>",
        parts["ppt/presentation.xml"].decode(),
    )
    return {
        _TYPES: types.replace("</Types>", f"{overrides}</Types>").encode(),
        "ppt/presentation.xml": presentation.replace(' type="screen4x3"', "").encode(),
        "ppt/_rels/presentation.xml.rels": relations.replace("</Relationships>", f"{slides}</Relationships>").encode(),
        _ROOT: root.encode(),
    }


def _further_types(further: Further) -> str:
    named = [(f"ppt/comments/comment{i}.xml", f"{_OFFICE}.comments+xml") for i in range(1, further.comments + 1)]
    if further.comments:
        named.append(("ppt/commentAuthors.xml", f"{_OFFICE}.commentAuthors+xml"))
    named += [(f"ppt/charts/chart{i}.xml", _CHART_TYPE) for i in range(1, further.charts + 1)]
    if further.custom:
        named.append(("docProps/custom.xml", CUSTOM_TYPE))
    return "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in named)


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
    inner = WIDTH - 2 * MARGIN
    if layout.letterhead == "banner":
        _rectangle(slide, 0, 0, WIDTH, 4.4, accent)
        _look(shapes["CENTER_TITLE"], (MARGIN, 1.3, inner, 2.6), 38, "FFFFFF", "l", MSO_ANCHOR.BOTTOM, bold=True)
        _look(shapes["SUBTITLE"], (MARGIN, 4.7, inner, 2.0), 16, _GREY, "l", MSO_ANCHOR.TOP)
    elif layout.letterhead == "centered":
        _look(shapes["CENTER_TITLE"], (MARGIN, 1.4, inner, 2.2), 38, accent, "ctr", MSO_ANCHOR.BOTTOM, bold=True)
        _rectangle(slide, WIDTH / 2 - 1.6, 3.85, 3.2, 0.04, accent)
        _look(shapes["SUBTITLE"], (MARGIN, 4.15, inner, 2.3), 16, _GREY, "ctr", MSO_ANCHOR.TOP)
    else:
        _rectangle(slide, 0, 0, 0.4, HEIGHT, accent)
        _look(shapes["CENTER_TITLE"], (1.2, 1.2, inner - 0.6, 2.4), 36, accent, "l", MSO_ANCHOR.BOTTOM, bold=True)
        _rectangle(slide, 1.3, 3.8, 5.0, 0.03, _GREY)
        _look(shapes["SUBTITLE"], (1.2, 4.05, inner - 0.6, 2.4), 16, _GREY, "l", MSO_ANCHOR.TOP)
    where = {"banner": (MARGIN, 0.45), "centered": (WIDTH / 2 - 0.4, 0.6), "split": (1.3, 0.5)}[layout.letterhead]
    _picture(slide, *where, 0.8, layout_logo(layout))
    _furniture(shapes)


def _content_layout(slide: Any, layout: Layout) -> None:
    accent, shapes = layout.accent, _by_type(slide)
    inner = WIDTH - 2 * MARGIN
    if layout.letterhead == "banner":
        _rectangle(slide, 0, 0, WIDTH, 1.15, accent)
        _look(shapes["TITLE"], (MARGIN, 0.2, inner, 0.8), 28, "FFFFFF", "l", MSO_ANCHOR.MIDDLE, bold=True)
    elif layout.letterhead == "centered":
        _rectangle(slide, MARGIN, 1.22, inner, 0.025, accent)
        _look(shapes["TITLE"], (MARGIN, 0.35, inner, 0.85), 28, accent, "ctr", MSO_ANCHOR.MIDDLE, bold=True)
    else:
        _rectangle(slide, 0, 0, 0.18, HEIGHT, accent)
        _rectangle(slide, MARGIN, 1.22, inner, 0.02, "BFBFBF")
        _look(shapes["TITLE"], (MARGIN, 0.35, inner, 0.85), 26, accent, "l", MSO_ANCHOR.MIDDLE, bold=True)
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
