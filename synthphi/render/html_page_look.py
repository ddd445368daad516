"""A layout family as a saved page: its style sheet, and the tags that the sheet speaks of."""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache

from synthphi.render.drawings import Shape
from synthphi.render.html_look import (
    FAINT,
    FLAG,
    FONTS,
    GREY,
    INK,
    LINK,
    BlockLook,
    cell_styles,
    header_style,
    heading_style,
    table_style,
)
from synthphi.render.layouts import LAYOUTS, Layout
from synthphi.render.logos import LOGOS
from synthphi.render.pictures import photo

_WIDTH = 820
"""Of a page's text, in pixels."""
_LOGO = 52


@dataclass(frozen=True, slots=True)
class PageLook(BlockLook):
    """The tags that open the elements of a page; what they look like stands in its style sheet."""

    start: str
    """All before the title of the page."""
    sheet: str
    """The style sheet, and the end of the head."""
    body: str
    masthead: str
    """What is before the sender's name: the logo."""
    running: str
    sender: str
    sender_line: str
    intro: str


@cache
def page_look(name: str) -> PageLook:
    """Return the look of a layout family."""
    layout = LAYOUTS[name]
    flag = '<td class="flag">'
    return PageLook(
        start='<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        sheet=f"<style>\n{_sheet(layout)}</style>\n</head>\n",
        body="<body>\n",
        masthead=f'<div class="masthead">\n{_logo(layout)}\n<div class="from">\n',
        running='<p class="running">',
        sender='<div class="sender">',
        sender_line='<div class="line">',
        heading="<h2>",
        paragraphs={
            "body": "<p>",
            "lead": '<p class="lead">',
            "small": '<p class="small">',
            "quote": '<p class="quote">',
            "signature": "<p>",
        },
        bullets="<ul>",
        numbers="<ol>",
        item="<li>",
        table='<table class="grid">',
        header_cell="<th>",
        cells=("<td>", "<td>"),
        flag_cells=(flag, flag),
        fields='<table class="fields">',
        caption='<td class="caption">',
        value="<td>",
        boxes='<table class="boxes">',
        box="<td>",
        box_caption='<div class="note">',
        box_value="<div>",
        rule='<div class="rule">',
        picture="<p>",
        link='class="link"',
        intro='<p class="small">',
    )


@cache
def picture_data(name: str) -> str:
    """Return the attributes of a photograph, with the photograph itself."""
    bitmap = photo(name)
    data = b64encode(bitmap.png).decode()
    return f'src="data:image/png;base64,{data}" width="{bitmap.width}" height="{bitmap.height}"'


def _sheet(layout: Layout) -> str:
    accent, size = f"#{layout.accent}", layout.size
    even, odd = cell_styles(layout)
    small = f"font-size:{size - 1.5:g}pt;color:{GREY}"
    rules = {
        "body": f"margin:0 auto;padding:20px 24px;max-width:{_WIDTH}px;font-family:{FONTS[layout.font]};"
        f"font-size:{size:g}pt;line-height:1.4;color:{INK};background:#FFFFFF",
        "p": "margin:0 0 10px",
        "h1": f"margin:18px 0 12px;font-size:{size + 6:g}pt;line-height:1.2;color:{accent}"
        + (";text-align:center" if layout.letterhead == "centered" else ""),
        "h2": heading_style(layout),
        ".running": f"margin:0 0 10px;padding:0 0 4px;border-bottom:1px solid {FAINT};{small}",
        **_masthead(layout),
        ".lead": f"font-weight:bold;color:{accent}",
        ".small,details p": small,
        ".quote,blockquote": f"margin:0 0 10px 14px;padding-left:10px;border-left:3px solid {accent};color:{GREY}",
        "ul,ol": "margin:0 0 10px;padding:0 0 0 26px",
        "li": "margin:0 0 3px",
        "table": "border-spacing:0",
        ".grid": f"width:100%;{table_style(layout)}",
        ".grid th": f"text-align:left;{header_style(layout, even)}",
        ".grid td": even,
        **({".grid tr:nth-child(odd) td": odd} if odd != even else {}),
        ".grid td.flag": f"font-weight:bold;color:{FLAG}",
        ".fields,.boxes": "border-collapse:collapse;margin:0 0 12px",
        ".fields td": "padding:2px 24px 2px 0;vertical-align:top",
        ".fields td.caption": f"padding-right:10px;font-weight:bold;color:{GREY}",
        ".boxes": "width:100%;table-layout:fixed",
        ".boxes td": f"border:1px solid {FAINT};padding:3px 6px 4px;vertical-align:top;height:34px",
        ".note": f"font-size:7.5pt;line-height:1.3;color:{GREY}",
        "input": f"box-sizing:border-box;width:100%;border:0;padding:1px 3px;font:inherit;background:#{layout.shade}",
        ".rule": f"width:280px;min-height:20px;margin:14px 0 2px;border-bottom:1px solid {GREY}",
        ".link,sup a": f"color:{LINK}",
        "sup": "line-height:0;font-size:75%",
        ".box": f"margin:4px 0 14px;padding:8px 12px 2px;max-width:62%;border:1px solid {accent};"
        f"background:#{layout.shade}",
        "del": f"color:{FLAG}",
        "ins": f"color:{accent}",
        ".footnotes": f"padding-top:6px;border-top:1px solid {FAINT};{small}",
        ".comments": f"margin:8px 0 14px 60px;padding:8px 12px 1px;border-left:3px solid #E0B252;background:#FFF8E6;"
        f"font-size:{size - 1:g}pt",
        ".comments .by": "margin:0;font-weight:bold",
        "details": "margin:0 0 10px",
        "summary": f"margin:0 0 4px;font-size:{size - 1.5:g}pt;color:{accent}",
        "footer": f"margin:24px 0 0;padding:8px 0 0;border-top:1px solid {FAINT};font-size:7.5pt;color:{GREY}",
    }
    written = "".join([f"{selector}{{{style}}}\n" for selector, style in rules.items()])
    return (
        f"@page{{size:letter;margin:{layout.margin:g}in}}\n"
        f"{written}@media print{{body{{padding:0;max-width:none}}tr,aside,figure{{break-inside:avoid}}"
        "h1,h2{break-after:avoid}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n"
    )


def _masthead(layout: Layout) -> dict[str, str]:
    accent = f"#{layout.accent}"
    name = f"font-size:{layout.size + 4:g}pt;font-weight:bold;line-height:1.2"
    lines = f"font-size:{layout.size - 1.5:g}pt"
    if layout.letterhead == "banner":
        return {
            ".masthead": f"display:flex;align-items:center;padding:12px 16px;color:#FFFFFF;background:{accent}",
            ".masthead svg": "margin-right:14px",
            ".sender": name,
            ".line": lines,
        }
    if layout.letterhead == "centered":
        return {
            ".masthead": f"padding:0 0 8px;text-align:center;border-bottom:2px solid {accent}",
            ".sender": f"{name};color:{accent}",
            ".line": f"{lines};color:{GREY}",
        }
    return {
        ".masthead": f"display:flex;align-items:center;padding:0 0 10px;border-bottom:1px solid {accent}",
        ".masthead svg": "margin-right:14px",
        # The name at the left, the lines at the right of it.
        ".from": "display:grid;grid-template-columns:1fr auto;column-gap:24px;flex:1",
        ".sender": f"{name};color:{accent};grid-row:1/9",
        ".line": f"{lines};color:{GREY};grid-column:2;text-align:right",
    }


def _logo(layout: Layout) -> str:
    ink, paper = f"#{layout.accent}", "#FFFFFF"
    if layout.letterhead == "banner":
        ink, paper = paper, ink
    shapes = "".join([_drawn(shape, ink if shape.fill == "ink" else paper) for shape in LOGOS[layout.name]])
    return f'<svg width="{_LOGO}" height="{_LOGO}" viewBox="0 0 1 1" aria-hidden="true">{shapes}</svg>'


def _drawn(shape: Shape, fill: str) -> str:
    if not shape.round:
        points = " ".join([f"{x:g},{y:g}" for x, y in shape.points])
        return f'<polygon fill="{fill}" points="{points}"/>'
    (x0, y0), (x1, y1) = shape.points
    centre = f'cx="{(x0 + x1) / 2:g}" cy="{(y0 + y1) / 2:g}"'
    return f'<ellipse fill="{fill}" {centre} rx="{(x1 - x0) / 2:g}" ry="{(y1 - y0) / 2:g}"/>'
