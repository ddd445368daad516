"""A column chart: a part of its own, the same in decks and in workbooks."""

from typing import NamedTuple

from synthphi.document import Chart, column_value
from synthphi.render.base import Places
from synthphi.render.markup import escape, put

_SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_GREY = "595959"
_CATEGORIES, _VALUES = 111_222_001, 111_222_002
"""The keys of the axes."""


class Columns(NamedTuple):
    """What a chart shows, escaped: its title, and a column a category."""

    title: str
    series: str
    categories: list[str]
    values: list[str]


def columns_of(chart: Chart, path: str, places: list[Places]) -> Columns:
    """Return what a chart at a path shows, and add the places of its labelled values, in canonical order."""
    title = escape(put(chart.title, f"{path}/title", places))
    series = escape(put(chart.series, f"{path}/series[0]", places))
    categories = [escape(put(category, f"{path}/category[{k}]", places)) for k, category in enumerate(chart.categories)]
    return Columns(title, series, categories, [column_value(value) for value in chart.values])


class ChartPart(NamedTuple):
    """The part of a chart, in pieces: its start and its end are alike in many."""

    start: str
    between: str
    end: str


def chart_part(columns: Columns, points: int, sheet: str = "Sheet1", first_row: int = 1) -> ChartPart:
    """Return the part of a chart.

    Args:
        columns: What it shows.
        points: The size of the text around it.
        sheet: Where its cells are: the sheet, as formulas name it and as it stands in XML.
        first_row: The row that has the name of the series; the columns are A and B.
    """
    title, series, categories, values = columns
    size = max(9, min(14, points - 4))
    first, last = first_row + 1, first_row + len(values)
    named = f"<c:tx><c:strRef><c:f>{sheet}!$B${first_row}</c:f>{_strings([series])}</c:strRef></c:tx>" if series else ""
    start = (
        f'<c:chartSpace {_SPACES}><c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>'
        f"{_TITLE_START.format(size=(size + 2) * 100) if title else ''}"
    )
    between = (
        f"{title}{_TITLE_END if title else _NO_TITLE}<c:plotArea><c:layout/><c:barChart>"
        '<c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'<c:ser><c:idx val="0"/><c:order val="0"/>{named}<c:spPr>{_ACCENT}</c:spPr><c:invertIfNegative val="0"/>'
        f"{_LABELS}<c:cat><c:strRef><c:f>{sheet}!$A${first}:$A${last}</c:f>{_strings(categories)}</c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{sheet}!$B${first}:$B${last}</c:f>{_numbers(values)}</c:numRef></c:val>"
    )
    end = (
        f'</c:ser><c:gapWidth val="120"/><c:axId val="{_CATEGORIES}"/><c:axId val="{_VALUES}"/></c:barChart>{_AXES}'
        f'</c:plotArea>{_LEGEND if series else ""}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:txPr><a:bodyPr/><a:lstStyle/>{_properties(size)}</c:txPr></c:chartSpace>"
    )
    return ChartPart(start, between, end)


def _strings(values: list[str]) -> str:
    return f"<c:strCache>{_points(values)}</c:strCache>"


def _numbers(values: list[str]) -> str:
    return f"<c:numCache><c:formatCode>General</c:formatCode>{_points(values)}</c:numCache>"


def _points(values: list[str]) -> str:
    points = "".join(f'<c:pt idx="{k}"><c:v>{value}</c:v></c:pt>' for k, value in enumerate(values))
    return f'<c:ptCount val="{len(values)}"/>{points}'


def _properties(size: int) -> str:
    color = f'<a:solidFill><a:srgbClr val="{_GREY}"/></a:solidFill>'
    return f'<a:p><a:pPr><a:defRPr sz="{size * 100}">{color}</a:defRPr></a:pPr><a:endParaRPr lang="en-US"/></a:p>'


def _line(color: str) -> str:
    return f'<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="{color}"/></a:solidFill></a:ln></c:spPr>'


_TITLE_START = '<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="en-US" sz="{size}" b="1"/><a:t>'
_TITLE_END = '</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>'
_NO_TITLE = '<c:autoTitleDeleted val="1"/>'
_ACCENT = '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
_LABELS = (
    '<c:dLbls><c:numFmt formatCode="General" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
    '<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
)
_LEGEND = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
_SCALE = '<c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
_TICKS = (
    '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
    '<c:tickLblPos val="nextTo"/>'
)
_AXES = (
    f'<c:catAx><c:axId val="{_CATEGORIES}"/>{_SCALE}<c:axPos val="b"/>{_TICKS}{_line("A6A6A6")}'
    f'<c:crossAx val="{_VALUES}"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
    '<c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
    f'<c:valAx><c:axId val="{_VALUES}"/>{_SCALE}<c:axPos val="l"/>'
    f'{_TICKS}<c:spPr><a:ln><a:noFill/></a:ln></c:spPr><c:crossAx val="{_CATEGORIES}"/><c:crosses val="autoZero"/>'
    '<c:crossBetween val="between"/></c:valAx>'
)
