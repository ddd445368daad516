"""What a fault does inside of the processes of a run: every Python process with this folder in PYTHONPATH.

The environment says what:

    SYNTHPHI_SLOW=SECONDS     every document takes so much longer, so that there is time for a fault
    SYNTHPHI_CLOCK=SECONDS    the clock is so far behind
    SYNTHPHI_FULL=PATTERN     from the moment when a file whose path matches is about to be written, the disk is full:
    SYNTHPHI_FILLER=FILE      by a file on it that takes all the space there is,
    SYNTHPHI_FULL_FLAG=FILE   or, with this in its place, by the error that the system gives then; the file is made
                              when it happens, so that all processes know
"""

import errno
import os
import re
import sys
import time
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder
from pathlib import Path

_SLOW = float(os.environ.get("SYNTHPHI_SLOW", "0"))
_CLOCK = float(os.environ.get("SYNTHPHI_CLOCK", "0"))
_FULL = os.environ.get("SYNTHPHI_FULL")
_WRITING = os.O_WRONLY | os.O_RDWR


def _fill(filler):
    """Take all the space of a disk; other processes may be at it, too."""
    file = os.open(filler, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for size in (1 << 20, 1 << 12, 1):
        try:
            while True:
                os.write(file, bytes(size))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
    os.close(file)


def _about_to_write(path):
    if not isinstance(path, str | os.PathLike):  # into memory
        return
    path = os.fspath(path)
    if "SYNTHPHI_FILLER" not in os.environ and ".part" not in path:
        return
    filler, flag = os.environ.get("SYNTHPHI_FILLER"), os.environ.get("SYNTHPHI_FULL_FLAG")
    reached = re.search(_FULL, path) is not None
    if filler is not None and reached and path != filler:
        _fill(filler)
    elif flag is not None and (reached or Path(flag).exists()):
        Path(flag).touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)


def _audit(event, arguments):
    if event == "open" and isinstance(arguments[0], str | os.PathLike) and (arguments[2] or 0) & _WRITING:
        _about_to_write(arguments[0])


def _slow_down(module):
    compose = module.compose

    def slowly(planned, pools):
        time.sleep(_SLOW)
        return compose(planned, pools)

    module.compose = slowly


def _watch_parquet(module):
    """Arrow opens files in C++, of which Python hears nothing."""
    write_table, begin = module.write_table, module.ParquetWriter.__init__

    def watched_write_table(table, where, *others, **named):
        _about_to_write(where)
        return write_table(table, where, *others, **named)

    def watched_begin(self, where, *others, **named):
        _about_to_write(where)
        begin(self, where, *others, **named)

    module.write_table, module.ParquetWriter.__init__ = watched_write_table, watched_begin


class _Finder(MetaPathFinder):
    def __init__(self, changes):
        self._changes = changes

    def find_spec(self, name, path=None, target=None):
        change = self._changes.get(name)
        spec = PathFinder.find_spec(name, path, target) if change is not None else None
        if spec is None:
            return None
        execute = spec.loader.exec_module

        def exec_and_change(module):
            execute(module)
            change(module)

        spec.loader.exec_module = exec_and_change
        return spec


if _SLOW:
    sys.meta_path.insert(0, _Finder({"synthphi.corpus.batch": _slow_down}))
if _FULL:
    sys.meta_path.insert(0, _Finder({"pyarrow.parquet": _watch_parquet}))
    sys.addaudithook(_audit)
if _CLOCK:
    _now = time.time
    time.time = lambda: _now() - _CLOCK
