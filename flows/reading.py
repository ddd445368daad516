"""What ``synthphi verify`` and ``synthphi show`` print."""

from collections import Counter
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text

from flows.bar import documents_bar
from flows.commands import on_a_terminal
from synthphi.corpus import verify as library
from synthphi.corpus.show import annotated_text
from synthphi.corpus.verify import VerifyReport

_MOST_PROBLEMS = 20
_PHI_STYLE = "bold white on red"
_LABEL_STYLE = "underline cyan"


def verify_with_bar(corpus: Path, workers: int) -> VerifyReport:
    """Verify a corpus, with a progress bar on a terminal.

    Raises:
        CorpusError: there is no corpus, or its labels or pools are missing or damaged.
    """
    if not on_a_terminal():
        return library.verify(corpus, workers=workers)
    with documents_bar("reading labels") as bar:
        return library.verify(corpus, workers=workers, progress=lambda done, total: bar("verifying", done, total))


def print_report(report: VerifyReport) -> None:
    """Print what was looked at on standard output, and what is wrong, the first of each kind, on standard error."""
    typer.echo(f"Documents read: {report.documents}")
    typer.echo(f"Labels found: {report.spans} at {report.places} places")
    typer.echo(f"Negatives searched: {report.negatives} for {report.values} values of patients")
    if report.ok:
        typer.secho("Everything is as labelled.", fg=typer.colors.GREEN)
        return
    typer.echo(f"Problems: {len(report.problems)}")
    for problem in report.problems[:_MOST_PROBLEMS]:
        typer.secho(f"  {problem}", err=True, fg=typer.colors.RED)
    if len(report.problems) > _MOST_PROBLEMS:
        typer.echo(f"  … and {len(report.problems) - _MOST_PROBLEMS} more: --json gives them all", err=True)


def print_document(file: Path, console: Console | None = None) -> None:
    """Print the text of a document with its labels in colour, and a legend.

    Raises:
        CorpusError: the file is not a document of a corpus.
    """
    document = annotated_text(file)
    out = console or Console(highlight=False)
    text = Text(document.text)
    for span in document.spans:
        text.stylize(_PHI_STYLE if span.phi else _LABEL_STYLE, span.start, span.end)
    out.print(text, soft_wrap=True)
    out.rule()
    out.print(_legend(Counter((span.phi, str(span.label)) for span in document.spans)), soft_wrap=True)


def _legend(labels: Counter[tuple[bool, str]]) -> Text:
    legend = Text()
    for phi, style, title in ((True, _PHI_STYLE, "PHI"), (False, _LABEL_STYLE, "not PHI")):
        names = [f"{name} {count}" for (is_phi, name), count in sorted(labels.items()) if is_phi == phi]
        legend.append(title, style=style)
        legend.append(f"  {', '.join(names) or 'none'}\n")
    return legend
