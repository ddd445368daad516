"""The faults: what is done to a run, when, and how the run may end then."""

import random
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import psutil
from corpus_runs import Ended, Run
from damage import FILES, KINDS, damage, damage_home
from disks import can_mount, read_only

RESUMABLE = 3
BAD_INPUT = 2


@dataclass
class Situation:
    """A run that a fault is to happen to."""

    corpus: Path
    home: Path
    rng: random.Random
    undo: ExitStack = field(default_factory=ExitStack)
    """Puts right, after the run, what a restart needs."""
    notes: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    other: Ended | None = None
    """How a second run ended."""
    missed: bool = False
    """Whether the run had ended before anything happened to it."""


@dataclass(frozen=True)
class Fault:
    """Something that happens to a run.

    Args:
        name: What it is called in the table.
        during: Does it, while a run is under way; None: it is done by `before`.
        before: Does it before the run starts, or prepares it.
        codes: How the run may end, as exit codes.
        own_server: Whether the run starts a Prefect server of its own.
        finished: Whether it happens to a corpus that is finished.
        unnoticed: Whether the run may end well and know nothing of it, so that a restart has to put it right.
    """

    name: str
    during: Callable[[Situation, Run], None] | None = None
    before: Callable[[Situation], None] | None = None
    codes: tuple[int, ...] = (0,)
    own_server: bool = False
    finished: bool = False
    unnoticed: bool = False


def _moment(situation: Situation, run: Run, *, working: bool = False) -> bool:
    """Wait for a random moment: while the run starts, works or finishes; False when there is none any more."""
    rng = situation.rng
    when = rng.choice(("works", "works", "works") if working else ("starts", "works", "works", "works", "finishes"))
    if when == "starts":
        delay = rng.uniform(1.5, 6.0)
        situation.notes.append(f"{delay:.2f} s after the start")
        time.sleep(delay)
    elif when == "finishes":
        delay = rng.uniform(0.0, 0.8)
        situation.notes.append(f"{delay:.2f} s after the last batch")
        # In a corpus that is gone on with, all batches may be done before Python has even begun.
        if not (run.wait_for(lambda: bool(run.workers())) and run.wait_for(lambda: run.receipts >= run.kind.batches)):
            return False
        time.sleep(delay)
    else:
        before = run.receipts
        more, delay = rng.randint(0, 2), rng.uniform(0.0, 0.6)
        situation.notes.append(f"{delay:.2f} s after batch {more}")
        if not run.wait_for(lambda: bool(run.workers()) and run.receipts >= min(before + more, run.kind.batches - 1)):
            return False
        time.sleep(delay)
    return run.running


def _signal(number: signal.Signals) -> Callable[[Situation, Run], None]:
    def during(situation: Situation, run: Run) -> None:
        # Before there is a corpus there is nothing to be resumed, and Python itself may not have begun.
        if run.wait_for((run.corpus / "corpus.json").exists) and _moment(situation, run):
            run.process.send_signal(number)
            situation.missed = run.process.wait(60) == 0 if number == signal.SIGKILL else False
        else:
            situation.missed = True

    return during


def _to_a_worker(number: signal.Signals) -> Callable[[Situation, Run], None]:
    def during(situation: Situation, run: Run) -> None:
        situation.missed = True
        if _moment(situation, run, working=True):
            workers = run.workers()
            if workers:
                with suppress(psutil.NoSuchProcess):
                    situation.rng.choice(sorted(workers, key=lambda worker: worker.pid)).send_signal(number)
                    situation.missed = False

    return during


def _impatient(situation: Situation) -> None:
    situation.options = ("--stall-timeout", "6")


def _kill_the_server(situation: Situation, run: Run) -> None:
    situation.missed = True
    if _moment(situation, run):
        for server in run.servers():
            with suppress(psutil.NoSuchProcess):
                server.kill()
                situation.missed = False


def _prepare_a_full_disk(situation: Situation) -> None:
    if not can_mount():
        flag = situation.corpus.with_name("full")
        situation.environment |= {"SYNTHPHI_FULL": "$^", "SYNTHPHI_FULL_FLAG": str(flag)}
        situation.undo.callback(flag.unlink, missing_ok=True)


def _fill_the_disk(situation: Situation, run: Run) -> None:
    if not run.wait_for((run.corpus / "corpus.json").exists) or not _moment(situation, run):
        situation.missed = True
        return
    if not can_mount():
        Path(situation.environment["SYNTHPHI_FULL_FLAG"]).touch()
        return
    filler = situation.corpus.with_name("filler")
    situation.undo.callback(filler.unlink, missing_ok=True)
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(1 << 16))
    with filler.open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(64))


def _make_read_only(situation: Situation, run: Run) -> None:
    if run.wait_for((run.corpus / "corpus.json").exists) and _moment(situation, run):
        situation.undo.enter_context(read_only(run.corpus))
    else:
        situation.missed = True


def _start_a_second_run(situation: Situation, run: Run) -> None:
    situation.missed = True
    if run.wait_for((run.corpus / ".synthphi/writer.json").exists) and _moment(situation, run, working=True):
        # A second run takes seconds to start, in which the first one could end: it stands still meanwhile.
        run.process.send_signal(signal.SIGSTOP)
        try:
            if run.holds_lock:
                situation.other = Run(run.corpus, situation.environment, kind=run.kind).end()
                situation.missed = False
        finally:
            run.process.send_signal(signal.SIGCONT)


def _damage_in_mid_run(situation: Situation, run: Run) -> None:
    situation.missed = True
    if _moment(situation, run):
        what = situation.rng.choice(["documents", "documents", "receipts", "label rows"])
        kind = situation.rng.choice(sorted(KINDS))
        with suppress(FileNotFoundError):
            situation.notes.append(damage(run.corpus, what, kind, situation.rng))
            situation.missed = False


def _set_the_clock_back(situation: Situation) -> None:
    seconds = situation.rng.choice((3_600, 86_400, 400 * 86_400))
    situation.notes.append(f"{seconds} s back")
    situation.environment["SYNTHPHI_CLOCK"] = str(seconds)


def _damaging(what: str, kind: str) -> Fault:
    def before(situation: Situation) -> None:
        situation.notes.append(damage(situation.corpus, what, kind, situation.rng))

    return Fault(f"{what} {kind}", before=before, codes=(0, BAD_INPUT, RESUMABLE), finished=True)


def _damaging_home(kind: str) -> Fault:
    def before(situation: Situation) -> None:
        situation.notes.append(damage_home(situation.home, kind, situation.rng))

    return Fault(f"Prefect home {kind}", before=before, codes=(0, BAD_INPUT, RESUMABLE), own_server=True)


Weighted: TypeAlias = dict[Fault, int]

FAULTS: Weighted = {
    Fault("parent killed (SIGKILL)", during=_signal(signal.SIGKILL), codes=(-signal.SIGKILL, 0)): 18,
    Fault("Ctrl-C (SIGINT)", during=_signal(signal.SIGINT), codes=(RESUMABLE, 0)): 16,
    Fault("SIGTERM", during=_signal(signal.SIGTERM), codes=(RESUMABLE, 0)): 16,
    Fault("worker killed (SIGKILL)", during=_to_a_worker(signal.SIGKILL)): 18,
    Fault("worker stopped (SIGSTOP)", before=_impatient, during=_to_a_worker(signal.SIGSTOP)): 8,
    Fault("API server killed (SIGKILL)", during=_kill_the_server, own_server=True): 10,
    Fault("disk full", before=_prepare_a_full_disk, during=_fill_the_disk, codes=(RESUMABLE, 0)): 14,
    Fault("folder made read-only", during=_make_read_only, codes=(RESUMABLE, BAD_INPUT, 0)): 8,
    Fault("second run at the same time", during=_start_a_second_run): 8,
    Fault("clock set back", before=_set_the_clock_back): 6,
    Fault("files damaged in mid-run", during=_damage_in_mid_run, codes=(0, RESUMABLE), unnoticed=True): 12,
    **{_damaging_home(kind): 3 for kind in KINDS},
    **{_damaging("documents", kind): 8 for kind in KINDS},
    **{_damaging("receipts", kind): 5 for kind in KINDS},
    **{_damaging("label rows", kind): 4 for kind in KINDS},
    **{_damaging(what, kind): 2 for what in [*FILES][3:] for kind in KINDS},
}
"""Every fault, with how often it is tried among some 200."""
