"""The commands at the head of prefect.yaml, for real: a server, a process worker, both deployments."""

import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from synthphi.corpus.stats import read_stats

pytestmark = pytest.mark.timeout(240)

ROOT = Path(__file__).parents[2]


def commands() -> list[list[str]]:
    """Return the commands that the comment at the head of prefect.yaml gives."""
    head = (ROOT / "prefect.yaml").read_text(encoding="utf-8").split("\nname:")[0]
    return [shlex.split(line) for line in re.findall(r"^#   (prefect .*)$", head, re.MULTILINE)]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def background(command: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as out:
        process = psutil.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        yield
    finally:
        family = [process, *process.children(recursive=True)]
        process.terminate()
        _, alive = psutil.wait_procs(family, timeout=10)
        for member in alive:
            member.kill()
        psutil.wait_procs(alive, timeout=10)


def wait_until_healthy(url: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(240):
        try:
            with opener.open(f"{url}/health", timeout=5) as answer:
                assert answer.status == 200
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    pytest.fail("the server did not start")


def test_the_commands_deploy_and_run(tmp_path: Path) -> None:
    start_server, *setting_up, start_worker, run_corpus = commands()
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_API_URL": url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "NO_PROXY": "127.0.0.1,localhost",
        "NO_COLOR": "1",
    }

    def prefect(command: list[str]) -> str:
        executable = str(Path(sys.executable).with_name("prefect"))
        done = subprocess.run(
            [executable, *command[1:]],
            cwd=ROOT,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    # Small and in a temporary folder, otherwise to the letter.
    output = tmp_path / "corpus"
    run_corpus = [
        argument.replace('"phi_positive": 200', '"phi_positive": 8, "phi_negative": 4').replace(
            "/data/corpus", str(output)
        )
        for argument in run_corpus
    ]
    server = [*start_server, "--host", "127.0.0.1", "--port", str(port)]
    executable = str(Path(sys.executable).with_name("prefect"))
    with background([executable, *server[1:]], environment, tmp_path / "server.log"):
        wait_until_healthy(url)
        for command in setting_up:
            prefect(command)
        with background([executable, *start_worker[1:]], environment, tmp_path / "worker.log"):
            said = prefect([*run_corpus, "--watch"])
            assert "Flow run finished successfully" in said, (tmp_path / "worker.log").read_text()
            verifying = ["prefect", "deployment", "run", "verify-corpus/verify", "--param", f"corpus={output}"]
            said = prefect([*verifying, "--watch"])
            assert "Flow run finished successfully" in said, (tmp_path / "worker.log").read_text()
            smoke = ["prefect", "deployment", "run", "make-and-check/nightly-smoke", "--param", "documents=6"]
            said = prefect([*smoke, "--watch"])
            assert "Flow run finished successfully" in said, (tmp_path / "worker.log").read_text()
        schedules = prefect(["prefect", "deployment", "schedule", "ls", "make-and-check/nightly-smoke"])

    assert read_stats(output).documents == 12
    assert "15 3 * * *" in schedules
