"""The command that makes what is missing or damaged in a corpus anew: ``repair``.

It needs no Prefect. Arrow and the formats are imported inside, so that help is fast.
"""

from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands import (
    FINISHED_WITH_ERRORS,
    CorpusArgument,
    JsonOption,
    exit_codes,
    on_a_terminal,
    print_json,
)
from flows.options import merge, number_or_auto
from flows.workers import process_count
from synthphi.run_options import RunOptions

if TYPE_CHECKING:
    from synthphi.corpus.damage import Damage
    from synthphi.corpus.repair import RepairReport

mending = typer.Typer()
_MOST_TOLD = 20


@mending.command(
    epilog="Examples:\n\n"
    "synthphi repair corpus --check\n\n"
    "synthphi repair corpus --workers 4\n\n"
    "Every document is hashed and compared with its receipt, and every other file with what was recorded of it. "
    "Batches in which something is wrong are made anew, into the same bytes; files that are none of the corpus are "
    "told, and left alone.\n\n"
    "Exit codes: 0 nothing is wrong, or nothing any more, 1 something is (with --check) or could not be repaired, "
    "2 bad input, 3 interrupted: run again to go on."
)
def repair(
    corpus: CorpusArgument,
    check: Annotated[bool, typer.Option("--check", help="Only tell what is wrong; nothing is written.")] = False,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            "-c",
            metavar="FILE",
            help="The config file that the corpus was made with, where corpus.json is lost.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        str, typer.Option("--workers", "-w", metavar="N|auto", help="Processes that share the work.")
    ] = "auto",
    as_json: JsonOption = False,
) -> None:
    """Make what is missing or damaged in a corpus anew, and prove it with hashes."""
    from synthphi.corpus.repair import repair as repaired  # noqa: PLC0415  (slow imports)
    from synthphi.report import write_report  # noqa: PLC0415

    with exit_codes(), ExitStack() as stack:
        options = RunOptions.parse({"workers": number_or_auto("--workers", workers)})
        spec = merge(config, {})[0] if config is not None else None
        progress = None
        if on_a_terminal():
            from flows.bar import documents_bar  # noqa: PLC0415

            progress = stack.enter_context(documents_bar("reading receipts"))
        report = repaired(
            corpus,
            spec=spec,
            check=check,
            workers=process_count(options.workers),
            progress=progress,
            write_report=write_report,
        )
    if as_json:
        print_json({"corpus": str(corpus.resolve()), **report.model_dump(mode="json")})
    else:
        _tell(report)
    if not report.ok:
        raise typer.Exit(FINISHED_WITH_ERRORS)


def _tell(report: "RepairReport") -> None:
    typer.echo(f"Documents hashed: {report.documents}")
    if report.damaged:
        kinds = ", ".join(f"{kind} {count}" for kind, count in Counter(report.damaged).most_common())
        typer.echo(f"Missing or damaged: {kinds}")
    _list(report.damage, typer.colors.YELLOW)
    if report.made_anew:
        typer.echo(f"Documents made anew: {report.made_anew}, {report.proven} of them with the hash that was recorded")
    if report.foreign:
        typer.echo(f"Files that are none of the corpus, left alone: {len(report.foreign)}")
        for path in report.foreign[:_MOST_TOLD]:
            typer.echo(f"  {path}", err=True)
    if report.ok:
        typer.secho("All hashes are as recorded.", fg=typer.colors.GREEN)
    elif report.checked:
        typer.echo("Nothing was written: leave out --check to repair.")
    else:
        typer.echo(f"Could not be repaired: {len(report.left)}")
        _list(report.left, typer.colors.RED)


def _list(damage: "list[Damage]", colour: str) -> None:
    for one in damage[:_MOST_TOLD]:
        typer.secho(f"  {one}", err=True, fg=colour)
    if len(damage) > _MOST_TOLD:
        typer.echo(f"  … and {len(damage) - _MOST_TOLD} more: --json gives them all", err=True)
