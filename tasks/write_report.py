"""The task that writes the HTML report of a corpus."""

from pathlib import Path

from prefect import task

from synthphi.corpus.verify import VerifyReport
from tasks.retries import RETRIES


@task(name="write-report", task_run_name="write report", persist_result=False, **RETRIES)
def write_report(corpus: Path, verification: VerifyReport | None = None, fsync: bool = False) -> Path:
    """Write the report of a corpus, and return its file.

    Args:
        corpus: The corpus folder.
        verification: What a verification found, to be told in the report.
        fsync: Whether it is synced to the disk.

    Raises:
        CorpusError: there is no corpus, or its counts or labels are missing or damaged.
        OutputError: the report cannot be written.
    """
    # Each process that makes documents loads this module with the flow (see flows.artifacts).
    from synthphi import report as library  # noqa: PLC0415

    return library.write_report(corpus, verification, fsync=fsync)
