"""The processes of a pool: started, looked at, ended; and those of a run's first pool, started ahead of it.

A process takes seconds until it has loaded what it needs. A run that starts a local server waits for that as long.
"""

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from multiprocessing.process import BaseProcess
from types import TracebackType

from prefect.task_runners import ProcessPoolTaskRunner

from flows.lifeline import guard_worker
from flows.server import api_for_children

_STOP_SECONDS = 30.0
"""How long the processes of a pool may take to end when there is nothing left to do."""


class Pool:
    """A `ProcessPoolTaskRunner`, and the processes that it started: a context manager, closed by whoever is first."""

    def __init__(self, workers: int) -> None:
        self.runner = ProcessPoolTaskRunner(max_workers=workers, initializer=guard_worker)
        self.workers = workers
        self._others = multiprocessing.active_children()
        self._processes: set[BaseProcess] = set()
        self._is_open = False

    def __enter__(self) -> "Pool":
        if not self._is_open:
            self._is_open = True
            self.runner.__enter__()
        return self

    def start(self, prepare: Callable[[], object]) -> None:
        """Start the processes, and have each call `prepare`, a function that can be pickled, before its first task."""
        executor = self.runner._executor  # there is no way to do so by the runner: it only takes tasks of a flow run
        assert executor is not None
        for _ in range(self.workers):
            executor.submit(prepare)

    def look(self) -> None:
        """Take note of the pool's processes: once they are gone, nobody else remembers them."""
        self._processes.update(p for p in multiprocessing.active_children() if p not in self._others)

    def kill(self) -> None:
        """End the processes; what they were doing is lost."""
        self.look()
        for process in self._processes:
            process.kill()

    def how_a_process_died(self) -> str:
        """Return how the process that broke the pool ended, such as "process died (SIGKILL)"."""
        # Python ends the others with SIGTERM when one has died.
        codes = sorted(p.exitcode for p in self._processes if p.exitcode not in (None, 0, -signal.SIGTERM))
        names = [signal.Signals(-code).name if code < 0 else f"exit code {code}" for code in dict.fromkeys(codes)]
        return f"process died ({', '.join(names)})" if names else "process died"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._is_open:
            return
        if kind is not None:
            self.kill()  # interrupted or failed: what is in flight is not waited for
        # The runner waits for its processes, and one that was stopped never ends.
        end = threading.Timer(_STOP_SECONDS, self.kill)
        end.daemon = True
        end.start()
        try:
            self.runner.__exit__(kind, error, trace)
        finally:
            self._is_open = False
            end.cancel()
            # A process killed in the middle of a message keeps the lock of the message queue for ever; this
            # process must not wait for it at its own end.
            messages = getattr(self.runner, "_subprocess_message_queue", None)
            if messages is not None:
                messages.cancel_join_thread()


_at_hand: ContextVar[list[Pool]] = ContextVar("synthphi_pool_at_hand")


@contextmanager
def pool_at_hand(workers: int, prepare: Callable[[], object]) -> Iterator[None]:
    """Start the processes of the first pool that `open_pool` is asked for, if it is to have so many.

    Args:
        workers: How many processes.
        prepare: What each does first: a function that can be pickled.
    """
    with Pool(workers) as pool:
        pool.start(prepare)
        waiting = [pool]
        token = _at_hand.set(waiting)
        try:
            yield
        finally:
            _at_hand.reset(token)
            if waiting:  # nobody wanted it
                waiting.pop().kill()


@contextmanager
def open_pool(workers: int) -> Iterator[Pool]:
    """Provide a pool of processes, which know of the Prefect API, and end it, whatever happens."""
    waiting = _at_hand.get([])
    if waiting and waiting[0].workers != workers:
        waiting.pop().kill()
    with api_for_children(), waiting.pop() if waiting else Pool(workers) as pool:
        yield pool
