"""Layout families: the look of a page, as data. Both classes use all of them."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Layout:
    """One family. Colours are RRGGBB; sizes are points; margins are inches."""

    name: str
    font: Literal["sans", "serif"]
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


LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        Layout("classic", "serif", 11.0, "1F3864", "E7EAF1", "centered", "underlined", "grid", 1.0),
        Layout("modern", "sans", 10.0, "0B6E6E", "E3F1F0", "banner", "caps", "rows", 0.9),
        Layout("clinical", "sans", 9.5, "333F50", "EDEDED", "split", "bar", "grid", 0.75),
        Layout("regional", "serif", 10.5, "7A1F2B", "F4EAEA", "split", "caps", "zebra", 1.0),
    )
}
