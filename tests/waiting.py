"""Waiting for what other processes do in their own time."""

import time
from collections.abc import Callable
from typing import TypeVar

import pytest

Seen = TypeVar("Seen")


def eventually(look: Callable[[], Seen], missing: Callable[[], str], seconds: float = 60) -> Seen:
    """Look again and again until something is seen, and return it.

    Args:
        look: Returns something false as long as there is nothing to be seen.
        missing: What the test fails with after the time is over.
        seconds: For how long.
    """
    end = time.monotonic() + seconds
    while True:
        seen = look()
        if seen:
            return seen
        if time.monotonic() > end:
            pytest.fail(f"after {seconds:.0f} s: {missing()}")
        time.sleep(0.2)
