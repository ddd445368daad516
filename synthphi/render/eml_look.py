"""A layout family as the tags of a mail in HTML: all styles stand in them, since mail programs drop style sheets."""

from dataclasses import dataclass
from functools import cache

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
    styled,
    table_style,
    tag,
)
from synthphi.render.layouts import LAYOUTS, Layout

_WIDTH = 660
"""Of all that is wider than its text, in pixels."""


@dataclass(frozen=True, slots=True)
class MailLook(BlockLook):
    """The tags that open the elements of a mail; each one's last attribute is its style."""

    start: str
    """All before the first element."""
    frame: str
    """What is around the text."""
    preheader: str
    running: str
    title: str
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
    small = f"font-size:{size - 1.5:g}pt;color:{GREY}"
    strip = f'<table width="{_WIDTH}" cellpadding="0" cellspacing="0" style="margin:0 0 14px"><tr>{{}}</tr></table>\n'
    strip = strip.format(f'<td height="6" bgcolor="{accent}" style="font-size:0"></td>')
    align = ";text-align:center" if layout.letterhead == "centered" else ""
    body = tag("p", "margin:0 0 10px")
    cell, flag = cell_styles(layout), f";font-weight:bold;color:{FLAG}"
    flat = "border-collapse:collapse;margin:0 0 12px"
    boxed = f"border:1px solid {FAINT};padding:3px 6px 4px;vertical-align:top;height:34px"
    return MailLook(
        start=(
            "<!DOCTYPE html>\n<html>\n<head>\n"
            '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\n</head>\n'
            f'<body bgcolor="#FFFFFF" style="margin:12px 16px;font-family:{FONTS[layout.font]};'
            f'font-size:{size:g}pt;line-height:1.4;color:{INK}">\n'
        ),
        frame=f'<div style="max-width:{_WIDTH}px">\n' + (strip if layout.letterhead == "banner" else ""),
        preheader=tag("div", "display:none;max-height:0;overflow:hidden"),
        running=tag("p", f"margin:0 0 12px;padding:0 0 4px;border-bottom:1px solid {FAINT};{small}"),
        title=tag("h2", f"margin:0 0 12px;font-size:{size + 4:g}pt;line-height:1.25;color:{accent}{align}"),
        heading=tag("h3", heading_style(layout)),
        paragraphs={
            "body": body,
            "lead": tag("p", f"margin:0 0 10px;font-weight:bold;color:{accent}"),
            "small": tag("p", f"margin:0 0 10px;{small}"),
            "quote": tag("p", f"margin:0 0 10px 14px;padding-left:10px;border-left:3px solid {accent};color:{GREY}"),
            "signature": body,
        },
        bullets=tag("ul", "margin:0 0 10px;padding:0 0 0 26px"),
        numbers=tag("ol", "margin:0 0 10px;padding:0 0 0 26px"),
        item=tag("li", "margin:0 0 3px"),
        table=f'<table width="{_WIDTH}" cellpadding="0" cellspacing="0" {styled(table_style(layout))}>',
        header_cell=f'<th align="left" {styled(header_style(layout, cell[0]))}>',
        cells=(tag("td", cell[0]), tag("td", cell[1])),
        flag_cells=(tag("td", cell[0] + flag), tag("td", cell[1] + flag)),
        fields=f'<table cellpadding="0" cellspacing="0" {styled(flat)}>',
        caption=tag("td", f"padding:2px 10px 2px 0;vertical-align:top;font-weight:bold;color:{GREY}"),
        value=tag("td", "padding:2px 24px 2px 0;vertical-align:top"),
        boxes=f'<table width="{_WIDTH}" cellpadding="0" cellspacing="0" {styled(flat)}>',
        box=tag("td", boxed),
        box_caption=tag("div", f"font-size:7.5pt;line-height:1.3;color:{GREY}"),
        box_value=tag("div", "margin:0"),
        rule=tag("div", f"width:280px;min-height:20px;margin:14px 0 2px;border-bottom:1px solid {GREY}"),
        picture=tag("p", f"margin:0 0 10px;font-style:italic;color:{GREY}"),
        link=styled(f"color:{LINK}"),
        signature=tag("div", _signature_style(layout)),
        sender=tag("div", f"font-weight:bold;color:{accent}"),
        sender_line=tag("div", small),
        footer=tag("p", f"margin:18px 0 0;font-size:7.5pt;line-height:1.35;color:{GREY}"),
        quoted=tag("div", f"margin:20px 0 0;padding:10px 0 0;border-top:1px solid {FAINT}"),
        intro=tag("p", f"margin:0 0 8px;color:{GREY}"),
        quoted_line=tag("p", "margin:0 0 8px"),
    )


def _signature_style(layout: Layout) -> str:
    style = "margin:18px 0 0"
    if layout.letterhead == "split":
        return f"{style};padding-left:10px;border-left:3px solid #{layout.accent}"
    # As wide as its lines, where the mail program can do that.
    return f"{style};display:inline-block;padding:8px 24px 0 0;border-top:2px solid #{layout.accent}"
