"""Named random streams: every draw has an address, so no draw depends on another one's order.

``stream(42, "patient", 17)`` is the same sequence on every machine, day and Python version. Only
``random.Random.random`` is used underneath, because it is the one method whose sequence Python
promises to keep between versions.
"""

import hashlib
from _random import Random
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")

_FEW = 4
"""Of so many items, or more, to one that is wanted, a copy costs more than a record of what has been taken."""


_JOINED = tuple([("%s\x1f" * parts)[:-1] for parts in range(64)])
"""By how many parts an address has, what it is hashed as: to join the parts takes twice as long."""
_HASH = hashlib.blake2b(digest_size=8)
"""Of nothing yet. To make a copy takes half as long as to make another one."""


def digest64(*address: object) -> int:
    """Return the 64-bit integer that an address of up to 63 parts hashes to."""
    copy = _HASH.copy()
    copy.update((_JOINED[len(address)] % address).encode())
    return int.from_bytes(copy.digest(), "big")


def deviate(*address: object) -> float:
    """Return the nearly normal value of an address, mean 0, deviation 1: what stays while streams go on."""
    bits = digest64(*address)
    parts = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
    return (parts / 0x10000 - 2.0) * 1.7320508


class Weighted(Generic[T]):
    """A table of items with weights, prepared once and drawn from many times."""

    __slots__ = ("_bounds", "_total", "items")

    def __init__(self, items: Sequence[T], weights: Sequence[float]) -> None:
        self.items = tuple(items)
        *self._bounds, self._total = accumulate(weights)

    def at(self, position: float) -> T:
        """Return the item at a position in [0, 1) of the total weight."""
        return self.items[bisect_right(self._bounds, position * self._total)]


class Stream:
    """A random stream. Draws are made of ``random()``, floats in [0, 1), alone (see the module's text)."""

    __slots__ = ("random",)

    def __init__(self, random: Callable[[], float]) -> None:
        self.random = random

    def ahead(self, draws: int) -> "Stream":
        """Return a stream of so many draws, which are taken from this one now and may be used later, or never."""
        draw = self.random
        return Stream(iter([draw() for _ in range(draws)]).__next__)

    def integer(self, low: int, high: int) -> int:
        """Return an integer from low to high, both included."""
        return low + int(self.random() * (high - low + 1))

    def uniform(self, low: float, high: float) -> float:
        """Return a float in [low, high)."""
        return low + self.random() * (high - low)

    def normal(self, mean: float, deviation: float) -> float:
        """Return a nearly normal value (sum of four uniforms: bounded at ±3.46 deviations, so no absurd tails)."""
        r = self.random
        return mean + deviation * (r() + r() + r() + r() - 2.0) * 1.7320508

    def chance(self, probability: float) -> bool:
        """Return True with the given probability."""
        return self.random() < probability

    def pick(self, items: Sequence[T]) -> T:
        """Return one item."""
        return items[int(self.random() * len(items))]

    def sample(self, items: Sequence[T], count: int) -> list[T]:
        """Return `count` different items (all of them, shuffled, when there are fewer)."""
        draw, size = self.random, len(items)
        count = min(count, size)
        if count * _FEW < size:
            # As below, but only what changes places is looked at.
            moved: dict[int, int] = {}
            chosen: list[T] = []
            for i in range(count):
                j = i + int(draw() * (size - i))
                chosen.append(items[moved.get(j, j)])
                moved[j] = moved.get(i, i)
            return chosen
        pool = list(items)
        for i in range(count):
            j = i + int(draw() * (size - i))
            pool[i], pool[j] = pool[j], pool[i]
        return pool[:count]

    def digits(self, count: int) -> str:
        """Return a string of `count` decimal digits."""
        return "".join("0123456789"[int(self.random() * 10)] for _ in range(count))

    def weighted(self, choices: Weighted[T]) -> T:
        """Return one item of a weighted table."""
        return choices.at(self.random())


def stream(seed: int, *address: object) -> Stream:
    """Return the random stream at an address, such as ``stream(seed, "patient", 17)``."""
    # The base class of `random.Random`, which seeds an integer alike, in four fifths of the time.
    return Stream(Random(digest64(seed, *address)).random)
