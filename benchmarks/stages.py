"""CPU-ms a document by stage, from plan to receipt, and of finishing and verifying the corpus; one process.

A corpus of the default mix, two thirds positives, is made by the real functions (`render_batch`, `finish`, `verify`),
batch by batch, with the garbage collector as batches have it. Each stage is timed where its caller looks it up; time
of a stage within a stage counts for the inner one. The first batches warm the process up, since it prepares each
layout's parts when it first needs them, and are left out. The median of the other rounds counts. To make a file costs
what the file system has it cost: each document is written to the corpus, which is in `--folder`, and into memory too,
now the one first, now the other; the total has the former. The corpus is finished three times and verified once. Timing
adds about two microseconds a call, some twenty calls a document.

    python benchmarks/stages.py [--documents 1000] [--rounds 5] [--warm 1500] [--folder DIR] [--json FILE] [--quick]
"""

import hashlib
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from pkgutil import resolve_name
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import measuring
from stopwatch import Stage, Stopwatch

from synthphi import CorpusSpec, verify
from synthphi.corpus import batch as making
from synthphi.corpus.batches import Batch
from synthphi.corpus.files import write_bytes
from synthphi.corpus.finish import finish
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.lock import writing
from synthphi.corpus.pools import pool_slices, write_pool
from synthphi.corpus.stats import CorpusStats
from synthphi.report import write_report

_REST = "everything else"
_MEMORY_TOO = "write into memory too"
"""Stage that no run has: it is not in the total."""
_MAKING: dict[str, Stage] = {
    "synthphi.corpus.plan.Plan.document": "plan: what it is to be",
    "synthphi.people.pools.draw_patient": "people",
    "synthphi.people.pools.draw_provider": "people",
    "synthphi.people.pools.draw_facility": "people",
    "synthphi.content.draw_encounter": "encounter",
    "synthphi.content.listed.draw_encounter": "encounter",
    "synthphi.corpus.batch.compose": "compose: what it says",
    "synthphi.corpus.batch.annotate": "annotate: text and spans",
    "synthphi.corpus.batch.render": lambda document, file_format: f"render {file_format}",
    "synthphi.corpus.batch.LabelRows.add": "label row",
    "synthphi.corpus.batch.LabelRows.table": "label table (Arrow)",
    "pyarrow.parquet.ParquetWriter.write_table": "label table (Parquet)",
    "pyarrow.parquet.ParquetWriter.close": "label table (Parquet)",
    "synthphi.corpus.batch.Receipt": "receipt",
    "synthphi.corpus.batch.write_receipt": "receipt",
}
_FINISHING: dict[str, Stage] = {
    "synthphi.corpus.finish.read_receipts": "look at receipts and files",
    "synthphi.corpus.finish.merge_pools": "merge pools",
    "synthphi.corpus.finish.merge": "merge labels, manifest, counts",
}
_VERIFYING: dict[str, Stage] = {
    "synthphi.corpus.verify.documents.open_file": lambda file_format, data: f"read {file_format}",
    "synthphi.corpus.verify.Known.of_corpus": "load pools",
}
_FINISHED = 3
"""How often the whole corpus is finished."""
_CHECK = "synthphi.corpus.verify.documents._row_problems"
"""A generator: what is timed is all of it."""


class _Writer:
    """Writes each document to the corpus and into memory, in turns, each as a stage of its own."""

    def __init__(self, stopwatch: Stopwatch, folder: Path, memory: Path | None) -> None:
        self._memory = memory
        self._usual = stopwatch.timed(write_bytes, f"write ({measuring.file_system(folder)})")
        self._other = stopwatch.timed(write_bytes, _MEMORY_TOO)
        self._turn = False

    def write(self, path: str, data: bytes) -> None:
        self._turn = not self._turn
        if self._turn:
            self._usual(path, data)
        if self._memory is not None:
            self._other(f"{self._memory}/{path.rpartition('/')[2]}", data)
        if not self._turn:
            self._usual(path, data)


def measure(folder: Path, memory: Path | None, documents: int, rounds: int, warm: int) -> dict[str, Any]:
    """Return the figures of one run, in CPU-ms a document unless they say otherwise."""
    total = warm + rounds * documents
    spec = CorpusSpec(phi_positive=_two_thirds(total), phi_negative=total - _two_thirds(total))
    stopwatch = Stopwatch()
    with writing(spec, folder) as corpus:
        made, rendered = _made(stopwatch, spec, corpus, memory, range(warm, total, documents))
        in_memory = made.pop(_MEMORY_TOO, None)
        pools = _cpu_ms(lambda: [write_pool(spec, corpus.root, *piece) for piece in pool_slices(spec)]) / total
        finished, stats = _finished(stopwatch, spec, corpus)
        report = _cpu_ms(lambda: write_report(corpus.root))
    verified, verified_by_format = _verified(stopwatch, folder, stats)
    return {
        "documents": total,
        "making": made,
        "making_total": sum(made.values()),
        "write_into_memory": in_memory,
        "render_by_format": rendered,
        "finishing": {"draw and write pools": pools, **finished},
        "finishing_total": pools + sum(finished.values()),
        "report_cpu_ms_a_corpus": report,
        "verifying": verified,
        "verifying_total": sum(verified.values()),
        "verifying_by_format": verified_by_format,
    }


def _made(
    stopwatch: Stopwatch, spec: CorpusSpec, corpus: CorpusFolder, memory: Path | None, starts: range
) -> tuple[dict[str, float], dict[str, float]]:
    """Return what each stage takes a document, and what rendering takes a document of each format."""
    hashing = SimpleNamespace(sha256=stopwatch.timed(hashlib.sha256, "hash"))
    render_batch = stopwatch.timed(making.render_batch, _REST)
    rounds, by_format = [], []
    with (
        patch("synthphi.corpus.batch.hashlib", hashing),
        patch("synthphi.corpus.document_files.write_bytes", _Writer(stopwatch, corpus.root, memory).write),
        stopwatch.timing(_MAKING),
        stopwatch.collecting("garbage collector"),
    ):
        for start, stop in pairwise((0, *starts, starts.stop)):
            receipts = [render_batch(spec, batch, corpus.root) for batch in _batches(start, stop)]
            taken = stopwatch.milliseconds(stop - start)
            if start:
                counts: Counter[str] = sum((Counter(receipt.stats.by_format) for receipt in receipts), Counter())
                rounds.append(taken)
                by_format.append(_of_one(taken, "render", counts, stop - start))
    return _medians(rounds), _medians(by_format)


def _batches(start: int, stop: int) -> list[Batch]:
    """Return the documents from `start` to `stop` of a corpus as a batch of each class."""
    first, last = _two_thirds(start), _two_thirds(stop)
    return [Batch("positive", first, last), Batch("negative", start - first, stop - last)]


def _two_thirds(documents: int) -> int:
    return 2 * documents // 3


def _finished(stopwatch: Stopwatch, spec: CorpusSpec, corpus: CorpusFolder) -> tuple[dict[str, float], CorpusStats]:
    timed_finish = stopwatch.timed(finish, _REST)
    done = []
    with stopwatch.timing(_FINISHING):
        for _ in range(_FINISHED):
            stats = timed_finish(corpus, spec, CorpusStats())
            done.append(stopwatch.milliseconds(stats.documents))
    return _medians(done), stats


def _verified(stopwatch: Stopwatch, folder: Path, stats: CorpusStats) -> tuple[dict[str, float], dict[str, float]]:
    """Return what each stage takes a document, and what a document of each format takes to read and to check."""
    check = resolve_name(_CHECK)
    timed_check = stopwatch.timed(lambda *facts: list(check(*facts)), lambda _known, row, *_: f"check {row['format']}")
    with patch(_CHECK, timed_check), stopwatch.timing(_VERIFYING):
        report = stopwatch.timed(verify, _REST)(folder)
    if report.problems:
        raise SystemExit(f"the corpus is not as its labels say: {report.problems[0]}")
    taken = stopwatch.milliseconds(stats.documents)
    parts = [_of_one(taken, part, stats.by_format, stats.documents) for part in ("read", "check")]
    return taken, {name: sum(part[name] for part in parts) for name in parts[0]}


def _of_one(taken: Mapping[str, float], what: str, counts: Mapping[str, int], documents: int) -> dict[str, float]:
    """Return by format what a document of the format takes, from what one of the mix does."""
    return {name: taken[f"{what} {name}"] * documents / count for name, count in sorted(counts.items())}


def _medians(rounds: Sequence[Mapping[str, float]]) -> dict[str, float]:
    names = dict.fromkeys(name for one in rounds for name in one)
    return {name: statistics.median(one.get(name, 0.0) for one in rounds) for name in names}


def _cpu_ms(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return 1_000 * (time.process_time() - start)


def main() -> None:
    """Run the benchmark and print its tables."""
    parser = measuring.parser(__doc__)
    parser.add_argument("--documents", type=int, default=1_000, help="a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--warm", type=int, default=1_500, help="documents that are made first")
    parser.add_argument("--folder", type=Path, help="where the corpus is to be made, instead of the temporary folder")
    asked = measuring.parse(parser, documents=90, rounds=2, warm=90)
    with ExitStack() as places:
        folder = places.enter_context(measuring.scratch(asked.folder))
        memory = measuring.memory()
        if memory is not None:
            memory = Path(places.enter_context(tempfile.TemporaryDirectory(dir=memory)))
        figures = measure(folder / "corpus", memory, asked.documents, asked.rounds, asked.warm)
    for title in ("making", "finishing", "verifying"):
        rows = [*figures[title].items(), ("together", figures[f"{title}_total"])]
        measuring.print_table((title, "CPU-ms a document"), rows)
        print()
    measuring.print_table(
        ("format", "render", "verify"),
        [(name, taken, figures["verifying_by_format"][name]) for name, taken in figures["render_by_format"].items()],
    )
    if figures["write_into_memory"] is not None:
        taken = figures["write_into_memory"]
        print(f"\nto write into memory ({measuring.memory()}) takes {taken:.3f} CPU-ms a document")
    print(f"report.html takes {figures['report_cpu_ms_a_corpus']:.0f} CPU-ms a corpus")
    measuring.save(asked, __doc__, figures)


if __name__ == "__main__":
    main()
