import io
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from rich.console import Console

from flows.bar import documents_bar
from flows.commands import exit_codes
from flows.pool import WorkersDied
from flows.server import ServerLost
from flows.workers import process_count
from synthphi.errors import OutputError, SynthPhiError, WriteError


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OutputError("a file"), 2),
        (WriteError("no space"), 3),
        (ServerLost("gone"), 3),
        (WorkersDied("died"), 3),
        (KeyboardInterrupt(), 3),
    ],
)
def test_errors_become_exit_codes(error: BaseException, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as left, exit_codes():
        raise error

    assert left.value.exit_code == code
    assert (str(error) or "run the same command again") in capsys.readouterr().err


def test_a_bug_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError), exit_codes():
        _ = 1 / 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_are_handled_only_inside(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(typer.Exit), exit_codes():
        signal.raise_signal(number)

    assert signal.getsignal(number) == before


def test_an_interruption_within_exec_leaves_by_the_exit_code(tmp_path: Path) -> None:
    (tmp_path / "interrupted.py").write_text(
        "import typer\n"
        "from flows.commands import exit_codes\n"
        "def command():\n"
        "    with exit_codes():\n"
        "        exec('raise KeyboardInterrupt')\n"
        "typer.run(command)\n"
    )
    command = [sys.executable, "-m", "interrupted"]
    ended = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)

    assert ended.returncode == 3, ended
    assert "interrupted: what is done is kept" in ended.stderr


def interrupted_in_code_that_makes_an_error_of_it() -> None:
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt as interruption:
        raise ValueError("cannot be imported") from interruption


def test_an_interruption_that_comes_out_as_an_error_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as left, exit_codes():
        interrupted_in_code_that_makes_an_error_of_it()

    assert left.value.exit_code == 3
    assert "interrupted: what is done is kept" in capsys.readouterr().err


def test_workers_that_keep_dying_are_an_error_of_ours() -> None:
    assert issubclass(WorkersDied, SynthPhiError)


def test_the_bar_tells_how_far_it_is() -> None:
    terminal = io.StringIO()
    console = Console(file=terminal, force_terminal=True, width=100)

    with documents_bar("starting Prefect", console) as bar:
        bar("rendering", 10, 30)
        bar("rendering", 30, 30)

    assert "rendering" in terminal.getvalue()
    assert "30/30" in terminal.getvalue()


@pytest.mark.parametrize(("cores", "workers"), [(1, 1), (2, 1), (8, 7)])
def test_auto_leaves_a_core_free(monkeypatch: pytest.MonkeyPatch, cores: int, workers: int) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _pid: set(range(cores)), raising=False)

    assert process_count("auto") == workers
    assert process_count(3) == 3
