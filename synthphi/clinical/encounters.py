"""Encounters: one patient, one provider, one facility, one date, one clinical picture."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

from synthphi.clinical.conditions import CONDITIONS
from synthphi.clinical.course import LAST_DAYS, course_of
from synthphi.clinical.health import Health, prescribe
from synthphi.clinical.known import Known
from synthphi.clinical.labs import Specimen
from synthphi.clinical.model import Condition, Encounter
from synthphi.clinical.occasions import IN_HOSPITAL, STAY, Occasion
from synthphi.clinical.vitals import DRAWS_OF_VITALS, draw_vitals
from synthphi.people.identifiers import PatientNumbers
from synthphi.people.livelihoods import ADULT
from synthphi.people.model import Facility, Patient, Provider, Sex
from synthphi.people.patients import age_on
from synthphi.people.pools import Pools
from synthphi.people.providers import CREDENTIALS, PHYSICIANS
from synthphi.people.specialties import PRIMARY_CARE, SPECIALISTS, SURGEONS
from synthphi.seeds import Stream, stream

_CALL_BACK: Final = (7, 14, 14, 21, 28, 30, 42, 56, 84, 91, 119, 182)
"""Days to the next visit."""
_OPERATIONS: Final = frozenset({Occasion.OPERATION, Occasion.IMPLANT})
_IN_BED: Final = frozenset({Occasion.STAY, Occasion.DEATH})
_SECOND_PANEL = 0.7
_MOST_DRUGS = 9
_YEAR = 365.25
_PRIMARY_CARE: Final = {"child": ("Pediatrics",), "adult": ("Internal Medicine", "Family Medicine")}


def draw_encounter(
    pools: Pools,
    patient_number: int,
    visit: int,
    occasion: Occasion = Occasion.VISIT,
    before: Sequence[Occasion] = (),
) -> Encounter:
    """Return a patient's visit: a pure function of the pools' seed and `as_of`, and of the other arguments.

    Visit 0 is the earliest; a later one is on the same day or later, and all are a week before `as_of`, so that a
    death, in the last days, comes after them. Chronic conditions come and stay, with their drugs; allergies and, from
    20 years of age, height are the same at all visits; weight and results have a course.

    Args:
        pools: The people and places.
        patient_number: Which patient, from 0.
        visit: Which visit, from 0; there is no upper bound.
        occasion: Why the patient is seen.
        before: The same of the visits before: a chronic condition that one of them found is there at this one.
    """
    seed = pools.spec.seed
    patient = pools.patient(patient_number)
    course, health = course_of(pools, patient, before)
    rng = stream(seed, "encounter", patient_number, visit)
    if occasion is Occasion.DEATH:
        # Of the patient, not of the visit: nobody dies twice.
        rng = stream(seed, "death", patient_number)
        day = pools.spec.as_of - timedelta(days=rng.integer(1, LAST_DAYS - 1))
    else:
        day = course.visit_day(visit, rng)
    age = age_on(patient.birth_date, day)
    known = course.primary(health, day, occasion, rng)
    if len(before) == visit:
        course.remember(visit, occasion, known, day)
    gestation = health.gestation(day)
    alongside: tuple[Known, ...] = ()
    if gestation is not None and not gestation.born and (stage := health.stage(gestation)) is not known:
        alongside = (stage,)
    others = (*[problem.known for problem in health.on(day) if problem.known is not known], *alongside)
    where = patient.facility_number
    if occasion in IN_HOSPITAL:
        where = pools.hospital(where)
    facility, at_home = pools.facility(where), where == patient.facility_number
    surgeon = occasion in _OPERATIONS
    provider, consultant = _carers(pools, where, patient, known.condition.specialty, age, rng, surgeon=surgeon)
    inpatient, admitted, discharged = _stay(known, occasion, facility, patient, day, rng)
    numbers = _numbers(seed)
    # From 8:00 to 16:55.
    time = datetime(day.year, day.month, day.day, rng.integer(8, 16), 5 * rng.integer(0, 11))  # noqa: DTZ001
    room = f"{rng.integer(2, 7)}-{rng.integer(1, 4)}{rng.integer(1, 28):02d}{rng.pick('AB')}"
    # Half of the documents show no vital signs, and half no results: of those they are drawn, and not made.
    of_vitals = rng.ahead(DRAWS_OF_VITALS)
    panels = _ordered(known, rng)
    specimen = Specimen(panels, _shifts(known, health, alongside, day), patient.sex, age, rng, course.levels)
    return Encounter(
        patient=patient,
        provider=provider,
        consultant=consultant,
        facility=facility,
        day=day,
        time=time,
        age=age,
        department="Surgical Services" if surgeon else _department(facility, provider, known.condition.specialty, age),
        room=room,
        primary=known.condition,
        comorbidities=tuple([other.condition for other in others]),
        allergies=health.allergies,
        follow_up=day + timedelta(days=rng.pick(_CALL_BACK)),
        inpatient=inpatient,
        admitted=admitted,
        discharged=discharged,
        mrn=patient.mrn if at_home else numbers.mrn(patient_number, where, facility.mrn_prefix),
        visit=visit,
        gestation=gestation,
        numbers=numbers,
        make_medications=lambda: tuple(prescribe(known, health, alongside, day)[:_MOST_DRUGS]),
        make_vitals=lambda: draw_vitals(
            health.build,
            (day - patient.birth_date).days / _YEAR,
            patient.sex,
            known.traits.vitals,
            tuple([other.traits.vitals for other in others]),
            of_vitals,
            gestation.weeks + gestation.days / 7 if gestation else 0.0,
        ),
        make_panels=specimen.results,
        find_last_visit=lambda: course.last_visit(visit, day),
    )


def draw_specimen(condition: Condition, sex: Sex, rng: Stream) -> Specimen:
    """Return a specimen, for all panels of a condition, of somebody of a typical age who has nothing else."""
    age = (condition.min_age + min(condition.max_age, 80)) // 2
    return Specimen(condition.panels, condition.shifts, sex, age, rng)


def _stay(
    known: Known, occasion: Occasion, facility: Facility, patient: Patient, day: date, rng: Stream
) -> tuple[bool, date, date]:
    """Return whether the patient is in hospital, and the days of admission and discharge."""
    if occasion in _IN_BED:
        return True, max(day - timedelta(days=rng.integer(2, max(known.traits.stay, 4))), patient.birth_date), day
    inpatient = known.traits.stay >= STAY and facility.kind == "hospital"
    stay = known.traits.stay if inpatient else 0
    admitted = max(day - timedelta(days=rng.integer(0, stay)), patient.birth_date)
    # Nobody is still in a bed when death may come.
    return inpatient, admitted, day + timedelta(days=rng.integer(0, min(stay, 1)))


def _carers(
    pools: Pools, where: int, patient: Patient, specialty: str, age: int, rng: Stream, *, surgeon: bool
) -> tuple[Provider, Provider]:
    """Return the provider whose specialty suits at a facility, and another one."""
    primary_care = _PRIMARY_CARE["child" if age < ADULT else "adult"]
    # Whoever operates is a specialist, if not of the condition's specialty.
    wanted: tuple[tuple[str, ...], ...] = ((specialty,), primary_care, ("Family Medicine",))
    if surgeon:
        own = (specialty,) if specialty in {*SURGEONS, "Obstetrics and Gynecology", "Dermatology"} else ()
        wanted = own, *[(one,) for one in SURGEONS], SPECIALISTS, PRIMARY_CARE
    number = _pick_carer(pools, where, patient, wanted, rng, PHYSICIANS if surgeon else CREDENTIALS)
    staff = pools.staff_for(where, child=age < ADULT)
    other = patient.provider_number
    if other == number or rng.chance(0.4):
        other = staff[int(rng.random() * (len(staff) - 1))]
        if other == number:
            other = staff[-1]
    return pools.provider(number), pools.provider(other)


def _pick_carer(
    pools: Pools,
    where: int,
    patient: Patient,
    wanted: tuple[tuple[str, ...], ...],
    rng: Stream,
    credentials: frozenset[str],
) -> int:
    for suited in wanted:
        found = pools.staff_of(where, suited, credentials)
        if patient.provider_number in found:
            return patient.provider_number
        if found:
            return rng.pick(found)
    return rng.pick(pools.staff(where))


def _department(facility: Facility, provider: Provider, specialty: str, age: int) -> str:
    primary_care = "Pediatrics" if age < ADULT else "Internal Medicine"
    wanted = (provider.specialty, specialty, primary_care)
    return next((name for name in wanted if name in facility.departments), facility.departments[0])


def _ordered(known: Known, rng: Stream) -> tuple[str, ...]:
    """Return the keys of the panels that were ordered."""
    keys = known.condition.panels
    if len(keys) > 1:
        # The first panel is the one that the condition always calls for.
        keys = (keys[0], rng.pick(keys[1:])) if rng.chance(_SECOND_PANEL) else keys[:1]
    return keys


def _shifts(known: Known, health: Health, alongside: tuple[Known, ...], day: date) -> dict[str, float]:
    """Return by analyte how far conditions move it: one that stays does so whatever the visit is about."""
    strengths = {problem.known.condition.key: health.strength(problem, day) for problem in health.on(day)}
    for one in (known, *alongside):
        strengths.setdefault(one.condition.key, 1.0)
    shifts: dict[str, float] = {}
    for condition, strength in strengths.items():
        for key, value in CONDITIONS[condition].shifts.items():
            shifts[key] = shifts.get(key, 0.0) + value * strength
    return shifts


@cache
def _numbers(seed: int) -> PatientNumbers:
    return PatientNumbers(seed)
