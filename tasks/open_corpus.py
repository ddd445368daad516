"""The task that opens a corpus folder."""

from pathlib import Path

from prefect import task

from synthphi.corpus import folder as library
from synthphi.corpus.folder import CorpusFolder
from synthphi.spec import CorpusSpec


@task(name="open-corpus", tags=["synthphi"], persist_result=False)
def open_corpus(spec: CorpusSpec, output: Path) -> CorpusFolder:
    """Return the folder for a corpus: a new one, or the one that an earlier run of the same spec began.

    Raises:
        OutputError: the folder holds something else, or cannot be written to.
    """
    return library.open_corpus(spec, output)
