"""Two workers against one, the memory of a large run over its time, a second run on what is done, and `--help`.

1. A corpus is made by the flow with one worker and with two, in turns. Documents a second are counted while documents
   are made, from the start of the first batch to the end of the last, and over the whole flow. Beside it stands what
   the machine gives: how much two processes that only count get done at once, against one, measured in between.
2. `synthphi generate` makes a large corpus with two workers. Every second the memory of parent, workers and local
   server is read: resident set (RSS, which counts what is shared in each process) and proportional set (PSS, which
   divides it; Linux only). Documents are counted by receipts. Growth is the most RSS after 50,000 documents (or a
   quarter) over the most until then; the parent's while documents are made, and to the end. A corpus of a quarter of
   the documents is made so before it: two points of a line, by which larger runs can be planned.
3. The same command again: how long it takes beyond start and end of the server, imports left out.
4. Wall time of `synthphi --help`, of importing `synthphi`, and of Python alone; medians.

    python benchmarks/scale.py [--documents 200000] [--pair 30000] [--rounds 2] [--starts 11] [--folder DIR]
        [--python FILE] [--json FILE] [--quick]

200,000 documents take about 10 GB of disk: nothing is deleted before the end (see `measuring.scratch`).
"""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import measuring
import phases
from memory import watched

_BURN_SECONDS = 3.0
_BURN = """
import sys, time
end, count = time.monotonic() + float(sys.argv[1]), 0
while time.monotonic() < end:
    count += len({str(number): [number] for number in range(1_000)})
print(count)
"""


def workers(place: Path, documents: int, rounds: int, python: str) -> dict[str, Any]:
    """Return documents a second with one worker and with two, and what two processes get done against one."""
    making: dict[int, list[float]] = {1: [], 2: []}
    whole: dict[int, list[float]] = {1: [], 2: []}
    burners: list[float] = []
    for turn in range(rounds):
        for count in (2, 1) if turn % 2 else (1, 2):
            output = place / f"{count}-{turn}"
            taken = phases.phases("flow", place / "prefect", documents, count, output, python)
            whole[count].append(documents / taken["run"])
            making[count].append(documents / _making_seconds(output))
        one = _burnt(1)
        burners.append(_burnt(2) / one)
    return {
        "documents": documents,
        "documents_a_second_while_making": {count: statistics.median(speeds) for count, speeds in making.items()},
        "documents_a_second": {count: statistics.median(speeds) for count, speeds in whole.items()},
        "ratio_while_making": _paired(making),
        "ratio": _paired(whole),
        "ratio_of_burners": statistics.median(burners),
    }


def _paired(speeds: dict[int, list[float]]) -> float:
    return statistics.median(two / one for one, two in zip(speeds[1], speeds[2], strict=True))


def _making_seconds(corpus: Path) -> float:
    """Return the seconds from the start of a corpus's first batch to the end of its last."""
    receipts = [json.loads(path.read_bytes()) for path in (corpus / ".synthphi/receipts").glob("*.json")]
    finished: float = max(receipt["finished"] for receipt in receipts)
    begun: float = min(receipt["started"] for receipt in receipts)
    return finished - begun


def _burnt(processes: int) -> int:
    """Return how far some processes count at once."""
    command = [sys.executable, "-c", _BURN, str(_BURN_SECONDS)]
    burning = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(processes)]
    return sum(int(process.communicate()[0]) for process in burning)


def large(place: Path, documents: int, python: str) -> dict[str, Any]:
    """Return the memory of a large run, and what the same run takes when everything is there."""
    output = place / f"large-{documents}"
    positives = 2 * documents // 3
    command = [
        *(python, "-m", "flows", "generate", "--json", "--output", str(output), "--workers", "2"),
        *("--phi-positive", str(positives), "--phi-negative", str(documents - positives)),
    ]
    begun = time.perf_counter()
    memory = watched(command, measuring.environment(place / "prefect"), output, documents)
    wall = time.perf_counter() - begun
    again = phases.phases("flow", place / "prefect", documents, 2, output, python)
    size = sum(path.stat().st_size for path in output.rglob("*") if path.is_file())
    return {
        "documents": documents,
        "wall_seconds": wall,
        "gigabytes": size / 1e9,
        "memory": memory,
        "again_seconds": again["run"],
        "again_server_seconds": again["server_start"] + again["server_stop"],
    }


def starts(place: Path, rounds: int, python: str) -> dict[str, float]:
    """Return the wall seconds of starting the command and the library."""
    commands = {
        "help_seconds": ["-m", "flows", "--help"],
        "import_seconds": ["-c", "import synthphi"],
        "python_seconds": ["-c", ""],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    environment = measuring.environment(place)
    for command in commands.values():
        subprocess.run([python, *command], env=environment, check=True, stdout=subprocess.DEVNULL)
    for _ in range(rounds):
        for name, command in commands.items():
            begun = time.perf_counter()
            subprocess.run([python, *command], env=environment, check=True, stdout=subprocess.DEVNULL)
            taken[name].append(time.perf_counter() - begun)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def main() -> None:
    """Run the benchmark and print its tables."""
    parser = measuring.parser(__doc__)
    parser.add_argument("--documents", type=int, default=200_000, help="of the large run")
    parser.add_argument("--pair", type=int, default=30_000, help="documents of the runs with one worker and with two")
    parser.add_argument("--rounds", type=int, default=2, help="of these runs")
    parser.add_argument("--starts", type=int, default=11, help="of the command and of the library")
    measuring.add_places(parser)
    asked = measuring.parse(parser, documents=2_000, pair=600, rounds=1, starts=3)
    with measuring.scratch(asked.folder) as folder:
        figures = {
            "starts": starts(folder, asked.starts, asked.python),
            "workers": workers(folder, asked.pair, asked.rounds, asked.python),
            "quarter": large(folder, asked.documents // 4, asked.python),
            "large": large(folder, asked.documents, asked.python),
        }
    _print(figures)
    measuring.save(asked, __doc__, figures)


def _print(figures: dict[str, Any]) -> None:
    pair, big = figures["workers"], figures["large"]
    measuring.print_table(
        ("documents a second", "1 worker", "2 workers", "ratio"),
        [
            ("while making", *pair["documents_a_second_while_making"].values(), pair["ratio_while_making"]),
            ("whole flow", *pair["documents_a_second"].values(), pair["ratio"]),
            ("two processes that count, against one", None, None, pair["ratio_of_burners"]),
        ],
    )
    print()
    marks = list(next(iter(big["memory"].values()))["rss_at"])
    measuring.print_table(
        ("MB", "peak RSS", "peak PSS", *(f"RSS at {mark}" for mark in marks), "growth"),
        [
            (name, one["peak_rss"], one["peak_pss"], *one["rss_at"].values(), one["growth"])
            for name, one in big["memory"].items()
        ],
    )
    print(
        "\n".join(
            f"{one['documents']} documents in {one['wall_seconds']:.0f} s, {one['gigabytes']:.2f} GB; the same command "
            f"again takes {one['again_seconds']:.1f} s, and {one['again_server_seconds']:.1f} s for its server"
            for one in (figures["quarter"], big)
        )
    )
    print(", ".join(f"{name.replace('_', ' ')}: {taken:.3f}" for name, taken in figures["starts"].items()))


if __name__ == "__main__":
    main()
