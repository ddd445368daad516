"""A patient's course: the health that stays from visit to visit, the days of the visits, what lies at a level.

All visits of a patient begin with it, and documents about a patient follow each other; so courses are kept for a while.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

from synthphi.clinical.health import Health, draw_health, draw_primary
from synthphi.clinical.known import Known
from synthphi.clinical.labs import Levels
from synthphi.clinical.occasions import CONDITIONS_OF, Occasion
from synthphi.people.model import Patient
from synthphi.people.patients import age_on
from synthphi.people.pools import Pools
from synthphi.seeds import Stream, digest64, stream

LAST_DAYS = 9
"""Days before `as_of` on which nobody has a visit: who dies does so then."""
_LONGEST_HISTORY, _SHORTEST_HISTORY = 900, 150
"""How many days before `as_of` a patient's first visit may lie; less for an infant."""
_FROM_BIRTH = 14
"""Days from birth to the first visit there may be."""
_BEFORE_FIRST: Final = (20, 110)
"""Days from the visit before the first one to that one."""
_NEWBORN = timedelta(days=3)
"""Nobody has visits before."""
_KEPT = 256
"""Courses kept of the patients of a corpus."""
_DAYS_KEPT = 16
"""Days of visits kept of one patient: there may be thousands."""
_COURSES: Final[WeakKeyDictionary[Pools, dict[int, "Course"]]] = WeakKeyDictionary()


_FINDS_NOTHING: Final = frozenset({Occasion.VISIT, Occasion.DEATH})
"""Occasions after which the health is what it was before."""


class Course:
    """What a patient's visits have in common."""

    def __init__(self, seed: int, patient: Patient, as_of: date) -> None:
        self._seed = seed
        self._patient = patient
        self._own = stream(seed, "health", patient.number)
        self._first, self._days = _window(patient, as_of, self._own)
        self._found: list[Occasion] = []
        """Why the patient was seen at the first visits, as far as it has been asked for."""
        self._healths = [draw_health(self._own, patient.sex, patient.birth_date, self._first, as_of)]
        """The health before the first visit, and after each of those."""
        self._visit_days: dict[int, date] = {}
        self._lock = Lock()
        self._latest: tuple[int, Occasion, Known, date] | None = None
        """The latest visit that was drawn: what it was about, and when it was."""
        self.levels = Levels(digest64(seed, "levels", patient.number))

    def health(self, before: Sequence[Occasion]) -> Health | None:
        """Return the health after the first visits, given why the patient was seen; None if it was another course."""
        # Findings are drawn one after the other from one stream.
        with self._lock:
            for number, reason in enumerate(before):
                if number == len(self._found):
                    self._found.append(reason)
                    self._healths.append(self._after(number, reason))
                elif self._found[number] is not reason:
                    return None
            return self._healths[len(before)]

    def _after(self, number: int, reason: Occasion) -> Health:
        health = self._healths[number]
        if reason in _FINDS_NOTHING:
            return health
        latest = self._latest
        if latest and latest[:2] == (number, reason):
            return health.found(latest[2], latest[3], self._own)
        rng = stream(self._seed, "encounter", self._patient.number, number)
        day = self.visit_day(number, rng)
        return health.found(self.primary(health, day, reason, rng), day, self._own)

    def remember(self, visit: int, reason: Occasion, known: Known, day: date) -> None:
        """Keep what a visit was about, which is asked for at the next one, as a rule."""
        self._latest = visit, reason, known, day

    def primary(self, health: Health, day: date, occasion: Occasion, rng: Stream) -> Known:
        """Return what a visit is about."""
        age = age_on(self._patient.birth_date, day)
        return draw_primary(rng, health, self._patient.sex, age, day, CONDITIONS_OF[occasion])

    def visit_day(self, visit: int, rng: Stream) -> date:
        """Return the day of a visit, in the order of visits: the first draw of the visit's stream.

        Each visit lies in its own part of the time that is left; the parts get smaller, so there is no last visit.
        """
        place = 1.0 - 0.68 ** (visit + 0.85 * rng.random())
        day = self._first + timedelta(days=int(self._days * place))
        # At weekends the offices are closed: Friday, unless that is too early.
        past_friday = day.weekday() - 4
        if past_friday > 0:
            day = max(day - timedelta(days=past_friday), self._first)
        if len(self._visit_days) >= _DAYS_KEPT:
            self._visit_days.clear()
        self._visit_days[visit] = day
        return day

    def last_visit(self, visit: int, day: date) -> date:
        """Return the day of the visit before one that was on a day."""
        number = self._patient.number
        if not visit:
            earlier = stream(self._seed, "earlier", number).integer(*_BEFORE_FIRST)
            return max(day - timedelta(days=earlier), self._patient.birth_date + _NEWBORN)
        before = self._visit_days.get(visit - 1)
        return min(before or self.visit_day(visit - 1, stream(self._seed, "encounter", number, visit - 1)), day)


def course_of(pools: Pools, patient: Patient, before: Sequence[Occasion]) -> tuple[Course, Health]:
    """Return a patient's course, and the health after the first visits, given why the patient was seen."""
    kept = _COURSES.setdefault(pools, {})
    course = kept.get(patient.number)
    health = course.health(before) if course else None
    if course is None or health is None:
        if len(kept) >= _KEPT:
            kept.clear()
        course = kept[patient.number] = Course(pools.spec.seed, patient, pools.spec.as_of)
        health = course.health(before)
    assert health is not None, "a new course has no other visits"
    return course, health


def _window(patient: Patient, as_of: date, rng: Stream) -> tuple[date, int]:
    """Return the first day that a visit may be on, and how many there are from it to the last, before `as_of`."""
    end = as_of - timedelta(days=LAST_DAYS)
    most = (end - patient.birth_date).days - _FROM_BIRTH
    days = max(min(rng.integer(_SHORTEST_HISTORY, _LONGEST_HISTORY), most), 1)
    return end - timedelta(days=days), days
