"""CPU-ms a document by format against the usual libraries, and documents a second end to end.

One process, one core. For each format the two writers take turns over the same documents, round by round,
and the median of the rounds counts, so that a machine that changes speed changes both. End to end is
`write_corpus` with the default mix into a new folder: people, content, labels, render, hash, write, receipts.

    python benchmarks/formats.py [--documents 60] [--rounds 5] [--corpus 3000] [--json FILE]
"""

import argparse
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from other_peers import OTHER_PEERS
from peers import PEERS

from synthphi import CorpusSpec, render, write_corpus
from synthphi.content import compose
from synthphi.corpus.plan import Plan
from synthphi.doctypes import PHI_CLASSES, Format
from synthphi.document import Document
from synthphi.people.pools import Pools
from synthphi.spec import DEFAULT_FORMATS


def documents_by_format(count: int, formats: Iterable[Format] = Format) -> dict[Format, list[Document]]:
    """Return `count` documents a format, both classes: of the default mix, or where that lacks it, of that format."""
    usual = [file_format for file_format in formats if file_format in DEFAULT_FORMATS]
    others = [file_format for file_format in formats if file_format not in DEFAULT_FORMATS]
    found = _documents(CorpusSpec(phi_positive=40 * count, phi_negative=40 * count), usual, count)
    for file_format in others:
        spec = CorpusSpec(phi_positive=count, phi_negative=count, formats={file_format: 1})
        found |= _documents(spec, [file_format], count)
    return found


def _documents(spec: CorpusSpec, formats: list[Format], count: int) -> dict[Format, list[Document]]:
    plan, pools = Plan(spec), Pools(spec)
    found: dict[Format, list[Document]] = {file_format: [] for file_format in formats}
    for number in range(spec.phi_positive):
        for phi_class in PHI_CLASSES:
            document = plan.document(phi_class, number)
            if len(found.get(document.format, ())) < count and document.format in found:
                # What is attached to a mail is of other formats, which have figures of their own.
                found[document.format].append(replace(compose(document, pools), attachments=()))
        if all(len(documents) == count for documents in found.values()):
            break
    return found


def cpu_ms(writer, documents: list[Document]) -> float:
    """Return the CPU-ms a document of one pass."""
    start = time.process_time()
    for document in documents:
        writer(document)
    return (time.process_time() - start) * 1000 / len(documents)


def compare(
    file_format: Format,
    documents: list[Document],
    rounds: int,
    name: str,
    peer: Callable[[Document], bytes],
) -> dict[str, object]:
    """Return ours and a peer's median CPU-ms over paired rounds."""

    def ours(document: Document) -> None:
        render(document, file_format)

    few = documents[: max(5, len(documents) // 4)]
    cpu_ms(ours, documents)
    cpu_ms(peer, few[:2])
    pairs = [(cpu_ms(ours, documents), cpu_ms(peer, few)) for _ in range(rounds)]
    return {
        "format": file_format.value,
        "peer": name,
        "synthphi_cpu_ms": statistics.median(pair[0] for pair in pairs),
        "peer_cpu_ms": statistics.median(pair[1] for pair in pairs),
        "ratio": statistics.median(pair[1] / pair[0] for pair in pairs),
    }


def end_to_end(count: int, rounds: int) -> dict[str, float]:
    """Return documents a second (wall clock and CPU) of a whole corpus in one process."""
    walls, cpus = [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            wall, cpu = time.perf_counter(), time.process_time()
            write_corpus(CorpusSpec(phi_positive=count * 2 // 3, phi_negative=count // 3), Path(folder) / "corpus")
            walls.append(time.perf_counter() - wall)
            cpus.append(time.process_time() - cpu)
    return {
        "documents": count,
        "documents_a_second": count / statistics.median(walls),
        "cpu_ms_a_document": statistics.median(cpus) * 1000 / count,
    }


def machine() -> dict[str, object]:
    """Return what a figure depends on besides the code: interpreter, machine, versions."""
    packages = (
        *("python-docx", "reportlab", "python-pptx", "openpyxl", "msgforge", "faker", "pyarrow"),
        *("docxtpl", "fpdf2", "typst", "xlsxwriter"),
    )
    return {
        "python": sys.version.split()[0],
        "machine": platform.machine(),
        "system": platform.platform(),
        "versions": {name: version(name) for name in packages},
    }


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--corpus", type=int, default=3000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    found = documents_by_format(options.documents)
    rows = [
        compare(file_format, documents, options.rounds, name, peer)
        for file_format, documents in found.items()
        for name, peer in (PEERS[file_format], *OTHER_PEERS.get(file_format, ()))
    ]
    print(f"{'format':8}{'synthphi':>12}{'usual way':>12}{'ratio':>9}   peer")
    for row in rows:
        print(
            f"{row['format']:8}{row['synthphi_cpu_ms']:>9.2f} ms{row['peer_cpu_ms']:>9.2f} ms"
            f"{row['ratio']:>8.0f}x   {row['peer']}"
        )
    whole = end_to_end(options.corpus, min(3, options.rounds))
    print(
        f"end to end, one process, {whole['documents']} documents: {whole['documents_a_second']:.0f} documents/s, "
        f"{whole['cpu_ms_a_document']:.2f} CPU-ms a document"
    )
    if options.json:
        options.json.write_text(json.dumps({"machine": machine(), "formats": rows, "end_to_end": whole}, indent=2))


if __name__ == "__main__":
    main()
