"""The frame on a slide that leads to a chart, which is a part of its own."""

from synthphi.render.markup import EMU

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def chart_frame(number: int, box: tuple[float, float, float, float], relation: str) -> str:
    """Return the shape of a chart at (left, top, width, height), in inches."""
    left, top, width, height = (int(value * EMU) for value in box)
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number + 1}" name="Chart {number}"/><p:cNvGraphicFramePr>'
        '<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm>'
        f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></p:xfrm><a:graphic><a:graphicData '
        f'uri="{_CHART}"><c:chart xmlns:c="{_CHART}" r:id="{relation}"/></a:graphicData></a:graphic></p:graphicFrame>'
    )
