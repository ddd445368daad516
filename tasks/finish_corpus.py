"""The task that merges what the batches left into labels, manifest, pools, counts and dataset card."""

from prefect import task

from synthphi.corpus.finish import finish
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.stats import CorpusStats
from synthphi.spec import CorpusSpec
from tasks.retries import RETRIES


@task(
    name="finish-corpus",
    task_run_name="merge labels, manifest and counts",
    persist_result=False,
    **RETRIES,
)
def finish_corpus(folder: CorpusFolder, spec: CorpusSpec, run: CorpusStats) -> CorpusStats:
    """Write everything but the documents and return the counts of the whole corpus.

    Raises:
        ChangedMeanwhile: what was made was changed meanwhile.
        OutputError: the corpus folder cannot be written to.
    """
    return finish(folder, spec, run)
