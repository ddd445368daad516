"""The garbage collector while documents are made: it is asked to look seldom, because there is nothing to find.

Documents are made without cycles, so each is freed as soon as nobody holds it. Yet every object that stays, such as
those of a batch's label rows, brings the next look at all of them closer: at Python's usual thresholds these looks
take a quarter of the time. Off it is not, so that cycles that somebody else's code makes are found in the end.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

_SELDOM: Final = 200_000
"""Objects more than at the last look: those that stay of more than a thousand documents."""


class _Seldom:
    """Who wants it so, because the thresholds belong to the process: batches may be nested, or in several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._wanted_by = 0
        self._usual = gc.get_threshold()

    def begin(self) -> None:
        with self._lock:
            self._wanted_by += 1
            if self._wanted_by == 1:
                self._usual = gc.get_threshold()
                # 0 is never.
                if 0 < self._usual[0] < _SELDOM:
                    gc.set_threshold(_SELDOM, *self._usual[1:])

    def end(self) -> None:
        with self._lock:
            self._wanted_by -= 1
            # What somebody else has set meanwhile stays.
            if self._wanted_by == 0 and gc.get_threshold() == (_SELDOM, *self._usual[1:]):
                gc.set_threshold(*self._usual)


_seldom = _Seldom()


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Have the garbage collector look seldom, and at its end as often as before."""
    _seldom.begin()
    try:
        yield
    finally:
        _seldom.end()
