"""The task that merges what the batches left into labels, manifest, pools, counts and dataset card."""

from prefect import task

from synthphi.corpus.finish import finish
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.stats import CorpusStats
from synthphi.spec import CorpusSpec


@task(name="finish-corpus", tags=["synthphi"], persist_result=False)
def finish_corpus(folder: CorpusFolder, spec: CorpusSpec, run: CorpusStats) -> CorpusStats:
    """Write everything but the documents and return the counts of the whole corpus.

    Raises:
        OutputError: the corpus folder cannot be written to.
    """
    return finish(folder, spec, run)
