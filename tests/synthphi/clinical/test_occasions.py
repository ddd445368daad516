"""Operations, imaging, vaccines and occasions: everybody can have each, and nothing contradicts the patient."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthphi.clinical.conditions import CONDITIONS
from synthphi.clinical.encounters import draw_encounter
from synthphi.clinical.imaging import STUDIES, read_studies, study_for
from synthphi.clinical.library import ClinicalDataError
from synthphi.clinical.occasions import CONDITIONS_OF, IN_HOSPITAL, Occasion
from synthphi.clinical.operations import OPERATIONS, operations_for, read_operations
from synthphi.clinical.vaccines import vaccines_given
from synthphi.people.pools import Pools
from synthphi.seeds import stream
from synthphi.spec import CorpusSpec

POOLS = Pools(CorpusSpec(seed=21))


@pytest.mark.parametrize("occasion", list(Occasion))
@pytest.mark.parametrize("sex", ["female", "male"])
def test_there_is_a_condition_for_every_age_and_sex(occasion, sex):
    for age in range(111):
        suited = [
            key
            for key in CONDITIONS_OF[occasion]
            if sex in CONDITIONS[key].sexes and CONDITIONS[key].min_age <= age <= CONDITIONS[key].max_age
        ]
        assert suited, age


@given(st.integers(0, 900), st.integers(0, 4), st.sampled_from(list(Occasion)))
def test_an_encounter_suits_its_occasion(patient, visit, occasion):
    encounter = draw_encounter(POOLS, patient, visit, occasion)
    assert encounter.primary.key in CONDITIONS_OF[occasion]
    assert encounter.patient.sex in encounter.primary.sexes
    assert encounter.primary.min_age <= encounter.age <= encounter.primary.max_age
    assert encounter.patient.birth_date <= encounter.admitted <= encounter.day <= encounter.discharged
    assert encounter.discharged <= POOLS.spec.as_of
    if occasion in IN_HOSPITAL:
        assert encounter.facility.kind == "hospital"
    if occasion in {Occasion.STAY, Occasion.DEATH}:
        assert encounter.inpatient


@given(st.integers(0, 400), st.integers(0, 12))
def test_nobody_is_seen_after_death_or_dies_twice(patient, visit):
    death = draw_encounter(POOLS, patient, visit, Occasion.DEATH)
    other = draw_encounter(POOLS, patient, 0, Occasion.DEATH)
    assert (other.day, other.primary) == (death.day, death.primary)
    for occasion in set(Occasion) - {Occasion.DEATH}:
        assert draw_encounter(POOLS, patient, visit, occasion).discharged < death.day


@given(st.integers(0, 600))
def test_vaccines_are_given_in_life_and_not_before_there_were_any(patient):
    encounter = draw_encounter(POOLS, patient, 0)
    given_ = vaccines_given(encounter, stream(5, "vaccines", patient))
    assert given_ == sorted(given_, key=lambda item: (item[1], item[0]))
    for name, day in given_:
        assert encounter.patient.birth_date <= day <= encounter.day
        assert name != "COVID-19" or day >= date(2021, 1, 1)
        assert name != "RSV" or day >= date(2023, 5, 1)


def test_operations_and_studies_are_found_by_condition():
    assert [operation.key for operation in operations_for("appendicitis")] == ["appendectomy"]
    assert operations_for("acne")[0].specimen
    assert study_for("pneumonia").name.startswith("Chest radiograph")
    assert study_for("depression") is None
    assert len(OPERATIONS) >= 20
    assert len(STUDIES) >= 10


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('[x]\nname = "X"\nconditions = ["nothing"]', "o.toml: x: conditions: 'nothing' is unknown"),
        (
            '[x]\nname = "X"\nconditions = ["gout"]\nanesthesia = "L"\nfound = ["a"]',
            "o.toml: x: found: needs at least 3",
        ),
        ("[x\n", "o.toml: not valid TOML"),
    ],
)
def test_an_operation_that_is_wrong_is_named(source, message):
    with pytest.raises(ClinicalDataError, match=message):
        read_operations("o.toml", source, ["gout"])


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('[x]\nname = "X"', "s.toml: x: seen: must say what conditions show"),
        ('[x]\nname = "X"\n[x.seen]\ngout = ["one"]', "s.toml: x: seen: gout: needs at least 2"),
        ('[x]\nname = "X"\n[x.seen]\nnothing = ["one", "two"]', "'nothing' is unknown"),
    ],
)
def test_a_study_that_is_wrong_is_named(source, message):
    with pytest.raises(ClinicalDataError, match=message):
        read_studies("s.toml", source, ["gout"])
