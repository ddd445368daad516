"""How far a run is: told to whoever listens in this process, and to Prefect as a progress artifact."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact


@dataclass(frozen=True, slots=True)
class Progress:
    """Documents of a run: in all, done (also by earlier runs), and those that earlier runs did."""

    total: int
    done: int
    reused: int


Listener: TypeAlias = Callable[[Progress], None]

_listener: ContextVar[Listener | None] = ContextVar("synthphi_progress_listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Have `listener` called, in the thread of the flow, whenever documents are done."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


class ProgressMeter:
    """Counts the documents that are done. Used inside a flow run.

    Args:
        total: Documents of the corpus.
        reused: Those of them that earlier runs made.
    """

    def __init__(self, total: int, reused: int) -> None:
        self._progress = Progress(total=total, done=reused, reused=reused)
        self._percent = self._percent_done()
        artifact = create_progress_artifact(
            progress=self._percent, key="corpus-progress", description=f"{total} documents, {reused} of earlier runs"
        )
        assert isinstance(artifact, UUID)  # a coroutine only where an event loop runs
        self._artifact = artifact
        self._tell()

    def add(self, documents: int) -> None:
        """Count `documents` more as done."""
        now = self._progress
        self._progress = Progress(total=now.total, done=now.done + documents, reused=now.reused)
        self._tell()
        # An update is a call to the API: not more of them than a bar can show.
        if self._percent_done() > self._percent:
            self._percent = self._percent_done()
            update_progress_artifact(self._artifact, progress=self._percent)

    def _percent_done(self) -> int:
        return 100 * self._progress.done // self._progress.total

    def _tell(self) -> None:
        listener = _listener.get()
        if listener is not None:
            listener(self._progress)
