"""Child processes that end with their parent, even when the parent is killed with SIGKILL.

Two nets, because each has a hole. On Linux the kernel sends SIGKILL when the parent goes
(`PR_SET_PDEATHSIG`), which also ends a process that is stuck in C code. Everywhere, a thread waits for
the end of a pipe whose other end only the parent holds.

The kernel takes "the parent" to be the *thread* that started the process. Prefect starts the processes of a pool in
threads of its own, which it ends after the processes (a test holds it to that), and a local server is started by
the thread that runs the flow, which stops the server before it goes on.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
"""From ``<linux/prctl.h>``."""


def guard_worker() -> None:
    """Prepare a process of a pool: it ends with its parent and leaves Ctrl-C to it.

    Ctrl-C reaches the whole foreground process group; the parent decides what becomes of the batches in flight.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        end_with_parent(parent.pid, parent.join)


def end_with_parent(parent_pid: int | None, wait_for_parent: Callable[[], object]) -> None:
    """End this process as soon as its parent is gone.

    Args:
        parent_pid: The parent's process id; used to notice a parent that was gone before this call.
        wait_for_parent: Blocks until the parent is gone; called in a thread of its own.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent_pid:
            os._exit(1)

    def watch() -> None:
        wait_for_parent()
        os._exit(1)

    threading.Thread(target=watch, name="synthphi-lifeline", daemon=True).start()
