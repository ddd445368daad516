"""Encounters: one patient's visits fit the patient, each other and the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from synthphi.clinical.conditions import CONDITIONS, TRAITS
from synthphi.clinical.drugs import DRUGS
from synthphi.clinical.encounters import draw_encounter, draw_specimen
from synthphi.clinical.occasions import Occasion
from synthphi.people.patients import age_on
from synthphi.people.pools import Pools
from synthphi.seeds import stream
from synthphi.spec import CorpusSpec

POOLS = Pools(CorpusSpec(seed=11))
SMALL = Pools(CorpusSpec(seed=12, providers=2, facilities=1, as_of=date(2024, 2, 29)))

patients = st.integers(0, 3_000)
visits = st.integers(0, 8)
pools = st.sampled_from([POOLS, SMALL])


def made(encounter):
    return encounter.medications, encounter.vitals, encounter.panels, encounter.last_visit


@given(pools, patients, visits)
def test_the_same_visit_is_drawn_the_same_again(pools, patient, visit):
    encounter = draw_encounter(pools, patient, visit)
    draw_encounter(pools, patient + 1, visit)
    again = draw_encounter(Pools(pools.spec), patient, visit)
    assert again == encounter
    assert made(again) == made(encounter)


@given(patients, visits)
def test_a_visit_does_not_depend_on_how_many_patients_and_documents_there_are(patient, visit):
    more = Pools(CorpusSpec(seed=11, phi_positive=9_000, phi_negative=7, patients=77))
    encounter, same = draw_encounter(more, patient, visit), draw_encounter(POOLS, patient, visit)
    assert encounter == same
    assert made(encounter) == made(same)


@given(patients, visits, st.lists(st.sampled_from([Occasion.VISIT, Occasion.STAY, Occasion.OPERATION]), max_size=4))
def test_a_visit_does_not_depend_on_which_visits_were_drawn_before(patient, visit, before):
    new = Pools(POOLS.spec)
    encounter = draw_encounter(new, patient, visit, Occasion.VISIT, before)
    for reasons in (before[:1], [Occasion.IMAGING, *before], [*before, Occasion.STAY]):
        draw_encounter(new, patient, len(reasons), Occasion.VISIT, reasons)
    same = draw_encounter(new, patient, visit, Occasion.VISIT, before)
    assert encounter == same
    assert made(encounter) == made(same)


@given(patients)
def test_another_seed_gives_another_picture(patient):
    other = draw_encounter(Pools(CorpusSpec(seed=13)), patient, 0)
    assert other.vitals != draw_encounter(POOLS, patient, 0).vitals


@given(pools, patients, visits)
def test_conditions_suit_sex_and_age_at_the_visit(pools, patient, visit):
    encounter = draw_encounter(pools, patient, visit)
    assert encounter.age == age_on(encounter.patient.birth_date, encounter.day)
    problems = (encounter.primary, *encounter.comorbidities)
    for condition in problems:
        assert encounter.patient.sex in condition.sexes
        assert condition.min_age <= encounter.age <= condition.max_age
    groups = [TRAITS[condition.key].group for condition in problems]
    assert len(set(groups)) == len(groups)
    assert all(TRAITS[c.key].chronic or TRAITS[c.key].weeks for c in encounter.comorbidities)


@given(pools, patients)
def test_what_is_chronic_comes_and_stays(pools, patient):
    seen = [draw_encounter(pools, patient, visit) for visit in range(5)]
    assert len({encounter.allergies for encounter in seen}) == 1
    chronic = [
        {c.key for c in (encounter.primary, *encounter.comorbidities) if TRAITS[c.key].chronic} for encounter in seen
    ]
    # A visit may be about a chronic condition that only a document of another kind would make known to the next one.
    kept = [keys - {encounter.primary.key} for keys, encounter in zip(chronic, seen, strict=True)]
    assert all(before <= after for before, after in zip(kept, chronic[1:], strict=False))
    if min(encounter.age for encounter in seen) >= 20:
        assert len({encounter.vitals.height for encounter in seen}) == 1
    heights = [encounter.vitals.height for encounter in seen]
    assert heights == sorted(heights)


@given(pools, patients, visits)
def test_drugs_are_given_for_a_condition_and_none_twice(pools, patient, visit):
    encounter = draw_encounter(pools, patient, visit)
    problems = {c.key: c for c in (encounter.primary, *encounter.comorbidities)}
    assert encounter.medications
    for order in encounter.medications:
        assert (order.name, order.dose, order.route, order.frequency) in problems[order.indication].medications
    kinds = [DRUGS.kind(order.name) for order in encounter.medications]
    assert len(set(kinds)) == len(kinds)
    assert encounter.medications[0].indication == encounter.primary.key


# What allergies rule out, written down here once more from the drugs' labels.
CROSS_REACTIONS = {
    "Penicillin": ("cillin",),
    "Sulfa antibiotics": ("sulfamethoxazole",),
    "Cephalosporins": ("Ceph", "Cef"),
    "Ibuprofen": ("Ibuprofen", "Naproxen", "Ketorolac", "Meloxicam", "Diclofenac", "Aspirin"),
    "Levofloxacin": ("floxacin",),
    "Lisinopril": ("pril",),
}


@given(patients, visits)
def test_nobody_gets_what_he_is_allergic_to_nor_what_a_condition_forbids(patient, visit):
    encounter = draw_encounter(POOLS, patient, visit)
    names = [order.name for order in encounter.medications]
    for allergy in encounter.allergies:
        for part in CROSS_REACTIONS.get(allergy.substance, (allergy.substance,)):
            assert not any(part in name for name in names), (allergy, names)
    for condition in (encounter.primary, *encounter.comorbidities):
        assert not TRAITS[condition.key].avoid & set(names)


def test_allergies_that_rule_out_a_drug_occur_among_those_who_would_get_it():
    """The test above would pass if nobody was allergic."""
    spared = {
        allergy.substance
        for number in range(600)
        for encounter in [draw_encounter(POOLS, number, 0)]
        for allergy in encounter.allergies
        if any(drug[0] in DRUGS.allergens[allergy.substance].avoid for drug in encounter.primary.medications)
    }
    assert {"Penicillin", "Ibuprofen"} <= spared


@given(pools, patients, st.integers(0, 60))
def test_dates_are_in_order(pools, patient, visit):
    encounter = draw_encounter(pools, patient, visit)
    as_of, birth = pools.spec.as_of, encounter.patient.birth_date
    assert birth <= encounter.admitted <= encounter.day <= encounter.discharged <= as_of
    assert birth < encounter.day < as_of
    assert encounter.day < encounter.follow_up <= encounter.day + timedelta(days=200)
    assert encounter.time.date() == encounter.day
    assert 8 <= encounter.time.hour < 17
    assert draw_encounter(pools, patient, visit + 1).day >= encounter.day


@given(pools, patients, st.integers(0, 60))
def test_who_is_in_a_bed_is_in_a_hospital_and_ill_enough(pools, patient, visit):
    encounter = draw_encounter(pools, patient, visit)
    if encounter.inpatient:
        assert encounter.facility.kind == "hospital"
        assert TRAITS[encounter.primary.key].stay >= 3
    else:
        assert encounter.admitted == encounter.day == encounter.discharged


@given(patients)
def test_the_first_visits_of_somebody_out_of_infancy_are_on_different_working_days(patient):
    days = [draw_encounter(POOLS, patient, visit).day for visit in range(3)]
    assume(draw_encounter(POOLS, patient, 0).age >= 1)
    assert all(day.weekday() < 5 for day in days[1:])
    assert len(set(days)) == 3


@given(pools, patients, visits)
def test_two_providers_of_the_facility_are_involved(pools, patient, visit):
    encounter = draw_encounter(pools, patient, visit)
    assert encounter.patient == pools.patient(patient)
    assert encounter.facility.number == encounter.patient.facility_number
    staff = pools.staff(encounter.facility.number)
    assert encounter.provider.number in staff
    assert encounter.consultant.number in staff
    assert encounter.provider.provider_id != encounter.consultant.provider_id
    assert encounter.department in encounter.facility.departments


@given(patients, visits)
def test_the_providers_specialty_suits_the_condition_where_the_staff_has_it(patient, visit):
    encounter = draw_encounter(POOLS, patient, visit)
    specialties = {POOLS.provider(number).specialty for number in POOLS.staff(encounter.facility.number)}
    if encounter.primary.specialty in specialties:
        assert encounter.provider.specialty == encounter.primary.specialty == encounter.department
    elif encounter.age < 18:
        assert encounter.provider.specialty == "Pediatrics"
    else:
        assert encounter.provider.specialty in {"Internal Medicine", "Family Medicine"}


def test_no_two_visits_share_a_number():
    seen = [draw_encounter(POOLS, patient, visit) for patient in range(300) for visit in range(4)]
    for field in ("encounter_id", "visit_number", "accession"):
        assert len({getattr(encounter, field) for encounter in seen}) == len(seen), field
    assert not {encounter.visit_number for encounter in seen} & {encounter.accession for encounter in seen}


def test_all_conditions_are_drawn_and_none_too_often():
    drawn = [draw_encounter(POOLS, patient, 0).primary.key for patient in range(3_000)]
    assert set(drawn) == set(CONDITIONS)
    assert max(map(drawn.count, CONDITIONS)) < len(drawn) / 8


def test_the_condition_of_the_visit_shows_in_the_results():
    def share(condition, key):
        found = [
            bool(result.flag)
            for patient in range(1_500)
            for encounter in [draw_encounter(POOLS, patient, 0)]
            if encounter.primary.key == condition
            for panel in encounter.panels
            for result in panel.results
            if result.key == key
        ]
        return sum(found) / len(found)

    assert share("type_2_diabetes", "a1c") > 0.8
    assert share("pneumonia", "wbc") > 0.8
    assert share("back_pain", "crp") < 0.5


@given(pools, patients, visits)
def test_panels_are_those_of_the_condition(pools, patient, visit):
    encounter = draw_encounter(pools, patient, visit)
    keys = [panel.key for panel in encounter.panels]
    assert keys[0] == encounter.primary.panels[0]
    assert set(keys) <= set(encounter.primary.panels)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("condition", CONDITIONS.values(), ids=lambda condition: condition.key)
def test_panels_for_teaching_are_all_of_a_condition(condition):
    panels = draw_specimen(condition, condition.sexes[0], stream(1, "deck")).results()
    assert tuple(panel.key for panel in panels) == condition.panels
    assert all(panel.results for panel in panels)
    assert panels == draw_specimen(condition, condition.sexes[0], stream(1, "deck")).results()


def test_infants_have_had_their_visits_after_birth():
    infants = [n for n in range(1_500) if POOLS.patient(n).birth_date > POOLS.spec.as_of - timedelta(days=200)]
    assert infants
    for number in infants:
        days = [draw_encounter(POOLS, number, visit).day for visit in range(4)]
        assert days == sorted(days)
        assert days[0] > POOLS.patient(number).birth_date
