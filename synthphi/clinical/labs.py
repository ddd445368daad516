"""Laboratory results: values around the reference range, moved by conditions, with derived values that add up."""

from collections.abc import Callable, Mapping
from functools import cache
from math import pow as power
from typing import Final

from synthphi.clinical.analytes import Analyte, Panel, read_own_panels
from synthphi.clinical.model import LabPanel, LabResult
from synthphi.people.model import Sex
from synthphi.seeds import Stream, deviate

_READ: Final = read_own_panels()
ANALYTES: Final[dict[str, Analyte]] = _READ[0]
"""The analytes by key."""
PANELS: Final[dict[str, Panel]] = _READ[1]
"""The panels by key."""

ADULT = 18
"""Age in years from which the equation for eGFR holds; younger patients get none."""

_NORMAL = 4
"""How many numbers a normal value is made of."""
_Values = dict[str, float]
_OWN, _DAILY = 0.8, 0.6
"""How far a person's own level and the day move a value, in deviations: their squares add up to one."""


def egfr(creatinine: float, age: int, sex: Sex) -> float:
    """Return the estimated glomerular filtration rate in mL/min/1.73 m2.

    CKD-EPI 2021 without race: Inker et al., N Engl J Med 2021;385:1737.

    Args:
        creatinine: Serum creatinine in mg/dL.
        age: Age in years.
        sex: Sex.
    """
    kappa, alpha, factor = (0.7, -0.241, 1.012) if sex == "female" else (0.9, -0.302, 1.0)
    ratio = creatinine / kappa
    return 142 * power(min(ratio, 1.0), alpha) * power(max(ratio, 1.0), -1.2) * power(0.9938, age) * factor


_SOURCES: dict[str, tuple[str, ...]] = {
    "hct": ("hgb", "mchc"),
    "rbc": ("hct", "mcv"),
    "mch": ("hgb", "rbc"),
    "neutrophils": ("lymphocytes", "monocytes", "eosinophils", "basophils"),
    "egfr": ("creatinine",),
    "anion_gap": ("sodium", "chloride", "co2"),
    "globulin": ("protein", "albumin"),
    "ldl": ("cholesterol", "triglycerides", "hdl"),
    "non_hdl": ("cholesterol", "hdl"),
    "cholesterol_ratio": ("cholesterol", "hdl"),
    "average_glucose": ("a1c",),
    "inr": ("pt",),
    "iron_saturation": ("iron", "tibc"),
    "albumin_ratio": ("urine_albumin", "urine_creatinine"),
}
"""What a derived analyte is computed from, as printed."""

_FORMULAS: dict[str, Callable[[_Values, int, Sex], float]] = {
    "hct": lambda v, _age, _sex: v["hgb"] / v["mchc"] * 100,
    "rbc": lambda v, _age, _sex: v["hct"] / v["mcv"] * 10,
    "mch": lambda v, _age, _sex: v["hgb"] / v["rbc"] * 10,
    "neutrophils": lambda v, _age, _sex: 100 - v["lymphocytes"] - v["monocytes"] - v["eosinophils"] - v["basophils"],
    "egfr": lambda v, age, sex: egfr(v["creatinine"], age, sex),
    "anion_gap": lambda v, _age, _sex: v["sodium"] - v["chloride"] - v["co2"],
    "globulin": lambda v, _age, _sex: v["protein"] - v["albumin"],
    # Friedewald, Levy, Fredrickson, Clin Chem 1972;18:499: holds below 400 mg/dL of triglycerides.
    "ldl": lambda v, _age, _sex: v["cholesterol"] - v["hdl"] - v["triglycerides"] / 5,
    "non_hdl": lambda v, _age, _sex: v["cholesterol"] - v["hdl"],
    "cholesterol_ratio": lambda v, _age, _sex: v["cholesterol"] / v["hdl"],
    # ADAG study: Nathan et al., Diabetes Care 2008;31:1473.
    "average_glucose": lambda v, _age, _sex: 28.7 * v["a1c"] - 46.7,
    # A reagent with a sensitivity index of 1 and a mean normal prothrombin time of 11 s.
    "inr": lambda v, _age, _sex: v["pt"] / 11,
    "iron_saturation": lambda v, _age, _sex: v["iron"] / v["tibc"] * 100,
    # mg/L over mg/dL, in mg of albumin a gram of creatinine.
    "albumin_ratio": lambda v, _age, _sex: v["urine_albumin"] * 100 / v["urine_creatinine"],
}

# Bounds that one drawn value sets to another, so that a formula or a physician is not surprised.
_LEAST: dict[str, tuple[tuple[str, ...], Callable[[_Values], float]]] = {
    "cholesterol": (("hdl", "triglycerides"), lambda v: v["hdl"] + v["triglycerides"] / 5 + 22),
    "sodium": (("chloride", "co2"), lambda v: v["chloride"] + v["co2"] + 2),
    "protein": (("albumin",), lambda v: v["albumin"] + 1.5),
    "bilirubin": (("bilirubin_direct",), lambda v: v["bilirubin_direct"] + 0.1),
}


class Levels(dict[str, float]):
    """By analyte, the level about which a person's results lie, in deviations from the mean; worked out once."""

    def __init__(self, person: int) -> None:
        super().__init__()
        self._person = person

    def __missing__(self, key: str) -> float:
        level = self[key] = deviate(self._person, key)
        return level


class Specimen:
    """What panels are resulted of; an analyte in two of them has one value.

    What is drawn for the results is drawn at once, and each is made when it is asked for: most documents show the
    first ones.

    Args:
        panels: The keys of what was ordered.
        shifts: By analyte, how far the mean is moved, in half-widths of the reference range.
        sex: Decides the reference ranges, with the age.
        age: In years. People under 18 get no eGFR.
        rng: Where the values come from.
        levels: Of the person whose they are; left out, it is nobody's in particular.
    """

    __slots__ = ("_age", "_levels", "_numbers", "_panels", "_places", "_sex", "_shifts", "_values")

    def __init__(
        self,
        panels: tuple[str, ...],
        shifts: Mapping[str, float],
        sex: Sex,
        age: int,
        rng: Stream,
        levels: Levels | None = None,
    ) -> None:
        self._panels, self._shifts, self._sex, self._age, self._levels = panels, shifts, sex, age, levels
        raised = tuple([key for key in _qualitative(panels) if shifts.get(key, 0.0) > 0])
        count, self._places = _drawn(panels, raised, age >= ADULT)
        draw = rng.random
        self._numbers = [draw() for _ in range(count)]
        self._values: _Values = {}

    def results(self, panels: int | None = None, most: int | None = None) -> tuple[LabPanel, ...]:
        """Return the first panels, or all, with their first results, or all."""
        made: list[LabPanel] = []
        for key in self._panels[:panels]:
            analytes = _analytes(key, self._age >= ADULT)[:most]
            made.append(LabPanel(key, PANELS[key].name, tuple([self._result(one) for one in analytes])))
        return tuple(made)

    def _result(self, analyte: Analyte) -> LabResult:
        if analyte.levels:
            level = self._level(analyte)
            return LabResult(
                analyte.key,
                analyte.name,
                analyte.loinc,
                analyte.levels[level],
                analyte.unit,
                None,
                None,
                ", ".join(analyte.levels[: analyte.normal]),
                "H" if level >= analyte.normal else "",
            )
        value = self._value(analyte.key)
        limits = analyte.limits(self._sex, self._age)
        return LabResult(
            analyte.key,
            analyte.name,
            analyte.loinc,
            f"{value:.{analyte.decimals}f}",
            analyte.unit,
            limits.low,
            limits.high,
            limits.reference,
            analyte.flag(value, limits),
        )

    def _value(self, key: str) -> float:
        """Return a value as printed; it is drawn or computed once, and what it is computed from before it."""
        values = self._values
        found = values.get(key)
        if found is not None:
            return found
        analyte = ANALYTES[key]
        if analyte.derived:
            for source in _SOURCES[key]:
                self._value(source)
            value = _FORMULAS[key](values, self._age, self._sex)
        else:
            limits = analyte.limits(self._sex, self._age)
            shift = self._shifts.get(key, 0.0)
            # Values far out scatter more: the first 1 is the deviation of the healthy.
            value = limits.mean + shift * limits.half + self._away(key) * limits.deviation * (1.0 + abs(shift) / 2)
            value = min(max(value, analyte.floor), analyte.ceiling)
            if key in _LEAST:
                sources, least = _LEAST[key]
                for source in sources:
                    self._value(source)
                value = max(value, least(values))
        found = values[key] = round(value, analyte.decimals)
        return found

    def _away(self, key: str) -> float:
        """Return how far from the mean a value is, in deviations."""
        away = self._drawn_for(key).normal(0.0, 1.0)
        return away if self._levels is None else _OWN * self._levels[key] + _DAILY * away

    def _level(self, analyte: Analyte) -> int:
        shift = self._shifts.get(analyte.key, 0.0)
        if shift <= 0:
            return self._drawn_for(analyte.key).integer(0, analyte.normal - 1)
        level = analyte.normal - 1 + round(self._drawn_for(analyte.key).normal(shift, 0.45))
        return min(max(level, 0), len(analyte.levels) - 1)

    def _drawn_for(self, key: str) -> Stream:
        """Return a stream of what was drawn for an analyte."""
        place = self._places[key]
        return Stream(iter(self._numbers[place : place + _NORMAL]).__next__)


@cache
def _analytes(panel: str, adult: bool) -> tuple[Analyte, ...]:
    return tuple([analyte for analyte in PANELS[panel].analytes if adult or analyte.key != "egfr"])


@cache
def _qualitative(panels: tuple[str, ...]) -> tuple[str, ...]:
    """Return the analytes that have levels."""
    return tuple([analyte.key for panel in panels for analyte in PANELS[panel].analytes if analyte.levels])


@cache
def _drawn(panels: tuple[str, ...], raised: tuple[str, ...], adult: bool) -> tuple[int, dict[str, int]]:
    """Return how many numbers are drawn for panels, and by analyte the place of its first one.

    Args:
        panels: Their keys.
        raised: The qualitative analytes that a condition raises.
        adult: Whether the patient is.
    """
    count = 0
    places: dict[str, int] = {}
    waiting = [analyte.key for panel in reversed(panels) for analyte in reversed(_analytes(panel, adult))]
    while waiting:
        key = waiting.pop()
        analyte = ANALYTES[key]
        if analyte.derived:
            waiting += reversed(_SOURCES[key])
        elif key not in places:
            places[key] = count
            count += 1 if analyte.levels and key not in raised else _NORMAL
            waiting += reversed(_LEAST.get(key, ((), None))[0])
    return count, places
