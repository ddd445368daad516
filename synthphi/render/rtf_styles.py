r"""The look of an RTF file, by layout: fonts, colours, styles, and what a file begins with.

Readers of RTF do not apply a style to a paragraph that names it: each paragraph repeats what its style says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from synthphi.render.layouts import OFFICE_FONTS, Layout

TWIPS = 1440
"""Twentieths of a point an inch."""
ACCENT, SHADE, WHITE, DARK, GREY, RED, LINES, BLUE = range(1, 9)
"""Places in the colour table; 0 is the colour that programs write in."""
_COLOURS = ("FFFFFF", "404040", "595959", "B00020", "A6A6A6", "0563C1")
_FAMILIES = {"sans": "swiss", "serif": "roman", "mono": "modern"}
_BULLET, _FIRST_NUMBERED = 1, 2
_INDENT = "\\contextualspace\\fi-280\\li500\\jclisttab\\tx500"
_LEVEL = (
    "{{\\listlevel\\levelnfc{form}\\leveljc0\\levelfollow0\\levelstartat1\\levelspace0\\levelindent0"
    "{{\\leveltext{text};}}{{\\levelnumbers{numbers};}}\\fi-280\\li500\\jclisttab\\tx500}}"
)


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style: size in points, colour, spacing in points, and control words that it alone has."""

    size: float
    colour: int = 0
    before: float = 0
    after: float = 0
    words: str = ""
    """Of the paragraph."""
    letters: str = ""
    """Of its characters."""
    spacing: str = "\\sl259\\slmult1"


@dataclass(frozen=True, slots=True)
class RtfLook:
    """What files of a layout share."""

    looks: Mapping[str, str]
    """The control words that a paragraph begins with, by style; in cells they are of the styles for cells."""
    head: tuple[str, ...]
    """Fonts, colours and styles: the beginning of the file."""
    page: str
    """Size and margins of the page, and what holds for the whole document."""
    width: int
    """Between the margins, in twips."""


@cache
def look(layout: Layout) -> RtfLook:
    """Return the look of a layout."""
    styles = _styles(layout)
    looks: dict[str, str] = {}
    sheet: list[str] = []
    for number, (name, style) in enumerate(styles.items()):
        words = _words(style)
        in_cell = "\\intbl" if name in _IN_CELLS else ""
        looks[name] = f"\\pard\\plain\\s{number}{in_cell}{words}"
        based = "" if number == 0 else "\\sbasedon0"
        sheet.append(f"{{\\s{number}{words}{based}\\snext{number if number != 1 else 0} {name};}}")
    font = OFFICE_FONTS[layout.font]
    colours = "".join(
        f"\\red{int(one[:2], 16)}\\green{int(one[2:4], 16)}\\blue{int(one[4:], 16)};"
        for one in (layout.accent, layout.shade, *_COLOURS)
    )
    head = (
        "{\\rtf1\\ansi\\ansicpg1252\\deff0\\uc1\\deflang1033\\deflangfe1033",
        f"{{\\fonttbl{{\\f0\\f{_FAMILIES[layout.font]}\\fcharset0 {font};}}}}",
        f"{{\\colortbl;{colours}}}",
        f"{{\\stylesheet{''.join(sheet)}}}",
    )
    margin = round(layout.margin * TWIPS)
    page = (
        f"\\paperw12240\\paperh15840\\margl{margin}\\margr{margin}\\margt1296\\margb1224"
        "\\widowctrl\\ftnbj\\htmautsp\\viewkind1\\fet0"
    )
    return RtfLook(looks, head, page, int((8.5 - 2 * layout.margin) * TWIPS))


_IN_CELLS = frozenset(
    (
        "Cell",
        "Cell Head",
        "Cell Flag",
        "Caption Cell",
        "Box Caption",
        "Box Value",
        "Head Name",
        "Head Line",
        "Head Right",
    )
)


def _styles(layout: Layout) -> dict[str, _Style]:
    size = layout.size
    banner, centered = layout.letterhead == "banner", layout.letterhead == "centered"
    middle = "\\qc" if centered else ""
    name, line = (WHITE, WHITE) if banner else (ACCENT, DARK)
    heading, letters = {
        "caps": ("", "\\caps"),
        "underlined": (f"\\brdrb\\brdrs\\brdrw15\\brsp40\\brdrcf{ACCENT}", ""),
        "bar": (f"\\brdrl\\brdrs\\brdrw60\\brsp40\\brdrcf{ACCENT}\\cbpat{SHADE}", ""),
    }[layout.heading]
    right = int((8.5 - 2 * layout.margin - 3.4) * TWIPS)
    width = int((8.5 - 2 * layout.margin) * TWIPS)
    tab = f"\\tqr\\tx{width}"
    signed = f"\\keep\\keepn\\ri{right}\\brdrb\\brdrs\\brdrw15\\brsp40\\brdrcf{DARK}"
    return {
        "Normal": _Style(size, after=5),
        "heading 1": _Style(
            size + (1 if layout.heading == "caps" else 2),
            ACCENT,
            11,
            4,
            f"\\keepn\\outlinelevel0{heading}",
            f"\\b{letters}",
        ),
        "Title": _Style(size + 7, ACCENT, 10, 8, middle, "\\b\\expndtw5", ""),
        "Letterhead Name": _Style(size + 6, name, words=middle, letters="\\b"),
        "Letterhead Line": _Style(size - 1, line, words=middle),
        "Head Name": _Style(size + 6, name, letters="\\b"),
        "Head Line": _Style(size - 1, line),
        "Head Right": _Style(size - 1, DARK, words="\\qr"),
        "Lead": _Style(size + 0.5, 0, 2, 6, letters="\\b"),
        "Small": _Style(size - 1.5, DARK, 0, 4),
        "Block Quote": _Style(size, DARK, 2, 6, "\\li576\\ri576", "\\i"),
        "Closing": _Style(size, 0, 8, 4),
        "Choice": _Style(size, 0, 3, 5),
        "List Bullet": _Style(size, 0, 0, 3, _INDENT),
        "List Number": _Style(size, 0, 0, 3, _INDENT),
        "Cell": _Style(size - 0.5),
        "Cell Head": _Style(size - 0.5, WHITE if layout.table == "zebra" else ACCENT, letters="\\b"),
        "Cell Flag": _Style(size - 0.5, RED, letters="\\b"),
        "Caption Cell": _Style(size - 0.5, GREY, letters="\\b"),
        "Box Caption": _Style(size - 2.5, GREY),
        "Box Value": _Style(size),
        "Spacer": _Style(4, spacing="\\sl-120\\slmult0"),
        "Rule": _Style(4, words=f"\\brdrb\\brdrs\\brdrw30\\brsp20\\brdrcf{ACCENT}", spacing="\\sl-120\\slmult0"),
        "Signature Value": _Style(size, 0, 22, 0, signed),
        "Signature Caption": _Style(size - 2, GREY, 1, 8, f"\\keep\\ri{right}"),
        "header": _Style(size - 2, GREY, words=f"{tab}\\brdrb\\brdrs\\brdrw10\\brsp40\\brdrcf{ACCENT}"),
        "footer": _Style(size - 2, GREY, words=f"{tab}\\brdrt\\brdrs\\brdrw10\\brsp40\\brdrcf{ACCENT}"),
        "footnote text": _Style(size - 2, 0, 0, 1, spacing=""),
        "annotation text": _Style(10, spacing=""),
        "Box Text": _Style(size - 0.5, 0, 0, 2, spacing=""),
        "Box Lead": _Style(size - 0.5, ACCENT, 0, 2, letters="\\b", spacing=""),
        "Picture": _Style(size, after=5, spacing=""),
    }


def _words(style: _Style) -> str:
    before = f"\\sb{round(20 * style.before)}" if style.before else ""
    after = f"\\sa{round(20 * style.after)}" if style.after else ""
    colour = f"\\cf{style.colour}" if style.colour else ""
    half = round(2 * style.size)
    both = style.letters.replace("\\b", "\\ab").replace("\\i", "\\ai")
    # The size holds for letters that are written from right to left, too.
    return (
        f"{style.words}{before}{after}{style.spacing}\\rtlch\\af0\\afs{half}{both}"
        f"\\ltrch\\f0\\fs{half}{style.letters}{colour}"
    )


def lists(bullets: bool, numbered: int) -> tuple[str, ...]:
    """Return the tables of a document's lists: bullets, where there are any, and lists that each count from 1."""
    if not (bullets or numbered):
        return ()
    kinds = [(_BULLET, 23, "\\'01\\u8226?", "")] if bullets else []
    kinds += [(_FIRST_NUMBERED + i, 0, "\\'02\\'00.", "\\'01") for i in range(numbered)]
    tables = "".join(
        f"{{\\list\\listtemplateid{number}\\listsimple1"
        f"{_LEVEL.format(form=form, text=text, numbers=numbers)}{{\\listname ;}}\\listid{number}}}"
        for number, form, text, numbers in kinds
    )
    overrides = "".join(f"{{\\listoverride\\listid{number}\\listoverridecount0\\ls{number}}}" for number, *_ in kinds)
    return f"{{\\*\\listtable{tables}}}", f"{{\\*\\listoverridetable{overrides}}}"


def list_item(numbered: int, position: int) -> tuple[str, str]:
    """Return the mark that stands before the text of an item of a list, and the words of its paragraph.

    Args:
        numbered: How many numbered lists the document has had so far, this one included; 0 for bullets.
        position: The place of the item in the list, from 1.
    """
    mark, number = (f"{position}.", _FIRST_NUMBERED + numbered - 1) if numbered else ("\\'95", _BULLET)
    # Programs that know no list tables print the mark.
    return f"{{\\listtext {mark}\\tab}}", f"\\ls{number}\\ilvl0"
