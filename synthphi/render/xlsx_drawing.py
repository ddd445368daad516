"""What lies over the cells of a sheet: pictures, text boxes and charts, a part of drawings a sheet."""

from math import ceil

from synthphi.document import Picture, TextBox, plain
from synthphi.render.base import Places
from synthphi.render.layouts import Layout
from synthphi.render.markup import EMU, escape, put, quoted
from synthphi.render.pictures import Bitmap

_SPACES = (
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PAD = EMU // 24
_POINT = EMU // 72
_PIXEL = EMU // 96
LOGO_NAME = "logo"
"""What the picture of the letterhead's logo is called."""
PICTURE, LOGO = 1.45, 0.46
"""The height of a photograph and of the letterhead's logo, in inches."""
_BOX = 4.2
CHART = (6.2, 2.9)
"""Width and height, in inches."""
_GLYPH = {"sans": 0.55, "serif": 0.5, "mono": 0.61}
"""The width of a character on average in the height of the font."""


class Drawings:
    """The drawings of a sheet, in their order."""

    def __init__(self) -> None:
        self.anchors: list[str] = []
        self.images: list[str] = []
        """The relations to pictures, by number, each with the name of its part."""
        self.charts: list[int] = []
        """The numbers of the workbook's charts that are on it, from 1."""

    @property
    def only_logo(self) -> bool:
        """Whether there is nothing but the letterhead's logo: a part that many workbooks have."""
        return self.images == [LOGO_NAME] and len(self.anchors) == 1

    def logo(self, bitmap: Bitmap, at: tuple[int, int], row: int) -> None:
        """Put a logo on a row, at a column and so many pixels from its left."""
        column, pixels = at
        side = int(LOGO * EMU)
        where = f"<xdr:col>{column}</xdr:col><xdr:colOff>{pixels * _PIXEL}</xdr:colOff>"
        self._anchor(where, row, (side, side * bitmap.height // bitmap.width), self._picture(LOGO_NAME, "Logo", ""))

    def picture(self, block: Picture, bitmap: Bitmap, path: str, row: int, places: list[Places]) -> float:
        """Put a photograph on a row, and return how high the row is, in points."""
        height = int(PICTURE * EMU)
        alt = quoted(escape(put(block.alt, f"{path}/drawing[{len(self.anchors)}]/alt", places)))
        shape = self._picture(block.image, "Picture", alt)
        self._anchor(_FIRST, row, (height * bitmap.width // bitmap.height, height), shape)
        return _room(height)

    def box(self, block: TextBox, layout: Layout, path: str, row: int, places: list[Places]) -> float:
        """Put a text box on a row, and return how high the row is, in points."""
        number = len(self.anchors)
        points = layout.size
        lines, rows = [], 0
        for k, line in enumerate(block.lines):
            said = escape(put(line, f"{path}/drawing[{number}]/p[{k}]", places))
            bold = "" if k else ' b="1"'
            look = f'sz="{int(points * 100)}"{bold}><a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
            run = f'<a:r><a:rPr lang="en-US" {look}</a:rPr><a:t>{said}</a:t></a:r>' if said else ""
            lines.append(f"<a:p>{run}</a:p>")
            room = (_BOX * 72 - 16) / (points * _GLYPH[layout.font])
            rows += max(1, ceil(len(plain(line)) / room))
        extent = (int(_BOX * EMU), int((rows * points * 1.3 + 12) * _POINT))
        shape = (
            f'<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="{number + 2}" name="TextBox {number + 1}"/><xdr:cNvSpPr txBox="1"/>'
            f"</xdr:nvSpPr><xdr:spPr>{_form(extent)}<a:solidFill><a:srgbClr "
            f'val="{layout.shade}"/></a:solidFill><a:ln w="12700"><a:solidFill><a:srgbClr val="{layout.accent}"/>'
            '</a:solidFill></a:ln></xdr:spPr><xdr:txBody><a:bodyPr wrap="square" anchor="t"/><a:lstStyle/>'
            f"{''.join(lines) or '<a:p/>'}</xdr:txBody></xdr:sp>"
        )
        self._anchor(_FIRST, row, extent, shape)
        return _room(extent[1])

    def chart(self, chart: int, row: int) -> float:
        """Put chart `chart` of the workbook, from 1, on a row, and return how high the row is, in points."""
        number = len(self.anchors)
        extent = (int(CHART[0] * EMU), int(CHART[1] * EMU))
        frame = (
            f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{number + 2}" name="Chart {number + 1}"/>'
            '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/>'
            f'</xdr:xfrm><a:graphic><a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" '
            f'r:id="rIdChart{len(self.charts)}"/></a:graphicData></a:graphic></xdr:graphicFrame>'
        )
        self.charts.append(chart)
        self._anchor(_FIRST, row, extent, frame)
        return _room(extent[1])

    def xml(self) -> str:
        """Return the part."""
        return f"<xdr:wsDr {_SPACES}>{''.join(self.anchors)}</xdr:wsDr>"

    def _picture(self, image: str, name: str, alt: str) -> str:
        number = len(self.anchors)
        if image not in self.images:
            self.images.append(image)
        described = f' descr="{alt}"' if alt else ""
        return (
            f'<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{number + 2}" name="{name} {number + 1}"{described}/><xdr:cNvPicPr>'
            '<a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr><xdr:blipFill>'
            f'<a:blip r:embed="rIdImage{self.images.index(image)}"/><a:stretch><a:fillRect/></a:stretch>'
            "</xdr:blipFill><xdr:spPr>{form}</xdr:spPr></xdr:pic>"
        )

    def _anchor(self, where: str, row: int, extent: tuple[int, int], shape: str) -> None:
        across, down = extent
        self.anchors.append(
            f"<xdr:oneCellAnchor><xdr:from>{where}<xdr:row>{row - 1}</xdr:row><xdr:rowOff>{_PAD}</xdr:rowOff>"
            f'</xdr:from><xdr:ext cx="{across}" cy="{down}"/>{shape.replace("{form}", _form(extent))}<xdr:clientData/>'
            "</xdr:oneCellAnchor>"
        )


_FIRST = f"<xdr:col>0</xdr:col><xdr:colOff>{_PAD}</xdr:colOff>"


def _form(extent: tuple[int, int]) -> str:
    return (
        f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{extent[0]}" cy="{extent[1]}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )


def _room(height: int) -> float:
    return round((height + 2 * _PAD) / _POINT + 3, 1)
