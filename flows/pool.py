"""Task runs in a pool of processes that survives the death of its processes.

When a process of a pool dies, Python breaks the whole pool: every future in flight fails. So work is done
in rounds. A round ends when everything is done or when the pool breaks; the next one is a new pool for what
is missing. An item that was in flight at two deaths is a suspect and runs alone, in a pool of its own; one that
kills its process alone is split, until a single unit is left, which is reported as lost. So is an item whose task
took longer than its ``timeout_seconds``.

That limit is kept by the process itself. One that cannot, because it hangs in C code or was stopped, is found by the
watchdog here: when an item has run longer than `Work.patience` allows, the pool is ended and the item is a suspect.
Splitting makes items smaller every time and `_PATIENCE` bounds deaths in a
row, so the rounds come to an end.
"""

import math
import queue
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

import httpx
from prefect import Task
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.exceptions import PrefectException
from prefect.futures import PrefectFuture
from prefect.logging import get_run_logger
from prefect.states import Completed, Crashed
from prefect.task_engine import TaskRunTimeoutError

from flows.processes import open_pool
from synthphi.errors import SynthPhiError

Item = TypeVar("Item")

_SUSPECT_AFTER = 2
"""In flight at this many deaths, an item runs alone."""
_PATIENCE = 30
"""Deaths in a row, with nothing completed in between, after which the machine is at fault and not an item."""
_LOOK_SECONDS = 0.2
"""How often the pool's processes are looked at, to know afterwards how they ended."""
_START_SECONDS = 60.0
"""How long a process may take until it is at work."""


class WorkersDied(SynthPhiError):
    """Worker processes die whatever they do; what is done so far is kept."""

    resumable = True


class Loss(NamedTuple):
    """Why a single unit cannot be done."""

    error: str
    """``ProcessDied``, ``TimedOut`` or ``Stalled``."""
    message: str


@dataclass(frozen=True)
class Work(Generic[Item]):
    """What to run for items (hashable values), and what to do about each outcome.

    The callables are called in the thread of `run_all`.
    """

    call: Callable[[Item], tuple[Task[..., Any], Mapping[str, Any]]]
    """The task to run for an item, and its parameters."""
    completed: Callable[[Item, Any], None]
    """Called with the task's result, or None when its process died before it could tell."""
    is_done: Callable[[Item], bool]
    """Whether an item is done although its process died."""
    split: Callable[[Item], Sequence[Item]]
    """Smaller items that together are this one; empty when it is a single unit."""
    lost: Callable[[Item, Loss], None]
    """Called for a single unit that kills its process, or takes longer than its task may."""
    patience: Callable[[Item], float] = lambda _item: math.inf
    """After how many seconds without a result an item hangs: more than its task's ``timeout_seconds``."""


@dataclass
class _Round(Generic[Item]):
    completed: set[Item] = field(default_factory=set)
    unfinished: list[Item] = field(default_factory=list)
    """In flight when the pool broke."""
    too_long: dict[Item, str] = field(default_factory=dict)
    """Those whose task timed out, with what Prefect said."""
    stalled: dict[Item, str] = field(default_factory=dict)
    """Those that the watchdog gave up, with what to say of them."""
    death: str | None = None


def run_all(work: Work[Item], items: Sequence[Item], workers: int) -> None:
    """Run a task for every item, in `workers` processes, through the deaths of processes.

    Raises:
        WorkersDied: processes died many times in a row with nothing completed in between.
        Exception: what the task raised, after its retries; the other items in flight are given up.
    """
    todo = list(items)
    deaths: Counter[Item] = Counter()
    in_a_row = 0
    while todo:
        suspect = next((item for item in todo if deaths[item] >= _SUSPECT_AFTER), None)
        ended = _run_round(work, todo, workers) if suspect is None else _run_round(work, [suspect], 1)
        todo = [item for item in todo if item not in ended.completed]
        for item, message in ended.too_long.items():
            todo = _split_or_lose(work, item, Loss("TimedOut", message), todo)
        if ended.death is None:
            in_a_row = 0
            continue
        in_a_row = 0 if ended.completed else in_a_row + 1
        if in_a_row >= _PATIENCE:
            raise WorkersDied(
                f"worker processes died {in_a_row} times in a row and nothing was completed in between (the last "
                f"one: {ended.death}); is there enough memory? What is done is kept: run the same command again"
            )
        deaths.update(ended.unfinished)
        deaths.update(dict.fromkeys(ended.stalled, _SUSPECT_AFTER))
        if suspect is not None and suspect in ended.unfinished:
            stalled = ended.stalled.get(suspect)
            loss = Loss("ProcessDied", ended.death) if stalled is None else Loss("Stalled", stalled)
            todo = _split_or_lose(work, suspect, loss, todo)
            deaths.update(dict.fromkeys(work.split(suspect), _SUSPECT_AFTER))


def _split_or_lose(work: Work[Item], item: Item, loss: Loss, todo: Sequence[Item]) -> list[Item]:
    """Return what is to be done with the parts of an item in its place; with none, the item is reported as lost."""
    parts = work.split(item)
    if not parts:
        work.lost(item, loss)
    return [*parts, *(other for other in todo if other != item)]


def _run_round(work: Work[Item], items: Sequence[Item], workers: int) -> _Round[Item]:
    ended: _Round[Item] = _Round()
    waiting = iter(items)
    in_flight: dict[PrefectFuture[Any], Item] = {}
    watchdog = _Watchdog(work, workers)
    finished: queue.SimpleQueue[PrefectFuture[Any]] = queue.SimpleQueue()
    with open_pool(workers) as pool:
        while True:
            # One more than there are processes: the next item is at hand when one is done, and a death throws
            # suspicion on no more items than it must.
            while ended.death is None and len(in_flight) <= workers:
                item = next(waiting, None)
                if item is None:
                    break
                task, parameters = work.call(item)
                submitted = pool.runner.submit(task, dict(parameters))
                in_flight[submitted] = item
                submitted.add_done_callback(finished.put)
            if not in_flight:
                break
            pool.look()
            if ended.death is None and (late := watchdog.late(in_flight)):
                ended.stalled = late
                ended.death = next(iter(late.values()))
                get_run_logger().warning("A worker hangs and is ended: %s.", ended.death)
                pool.kill()
            try:
                future = finished.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                continue
            item = in_flight.pop(future)
            result = None
            try:
                result = future.result()
            except BrokenProcessPool:
                ended.death = ended.death or "process died"
                if not work.is_done(item):
                    ended.unfinished.append(item)
                    _tell(future.task_run_id, Crashed(message="The process died."))
                    continue
                _tell(future.task_run_id, Completed(message="Done, although the process died afterwards."))
            except TaskRunTimeoutError as error:
                ended.too_long[item] = str(error)
                continue
            ended.completed.add(item)
            work.completed(item, result)
    if ended.death is not None and not ended.stalled:
        ended.death = pool.how_a_process_died()
    return ended


class _Watchdog(Generic[Item]):
    """Knows of the items in flight since when each has run: a pool takes them in the order in which it got them."""

    def __init__(self, work: Work[Item], workers: int) -> None:
        self._patience = work.patience
        self._workers = workers
        self._since: dict[PrefectFuture[Any], float] = {}

    def late(self, in_flight: Mapping[PrefectFuture[Any], Item]) -> dict[Item, str]:
        """Return those that have run for longer than they may, with what to say of them."""
        now = time.monotonic()
        late = {}
        for future, item in [*in_flight.items()][: self._workers]:
            # The first ones wait for their process to start.
            starting = _START_SECONDS if len(self._since) < self._workers else 0.0
            since = self._since.setdefault(future, now + starting)
            if now - since > self._patience(item):
                late[item] = f"no progress in {self._patience(item):g} seconds"
        return late


def _tell(task_run_id: UUID, state: State[Any]) -> None:
    """Report the end of a task run whose process cannot do it any more; without an answer the run goes on, too."""
    with suppress(httpx.HTTPError, PrefectException), get_client(sync_client=True) as client:
        client.set_task_run_state(task_run_id, state, force=True)
