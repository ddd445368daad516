"""Loading large libraries without the garbage collector.

Prefect and what it brings are some three thousand modules. While they load, the garbage collector looks through all of
it time and again, which is a quarter of the time that a server takes to load; and it looks through all of it once more
at the end of a process, for half a second. There is nothing to find: modules stay.
"""

import atexit
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Keep the garbage collector out while modules are loaded, and what they made out of its sight from then on.

    Where all is loaded already, nothing changes: who calls us may have garbage of his own.
    """
    enabled, loaded = gc.isenabled(), len(sys.modules)
    gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > loaded:
            gc.freeze()
        if enabled:
            gc.enable()


def leave_without_looking() -> None:
    """Have this process end without a last look for garbage: all of its memory is given back anyway."""
    atexit.register(gc.freeze)
