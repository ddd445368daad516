"""The default mix end to end, ours against the usual libraries in place of our renderers, everything else equal.

The same documents are planned, composed, annotated, written, hashed, and put in label tables and receipts twice
(`synthphi.corpus.batch.render_batch`): once rendered by synthphi, once by the libraries that one would write them with
(`benchmarks/peers.py`; attachments of mails and archives too). The latter write no places of values, so that their
label tables are smaller; nothing makes up for that. Each round has documents of its own, now the one way first, now the
other; both are warmed up. Files are written to memory where the system has a folder for that: what a disk takes differs
tenfold, and is the same for both. CPU time of one process; medians of the rounds count.

    python benchmarks/usual.py [--documents 600] [--rounds 9] [--warm 1500] [--json FILE] [--quick]
"""

import statistics
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

import measuring
from peers import PEERS

from synthphi import CorpusSpec
from synthphi.corpus.batch import render_batch
from synthphi.corpus.batches import Batch
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.lock import writing
from synthphi.doctypes import Format
from synthphi.document import Annotated, Document
from synthphi.render.base import Rendered

_WARM_USUAL = 30
"""Documents that the usual libraries write first: they prepare little."""


def usually_rendered(document: Document, annotated: Annotated, file_format: Format) -> Rendered:
    """Return a document as the usual library writes it, with no place of any span."""
    _, write = PEERS[file_format]
    return Rendered(write(document), ((),) * len(annotated.spans))


def measure(folder: Path, documents: int, rounds: int, warm: int) -> dict[str, Any]:
    """Return the figures of one run."""
    total = warm + documents * rounds
    spec = CorpusSpec(phi_positive=total, phi_negative=total)
    pairs = []
    with ExitStack() as corpora:
        ours = corpora.enter_context(writing(spec, folder / "ours"))
        theirs = corpora.enter_context(writing(spec, folder / "usual"))
        _cpu_ms(spec, ours, 0, warm)
        with patch("synthphi.corpus.batch._rendered", usually_rendered):
            _cpu_ms(spec, theirs, 0, min(warm, _WARM_USUAL))
        for turn, start in enumerate(range(warm, total, documents)):
            taken = {}
            for usual in (False, True) if turn % 2 else (True, False):
                with ExitStack() as patches:
                    if usual:
                        patches.enter_context(patch("synthphi.corpus.batch._rendered", usually_rendered))
                    taken[usual] = _cpu_ms(spec, theirs if usual else ours, start, start + documents)
            pairs.append((taken[False], taken[True]))
    return {
        "synthphi_cpu_ms": statistics.median(ours for ours, _ in pairs),
        "usual_cpu_ms": statistics.median(usual for _, usual in pairs),
        "ratio": statistics.median(usual / ours for ours, usual in pairs),
        "libraries": {name.value: PEERS[name][0] for name in spec.formats},
    }


def _cpu_ms(spec: CorpusSpec, folder: CorpusFolder, start: int, stop: int) -> float:
    """Return the CPU-ms a document of making the documents from `start` to `stop`, two thirds of them positives."""
    first, last = 2 * start // 3, 2 * stop // 3
    begun = time.process_time()
    for batch in (Batch("positive", first, last), Batch("negative", start - first, stop - last)):
        receipt = render_batch(spec, batch, folder.root)
        if receipt.errors:
            raise SystemExit(f"{receipt.errors[0].document_id}: {receipt.errors[0].traceback}")
    return 1_000 * (time.process_time() - begun) / (stop - start)


def main() -> None:
    """Run the benchmark and print its table."""
    parser = measuring.parser(__doc__)
    parser.add_argument("--documents", type=int, default=600, help="a round")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--warm", type=int, default=1_500, help="documents that are made first")
    asked = measuring.parse(parser, documents=30, rounds=2, warm=90)
    with measuring.scratch(measuring.memory()) as folder:
        figures = measure(folder, asked.documents, asked.rounds, asked.warm)
    columns = ("synthphi_cpu_ms", "usual_cpu_ms", "ratio")
    measuring.print_table(
        ("CPU-ms a document", "synthphi", "usual libraries", "ratio"),
        [("plan to receipt", *(figures[name] for name in columns))],
    )
    measuring.save(asked, __doc__, figures)


if __name__ == "__main__":
    main()
