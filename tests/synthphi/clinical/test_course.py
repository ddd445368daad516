"""The course of a patient's health: what one visit says agrees with what the others say."""

from datetime import timedelta
from itertools import pairwise
from statistics import correlation, mean

from hypothesis import given
from hypothesis import strategies as st

from synthphi.clinical.conditions import CONDITIONS, TRAITS
from synthphi.clinical.encounters import draw_encounter
from synthphi.clinical.occasions import Occasion
from synthphi.people.pools import Pools
from synthphi.spec import CorpusSpec

POOLS = Pools(CorpusSpec(seed=11))
SEEN = [[draw_encounter(POOLS, patient, visit) for visit in range(4)] for patient in range(1_200)]
SPECIAL = [Occasion.STAY, Occasion.OPERATION, Occasion.CANCER, Occasion.IMPLANT, Occasion.IMAGING]

patients = st.integers(0, 3_000)


def keys(encounter):
    return {condition.key for condition in (encounter.primary, *encounter.comorbidities)}


@given(patients, st.lists(st.sampled_from(SPECIAL), min_size=1, max_size=4))
def test_what_an_admission_or_operation_found_is_there_at_the_next_visit(patient, occasions):
    found = set()
    for visit, occasion in enumerate(occasions):
        encounter = draw_encounter(POOLS, patient, visit, occasion, occasions[:visit])
        if TRAITS[encounter.primary.key].chronic:
            found.add(encounter.primary.key)
    later = draw_encounter(POOLS, patient, len(occasions), before=occasions)
    assert found <= keys(later)


def test_conditions_are_found_between_visits():
    more = [patient for patient in SEEN if len(chronic(patient[0])) < len(chronic(patient[-1]))]
    assert 0.05 < len(more) / len(SEEN) < 0.5


def chronic(encounter):
    return {key for key in keys(encounter) if TRAITS[key].chronic}


def test_drugs_are_started_and_given_up_and_most_go_on():
    kept = started = stopped = 0
    for patient in SEEN:
        for before, after in pairwise(patient):
            both = chronic(before) & chronic(after)
            first, then = ({m.name for m in e.medications if m.indication in both} for e in (before, after))
            kept += len(first & then)
            started += len(then - first)
            stopped += len(first - then)
    assert kept > 5 * started > 0
    assert kept > 8 * stopped > 0


def test_weight_goes_on_from_visit_to_visit():
    grown = [patient for patient in SEEN if patient[0].age >= 25 and not any(e.gestation for e in patient)]
    changes = [
        after.vitals.weight / before.vitals.weight - 1
        for patient in grown
        for before, after in pairwise(patient)
        if keys(before) == keys(after)
    ]
    assert max(map(abs, changes)) < 0.16
    assert mean(map(abs, changes)) < 0.02
    # Who gains goes on gaining: the change of the first half of the time tells that of the second.
    early = [p[1].vitals.weight / p[0].vitals.weight for p in grown if len({frozenset(keys(e)) for e in p}) == 1]
    late = [p[3].vitals.weight / p[1].vitals.weight for p in grown if len({frozenset(keys(e)) for e in p}) == 1]
    assert correlation(early, late) > 0.3


def test_results_of_one_person_are_closer_than_those_of_two():
    def value(encounter, key):
        return next((float(r.value) for panel in encounter.panels for r in panel.results if r.key == key), None)

    adults = [p for p in SEEN if p[0].age >= 18]
    pairs = [
        (value(a, "mcv"), value(b, "mcv"))
        for patient in adults
        for a, b in pairwise(patient)
        if keys(a) == keys(b) and value(a, "mcv") and value(b, "mcv")
    ]
    assert len(pairs) > 50
    assert correlation(*zip(*pairs, strict=True)) > 0.4


def test_a_pregnancy_goes_by_the_calendar():
    pregnant = [(patient, e) for patient in SEEN for e in patient if e.gestation]
    assert len({id(patient) for patient, _ in pregnant}) > 10
    for patient, encounter in pregnant:
        far = encounter.gestation
        assert encounter.patient.sex == "female"
        assert 17 <= encounter.age <= 45
        assert far.due - encounter.day == timedelta(days=280 - 7 * far.weeks - far.days)
        assert far.born == (encounter.day >= far.due)
        assert len({e.gestation.due for e in patient if e.gestation}) == 1
        stages = [key for key in keys(encounter) if TRAITS[key].weeks]
        assert len(stages) == (0 if far.born and encounter.primary.key != "postpartum" else 1)
        assert all(far.weeks in TRAITS[key].weeks for key in stages)
        forbidden = frozenset().union(*(TRAITS[key].avoid for key in stages))
        assert not forbidden & {order.name for order in encounter.medications}


def test_nobody_else_has_a_condition_of_pregnancy():
    stages = {key for key in CONDITIONS if TRAITS[key].weeks}
    assert all(not keys(e) & stages for patient in SEEN for e in patient if e.gestation is None)


def test_the_pregnant_gain_weight():
    gains = [
        (after.vitals.weight - before.vitals.weight) / (after.day - before.day).days * 7
        for patient in SEEN
        for before, after in pairwise(patient)
        if before.gestation and after.gestation and not after.gestation.born
        if before.gestation.weeks >= 12 and after.day > before.day + timedelta(days=20)
    ]
    assert len(gains) >= 5
    assert 0.5 < mean(gains) < 1.5


def test_the_visit_before_is_the_one_that_was():
    for patient in SEEN:
        for before, after in pairwise(patient):
            assert after.last_visit == before.day
        assert patient[0].last_visit < patient[0].day or patient[0].age == 0


def test_every_stage_of_a_pregnancy_suits_every_age_that_one_begins_at():
    stages = [CONDITIONS[key] for key in CONDITIONS if TRAITS[key].weeks]
    assert len(stages) == 5
    assert {(stage.min_age, stage.max_age) for stage in stages} == {(17, 45)}
