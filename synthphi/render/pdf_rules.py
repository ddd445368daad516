"""Where things are on a page, as its operators take it, and the paths of straight lines."""

from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=5_000)
def across(x: float) -> str:
    """Return how far right something is: nearly all are as far as something on another page, and few layouts go on."""
    return f"{x:.2f}"


def level(x0: float, x1: float, heights: list[str]) -> list[str]:
    """Return lines from `x0` to `x1` at heights that are written already: once for all that begins or ends there."""
    left, right = across(x0), across(x1)
    return [f"{left} {y} m {right} {y} l" for y in heights]


def upright(places: Iterable[float], upper: str, lower: str) -> list[str]:
    """Return lines from the height `upper` down to `lower`."""
    return [f"{x} {upper} m {x} {lower} l" for x in map(across, places)]
