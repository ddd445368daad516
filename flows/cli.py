"""The command ``synthphi``.

A command is loaded when it is called, so that help is there at once: the options of ``generate`` alone take longer to
load than all the rest. Prefect, Arrow and the formats are imported inside the commands, for the same reason.
"""

from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup
from typer.main import get_group

from flows.commands import EXIT_CODES

_COMMANDS: Final = {
    "generate": (
        "making",
        "Make a corpus: documents with and without PHI, and labels that say where every PHI value is.",
    ),
    "extend": ("making", "Make more documents in a corpus that is there."),
    "verify": ("looking", "Read every document of a corpus back and check it against its labels."),
    "stats": (
        "looking",
        "Print the counts of a corpus: documents by format and type, labels, speed; of one that is being made, so far.",
    ),
    "report": (
        "looking",
        "Write report.html into a corpus: its counts, pages and documents with their labels, in one file.",
    ),
    "show": ("looking", "Print the text of a document with its labels in colour: PHI on red, other labels underlined."),
    "repair": ("mending", "Make what is missing or damaged in a corpus anew, and prove it with hashes."),
}
"""By name: the module of `flows` with the command, in a `typer.Typer` of the same name, and what help says of it."""


class _Commands(TyperGroup):
    """Lists commands by what is said of them here, and loads the one that is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, listed, rest = super().resolve_command(ctx, args)
        if name is None or listed is None:
            return name, listed, rest
        module, _ = _COMMANDS[name]
        return name, get_group(getattr(import_module(f"flows.{module}"), module)).commands[name], rest


app = typer.Typer(
    name="synthphi",
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"Start with: [bold]synthphi generate --output corpus[/bold]\n\n{EXIT_CODES}",
)


@app.callback(invoke_without_command=True)
def main(
    show_version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", is_eager=True)
    ] = False,
) -> None:
    """Make labelled synthetic PHI corpora in real office formats, and check them."""
    if show_version:
        typer.echo(f"synthphi {version('synthphi')}")
        raise typer.Exit


for _name, (_, _help) in _COMMANDS.items():
    app.command(_name, help=_help)(lambda: None)
