"""What flow runs leave in Prefect: statistics, what went wrong, and what to do about it."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.events import emit_event

from synthphi.corpus.card import ISSUANCE_WARNING
from synthphi.corpus.finish import read_errors
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.receipt import DocumentError
from synthphi.corpus.stats import CorpusStats, highest_first, statistics_block
from synthphi.corpus.verify import VerifyReport, summary
from synthphi.spec import CorpusSpec

if TYPE_CHECKING:
    from synthphi.report import Thumbnail

COMPLETED = "synthphi.corpus.completed"
"""The event at the end of a run that made a corpus; automations wait for it."""
_BAR = 30
"""Characters of the longest bar of a plot."""
_PAGES = 6
_PAGE_PIXELS = 420
"""How many pages an artifact shows, and how wide: together they are some 200 KB of it."""
_MOST_LISTED = 100
"""Errors or problems that an artifact lists; the corpus has them all."""


def publish(stats: CorpusStats, spec: CorpusSpec, folder: CorpusFolder) -> None:
    """Create the artifacts of a finished run and emit its event. Used inside a flow run."""
    create_markdown_artifact(
        key="corpus-statistics",
        markdown=_summary(stats, spec, folder.root),
        description=f"Statistics of the corpus in {folder.root}",
    )
    create_table_artifact(
        key="corpus-documents",
        table=_table(stats, spec),
        description="Documents by format and type, labels; reused are documents that earlier runs made; batches are "
        "those of this run, with their seconds by the clock.",
    )
    errors = read_errors(folder)
    if errors:
        create_markdown_artifact(
            key="corpus-errors", markdown=errors_text(errors), description="Documents that could not be made"
        )
    publish_report(folder)
    emit_event(
        event=COMPLETED,
        resource={
            "prefect.resource.id": f"synthphi.corpus.{spec.fingerprint[:12]}",
            "prefect.resource.name": str(folder.root),
        },
        payload={
            "fingerprint": spec.fingerprint,
            "identifiers": spec.identifiers,
            "output": str(folder.root),
            "documents": stats.documents,
            "phi_positive": stats.phi_positive,
            "phi_negative": stats.phi_negative,
            "spans": stats.spans,
            "errors": stats.errors,
            "missing": stats.missing,
        },
    )


def publish_report(folder: CorpusFolder) -> None:
    """Create the artifacts that show a corpus: a link to its report, and pages of it. Used inside a flow run."""
    create_link_artifact(
        key="corpus-report",
        link=folder.report.as_uri(),
        link_text="report.html",
        description=f"{folder.report}, on the machine of the worker",
    )
    # Each process that makes documents loads this module with the flow; what draws pages is not for it.
    from synthphi.report import thumbnails  # noqa: PLC0415

    pages = thumbnails(folder.root, _PAGES, _PAGE_PIXELS)
    if pages:
        create_markdown_artifact(
            key="corpus-pages",
            markdown="\n\n".join(map(_page, pages)),
            description=f"Pages of PDF documents of the corpus in {folder.root}",
        )


def publish_verification(report: VerifyReport, corpus: Path) -> None:
    """Create the artifact of a verification. Used inside a flow run."""
    lines = [
        f"# {'Everything is as labelled' if report.ok else f'{len(report.problems)} problems'}",
        f"The corpus in `{corpus}`, read back by readers that share no code with the writers:",
        "\n".join(f"- {line}" for line in summary(report)),
        *_listed([f"- `{problem.path}`: {problem.message}" for problem in report.problems]),
    ]
    create_markdown_artifact(
        key="corpus-verification", markdown="\n\n".join(lines), description=f"Verification of the corpus in {corpus}"
    )


def errors_text(errors: list[DocumentError]) -> str:
    """Return the documents that could not be made, as Markdown, with what to do."""
    rows = [f"| {e.document_id} | {e.doc_type} | {e.format} | {e.error}: {_cell(e.message)} |" for e in errors]
    table = ["| document | type | format | error |", "|---|---|---|---|", *_listed(rows)]
    return (
        f"# {len(errors)} documents could not be made\n\nAll others are there. Put the cause right and start a run "
        "with the same parameters: it tries these documents again and makes no other. `errors.jsonl` in the corpus has "
        "the tracebacks.\n\n" + "\n".join(table)
    )


def resume_text(what: str, message: str, parameters: Mapping[str, Any]) -> str:
    """Return what to do after a run that did not come to its end, as Markdown."""
    return (
        f"# The run {what}\n\n{message}\n\nWhat is done is kept. Start a run with the same parameters: documents that "
        "are there and whole are not made again, and the corpus ends in the same bytes.\n\n```json\n"
        f"{json.dumps(parameters, indent=2, default=str)}\n```\n"
    )


def _summary(stats: CorpusStats, spec: CorpusSpec, output: Path) -> str:
    parts = [] if spec.identifiers == "reserved" else [f"**{ISSUANCE_WARNING}**"]
    parts += [f"```text\n{statistics_block(stats, output)}\n```"]
    kinds = (
        *(("Formats", stats.by_format), ("Types", stats.by_type), ("Labels", stats.by_label)),
        ("PHI by surface", stats.by_surface),
    )
    for title, counts in kinds:
        if counts:
            parts.append(f"## {title}\n\n```text\n{_plot(counts)}\n```")
    return "\n\n".join(parts)


def _page(page: "Thumbnail") -> str:
    return f"`{page.path}`\n\n![{page.doc_type}, {page.phi_class}]({page.data_uri})"


def _plot(counts: Mapping[str, int]) -> str:
    widest, most = max(map(len, counts)), max(counts.values())
    # Numbers before bars: in a browser a block is not as wide as a digit.
    digits = len(f"{most:,}")
    lines = (
        f"{name:{widest}}  {n:{digits},}  {'█' * max(1, _BAR * n // most)}" for name, n in highest_first(counts) if n
    )
    return "\n".join(lines)


def _cell(value: str) -> str:
    return value.replace("|", "\\|").replace("\n", " ")


def _listed(lines: list[str]) -> Iterable[str]:
    if len(lines) <= _MOST_LISTED:
        return lines
    return [*lines[:_MOST_LISTED], f"… and {len(lines) - _MOST_LISTED} more"]


def _table(stats: CorpusStats, spec: CorpusSpec) -> list[dict[str, Any]]:
    kinds = (
        *(("format", stats.by_format), ("type", stats.by_type), ("label", stats.by_label)),
        ("phi by surface", stats.by_surface),
    )
    rows = [{"by": kind, "name": name, "count": count} for kind, counts in kinds for name, count in counts.items()]
    rows.append({"by": "run", "name": "reused", "count": stats.reused})
    rows.append({"by": "run", "name": "errors", "count": stats.errors})
    rows.append({"by": "run", "name": "batches", "count": stats.batches.count})
    rows.append({"by": "run", "name": "seconds predicted of batches", "count": round(stats.batches.predicted, 2)})
    rows.append({"by": "run", "name": "seconds of batches", "count": round(stats.batches.actual, 2)})
    if spec.identifiers != "reserved":
        rows.append({"by": "identifiers", "name": spec.identifiers, "count": stats.documents})
    return rows
