"""The commands that make a corpus: ``generate``, ``extend``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import BaseModel

from flows.commands import (
    EXIT_CODES,
    FINISHED_WITH_ERRORS,
    INTERRUPTED,
    CorpusArgument,
    JsonOption,
    counts_of,
    exit_codes,
    on_a_terminal,
    print_json,
    quiet_prefect,
    warn_of_issuance_shaped,
)
from flows.loading import leave_without_looking
from flows.options import merge, number_or_auto, weights
from synthphi.doctypes import TYPES, Format, PhiClass
from synthphi.presets import PRESETS
from synthphi.run_options import RunOptions
from synthphi.spec import CorpusSpec

if TYPE_CHECKING:
    from synthphi.corpus.stats import CorpusStats

making = typer.Typer()


def _spec_option(model: type[BaseModel], field: str, *flags: str, metavar: str | None = None) -> Any:
    """Return an option described as the field that it sets; left out, the config file or the default decides."""
    info = model.model_fields[field]
    default = "the usual mix" if info.default_factory else info.default
    shown = False if default is None else str(default)
    return typer.Option(*flags, help=info.description, metavar=metavar, show_default=shown)


def _types(phi_class: PhiClass) -> str:
    return ", ".join(doc_type for doc_type, facts in TYPES.items() if facts.phi_class == phi_class)


_Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show Prefect's log on standard error.")]


@making.command(
    epilog="Examples:\n\n"
    "synthphi generate --phi-positive 200 --phi-negative 100 --seed 42 --output corpus\n\n"
    "synthphi generate --config corpus.yaml --workers 8\n\n"
    "synthphi generate --preset purview --seed 7 --output purview\n\n"
    "synthphi generate --type ProgressNote=2 --type LabResult=1 --format pdf=1 --phi-negative 0 --output notes\n\n"
    f"Types with PHI: {_types('positive')}.\n\n"
    f"Types without: {_types('negative')}.\n\n"
    f"Formats: {', '.join(Format)}.\n\n"
    "An interrupted run goes on where it was when the same command is given again; documents that are there "
    "and whole are not made again. " + EXIT_CODES
)
def generate(
    phi_positive: Annotated[int | None, _spec_option(CorpusSpec, "phi_positive", "--phi-positive")] = None,
    phi_negative: Annotated[int | None, _spec_option(CorpusSpec, "phi_negative", "--phi-negative")] = None,
    seed: Annotated[int | None, _spec_option(CorpusSpec, "seed", "--seed")] = None,
    output: Annotated[Path | None, _spec_option(RunOptions, "output", "--output", "-o", metavar="DIR")] = None,
    workers: Annotated[str | None, _spec_option(RunOptions, "workers", "--workers", "-w", metavar="N|auto")] = None,
    batch_size: Annotated[str | None, _spec_option(RunOptions, "batch_size", "--batch-size", metavar="N|auto")] = None,
    stall_timeout: Annotated[
        float | None, _spec_option(RunOptions, "stall_timeout", "--stall-timeout", metavar="SECONDS")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            "-c",
            metavar="FILE",
            help="A YAML file with these settings (phi_positive: 200, types: {ProgressNote: 2}, …). "
            "Options win over it.",
        ),
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(
            "--preset",
            metavar="|".join(PRESETS),
            help="Settings for a purpose; the config file wins over them, and options over both. purview: seed and "
            "test folders for a trainable classifier of Microsoft Purview, within its limits.",
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
    surfaces: Annotated[
        list[str] | None, _spec_option(CorpusSpec, "surfaces", "--surface", metavar="SURFACE=SHARE")
    ] = None,
    pack: Annotated[str | None, _spec_option(CorpusSpec, "pack", "--pack", metavar="none|tar")] = None,
    surface_only: Annotated[float | None, _spec_option(CorpusSpec, "surface_only", "--surface-only")] = None,
    identifiers: Annotated[
        str | None, _spec_option(CorpusSpec, "identifiers", "--identifiers", metavar="reserved|issuance_shaped")
    ] = None,
    acknowledge_issuance_shaped: Annotated[
        bool,
        typer.Option(
            "--acknowledge-issuance-shaped",
            help="Say that you know what issuance_shaped means: numbers may equal those of real people.",
        ),
    ] = False,
    fsync: Annotated[bool | None, _spec_option(RunOptions, "fsync", "--fsync/--no-fsync")] = None,
    overwrite: Annotated[
        bool,
        typer.Option(
            "--overwrite",
            help="Replace a corpus of another spec in the output folder. Deleted is what its manifest and receipts "
            "name and what a run makes; other files stay.",
        ),
    ] = False,
    as_json: JsonOption = False,
    verbose: _Verbose = False,
) -> None:
    """Make a corpus: documents with and without PHI, and labels that say where every PHI value is."""
    with exit_codes():
        spec, run = merge(
            config,
            {
                "phi_positive": phi_positive,
                "phi_negative": phi_negative,
                "seed": seed,
                "output": output,
                "workers": number_or_auto("--workers", workers),
                "batch_size": number_or_auto("--batch-size", batch_size),
                "stall_timeout": stall_timeout,
                "as_of": as_of,
                "names": names,
                "documents_per_patient": documents_per_patient,
                "patients": patients,
                "providers": providers,
                "facilities": facilities,
                "types": weights("--type", types or []),
                "formats": weights("--format", formats or []),
                "surfaces": weights("--surface", surfaces or []),
                "surface_only": surface_only,
                "pack": pack,
                "identifiers": identifiers,
                "issuance_shaped_acknowledged": acknowledge_issuance_shaped or None,
                "fsync": fsync,
            },
            preset,
        )
        warn_of_issuance_shaped(spec)
        if overwrite:
            _make_room(spec, run.output)
        stats = _launch(spec, run, verbose=verbose)
    _tell(stats, spec, run, as_json=as_json)


@making.command(
    epilog="Example: synthphi extend corpus --phi-positive 5000\n\n"
    "Documents that are there are kept, to the byte; the corpus becomes the one that a first run with these numbers "
    "would have made. " + EXIT_CODES
)
def extend(
    corpus: CorpusArgument,
    phi_positive: Annotated[int | None, typer.Option(help="How many documents with PHI it is to have in all.")] = None,
    phi_negative: Annotated[int | None, typer.Option(help="How many without.")] = None,
    workers: Annotated[str | None, _spec_option(RunOptions, "workers", "--workers", "-w", metavar="N|auto")] = None,
    as_json: JsonOption = False,
    verbose: _Verbose = False,
) -> None:
    """Make more documents in a corpus that is there."""
    from synthphi.corpus.extend import extend as extended  # noqa: PLC0415  (slow import)

    with exit_codes():
        given = {"output": corpus, "workers": number_or_auto("--workers", workers) or "auto"}
        run = RunOptions.parse(given)
        spec = extended(corpus, phi_positive=phi_positive, phi_negative=phi_negative)
        warn_of_issuance_shaped(spec)
        stats = _launch(spec, run, verbose=verbose)
    _tell(stats, spec, run, as_json=as_json)


def _make_room(spec: CorpusSpec, output: Path) -> None:
    from synthphi.corpus.overwrite import make_room  # noqa: PLC0415  (slow import)

    if deleted := make_room(spec, output):
        typer.echo(f"{deleted} documents of another corpus deleted", err=True)


def _tell(stats: "CorpusStats", spec: CorpusSpec, run: RunOptions, *, as_json: bool) -> None:
    """Print the counts of a finished run, and leave with the exit code that they ask for."""
    if as_json:
        print_json({"output": str(run.output.resolve()), "fingerprint": spec.fingerprint, **counts_of(stats)})
    else:
        from synthphi.corpus.stats import statistics_block  # noqa: PLC0415  (slow import)

        typer.echo(statistics_block(stats, run.output))
    if stats.missing and not stats.errors:
        typer.secho(
            f"{stats.missing} documents are missing: files of the corpus were damaged or removed while it was made; "
            "run the same command again",
            err=True,
            fg=typer.colors.RED,
        )
        raise typer.Exit(INTERRUPTED)
    if stats.errors or stats.missing:
        typer.secho(f"finished with errors: see {run.output / 'errors.jsonl'}", err=True, fg=typer.colors.RED)
        raise typer.Exit(FINISHED_WITH_ERRORS)


def _launch(spec: CorpusSpec, run: RunOptions, *, verbose: bool) -> "CorpusStats":
    quiet_prefect(verbose=verbose)
    leave_without_looking()
    # An output that cannot be used is said at once, not after the seconds that Prefect takes to start.
    from synthphi.corpus.lock import writing  # noqa: PLC0415  (slow import)

    with writing(spec, run.output):
        pass
    if verbose or not on_a_terminal():
        from flows.launch import launch  # noqa: PLC0415

        return launch(spec, run)
    from flows.bar import documents_bar  # noqa: PLC0415

    with documents_bar("starting Prefect") as bar:
        from flows.launch import launch  # noqa: PLC0415

        return launch(spec, run, lambda progress: bar("rendering", progress.done, progress.total))
