"""Which texts are numbers and dates, and how a cell holds them so that a sheet shows exactly the text."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

_DATES: Final = {
    "numeric": r"mm\/dd\/yyyy",
    "unpadded": r"m\/d\/yyyy",
    "unpadded short": r"m\/d\/yy",
    "iso": r"yyyy\-mm\-dd",
    "dashed": r"mm\-dd\-yyyy",
    "dotted": r"mm\.dd\.yyyy",
    "short": r"[$-409]dd\-mmm\-yyyy",
    "long": r"[$-409]mmmm\ d\,\ yyyy",
    "month": r"[$-409]mmm\ d\,\ yyyy",
    "day first": r"[$-409]d\ mmmm\ yyyy",
}
"""Separators are escaped and months English: a bare ``/`` is whatever the reader's country writes."""
FORMATS: Final = {
    **{name: name for name in ("0", "0.0", "0.00", "0.000", "0.0000")},
    **{",": "#,##0", ",.0": "#,##0.0", ",.00": "#,##0.00"},
    **{"$0.00": '"$"0.00', "$,.00": '"$"#,##0.00', "$0": '"$"0', "$,": '"$"#,##0'},
    **{"0%": "0%", "0.0%": "0.0%", "0.00%": "0.00%"},
    **_DATES,
    **{f"{name} time": f"{code} hh:mm" for name, code in _DATES.items()},
    "time": "hh:mm",
}
"""The number formats of cells by a name of ours, in a fixed order."""
SIGNED: Final = "signed"
"""The format of what begins with a plus: a text, as a sheet would calculate it, which stands where numbers do."""

_NUMBER = re.compile(r"(-?)(\$?)(0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)(?:\.([0-9]{1,4}))?(%?)")
_FIRST_OF_NUMBER = "0123456789-$"
LAST_OF_TYPED: Final = "0123456789%"
"""What all numbers and dates end with."""
_DIGITS = 15
"""How many a cell's number keeps."""
_MONTHS = {
    name: number
    for number, name in enumerate(
        (
            *("January", "February", "March", "April", "May", "June"),
            *("July", "August", "September", "October", "November", "December"),
        ),
        start=1,
    )
}
_SHORT_MONTHS = {name[:3]: number for name, number in _MONTHS.items()}
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_SLASHED = ("numeric", "unpadded", "unpadded short")
_DAYS = tuple(
    (separator, re.compile(pattern), names)
    for separator, pattern, names in (
        ("/", r"(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})/(?P<y>[0-9]{4}|[0-9]{2})", _SLASHED),
        ("-", r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})", ("iso",)),
        ("-", r"(?P<m>[0-9]{2})-(?P<d>[0-9]{2})-(?P<y>[0-9]{4})", ("dashed",)),
        (".", r"(?P<m>[0-9]{2})\.(?P<d>[0-9]{2})\.(?P<y>[0-9]{4})", ("dotted",)),
        ("-", r"(?P<d>[0-9]{2})-(?P<m>[A-Z][a-z]{2})-(?P<y>[0-9]{4})", ("short",)),
        (" ", r"(?P<m>[A-Z][a-z]{2,8}) (?P<d>[0-9]{1,2}), (?P<y>[0-9]{4})", ("long", "month")),
        (" ", r"(?P<d>[0-9]{1,2}) (?P<m>[A-Z][a-z]{2,8}) (?P<y>[0-9]{4})", ("day first",)),
    )
)
"""What stands between the parts of a date, its form, and the formats that may have it."""
_BEGINNING = date(1899, 12, 30)
"""Day 0 of the sheets' calendar, which is right from March 1900 on: it has a day too many before."""
_FIRST_RIGHT = date(1900, 3, 1)
_CENTURY = 30
"""Two digits of a year below this are of this century, as office programs read them."""
_LONGEST = 24


class Typed(NamedTuple):
    """What a cell holds, and the name of the format that shows it as the text it was."""

    stored: str
    format: str


@lru_cache(maxsize=8_192)
def typed(value: str) -> Typed | None:
    """Return a text as a number or date; None where it is neither, or could not be shown exactly as it is."""
    if not value or len(value) > _LONGEST or value[-1] not in LAST_OF_TYPED:
        return None
    if value[0] in _FIRST_OF_NUMBER:
        number = _NUMBER.fullmatch(value)
        return _day(value) if number is None else _number(number)
    # Otherwise it is ``March 2, 2024``, or a record's number, which most texts are that come here.
    return _day(value) if ", " in value else None


def _number(found: re.Match[str]) -> Typed | None:
    minus, dollar, whole, decimals, percent = found.groups()
    digits = whole.replace(",", "")
    places = len(decimals or "")
    # Without a comma, a format with commas shows the same below a thousand; one without them does always.
    name = ("," if "," in whole else "0") if not places else (",." if "," in whole else "0.") + "0" * places
    name = f"{dollar}{name}{percent}"
    stored = f"{minus}{digits}"
    if decimals:
        stored = f"{stored}.{decimals}".rstrip("0").rstrip(".")
    if name not in FORMATS or len(digits) + places > _DIGITS or stored == "-0":
        return None
    if percent:
        stored = f"{Decimal(stored).scaleb(-2).normalize():f}"
    return Typed(stored, name)


def _day(value: str) -> Typed | None:
    day, _, clock = value.rpartition(" ") if value[-3:-2] == ":" else (value, "", "")
    fraction = ""
    if clock:
        time = _TIME.fullmatch(clock)
        if time is None:
            return None
        part = Decimal(int(time[1]) * 60 + int(time[2])) / 1440
        # An hour alone with fewer digits is a minute before the full one in some programs, which round down.
        fraction = f"{part:.{10 if day else 15}f}".rstrip("0").rstrip(".")[1:]
        if not day:
            return Typed(f"0{fraction}", "time")
    for separator, pattern, names in _DAYS:
        # Most texts are no date, and to look for a character takes a fraction of a match.
        if separator in day and (found := pattern.fullmatch(day)) is not None:
            serial, name = _serial(found, names)
            if serial is None or _shown(found, name) != day:
                return None
            return Typed(f"{serial}{fraction}", f"{name} time" if clock else name)
    return None


def _serial(found: re.Match[str], names: tuple[str, ...]) -> tuple[int | None, str]:
    """Return the number of a day, None where there is no such day, and the name of its format."""
    month, year, name = found["m"], int(found["y"]), names[0]
    if name == "numeric":
        if len(found["y"]) == 2:
            name, year = "unpadded short", year + (2000 if year < _CENTURY else 1900)
        elif len(month) == 1 or len(found["d"]) == 1:
            name = "unpadded"
    elif name == "long" and month not in _MONTHS:
        name = "month"
    number = _SHORT_MONTHS.get(month) if name in {"short", "month"} else _MONTHS.get(month)
    if month.isdecimal():
        number = int(month)
    try:
        day = date(year, number or 0, int(found["d"]))
    except ValueError:
        return None, name
    return ((day - _BEGINNING).days if day >= _FIRST_RIGHT else None), name


def _shown(found: re.Match[str], name: str) -> str:
    """Return what a format makes of the parts of a date: padded where it pads."""
    month, day = found["m"], found["d"]
    if name.startswith("unpadded"):
        return f"{int(month)}/{int(day)}/{found['y']}"
    if name == "numeric":
        return f"{int(month):02d}/{int(day):02d}/{found['y']}"
    if name in {"long", "month"}:
        return f"{month} {int(day)}, {found['y']}"
    if name == "day first":
        return f"{int(day)} {month} {found['y']}"
    return found[0]
