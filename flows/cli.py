"""The command ``synthphi``.

Prefect, Arrow and the formats are imported inside the commands, so that help is fast.
"""

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import BaseModel

from flows.commands import EXIT_CODES, FINISHED_WITH_ERRORS, exit_codes, on_a_terminal, print_json, quiet_prefect
from flows.options import merge, number_or_auto, weights
from flows.workers import process_count
from synthphi.doctypes import TYPES, Format, PhiClass
from synthphi.spec import CorpusSpec, RunOptions

if TYPE_CHECKING:
    from synthphi.corpus.stats import CorpusStats

app = typer.Typer(
    name="synthphi",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"Start with: [bold]synthphi generate --output corpus[/bold]\n\n{EXIT_CODES}",
)


def _spec_option(model: type[BaseModel], field: str, *flags: str, metavar: str | None = None) -> Any:
    """Return an option described as the field that it sets; left out, the config file or the default decides."""
    info = model.model_fields[field]
    default = "the usual mix" if info.default_factory else info.default
    shown = False if default is None else str(default)
    return typer.Option(*flags, help=info.description, metavar=metavar, show_default=shown)


def _types(phi_class: PhiClass) -> str:
    return ", ".join(doc_type for doc_type, facts in TYPES.items() if facts.phi_class == phi_class)


_Corpus = Annotated[Path, typer.Argument(metavar="DIR", help="The corpus folder.")]
_Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show Prefect's log on standard error.")]
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
    surface_only: Annotated[float | None, _spec_option(CorpusSpec, "surface_only", "--surface-only")] = None,
    as_json: _Json = False,
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
            },
        )
        stats = _launch(spec, run, verbose=verbose)
    _tell(stats, spec, run, as_json=as_json)


@app.command(
    epilog="Example: synthphi extend corpus --phi-positive 5000\n\n"
    "Documents that are there are kept, to the byte; the corpus becomes the one that a first run with these numbers "
    "would have made. " + EXIT_CODES
)
def extend(
    corpus: _Corpus,
    phi_positive: Annotated[int | None, typer.Option(help="How many documents with PHI it is to have in all.")] = None,
    phi_negative: Annotated[int | None, typer.Option(help="How many without.")] = None,
    workers: Annotated[str | None, _spec_option(RunOptions, "workers", "--workers", "-w", metavar="N|auto")] = None,
    as_json: _Json = False,
    verbose: _Verbose = False,
) -> None:
    """Make more documents in a corpus that is there."""
    from synthphi.corpus.extend import extend as extended  # noqa: PLC0415  (slow import)

    with exit_codes():
        given = {"output": corpus, "workers": number_or_auto("--workers", workers) or "auto"}
        run = RunOptions.parse(given)
        spec = extended(corpus, phi_positive=phi_positive, phi_negative=phi_negative)
        stats = _launch(spec, run, verbose=verbose)
    _tell(stats, spec, run, as_json=as_json)


def _tell(stats: "CorpusStats", spec: CorpusSpec, run: RunOptions, *, as_json: bool) -> None:
    """Print the counts of a finished run, and leave with the exit code that they ask for."""
    if as_json:
        print_json({"output": str(run.output.resolve()), "fingerprint": spec.fingerprint, **_counts(stats)})
    else:
        from synthphi.corpus.stats import statistics_block  # noqa: PLC0415  (slow import)

        typer.echo(statistics_block(stats, run.output))
    if stats.errors or stats.missing:
        typer.secho(f"finished with errors: see {run.output / 'errors.jsonl'}", err=True, fg=typer.colors.RED)
        raise typer.Exit(FINISHED_WITH_ERRORS)


def _launch(spec: CorpusSpec, run: RunOptions, *, verbose: bool) -> "CorpusStats":
    quiet_prefect(verbose=verbose)
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


def _counts(stats: "CorpusStats") -> dict[str, Any]:
    """Return the counts of a corpus, with the speed, as JSON."""
    return {**stats.model_dump(mode="json"), "documents_per_second": round(stats.documents_per_second, 2)}


@app.command(
    epilog="Examples:\n\n"
    "synthphi verify corpus\n\n"
    "synthphi verify corpus --workers 4 --json\n\n"
    "synthphi verify corpus --thorough --report verification.json\n\n"
    "Checked are number, size and SHA-256 of the documents, the text and every place of every label, and how well "
    "boxes on pages fit; that no value of the pools stands anywhere in a file without a label, and none of a patient "
    "in a document without PHI; and that identifiers are of ranges that nobody has.\n\n" + EXIT_CODES
)
def verify(
    corpus: _Corpus,
    as_json: _Json = False,
    workers: Annotated[
        str, typer.Option("--workers", "-w", metavar="N|auto", help="Processes that share the work.")
    ] = "auto",
    thorough: Annotated[
        bool,
        typer.Option(
            "--thorough",
            help="Have second readers read the files, too: pandoc, poppler, Perl's MIME::Parser and LibreOffice.",
        ),
    ] = False,
    thorough_sample: Annotated[
        int, typer.Option("--thorough-sample", min=0, metavar="N", help="How many decks LibreOffice lays out at most.")
    ] = 20,
    report_file: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="Write what was found to a JSON file.", show_default=False),
    ] = None,
) -> None:
    """Read every document of a corpus back and check it against its labels."""
    from flows.reading import print_report, verify_with_bar, write_report  # noqa: PLC0415  (slow imports)

    with exit_codes():
        options = RunOptions.parse({"workers": number_or_auto("--workers", workers)})
        report = verify_with_bar(corpus, process_count(options.workers), thorough=thorough, decks=thorough_sample)
        found = {"corpus": str(corpus.resolve()), **report.model_dump(mode="json")}
        if report_file is not None:
            write_report(report_file, found)
    if as_json:
        print_json(found)
    else:
        print_report(report)
    if not report.ok:
        raise typer.Exit(FINISHED_WITH_ERRORS)


@app.command(
    epilog="Examples:\n\n"
    "synthphi stats corpus --json | jq .by_label\n\n"
    "synthphi stats corpus --content\n\n" + EXIT_CODES
)
def stats(
    corpus: _Corpus,
    content: Annotated[
        bool,
        typer.Option(
            "--content", help="Look at the texts instead: spans and words a document, repeated sentences, look-alikes."
        ),
    ] = False,
    leakage: Annotated[
        bool,
        typer.Option(
            "--leakage",
            help="Train a learner to tell twins apart without their PHI instead (needs synthphi[evaluate]).",
        ),
    ] = False,
    as_json: _Json = False,
) -> None:
    """Print the counts of a corpus: documents by format and type, labels, speed."""
    if content or leakage:
        (_tell_content if content else _tell_leakage)(corpus, as_json=as_json)
        return
    from synthphi.corpus.stats import read_stats, statistics_block  # noqa: PLC0415  (slow import)

    with exit_codes():
        counts = read_stats(corpus)
    if as_json:
        print_json({"output": str(corpus.resolve()), **_counts(counts)})
    else:
        typer.echo(statistics_block(counts, corpus))


def _tell_leakage(corpus: Path, *, as_json: bool) -> None:
    from synthphi.evaluate import class_leakage, leakage_block  # noqa: PLC0415  (slow import)

    with exit_codes():
        found = class_leakage(corpus)
    if as_json:
        print_json({"corpus": str(corpus.resolve()), **found.model_dump(mode="json")})
    else:
        typer.echo(leakage_block(found))


def _tell_content(corpus: Path, *, as_json: bool) -> None:
    from synthphi.corpus.content_stats import content_block, content_stats  # noqa: PLC0415  (slow import)

    with exit_codes():
        found = content_stats(corpus)
    if as_json:
        print_json({"corpus": str(corpus.resolve()), **found.model_dump(mode="json")})
    else:
        typer.echo(content_block(found))


@app.command(epilog="Example: synthphi report corpus && xdg-open corpus/report.html\n\n" + EXIT_CODES)
def report(corpus: _Corpus) -> None:
    """Write report.html into a corpus: its counts, pages and documents with their labels, in one file."""
    from synthphi.report import write_report  # noqa: PLC0415  (slow import)

    with exit_codes():
        written = write_report(corpus)
    typer.echo(f"Report: {written}")


@app.command(
    epilog="Examples:\n\n"
    "synthphi show corpus/positive/000/PHI_POS_ProgressNote_W00_0001.docx\n\n"
    "synthphi show corpus/positive/000/PHI_POS_ProgressNote_W00_0001.docx --html note.html\n\n"
    "Pipe it into [bold]less -R[/bold] with FORCE_COLOR=1 set to keep the colours. " + EXIT_CODES
)
def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A document inside a corpus folder.")],
    output: Annotated[
        Path | None,
        typer.Argument(
            metavar="OUT",
            help="With --html, the page to write: by default DOCUMENT_ID.html in the current folder.",
            show_default=False,
        ),
    ] = None,
    html: Annotated[
        bool,
        typer.Option(
            "--html", help="Write one HTML page instead: the document's pages with its values boxed, beside its text."
        ),
    ] = False,
) -> None:
    """Print the text of a document with its labels in colour: PHI on red, other labels underlined."""
    from flows.reading import print_document, write_page  # noqa: PLC0415  (slow import)

    if output is not None and not html:
        raise typer.BadParameter("only a page is written to a file: give --html, too", param_hint="OUT")
    with exit_codes():
        if html:
            write_page(file, output)
        else:
            print_document(file)
