"""The command ``synthphi``.

Prefect, Arrow and the formats are imported inside the commands, so that help is fast.
"""

import json
import os
import shlex
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer
from pydantic import BaseModel

from flows.options import merge, number_or_auto, weights
from synthphi.errors import SynthPhiError
from synthphi.spec import CorpusSpec, RunOptions

_FINISHED_WITH_ERRORS = 1
_BAD_INPUT = 2
_INTERRUPTED = 3

_EXIT_CODES = "Exit codes: 0 all is well, 1 finished with errors, 2 bad input, 3 interrupted: run again to go on."

app = typer.Typer(
    name="synthphi",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"Start with: [bold]synthphi generate --output corpus[/bold]\n\n{_EXIT_CODES}",
)


def _spec_option(model: type[BaseModel], field: str, *flags: str, metavar: str | None = None) -> Any:
    """Return an option described as the field that it sets; left out, the config file or the default decides."""
    info = model.model_fields[field]
    default = "the usual mix" if info.default_factory else info.default
    shown = False if default is None else str(default)
    return typer.Option(*flags, help=info.description, metavar=metavar, show_default=shown)


_Corpus = Annotated[Path, typer.Argument(metavar="DIR", help="The corpus folder.")]
_Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON object on standard output, and nothing else there.")
]


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


@app.command(
    epilog="Examples:\n\n"
    "synthphi generate --phi-positive 200 --phi-negative 100 --seed 42 --output corpus\n\n"
    "synthphi generate --config corpus.yaml --workers 8\n\n"
    "synthphi generate --type ProgressNote=2 --type LabResult=1 --format pdf=1 --phi-negative 0 --output notes\n\n"
    "An interrupted run goes on where it was when the same command is given again; documents that are there "
    "and whole are not made again. " + _EXIT_CODES
)
def generate(
    phi_positive: Annotated[int | None, _spec_option(CorpusSpec, "phi_positive", "--phi-positive")] = None,
    phi_negative: Annotated[int | None, _spec_option(CorpusSpec, "phi_negative", "--phi-negative")] = None,
    seed: Annotated[int | None, _spec_option(CorpusSpec, "seed", "--seed")] = None,
    output: Annotated[Path | None, _spec_option(RunOptions, "output", "--output", "-o", metavar="DIR")] = None,
    workers: Annotated[str | None, _spec_option(RunOptions, "workers", "--workers", "-w", metavar="N|auto")] = None,
    batch_size: Annotated[str | None, _spec_option(RunOptions, "batch_size", "--batch-size", metavar="N|auto")] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            "-c",
            metavar="FILE",
            help="A YAML file with these settings (phi_positive: 200, types: {ProgressNote: 2}, …). Options win over it.",
        ),
    ] = None,
    as_of: Annotated[str | None, _spec_option(CorpusSpec, "as_of", "--as-of", metavar="YYYY-MM-DD")] = None,
    names: Annotated[str | None, _spec_option(CorpusSpec, "names", "--names", metavar="descriptive|neutral")] = None,
    documents_per_patient: Annotated[
        int | None, _spec_option(CorpusSpec, "documents_per_patient", "--documents-per-patient")
    ] = None,
    patients: Annotated[int | None, _spec_option(CorpusSpec, "patients", "--patients")] = None,
    providers: Annotated[int | None, _spec_option(CorpusSpec, "providers", "--providers")] = None,
    facilities: Annotated[int | None, _spec_option(CorpusSpec, "facilities", "--facilities")] = None,
    types: Annotated[list[str] | None, _spec_option(CorpusSpec, "types", "--type", metavar="TYPE=WEIGHT")] = None,
    formats: Annotated[
        list[str] | None, _spec_option(CorpusSpec, "formats", "--format", metavar="FORMAT=WEIGHT")
    ] = None,
    as_json: _Json = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show Prefect's log on standard error.")] = False,
) -> None:
    """Make a corpus: documents with and without PHI, and labels that say where every PHI value is."""
    with _exit_codes():
        spec, run = merge(
            config,
            {
                "phi_positive": phi_positive,
                "phi_negative": phi_negative,
                "seed": seed,
                "output": output,
                "workers": number_or_auto("--workers", workers),
                "batch_size": number_or_auto("--batch-size", batch_size),
                "as_of": as_of,
                "names": names,
                "documents_per_patient": documents_per_patient,
                "patients": patients,
                "providers": providers,
                "facilities": facilities,
                "types": weights("--type", types or []),
                "formats": weights("--format", formats or []),
            },
        )
        stats = _launch(spec, run, bar=not as_json and not verbose and _on_a_terminal(), verbose=verbose)
    if as_json:
        _print_json({"output": str(run.output.resolve()), "fingerprint": spec.fingerprint, **_counts(stats)})
    else:
        typer.echo(statistics_block(stats, run.output))
    if stats.errors or stats.missing:
        typer.secho(f"finished with errors: see {run.output / 'errors.jsonl'}", err=True, fg=typer.colors.RED)
        raise typer.Exit(_FINISHED_WITH_ERRORS)
