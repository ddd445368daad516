"""Encounters: one patient, one provider, one facility, one date, one clinical picture."""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Final
from weakref import WeakKeyDictionary

from synthphi.clinical.conditions import combined
from synthphi.clinical.health import Health, Known, draw_health, draw_primary, prescribe
from synthphi.clinical.labs import PANELS, draw_results
from synthphi.clinical.model import Condition, Encounter, LabPanel, MedicationOrder
from synthphi.clinical.vitals import draw_vitals
from synthphi.people.identifiers import PatientNumbers
from synthphi.people.livelihoods import ADULT
from synthphi.people.model import Facility, Patient, Provider, Sex
from synthphi.people.patients import age_on
from synthphi.people.pools import Pools
from synthphi.seeds import Stream, stream

_LONGEST_HISTORY, _SHORTEST_HISTORY = 900, 150
"""How many days before `as_of` a patient's first visit may lie; less for an infant."""
_FROM_BIRTH = 14
"""Days from birth to the first visit there may be."""
_CALL_BACK: Final = (7, 14, 14, 21, 28, 30, 42, 56, 84, 91, 119, 182)
"""Days to the next visit."""
_STAY = 3
"""Days in hospital from which a condition is one that people are admitted for."""
_SECOND_PANEL = 0.7
_ALONGSIDE = 0.6
"""How far a comorbidity moves an analyte, as a part of what it does alone."""
_MOST_DRUGS = 8
_YEAR = 365.25
_PRIMARY_CARE: Final = {"child": ("Pediatrics",), "adult": ("Internal Medicine", "Family Medicine")}
_STAFFS: Final[WeakKeyDictionary[Pools, dict[tuple[int, tuple[str, ...]], tuple[int, ...]]]] = WeakKeyDictionary()


def draw_encounter(pools: Pools, patient_number: int, visit: int) -> Encounter:
    """Return a patient's visit: a pure function of the pools' seed and `as_of`, the patient and the visit.

    Visit 0 is the earliest; a later one is on the same day or later, and all are before `as_of`. Chronic
    conditions, allergies and, from 20 years of age, height are the same at all visits.

    Args:
        pools: The people and places.
        patient_number: Which patient, from 0.
        visit: Which visit, from 0; there is no upper bound.
    """
    seed, as_of = pools.spec.seed, pools.spec.as_of
    patient = pools.patient(patient_number)
    own = stream(seed, "health", patient_number)
    rng = stream(seed, "encounter", patient_number, visit)
    first, days = _window(patient, as_of, own)
    day = _visit_day(first, days, visit, rng)
    age = age_on(patient.birth_date, day)
    health = draw_health(own, patient.sex, age_on(patient.birth_date, first), age_on(patient.birth_date, as_of))
    known = draw_primary(rng, health, patient.sex, age)
    others = tuple([other for other in health.chronic if other is not known])
    facility = pools.facility(patient.facility_number)
    provider, consultant = _carers(pools, patient, known.condition.specialty, age, rng)
    inpatient = known.traits.stay >= _STAY and facility.kind == "hospital"
    stay = known.traits.stay if inpatient else 0
    admitted = max(day - timedelta(days=rng.integer(0, stay)), patient.birth_date)
    numbers = _numbers(seed)
    return Encounter(
        encounter_id=f"encounter-{patient_number:06d}-{visit:02d}",
        patient=patient,
        provider=provider,
        consultant=consultant,
        facility=facility,
        day=day,
        # From 8:00 to 16:55.
        time=datetime(day.year, day.month, day.day, rng.integer(8, 16), 5 * rng.integer(0, 11)),  # noqa: DTZ001
        age=age,
        department=_department(facility, provider, known.condition.specialty, age),
        room=f"{rng.integer(2, 7)}-{rng.integer(1, 4)}{rng.integer(1, 28):02d}{rng.pick('AB')}",
        visit_number=numbers.visit_number(patient_number, visit),
        accession=numbers.accession(patient_number, visit),
        primary=known.condition,
        comorbidities=tuple([other.condition for other in others]),
        medications=_medications(known, health, rng),
        allergies=health.allergies,
        vitals=draw_vitals(
            health.build,
            (day - patient.birth_date).days / _YEAR,
            patient.sex,
            known.traits.vitals,
            tuple([other.traits.vitals for other in others]),
            rng,
        ),
        panels=_results(known, others, patient.sex, age, rng),
        follow_up=day + timedelta(days=rng.pick(_CALL_BACK)),
        inpatient=inpatient,
        admitted=admitted,
        discharged=min(day + timedelta(days=rng.integer(0, stay)), as_of),
    )


def draw_panels(condition: Condition, sex: Sex, rng: Stream) -> tuple[LabPanel, ...]:
    """Return all panels of a condition as resulted in somebody of a typical age who has nothing else."""
    age = (condition.min_age + min(condition.max_age, 80)) // 2
    return draw_results(tuple(PANELS[key] for key in condition.panels), condition.shifts, sex, age, rng)


def _window(patient: Patient, as_of: date, rng: Stream) -> tuple[date, int]:
    """Return the first day that a visit may be on, and how many there are from it to the last, before `as_of`."""
    most = (as_of - patient.birth_date).days - _FROM_BIRTH
    days = max(min(rng.integer(_SHORTEST_HISTORY, _LONGEST_HISTORY), most), 1)
    return as_of - timedelta(days=days), days


def _visit_day(first: date, days: int, visit: int, rng: Stream) -> date:
    """Return the day of a visit, in the order of visits.

    Each visit lies in its own part of the time that is left; the parts get smaller, so there is no last visit.
    """
    place = 1.0 - 0.68 ** (visit + 0.85 * rng.random())
    day = first + timedelta(days=int(days * place))
    # At weekends the offices are closed: Friday, unless that is too early.
    return max(day - timedelta(days=max(day.weekday() - 4, 0)), first)


def _carers(pools: Pools, patient: Patient, specialty: str, age: int, rng: Stream) -> tuple[Provider, Provider]:
    """Return the provider whose specialty suits, and another one."""
    number = _pick_carer(pools, patient, specialty, age, rng)
    staff = pools.staff(patient.facility_number)
    other = patient.provider_number
    if other == number or rng.chance(0.4):
        other = staff[int(rng.random() * (len(staff) - 1))]
        if other == number:
            other = staff[-1]
    return pools.provider(number), pools.provider(other)


def _pick_carer(pools: Pools, patient: Patient, specialty: str, age: int, rng: Stream) -> int:
    for suited in ((specialty,), _PRIMARY_CARE["child" if age < ADULT else "adult"], ("Family Medicine",)):
        found = _staff_of(pools, patient.facility_number, suited)
        if patient.provider_number in found:
            return patient.provider_number
        if found:
            return rng.pick(found)
    return rng.pick(pools.staff(patient.facility_number))


def _staff_of(pools: Pools, facility_number: int, specialties: tuple[str, ...]) -> tuple[int, ...]:
    """Return the numbers of a facility's staff of some specialties; looked up once, because staffs may be large."""
    known = _STAFFS.setdefault(pools, {})
    key = (facility_number, specialties)
    if key not in known:
        staff = pools.staff(facility_number)
        known[key] = tuple([number for number in staff if pools.provider(number).specialty in specialties])
    return known[key]


def _department(facility: Facility, provider: Provider, specialty: str, age: int) -> str:
    primary_care = "Pediatrics" if age < ADULT else "Internal Medicine"
    wanted = (provider.specialty, specialty, primary_care)
    return next((name for name in wanted if name in facility.departments), facility.departments[0])


def _medications(known: Known, health: Health, rng: Stream) -> tuple[MedicationOrder, ...]:
    kinds: set[str] = set()
    avoid = health.avoid.union(known.traits.avoid, *[other.traits.avoid for other in health.chronic])
    own = known.orders if known not in health.chronic else health.orders[health.chronic.index(known)]
    found = prescribe(own, rng.integer(2, 3), avoid, kinds, courses=True)
    for other, orders in zip(health.chronic, health.orders, strict=True):
        if other is not known:
            found += prescribe(orders, 2, avoid, kinds, courses=False)
    return tuple(found[:_MOST_DRUGS])


def _results(known: Known, others: tuple[Known, ...], sex: Sex, age: int, rng: Stream) -> tuple[LabPanel, ...]:
    keys = known.condition.panels
    if len(keys) > 1:
        # The first panel is the one that the condition always calls for.
        keys = (keys[0], rng.pick(keys[1:])) if rng.chance(_SECOND_PANEL) else keys[:1]
    shifts = combined(known.condition.shifts, [other.condition.shifts for other in others], _ALONGSIDE)
    return draw_results(tuple([PANELS[key] for key in keys]), shifts, sex, age, rng)


@cache
def _numbers(seed: int) -> PatientNumbers:
    return PatientNumbers(seed)
