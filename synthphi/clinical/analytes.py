"""Analytes and panels, read from data/panels.toml and checked; ranges and flags."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from synthphi.clinical.library import ClinicalDataError, Entry, read_tables
from synthphi.clinical.model import Flag
from synthphi.people.model import Sex

_SPREAD = 0.2
"""Standard deviation where none is given, as a part of the range: 99 of 100 healthy people are in range."""


@dataclass(frozen=True, slots=True)
class Range:
    """An analyte for one sex: its reference range, and how values scatter."""

    low: float | None
    high: float | None
    reference: str
    mean: float
    deviation: float
    half: float
    """Half the width of the range: the unit of a condition's shift."""


@dataclass(frozen=True, slots=True)
class Analyte:
    """What a laboratory measures."""

    key: str
    name: str
    loinc: str
    unit: str
    decimals: int
    derived: bool
    levels: tuple[str, ...]
    """The values of a qualitative analyte, from the healthiest on; empty for a number."""
    normal: int
    """How many of the first levels are in range."""
    critical_low: float
    critical_high: float
    floor: float
    ceiling: float
    ranges: Mapping[Sex, Range]
    """Of adults, and of children where no range is their own."""
    children: tuple[tuple[int, Range], ...]
    """Ranges of children of both sexes, each with the last year of life that it holds for, youngest first."""

    def limits(self, sex: Sex, age: int) -> Range:
        """Return the range for somebody of a sex and an age in years."""
        if self.children and age <= self.children[-1][0]:
            return next(limits for last, limits in self.children if age <= last)
        return self.ranges[sex]

    def flag(self, value: float, limits: Range) -> Flag:
        """Return the flag of a number as printed: at a critical limit LL or HH, outside of the range L or H."""
        if value <= self.critical_low:
            return "LL"
        if value >= self.critical_high:
            return "HH"
        if limits.low is not None and value < limits.low:
            return "L"
        # A range printed as "< 200" does not include 200, one printed as "70-99" includes 99.
        if limits.high is not None and (value >= limits.high if limits.low is None else value > limits.high):
            return "H"
        return ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A set of analytes that is ordered together."""

    key: str
    name: str
    analytes: tuple[Analyte, ...]


def read_panels(file: str, source: str) -> tuple[dict[str, Analyte], dict[str, Panel]]:
    """Return the analytes and the panels by key.

    Args:
        file: The name that errors show.
        source: The TOML text.

    Raises:
        ClinicalDataError: a value is missing or wrong; the message names file, entry and field.
    """
    tables = read_tables(file, source)
    analytes = {key: _analyte(Entry(file, f"analyte {key}", values), key) for key, values in _table(tables, "analyte")}
    panels = {}
    for key, values in _table(tables, "panel"):
        entry = Entry(file, f"panel {key}", values)
        members = entry.texts("analytes", least=1)
        entry.check_known("analytes", members, analytes)
        panels[key] = Panel(key, entry.text("name"), tuple(analytes[member] for member in members))
        entry.finish()
    if not panels:
        raise ClinicalDataError(f"{file}: panel: there is none")
    return analytes, panels


def _table(tables: Mapping[str, Any], name: str) -> list[tuple[str, object]]:
    return list(tables.get(name, {}).items())


def _analyte(entry: Entry, key: str) -> Analyte:
    levels = entry.texts("levels")
    decimals = int(entry.number("decimals", 0))
    analyte = Analyte(
        key=key,
        name=entry.text("name"),
        loinc=entry.text("loinc"),
        unit=entry.text("unit", ""),
        decimals=decimals,
        derived=entry.truth("derived"),
        levels=levels,
        normal=int(entry.number("normal", 0)),
        critical_low=entry.number("critical_low", float("-inf")),
        critical_high=entry.number("critical_high", float("inf")),
        floor=entry.number("floor", 0.0),
        ceiling=entry.number("ceiling", float("inf")),
        ranges=_ranges(entry, levels, decimals),
        children=_children(entry, decimals),
    )
    if levels and not 0 < analyte.normal < len(levels):
        raise entry.wrong("normal", f"must say how many of the {len(levels)} levels are in range")
    entry.finish()
    return analyte


def _ranges(entry: Entry, levels: tuple[str, ...], decimals: int) -> dict[Sex, Range]:
    mean, deviation = entry.optional_number("mean"), entry.optional_number("sd")
    limits = (entry.optional_number("low"), entry.optional_number("high"))
    ranges: dict[Sex, Range] = {}
    for sex in ("female", "male"):
        own = entry.entry(sex)
        low, high = limits if own is None else (own.optional_number("low"), own.optional_number("high"))
        if own is not None:
            own.finish()
        if levels:
            ranges[sex] = Range(None, None, "", 0.0, 0.45, 1.0)
            continue
        if low is None and high is None:
            raise entry.wrong("low", f"there is no limit for {sex}: give low, high or both")
        limits_of_sex = _range(low, high, decimals, mean, deviation)
        if limits_of_sex.half <= 0:
            raise entry.wrong("high", f"must be above low for {sex}")
        ranges[sex] = limits_of_sex
    return ranges


def _range(
    low: float | None, high: float | None, decimals: int, mean: float | None = None, deviation: float | None = None
) -> Range:
    width = (high or 0.0) - (low or 0.0) if high is not None else (low or 0.0) / 2
    return Range(
        low=low,
        high=high,
        reference=_reference(low, high, decimals),
        mean=(low or 0.0) + width / 2 if mean is None else mean,
        deviation=width * _SPREAD if deviation is None else deviation,
        half=width / 2,
    )


def _children(entry: Entry, decimals: int) -> tuple[tuple[int, Range], ...]:
    found: list[tuple[int, Range]] = []
    for last, low, high in entry.number_rows("children", 3):
        if low >= high or (found and last <= found[-1][0]):
            raise entry.wrong("children", "must be rows of last age, low and high, the youngest first")
        found.append((int(last), _range(low, high, decimals)))
    return tuple(found)


def _reference(low: float | None, high: float | None, decimals: int) -> str:
    if low is None:
        return f"< {high:.{decimals}f}"
    if high is None:
        return f">= {low:.{decimals}f}"
    return f"{low:.{decimals}f}-{high:.{decimals}f}"


def read_own_panels() -> tuple[dict[str, Analyte], dict[str, Panel]]:
    """Return the analytes and panels of the library."""
    file = "panels.toml"
    return read_panels(file, files("synthphi.clinical").joinpath("data", file).read_text(encoding="utf-8"))
