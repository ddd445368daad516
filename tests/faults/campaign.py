"""Many runs with a fault each, and a restart after each: ``python tests/faults/campaign.py --help``.

A lane is a folder in which runs follow each other. A run that ended early is gone on with by the next one, to which
another fault may happen; when a run comes to its end, its corpus has to be that of a run that nobody disturbed.
"""

import argparse
import random
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

import trees
from corpus_runs import LOOSE, PACKED, Kind, Run
from damage import undo_some
from disks import can_mount, small_disk
from faults import FAULTS, Fault, Situation
from outcomes import Outcome, table

if TYPE_CHECKING:
    from flows.local_server import LocalServer

_MOST_IN_A_ROW = 3
"""Runs that end early, after which one is left in peace."""


class Lane:
    """A folder in which runs follow each other."""

    def __init__(self, place: Path, template: Path, api: str, kind: Kind = LOOSE) -> None:
        self._place = place
        self._kind = kind
        self._template = template
        self._wanted = trees.tree(template)
        self._api = api
        self._home = place / "home"
        self._corpus = place / "disk" / "corpus"
        self._waiting: list[Outcome] = []
        self._finished = False

    def happen(self, fault: Fault, seed: int) -> Outcome | None:
        """Have a fault happen to a run, and return what became of it; None when the run ended too early for it."""
        rng = random.Random(f"{fault.name} {seed}")
        self._prepare(fault, rng)
        situation = Situation(self._corpus, self._home, rng, environment=self._environment(fault.own_server))
        with situation.undo:
            if fault.before is not None:
                fault.before(situation)
            run = Run(self._corpus, situation.environment, situation.options, self._kind)
            try:
                if fault.during is not None:
                    fault.during(situation, run)
                ended = run.end()
            finally:
                run.kill()
        if ended.code == -signal.SIGTERM and (self._corpus / "report.html").exists():
            # It had told its end already, and was about to leave.
            situation.missed, ended.code = True, 0
        outcome = Outcome(
            seed, fault.name, self._kind.name, "; ".join(situation.notes), ended, fault.codes, situation.other
        )
        self._waiting.append(outcome)
        if ended.code == 0 and not fault.unnoticed:
            self._compare()
        elif fault.own_server:
            # As the message says.
            for path in self._home.glob("prefect.db*"):
                path.unlink()
            self.restart(own_server=True)
        elif fault.unnoticed or len(self._waiting) >= _MOST_IN_A_ROW or fault.finished:
            self.restart()
        if situation.missed and not outcome.problems:
            return None
        return outcome

    def restart(self, *, own_server: bool = False) -> None:
        """Run in peace what was left undone, and see what has become of it."""
        if not self._waiting:
            return
        run = Run(self._corpus, self._environment(own_server), kind=self._kind)
        ended = run.end()
        for outcome in self._waiting:
            outcome.restarts.append(ended)
        if ended.code == 0:
            self._compare()
        elif ended.message and ended.code in (2, 3):
            self._settle("clear error")
        else:
            self._settle(f"restart ended with {ended.code}: {ended.said[-2000:]}")

    def _compare(self) -> None:
        made = trees.tree(self._corpus)
        left = [path.name for path in self._corpus.rglob("*.part")]
        different = sorted(path for path in {*made, *self._wanted} if made.get(path) != self._wanted.get(path))
        if different or left:
            self._settle(f"different: {', '.join([*different, *left][:5])}")
        else:
            self._settle("same bytes")
            self._finished = True

    def _settle(self, verdict: str) -> None:
        for outcome in self._waiting:
            outcome.verdict = verdict
        self._waiting.clear()
        self._finished = False
        if verdict != "same bytes":
            shutil.rmtree(self._corpus, ignore_errors=True)

    def _prepare(self, fault: Fault, rng: random.Random) -> None:
        """See that the corpus is as a fault wants it: finished, or on the way."""
        if fault.finished and not self._finished:
            self.restart()
        if fault.finished != self._finished and not (self._waiting and not fault.finished):
            shutil.rmtree(self._corpus, ignore_errors=True)
            if fault.finished or rng.random() < 0.6:
                shutil.copytree(self._template, self._corpus)
                if not fault.finished:
                    undo_some(self._corpus, rng)
        if fault.own_server:
            shutil.rmtree(self._home, ignore_errors=True)
            shutil.copytree(self._template.parent / "home", self._home)
        self._finished = False

    def _environment(self, own_server: bool) -> dict[str, str]:
        quiet = {"SYNTHPHI_SLOW": str(self._kind.slow), "NO_COLOR": "1"}
        if own_server:
            return {**quiet, "PREFECT_API_URL": "", "PREFECT_HOME": str(self._home)}
        return {**quiet, "PREFECT_API_URL": self._api, "PREFECT_HOME": str(self._home.with_name("client"))}


@contextmanager
def shared(place: Path) -> Iterator[tuple[Path, str]]:
    """Make what all lanes share: a finished corpus that nobody disturbed, and a server; yield both."""
    home = place / "home"
    template = undisturbed(place / "corpus", LOOSE, {"PREFECT_API_URL": "", "PREFECT_HOME": str(home)})
    with server_of(home, place / "server-home") as server:
        yield template, server.url


def undisturbed(corpus: Path, kind: Kind, environment: Mapping[str, str]) -> Path:
    """Make a corpus that nobody disturbs, and return its folder."""
    made = Run(corpus, environment, kind=kind).end()
    assert made.code == 0, made.said
    return corpus


@contextmanager
def server_of(template: Path, home: Path) -> Iterator["LocalServer"]:
    """Start a server with a copy of a PREFECT_HOME: to make one anew takes long."""
    from flows.local_server import LocalServer  # noqa: PLC0415  (slow import)

    shutil.copytree(template, home)
    server = LocalServer({"PREFECT_HOME": str(home), "PREFECT_API_URL": ""})
    try:
        server.start()
        yield server
    finally:
        server.stop()


def plan(runs: int, seed: int) -> list[tuple[Fault, int]]:
    """Return which faults to try, in a random order, each as often as its weight says, and with which seeds."""
    rng = random.Random(seed)
    whole = sum(FAULTS.values())
    chosen = [fault for fault, weight in FAULTS.items() for _ in range(round(weight * runs / whole) or 1)]
    rng.shuffle(chosen)
    return [(fault, 1_000 * seed + number) for number, fault in enumerate(chosen)]


def run_lane(lane: Lane, todo: list[tuple[Fault, int]], outcomes: list[Outcome], stop_at: float) -> None:
    """Have faults happen until there are none left, or it is late."""
    while todo and time.monotonic() < stop_at:
        fault, seed = todo.pop()
        outcome = lane.happen(fault, seed)
        if outcome is None:
            print(f"{seed} {fault.name}: too late", flush=True)
            continue
        outcomes.append(outcome)
        print(
            f"{len(outcomes)}: {seed} {fault.name}, {outcome.kind} ({outcome.when}): exit code {outcome.run.code}",
            flush=True,
        )
        for other in outcomes[-8:]:
            if other.verdict and other.problems:
                print(f"   !! {other.seed} {other.fault}: {'; '.join(other.problems)}", flush=True)
    lane.restart()


def main() -> int:
    """Run a campaign, write its table, and return an exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=217, help="about how many faults")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument(
        "--lanes", type=int, default=2, help="runs at the same time; the last one's corpora are packed"
    )
    options.add_argument("--minutes", type=float, default=600.0, help="no new faults after so long")
    options.add_argument("--only", default="", help="faults whose name begins so")
    options.add_argument("--table", type=Path, default=Path("docs/faults.md"), help="where the table goes")
    given = options.parse_args()
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A shell that starts this in the background has it, and all runs, ignore Ctrl-C.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    started = time.monotonic()
    outcomes: list[Outcome] = []
    todo = [(fault, seed) for fault, seed in plan(given.runs, given.seed) if fault.name.startswith(given.only)]
    kinds = [LOOSE] * (given.lanes - 1) + [PACKED]
    with TemporaryDirectory() as temporary, ExitStack() as disks, shared(Path(temporary)) as (template, api):
        client = {"PREFECT_API_URL": api, "PREFECT_HOME": str(Path(temporary) / "client")}
        templates = {LOOSE: template, PACKED: undisturbed(Path(temporary) / "packed", PACKED, client)}
        lanes = []
        for number, kind in enumerate(kinds):
            place = Path(temporary) / f"lane-{number}"
            (place / "disk").mkdir(parents=True)
            if can_mount():
                disks.enter_context(small_disk(place / "disk", kind.disk))
            lanes.append(Lane(place, templates[kind], api, kind))
        stop_at = started + 60 * given.minutes
        threads = [threading.Thread(target=run_lane, args=(lane, todo, outcomes, stop_at)) for lane in lanes]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                thread.join()
        finally:
            # Interrupted: what is under way ends before its disk is taken away, and the table has what there is.
            todo.clear()
            for thread in threads:
                thread.join()
            given.table.write_text(table(outcomes, time.monotonic() - started), encoding="utf-8")
    bad = [outcome for outcome in outcomes if outcome.problems]
    for outcome in bad:
        print(f"{outcome.seed} {outcome.fault} ({outcome.when}): {'; '.join(outcome.problems)}")
    print(f"{len(outcomes)} fault runs, {len(bad)} with problems: {given.table}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
