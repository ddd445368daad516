"""Many tiny batches through a Prefect server: wall time, answers "database is locked", memory of the processes.

A server on SQLite, in a folder of its own, and the command with 2 workers and 3 documents a batch: what a run costs
that has as many task runs as a corpus of a million documents, and next to no work in them. The server counts its
answers; memory is the resident set of each process, looked at every half second.

    python benchmarks/batches.py [--batches 1000] [--workers 2] [--json FILE] [--quick]
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path

import httpx
import measuring
import psutil

from synthphi.corpus.stats import read_stats

_BATCH = 3
_SERVER = """
import atexit, collections, json, sys
import uvicorn
from prefect.server.api.server import create_app

answers = collections.Counter()
app = create_app()

async def counted(scope, receive, send):
    async def count(message):
        if message["type"] == "http.response.start":
            answers[message["status"]] += 1
        await send(message)
    await app(scope, receive, count if scope["type"] == "http" else send)

atexit.register(lambda: open(sys.argv[2], "w").write(json.dumps(answers)))
uvicorn.run(counted, port=int(sys.argv[1]), log_level="warning", lifespan="on")
"""


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = measuring.parser(__doc__)
    parser.add_argument("--batches", type=int, default=1_000)
    parser.add_argument("--workers", type=int, default=2)
    asked = measuring.parse(parser, batches=20)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), asked.batches, asked.workers)
    print(json.dumps(figures, indent=2))
    measuring.save(asked, __doc__, figures)


def measure(folder: Path, batches: int, workers: int) -> dict[str, object]:
    """Return the figures of one run."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    environment = {
        **os.environ,
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "NO_PROXY": "127.0.0.1",
    }
    log = (folder / "server.log").open("wb")
    answers = folder / "answers.json"
    server = psutil.Popen(
        [sys.executable, "-c", _SERVER, str(port), str(answers)], env=environment, stdout=log, stderr=log
    )
    try:
        _wait(f"http://127.0.0.1:{port}/api/health")
        environment["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
        command = [
            *(sys.executable, "-m", "flows", "generate", "--json", "--output", str(folder / "corpus")),
            *("--phi-positive", str(_BATCH * batches), "--phi-negative", "0"),
            *("--batch-size", str(_BATCH), "--workers", str(workers)),
        ]
        started = time.monotonic()
        run = psutil.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        memory = _watch(run, server)
        code = run.wait()
        wall = time.monotonic() - started
        task_runs = _task_runs(environment["PREFECT_API_URL"])
    finally:
        server.send_signal(2)
        server.wait()
    said = (folder / "server.log").read_text(errors="replace")
    counts: Counter[str] = Counter(json.loads(answers.read_text()))
    stats = read_stats(folder / "corpus")
    return {
        "batches": batches,
        "workers": workers,
        "exit_code": code,
        "documents": stats.documents,
        "missing": stats.missing + stats.errors,
        "task_runs_by_state": task_runs,
        "wall_seconds": round(wall, 1),
        "milliseconds_a_batch": round(1_000 * wall / batches, 1),
        "answers_of_the_server": dict(counts.most_common()),
        "database_is_locked": counts["503"] + said.count("database is locked"),
        "highest_resident_megabytes": {name: round(most) for name, most in memory.items()},
    }


def _wait(url: str) -> None:
    for _ in range(600):
        try:
            if httpx.get(url, trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def _task_runs(api: str) -> dict[str, int]:
    """Return how many task runs the server has in each state, when no more of what it was told is on its way."""
    before: dict[str, int] = {}
    while True:
        counts = {}
        for state in ("COMPLETED", "FAILED", "CRASHED", "RUNNING", "PENDING", "SCHEDULED"):
            asked = {"task_runs": {"state": {"type": {"any_": [state]}}}}
            counts[state] = httpx.post(f"{api}/task_runs/count", json=asked, trust_env=False, timeout=60).json()
        if counts == before:
            return {state: count for state, count in counts.items() if count}
        before = counts
        time.sleep(3)


def _watch(run: psutil.Popen, server: psutil.Popen) -> dict[str, float]:
    """Return the most megabytes of each kind of process, and those of the parent on its way, when `run` has ended."""
    most: dict[str, float] = defaultdict(float)
    parent: list[float] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(0.5):
            try:
                parent.append(run.memory_info().rss / 1e6)
                most["server"] = max(most["server"], server.memory_info().rss / 1e6)
                for child in run.children():
                    if "spawn_main" in " ".join(child.cmdline()):
                        most["worker"] = max(most["worker"], child.memory_info().rss / 1e6)
            except psutil.Error:
                continue

    watcher = threading.Thread(target=look)
    watcher.start()
    run.wait()
    ended.set()
    watcher.join()
    most["parent"] = max(parent)
    for share in (25, 50, 75):
        most[f"parent at {share} % of the time"] = parent[len(parent) * share // 100]
    return dict(most)


if __name__ == "__main__":
    main()
