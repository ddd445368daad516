"""What ``synthphi verify`` and ``synthphi show`` print."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from flows.bar import documents_bar
from flows.commands import on_a_terminal, visible
from synthphi.corpus import verify as library
from synthphi.corpus.files import write_bytes
from synthphi.corpus.show import annotated_text
from synthphi.corpus.verify import VerifyReport

_MOST_PROBLEMS = 20
_PHI_STYLE = "bold white on red"
_LABEL_STYLE = "underline cyan"


def verify_with_bar(
    corpus: Path, workers: int, *, thorough: bool = False, sample: int = library.SAMPLE
) -> VerifyReport:
    """Verify a corpus, with a progress bar on a terminal.

    Raises:
        CorpusError: there is no corpus, or its labels or pools are missing or damaged, or a program that a thorough
            verification needs is not installed.
    """
    if not on_a_terminal():
        return library.verify(corpus, workers=workers, thorough=thorough, sample=sample)
    with documents_bar("reading labels") as bar:
        return library.verify(
            corpus,
            workers=workers,
            progress=lambda done, total: bar("verifying", done, total),
            thorough=thorough,
            sample=sample,
        )


def write_report(file: Path, found: dict[str, Any]) -> None:
    """Write a report to a JSON file, whole or not at all.

    Raises:
        OutputError: it cannot be written.
    """
    write_bytes(file, json.dumps(found, indent=2, ensure_ascii=False).encode() + b"\n")


def print_report(report: VerifyReport) -> None:
    """Print what was looked at on standard output, and what is wrong, the first of it, on standard error."""
    for line in library.summary(report):
        typer.echo(line)
    if report.ok:
        typer.secho("Everything is as labelled.", fg=typer.colors.GREEN)
        return
    typer.echo(f"Problems: {len(report.problems)}")
    for problem in report.problems[:_MOST_PROBLEMS]:
        typer.secho(visible(f"  {problem}"), err=True, fg=typer.colors.RED)
    if len(report.problems) > _MOST_PROBLEMS:
        typer.echo(f"  … and {len(report.problems) - _MOST_PROBLEMS} more: --json gives them all", err=True)


def write_page(file: Path, output: Path | None) -> None:
    """Write a document as an HTML page, and print the page's path.

    Raises:
        CorpusError: the file is not a document of a corpus.
        OutputError: the page cannot be written there.
    """
    from synthphi.report import write_document_page  # noqa: PLC0415  (slow import)

    typer.echo(write_document_page(file, output))


def print_document(file: Path, console: Console | None = None) -> None:
    """Print the text of a document with its labels in colour, a legend, and the surfaces that they are on.

    Raises:
        CorpusError: the file is not a document of a corpus.
    """
    document = annotated_text(file)
    out = console or Console(highlight=False)
    text = Text(visible(document.text))
    for span in document.spans:
        text.stylize(_PHI_STYLE if span.phi else _LABEL_STYLE, span.start, span.end)
    out.print(text, soft_wrap=True)
    out.rule()
    out.print(_legend(Counter((span.phi, str(span.label)) for span in document.spans)), soft_wrap=True, end="")
    surfaces = Counter(span.surface for span in document.spans)
    counts = ", ".join(f"{name} {count}" for name, count in surfaces.items())
    out.print(Text(visible(f"surfaces  {counts or 'none'}")), soft_wrap=True)


def _legend(labels: Counter[tuple[bool, str]]) -> Text:
    legend = Text()
    for phi, style, title in ((True, _PHI_STYLE, "PHI"), (False, _LABEL_STYLE, "not PHI")):
        names = [f"{name} {count}" for (is_phi, name), count in sorted(labels.items()) if is_phi == phi]
        legend.append(title, style=style)
        legend.append(visible(f"  {', '.join(names) or 'none'}\n"))
    return legend
