"""The commands that look at a corpus: ``verify``, ``stats``, ``report``, ``show``.

Arrow and the formats are imported inside the commands, so that help is fast.
"""

from pathlib import Path
from typing import Annotated

import typer

from flows.commands import (
    EXIT_CODES,
    FINISHED_WITH_ERRORS,
    CorpusArgument,
    JsonOption,
    counts_of,
    exit_codes,
    print_json,
    say_if_unfinished,
)
from flows.options import number_or_auto
from flows.workers import process_count
from synthphi.run_options import RunOptions

looking = typer.Typer()


@looking.command(
    epilog="Examples:\n\n"
    "synthphi verify corpus\n\n"
    "synthphi verify corpus --workers 4 --json\n\n"
    "synthphi verify corpus --thorough --report verification.json\n\n"
    "Checked are number, size and SHA-256 of the documents, the text and every place of every label, and how well "
    "boxes on pages fit; that no value of the pools stands anywhere in a file without a label, and none of a patient "
    "in a document without PHI; and that identifiers are of ranges that nobody has. Of a corpus that is not finished, "
    "the documents of finished batches are checked, and that the others are missing is an error.\n\n" + EXIT_CODES
)
def verify(
    corpus: CorpusArgument,
    as_json: JsonOption = False,
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
        int,
        typer.Option(
            "--thorough-sample", min=0, metavar="N", help="How many decks and workbooks LibreOffice opens at most."
        ),
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
        report = verify_with_bar(corpus, process_count(options.workers), thorough=thorough, sample=thorough_sample)
        found = {"corpus": str(corpus.resolve()), **report.model_dump(mode="json")}
        if report_file is not None:
            write_report(report_file, found)
    if as_json:
        print_json(found)
    else:
        print_report(report)
    if not report.ok:
        raise typer.Exit(FINISHED_WITH_ERRORS)


@looking.command(
    epilog="Examples:\n\n"
    "synthphi stats corpus --json | jq .by_label\n\n"
    "synthphi stats corpus --content\n\n" + EXIT_CODES
)
def stats(
    corpus: CorpusArgument,
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
            help="Train a learner to tell twins apart without their PHI instead (needs synthphi\\[evaluate]).",
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Print the counts of a corpus: documents by format and type, labels, speed; of one that is being made, so far."""
    if content or leakage:
        (_tell_content if content else _tell_leakage)(corpus, as_json=as_json)
        return
    from synthphi.corpus.counts import corpus_stats  # noqa: PLC0415  (slow imports)
    from synthphi.corpus.reading import read_corpus  # noqa: PLC0415
    from synthphi.corpus.stats import statistics_block  # noqa: PLC0415

    with exit_codes():
        # Counts are enough: label tables are not hashed for them.
        reading = read_corpus(corpus, check=False)
        counts = corpus_stats(reading)
    if as_json:
        of_reading = {"complete": reading.complete, "writer": reading.writer}
        print_json({"output": str(corpus.resolve()), **of_reading, **counts_of(counts)})
    else:
        typer.echo(statistics_block(counts, corpus))
    if reading.note is not None:
        typer.secho(reading.note, err=True, fg=typer.colors.YELLOW)


def _tell_leakage(corpus: Path, *, as_json: bool) -> None:
    from synthphi.evaluate import class_leakage, leakage_block  # noqa: PLC0415  (slow import)

    with exit_codes():
        found = class_leakage(corpus)
        say_if_unfinished(corpus)
    if as_json:
        print_json({"corpus": str(corpus.resolve()), **found.model_dump(mode="json")})
    else:
        typer.echo(leakage_block(found))


def _tell_content(corpus: Path, *, as_json: bool) -> None:
    from synthphi.corpus.content_stats import content_block, content_stats  # noqa: PLC0415  (slow import)

    with exit_codes():
        found = content_stats(corpus)
        say_if_unfinished(corpus)
    if as_json:
        print_json({"corpus": str(corpus.resolve()), **found.model_dump(mode="json")})
    else:
        typer.echo(content_block(found))


@looking.command(epilog="Example: synthphi report corpus && xdg-open corpus/report.html\n\n" + EXIT_CODES)
def report(corpus: CorpusArgument) -> None:
    """Write report.html into a corpus: its counts, pages and documents with their labels, in one file."""
    from synthphi.report import write_report  # noqa: PLC0415  (slow import)

    with exit_codes():
        written = write_report(corpus)
        say_if_unfinished(corpus)
    typer.echo(f"Report: {written}")


@looking.command(
    epilog="Examples:\n\n"
    "synthphi show corpus/positive/000/PHI_POS_ProgressNote_W00_0001.docx\n\n"
    "synthphi show corpus/positive/000/PHI_POS_ProgressNote_W00_0001.docx --html note.html\n\n"
    "synthphi show corpus/positive/positive-000000-000999.tar/PHI_POS_ProgressNote_W00_0001.docx\n\n"
    "Pipe it into [bold]less -R[/bold] with FORCE_COLOR=1 set to keep the colours. " + EXIT_CODES
)
def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A document inside a corpus folder, or in a shard.")],
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
    from synthphi.corpus.show import corpus_of  # noqa: PLC0415

    with exit_codes():
        if html:
            write_page(file, output)
        else:
            print_document(file)
        if (corpus := corpus_of(file.resolve())) is not None:
            say_if_unfinished(corpus)
