import multiprocessing
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import cloudpickle
import pytest
from prefect import flow, task
from prefect.client.orchestration import get_client

from flows import processes
from flows.pool import Loss, Work, WorkersDied, run_all

pytestmark = [pytest.mark.usefixtures("api"), pytest.mark.timeout(120)]

# Child processes cannot import this file by name.
cloudpickle.register_pickle_by_value(sys.modules[__name__])


@dataclass(frozen=True)
class Range:
    start: int
    stop: int

    def halves(self) -> list["Range"]:
        middle = (self.start + self.stop) // 2
        return [Range(self.start, middle), Range(middle, self.stop)] if self.stop - self.start > 1 else []


@task(task_run_name="touch {start}", timeout_seconds=4)
def touch(folder: Path, start: int, stop: int, poison: dict[int, str]) -> None:
    for number in range(start, stop):
        kind = poison.get(number)
        marker = folder / f"died-{number}"
        if kind == "kills":
            os.kill(os.getpid(), signal.SIGKILL)
        elif kind == "exits":
            os._exit(7)
        elif kind in ("kills once", "kills once and late") and not marker.exists():
            marker.touch()
            time.sleep(2 if kind == "kills once and late" else 0)  # late: Prefect has heard of the task run
            os.kill(os.getpid(), signal.SIGKILL)
        elif kind == "stops" or (kind == "stops once" and not marker.exists()):
            marker.touch()
            os.kill(os.getpid(), signal.SIGSTOP)  # not even the signal of a timeout wakes it
        elif kind == "stops afterwards":
            subprocess.Popen(["sh", "-c", f"sleep 1; kill -STOP {os.getpid()}"])
        elif kind == "takes a while":
            time.sleep(3)
        elif kind == "raises":
            raise ValueError(f"number {number}")
        elif kind == "hangs":
            try:
                time.sleep(60)
            except Exception as error:  # such as ours, around each document
                raise AssertionError("what ends a task that takes too long can be caught") from error
        (folder / str(number)).touch()
        if kind == "kills once after the last number":
            if not marker.exists():
                marker.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            raise AssertionError("ran again although it was done")


@dataclass
class Outcome:
    completed: list[Range] = field(default_factory=list)
    lost: dict[int, Loss] = field(default_factory=dict)


def run(folder: Path, items: list[Range], poison: dict[int, str], workers: int = 2, patience: float = 60) -> Outcome:
    outcome = Outcome()

    @flow
    def touch_all() -> None:
        work = Work[Range](
            call=lambda r: (touch, {"folder": folder, "start": r.start, "stop": r.stop, "poison": poison}),
            completed=lambda r, _result: outcome.completed.append(r),
            is_done=lambda r: all((folder / str(n)).exists() for n in range(r.start, r.stop)),
            split=Range.halves,
            lost=lambda r, loss: outcome.lost.update({r.start: loss}),
            patience=lambda _r: patience,
        )
        run_all(work, items, workers)

    touch_all()
    return outcome


def numbers(folder: Path) -> set[int]:
    return {int(path.name) for path in folder.iterdir() if path.name.isdigit()}


def covered(ranges: list[Range]) -> list[int]:
    return sorted(n for r in ranges for n in range(r.start, r.stop))


def test_a_process_that_dies_once_costs_nothing(tmp_path: Path) -> None:
    outcome = run(tmp_path, [Range(i, i + 2) for i in range(0, 12, 2)], {5: "kills once"})

    assert numbers(tmp_path) == set(range(12))
    assert covered(outcome.completed) == list(range(12))
    assert outcome.lost == {}


def test_a_unit_that_kills_its_process_is_found_and_reported_and_the_rest_is_done(tmp_path: Path) -> None:
    outcome = run(tmp_path, [Range(0, 4), Range(4, 8), Range(8, 12)], {6: "kills"})

    assert outcome.lost == {6: Loss("ProcessDied", "process died (SIGKILL)")}
    assert numbers(tmp_path) == set(range(12)) - {6}
    assert covered(outcome.completed) == sorted(set(range(12)) - {6})


def test_a_unit_that_never_ends_is_found_and_reported_and_the_rest_is_done(tmp_path: Path) -> None:
    outcome = run(tmp_path, [Range(0, 4), Range(4, 8)], {5: "hangs"})

    (lost,) = outcome.lost.items()
    assert lost[0] == 5
    assert lost[1].error == "TimedOut"
    assert "4.0 second" in lost[1].message
    assert numbers(tmp_path) == set(range(8)) - {5}
    assert covered(outcome.completed) == sorted(set(range(8)) - {5})


def test_a_process_that_is_stopped_once_is_ended_and_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.pool._START_SECONDS", 15.0)

    outcome = run(tmp_path, [Range(i, i + 1) for i in range(6)], {4: "stops once"}, patience=5)

    assert numbers(tmp_path) == set(range(6))
    assert covered(outcome.completed) == list(range(6))
    assert outcome.lost == {}


def test_a_unit_in_which_its_process_hangs_is_found_and_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.pool._START_SECONDS", 15.0)

    outcome = run(tmp_path, [Range(0, 1), Range(1, 3)], {2: "stops"}, patience=5)

    assert outcome.lost == {2: Loss("Stalled", "no progress in 5 seconds")}
    assert numbers(tmp_path) == {0, 1}
    assert covered(outcome.completed) == [0, 1]


def test_a_process_that_is_stopped_when_it_has_nothing_to_do_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.processes._STOP_SECONDS", 3.0)

    outcome = run(tmp_path, [Range(0, 1), Range(1, 2)], {0: "stops afterwards", 1: "takes a while"})

    assert covered(outcome.completed) == [0, 1]
    assert multiprocessing.active_children() == []


def test_an_exit_code_is_reported(tmp_path: Path) -> None:
    outcome = run(tmp_path, [Range(0, 1)], {0: "exits"}, workers=1)

    assert outcome.lost == {0: Loss("ProcessDied", "process died (exit code 7)")}


def test_an_item_that_was_done_before_its_process_died_does_not_run_again(tmp_path: Path) -> None:
    outcome = run(tmp_path, [Range(0, 2), Range(2, 4)], {3: "kills once after the last number"}, workers=1)

    assert covered(outcome.completed) == [0, 1, 2, 3]


def test_what_a_task_raises_ends_the_run_and_leaves_no_process(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="number 1"):
        run(tmp_path, [Range(0, 1), Range(1, 2)], {1: "raises"})

    assert multiprocessing.active_children() == []


def test_deaths_that_never_end_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.pool._PATIENCE", 3)

    with pytest.raises(WorkersDied, match=r"3 times in a row.*SIGKILL"):
        run(tmp_path, [Range(0, 64)], dict.fromkeys(range(64), "kills"), workers=1)


def test_task_runs_whose_process_died_are_crashed_in_prefect(tmp_path: Path) -> None:
    run(tmp_path, [Range(500, 501)], {500: "kills once and late"}, workers=1)

    with get_client(sync_client=True) as client:
        states = sorted(r.state_name or "" for r in client.read_task_runs() if r.name == "touch 500")
    assert states == ["Completed", "Crashed"]


def test_processes_end_by_themselves_and_not_with_the_thread_that_started_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel would end them with that thread (see flows.lifeline), in the middle of what they still report."""
    pools = []

    class Remembered(processes.Pool):
        def __init__(self, workers: int) -> None:
            super().__init__(workers)
            pools.append(self)

    monkeypatch.setattr(processes, "Pool", Remembered)
    run(tmp_path, [Range(i, i + 1) for i in range(8)], {})

    assert [process.exitcode for p in pools for process in p._processes] in ([0], [0, 0])
