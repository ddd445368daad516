"""Patients, providers and facilities as a whole: who they are, where they live, and who they are not."""

import dataclasses
import re
from datetime import date, timedelta

import pytest
import zipcodes
from hypothesis import given
from hypothesis import strategies as st

from synthphi.people.addresses import places
from synthphi.people.patients import OLDEST, age_on
from synthphi.people.pools import Pools
from synthphi.people.specialties import SPECIALTIES
from synthphi.spec import CorpusSpec

POOLS = Pools(CorpusSpec(seed=31))
COUNT = 3_000
seeds = st.integers(0, 2**62)


def everybody(pools, count=COUNT):
    return [pools.patient(number) for number in range(count)]


def staff(pools):
    return [pools.provider(number) for number in range(pools.spec.providers)]


def buildings(pools):
    return [pools.facility(number) for number in range(pools.spec.facilities)]


def words(text):
    return tuple(re.findall(r"\w+", text.lower()))


@given(seeds, st.integers(0, 100_000))
def test_a_patient_does_not_depend_on_how_many_there_are_nor_who_was_drawn_before(seed, number):
    few = Pools(CorpusSpec(seed=seed, phi_positive=1, phi_negative=0))
    many = Pools(CorpusSpec(seed=seed, phi_positive=9_999, documents_per_patient=1, patients=500))
    many.patient(number + 1)
    assert few.patient(number) == many.patient(number)


@given(seeds)
def test_another_seed_gives_other_people(seed):
    one, other = (Pools(CorpusSpec(seed=s)).patient(0) for s in (seed, seed + 1))
    assert one.ssn != other.ssn
    assert (one.name, one.birth_date, one.address) != (other.name, other.birth_date, other.address)


@given(seeds, st.integers(0, 5_000), st.dates(date(1995, 1, 1), date(2060, 12, 31)))
def test_a_birth_date_is_that_of_a_living_person_at_as_of(seed, number, as_of):
    patient = Pools(CorpusSpec(seed=seed, as_of=as_of)).patient(number)
    assert patient.birth_date <= as_of - timedelta(days=45)
    assert 0 <= age_on(patient.birth_date, as_of) <= OLDEST
    if age_on(patient.birth_date, as_of) < 18:
        assert patient.marital_status == "Single"
        assert not patient.employer


@pytest.mark.parametrize("as_of", [date(2024, 2, 29), date(2026, 1, 15), date(2025, 12, 31)])
def test_all_ages_of_life_occur(as_of):
    ages = [age_on(p.birth_date, as_of) for p in everybody(Pools(CorpusSpec(seed=5, as_of=as_of)))]
    assert min(ages) == 0
    assert max(ages) > 95
    assert sum(age > 89 for age in ages) > 30
    assert sum(age < 18 for age in ages) > 200


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2000, 2, 29), date(2001, 2, 28), 0),
        (date(2000, 2, 29), date(2001, 3, 1), 1),
        (date(2000, 6, 15), date(2010, 6, 14), 9),
        (date(2000, 6, 15), date(2010, 6, 15), 10),
    ],
)
def test_age_counts_completed_years(birth, day, age):
    assert age_on(birth, day) == age


def test_city_state_zip_and_area_code_agree():
    lived_in = {
        (a.city, a.state, a.zip_code, a.area_code) for a in (p.address for p in [*everybody(POOLS), *buildings(POOLS)])
    }
    assert len(lived_in) > 100
    for city, state, zip_code, area_code in lived_in:
        (known,) = zipcodes.matching(zip_code)
        assert known["state"] == state
        assert city in {known["city"], *known["acceptable_cities"]}
        assert area_code in known["area_codes"]


def test_every_place_of_the_table_is_a_real_one():
    for place in places()[::37]:
        (known,) = zipcodes.matching(place.zip_code)
        assert (known["state"], known["active"]) == (place.state, True)
        assert place.city in {known["city"], *known["acceptable_cities"]}


def test_a_patient_lives_in_the_state_of_the_facility():
    for patient in everybody(POOLS, 400):
        assert patient.address.state == POOLS.facility(patient.facility_number).address.state


def office_values(pools):
    for provider in staff(pools):
        for field in ("provider_id", "npi", "dea", "state_license", "phone", "fax", "email", "username"):
            yield getattr(provider, field)
        yield from (provider.name.full, provider.name.last_first, f"{provider.name.first} {provider.name.last}")
    for facility in buildings(pools):
        for field in ("facility_id", "name", "phone", "fax", "domain", "website", "npi"):
            yield getattr(facility, field)
        yield facility.address.street
        yield from facility.departments


NOT_ONES_OWN = {"sex", "occupation", "marital_status", "insurer"}
"""Texts that many people share: a value of these tells nobody apart."""


def private_values(patient):
    made_later = [name for name, value in vars(type(patient)).items() if isinstance(value, property)]
    for name in (*(field.name for field in dataclasses.fields(patient)), *made_later):
        value = getattr(patient, name)
        if isinstance(value, str) and value and name not in NOT_ONES_OWN:
            yield value
    yield patient.address.street
    yield patient.relative.phone
    for name in (patient.name, patient.relative.name):
        yield from (name.full, name.last_first, f"{name.first} {name.last}")


@pytest.mark.parametrize("spec", [CorpusSpec(seed=31), CorpusSpec(seed=32, providers=700, facilities=90)])
def test_no_value_of_a_patient_is_one_of_a_provider_or_facility(spec):
    pools = Pools(spec)
    office = {words(value) for value in office_values(pools)}
    for patient in everybody(pools):
        for value in private_values(patient):
            assert words(value) not in office, (patient.person_id, value)


@given(seeds, st.integers(0, 10_000), st.integers(0, 59))
def test_the_name_of_a_patient_is_no_part_of_a_providers_name(seed, patient, provider):
    """Not even of a double name: `Ana Ruiz` in `Ana Ruiz-Bell`."""
    pools = Pools(CorpusSpec(seed=seed))
    theirs = pools.provider(provider).name
    firsts, lasts = words(theirs.first), words(theirs.last)
    for own in (pools.patient(patient).name, pools.patient(patient).relative.name):
        shared = set(words(own.first)) & set(firsts), set(words(own.last)) & set(lasts)
        assert not all(shared), (own, theirs)


def test_names_are_of_many():
    people = everybody(POOLS)
    assert len({patient.name.first for patient in people}) > 300
    assert len({patient.name.last for patient in people}) > 500
    assert len({(provider.name.first, provider.name.last) for provider in staff(POOLS)}) >= 55


def test_the_relative_is_somebody_else():
    for patient in everybody(POOLS, 500):
        assert patient.relative.name.first != patient.name.first
        assert patient.relative.phone not in {patient.phone, patient.mobile, patient.fax}


def test_staffs_are_at_least_two_and_begin_with_primary_care():
    for facility in buildings(POOLS):
        numbers = POOLS.staff(facility.number)
        assert len(numbers) >= 2
        assert [POOLS.provider(n).specialty for n in numbers[:2]] == ["Family Medicine", "Internal Medicine"]
        assert all(POOLS.provider(n).specialty in SPECIALTIES for n in numbers)
        assert set(facility.departments) <= set(SPECIALTIES)


@pytest.mark.parametrize(("call", "number"), [("provider", 60), ("facility", 12), ("provider", -1), ("patient", -1)])
def test_a_number_that_there_is_not_is_an_error(call, number):
    with pytest.raises(IndexError, match=str(number)):
        getattr(POOLS, call)(number)
