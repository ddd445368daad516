"""What a sheet shows of a number: number formats of cells, as far as texts can be labelled in them.

Known are plain numbers with decimals, commas, percent and literals, dates and times, and ``General``; of sections the
one for the sign. What else a format asks for (fractions, exponents, conditions) is not followed.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import TypeAlias

Shown: TypeAlias = Callable[[str], str]
"""Returns what is shown of a stored number."""

BUILT_IN = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"$"#,##0', 6: '"$"#,##0', 7: '"$"#,##0.00', 8: '"$"#,##0.00'},
    **{9: "0%", 10: "0.00%", 14: "m/d/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM"},
    **{19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yyyy h:mm", 37: "#,##0", 38: "#,##0"},
    **{39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 49: "@"},
}
"""The formats that a workbook does not spell out, by number."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)(-[^\]]*)?\]|\[(?P<other>[^\]]*)\]|_.|\*.'
    r"|(?P<half>AM/PM|A/P)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+)|(?P<digits>[0#?][0#?,.]*|\.[0#?]+)|(?P<literal>.)",
    re.DOTALL,
)
_BEGINNINGS = (datetime(1899, 12, 30), datetime(1904, 1, 1))  # noqa: DTZ001  (a sheet's calendar has no time zone)
_MOST_DAYS = 2_958_466
"""Day after the last one of the year 9999."""
_GENERAL = 11
"""Digits that ``General`` shows."""


@lru_cache(maxsize=1024)
def shown_by(code: str, from_1904: bool) -> Shown:
    """Return what a number format shows of a number.

    Args:
        code: The format.
        from_1904: Whether the workbook counts days from 1904.
    """
    section, *others = _sections(code)
    if section.strip().lower() in {"", "general", "@"}:
        return _general
    tokens = list(_TOKEN.finditer(section))
    if any(token["date"] or token["half"] for token in tokens):
        return _dates(tokens, _BEGINNINGS[from_1904])
    plain = _numbers(tokens)
    if not others:
        return lambda stored: _signed(stored, plain)
    below = _numbers(list(_TOKEN.finditer(others[0])))
    return lambda stored: below(_decimal(stored).copy_abs()) if stored.startswith("-") else plain(_decimal(stored))


def _sections(code: str) -> list[str]:
    """Return the parts of a format between semicolons, those in quotes aside."""
    found, current = [], ""
    for token in _TOKEN.finditer(code):
        if token["literal"] == ";":
            found.append(current)
            current = ""
        else:
            current += token[0]
    return [*found, current]


def _decimal(stored: str) -> Decimal:
    try:
        number = Decimal(stored)
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() else Decimal(0)


def _general(stored: str) -> str:
    number = _decimal(stored)
    if number.adjusted() > _GENERAL - 1 or (number and number.adjusted() < 1 - _GENERAL):
        return f"{float(number):.5E}"
    room = max(0, _GENERAL - 2 - max(0, number.adjusted()))
    said = f"{number:.{room}f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def _signed(stored: str, plain: Callable[[Decimal], str]) -> str:
    number = _decimal(stored)
    said = plain(number.copy_abs())
    # What is rounded to nothing has no sign.
    return f"-{said}" if number < 0 and any("1" <= char <= "9" for char in said) else said


def _numbers(tokens: list[re.Match[str]]) -> Callable[[Decimal], str]:
    percents = sum(1 for token in tokens if token["literal"] == "%")
    held = [i for i, token in enumerate(tokens) if token["digits"]]
    pieces = [_literal(token) for token in tokens]
    if not held:
        only = "".join(pieces)
        return lambda _number: only
    if len(held) > 1:
        return _spread(tokens)
    at = held[0]
    digits = tokens[at]["digits"]
    before, behind = "".join(pieces[:at]), "".join(pieces[at + 1 :])
    whole, _, decimals = digits.partition(".")
    comma = "," in whole.rstrip(",")
    least = sum(1 for char in whole if char == "0")

    def show(number: Decimal) -> str:
        scaled = number.scaleb(2 * percents)
        if scaled.adjusted() > 20:
            return _general(str(scaled))
        rounded = scaled.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
        front, _, rest = f"{rounded:f}".partition(".")
        front = front.lstrip("0").rjust(least, "0")
        if comma:
            front = f"{int(front or 0):,}" if front else ""
        for wanted in reversed(decimals):
            if wanted == "0" or not rest.endswith("0"):
                break
            rest = rest[:-1]
        return f"{before}{front}{'.' if decimals else ''}{rest}{behind}"

    return show


def _spread(tokens: list[re.Match[str]]) -> Callable[[Decimal], str]:
    """Return what shows a number with literals between its digits: ``000-00-0000``."""
    places = "".join([token["digits"] or "" for token in tokens])
    least = len(places.lstrip("#?,"))

    def show(number: Decimal) -> str:
        left = f"{number.quantize(Decimal(1), ROUND_HALF_UP):f}".lstrip("0").rjust(least, "0")
        said, first = "", next(i for i, token in enumerate(tokens) if token["digits"])
        for i in range(len(tokens) - 1, -1, -1):
            digits = tokens[i]["digits"]
            if not digits:
                said = _literal(tokens[i]) + said
            elif i == first:
                said, left = left + said, ""
            else:
                said, left = left[-len(digits) :] + said, left[: -len(digits)]
        return said

    return show


def _literal(token: re.Match[str]) -> str:
    return token["quoted"] or token["escaped"] or token["currency"] or token["literal"] or ""


def _dates(tokens: list[re.Match[str]], beginning: datetime) -> Shown:
    kinds = [(token["date"] or "").lower() for token in tokens]
    clock = [i for i, kind in enumerate(kinds) if kind[:1] in {"h", "s", "m"}]
    minutes = {
        i
        for n, i in enumerate(clock)
        if kinds[i] in {"m", "mm"}
        and ((n and kinds[clock[n - 1]][0] == "h") or (n + 1 < len(clock) and kinds[clock[n + 1]][0] == "s"))
    }
    halves = any(token["half"] for token in tokens)

    def show(stored: str) -> str:
        number = _decimal(stored)
        if not 0 <= number < _MOST_DAYS:
            return "#" * 8
        # To the second, as what is stored of a time is never quite it.
        seconds = int((number * 86_400).quantize(Decimal(1), ROUND_HALF_UP))
        when = beginning + timedelta(seconds=seconds)
        return "".join(
            [
                _part(when, kind, i in minutes, halves) if kind else _half(when, token) or _literal(token)
                for i, (token, kind) in enumerate(zip(tokens, kinds, strict=True))
            ]
        )

    return show


def _half(when: datetime, token: re.Match[str]) -> str:
    said = token["half"]
    return said.split("/")[when.hour >= 12] if said else ""


_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _part(when: datetime, kind: str, minutes: bool, halves: bool) -> str:
    first, length = kind[0], len(kind)
    if first == "y":
        return f"{when.year % 100:02d}" if length < 3 else f"{when.year:04d}"
    names = _NAMES[when.month - 1] if first == "m" else _DAYS[when.weekday()]
    if first in {"m", "d"} and length > 2:
        return names[:3] if length == 3 else names[0] if length == 5 else names
    hour = (when.hour + 11) % 12 + 1 if halves else when.hour
    month = when.minute if minutes else when.month
    number = {"m": month, "d": when.day, "h": hour, "s": when.second}[first]
    return f"{number:02d}" if length > 1 else str(number)
