"""The flow that checks a corpus."""

from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from flows.artifacts import publish_verification
from flows.workers import process_count
from synthphi.corpus.verify import SAMPLE, VerifyReport
from synthphi.errors import CorpusError
from synthphi.run_options import Workers
from tasks.verify_corpus import verify_corpus as read_back


class VerificationFailed(CorpusError):
    """Something in a corpus is not as labelled."""

    def __init__(self, corpus: Path, report: VerifyReport) -> None:
        super().__init__(
            f"{len(report.problems)} problems in {corpus}, the first one: {report.problems[0]}; "
            "the artifact `corpus-verification` lists them"
        )
        self.report = report


@flow(name="verify-corpus", flow_run_name="verify {corpus}")
def verify_corpus(
    corpus: Annotated[Path, Field(description="The corpus folder: the `output` of the run that made it.")] = Path(
        "synthphi-corpus"
    ),
    workers: Workers = "auto",
    thorough: Annotated[
        bool,
        Field(description="Have second readers read the files, too: pandoc, poppler, MIME::Parser, LibreOffice."),
    ] = False,
    thorough_sample: Annotated[
        int, Field(ge=0, description="How many decks and workbooks LibreOffice opens at most.")
    ] = SAMPLE,
) -> VerifyReport:
    """Read every document of a corpus back, check it against its labels, and return the report.

    Args:
        corpus: The corpus folder.
        workers: Processes that share the work; auto: the machine's cores less one, at least 1.
        thorough: Whether second readers read the files, too.
        thorough_sample: How many decks, and how many workbooks, they read at most.

    Raises:
        CorpusError: there is no corpus, or a program that a thorough verification needs is not installed.
        VerificationFailed: something in it is not as labelled; the artifact lists what.
    """
    report = read_back(corpus.absolute(), workers=process_count(workers), thorough=thorough, sample=thorough_sample)
    publish_verification(report, corpus.absolute())
    if not report.ok:
        raise VerificationFailed(corpus.absolute(), report)
    return report
