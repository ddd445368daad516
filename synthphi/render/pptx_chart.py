"""The chart of a slide: a part of its own, which holds what the columns show, and the frame that leads to it."""

from synthphi.document import Chart
from synthphi.render import chart as charts
from synthphi.render.base import Places
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


def chart_xml(chart: Chart, path: str, places: list[Places], points: int) -> str:
    """Return the part of a chart, and add the places of its labelled values.

    Args:
        chart: What it shows.
        path: That of its shape.
        places: Is added to, in canonical order.
        points: The size of text on its slide.
    """
    return charts.chart_xml(chart, f"{path}/chart", places, points)
