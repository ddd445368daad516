"""Laboratory results, checked as a reader of the report would: by what is printed."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthphi.clinical.analytes import read_panels
from synthphi.clinical.labs import ANALYTES, PANELS, Specimen, egfr
from synthphi.clinical.library import ClinicalDataError
from synthphi.seeds import stream

EVERYTHING = tuple(PANELS)
NUMERIC = sorted(key for key, analyte in ANALYTES.items() if not analyte.levels)

results = st.builds(
    lambda seed, sex, age, shifts: (
        {
            result.key: result
            for panel in Specimen(EVERYTHING, shifts, sex, age, stream(seed, "lab")).results()
            for result in panel.results
        },
        sex,
        age,
    ),
    seed=st.integers(0, 10_000),
    sex=st.sampled_from(("female", "male")),
    age=st.integers(0, 98),
    shifts=st.dictionaries(st.sampled_from(sorted(ANALYTES)), st.floats(-2, 6), max_size=8),
)


def loinc_check_digit(digits):
    """LOINC Users' Guide, appendix: odd digits from the right doubled as one number, then mod 10."""
    odd = str(int(digits[::-1][0::2][::-1]) * 2)
    total = sum(map(int, odd)) + sum(map(int, digits[::-1][1::2]))
    return str(-total % 10)


@pytest.mark.parametrize("analyte", ANALYTES.values(), ids=lambda analyte: analyte.key)
def test_a_loinc_code_has_its_check_digit(analyte):
    digits, check = analyte.loinc.split("-")
    assert loinc_check_digit(digits) == check


def test_no_two_analytes_share_a_loinc_code():
    assert len({analyte.loinc for analyte in ANALYTES.values()}) == len(ANALYTES)


@given(results)
def test_the_flag_is_that_of_the_printed_value_in_the_printed_range(drawn):
    found, _, _ = drawn
    for result in found.values():
        analyte = ANALYTES[result.key]
        if analyte.levels:
            assert (result.flag == "H") == (result.value not in result.reference.split(", "))
            continue
        value = float(result.value)
        if result.reference.startswith("<"):
            low, high = -math.inf, float(result.reference[2:])
            out = "H" if value >= high else ""
        elif result.reference.startswith(">="):
            out = "L" if value < float(result.reference[3:]) else ""
        else:
            low, high = map(float, re.fullmatch(r"([\d.]+)-([\d.]+)", result.reference).groups())
            out = "L" if value < low else "H" if value > high else ""
        assert result.flag[:1] == out, result
        critical = value <= analyte.critical_low or value >= analyte.critical_high
        assert (len(result.flag) == 2) == critical, result


@given(results)
def test_values_are_printed_with_the_decimals_of_their_range(drawn):
    found, _, _ = drawn
    for key in NUMERIC:
        if key in found:
            places = ANALYTES[key].decimals
            assert re.fullmatch(rf"\d+\.\d{{{places}}}" if places else r"\d+", found[key].value), found[key]


@given(results)
def test_derived_values_follow_from_what_is_printed_beside_them(drawn):
    found, sex, age = drawn
    v = {key: float(found[key].value) for key in NUMERIC if key in found}
    cells = ("neutrophils", "lymphocytes", "monocytes", "eosinophils", "basophils")
    assert sum(v[key] for key in cells) == pytest.approx(100)
    assert v["hct"] == pytest.approx(v["hgb"] / v["mchc"] * 100, abs=0.051)
    assert v["mcv"] == pytest.approx(v["hct"] / v["rbc"] * 10, rel=0.005)
    assert v["mch"] == pytest.approx(v["hgb"] / v["rbc"] * 10, abs=0.051)
    assert v["anion_gap"] == v["sodium"] - v["chloride"] - v["co2"]
    assert v["globulin"] == pytest.approx(v["protein"] - v["albumin"])
    assert v["globulin"] > 0
    assert v["bilirubin"] > v["bilirubin_direct"]
    assert v["non_hdl"] == v["cholesterol"] - v["hdl"]
    assert v["ldl"] == pytest.approx(v["non_hdl"] - v["triglycerides"] / 5, abs=0.51)
    assert v["ldl"] > 0
    assert v["cholesterol_ratio"] == pytest.approx(v["cholesterol"] / v["hdl"], abs=0.051)
    assert v["average_glucose"] == pytest.approx(28.7 * v["a1c"] - 46.7, abs=0.51)
    assert v["inr"] == pytest.approx(v["pt"] / 11, abs=0.051)
    assert v["iron_saturation"] == pytest.approx(100 * v["iron"] / v["tibc"], abs=0.51)
    assert v["albumin_ratio"] == pytest.approx(100 * v["urine_albumin"] / v["urine_creatinine"], abs=0.51)
    assert ("egfr" in v) == (age >= 18)
    if age >= 18:
        assert v["egfr"] == pytest.approx(egfr(v["creatinine"], age, sex), abs=0.51)


@pytest.mark.parametrize(
    ("creatinine", "age", "sex", "expected"),
    # Computed by hand from the published equation.
    [(0.7, 50, "female", 105), (0.9, 50, "male", 104), (1.4, 70, "female", 40), (2.0, 70, "male", 35)],
)
def test_egfr_is_that_of_the_published_equation(creatinine, age, sex, expected):
    assert round(egfr(creatinine, age, sex)) == expected


def test_an_analyte_in_two_panels_has_one_value():
    panels = Specimen(("bmp", "cmp", "bone"), {}, "male", 40, stream(3, "lab")).results()
    values = [{r.key: r.value for r in panel.results} for panel in panels]
    shared = set(values[0]) & set(values[1])
    assert len(shared) >= 8
    assert all(values[0][key] == values[1][key] for key in shared)
    assert values[1]["calcium"] == values[2]["calcium"]


def test_ranges_are_those_of_the_sex():
    ranges = {}
    for sex in ("female", "male"):
        (panel,) = Specimen(("cbc",), {}, sex, 40, stream(3, "lab")).results()
        ranges[sex] = {r.key: r.reference for r in panel.results}
    assert ranges["female"]["hgb"] == "12.0-15.5"
    assert ranges["male"]["hgb"] == "13.5-17.5"
    assert ranges["female"]["wbc"] == ranges["male"]["wbc"]


def test_ranges_are_those_of_the_age():
    found = {}
    for age in (0, 1, 2, 5, 6, 11, 12, 17, 40):
        (panel,) = Specimen(("cbc",), {}, "male", age, stream(3, "lab")).results()
        found[age] = {r.key: r.reference for r in panel.results}
    assert [found[age]["hgb"] for age in (0, 1, 2, 5, 6, 11)] == [
        *("10.5-14.0", "10.5-14.0", "11.5-14.0", "11.5-14.0", "11.5-15.5", "11.5-15.5")
    ]
    assert found[12]["hgb"] == found[17]["hgb"] == found[40]["hgb"] == "13.5-17.5"
    assert found[1]["rdw"] == found[40]["rdw"]


@pytest.mark.parametrize("age", [0, 3, 9, 14, 40, 80])
@pytest.mark.parametrize("sex", ["female", "male"])
def test_healthy_people_are_mostly_in_range(sex, age):
    flags = [
        result.flag
        for number in range(200)
        for panel in Specimen(EVERYTHING, {}, sex, age, stream(number, "lab")).results()
        for result in panel.results
    ]
    assert sum(map(bool, flags)) / len(flags) < 0.03


@pytest.mark.parametrize(("key", "shift", "flags"), [("wbc", 2.2, {"H", "HH"}), ("hgb", -2.6, {"L", "LL"})])
def test_a_shift_moves_the_value_out_of_range(key, shift, flags):
    shifted = []
    for number in range(100):
        (panel,) = Specimen(("cbc",), {key: shift}, "female", 40, stream(number, "lab")).results()
        shifted += [result.flag in flags for result in panel.results if result.key == key]
    assert sum(shifted) >= 85


def test_critical_values_are_flagged():
    flags = set()
    for number in range(50):
        (panel,) = Specimen(("bmp",), {"potassium": 3.0, "glucose": -3.5}, "male", 40, stream(number)).results()
        flags |= {(result.key, result.flag) for result in panel.results}
    assert {("potassium", "HH"), ("glucose", "LL")} <= flags


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[analyte.x]\nname = "X"\nlow = 1', ("analyte x", "loinc")),
        ('[analyte.x]\nname = "X"\nloinc = "1-8"', ("analyte x", "low")),
        ('[analyte.x]\nname = "X"\nloinc = "1-8"\nlow = 3\nhigh = 2', ("analyte x", "high")),
        ('[analyte.x]\nname = "X"\nloinc = "1-8"\nlow = 1\nhihg = 2', ("analyte x", "hihg")),
        ('[analyte.x]\nname = "X"\nloinc = "1-8"\nlevels = ["a", "b"]\nnormal = 2', ("analyte x", "normal")),
        ('[analyte.x]\nname = "X"\nloinc = "1-8"\nlow = 1\nchildren = [[5, 2]]', ("analyte x", "children")),
        ('[analyte.x]\nname = "X"\nloinc = "1-8"\nlow = 1\nchildren = [[5, 3, 2]]', ("analyte x", "children")),
        ('[panel.p]\nname = "P"\nanalytes = ["y"]', ("panel p", "analytes", "y")),
        ("", ("panel",)),
    ],
)
def test_bad_data_is_named_by_file_entry_and_field(text, named):
    with pytest.raises(ClinicalDataError) as caught:
        read_panels("mine.toml", text)
    for word in ("mine.toml", *named):
        assert word in str(caught.value)
