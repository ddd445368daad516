"""Pictures, links, tracked changes and text boxes of RTF files."""

from datetime import datetime

from synthphi.document import Link, Revision, TextBox, plain
from synthphi.render.base import Places
from synthphi.render.layouts import Layout
from synthphi.render.markup import EMU, put
from synthphi.render.pictures import Bitmap
from synthphi.render.rtf_styles import BLUE, TWIPS
from synthphi.render.rtf_text import Flow, escape
from synthphi.render.text_boxes import BOX_SHARE, box_height

_PAD_X, _PAD_Y = 144, 86
"""Between the frame of a text box and its text, in twips."""
_FIRST_SHAPE = 1025
"""Shapes are numbered from here, as Word numbers them."""
_NOBODY = "Unknown"
"""What Word calls author 0 of tracked changes."""


def picture(bitmap: Bitmap, height: float, alt: str = "") -> str:
    """Return a picture in the line.

    Args:
        bitmap: The picture.
        height: In inches.
        alt: The alternative text, escaped.
    """
    down = int(height * TWIPS)
    across = down * bitmap.width // bitmap.height
    described = _shape_property("wzDescription", alt) if alt else ""
    return (
        f"{{\\*\\shppict{{\\pict{{\\*\\picprop{_shape_property('shapeType', 75)}{described}}}\\pngblip"
        f"\\picw{bitmap.width}\\pich{bitmap.height}\\picwgoal{across}\\pichgoal{down} {bitmap.png.hex()}}}}}"
    )


def linked(block: Link, path: str, places: list[Places]) -> str:
    """Return the content of a paragraph at `path` that ends in a hyperlink; `places` is added to."""
    before = put(block.before, path, places)
    shown = put(block.shown, path, places, len(before))
    # In an instruction a backslash makes the next character one of the argument.
    target = put(block.target, f"{path}/link[0]", places).replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'{escape(before)}{{\\field{{\\*\\fldinst{{HYPERLINK "{escape(target)}"}}}}'
        f"{{\\fldrslt{{\\ul\\cf{BLUE} {escape(shown)}}}}}}}"
    )


class Revisers:
    """Who made the tracked changes of a document, while it is being written.

    Args:
        created: When all changes were made, in UTC.
    """

    def __init__(self, created: datetime) -> None:
        self._date = packed_time(created)
        self._names: dict[str, int] = {}

    def revised(self, block: Revision, path: str, places: list[Places]) -> str:
        """Return the content of a paragraph at `path` that ends in a tracked change; `places` is added to."""
        kept = escape(put(block.text, path, places))
        deleted = escape(put(block.deleted, f"{path}/del[0]", places))
        inserted = escape(put(block.inserted, f"{path}/ins[0]", places))
        number = self._names.setdefault(plain(block.author), len(self._names) + 1)
        put(block.author, f"author[{number}]", places)
        if deleted:
            deleted = f"{{\\deleted\\revauthdel{number}\\revdttmdel{self._date} {deleted}}}"
        if inserted:
            inserted = f"{{\\revised\\revauth{number}\\revdttm{self._date} {inserted}}}"
        return f"{kept}{deleted}{inserted}"

    def table(self) -> list[str]:
        """Return the table of the authors, where there are any."""
        if not self._names:
            return []
        names = "".join([f"{{{escape(name)};}}" for name in (_NOBODY, *self._names)])
        return [f"{{\\*\\revtbl{names}}}"]


def packed_time(moment: datetime) -> int:
    """Return a time as RTF has it of comments and changes: minute, hour, day, month, year and weekday in one number."""
    weekday = moment.isoweekday() % 7
    bits = moment.minute | moment.hour << 6 | moment.day << 11 | moment.month << 16 | (moment.year - 1900) << 20
    packed = bits | weekday << 29
    # Numbers in RTF have a sign.
    return packed - (1 << 32) if packed >= 1 << 31 else packed


def boxed(block: TextBox, number: int, width: int, layout: Layout, flow: Flow) -> str:
    """Return a text box, to stand in a paragraph that holds nothing else.

    Args:
        block: The text box.
        number: How many there have been before it.
        width: Of the text of the page, in twips.
        layout: The look of the document.
        flow: Whose places are added to.
    """
    across = int(width * BOX_SHARE)
    high = int(20 * box_height(block.lines, (across - 2 * _PAD_X) / 20, layout)) + 2 * _PAD_Y
    inside = Flow(f"box[{number}]", flow.looks)
    for i, line in enumerate(block.lines):
        inside.add("Box Text" if i else "Box Lead", line, places=flow.places)
    properties = {
        "shapeType": 202,
        "fillColor": _blue_first(layout.shade),
        "fFilled": 1,
        "lineColor": _blue_first(layout.accent),
        "lineWidth": 12700,
        "fLine": 1,
        "dxTextLeft": _emu(_PAD_X),
        "dyTextTop": _emu(_PAD_Y),
        "dxTextRight": _emu(_PAD_X),
        "dyTextBottom": _emu(_PAD_Y),
        "fFitShapeToText": 1,
        "fPseudoInline": int(layout.columns > 1),
    }
    described = "".join([_shape_property(name, value) for name, value in properties.items()])
    return (
        f"{{\\shp{{\\*\\shpinst\\shpleft0\\shptop115\\shpright{across}\\shpbottom{115 + high}\\shpfhdr0\\shpbxcolumn"
        f"\\shpbypara\\shpwr1\\shpwrk0\\shpfblwtxt0\\shpz{number}\\shplid{_FIRST_SHAPE + number}{described}"
        f"{{\\shptxt {''.join(inside.pieces)}}}}}}}"
    )


def _shape_property(name: str, value: str | int) -> str:
    return f"{{\\sp{{\\sn {name}}}{{\\sv {value}}}}}"


def _blue_first(rrggbb: str) -> int:
    return int(rrggbb[4:] + rrggbb[2:4] + rrggbb[:2], 16)


def _emu(twips: int) -> int:
    return twips * EMU // TWIPS
