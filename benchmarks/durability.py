"""What safety from power cuts and damage costs: `--fsync`, resume, `synthphi repair --check`.

The documents of a corpus are written again, in batches as a run writes them, with and without `fsync` in turn: the
price is the median over the rounds of what one took more than the other. To make them takes the same time in both, and
is left out. Then the corpus is looked at as a resumed run does (label rows hashed, documents by size and time), and as
`repair` does (everything hashed). What it costs to sync depends on the disk: name a folder on yours.

    python benchmarks/durability.py [--documents 1000] [--rounds 9] [--folder DIR] [--json FILE] [--quick]
"""

import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import measuring

from synthphi import CorpusSpec, write_corpus
from synthphi.corpus.coverage import missing_ranges
from synthphi.corpus.files import SyncedTogether, write_bytes
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.opening import load_corpus
from synthphi.corpus.repair import repair

_BATCH = 500


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = measuring.parser(__doc__)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--folder", type=Path, help="on the disk that is to be measured")
    asked = measuring.parse(parser, documents=100, rounds=2)
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        figures = measure(Path(folder), asked.documents, asked.rounds)
    print(json.dumps(figures, indent=2))
    measuring.save(asked, __doc__, figures)


def measure(folder: Path, documents: int, rounds: int) -> dict[str, object]:
    """Return the figures, in milliseconds a document unless they say otherwise."""
    half = documents // 2
    spec = CorpusSpec.parse({"phi_positive": documents - half, "phi_negative": half, "seed": 1})
    corpus = folder / "corpus"
    write_corpus(spec, corpus)
    files = [path.read_bytes() for path in sorted(CorpusFolder(corpus).documents_on_disk())]
    took: dict[bool, list[float]] = {False: [], True: []}
    for i in range(rounds):
        for fsync in (False, True) if i % 2 else (True, False):
            place = folder / "copy"
            place.mkdir()
            os.sync()  # what was written before is nobody's here
            took[fsync].append(_seconds(partial(_write, files, place, fsync=fsync)))
            shutil.rmtree(place)
    loaded, _ = load_corpus(corpus)
    resumed = [_seconds(lambda: missing_ranges(loaded, spec)) for _ in range(rounds)]
    checked = [_seconds(lambda: repair(corpus, check=True)) for _ in range(rounds)]
    rows = sum(path.stat().st_size for path in loaded.rows.iterdir())

    def each(seconds: list[float]) -> float:
        return round(1_000 * statistics.median(seconds) / documents, 3)

    more = [synced - plain for plain, synced in zip(took[False], took[True], strict=True)]
    return {
        "documents": documents,
        "rounds": rounds,
        "written_without_fsync": each(took[False]),
        "written_with_fsync": each(took[True]),
        "fsync_more": each(more),
        "label_row_bytes_a_document": round(rows / documents),
        "resume_looks": each(resumed),
        "repair_check_hashes": each(checked),
    }


def _write(files: list[bytes], place: Path, *, fsync: bool) -> None:
    for start in range(0, len(files), _BATCH):
        together = SyncedTogether()
        write = together.write if fsync else write_bytes
        for number, data in enumerate(files[start : start + _BATCH], start):
            write(place / str(number), data)
        together.name_all(place.parent)


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
