"""Every benchmark that README and docs/performance.md quote, one after the other; then both, and the chart, anew.

Results go to `benchmarks/results/`. On two cores of a slow virtual machine it takes some twenty minutes; the machine
should have nothing else to do. `isal` and `zlib-ng` are compared where they are installed.

    python benchmarks/all.py [--quick] [--folder DIR] [--python FILE]
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

import measuring
import readme

BENCHMARKS = ("formats", "labelling", "floor", "stages", "usual", "prefect_share", "scale")
_BY_COMMANDS = frozenset({"prefect_share", "scale"})
"""Those that take ``--python``."""


def main() -> None:
    """Run the benchmarks, and write what is made of their results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="short runs, which prove that all works and no more")
    measuring.add_places(parser)
    asked = parser.parse_args()
    with measuring.scratch(asked.folder) as folder:
        os.environ[measuring.SCRATCH] = str(folder)
        _measure_all(asked)
    readme.write_all()


def _measure_all(asked: argparse.Namespace) -> None:
    for name in BENCHMARKS:
        begun = time.perf_counter()
        command = [sys.executable, str(Path(__file__).with_name(f"{name}.py"))]
        command += ["--json", str(measuring.RESULTS / f"{name}.json"), *(["--quick"] if asked.quick else [])]
        if name in _BY_COMMANDS:
            command += ["--python", asked.python]
        print(f"\n== {name}", flush=True)
        subprocess.run(command, check=True)
        print(f"({time.perf_counter() - begun:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
