"""Vital signs that suit age, sex and conditions."""

from bisect import bisect_right
from collections.abc import Mapping
from math import inf

from synthphi.clinical.model import Vitals
from synthphi.people.model import Sex
from synthphi.records import record
from synthphi.seeds import Stream

_Table = tuple[tuple[float, float], ...]

# Median height in inches and median body mass index in kg/m2 by age in years. Up to 20 years after the CDC growth
# charts (Kuczmarski et al., Vital Health Stat 11(246), 2002), rounded; below 2 years the index of the median weight
# and length. Then adult medians (NHANES: Fryar et al., Vital Health Stat 3(46), 2021).
_HEIGHTS: dict[Sex, _Table] = {
    "female": (
        *((0, 19.5), (0.25, 23.5), (0.5, 25.8), (1, 29.1), (1.5, 31.7), (2, 33.7), (3, 37.1), (4, 39.8), (5, 42.5)),
        *((6, 45.3), (8, 50.2), (10, 54.3), (12, 59.5), (13, 61.8), (14, 63.0), (16, 63.9), (18, 64.1), (20, 64.2)),
    ),
    "male": (
        *((0, 19.7), (0.25, 24.2), (0.5, 26.6), (1, 29.8), (1.5, 32.4), (2, 34.2), (3, 37.5), (4, 40.3), (5, 43.0)),
        *((6, 45.5), (8, 50.4), (10, 54.5), (12, 58.7), (13, 61.5), (14, 64.5), (16, 68.3), (18, 69.3), (20, 69.5)),
    ),
}
_MASS_INDEXES: _Table = (
    *((0, 13.5), (0.25, 16.6), (0.5, 17.3), (1, 17.3), (1.5, 16.7), (2, 16.4), (3, 15.9), (4, 15.5), (5, 15.3)),
    *((6, 15.4), (8, 15.9), (10, 16.8), (12, 18.0), (14, 19.4), (16, 20.7), (18, 21.8), (20, 23.0), (30, 26.6)),
    *((45, 28.2), (65, 28.0), (75, 26.8), (90, 24.6), (100, 23.6)),
)
_LEAST_MASS_INDEXES: _Table = ((0, 12.0), (12, 13.5), (16, 15.5), (20, 16.5))
"""Below these nobody comes on foot."""
_HEIGHT_DEVIATION, _MASS_DEVIATION = 0.041, 0.13
"""Standard deviations of height and of body mass index, as a part of the median."""

# Resting pulse, breaths a minute, systolic and diastolic pressure by age: medians of Fleming et al., Lancet
# 2011;377:1011 for pulse and breaths of children; of the AAP's 2017 guideline for their blood pressure.
_PULSES: _Table = ((0, 140), (1, 122), (3, 108), (6, 96), (10, 85), (14, 79), (18, 75), (60, 72), (100, 72))
_BREATHS: _Table = ((0, 42), (1, 34), (3, 27), (6, 22), (10, 19), (14, 17), (18, 15), (70, 16), (100, 17))
_SYSTOLIC: _Table = ((0, 78), (1, 87), (4, 94), (8, 99), (12, 106), (18, 114), (40, 119), (65, 126), (100, 130))
_DIASTOLIC: _Table = ((0, 45), (1, 46), (4, 53), (8, 60), (12, 64), (18, 70), (40, 75), (65, 75), (100, 70))
_POUNDS_INCHES = 703.0
"""Body mass index is this times pounds by squared inches."""
_ALONGSIDE = 0.5
"""How much of its effect a comorbidity has, on the body aside: that is what it is, whatever somebody comes for."""
_TREND, _GROWN = 0.02, 25
"""Standard deviation of what an adult gains or loses a year, as a part of the weight, and the age from which on."""
_GAIN = ((0.0, 0.0), (12.0, 2.0), (40.0, 29.0), (40.1, 14.0), (46.0, 6.0))
"""Pounds gained by week of pregnancy (Weight Gain During Pregnancy, IOM, 2009, normal weight), and what stays after."""


DRAWS_OF_VITALS = 27
"""How many numbers `draw_vitals` takes from its stream."""


@record
class Build:
    """What stays with a patient: deviations of height and of body mass index from the median of the age."""

    height: float
    mass: float
    years: float
    """Age when first seen."""
    trend: float
    """What is gained a year from then on, as a part of the weight."""


def draw_build(rng: Stream, years: float) -> Build:
    """Return the build of a person who is first seen at an age."""
    trend = rng.normal(0.0, _TREND)
    return Build(rng.normal(0.0, 1.0), rng.normal(0.0, 1.0), years, trend if years >= _GROWN else 0.0)


def draw_vitals(
    build: Build,
    years: float,
    sex: Sex,
    primary: Mapping[str, float],
    comorbidities: tuple[Mapping[str, float], ...],
    rng: Stream,
    weeks: float = 0.0,
) -> Vitals:
    """Return the vital signs of a visit; `bmi` is computed from the printed weight and height.

    Args:
        build: The patient's.
        years: Age in years, with its fraction: infants grow by the week.
        sex: Sex.
        primary: What the condition of the visit adds, by `synthphi.clinical.conditions.VITAL_EFFECTS`.
        comorbidities: What the others add.
        rng: Where the values of this visit come from.
        weeks: Of pregnancy, or since it began.
    """
    effect = dict(primary)
    for other in comorbidities:
        for key, value in other.items():
            effect[key] = effect.get(key, 0.0) + value * _ALONGSIDE
    # An effect is not the same every day.
    strength = rng.uniform(0.6, 1.3)
    temperature = rng.normal(98.2, 0.35) + effect.get("temperature", 0.0) * strength
    systolic = round(rng.normal(_at(_SYSTOLIC, years), 7.0) + effect.get("systolic", 0.0) * strength)
    diastolic = round(rng.normal(_at(_DIASTOLIC, years), 5.0) + effect.get("diastolic", 0.0) * strength)
    pulse = _at(_PULSES, years)
    breaths = _at(_BREATHS, years)
    height, weight = _body(build, years, sex, (primary, *comorbidities), weeks, rng)
    return Vitals(
        temperature=round(min(max(temperature, 96.8), 104.4), 1),
        systolic=min(max(systolic, 62), 208),
        diastolic=min(max(diastolic, 36), systolic - 20, 122),
        pulse=min(max(round(rng.normal(pulse, pulse * 0.09) + effect.get("pulse", 0.0) * strength), 46), 186),
        respiration=min(max(round(rng.normal(breaths, 1.2) + effect.get("respiration", 0.0) * strength), 11), 62),
        oxygen=min(max(round(rng.normal(98.0, 0.7) + effect.get("oxygen", 0.0) * strength), 84), 100),
        weight=weight,
        height=height,
        bmi=round(_POUNDS_INCHES * weight / (height * height), 1),
        pain=min(max(round(rng.uniform(-1.6, 0.8) + effect.get("pain", 0.0) * strength), 0), 10),
    )


def _body(
    build: Build,
    years: float,
    sex: Sex,
    effects: tuple[Mapping[str, float], ...],
    weeks: float,
    rng: Stream,
) -> tuple[int, float]:
    """Return height in inches and weight in pounds."""
    height = round(_at(_HEIGHTS[sex], years) * (1 + build.height * _HEIGHT_DEVIATION))
    index = _at(_MASS_INDEXES, years) * (1 + build.mass * _MASS_DEVIATION * (1.0 if years >= 14 else 0.55))
    index = max(index + sum([effect.get("bmi", 0.0) for effect in effects]), _at(_LEAST_MASS_INDEXES, years))
    least = max([effect.get("least_bmi", 0.0) for effect in effects])
    if index < least:
        index = least + abs(build.mass) * 2.5
    course = 1.0 + build.trend * (years - build.years)
    # What was eaten, and what is worn.
    weight = index * course * rng.uniform(0.994, 1.006) * height * height / _POUNDS_INCHES
    return height, round(weight + (_at(_GAIN, weeks) if weeks else 0.0), 1)


ADULT_HEIGHT = 20
"""Age in years from which height stays as it is."""


def _at(table: _Table, years: float) -> float:
    """Return the value of a table at an age, on a straight line between its points."""
    index = bisect_right(table, (years, inf))
    if index == len(table):
        return table[-1][1]
    age, value = table[index - 1]
    next_age, next_value = table[index]
    return value + (next_value - value) * (years - age) / (next_age - age)
