"""CPU-ms a document of each type and format, from plan to receipt: the table that batches are sized by.

Each cell is a corpus of its own, of one type in one format and without attachments, whose documents `render_batch`
makes as in a run. A machine changes its speed from minute to minute, so every round goes through all cells, and the
median over the rounds counts; a round of a cell is the mean of its documents, dear ones and all, and has the two or
three ms that a batch takes by itself. The first round is not counted: in it the process prepares what it keeps
(skeletons, fonts, pictures). Mails are measured once more, each with attachments. Twins are not measured: they cost
what their positives do. Files are written to memory where the system has a folder for that: what a disk takes differs
tenfold, and is the same for all documents.

Then the table is held against corpora of mixed types: what it predicts of their batches, and what these took. One
factor for all mixes is taken out, as between two machines.

    python benchmarks/costs.py [--documents 30] [--rounds 6] [--only-compare]
"""

import argparse
import json
import os
import platform
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import measuring

from synthphi.corpus import costs
from synthphi.corpus.batch import render_batch
from synthphi.corpus.batches import Batch
from synthphi.corpus.opening import open_corpus
from synthphi.doctypes import MAILS, PHI_CLASSES, TYPES, DocType, Format, PhiClass
from synthphi.spec import DEFAULT_SURFACES, CorpusSpec
from synthphi.surfaces import ExtraSurface

_TABLE = Path(costs.__file__).with_name("costs.json")
_WARM_UP = 10
"""Documents that are made first: people and places of a corpus are drawn when they are first needed."""
_WARM_UP_LISTINGS = 60
"""Where there are listings: most of their rows are of patients whom earlier ones had."""
Name = TypeVar("Name")
_MIXES: dict[str, dict[str, Any]] = {
    "the default mix": {},
    "EML, all with attachments": {"formats": {"eml": 1}, "surfaces": {**DEFAULT_SURFACES, "attachment": 1.0}},
    "XLSX and CSV": {"formats": {"xlsx": 1, "csv": 1}},
    "DOCX": {"formats": {"docx": 1}},
    "PDF": {"formats": {"pdf": 1}},
    "all formats": {"formats": dict.fromkeys(Format, 1)},
}


def cpu_ms(spec: CorpusSpec, phi_class: PhiClass, start: int, documents: int) -> float:
    """Return the CPU-ms a document of some of a class."""
    with tempfile.TemporaryDirectory(dir=measuring.memory()) as name:
        folder = open_corpus(spec, Path(name) / "corpus").root
        warm = start + (_WARM_UP_LISTINGS if spec.makes_listings else _WARM_UP)
        render_batch(spec, Batch(phi_class, start, warm), folder)
        batch = Batch(phi_class, warm, warm + documents)
        before = time.process_time()
        receipt = render_batch(spec, batch, folder)
        took = time.process_time() - before
    assert receipt.complete, receipt.errors
    return took * 1000 / documents


def medians(corpora: Mapping[Name, tuple[CorpusSpec, PhiClass]], documents: int, rounds: int) -> dict[Name, float]:
    """Return the CPU-ms a document of each corpus: the median over rounds that each have other documents."""
    took: dict[Name, list[float]] = {name: [] for name in corpora}
    for number in range(rounds + 1):
        for name, (spec, phi_class) in corpora.items():
            took[name].append(cpu_ms(spec, phi_class, number * (_WARM_UP_LISTINGS + documents), documents))
    return {name: statistics.median(counted) for name, (_, *counted) in took.items()}


def measure(documents: int, rounds: int) -> dict[str, Any]:
    """Return the table as it is checked in."""
    corpora = {
        (doc_type, file_format, attachment): (_one_cell(doc_type, file_format, attachment), facts.phi_class)
        for doc_type, facts in TYPES.items()
        for file_format in facts.formats
        for attachment in ((0.0, 1.0) if file_format in MAILS else (0.0,))
    }
    took = medians(corpora, documents, rounds)
    cells: dict[str, dict[str, float]] = defaultdict(dict)
    attachments: dict[str, dict[str, float]] = defaultdict(dict)
    for (doc_type, file_format, attachment), milliseconds in took.items():
        if attachment:
            more = milliseconds - took[doc_type, file_format, 0.0]
            attachments[doc_type][file_format] = round(more, 2)
        else:
            cells[doc_type][file_format] = round(milliseconds, 2)
    return {
        "unit": "CPU milliseconds a document on the machine that measured; another is faster or slower by a factor",
        "method": "benchmarks/costs.py: render_batch in one process, corpora of one type and format, median of rounds",
        "machine": {
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}",
            "python": platform.python_version(),
            **{name: version(name) for name in ("faker", "pillow", "pyarrow")},
        },
        "documents": documents * rounds,
        "cells": cells,
        "attachments": attachments,
    }


def _one_cell(doc_type: DocType, file_format: Format, attachment: float) -> CorpusSpec:
    """Return a corpus of one type in one format, with attachments at a rate."""
    count = {f"phi_{phi_class}": int(phi_class == TYPES[doc_type].phi_class) for phi_class in PHI_CLASSES}
    surfaces = {**DEFAULT_SURFACES, ExtraSurface.ATTACHMENT: attachment}
    return CorpusSpec(**count, types={doc_type: 1}, formats={file_format: 1}, twins=0, surfaces=surfaces)


def compare(documents: int, rounds: int) -> None:
    """Print what the table predicts of mixed corpora, and what they take."""
    costs.cost_table.cache_clear()
    corpora = {
        (name, phi_class): (CorpusSpec(**mix), phi_class) for name, mix in _MIXES.items() for phi_class in PHI_CLASSES
    }
    took = medians(corpora, documents, rounds)
    predicted = {name: costs.document_milliseconds(*corpus) for name, corpus in corpora.items()}
    factor = sum(took.values()) / sum(predicted.values())
    print(f"{'CPU-ms a document':40}{'predicted':>10}{'took':>8}{'after the factor':>18}")
    for (mix, phi_class), actual in took.items():
        guess = predicted[mix, phi_class]
        print(f"{f'{mix}, {phi_class}':40}{guess:>10.2f}{actual:>8.2f}{100 * (factor * guess / actual - 1):>+16.0f} %")
    print(f"factor of this machine, now: {factor:.2f}")


def main() -> None:
    """Measure, write the table, and hold it against mixed corpora."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=30, help="a round and cell")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--only-compare", action="store_true", help="leave the table as it is")
    options = parser.parse_args()
    if not options.only_compare:
        _TABLE.write_text(json.dumps(measure(options.documents, options.rounds), indent=2) + "\n", encoding="utf-8")
    compare(4 * options.documents, options.rounds)


if __name__ == "__main__":
    main()
