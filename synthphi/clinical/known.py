"""The conditions of the library as drawing needs them, with the classes of their drugs."""

from dataclasses import dataclass
from typing import Final

from synthphi.clinical.conditions import CONDITIONS, TRAITS, Traits
from synthphi.clinical.drugs import DRUGS
from synthphi.clinical.model import Condition, MedicationOrder


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
    drugs: frozenset[str]
    """What is ordered."""


def _known(condition: Condition) -> Known:
    orders = [MedicationOrder(*drug, condition.key) for drug in condition.medications]
    return Known(
        condition,
        TRAITS[condition.key],
        tuple(Order(order, DRUGS.kind(order.name), order.frequency.endswith("days")) for order in orders),
        frozenset(order.name for order in orders),
    )


KNOWN: Final = tuple(_known(condition) for condition in CONDITIONS.values())
"""All conditions of the library."""
