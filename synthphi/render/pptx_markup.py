"""The XML of slides: one form a kind of shape, with holes. Lengths are inches, sizes points.

A slide, and each text box and table on it, is made of what it begins with and of the rest. Many decks have slides that
begin alike, with the same title and the same kind of shape below it: their start is deflated once.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal, TypeAlias, get_args

from synthphi.render.layouts import Layout
from synthphi.render.markup import DECLARATION, EMU, quoted, relationship
from synthphi.render.package import Kept, kept_end, kept_start

LineLook: TypeAlias = Literal["plain", "bold", "small", "bullet", "number"]

_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_TREE = (
    '<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
_CLOSE = "</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
SAID_START, SAID_END = '<a:p><a:r><a:rPr lang="en-US"/><a:t>', "</a:t></a:r></a:p>"
"""Before and behind the characters of a paragraph in a placeholder, which says how they look."""
BOLD_START = SAID_START.replace("/>", ' b="1"/>')
SHAPE_END = "</p:txBody></p:sp>"
_PLACEHOLDER = (
    '<p:sp><p:nvSpPr><p:cNvPr id="{key}" name="Placeholder {number}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
    "<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr><a:normAutofit/></a:bodyPr><a:lstStyle/>"
)
BIG_TITLE_START = _PLACEHOLDER.format(key=2, number=1, kind='type="ctrTitle"') + SAID_START
"""Before the characters of the title slide's title, which is its first shape."""
TITLE_START = _PLACEHOLDER.format(key=2, number=1, kind='type="title"') + SAID_START
"""Before those of another slide's."""
NOTES_START = kept_start(
    DECLARATION
    + (
        f'<p:notes {_SPACES}>{_TREE}<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image Placeholder 1"/><p:cNvSpPr>'
        '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr>'
        '</p:nvSpPr><p:spPr/></p:sp><p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes Placeholder 2"/><p:cNvSpPr><a:spLocks '
        'noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="3" sz="quarter"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody>'
        f"<a:bodyPr/><a:lstStyle/>{SAID_START}"
    ).encode()
)
NOTES_END = kept_end(f"{SAID_END}{SHAPE_END}{_CLOSE}</p:notes>".encode())

_LISTS: dict[LineLook, tuple[str, str]] = {
    "plain": ('marL="0" indent="0"', "<a:buNone/>"),
    "bullet": ('marL="285750" indent="-285750"', '<a:buFont typeface="Arial"/><a:buChar char="&#8226;"/>'),
    "number": ('marL="400050" indent="-400050"', '<a:buFont typeface="Arial"/><a:buAutoNum type="arabicPeriod"/>'),
}
"""Indents and mark of lists, and of paragraphs in none."""
_RUNS: dict[LineLook, tuple[str, int]] = {"bold": (' b="1"', 0), "small": ("", -3)}
"""Attributes and difference in size of characters that look other than the rest."""
# Said on the slide, too: LibreOffice does not look into the layout for it.
_SMALL = (
    '<a:rPr lang="en-US" sz="1000"><a:solidFill><a:srgbClr val="595959"/></a:solidFill>'
    '<a:latin typeface="+mn-lt"/></a:rPr>'
)
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_FOOTER, _NUMBER = 1_000, 1_001
"""The numbers of the shapes at the bottom of a slide: the same on all, so that slides end alike."""


@lru_cache(1_000)
def frame_start(shapes: str, *, hidden: bool) -> Kept:
    """Return the start of a slide with what its shapes begin with."""
    show = ' show="0"' if hidden else ""
    return kept_start(DECLARATION + f"<p:sld {_SPACES}{show}>{_TREE}{shapes}".encode())


@lru_cache(1_000)  # Most decks have one of a few footers.
def frame_end(footer: str, slide: int) -> Kept:
    """Return the end of a slide: the running footer, if there is one, and the slide's number.

    Args:
        footer: Its escaped characters.
        slide: The number of the slide, from 1.
    """
    said = f'<a:p><a:pPr algn="l"/><a:r>{_SMALL}<a:t>{footer}</a:t></a:r></a:p>'
    below = placeholder(_FOOTER, 'type="ftr" sz="quarter" idx="11"', said) if footer else ""
    field = (
        '<a:p><a:pPr algn="r"/><a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
        f"{_SMALL}<a:t>{slide}</a:t></a:fld></a:p>"
    )
    below += placeholder(_NUMBER, 'type="sldNum" sz="quarter" idx="12"', field)
    return kept_end(f"{below}{_CLOSE}</p:sld>".encode())


def placeholder(number: int, kind: str, paragraphs: str) -> str:
    """Return a placeholder; `kind` are the attributes that join it to one of its layout's."""
    return f"{_PLACEHOLDER.format(key=number + 1, number=number, kind=kind)}{paragraphs}{SHAPE_END}"


@lru_cache(1_000)  # As those in tables are, most are where others are in other decks.
def text_box_start(number: int, box: tuple[float, float, float, float], look: LineLook) -> str:
    """Return what a text box at (left, top, width, height) begins with, given how most of its paragraphs look."""
    left, top, width, height = _emu(box)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number + 1}" name="TextBox {number}"/><p:cNvSpPr txBox="1"/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>'
        f'<a:bodyPr wrap="square" lIns="0" rIns="0"><a:normAutofit/></a:bodyPr>{_list_style(look)}'
    )


def framed_box_start(number: int, box: tuple[float, float, float, float], layout: Layout) -> str:
    """Return what a text box at (left, top, width, height) with a frame, on a light ground, begins with."""
    left, top, width, height = _emu(box)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number + 1}" name="TextBox {number}"/><p:cNvSpPr txBox="1"/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{layout.shade}"/></a:solidFill>'
        '<a:ln w="15875"><a:solidFill><a:schemeClr val="accent1"/></a:solidFill></a:ln></p:spPr><p:txBody>'
        '<a:bodyPr wrap="square" lIns="182880" tIns="91440" rIns="182880" bIns="45720" anchor="ctr"><a:normAutofit/>'
        f"</a:bodyPr>{_list_style('plain')}"
    )


def _list_style(look: LineLook) -> str:
    indents, mark = _LISTS.get(look, _LISTS["plain"])
    space = '<a:spcAft><a:spcPts val="600"/></a:spcAft>'
    return f"<a:lstStyle><a:lvl1pPr {indents}>{space}{mark}</a:lvl1pPr></a:lstStyle>"


@cache
def line_starts(points: int, box_look: LineLook) -> dict[LineLook, str]:
    """Return what stands before the characters of a paragraph in a text box, by how it looks; behind is `SAID_END`.

    Args:
        points: How large the text on its slide is.
        box_look: The look that its box was begun with.
    """
    starts: dict[LineLook, str] = {}
    for look in get_args(LineLook):
        attributes, difference = _RUNS.get(look, ("", 0))
        run = f'<a:r><a:rPr lang="en-US" sz="{(points + difference) * 100}"{attributes}/><a:t>'
        starts[look] = f"<a:p>{_own_list(look, box_look)}{run}"
    return starts


def _own_list(look: LineLook, box_look: LineLook) -> str:
    """Return the properties of a paragraph that is in another list than its box says, or in none."""
    indents, mark = listed = _LISTS.get(look, _LISTS["plain"])
    return "" if listed == _LISTS.get(box_look, _LISTS["plain"]) else f"<a:pPr {indents}>{mark}</a:pPr>"


def hyperlink(key: str, target: str) -> str:
    """Return a relationship of a slide to an escaped target on the web."""
    return relationship(key, "hyperlink", target).removesuffix("/>") + ' TargetMode="External"/>'


def linked(before: str, shown: str, points: int, box_look: LineLook, relation: str) -> str:
    """Return a paragraph of escaped characters, of which those `shown` lead to the target of a relationship."""
    run = f'<a:rPr lang="en-US" sz="{points * 100}"'
    said = f"<a:r>{run}/><a:t>{before}</a:t></a:r>" if before else ""
    click = f'<a:hlinkClick r:id="{relation}"/>'
    return f"<a:p>{_own_list('plain', box_look)}{said}<a:r>{run}>{click}</a:rPr><a:t>{shown}{SAID_END}"


def picture_shape(number: int, box: tuple[float, float, float, float], relation: str, alt: str) -> str:
    """Return a picture at (left, top, width, height), with its escaped alternative text."""
    left, top, width, height = _emu(box)
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="{number + 1}" name="Picture {number}" descr="{quoted(alt)}"/><p:cNvPicPr>'
        '<a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill>'
        f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm>'
        f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></p:spPr></p:pic>"
    )


def chart_frame(number: int, box: tuple[float, float, float, float], relation: str) -> str:
    """Return the shape of a chart at (left, top, width, height), in inches."""
    left, top, width, height = _emu(box)
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number + 1}" name="Chart {number}"/><p:cNvGraphicFramePr>'
        '<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm>'
        f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></p:xfrm><a:graphic><a:graphicData '
        f'uri="{_CHART}"><c:chart xmlns:c="{_CHART}" r:id="{relation}"/></a:graphicData></a:graphic></p:graphicFrame>'
    )


def _emu(inches: Iterable[float]) -> list[int]:
    return [int(value * EMU) for value in inches]
