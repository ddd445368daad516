"""Vital signs: within human bounds, and moved by conditions."""

from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthphi.clinical.conditions import CONDITIONS, TRAITS
from synthphi.clinical.vitals import draw_build, draw_vitals
from synthphi.seeds import stream


def vitals(seed, years, sex="female", condition=None, others=()):
    effects = TRAITS[condition].vitals if condition else {}
    return draw_vitals(
        draw_build(stream(seed, "build"), years),
        years,
        sex,
        effects,
        tuple(TRAITS[other].vitals for other in others),
        stream(seed, "day"),
    )


# Age in years: inches and pounds that hold nearly all people (CDC growth charts, 1st to 99th percentile and some more).
BOUNDS = [
    (0, 0.3, (17, 28), (5, 21)),
    (1, 2, (26, 38), (15, 38)),
    (4, 5, (35, 48), (25, 62)),
    (10, 11, (47, 64), (45, 140)),
    (16, 17, (56, 77), (75, 270)),
    (30, 60, (55, 79), (75, 350)),
    (75, 98, (55, 79), (70, 330)),
]


@given(
    seed=st.integers(0, 100_000),
    bounds=st.sampled_from(BOUNDS),
    part=st.floats(0, 1),
    sex=st.sampled_from(("female", "male")),
    data=st.data(),
)
def test_vital_signs_are_those_of_a_living_person_of_that_age(seed, bounds, part, sex, data):
    young, old, inches, pounds = bounds
    years = young + part * (old - young)
    suited = [c.key for c in CONDITIONS.values() if c.min_age <= years <= c.max_age]
    condition = data.draw(st.sampled_from([None, *suited]))
    others = data.draw(st.lists(st.sampled_from(suited), max_size=3))
    v = vitals(seed, years, sex, condition, others)
    assert inches[0] <= v.height <= inches[1]
    assert pounds[0] <= v.weight <= pounds[1]
    assert v.bmi == round(703 * v.weight / v.height**2, 1)
    assert 96 <= v.temperature <= 105
    assert 60 <= v.systolic <= 210
    assert 35 <= v.diastolic <= v.systolic - 20
    assert 80 <= v.oxygen <= 100
    assert 45 <= v.pulse <= 190
    assert 10 <= v.respiration <= 65
    assert 0 <= v.pain <= 10


def average(field, years, condition=None):
    return mean(getattr(vitals(seed, years, condition=condition), field) for seed in range(150))


@pytest.mark.parametrize(
    ("condition", "field", "years", "least"),
    [
        ("pneumonia", "temperature", 60, 2.0),
        ("pneumonia", "respiration", 60, 4),
        ("copd", "oxygen", 65, -8),
        ("hypertension", "systolic", 55, 15),
        ("hypertension", "diastolic", 55, 7),
        ("kidney_stone", "pain", 40, 5),
        ("otitis_media", "temperature", 2, 2.0),
        ("obesity", "bmi", 45, 3),
        ("hypothyroidism", "pulse", 50, -15),
    ],
)
def test_a_condition_shows_in_the_vital_signs(condition, field, years, least):
    difference = average(field, years, condition) - average(field, years)
    assert difference >= least if least > 0 else least <= difference <= -2


@given(seed=st.integers(0, 100_000), years=st.floats(18, 75), sex=st.sampled_from(("female", "male")))
def test_obesity_is_what_its_definition_says(seed, years, sex):
    assert vitals(seed, years, sex, "obesity").bmi >= 30
    assert vitals(seed, years, sex, "sinusitis", ["obesity"]).bmi >= 30


@given(seed=st.integers(0, 100_000), years=st.floats(0.1, 17), sex=st.sampled_from(("female", "male")))
def test_children_grow(seed, years, sex):
    assert vitals(seed, years, sex).height <= vitals(seed, years + 1, sex).height


@given(seed=st.integers(0, 100_000), years=st.floats(20, 97))
def test_adults_stay_as_tall_as_they_are(seed, years):
    assert vitals(seed, 20).height == vitals(seed, years).height


def test_small_children_have_a_faster_pulse_and_lower_pressure_than_adults():
    assert average("pulse", 0.5) > average("pulse", 8) + 20 > average("pulse", 40) + 20
    assert average("systolic", 1) + 15 < average("systolic", 40)
