"""The flows: orchestration seen from outside.

The classes of the script that synthphi replaces are found here, too: ``from flows import ParallelBatchGenerator``.
"""

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.compat import BatchTask, ParallelBatchGenerator, ProgressTracker, WorkerStats

__all__ = ["BatchTask", "ParallelBatchGenerator", "ProgressTracker", "WorkerStats"]

# Arrow's own allocator keeps some twenty megabytes more in each process of a run than the system's. Arrow looks here
# when it is loaded, and so it does in the processes that this one starts.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")


def __getattr__(name: str) -> Any:
    # On first use: the command line, which imports this package too, is to start at once.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from flows import compat  # noqa: PLC0415

    return getattr(compat, name)
