"""One writer a corpus: a lock that the operating system takes back when its holder ends, however it ends.

A lock of the kind that goes with an open file (``flock``): nothing is left behind that would have to be cleared away
after a crash. Local file systems have it, and network ones that hand locks on to their server. Where a file system has
none, writing is refused. Where locks keep processes of one machine apart only, that is logged, and a folder that a
process of another machine says it is writing to is refused.
"""

import getpass
import json
import logging
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from synthphi.corpus.files import write_bytes
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.mounts import reaches_one_machine_only
from synthphi.corpus.opening import open_corpus
from synthphi.errors import CorpusBusy, OutputError
from synthphi.spec import CorpusSpec

_MOMENT = 0.3
"""Seconds that a lock is tried for: `writer` holds it for an instant to find out whether somebody else does."""


@contextmanager
def writing(
    spec: CorpusSpec, output: Path | str, *, on_wait: Callable[[str], None] | None = None, fsync: bool = False
) -> Iterator[CorpusFolder]:
    """Open a corpus as its one writer, for the time of the block.

    Args:
        spec: The corpus.
        output: Its folder; made when missing.
        on_wait: What to do when another process is writing to it. Left out: refuse. Otherwise it is called, once, with
            a text that says who is, and the block begins when the other one has ended.
        fsync: Whether what is written to it is synced to the disk.

    Raises:
        CorpusBusy: another process is writing to it.
        CorpusMismatch: the folder holds a corpus of another spec.
        OutputError: the folder holds something else, or cannot be written to.
    """
    folder = open_corpus(spec, output, fsync=fsync)
    with locked(folder, on_wait):
        # Again: the one that was waited for may have extended it.
        yield open_corpus(spec, output, fsync=fsync)


def writer(corpus: Path | str) -> str | None:
    """Return who is writing to a corpus, or None.

    For example "process 123 of anna on lab-7 since 2026-01-15 09:30:00 UTC". Nothing is written: the corpus may be
    on a disk that cannot be written to.
    """
    folder = CorpusFolder(Path(corpus))
    try:
        file = folder.lock.open("rb")
    except OSError:
        return None
    with file:
        return _holder(folder) if _is_held(file.fileno()) else None


def _is_held(number: int) -> bool:
    try:
        import fcntl  # noqa: PLC0415  (Windows has none)
    except ImportError:
        return True  # there its holder does not let others open the file: here it was left behind
    try:
        fcntl.flock(number, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def locked(folder: CorpusFolder, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the lock of a corpus folder for the time of the block (see `writing`).

    Raises:
        CorpusBusy: another process holds it.
        OutputError: it cannot be locked.
    """
    # `thread_local=False`: it may be released by another thread than the one that took it. No lock that is a file
    # which a crash leaves behind, where the file system has no other.
    lock = FileLock(folder.lock, thread_local=False, fallback_to_soft=False)
    try:
        try:
            lock.acquire(timeout=_MOMENT, poll_interval=0.05)
        except Timeout:
            if on_wait is None:
                raise CorpusBusy(
                    f"{folder.root} is being written to by {_holder(folder)}: wait until that run has ended, or stop it"
                ) from None
            on_wait(f"waiting: {folder.root} is being written to by {_holder(folder)}")
            lock.acquire(poll_interval=0.5)
    except OSError as error:
        raise OutputError(
            f"{folder.lock} cannot be locked: {error.strerror or error}; a corpus is written to a file system that has "
            "locks (flock), and can be copied afterwards"
        ) from error
    try:
        _refuse_other_machines(folder)
        write_bytes(folder.writer, json.dumps(_myself()).encode() + b"\n")
        try:
            yield
        finally:
            with suppress(OSError):
                folder.writer.unlink(missing_ok=True)
    finally:
        lock.release()


def _refuse_other_machines(folder: CorpusFolder) -> None:
    """See that no process of another machine is writing, where the lock cannot tell.

    Raises:
        CorpusBusy: one says that it is.
    """
    kind = reaches_one_machine_only(folder.root)
    if kind is None:
        return
    about = _about_holder(folder)
    if about.get("host") not in {None, socket.gethostname()}:
        raise CorpusBusy(
            f"{folder.root} is being written to by {_holder(folder)}, or was when that machine went down: locks on "
            f"this file system ({kind}) do not reach other machines. If that run has ended, delete {folder.writer} and "
            "try again"
        )
    logging.getLogger(__name__).warning(
        "%s is on a file system (%s) whose locks do not reach other machines: see yourself that no other machine "
        "writes to it",
        folder.root,
        kind,
    )


def _myself() -> dict[str, Any]:
    about: dict[str, Any] = {"process": os.getpid(), "host": socket.gethostname()}
    with suppress(OSError, KeyError, ImportError):  # a user that has no name, in a container
        about["user"] = getpass.getuser()
    return {**about, "since": time.strftime("%F %T UTC", time.gmtime())}


def _about_holder(folder: CorpusFolder) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        about = json.loads(folder.writer.read_text("utf-8"))
        if isinstance(about, dict):
            return about
    return {}


def _holder(folder: CorpusFolder) -> str:
    about = _about_holder(folder)
    if not {"process", "host", "since"} <= about.keys():
        return "another process"  # that has only just begun
    of_user = f" of {about['user']}" if "user" in about else ""
    return f"process {about['process']}{of_user} on {about['host']} since {about['since']}"
