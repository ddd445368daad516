"""What Prefect adds to a run: the flow against the same work in a pool of processes, and a small run against no work.

The flow (`generate_corpus`) makes a corpus with two workers and a local server; then, or before, a
`ProcessPoolExecutor` with as many spawned processes makes the same corpus: the same slices of pools, the same batches
(`render_batch`), then labels, manifest, counts, card (`finish`) and report. Both begin with an empty folder and end
with the report; start and end of the server are told apart, and are in the wall time of neither. The share is the one
over the other, the median where there is more than one round. The flow's processes import Prefect, its parent tells
the server of each task run, and it publishes artifacts: all that is in its time.

The small run is `synthphi generate` as the command line has it, 300 documents, wall time from start to exit, against a
process that starts the same server and runs a flow that does nothing. Turns alternate; medians of paired rounds count.

    python benchmarks/prefect_share.py [--documents 100000] [--rounds 1] [--small 300] [--small-rounds 5]
        [--workers 2] [--folder DIR] [--python FILE] [--json FILE] [--quick]
"""

import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import measuring
import phases


def large(place: Path, documents: int, rounds: int, workers: int, python: str) -> dict[str, Any]:
    """Return the seconds of the flow and of the bare pool, and the one over the other."""
    runs: dict[str, list[dict[str, float]]] = {"flow": [], "bare": []}
    for turn in range(rounds):
        for way in ("bare", "flow") if turn % 2 else ("flow", "bare"):
            output = place / f"{way}-{turn}"
            runs[way].append(phases.phases(way, place / "prefect", documents, workers, output, python))
    pairs = zip(runs["flow"], runs["bare"], strict=True)
    return {
        "documents": documents,
        "workers": workers,
        "flow_seconds": _median(runs["flow"], "run"),
        "bare_seconds": _median(runs["bare"], "run"),
        "share": statistics.median(flow["run"] / bare["run"] for flow, bare in pairs),
        "server_start_seconds": _median(runs["flow"], "server_start"),
        "server_stop_seconds": _median(runs["flow"], "server_stop"),
    }


def _median(runs: list[dict[str, float]], phase: str) -> float:
    return statistics.median(run[phase] for run in runs)


def small(place: Path, documents: int, rounds: int, python: str) -> dict[str, Any]:
    """Return the wall seconds of the command for a small corpus, and of a flow that does nothing."""
    environment = measuring.environment(place / "prefect")

    def command(turn: int) -> None:
        positives = 2 * documents // 3
        counts = ("--phi-positive", str(positives), "--phi-negative", str(documents - positives))
        output = ("--output", str(place / f"small-{turn}"))
        generate = [python, "-m", "flows", "generate", *counts, *output, "--json"]
        subprocess.run(generate, env=environment, check=True, stdout=subprocess.DEVNULL)

    def nothing(_turn: int) -> None:
        idle = [python, phases.__file__, "nothing"]
        subprocess.run(idle, env=environment, check=True, stdout=subprocess.DEVNULL)

    # The first one makes the server's database, and reads what is imported from the disk.
    nothing(0)
    pairs = []
    for turn in range(rounds):
        if turn % 2:
            idle = _seconds(nothing, turn)
            pairs.append((_seconds(command, turn), idle))
        else:
            pairs.append((_seconds(command, turn), _seconds(nothing, turn)))
    return {
        "small_documents": documents,
        "command_seconds": statistics.median(taken for taken, _ in pairs),
        "nothing_seconds": statistics.median(idle for _, idle in pairs),
        "small_ratio": statistics.median(taken / idle for taken, idle in pairs),
    }


def _seconds(call: Callable[[int], None], turn: int) -> float:
    begun = time.perf_counter()
    call(turn)
    return time.perf_counter() - begun


def main() -> None:
    """Run the benchmark and print its table."""
    parser = measuring.parser(__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=1, help="of the large corpus")
    parser.add_argument("--small", type=int, default=300, help="documents of the small corpus")
    parser.add_argument("--small-rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2)
    measuring.add_places(parser)
    asked = measuring.parse(parser, documents=1_500, small=60, small_rounds=1)
    with measuring.scratch(asked.folder) as folder:
        few = small(folder, asked.small, asked.small_rounds, asked.python)
        figures = {**large(folder, asked.documents, asked.rounds, asked.workers, asked.python), **few}
    measuring.print_table(
        ("seconds", "with Prefect", "without work or Prefect", "ratio"),
        [
            (f"{asked.documents} documents", figures["flow_seconds"], figures["bare_seconds"], figures["share"]),
            (
                f"{asked.small} documents",
                *(few[name] for name in ("command_seconds", "nothing_seconds", "small_ratio")),
            ),
        ],
    )
    print(
        f"the server starts in {figures['server_start_seconds']:.1f} s, ends in {figures['server_stop_seconds']:.1f} s"
    )
    measuring.save(asked, __doc__, figures)


if __name__ == "__main__":
    main()
