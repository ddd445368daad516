"""The library of conditions: true codes, phrases that can be filled, and errors that say where data is wrong."""

import re
import warnings
from importlib.resources import files

import pytest

from synthphi.clinical.conditions import CONDITIONS, read_conditions
from synthphi.clinical.drugs import read_drugs
from synthphi.clinical.labs import ANALYTES, PANELS
from synthphi.clinical.library import ClinicalDataError
from synthphi.people.specialties import SPECIALTIES

with warnings.catch_warnings():
    # It reads its data with a function of importlib.resources that Python 3.11 and 3.12 call deprecated.
    warnings.simplefilter("ignore", DeprecationWarning)
    import simple_icd_10_cm

ALL = list(CONDITIONS.values())
EDUCATION = {
    "pronoun": "the patient",
    "Pronoun": "The patient",
    "possessive": "the patient's",
    "Possessive": "The patient's",
    "object": "the patient",
}
FEMALE = {"pronoun": "she", "Pronoun": "She", "possessive": "her", "Possessive": "Her", "object": "her"}

each = pytest.mark.parametrize("condition", ALL, ids=lambda condition: condition.key)


@each
def test_a_condition_has_the_code_of_a_diagnosis_that_can_be_billed(condition):
    assert simple_icd_10_cm.is_valid_item(condition.icd10)
    assert simple_icd_10_cm.is_leaf(condition.icd10)


def test_no_two_conditions_share_key_name_or_code():
    assert len({condition.icd10 for condition in ALL}) == len({condition.name for condition in ALL}) == len(ALL)
    assert all(key == condition.key for key, condition in CONDITIONS.items())


def test_the_library_covers_specialties_sexes_and_ages():
    assert len(ALL) >= 80
    assert len({condition.specialty for condition in ALL}) >= 15
    assert len({drug[0] for condition in ALL for drug in condition.medications}) >= 150
    assert len(PANELS) >= 25
    assert {condition.specialty for condition in ALL} <= set(SPECIALTIES)
    for sex in ("female", "male"):
        for age in range(99):
            suited = [c for c in ALL if sex in c.sexes and c.min_age <= age <= c.max_age]
            assert len(suited) >= 3, (sex, age)


@each
def test_a_condition_has_enough_to_choose_from(condition):
    for phrases, least in (
        (condition.complaints, 4),
        (condition.history, 4),
        (condition.findings, 4),
        (condition.assessment, 4),
        (condition.plan, 5),
        (condition.medications, 2),
        (condition.panels, 1),
    ):
        assert len(set(phrases)) == len(phrases) >= least
    assert set(condition.panels) <= set(PANELS)
    assert set(condition.shifts) <= set(ANALYTES)


@each
def test_an_analyte_that_a_condition_moves_is_in_a_panel_of_the_library_and_one_of_its_own(condition):
    if condition.shifts:
        measured = {analyte.key for key in condition.panels for analyte in PANELS[key].analytes}
        assert measured & set(condition.shifts)


@each
@pytest.mark.parametrize("grammar", [EDUCATION, FEMALE], ids=["education", "patient"])
def test_phrases_are_sentences_when_their_holes_are_filled(condition, grammar):
    for sentence in (*condition.history, *condition.findings, *condition.assessment):
        filled = sentence.format(**grammar)
        assert filled[0].isupper(), filled
        assert filled.endswith("."), filled
    for item in condition.plan:
        filled = item.format(**grammar)
        assert filled[0].isupper(), filled
        assert not filled.endswith("."), filled
    for complaint in condition.complaints:
        assert complaint[0].islower() or complaint.split()[0].isupper(), complaint
        assert not complaint.endswith("."), complaint


@each
def test_the_pronoun_never_begins_a_sentence_in_lower_case_nor_stands_inside_in_upper_case(condition):
    for sentence in (*condition.history, *condition.findings, *condition.assessment, *condition.plan):
        assert not sentence.startswith(("{pronoun}", "{possessive}", "{object}")), sentence
        assert not re.search(r"[^.] \{(Pronoun|Possessive)\}", sentence), sentence


@each
def test_phrases_hold_nothing_that_looks_like_a_date_an_age_or_an_identifier(condition):
    for phrase in (
        *condition.complaints,
        *condition.history,
        *condition.findings,
        *condition.assessment,
        *condition.plan,
    ):
        assert phrase.isascii()
        assert not re.search(r"\d", phrase.replace("A1c", "").replace("an S3", "")), phrase
        assert not re.search(r"year-old|years old|\b(January|February|August|Monday|Dr|Mr|Mrs|Ms)\b", phrase), phrase


@each
def test_a_drug_has_dose_route_and_frequency(condition):
    routes = {"PO", "SC", "SL", "IM", "IV", "inhaled", "nasal", "rectal", "topical"}
    for name, dose, route, frequency in condition.medications:
        assert route in routes, name
        assert name[0].isupper(), name
        assert re.search(r"\d", dose) or dose.startswith("per "), name
        assert frequency[0].islower() or frequency[0].isdigit(), name


GOOD = (files("synthphi.clinical") / "data" / "conditions_children.toml").read_text(encoding="utf-8")


def test_a_condition_is_read_from_a_text():
    conditions, traits = read_conditions({"mine.toml": GOOD})
    assert conditions["strep_throat"].icd10 == "J02.0"
    assert traits["childhood_asthma"].chronic


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ('specialty = "Pediatrics"', 'specialty = "Paediatrics"', ("childhood_asthma", "specialty", "Paediatrics")),
        ('panels = ["cbc"]', 'panels = ["cbx"]', ("childhood_asthma", "panels", "cbx")),
        ("{ eosinophils = 1.3 }", "{ eosinophiles = 1.3 }", ("childhood_asthma", "shifts", "eosinophiles")),
        ("{ eosinophils = 1.3 }", '{ eosinophils = "high" }', ("childhood_asthma", "shifts", "eosinophils")),
        ("respiration = 4", "breaths = 4", ("childhood_asthma", "vitals", "breaths")),
        ("{Pronoun} coughs", "{Name} coughs", ("childhood_asthma", "history", "Name")),
        ("{Pronoun} coughs", "{Pronoun coughs", ("childhood_asthma", "history", "coughs")),
        ("a nighttime cough", "{possessive} nighttime cough", ("childhood_asthma", "complaints", "possessive")),
        ("ages = [5, 17]", "ages = [17, 5]", ("childhood_asthma", "ages", "17")),
        ("ages = [5, 17]", 'ages = "5-17"', ("childhood_asthma", "ages", "5-17")),
        ("weight = 9", "weight = 0", ("childhood_asthma", "weight", "0")),
        ("chronic = true", 'chronic = "yes"', ("childhood_asthma", "chronic", "yes")),
        ("chronic = true", "cronic = true", ("childhood_asthma", "cronic", "not a field")),
        ('icd10 = "J45.40"', "", ("childhood_asthma", "icd10", "must be a text")),
        ('["Montelukast", "5 mg", "PO", "at bedtime"]', '["Montelukast"]', ("childhood_asthma", "medications", "4")),
        ("[attention_deficit]", "[attention_deficit", ("not valid TOML",)),
    ],
)
def test_bad_data_is_named_by_file_condition_and_field(before, after, named):
    assert before in GOOD
    with pytest.raises(ClinicalDataError) as caught:
        read_conditions({"mine.toml": GOOD.replace(before, after, 1)})
    for word in ("mine.toml", *named):
        assert word in str(caught.value)


def test_a_condition_that_two_files_have_is_an_error():
    with pytest.raises(ClinicalDataError, match=r"two\.toml: childhood_asthma: there are two"):
        read_conditions({"one.toml": GOOD, "two.toml": GOOD})


def test_a_drug_that_no_condition_has_is_an_error():
    with pytest.raises(ClinicalDataError, match=r"drugs\.toml: classes: statins: 'Atorvostatin' is unknown"):
        read_drugs("drugs.toml", '[classes]\nstatins = ["Atorvostatin"]', ["Atorvastatin"])
