"""The memory of a run's processes, looked at while it runs."""

import re
import subprocess
import threading
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import psutil

_LOOK_SECONDS = 1.0
_GROWS_FROM = 50_000
"""Documents from which on memory is not to grow."""
_RECEIPT = re.compile(r"\w+-(\d+)-(\d+)\.json")
_MARKS = (25, 50, 75, 100)


class _Look(NamedTuple):
    """Megabytes of the processes of one kind, the largest one, when `documents` were done."""

    documents: int
    rss: float
    pss: float


def watched(command: Sequence[str], environment: Mapping[str, str], corpus: Path, documents: int) -> dict[str, Any]:
    """Run a command that makes a corpus, and return what its processes took, by kind, in megabytes.

    Of several processes of a kind it is always the largest one. ``rss_at`` is the most within each quarter of the
    documents; what comes after the last one (labels, pools, report) is in ``finishing``.

    Raises:
        CalledProcessError: the command failed.
    """
    with psutil.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL) as run:
        looks: dict[str, list[_Look]] = {"parent": [], "worker": [], "server": []}
        ended = threading.Event()
        watcher = threading.Thread(target=_watch, args=(run, corpus, ended, looks))
        watcher.start()
        code = run.wait()
        ended.set()
        watcher.join()
    if code:
        raise subprocess.CalledProcessError(code, list(command))
    return {kind: _figures(found, documents) for kind, found in looks.items() if found}


def _watch(run: psutil.Popen, corpus: Path, ended: threading.Event, looks: dict[str, list[_Look]]) -> None:
    while not ended.wait(_LOOK_SECONDS):
        done = _documents(corpus)
        found: dict[str, list[psutil.Process]] = {"parent": [run], "worker": [], "server": []}
        try:
            for child in run.children():
                said = " ".join(child.cmdline())
                for kind, sign in (("worker", "spawn_main"), ("server", "flows.local_api")):
                    if sign in said:
                        found[kind].append(child)
            for kind, processes in found.items():
                sizes = [process.memory_full_info() for process in processes]
                if sizes:
                    rss = max(size.rss for size in sizes)
                    # Other systems than Linux do not know it.
                    pss = max(getattr(size, "pss", size.rss) for size in sizes)
                    looks[kind].append(_Look(done, rss / 1e6, pss / 1e6))
        except psutil.Error:
            continue


def _documents(corpus: Path) -> int:
    """Return how many documents receipts name."""
    names = [_RECEIPT.fullmatch(path.name) for path in (corpus / ".synthphi/receipts").glob("*.json")]
    return sum(int(name[2]) - int(name[1]) + 1 for name in names if name)


def _figures(looks: list[_Look], documents: int) -> dict[str, Any]:
    making = [look for look in looks if look.documents < documents]
    bounds = [0, *(documents * mark // 100 for mark in _MARKS)]
    early = min(_GROWS_FROM, documents // 4)
    before = _most(look for look in making if look.documents < early)
    later = _most(look for look in making if look.documents >= early)
    return {
        "peak_rss": max(look.rss for look in looks),
        "peak_pss": max(look.pss for look in looks),
        "rss_at": {
            **{
                f"{mark} %": _most(look for look in looks if start <= look.documents < stop)
                for mark, (start, stop) in zip(_MARKS, pairwise(bounds), strict=True)
            },
            "finishing": _most(look for look in looks if look.documents >= documents),
        },
        "growth_from_documents": early,
        "growth": later / before if later and before else None,
        "samples": len(looks),
    }


def _most(looks: Iterable[_Look]) -> float | None:
    return max((look.rss for look in looks), default=None)
