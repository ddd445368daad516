"""The flow that writes the report of a corpus."""

from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from flows.artifacts import publish_report
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.verify import VerifyReport
from tasks.write_report import write_report


@flow(name="report-corpus", flow_run_name="report on {corpus}")
def report_corpus(
    corpus: Annotated[Path, Field(description="The corpus folder: the `output` of the run that made it.")] = Path(
        "synthphi-corpus"
    ),
    verification: Annotated[
        VerifyReport | None, Field(description="What a verification found, to be told in the report.")
    ] = None,
) -> Path:
    """Write the report of a corpus (``report.html``), and return its file.

    Args:
        corpus: The corpus folder.
        verification: What a verification found; left out: nothing is said about one.

    Raises:
        CorpusError: there is no corpus, or its counts or labels are missing or damaged.
        OutputError: the report cannot be written.
    """
    report = write_report(corpus.absolute(), verification)
    publish_report(CorpusFolder(corpus.absolute()))
    return report
