"""What a flow run leaves in Prefect: the statistics block, and a table of documents by format and type."""

from pathlib import Path
from typing import Any

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from synthphi.corpus.stats import CorpusStats, statistics_block


def publish(stats: CorpusStats, output: Path) -> None:
    """Create the artifacts of a finished run. Used inside a flow run."""
    create_markdown_artifact(
        key="corpus-statistics",
        markdown=f"```text\n{statistics_block(stats, output)}\n```",
        description=f"Statistics of the corpus in {output}",
    )
    create_table_artifact(
        key="corpus-documents",
        table=_table(stats),
        description="Documents by format and type; reused are those that earlier runs made.",
    )


def _table(stats: CorpusStats) -> list[dict[str, Any]]:
    rows = [
        {"by": kind, "name": name, "documents": count}
        for kind, counts in (("format", stats.by_format), ("type", stats.by_type))
        for name, count in counts.items()
    ]
    rows.append({"by": "run", "name": "reused", "documents": stats.reused})
    rows.append({"by": "run", "name": "errors", "documents": stats.errors})
    return rows
