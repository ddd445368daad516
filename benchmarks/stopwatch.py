"""CPU time of a process by stage, while it runs: functions are wrapped where their callers look them up."""

import gc
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pkgutil import resolve_name
from typing import Any, TypeAlias
from unittest.mock import patch

Stage: TypeAlias = str | Callable[..., str]
"""The name of a stage, or a function that gives it for the arguments of a call."""


class Stopwatch:
    """CPU nanoseconds by stage; the time of a stage within a stage counts for the inner one only."""

    def __init__(self) -> None:
        self.nanoseconds: Counter[str] = Counter()
        self._open: list[list[int]] = []
        """Of the stages that have begun: when, and what those within it have taken so far."""

    def timed(self, function: Callable[..., Any], stage: Stage) -> Callable[..., Any]:
        """Return a function that does the same and is timed. The clock adds about two microseconds a call."""

        def wrapper(*arguments: Any, **named: Any) -> Any:
            name = stage if isinstance(stage, str) else stage(*arguments, **named)
            self._begin()
            try:
                return function(*arguments, **named)
            finally:
                self._end(name)

        return wrapper

    def _begin(self) -> None:
        self._open.append([time.process_time_ns(), 0])

    def _end(self, stage: str) -> None:
        start, inner = self._open.pop()
        took = time.process_time_ns() - start
        self.nanoseconds[stage] += took - inner
        if self._open:
            self._open[-1][1] += took

    @contextmanager
    def collecting(self, stage: str) -> Iterator[None]:
        """Have what the garbage collector takes in the block be a stage, wherever it sets in."""

        def look(phase: str, _facts: Mapping[str, int]) -> None:
            if phase == "start":
                self._begin()
            else:
                self._end(stage)

        gc.callbacks.append(look)
        try:
            yield
        finally:
            gc.callbacks.remove(look)

    @contextmanager
    def timing(self, stages: Mapping[str, Stage]) -> Iterator[None]:
        """Time functions, given by the dotted names that their callers know them by, in the block.

        Raises:
            AttributeError: there is no such function (any more).
        """
        with ExitStack() as patches:
            for target, stage in stages.items():
                patches.enter_context(patch(target, self.timed(resolve_name(target), stage)))
            yield

    def milliseconds(self, documents: int) -> dict[str, float]:
        """Return the CPU-ms of each stage, divided among `documents`, and start anew."""
        found = {stage: taken / 1e6 / documents for stage, taken in self.nanoseconds.items()}
        self.nanoseconds.clear()
        return found
