"""CPU-ms a document by format against the usual libraries, and documents a second end to end.

One process, one core. For each format the writers take turns over the same documents, round by round, now ours first,
now the others, and the median of the rounds counts, so that a machine that changes speed changes all. Each round has
documents of its own, because one that was rendered before is cheaper; some are rendered first, to warm up. A round is
long enough for the cheapest of them: sixteen mails, which take a millisecond and a half, are mostly found cold where
another library has just been at work. What is attached to mails is left out. End to end is `write_corpus` with the
default mix into a new folder: people, content, labels, render, hash, write, receipts, label tables, counts.

    python benchmarks/formats.py [--documents 64] [--rounds 7] [--corpus 6000] [--json FILE] [--quick]
"""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import measuring
from documents import documents_by_format, rounds_of
from other_peers import OTHER_PEERS
from peers import PEERS

from synthphi import CorpusSpec, render, write_corpus
from synthphi.doctypes import Format
from synthphi.document import Document

Peer: TypeAlias = tuple[str, Callable[[Document], bytes]]

_WARM = 200


def compare(
    file_format: Format, documents: list[Document], warm: int, rounds: int, peers: Sequence[Peer]
) -> list[dict[str, Any]]:
    """Return ours and each peer's median CPU-ms over paired rounds."""

    def ours(document: Document) -> None:
        render(document, file_format)

    measuring.cpu_ms(ours, documents[:warm])
    for _, peer in peers:
        measuring.cpu_ms(peer, documents[:2])
    own: list[float] = []
    others: dict[str, list[float]] = {name: [] for name, _ in peers}
    for turn, batch in enumerate(rounds_of(documents, warm, rounds)):
        if not turn % 2:
            own.append(measuring.cpu_ms(ours, batch))
        for name, peer in peers:
            others[name].append(measuring.cpu_ms(peer, batch))
        if turn % 2:
            own.append(measuring.cpu_ms(ours, batch))
    return [
        {
            "format": file_format.value,
            "peer": name,
            "synthphi_cpu_ms": statistics.median(own),
            "peer_cpu_ms": statistics.median(taken),
            "ratio": statistics.median(usual / mine for mine, usual in zip(own, taken, strict=True)),
        }
        for name, taken in others.items()
    ]


def end_to_end(count: int, rounds: int) -> dict[str, float]:
    """Return documents a second (wall clock and CPU) of a whole corpus in one process."""
    walls, cpus = [], []
    spec = CorpusSpec(phi_positive=count * 2 // 3, phi_negative=count // 3)
    with measuring.scratch() as folder:
        for turn in range(rounds):
            wall, cpu = time.perf_counter(), time.process_time()
            write_corpus(spec, folder / str(turn))
            walls.append(time.perf_counter() - wall)
            cpus.append(time.process_time() - cpu)
    return {
        "documents": count,
        "documents_a_second": count / statistics.median(walls),
        "cpu_ms_a_document": statistics.median(cpus) * 1000 / count,
    }


def main() -> None:
    """Run the benchmark and print its table."""
    parser = measuring.parser(__doc__)
    parser.add_argument("--documents", type=int, default=64, help="a round and format")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--corpus", type=int, default=6_000, help="documents of the corpus")
    asked = measuring.parse(parser, documents=4, rounds=2, corpus=150)
    measured = asked.documents * asked.rounds
    warm = min(_WARM, measured)
    rows = []
    for file_format, documents in documents_by_format(measured + warm).items():
        peers = [PEERS[file_format], *OTHER_PEERS.get(file_format, ())]
        rows += compare(file_format, documents, warm, asked.rounds, peers)
    columns = ("format", "synthphi_cpu_ms", "peer_cpu_ms", "ratio", "peer")
    measuring.print_table(
        ("CPU-ms", "synthphi", "usual way", "ratio", "by"), [[row[name] for name in columns] for row in rows]
    )
    whole = end_to_end(asked.corpus, min(3, asked.rounds))
    print(
        f"end to end, one process, {whole['documents']} documents: {whole['documents_a_second']:.0f} documents/s, "
        f"{whole['cpu_ms_a_document']:.2f} CPU-ms a document"
    )
    measuring.save(asked, __doc__, {"formats": rows, "end_to_end": whole})


if __name__ == "__main__":
    main()
