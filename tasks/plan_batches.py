"""The task that finds out what is still to be made, and cuts it into batches."""

from typing import Literal

from prefect import task

from synthphi.corpus import batches as library
from synthphi.corpus.batches import Batch
from synthphi.corpus.coverage import missing_ranges
from synthphi.corpus.folder import CorpusFolder
from synthphi.spec import CorpusSpec
from tasks.retries import RETRIES


@task(
    name="plan-batches",
    task_run_name="look what is there, plan batches",
    persist_result=False,
    **RETRIES,
)
def plan_batches(
    folder: CorpusFolder, spec: CorpusSpec, batch_size: int | Literal["auto"], workers: int
) -> list[Batch]:
    """Return the batches that no intact receipt covers, each document once."""
    return library.plan_batches(spec, missing_ranges(folder, spec), batch_size, workers)
