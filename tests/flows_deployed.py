"""A real Prefect server with our deployments and a worker, set up by the commands of docs/prefect.md."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

import guide
import httpx
import psutil
from connections import watched
from guide import ROOT
from programs import need
from waiting import eventually

_END_STATES = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


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
def postgresql(folder: Path) -> Iterator[int]:
    """Run a PostgreSQL server of its own on the loopback interface, with our database, and yield its port."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    need("PostgreSQL", present=bool(programs))
    port, data = free_port(), folder / "data"
    folder.mkdir()
    # PostgreSQL refuses to run as root.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if user:
        # Pytest keeps its folders to whoever runs it.
        for parent in (folder, *folder.parents):
            if parent.stat().st_uid == os.geteuid() and parent.is_relative_to(tempfile.gettempdir()):
                parent.chmod(parent.stat().st_mode | 0o055)
        shutil.chown(folder, "postgres")

    def run(program: str, *arguments: str) -> None:
        subprocess.run([*user, str(programs[-1] / program), *arguments], check=True, timeout=60, cwd="/")

    run("initdb", "--auth-host=scram-sha-256", "--auth-local=trust", "--username=postgres", f"--pgdata={data}")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    run("pg_ctl", "start", "--wait", f"--pgdata={data}", f"--log={folder / 'log'}", "-o", options)
    try:
        (make_role_and_database,) = guide.blocks("as postgres")
        there = {"PGHOST": str(folder), "PGPORT": str(port), "PGUSER": "postgres"}
        path = f"{programs[-1]}{os.pathsep}{os.environ['PATH']}"
        subprocess.run(
            ["bash", "-ec", make_role_and_database], env={**os.environ, **there, "PATH": path}, check=True, timeout=60
        )
        yield port
    finally:
        run("pg_ctl", "stop", "--mode=immediate", f"--pgdata={data}")


class Deployed:
    """A server with our deployments and a worker, as its REST API and its command line show it."""

    def __init__(self, port: int, folder: Path) -> None:
        self.ui = f"http://127.0.0.1:{port}"
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.connections = folder / "connections"
        """What the processes have reached for (see `connections`)."""
        self.changes = {"http://127.0.0.1:4200": self.ui}
        """Of the guide's commands, so that they are for this server."""
        self.environment = {
            # Not with what the tests of local servers have set.
            **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
            **watched(self.connections),
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_SERVER_API_PORT": str(port),
            # Schedules are looked at every minute by default, and cancellations every few seconds.
            "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",
            "NO_PROXY": "127.0.0.1,localhost",
            "NO_COLOR": "1",
        }
        # Not through a proxy that the environment may name.
        self._api = httpx.Client(base_url=f"{self.ui}/api", trust_env=False, timeout=30)
        (first, *_) = guide.blocks("terminal 3")
        self._setting_up = guide.setting_up(first)

    def type(self, commands: str, **changes: str) -> str:
        """Run commands as in terminal 3 of the guide, with changes, and return what they print."""
        done = subprocess.run(
            ["bash", "-ec", guide.adapted(f"{self._setting_up}\n{commands}", {**self.changes, **changes})],
            cwd=ROOT,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def terminal(self, title: str, **changes: str) -> Iterator[Path]:
        """Keep the one block of a terminal of the guide running, and yield the file that it writes its output to."""
        (commands,) = guide.blocks(title)
        log = self.folder / f"{title}.log"
        commands = guide.adapted(commands, {**self.changes, **changes})
        with background(guide.kept_open(commands), self.environment, log):
            yield log

    def get(self, path: str) -> Any:
        return self._ask("GET", path).raise_for_status().json()

    def post(self, path: str, **body: Any) -> Any:
        return self._ask("POST", path, json=body).raise_for_status().json()

    def _ask(self, method: str, path: str, **body: Any) -> httpx.Response:
        # 503 is what the server says when its database is busy; Prefect's own clients ask again, too.
        for _ in range(5):
            answer = self._api.request(method, path, **body)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(0.5)
        return answer

    def start(self, deployment: str, **parameters: Any) -> httpx.Response:
        """Ask for a run of a deployment, such as ``generate-corpus/corpus``."""
        found = self.get(f"/deployments/name/{deployment}")
        return self._ask("POST", f"/deployments/{found['id']}/create_flow_run", json={"parameters": parameters})

    def runs(self, deployment: str, **filters: Any) -> list[dict[str, Any]]:
        """Return the runs of a deployment, the newest first."""
        found = self.get(f"/deployments/name/{deployment}")
        made: list[dict[str, Any]] = self.post(
            "/flow_runs/filter",
            deployments={"id": {"any_": [found["id"]]}},
            flow_runs=filters,
            sort="EXPECTED_START_TIME_DESC",
        )
        return made

    def state(self, run_id: str) -> str:
        return str(self.get(f"/flow_runs/{run_id}")["state_type"])

    def wait(self, run_id: str) -> str:
        """Wait for the end of a run and return its state."""

        def ended() -> str:
            state = self.state(run_id)
            return state if state in _END_STATES else ""

        return eventually(ended, lambda: f"the run is {self.state(run_id)}:\n{self.said()}", 120)

    def run(self, deployment: str, **parameters: Any) -> str:
        """Run a deployment, wait for its end, and return the run's id; it must complete."""
        answer = self.start(deployment, **parameters).raise_for_status()
        run_id = str(answer.json()["id"])
        assert self.wait(run_id) == "COMPLETED", self.said()
        return run_id

    def artifacts(self, run_id: str) -> dict[str, str]:
        """Return the artifacts of a run by key."""
        found = self.post("/artifacts/filter", flow_runs={"id": {"any_": [run_id]}})
        return {artifact["key"]: str(artifact["data"]) for artifact in found if artifact["key"]}

    def logs(self, run_id: str) -> list[str]:
        """Return the log of a run, as the UI shows it."""
        found = self.post("/logs/filter", logs={"flow_run_id": {"any_": [run_id]}}, sort="TIMESTAMP_ASC")
        return [line["message"] for line in found]

    def wait_for_pool(self) -> None:
        """Wait until the worker has made its work pool."""
        eventually(lambda: self.post("/work_pools/filter"), lambda: f"the worker made no work pool:\n{self.said()}")

    def close(self) -> None:
        """Close the connection to the server."""
        self._api.close()

    def said(self) -> str:
        """Return the last words of all terminals."""
        return "\n".join(f"{log.name}:\n{log.read_text()[-3000:]}" for log in self.folder.glob("*.log"))

    def wait_until_healthy(self) -> None:
        """Wait until the server answers."""

        def healthy() -> bool:
            with suppress(httpx.HTTPError):
                return self._api.get("/health").status_code == httpx.codes.OK
            return False

        eventually(healthy, lambda: f"the server did not start:\n{self.said()}")


@contextmanager
def served(folder: Path, database: str) -> Iterator[Deployed]:
    """Start a server on a database (``sqlite`` or ``postgresql``), as the guide says."""
    made = Deployed(free_port(), folder)
    with postgresql(folder / "postgresql") if database == "postgresql" else nullcontext() as port:
        title = "terminal 1" if port is None else "terminal 1, with PostgreSQL"
        with made.terminal(title, **{"127.0.0.1:5432": f"127.0.0.1:{port}"}):
            try:
                made.wait_until_healthy()
                yield made
            finally:
                made.close()


@contextmanager
def deployed(folder: Path, database: str) -> Iterator[Deployed]:
    """Start a server on a database (``sqlite`` or ``postgresql``) and a worker, as the guide says, and deploy all."""
    with served(folder, database) as made, made.terminal("terminal 2"):
        made.wait_for_pool()
        made.type(guide.blocks("terminal 3")[0])
        yield made
