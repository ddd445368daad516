"""A layout family as the tags of a mail in HTML: all styles stand in them, since mail programs drop style sheets."""

from dataclasses import dataclass
from functools import cache

from synthphi.document.model import ParagraphStyle
from synthphi.render.layouts import LAYOUTS, Layout

_INK, _GREY, _FAINT, _FLAG, _LINK = "#1A1A1A", "#595959", "#A6A6A6", "#B42318", "#0563C1"
_FONTS = {
    "sans": "Arial,Helvetica,sans-serif",
    "serif": "'Times New Roman',Times,serif",
    "mono": "'Courier New',Courier,monospace",
}
_WIDTH = 660
"""Of all that is wider than its text, in pixels."""


@dataclass(frozen=True, slots=True)
class MailLook:
    """The tags that open the elements of a mail; each one's last attribute is its style."""

    start: str
    """All before the first element."""
    frame: str
    """What is around the text."""
    preheader: str
    running: str
    title: str
    heading: str
    paragraphs: dict[ParagraphStyle, str]
    bullets: str
    numbers: str
    item: str
    table: str
    header_cell: str
    cells: tuple[str, str]
    """Of rows with an even number, from 0, and of the others."""
    flag_cells: tuple[str, str]
    fields: str
    caption: str
    """A field's caption beside its value."""
    value: str
    boxes: str
    """A form's ruled boxes."""
    box: str
    box_caption: str
    """A caption in a form's box, above the value; also below the rule of a signature."""
    box_value: str
    rule: str
    """What is signed on."""
    picture: str
    link: str
    signature: str
    sender: str
    sender_line: str
    footer: str
    quoted: str
    intro: str
    quoted_line: str


@cache
def mail_look(name: str) -> MailLook:
    """Return the look of a layout family."""
    layout = LAYOUTS[name]
    accent, size = f"#{layout.accent}", layout.size
    small = f"font-size:{size - 1.5:g}pt;color:{_GREY}"
    strip = f'<table width="{_WIDTH}" cellpadding="0" cellspacing="0" style="margin:0 0 14px"><tr>{{}}</tr></table>\n'
    strip = strip.format(f'<td height="6" bgcolor="{accent}" style="font-size:0"></td>')
    align = ";text-align:center" if layout.letterhead == "centered" else ""
    body = _tag("p", "margin:0 0 10px")
    cell, flag = _cell_styles(layout), f";font-weight:bold;color:{_FLAG}"
    flat = "border-collapse:collapse;margin:0 0 12px"
    boxed = f"border:1px solid {_FAINT};padding:3px 6px 4px;vertical-align:top;height:34px"
    return MailLook(
        start=(
            "<!DOCTYPE html>\n<html>\n<head>\n"
            '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\n</head>\n'
            f'<body bgcolor="#FFFFFF" style="margin:12px 16px;font-family:{_FONTS[layout.font]};'
            f'font-size:{size:g}pt;line-height:1.4;color:{_INK}">\n'
        ),
        frame=f'<div style="max-width:{_WIDTH}px">\n' + (strip if layout.letterhead == "banner" else ""),
        preheader=_tag("div", "display:none;max-height:0;overflow:hidden"),
        running=_tag("p", f"margin:0 0 12px;padding:0 0 4px;border-bottom:1px solid {_FAINT};{small}"),
        title=_tag("h2", f"margin:0 0 12px;font-size:{size + 4:g}pt;line-height:1.25;color:{accent}{align}"),
        heading=_tag("h3", _heading_style(layout)),
        paragraphs={
            "body": body,
            "lead": _tag("p", f"margin:0 0 10px;font-weight:bold;color:{accent}"),
            "small": _tag("p", f"margin:0 0 10px;{small}"),
            "quote": _tag("p", f"margin:0 0 10px 14px;padding-left:10px;border-left:3px solid {accent};color:{_GREY}"),
            "signature": body,
        },
        bullets=_tag("ul", "margin:0 0 10px;padding:0 0 0 26px"),
        numbers=_tag("ol", "margin:0 0 10px;padding:0 0 0 26px"),
        item=_tag("li", "margin:0 0 3px"),
        table=f'<table width="{_WIDTH}" cellpadding="0" cellspacing="0" {_style(_table_style(layout))}>',
        header_cell=f'<th align="left" {_style(_header_style(layout, cell[0]))}>',
        cells=(_tag("td", cell[0]), _tag("td", cell[1])),
        flag_cells=(_tag("td", cell[0] + flag), _tag("td", cell[1] + flag)),
        fields=f'<table cellpadding="0" cellspacing="0" {_style(flat)}>',
        caption=_tag("td", f"padding:2px 10px 2px 0;vertical-align:top;font-weight:bold;color:{_GREY}"),
        value=_tag("td", "padding:2px 24px 2px 0;vertical-align:top"),
        boxes=f'<table width="{_WIDTH}" cellpadding="0" cellspacing="0" {_style(flat)}>',
        box=_tag("td", boxed),
        box_caption=_tag("div", f"font-size:7.5pt;line-height:1.3;color:{_GREY}"),
        box_value=_tag("div", "margin:0"),
        rule=_tag("div", f"width:280px;min-height:20px;margin:14px 0 2px;border-bottom:1px solid {_GREY}"),
        picture=_tag("p", f"margin:0 0 10px;font-style:italic;color:{_GREY}"),
        link=_style(f"color:{_LINK}"),
        signature=_tag("div", _signature_style(layout)),
        sender=_tag("div", f"font-weight:bold;color:{accent}"),
        sender_line=_tag("div", small),
        footer=_tag("p", f"margin:18px 0 0;font-size:7.5pt;line-height:1.35;color:{_GREY}"),
        quoted=_tag("div", f"margin:20px 0 0;padding:10px 0 0;border-top:1px solid {_FAINT}"),
        intro=_tag("p", f"margin:0 0 8px;color:{_GREY}"),
        quoted_line=_tag("p", "margin:0 0 8px"),
    )


def _style(style: str) -> str:
    return f'style="{style}"'


def _tag(name: str, style: str) -> str:
    return f"<{name} {_style(style)}>"


def _heading_style(layout: Layout) -> str:
    style = f"margin:16px 0 8px;font-size:{layout.size + 1:g}pt;line-height:1.25;color:#{layout.accent}"
    return (
        style
        + {
            "caps": ";text-transform:uppercase;letter-spacing:0.5px",
            "underlined": f";padding-bottom:2px;border-bottom:1px solid #{layout.accent}",
            "bar": f";padding:3px 8px;background-color:#{layout.shade}",
        }[layout.heading]
    )


def _table_style(layout: Layout) -> str:
    style = f"border-collapse:collapse;margin:0 0 12px;font-size:{layout.size - 0.5:g}pt"
    return style if layout.table == "grid" else f"{style};border-bottom:1px solid #{layout.accent}"


def _cell_styles(layout: Layout) -> tuple[str, str]:
    style = "padding:4px 8px;vertical-align:top"
    if layout.table == "grid":
        style += f";border:1px solid {_FAINT}"
    elif layout.table == "rows":
        style += f";border-bottom:1px solid {_FAINT}"
    return style, f"{style};background-color:#{layout.shade}" if layout.table == "zebra" else style


def _header_style(layout: Layout, cell: str) -> str:
    if layout.table == "zebra":
        return f"{cell};color:#FFFFFF;background-color:#{layout.accent}"
    return f"{cell};color:#{layout.accent};background-color:#{layout.shade}"


def _signature_style(layout: Layout) -> str:
    style = "margin:18px 0 0"
    if layout.letterhead == "split":
        return f"{style};padding-left:10px;border-left:3px solid #{layout.accent}"
    # As wide as its lines, where the mail program can do that.
    return f"{style};display:inline-block;padding:8px 24px 0 0;border-top:2px solid #{layout.accent}"
