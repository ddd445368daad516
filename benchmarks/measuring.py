"""What the benchmarks have in common: options, CPU time, the machine, and the JSON that a run leaves."""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

import psutil

Item = TypeVar("Item")

RESULTS = Path(__file__).parent / "results"
"""Where the results lie that README and docs/performance.md are written from."""
_MEMORY = Path("/dev/shm")
SCRATCH = "SYNTHPHI_BENCHMARK_SCRATCH"
"""Environment variable: a folder that is deleted when all benchmarks are done."""
_PACKAGES = (
    *("synthphi", "prefect", "faker", "pyarrow", "pydantic", "python-docx", "reportlab", "python-pptx", "openpyxl"),
    *("msgforge", "pyrtf3", "docxtpl", "fpdf2", "typst", "xlsxwriter", "isal", "zlib-ng"),
)
_OF_A_MACHINE = frozenset({"json", "folder", "python"})
"""Options that no figures depend on elsewhere: paths."""


def parser(doc: str) -> argparse.ArgumentParser:
    """Return a parser with the options that all benchmarks have; `doc` is the module's docstring."""
    made = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--quick", action="store_true", help="a short run, which proves that it works and no more")
    made.add_argument("--json", type=Path, metavar="FILE", help="where the figures are to go, too")
    return made


def add_places(options: argparse.ArgumentParser) -> None:
    """Add the options of benchmarks that make whole corpora by commands: where, and with which interpreter."""
    options.add_argument("--folder", type=Path, help="where corpora are to be made, instead of the temporary folder")
    options.add_argument(
        "--python",
        default=sys.executable,
        help="interpreter of an environment that has what users install: others load more, and take more memory",
    )


def parse(options: argparse.ArgumentParser, **quick: Any) -> argparse.Namespace:
    """Return what was asked for; with ``--quick``, `quick` stands in for the defaults."""
    asked = options.parse_args()
    if asked.quick:
        options.set_defaults(**quick)
        asked = options.parse_args()
    return asked


def environment(place: Path) -> dict[str, str]:
    """Return the environment of commands that are measured, and `place` for the database of a local Prefect server.

    There is no other server in it, and modules are compiled once, as those of an installed package are. Where Python
    is told not to, each process compiles them anew, which takes half a second.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**own, "PREFECT_HOME": str(place)}


@contextmanager
def scratch(folder: Path | None = None) -> Iterator[Path]:
    """Give an empty folder, in `folder` or where temporary files are, which is deleted at the end.

    Nothing in it should be deleted before that. For five minutes after a file is deleted, ext4 looks at where it was
    each time that another one is made, and finds it not yet free: a document then takes up to ten times as long to
    write, which no user meets who keeps a corpus.
    """
    given = os.environ.get(SCRATCH)
    if given and folder is None:
        yield Path(tempfile.mkdtemp(dir=given))
        return
    with tempfile.TemporaryDirectory(dir=folder) as name:
        yield Path(name)


def memory() -> Path | None:
    """Return where files are written that no disk is to take time for; None where the system has no such folder."""
    return _MEMORY if _MEMORY.is_dir() else None


def cpu_ms(call: Callable[[Item], object], items: Sequence[Item]) -> float:
    """Return the CPU-ms an item of one pass over `items` in this process."""
    start = time.process_time()
    for item in items:
        call(item)
    return (time.process_time() - start) * 1_000 / len(items)


def file_system(path: Path) -> str:
    """Return the kind of the file system that a path is on, such as ``ext4``."""
    real = path.resolve()
    mounts = [one for one in psutil.disk_partitions(all=True) if real.is_relative_to(one.mountpoint)]
    return max(mounts, key=lambda one: len(one.mountpoint)).fstype if mounts else "unknown"


def machine() -> dict[str, Any]:
    """Return what figures depend on besides the code: machine, system, interpreter, zlib, versions."""
    return {
        "processor": _processor(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
        "memory_gigabytes": round(psutil.virtual_memory().total / 1e9, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "versions": {name: found for name in _PACKAGES if (found := _version(name))},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def method(doc: str) -> str:
    """Return what a module's docstring says of how it measures: all of it but the command, which is indented."""
    said, _, _ = doc.partition("\n\n    ")
    return " ".join(said.split())


def save(asked: argparse.Namespace, doc: str, figures: dict[str, Any]) -> None:
    """Write the figures of a run, with machine, method and options, if ``--json`` names a file."""
    if asked.json is None:
        return
    whole = {
        "method": method(doc),
        "options": {
            **{name: value for name, value in vars(asked).items() if name not in _OF_A_MACHINE},
            **({"as_users_install": asked.python != sys.executable} if "python" in asked else {}),
        },
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        **figures,
    }
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(_rounded(whole), indent=2) + "\n")


def _rounded(value: Any) -> Any:
    """Return figures with four digits: what comes after them is noise."""
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list | tuple) else value


def load(name: str) -> dict[str, Any]:
    """Return the result of a benchmark by its name, such as ``formats``."""
    found: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text())
    return found


def print_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows below heads: first column left, the others right; figures with three decimals."""
    lines = [list(heads), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    for line in lines:
        print("  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]).rstrip())


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
