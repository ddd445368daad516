"""A real Prefect server with our deployments and a worker, set up by the commands at the head of prefect.yaml."""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from programs import need

ROOT = Path(__file__).parents[1]
_END_STATES = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


def commands() -> list[list[str]]:
    """Return the commands that the comment at the head of prefect.yaml gives."""
    head = (ROOT / "prefect.yaml").read_text(encoding="utf-8").split("\nname:")[0]
    return [shlex.split(line) for line in re.findall(r"^#   (prefect .*)$", head, re.MULTILINE)]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def background(command: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    """Run a command until the block ends, then end it with all its children."""
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


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL server of its own on the loopback interface and yield the URL of its database."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    need("PostgreSQL", present=bool(programs))
    port, data = free_port(), folder / "data"
    folder.mkdir()
    # PostgreSQL refuses to run as root.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if user:
        for parent in (folder, *folder.parents[:3]):
            parent.chmod(0o755)
        shutil.chown(folder, "postgres")

    def run(program: str, *arguments: str) -> None:
        subprocess.run([*user, str(programs[-1] / program), *arguments], check=True, timeout=60, cwd="/")

    run("initdb", "--auth=trust", "--username=prefect", f"--pgdata={data}")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    run("pg_ctl", "start", "--wait", f"--pgdata={data}", f"--log={folder / 'log'}", "-o", options)
    try:
        run("createdb", "--host=127.0.0.1", f"--port={port}", "--username=prefect", "prefect")
        yield f"postgresql+asyncpg://prefect@127.0.0.1:{port}/prefect"
    finally:
        run("pg_ctl", "stop", "--mode=immediate", f"--pgdata={data}")


class Deployed:
    """A server with our deployments and a worker, as its REST API and its command line show it."""

    def __init__(self, api: httpx.Client, environment: dict[str, str], worker_log: Path) -> None:
        self._api = api
        self._environment = environment
        self._worker_log = worker_log

    def prefect(self, *arguments: str) -> str:
        """Run a Prefect command and return what it prints."""
        executable = str(Path(sys.executable).with_name("prefect"))
        done = subprocess.run(
            [executable, *arguments],
            cwd=ROOT,
            env=self._environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def get(self, path: str) -> Any:
        return self._api.get(path).raise_for_status().json()

    def post(self, path: str, **body: Any) -> Any:
        return self._api.post(path, json=body).raise_for_status().json()

    def start(self, deployment: str, **parameters: Any) -> httpx.Response:
        """Ask for a run of a deployment, such as ``generate-corpus/corpus``."""
        found = self.get(f"/deployments/name/{deployment}")
        return self._api.post(f"/deployments/{found['id']}/create_flow_run", json={"parameters": parameters})

    def state(self, run_id: str) -> str:
        return str(self.get(f"/flow_runs/{run_id}")["state_type"])

    def wait(self, run_id: str) -> str:
        """Wait for the end of a run and return its state."""
        for _ in range(240):
            state = self.state(run_id)
            if state in _END_STATES:
                return state
            time.sleep(0.5)
        pytest.fail(f"the run is {state} after two minutes:\n{self._worker_log.read_text()[-3000:]}")

    def run(self, deployment: str, **parameters: Any) -> str:
        """Run a deployment, wait for its end, and return the run's id; it must complete."""
        answer = self.start(deployment, **parameters).raise_for_status()
        run_id = str(answer.json()["id"])
        assert self.wait(run_id) == "COMPLETED", self._worker_log.read_text()[-3000:]
        return run_id

    def artifacts(self, run_id: str) -> dict[str, str]:
        """Return the artifacts of a run by key."""
        found = self.post("/artifacts/filter", flow_runs={"id": {"any_": [run_id]}})
        return {artifact["key"]: str(artifact["data"]) for artifact in found if artifact["key"]}


@contextmanager
def deployed(folder: Path, database: str) -> Iterator[Deployed]:
    """Start a server on a database (``sqlite`` or ``postgresql``), deploy all, and start a worker."""
    start_server, *setting_up, start_worker, _ = commands()
    port = free_port()
    url = f"http://127.0.0.1:{port}/api"
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        # Schedules are looked at every minute by default, and cancellations every few seconds.
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",
        "DO_NOT_TRACK": "1",
        "NO_PROXY": "127.0.0.1,localhost",
        "NO_COLOR": "1",
    }
    prefect = str(Path(sys.executable).with_name("prefect"))
    with postgresql(folder / "postgresql") if database == "postgresql" else nullcontext() as database_url:
        if database_url is not None:
            environment["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = database_url
        server = [prefect, *start_server[1:], "--host", "127.0.0.1", "--port", str(port)]
        # Not through a proxy that the environment may name.
        client = httpx.Client(base_url=url, trust_env=False, timeout=30)
        with background(server, environment, folder / "server.log"), client:
            made = Deployed(client, environment, folder / "worker.log")
            _wait_until_healthy(url, folder / "server.log")
            for command in setting_up:
                made.prefect(*command[1:])
            with background([prefect, *start_worker[1:]], environment, folder / "worker.log"):
                yield made


def _wait_until_healthy(url: str, log: Path) -> None:
    for _ in range(240):
        try:
            if httpx.get(f"{url}/health", trust_env=False, timeout=5).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.25)
    pytest.fail(f"the server did not start:\n{log.read_text()[-3000:]}")
