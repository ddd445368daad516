"""How many worker processes to use."""

import os
from typing import Literal


def process_count(workers: int | Literal["auto"]) -> int:
    """Return a number of processes: for "auto" the cores that this process may use less one, at least 1."""
    if workers != "auto":
        return workers
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, cores - 1)
