"""Which failures of tasks are worth a retry: those that the file system calls passing."""

import errno
from typing import Any, TypedDict

from prefect import Task
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import exponential_backoff

_TRANSIENT = frozenset({errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.EIO, errno.ESTALE, errno.ETIMEDOUT})
"""What network file systems report and what may be gone a second later. A full disk is not."""


def may_go_better(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Return whether a failed run is worth a retry: when the file system said so, and not when its work is at fault."""
    error = state.result(raise_on_failure=False)
    cause = error.__cause__ if isinstance(error, BaseException) else None
    return any(isinstance(e, OSError) and e.errno in _TRANSIENT for e in (error, cause))


class _Retries(TypedDict):
    retries: int
    retry_delay_seconds: Any
    retry_condition_fn: Any


RETRIES: _Retries = {
    "retries": 2,
    "retry_delay_seconds": exponential_backoff(backoff_factor=1),
    "retry_condition_fn": may_go_better,
}
"""For `prefect.task`: two retries, after one and after two seconds."""
