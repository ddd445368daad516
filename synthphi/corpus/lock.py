"""One writer a corpus: a lock that the operating system takes back when its holder ends, however it ends.

A lock of the kind that goes with an open file (``flock``): nothing is left behind that would have to be cleared away
after a crash. Local file systems have it, and NFS from version 4 on; a network file system that was mounted without
locks does not keep two machines apart.
"""

import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from synthphi.corpus.folder import CorpusFolder, open_corpus, write_bytes
from synthphi.errors import CorpusBusy, OutputError
from synthphi.spec import CorpusSpec


@contextmanager
def writing(
    spec: CorpusSpec, output: Path | str, *, on_wait: Callable[[str], None] | None = None
) -> Iterator[CorpusFolder]:
    """Open a corpus as its one writer, for the time of the block.

    Args:
        spec: The corpus.
        output: Its folder; made when missing.
        on_wait: What to do when another process is writing to it. Left out: refuse. Otherwise it is called, once, with
            a text that says who is, and the block begins when the other one has ended.

    Raises:
        CorpusBusy: another process is writing to it.
        CorpusMismatch: the folder holds a corpus of another spec.
        OutputError: the folder holds something else, or cannot be written to.
    """
    folder = open_corpus(spec, output)
    with _lock(folder, on_wait):
        # Again: the one that was waited for may have extended it.
        yield open_corpus(spec, output)


def writer(corpus: Path | str) -> str | None:
    """Return who is writing to a corpus, such as "process 123 on lab-7 since 2026-01-15 09:30:00 UTC", or None."""
    folder = CorpusFolder(Path(corpus))
    if not folder.lock.exists():
        return None
    try:
        with _lock(folder, None):
            return None
    except CorpusBusy:
        return _holder(folder)


@contextmanager
def _lock(folder: CorpusFolder, on_wait: Callable[[str], None] | None) -> Iterator[None]:
    # `thread_local=False`: it may be released by another thread than the one that took it.
    lock = FileLock(folder.lock, thread_local=False)
    try:
        try:
            lock.acquire(blocking=False)
        except Timeout:
            if on_wait is None:
                raise CorpusBusy(
                    f"{folder.root} is being written to by {_holder(folder)}: wait until that run has ended, or stop it"
                ) from None
            on_wait(f"waiting: {folder.root} is being written to by {_holder(folder)}")
            lock.acquire(poll_interval=0.5)
    except OSError as error:
        raise OutputError(f"{folder.lock} cannot be locked: {error.strerror or error}") from error
    try:
        write_bytes(folder.writer, json.dumps(_myself()).encode() + b"\n")
        yield
    finally:
        with suppress(OSError):  # the disk may be read-only now
            folder.writer.unlink(missing_ok=True)
        lock.release()


def _myself() -> dict[str, Any]:
    return {"process": os.getpid(), "host": socket.gethostname(), "since": time.strftime("%F %T UTC", time.gmtime())}


def _holder(folder: CorpusFolder) -> str:
    with suppress(OSError, ValueError, KeyError, TypeError):
        about = json.loads(folder.writer.read_text("utf-8"))
        return f"process {about['process']} on {about['host']} since {about['since']}"
    return "another process"  # that has only just begun
