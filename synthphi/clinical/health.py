"""A patient's health over the years: what stays, when it began, how it is treated, and what passes."""

from datetime import date, timedelta
from functools import cache
from typing import Final

from synthphi.clinical.conditions import CONDITIONS, OLDEST
from synthphi.clinical.drugs import draw_allergies
from synthphi.clinical.known import KNOWN, Known, Order
from synthphi.clinical.model import Allergy, Gestation, MedicationOrder
from synthphi.clinical.vitals import Build, draw_build
from synthphi.people.model import Sex
from synthphi.records import changed, record
from synthphi.seeds import Stream, Weighted

_MANY: Final = (
    # Up to this age: how likely 0, 1, 2, 3 and 4 chronic conditions are.
    (4, Weighted((0, 1), (88, 12))),
    (17, Weighted((0, 1, 2), (55, 36, 9))),
    (39, Weighted((0, 1, 2), (34, 46, 20))),
    (59, Weighted((0, 1, 2, 3), (13, 38, 33, 16))),
    (OLDEST, Weighted((1, 2, 3, 4), (18, 36, 31, 15))),
)
_ACUTE_SHARE = 0.42
"""How many of the visits of a person with chronic conditions are about something else."""
_LATER, _SWITCHED = 0.3, 0.35
"""How many chronic conditions are found, and how many first drugs given up, between the first visit and the last."""
_SECOND_DRUG = 0.8
_TWO_DRUGS = 2
"""How many of a patient's conditions may have two drugs."""
_MUCH = 3.0
"""A difference in body mass index that takes years."""
_USUAL = 0.55
"""How many are given the first drug that the library names before the second."""
_STRENGTH: Final = (0.75, 1.15)
"""How far a chronic condition moves laboratory values, as a part of what the library says."""

_PREGNANT = 0.3
"""How many women of such an age bear a child in about three years: 56 births a year and 1,000 women from 15 to 44
(Hamilton et al., NVSS, 2023), twice that, because a pregnancy is what they see an office for."""
_CHILDBEARING: Final = (17, 44)
_DIABETIC = 0.25
_TERM = 280
"""Days from the last period to the day that a child is due, and born here."""
_FIRST_SEEN, _LAST_SEEN = 6, 46
"""Weeks after the last period; behind the 40th the child is born."""
_BORN = 40
_PREGNANCY_VISITS = 0.7


@record
class Problem:
    """A chronic condition of a patient, with its course."""

    known: Known
    orders: tuple[Order, ...]
    """The drugs for it, the patient's first choice in front."""
    since: date
    second: date
    """From when on a second drug is given."""
    switched: date
    """From when on the first choice is given no more."""
    strength: tuple[float, float]
    """Of its effect on laboratory values, when the patient was first seen and at the end."""

    def drugs(self, day: date) -> tuple[Order, ...]:
        """Return the drugs on a day: what was given up is the last choice."""
        return self.orders if day < self.switched else (*self.orders[1:], self.orders[0])


@record
class Health:
    """What stays with a patient, and what comes in the years between the first visit and the last."""

    first: date
    last: date
    problems: tuple[Problem, ...]
    allergies: tuple[Allergy, ...]
    avoid: frozenset[str]
    build: Build
    due: date | None
    """The day that a child is due."""
    diabetic: bool
    """Whether a pregnancy brings diabetes with it."""

    def on(self, day: date) -> tuple[Problem, ...]:
        """Return the chronic conditions known on a day."""
        return tuple([problem for problem in self.problems if problem.since <= day])

    def strength(self, problem: Problem, day: date) -> float:
        """Return the strength of a condition's effect on a day: on a straight line over the years."""
        begun, ended = problem.strength
        return begun + (ended - begun) * (day - self.first).days / max((self.last - self.first).days, 1)

    def gestation(self, day: date) -> Gestation | None:
        """Return how far a pregnancy is, or how long ago it ended; None for whoever is not seen for one."""
        if self.due is None:
            return None
        weeks, days = divmod(_TERM - (self.due - day).days, 7)
        return Gestation(weeks, days, self.due) if _FIRST_SEEN <= weeks <= _LAST_SEEN else None

    def stage(self, gestation: Gestation) -> Known:
        """Return the condition that a pregnancy is at such a time."""
        diabetic = [known for known in _STAGES if known.condition.key == "gestational_diabetes" and self.diabetic]
        plain = [known for known in _STAGES if known.condition.key != "gestational_diabetes"]
        suited = [known for known in (*diabetic, *plain) if gestation.weeks in known.traits.weeks]
        return suited[0]

    def found(self, known: Known, day: date, rng: Stream) -> "Health":
        """Return the health of a patient in whom a condition was found at a visit: it stays, if it is chronic."""
        if not known.traits.chronic or any(known is problem.known for problem in self.problems):
            return self
        return changed(self, problems=(*self.problems, _problem(known, day, day, self.last, rng)))


_STAGES: Final = tuple(known for known in KNOWN if known.traits.weeks)
_NOT_WITH_CHILD: Final = frozenset(
    known.condition.key for known in KNOWN if known.condition.specialty == "Obstetrics and Gynecology"
)
"""What nobody comes for who is pregnant, the pregnancy itself aside."""


_SHAPES_THE_BODY: Final = frozenset(
    known.condition.key
    for known in KNOWN
    if "least_bmi" in known.traits.vitals or abs(known.traits.vitals.get("bmi", 0.0)) >= _MUCH
)
"""What does not begin between two visits, because weight does not jump."""


def draw_health(rng: Stream, sex: Sex, born: date, first: date, last: date) -> Health:
    """Return a patient's health.

    Args:
        rng: The patient's stream.
        sex: Sex.
        born: Day of birth.
        first: The first day that a visit may be on.
        last: The last: chronic conditions suit the age on both.
    """
    youngest, oldest = ((day - born).days / 365.25 for day in (first, last))
    many = rng.weighted(next(table for up_to, table in _MANY if int(oldest) <= up_to))
    chronic: list[Known] = []
    table = _table(sex, int(youngest), int(oldest) + 1, True)
    while table is not None and len(chronic) < many and (many := many - 1) >= 0:
        known = rng.weighted(table)
        # A draw of what the patient has already is not repeated: some have fewer conditions then.
        if all(known.traits.group != other.traits.group for other in chronic):
            chronic.append(known)
            many += 1
    allergies, avoid = draw_allergies(rng)
    from_, to = _CHILDBEARING
    pregnant = sex == "female" and from_ <= youngest and oldest < to + 1 and rng.chance(_PREGNANT)
    span = (last - first).days
    return Health(
        first=first,
        last=last,
        problems=tuple([_problem(known, _since(known, first, span, rng), first, last, rng) for known in chronic]),
        allergies=allergies,
        avoid=avoid,
        build=draw_build(rng, youngest),
        due=first + timedelta(days=rng.integer(0, span + _TERM // 2)) if pregnant else None,
        diabetic=rng.chance(_DIABETIC) and all(known.traits.group != "diabetes" for known in chronic),
    )


def draw_primary(rng: Stream, health: Health, sex: Sex, age: int, day: date, suited: frozenset[str]) -> Known:
    """Return what a visit is about: one of the chronic conditions, a pregnancy, or something that passes.

    Args:
        rng: The visit's stream.
        health: The patient's.
        sex: Sex.
        age: Age in years at the visit.
        day: The day of the visit.
        suited: The conditions that such a visit may be about: there is one for every sex and age.
    """
    gestation = health.gestation(day)
    if gestation is not None:
        stage = health.stage(gestation)
        if stage.condition.key in suited and rng.chance(_PREGNANCY_VISITS):
            return stage
        suited = suited - _NOT_WITH_CHILD or suited
    problems = health.on(day)
    acute = _table(sex, age, age, False, suited)
    chronic = [problem.known for problem in problems]
    avoid = health.avoid.union(*[known.traits.avoid for known in chronic])
    if gestation is not None:
        avoid |= stage.traits.avoid
    # Nobody is seen for what can be treated by nothing that the patient may have.
    own = [known for known in chronic if known.condition.key in suited and _treatable(known, avoid)]
    groups = {problem.known.traits.group for problem in health.problems}
    if acute is not None and (not own or rng.chance(_ACUTE_SHARE)):
        for _ in range(4):
            known = rng.weighted(acute)
            if known.traits.group not in groups and _treatable(known, avoid):
                return known
    if own:
        return rng.pick(own)
    fallback = acute or _table(sex, age, age, True, suited - _SHAPES_THE_BODY) or _table(sex, age, age, True, suited)
    assert fallback is not None, "the library has a condition for every sex, age and occasion"
    return rng.weighted(fallback)


def prescribe(primary: Known, health: Health, others: tuple[Known, ...], day: date) -> list[MedicationOrder]:
    """Return what a patient takes after a visit: drugs for what stays, and some for what the visit is about.

    Args:
        primary: What the visit is about.
        health: The patient's.
        others: Other conditions on that day that are not the patient's for good: a pregnancy.
        day: The day of the visit.
    """
    problems = health.on(day)
    avoid = health.avoid.union(*[known.traits.avoid for known in (primary, *others, *(p.known for p in problems))])
    kinds: set[str] = set()
    found: dict[str, list[MedicationOrder]] = {}
    # In one order at all visits, so that a class goes to the same condition each time.
    for place, problem in enumerate(problems):
        most = 2 if day >= problem.second and place < _TWO_DRUGS else 1
        found[problem.known.condition.key] = _first(problem.drugs(day), most, avoid, kinds)
    for known in (primary, *others):
        key = known.condition.key
        found[key] = found.get(key, []) or _first(known.orders, 2, avoid, kinds, courses=known is primary)
    first = found.pop(primary.condition.key)
    first += _first(tuple([order for order in primary.orders if order.course]), 1, avoid, kinds, courses=True)
    if not first:
        # Others have a drug of each class that would do: they share it.
        first = _first(primary.orders, 1, avoid, set(), courses=True)
        names = {order.name for order in first}
        found = {key: [order for order in orders if order.name not in names] for key, orders in found.items()}
    return [*first, *(order for orders in found.values() for order in orders)]


def _first(
    orders: tuple[Order, ...], most: int, avoid: frozenset[str], kinds: set[str], *, courses: bool = False
) -> list[MedicationOrder]:
    """Return the first drugs of a list that the patient may have; `kinds` has the classes that are taken, and grows."""
    found: list[MedicationOrder] = []
    for item in orders:
        if len(found) == most:
            break
        if item.kind not in kinds and item.order.name not in avoid and (courses or not item.course):
            kinds.add(item.kind)
            found.append(item.order)
    return found


def _treatable(known: Known, avoid: frozenset[str]) -> bool:
    return not known.drugs <= avoid


@cache
def _table(
    sex: Sex, youngest: int, oldest: int, chronic: bool, suited: frozenset[str] = frozenset(CONDITIONS)
) -> Weighted[Known] | None:
    found = [
        known
        for known in _of_any_age(sex, chronic, suited)
        if known.condition.min_age <= youngest and oldest <= known.condition.max_age
    ]
    return Weighted(found, [known.traits.weight for known in found]) if found else None


@cache
def _of_any_age(sex: Sex, chronic: bool, suited: frozenset[str]) -> list[Known]:
    return [
        known
        for known in KNOWN
        if known.traits.chronic is chronic
        and not known.traits.weeks
        and known.condition.key in suited
        and sex in known.condition.sexes
    ]


def _since(known: Known, first: date, span: int, rng: Stream) -> date:
    later = rng.uniform(0.1, 0.9) if rng.chance(_LATER) and known.condition.key not in _SHAPES_THE_BODY else 0.0
    return first + timedelta(days=int(span * later))


def _problem(known: Known, since: date, first: date, last: date, rng: Stream) -> Problem:
    """Return a condition with its course between two days."""
    span = max((last - max(since, first)).days, 1)
    begun = max(since, first)
    second = begun + timedelta(days=rng.integer(0, span)) if rng.chance(_SECOND_DRUG) else date.max
    switched = begun + timedelta(days=rng.integer(20, max(span, 20))) if rng.chance(_SWITCHED) else date.max
    # What is only added to others stands last in the library, and is nobody's first choice.
    one, two, *rest = known.orders
    orders = known.orders if rng.chance(_USUAL) else (two, one, *rest)
    low, high = _STRENGTH
    return Problem(known, orders, since, second, switched, (rng.uniform(low, high), rng.uniform(low, high)))
