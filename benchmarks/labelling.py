"""What labels cost: rendering with places and boxes against rendering the same documents with no label in them.

The documents are those of the default mix, surfaces and all. `bare` is the same document with every tag taken off, so
that text, layout and bytes are the same and only the places are not noted. Each round has documents of its own, which
are rendered once with labels and once without, now the one first, now the other: a document that was rendered before
is cheaper, because lines of text are remembered. The median of the rounds' ratios counts. `annotate` (canonical text
and spans) is counted as a part of labelling.

    python benchmarks/labelling.py [--documents 40] [--rounds 12] [--json FILE] [--quick]
"""

import statistics
from dataclasses import fields, is_dataclass, replace
from typing import Any

import measuring
from documents import documents_by_format, rounds_of
from measuring import cpu_ms

from synthphi import render
from synthphi.doctypes import Format
from synthphi.document import Document, Fragment, annotate, text
from synthphi.spec import DEFAULT_FORMATS

_WARM_UP = 400
"""Documents that are rendered first: a process prepares each layout's parts when it first needs them."""


def bare(value: Any) -> Any:
    """Return a document, or a part of one, with the labels taken off and neighbouring fragments joined."""
    if isinstance(value, tuple):
        if value and all(isinstance(one, Fragment) for one in value):
            return text("".join(one.text for one in value))
        return tuple(map(bare, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: bare(getattr(value, field.name)) for field in fields(value)})
    return value


def compare(file_format: Format, documents: list[Document], warm: int, rounds: int) -> dict[str, Any]:
    """Return the CPU-ms of a document with and without labels, medians over paired rounds, and their ratio."""
    for document in documents[:warm]:
        assert render(document, file_format).data == render(bare(document), file_format).data, "labels change no byte"

    def labelling(document: Document) -> None:
        render(document, file_format)
        annotate(document)

    def rendering(document: Document) -> None:
        render(document, file_format)

    pairs = []
    for turn, batch in enumerate(rounds_of(documents, warm, rounds)):
        without = [bare(document) for document in batch]
        if turn % 2:
            first = cpu_ms(labelling, batch)
            pairs.append((first, cpu_ms(rendering, without)))
        else:
            last = cpu_ms(rendering, without)
            pairs.append((cpu_ms(labelling, batch), last))
    return {
        "format": file_format.value,
        "with_labels_cpu_ms": statistics.median(pair[0] for pair in pairs),
        "without_cpu_ms": statistics.median(pair[1] for pair in pairs),
        # The second of a pair is cheaper, so the ratios of two orders lie on two sides of the truth.
        "ratio": statistics.geometric_mean([statistics.median(a / b for a, b in pairs[order::2]) for order in (0, 1)]),
    }


def main() -> None:
    """Run the benchmark and print its table."""
    parser = measuring.parser(__doc__)
    parser.add_argument("--documents", type=int, default=40, help="a round and format")
    parser.add_argument("--rounds", type=int, default=12)
    asked = measuring.parse(parser, documents=5, rounds=2)
    measured = asked.documents * asked.rounds
    warm = min(_WARM_UP, measured)
    found = documents_by_format(measured + warm, DEFAULT_FORMATS)
    rows = [compare(file_format, documents, warm, asked.rounds) for file_format, documents in found.items()]
    print(f"{'format':8}{'with labels':>14}{'without':>12}{'labels add':>12}")
    for row in rows:
        print(
            f"{row['format']:8}{row['with_labels_cpu_ms']:>11.3f} ms{row['without_cpu_ms']:>9.3f} ms"
            f"{100 * (row['ratio'] - 1):>10.0f} %"
        )
    total = sum(DEFAULT_FORMATS.values())
    mixed = [
        sum(row[column] * DEFAULT_FORMATS[Format(row["format"])] / total for row in rows)
        for column in ("with_labels_cpu_ms", "without_cpu_ms")
    ]
    print(f"{'mix':8}{mixed[0]:>11.3f} ms{mixed[1]:>9.3f} ms{100 * (mixed[0] / mixed[1] - 1):>10.0f} %")
    measuring.save(asked, __doc__, {"formats": rows, "mix_ratio": mixed[0] / mixed[1]})


if __name__ == "__main__":
    main()
