"""Runs of the real command, watched from outside: how they end, and what they leave behind.

Every wait has a bound; a run that reaches it hangs, and is ended.
"""

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from synthphi.corpus.folder import CorpusFolder

SABOTAGE = Path(__file__).with_name("sabotage")
_TOKEN = "SYNTHPHI_FAULT_RUN"
HANG_SECONDS = 300.0
"""A run takes a few seconds on an idle machine, and tens of them on one that is not."""
_END_SECONDS = 30.0
"""How long processes may outlive their run."""


@dataclass(frozen=True)
class Kind:
    """What kind of corpus is made."""

    name: str
    options: tuple[str, ...]
    batches: int
    slow: float
    """Seconds that every document takes longer, so that there is time for a fault."""
    disk: int
    """Megabytes of the disk that it is made on."""


LOOSE = Kind("loose files", ("--phi-positive", "40", "--phi-negative", "24", "--batch-size", "8"), 8, 0.03, disk=24)
# A shard has a thousand documents.
PACKED = Kind("shards", ("--phi-positive", "1400", "--phi-negative", "600", "--pack", "tar"), 3, 0.002, disk=160)


@dataclass
class Ended:
    """How a run ended, and what it left behind."""

    code: int
    said: str
    """What it wrote to standard error."""
    seconds: float
    hung: bool = False
    orphans: list[str] = field(default_factory=list)
    """Commands of processes that outlived it."""
    lock_stuck: bool = False

    @property
    def clean(self) -> bool:
        """Return whether nothing of the run is left, and it ended by itself."""
        return not (self.hung or self.orphans or self.lock_stuck)

    @property
    def message(self) -> bool:
        """Return whether it said what is wrong as a message, and not as a traceback."""
        return 0 < len(self.said.strip().splitlines()) <= 4 and "Traceback" not in self.said


class Run:
    """A run of ``synthphi generate`` in a session of its own, as a terminal gives."""

    def __init__(
        self, corpus: Path, environment: Mapping[str, str], options: tuple[str, ...] = (), kind: Kind = LOOSE
    ) -> None:
        self.corpus = corpus
        self.kind = kind
        self._token = secrets.token_hex(16)
        self._started = time.monotonic()
        paths = [str(SABOTAGE), *filter(None, [os.environ.get("PYTHONPATH")])]
        fixed = (*kind.options, "--seed", "3", "--workers", "2")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flows", "generate", *fixed, "--output", str(corpus), *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), _TOKEN: self._token, **environment},
            start_new_session=True,
        )

    @property
    def running(self) -> bool:
        """Return whether it has not ended."""
        return self.process.poll() is None

    @property
    def holds_lock(self) -> bool:
        """Return whether its corpus is locked."""
        return _is_locked(self.corpus)

    @property
    def receipts(self) -> int:
        """Return how many batches are done."""
        return len(list(CorpusFolder(self.corpus).receipts.glob("*.json")))

    def wait_for(self, condition: Callable[[], bool]) -> bool:
        """Wait until something is so, and return True; False when the run ends before, or hangs."""
        while self.running and time.monotonic() - self._started < HANG_SECONDS:
            if condition():
                return True
            time.sleep(0.01)
        return False

    def workers(self) -> list[psutil.Process]:
        """Return its worker processes."""
        return self._children("spawn_main")

    def servers(self) -> list[psutil.Process]:
        """Return its local server."""
        return self._children("flows.local_api")

    def _children(self, what: str) -> list[psutil.Process]:
        found = []
        with suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self.process.pid).children(recursive=True):
                with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                    if what in " ".join(child.cmdline()):
                        found.append(child)
        return found

    def end(self) -> Ended:
        """Wait until it has ended, and return how, and what is left of it."""
        hung = False
        try:
            _, said = self.process.communicate(timeout=max(1.0, HANG_SECONDS - (time.monotonic() - self._started)))
        except subprocess.TimeoutExpired:
            hung = True
            for process in self._mine():
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            _, said = self.process.communicate()
        seconds = time.monotonic() - self._started
        _, alive = psutil.wait_procs(self._mine(), timeout=_END_SECONDS)
        orphans = [_command(process) for process in alive]
        for process in alive:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        return Ended(self.process.returncode, said, seconds, hung, orphans, _is_locked(self.corpus))

    def kill(self) -> None:
        """End it, however it is."""
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGKILL)

    def _mine(self) -> list[psutil.Process]:
        """Return all living processes that this run has started, and itself."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error, OSError):
                if process.environ().get(_TOKEN) == self._token and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        return found


def _command(process: psutil.Process) -> str:
    with suppress(psutil.Error):
        return " ".join(process.cmdline())
    return str(process.pid)


def _is_locked(corpus: Path) -> bool:
    folder = CorpusFolder(corpus)
    if not folder.lock.parent.is_dir():
        return False
    try:
        with FileLock(folder.lock, blocking=False):
            return False
    except Timeout:
        return True
    except OSError:  # the fault has taken the folder away, or made it read-only
        return False
