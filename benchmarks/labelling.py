"""What labels cost: rendering with places and boxes against rendering the same documents with no label in them.

The documents are those of the default mix, surfaces and all. `bare` is the same document with every tag taken off, so
that text, layout and bytes are the same and only the places are not noted; the two take turns, round by round, and
the median of the ratios counts. `annotate` (canonical text and spans) is counted as a part of labelling, too.

    python benchmarks/labelling.py [--documents 200] [--rounds 9] [--json FILE]
"""

import argparse
import json
import statistics
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from formats import cpu_ms, documents_by_format, machine

from synthphi import render
from synthphi.doctypes import Format
from synthphi.document import Document, Fragment, annotate, text


def bare(value: Any) -> Any:
    """Return a document, or a part of one, with the labels taken off and neighbouring fragments joined."""
    if isinstance(value, tuple):
        if value and all(isinstance(one, Fragment) for one in value):
            return text("".join(one.text for one in value))
        return tuple(map(bare, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: bare(getattr(value, field.name)) for field in fields(value)})
    return value


def compare(file_format: Format, documents: list[Document], rounds: int) -> dict[str, Any]:
    """Return the CPU-ms of a document with and without labels, medians over paired rounds, and their ratio."""
    without = [bare(document) for document in documents]
    for labelled, plain in zip(documents, without, strict=True):
        assert render(labelled, file_format).data == render(plain, file_format).data, "labels change no byte"

    def labelling(document: Document) -> None:
        render(document, file_format)
        annotate(document)

    def rendering(document: Document) -> None:
        render(document, file_format)

    pairs = [(cpu_ms(labelling, documents), cpu_ms(rendering, without)) for _ in range(rounds)]
    return {
        "format": file_format.value,
        "with_labels_cpu_ms": statistics.median(pair[0] for pair in pairs),
        "without_cpu_ms": statistics.median(pair[1] for pair in pairs),
        "ratio": statistics.median(pair[0] / pair[1] for pair in pairs),
    }


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    found = documents_by_format(options.documents)
    rows = [compare(file_format, documents, options.rounds) for file_format, documents in found.items()]
    print(f"{'format':8}{'with labels':>14}{'without':>12}{'labels add':>12}")
    for row in rows:
        print(
            f"{row['format']:8}{row['with_labels_cpu_ms']:>11.3f} ms{row['without_cpu_ms']:>9.3f} ms"
            f"{100 * (row['ratio'] - 1):>10.0f} %"
        )
    if options.json:
        options.json.write_text(json.dumps({"machine": machine(), "formats": rows}, indent=2))


if __name__ == "__main__":
    main()
