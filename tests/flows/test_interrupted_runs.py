import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from connections import reached, watched

from synthphi import CorpusSpec, write_corpus
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.receipt import read_receipts

pytestmark = [pytest.mark.usefixtures("api"), pytest.mark.timeout(180)]

SPEC = CorpusSpec.parse({"phi_positive": 40, "phi_negative": 20, "seed": 3})

Tree = Callable[[Path], dict[str, str]]
Sabotage = Callable[[dict[str, str]], None]


def command(output: Path, *others: str) -> list[str]:
    return [
        *(sys.executable, "-m", "flows", "generate", "--phi-positive", "40", "--phi-negative", "20", "--seed", "3"),
        *("--workers", "2", "--batch-size", "4", "--output", str(output), *others),
    ]


def start(output: Path) -> subprocess.Popen[str]:
    # A session of its own, as a terminal gives: a signal to the group must not reach the tests.
    return subprocess.Popen(
        command(output), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def times(corpus: Path) -> dict[str, float]:
    return {receipt.batch.name: receipt.finished for receipt in read_receipts(CorpusFolder(corpus), SPEC)}


def wait_for_receipts(corpus: Path, number: int, process: subprocess.Popen[str]) -> None:
    receipts = CorpusFolder(corpus).receipts
    while process.poll() is None and len(list(receipts.glob("*.json"))) < number:
        time.sleep(0.02)
    assert process.poll() is None, process.communicate()


def ended(children: list[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(children, timeout=15)
    return not [child for child in alive if child.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory, tree: Tree) -> dict[str, str]:
    corpus = tmp_path_factory.mktemp("uninterrupted") / "corpus"
    write_corpus(SPEC, corpus)
    return tree(corpus)


def test_killed_three_times_it_ends_as_if_never_killed(
    tmp_path: Path, sabotage: Sabotage, uninterrupted: dict[str, str], tree: Tree
) -> None:
    corpus = tmp_path / "corpus"
    sabotage({"*": "sleep 0.05"})
    made: dict[str, float] = {}
    for more in (1, 3, 4):
        process = start(corpus)
        try:
            wait_for_receipts(corpus, len(made) + more, process)
            children = psutil.Process(process.pid).children(recursive=True)
        finally:
            process.kill()
            process.communicate()
        assert len(children) >= 2
        assert ended(children)
        assert made.items() <= times(corpus).items()
        made = times(corpus)

    sabotage({})
    done = subprocess.run(command(corpus, "--json"), check=False, capture_output=True, text=True, timeout=120)

    assert (done.returncode, done.stderr) == (0, "")
    counts = json.loads(done.stdout)
    assert (counts["documents"], counts["reused"]) == (60, 4 * len(made))
    assert made.items() <= times(corpus).items()
    assert tree(corpus) == uninterrupted
    assert list(corpus.rglob("*.part")) == []


@pytest.mark.parametrize("how", ["Ctrl-C", "SIGTERM"])
def test_interrupted_it_says_how_to_go_on(
    tmp_path: Path, sabotage: Sabotage, uninterrupted: dict[str, str], tree: Tree, how: str
) -> None:
    corpus = tmp_path / "corpus"
    sabotage({"*": "sleep 0.1"})
    process = start(corpus)
    try:
        wait_for_receipts(corpus, 2, process)
        children = psutil.Process(process.pid).children(recursive=True)
        if how == "Ctrl-C":
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does it
        else:
            process.terminate()
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()

    assert process.returncode == 3, err
    assert "interrupted: what is done is kept; run the same command again to go on" in err
    assert "--output" in err
    assert "Traceback" not in err
    assert out == ""
    assert ended(children)

    sabotage({})
    subprocess.run(command(corpus), check=True, capture_output=True, timeout=120)
    assert tree(corpus) == uninterrupted


def test_without_a_terminal_only_the_statistics_are_printed(tmp_path: Path) -> None:
    done = subprocess.run(command(tmp_path / "corpus"), check=False, capture_output=True, text=True, timeout=120)

    assert (done.returncode, done.stderr) == (0, "")
    assert "Total Documents Generated: 60\n" in done.stdout


def test_errors_are_told_by_the_exit_code(tmp_path: Path, sabotage: Sabotage) -> None:
    sabotage({"negative-000001": "raise"})

    done = subprocess.run(
        command(tmp_path / "corpus", "--json"), check=False, capture_output=True, text=True, timeout=120
    )

    assert done.returncode == 1
    counts = json.loads(done.stdout)
    assert (counts["documents"], counts["errors"]) == (59, 1)
    assert f"finished with errors: see {tmp_path / 'corpus' / 'errors.jsonl'}" in done.stderr


def test_with_no_server_configured_nothing_is_reached_for_beyond_the_loopback_interface(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    done = subprocess.run(
        command(tmp_path / "corpus"),
        env={**environment, **watched(tmp_path / "connections")},
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert (done.returncode, done.stderr) == (0, "")
    loopback, beyond = reached(tmp_path / "connections")
    assert any("flows" in line for line in loopback)
    assert beyond == []


def test_the_network_is_denied_in_these_tests(tmp_path: Path) -> None:
    script = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **watched(tmp_path / "connections")},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert "not in this test" in done.stderr
    assert [line.split()[:3] for line in reached(tmp_path / "connections")[1]] == [
        ["denied", "socket.getaddrinfo", "192.0.2.1"]
    ]


def test_with_no_server_configured_nothing_outlives_a_killed_run(tmp_path: Path, sabotage: Sabotage) -> None:
    sabotage({"*": "sleep 0.1"})
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    process = subprocess.Popen(
        command(tmp_path / "corpus"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        wait_for_receipts(tmp_path / "corpus", 1, process)
        children = psutil.Process(process.pid).children(recursive=True)
        commands = [" ".join(child.cmdline()) for child in children]
    finally:
        process.kill()
        process.communicate()

    assert any("flows.local_api" in command for command in commands)
    assert ended(children)
