"""The flows: orchestration seen from outside.

The classes of the script that synthphi replaces are found here, too: ``from flows import ParallelBatchGenerator``.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.compat import BatchTask, ParallelBatchGenerator, ProgressTracker, WorkerStats

__all__ = ["BatchTask", "ParallelBatchGenerator", "ProgressTracker", "WorkerStats"]


def __getattr__(name: str) -> Any:
    # On first use: the command line, which imports this package too, is to start at once.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from flows import compat  # noqa: PLC0415

    return getattr(compat, name)
