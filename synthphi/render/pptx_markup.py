"""The XML of slides: one form a kind of shape, with holes. Lengths are inches, sizes points."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from synthphi.render.layouts import Layout
from synthphi.render.markup import DECLARATION, EMU, quoted, relationship
from synthphi.render.package import Kept, kept_end, kept_start

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
FRAME_START = kept_start(DECLARATION + f"<p:sld {_SPACES}>{_TREE}".encode())
HIDDEN_START = kept_start(DECLARATION + f'<p:sld {_SPACES} show="0">{_TREE}'.encode())
NOTES_START = kept_start(
    DECLARATION
    + (
        f'<p:notes {_SPACES}>{_TREE}<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image Placeholder 1"/><p:cNvSpPr>'
        '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr>'
        '</p:nvSpPr><p:spPr/></p:sp><p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes Placeholder 2"/><p:cNvSpPr><a:spLocks '
        'noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="3" sz="quarter"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody>'
        "<a:bodyPr/><a:lstStyle/>"
    ).encode()
)
NOTES_END = kept_end(f"</p:txBody></p:sp>{_CLOSE}</p:notes>".encode())

_BULLET = (
    '<a:pPr marL="{indent}" indent="-{indent}"><a:spcAft><a:spcPts val="600"/></a:spcAft>'
    '<a:buFont typeface="Arial"/>{mark}</a:pPr>'
)
_SPACED = '<a:pPr marL="0" indent="0"><a:spcAft><a:spcPts val="600"/></a:spcAft><a:buNone/></a:pPr>'
LOOKS = {
    "plain": (_SPACED, "", 0),
    "bold": (_SPACED, ' b="1"', 0),
    "small": (_SPACED, "", -3),
    "bullet": (_BULLET.format(indent=285_750, mark='<a:buChar char="&#8226;"/>'), "", 0),
    "number": (_BULLET.format(indent=400_050, mark='<a:buAutoNum type="arabicPeriod"/>'), "", 0),
}
"""Paragraph properties, run attributes and difference in size by look."""
_RED = '<a:solidFill><a:srgbClr val="B00020"/></a:solidFill>'
# Said on the slide, too: LibreOffice does not look into the layout for it.
_SMALL = (
    '<a:rPr lang="en-US" sz="1000"><a:solidFill><a:srgbClr val="595959"/></a:solidFill>'
    '<a:latin typeface="+mn-lt"/></a:rPr>'
)
_CELL = "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p>"
_WHITE = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'


class Rows(NamedTuple):
    """The rows of a table: each cell's escaped characters, and whether they stand out."""

    cells: list[list[tuple[str, bool]]]
    heights: list[float]
    shares: tuple[float, ...]
    """Of its columns."""
    header: bool
    """Whether the first row is one. Without it, every other column holds captions."""


def paragraph(characters: str, points: int | None, look: str) -> str:
    """Return a paragraph of escaped characters; without a size, its placeholder decides (and the spacing too)."""
    properties, run = _beginning(points, look)
    return f"{properties}{run}{characters}</a:t></a:r></a:p>" if characters else f"{properties}</a:p>"


@cache
def _beginning(points: int | None, look: str) -> tuple[str, str]:
    """Return what a paragraph begins with, and what its characters stand in."""
    properties, attributes, difference = LOOKS[look]
    if points is None:
        return "<a:p>", f'<a:r><a:rPr lang="en-US"{attributes}/><a:t>'
    size = (points + difference) * 100
    return f"<a:p>{properties}", f'<a:r><a:rPr lang="en-US" sz="{size}"{attributes}/><a:t>'


def hyperlink(key: str, target: str) -> str:
    """Return a relationship of a slide to an escaped target on the web."""
    return relationship(key, "hyperlink", target).removesuffix("/>") + ' TargetMode="External"/>'


def linked(before: str, shown: str, points: int, relation: str) -> str:
    """Return a paragraph of escaped characters, of which those `shown` lead to the target of a relationship."""
    properties, _, _ = LOOKS["plain"]
    run = f'<a:rPr lang="en-US" sz="{points * 100}"'
    said = f"<a:r>{run}/><a:t>{before}</a:t></a:r>" if before else ""
    click = f'<a:hlinkClick r:id="{relation}"/>'
    return f"<a:p>{properties}{said}<a:r>{run}>{click}</a:rPr><a:t>{shown}</a:t></a:r></a:p>"


def placeholder(number: int, kind: str, paragraphs: str) -> str:
    """Return a placeholder shape; `kind` are the attributes that join it to one of its layout's placeholders."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number + 1}" name="Placeholder {number}"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f"</p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr><a:normAutofit/>"
        f"</a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
    )


@lru_cache(1_000)  # Most decks have one of a few footers, and as many slides and shapes on them as others.
def frame_end(shapes: int, footer: str, slide: int) -> Kept:
    """Return the end of a slide that has so many shapes: the running footer, if there is one, and the slide's number.

    Args:
        shapes: How many there are before.
        footer: Its escaped characters.
        slide: The number of the slide, from 1.
    """
    said = f'<a:p><a:pPr algn="l"/><a:r>{_SMALL}<a:t>{footer}</a:t></a:r></a:p>'
    below = placeholder(shapes + 1, 'type="ftr" sz="quarter" idx="11"', said) if footer else ""
    field = (
        '<a:p><a:pPr algn="r"/><a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
        f"{_SMALL}<a:t>{slide}</a:t></a:fld></a:p>"
    )
    below += placeholder(shapes + 1 + bool(footer), 'type="sldNum" sz="quarter" idx="12"', field)
    return kept_end(f"{below}{_CLOSE}</p:sld>".encode())


def text_box(number: int, box: tuple[float, float, float, float], paragraphs: str) -> str:
    """Return a text box at (left, top, width, height)."""
    left, top, width, height = _emu(box)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number + 1}" name="TextBox {number}"/><p:cNvSpPr txBox="1"/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>'
        '<a:bodyPr wrap="square" lIns="0" rIns="0"><a:normAutofit/></a:bodyPr><a:lstStyle/>'
        f"{paragraphs}</p:txBody></p:sp>"
    )


def framed_box(number: int, box: tuple[float, float, float, float], paragraphs: str, layout: Layout) -> str:
    """Return a text box at (left, top, width, height) with a frame, on a light ground."""
    left, top, width, height = _emu(box)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number + 1}" name="TextBox {number}"/><p:cNvSpPr txBox="1"/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{_colored(layout.shade)}<a:ln w="15875">'
        '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill></a:ln></p:spPr><p:txBody>'
        '<a:bodyPr wrap="square" lIns="182880" tIns="91440" rIns="182880" bIns="45720" anchor="ctr"><a:normAutofit/>'
        f"</a:bodyPr><a:lstStyle/>{paragraphs or '<a:p/>'}</p:txBody></p:sp>"
    )


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


def table_frame(number: int, box: tuple[float, float, float], table: Rows, points: int, layout: Layout) -> str:
    """Return a table at (left, top) of a width."""
    left, top, width = _emu(box)
    height = int(sum(table.heights) * EMU)
    columns = "".join([f'<a:gridCol w="{int(share * width)}"/>' for share in table.shares])
    plain, caption, head, flagged = _cell_starts(points - 2, _head_color(layout))
    _, captioned = _cell_ends(layout.table, layout.shade)
    header = table.header
    xml: list[str] = []
    for r, (cells, high) in enumerate(zip(table.cells, table.heights, strict=True)):
        is_head = header and r == 0
        empty, end = _cell_ends(layout.table, _fill(layout, r, head=is_head))
        xml.append(f'<a:tr h="{int(high * EMU)}">')
        if header:
            usual, standing_out = (head, head) if is_head else (plain, flagged)
            xml += [f"{standing_out if flag else usual}{said}{end}" if said else empty for said, flag in cells]
        else:
            for c, (said, flag) in enumerate(cells):
                if not said:
                    xml.append(empty)
                elif c % 2:
                    xml.append(f"{flagged if flag else plain}{said}{end}")
                else:
                    xml.append(f"{caption}{said}{captioned}")
        xml.append("</a:tr>")
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number + 1}" name="Table {number}"/><p:cNvGraphicFramePr>'
        '<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm>'
        f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></p:xfrm><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr firstRow="1"/>'
        f"<a:tblGrid>{columns}</a:tblGrid>{''.join(xml)}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _emu(inches: Iterable[float]) -> list[int]:
    return [int(value * EMU) for value in inches]


def _colored(color: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'


def _head_color(layout: Layout) -> str:
    return _colored(layout.accent) if layout.table == "rows" else _WHITE


def _fill(layout: Layout, row: int, *, head: bool) -> str | None:
    """Return the background of a row's cells."""
    if head:
        return None if layout.table == "rows" else layout.accent
    return layout.shade if layout.table == "zebra" and row % 2 == 0 else None


@cache
def _cell_starts(points: int, head_color: str) -> tuple[str, str, str, str]:
    """Return what stands before the characters of a cell that is plain, a caption, a heading, and that stands out."""
    plain, caption, head, flagged = [
        f'{_CELL}<a:r><a:rPr lang="en-US" sz="{points * 100}"{bold}>{color}</a:rPr><a:t>'
        for bold, color in (("", ""), (' b="1"', _colored("595959")), (' b="1"', head_color), (' b="1"', _RED))
    ]
    return plain, caption, head, flagged


@cache
def _cell_ends(table: str, fill: str | None) -> tuple[str, str]:
    """Return an empty cell, and what stands behind the characters of one: its lines and its background."""
    sides = "LRTB" if table == "grid" else "B"
    line = 'w="9525"><a:solidFill><a:srgbClr val="A6A6A6"/></a:solidFill>'
    lines = "".join(
        f"<a:ln{side} {line}</a:ln{side}>" if side in sides else f'<a:ln{side} w="0"><a:noFill/></a:ln{side}>'
        for side in "LRTB"
    )
    background = _colored(fill) if fill else "<a:noFill/>"
    look = f'<a:tcPr marT="36000" marB="36000" anchor="ctr">{lines}{background}</a:tcPr>'
    end = f"</a:p></a:txBody>{look}</a:tc>"
    return f"{_CELL}{end}", f"</a:t></a:r>{end}"
