"""A corpus made in a process of its own, which tells how long each phase took: the work of other benchmarks.

Three ways: ``flow``, the flow with a local Prefect server, as the command has it; ``bare``, the same slices of pools,
the same batches and the same finishing in a pool of processes without Prefect; ``nothing``, a flow that does nothing,
with the same server. They print their phases as JSON, in seconds; imports and the end of the process are in none.

    python benchmarks/phases.py {flow,bare,nothing} [--positive N] [--negative N] [--workers N] [--output DIR]
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from flows.commands import quiet_prefect
from synthphi.run_options import RunOptions
from synthphi.spec import CorpusSpec


def phases(
    way: str, place: Path, documents: int, workers: int, output: Path, python: str = sys.executable
) -> dict[str, float]:
    """Return the seconds of each phase of making a corpus, two thirds of it positives, in a process of its own.

    Args:
        way: ``flow``, ``bare`` or ``nothing``.
        place: Where the local server is to have its database.
        documents: How many there are.
        workers: Processes that make them.
        output: The corpus folder.
        python: The interpreter of that process.
    """
    import measuring  # noqa: PLC0415  (the other interpreter may lack what it needs)

    positives = 2 * documents // 3
    counts = ("--positive", str(positives), "--negative", str(documents - positives), "--workers", str(workers))
    command = [python, __file__, way, *counts, "--output", str(output)]
    done = subprocess.run(command, env=measuring.environment(place), check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


class _Laps:
    """Seconds between one point and the next."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def end(self, phase: str) -> None:
        now = time.perf_counter()
        self.seconds[phase], self._last = now - self._last, now


def _flow(spec: CorpusSpec, run: RunOptions) -> dict[str, float]:
    from flows.generate_corpus import generate_corpus  # noqa: PLC0415  (the bare way is without Prefect)

    with _server() as laps:
        generate_corpus(spec, run)
    return laps.seconds


def _nothing(_spec: CorpusSpec, _run: RunOptions) -> dict[str, float]:
    from prefect import flow  # noqa: PLC0415  (the bare way is without Prefect)

    with _server() as laps:
        flow(lambda: None, name="nothing")()
    return laps.seconds


@contextmanager
def _server() -> Iterator[_Laps]:
    from flows.server import prefect_api  # noqa: PLC0415  (the bare way is without Prefect)

    laps = _Laps()
    with prefect_api():
        laps.end("server_start")
        yield laps
        laps.end("run")
    laps.end("server_stop")


def _bare(spec: CorpusSpec, run: RunOptions) -> dict[str, float]:
    # Here, as in the flow, imports are not to be measured; and the process of a pool, which imports this module, is to
    # import what it needs in its own time.
    from synthphi.corpus.batches import plan_batches  # noqa: PLC0415
    from synthphi.corpus.coverage import missing_ranges  # noqa: PLC0415
    from synthphi.corpus.finish import finish  # noqa: PLC0415
    from synthphi.corpus.lock import writing  # noqa: PLC0415
    from synthphi.corpus.pools import pool_slices, write_pool  # noqa: PLC0415
    from synthphi.corpus.stats import CorpusStats  # noqa: PLC0415
    from synthphi.report import write_report  # noqa: PLC0415

    assert isinstance(run.workers, int)
    laps = _Laps()
    with writing(spec, run.output.absolute()) as folder:
        batches = plan_batches(spec, missing_ranges(folder, spec), run.batch_size, run.workers)
        with ProcessPoolExecutor(run.workers, get_context("spawn")) as pool:
            pools = [pool.submit(write_pool, spec, folder.root, *piece) for piece in pool_slices(spec)]
            made = [pool.submit(_counts, spec, batch, folder.root) for batch in batches]
            for written in pools:
                written.result()
            stats = sum((batch.result() for batch in made), CorpusStats())
        finish(folder, spec, stats)
        write_report(folder.root)
    laps.end("run")
    return laps.seconds


def _counts(spec: CorpusSpec, batch: Any, output: Path) -> Any:
    """Make a batch and return its counts, as the task does."""
    from synthphi.corpus.batch import render_batch  # noqa: PLC0415

    return render_batch(spec, batch, output).stats


_WAYS = {"flow": _flow, "bare": _bare, "nothing": _nothing}


def main() -> None:
    """Make a corpus and print how long the phases took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("way", choices=_WAYS)
    parser.add_argument("--positive", type=int, default=200)
    parser.add_argument("--negative", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--output", type=Path)
    asked = parser.parse_args()
    quiet_prefect(verbose=False)
    spec = CorpusSpec(phi_positive=asked.positive, phi_negative=asked.negative)
    run = RunOptions.parse({"workers": asked.workers, **({"output": asked.output} if asked.output else {})})
    print(json.dumps(_WAYS[asked.way](spec, run)))


if __name__ == "__main__":
    main()
