"""Layout families: the look of a page, as data. Both classes use all of them."""

from dataclasses import dataclass
from typing import Literal

from synthphi.spec import Split


@dataclass(frozen=True, slots=True)
class Layout:
    """One family. Colours are RRGGBB; sizes are points; margins are inches."""

    name: str
    font: Literal["sans", "serif", "mono"]
    size: float
    accent: str
    """Headings, rules, banner."""
    shade: str
    """Background of table headers and captions."""
    letterhead: Literal["centered", "split", "banner"]
    """centered: in the middle over a rule; split: name left, lines right; banner: white on the accent."""
    heading: Literal["caps", "underlined", "bar"]
    """caps: upper case, nothing below; underlined: over a thin rule; bar: on a shaded bar."""
    table: Literal["grid", "rows", "zebra"]
    """grid: all lines; rows: horizontal lines; zebra: shaded alternate rows."""
    margin: float
    columns: Literal[1, 2] = 1
    """Of running text on a page; tables and forms that need the whole width keep a document in one column."""
    fax: bool = False
    """Whether a page looks as it came out of a fax machine: grey specks, a line of the machine at the top."""


OFFICE_FONTS = {"sans": "Arial", "serif": "Times New Roman", "mono": "Courier New"}
"""The font of each kind in Word and PowerPoint files: what every office has."""

LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        Layout("classic", "serif", 11.0, "1F3864", "E7EAF1", "centered", "underlined", "grid", 1.0),
        Layout("modern", "sans", 10.0, "0B6E6E", "E3F1F0", "banner", "caps", "rows", 0.9),
        Layout("clinical", "sans", 9.5, "333F50", "EDEDED", "split", "bar", "grid", 0.75),
        Layout("regional", "serif", 10.5, "7A1F2B", "F4EAEA", "split", "caps", "zebra", 1.0),
        Layout("harbor", "sans", 10.5, "12355B", "E4EBF3", "banner", "underlined", "zebra", 0.9),
        Layout("orchard", "serif", 11.0, "2F5D3A", "E8F0E9", "centered", "caps", "rows", 1.1),
        Layout("slate", "sans", 9.5, "4A5560", "EEF0F2", "split", "underlined", "rows", 0.85),
        Layout("academic", "serif", 10.5, "5B2A6E", "F0EAF3", "centered", "bar", "rows", 1.0),
        Layout("county", "serif", 10.0, "000000", "E6E6E6", "centered", "caps", "grid", 0.8),
        Layout("plain", "sans", 10.0, "262626", "F2F2F2", "split", "caps", "grid", 1.0),
        Layout("canyon", "sans", 10.0, "8A3B12", "F7ECE5", "banner", "bar", "grid", 0.9),
        Layout("telefax", "mono", 9.5, "000000", "E9E9E9", "split", "caps", "rows", 0.9, fax=True),
        Layout("gazette", "serif", 10.0, "7B2D43", "F5ECEF", "banner", "underlined", "rows", 0.8, columns=2),
        Layout("lakeside", "sans", 11.0, "1B5E7B", "E5F0F4", "centered", "underlined", "zebra", 1.0),
    )
}

LAYOUTS_OF: dict[Split, tuple[str, ...]] = {
    "train": tuple(name for name in LAYOUTS if name not in {"orchard", "slate", "canyon", "lakeside"}),
    "validation": ("orchard", "slate"),
    "test": ("canyon", "lakeside"),
}
"""The families of each part of a corpus: what is learned of one part's paper helps in no other."""
