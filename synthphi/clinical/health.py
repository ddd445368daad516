"""What stays with a patient from visit to visit: chronic conditions and their drugs, allergies, build."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from synthphi.clinical.conditions import CONDITIONS, OLDEST, TRAITS, Traits
from synthphi.clinical.drugs import DRUGS, draw_allergies
from synthphi.clinical.model import Allergy, Condition, MedicationOrder
from synthphi.clinical.vitals import Build, draw_build
from synthphi.people.model import Sex
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


@dataclass(frozen=True, slots=True)
class Order:
    """A drug as it is ordered, with its class."""

    order: MedicationOrder
    kind: str
    course: bool
    """Whether it is given for some days only: not to somebody who comes for another reason."""


@dataclass(frozen=True, slots=True)
class Known:
    """A condition with what drawing needs of it."""

    condition: Condition
    traits: Traits
    orders: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """What stays with a patient. The drugs of each chronic condition are in an order of the patient's own."""

    chronic: tuple[Known, ...]
    orders: tuple[tuple[Order, ...], ...]
    allergies: tuple[Allergy, ...]
    avoid: frozenset[str]
    build: Build


def _known(condition: Condition) -> Known:
    orders = [MedicationOrder(*drug, condition.key) for drug in condition.medications]
    return Known(
        condition,
        TRAITS[condition.key],
        tuple(Order(order, DRUGS.kind(order.name), order.frequency.endswith("days")) for order in orders),
    )


KNOWN: Final = tuple(_known(condition) for condition in CONDITIONS.values())


def draw_health(rng: Stream, sex: Sex, youngest: int, oldest: int) -> Health:
    """Return what stays with a patient.

    Args:
        rng: The patient's stream.
        sex: Sex.
        youngest: Age in years at the first visit there may be.
        oldest: Age in years at the last: chronic conditions suit both.
    """
    many = rng.weighted(next(table for last, table in _MANY if oldest <= last))
    chronic: list[Known] = []
    table = _table(sex, youngest, oldest, True)
    while table is not None and len(chronic) < many and (many := many - 1) >= 0:
        known = rng.weighted(table)
        # A draw of what the patient has already is not repeated: some have fewer conditions then.
        if all(known.traits.group != other.traits.group for other in chronic):
            chronic.append(known)
            many += 1
    allergies, avoid = draw_allergies(rng)
    orders = tuple([_in_order(rng, known.orders) for known in chronic])
    return Health(tuple(chronic), orders, allergies, avoid, draw_build(rng))


def draw_primary(rng: Stream, health: Health, sex: Sex, age: int, suited: frozenset[str]) -> Known:
    """Return what a visit is about: one of the chronic conditions, or something that passes.

    Args:
        rng: The visit's stream.
        health: What the patient has.
        sex: Sex.
        age: Age in years at the visit.
        suited: The conditions that such a visit may be about: there is one for every sex and age.
    """
    acute = _table(sex, age, age, False, suited)
    own = [known for known in health.chronic if known.condition.key in suited]
    groups = {known.traits.group for known in health.chronic}
    if acute is not None and (not own or rng.chance(_ACUTE_SHARE)):
        for _ in range(4):
            known = rng.weighted(acute)
            if known.traits.group not in groups:
                return known
    if own:
        return rng.pick(own)
    fallback = acute or _table(sex, age, age, True, suited)
    assert fallback is not None, "the library has a condition for every sex, age and occasion"
    return rng.weighted(fallback)


def prescribe(
    orders: Sequence[Order], most: int, avoid: frozenset[str], kinds: set[str], *, courses: bool
) -> list[MedicationOrder]:
    """Return the first drugs of a list that the patient may have.

    Args:
        orders: The drugs, the first choice in front.
        most: How many to return at most.
        avoid: Drugs that the patient may not have.
        kinds: Classes that the patient has a drug of already, no second one is given; grows.
        courses: Whether drugs that are given for some days only are wanted.
    """
    found: list[MedicationOrder] = []
    for item in orders:
        if item.kind not in kinds and item.order.name not in avoid and (courses or not item.course):
            kinds.add(item.kind)
            found.append(item.order)
            if len(found) == most:
                break
    return found


@cache
def _table(
    sex: Sex, youngest: int, oldest: int, chronic: bool, suited: frozenset[str] = frozenset(CONDITIONS)
) -> Weighted[Known] | None:
    found = [
        known
        for known in KNOWN
        if known.traits.chronic is chronic
        and known.condition.key in suited
        and sex in known.condition.sexes
        and known.condition.min_age <= youngest
        and oldest <= known.condition.max_age
    ]
    return Weighted(found, [known.traits.weight for known in found]) if found else None


def _in_order(rng: Stream, orders: tuple[Order, ...]) -> tuple[Order, ...]:
    """Return the drugs with the first choice more often in front."""
    return orders if rng.chance(0.45) else tuple(rng.sample(orders, len(orders)))
