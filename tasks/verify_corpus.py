"""The task that reads every document of a corpus back."""

from pathlib import Path

from prefect import task

from synthphi.corpus import verify as library
from synthphi.corpus.verify import VerifyReport
from tasks.retries import RETRIES


@task(name="verify-corpus", task_run_name="read every document back", persist_result=False, **RETRIES)
def verify_corpus(corpus: Path, workers: int = 1, thorough: bool = False, sample: int = library.SAMPLE) -> VerifyReport:
    """Check every label of a corpus against its documents and return a report.

    Raises:
        CorpusError: there is no corpus, or its labels or pools are missing or damaged, or a program that a thorough
            verification needs is not installed.
    """
    return library.verify(corpus, workers=workers, thorough=thorough, sample=sample)
