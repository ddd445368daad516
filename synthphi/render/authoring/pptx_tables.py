"""The two styles of tables in a deck: with a header row, and captions with values beside them."""

from synthphi.render.layouts import Layout
from synthphi.render.markup import DECLARATION, namespaces
from synthphi.render.pptx_tables import FACTS_STYLE, TABLE_STYLE

_LINES, _CAPTIONS = "A6A6A6", "595959"
_LINE = f'<a:ln w="9525" cmpd="sng"><a:solidFill><a:srgbClr val="{_LINES}"/></a:solidFill></a:ln>'
_NO_LINE = "<a:ln><a:noFill/></a:ln>"
_NO_FILL = "<a:fill><a:noFill/></a:fill>"
_ALL_SIDES = ("left", "right", "top", "bottom", "insideH", "insideV")
_SIDES = {"grid": _ALL_SIDES, "rows": ("bottom", "insideH"), "zebra": ("bottom", "insideH")}
"""Where lines are, by the kind of table."""


def table_styles(layout: Layout) -> bytes:
    """Return the part with the styles of a layout."""
    usual = _part("wholeTbl", _text("", '<a:schemeClr val="tx1"/>'), _NO_FILL, _borders(layout))
    shaded = _fill(layout.shade)
    zebra = layout.table == "zebra"
    # Bands count from below the header row: there the second is shaded, without one the first.
    table = usual + (_part("band2H", "", shaded) if zebra else "") + _header(layout)
    facts = usual + (_part("band1H", "", shaded) if zebra else "")
    facts += _part("band1V", _text(' b="on"', _color(_CAPTIONS)), shaded)
    styles = _style(TABLE_STYLE, "Table", table) + _style(FACTS_STYLE, "Captions and values", facts)
    return DECLARATION + f'<a:tblStyleLst {namespaces("a")} def="{TABLE_STYLE}">{styles}</a:tblStyleLst>'.encode()


def _style(key: str, name: str, parts: str) -> str:
    return f'<a:tblStyle styleId="{key}" styleName="{name}">{parts}</a:tblStyle>'


def _part(name: str, text: str, fill: str, borders: str = "") -> str:
    return f"<a:{name}>{text}<a:tcStyle><a:tcBdr>{borders}</a:tcBdr>{fill}</a:tcStyle></a:{name}>"


def _header(layout: Layout) -> str:
    rows = layout.table == "rows"
    text = _text(' b="on"', _color(layout.accent if rows else "FFFFFF"))
    return _part("firstRow", text, _NO_FILL if rows else _fill(layout.accent))


def _borders(layout: Layout) -> str:
    sides = _SIDES[layout.table]
    return "".join([f"<a:{side}>{_LINE if side in sides else _NO_LINE}</a:{side}>" for side in _ALL_SIDES])


def _text(bold: str, color: str) -> str:
    font = '<a:fontRef idx="minor"><a:scrgbClr r="0" g="0" b="0"/></a:fontRef>'
    return f"<a:tcTxStyle{bold}>{font}{color}</a:tcTxStyle>"


def _color(rrggbb: str) -> str:
    return f'<a:srgbClr val="{rrggbb}"/>'


def _fill(rrggbb: str) -> str:
    return f"<a:fill><a:solidFill>{_color(rrggbb)}</a:solidFill></a:fill>"
