"""The flow that adds documents to a corpus."""

from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from flows.generate_corpus import generate_corpus
from flows.hooks import SAY_HOW_TO_GO_ON
from synthphi.corpus.extend import extend
from synthphi.corpus.stats import CorpusStats
from synthphi.run_options import RunOptions, Workers

_Count = Annotated[int | None, Field(ge=0, description="In all; left out: as many as it has.")]


@flow(
    name="extend-corpus",
    flow_run_name="extend {corpus} to {phi_positive} positive, {phi_negative} negative",
    **SAY_HOW_TO_GO_ON,
)
def extend_corpus(
    corpus: Annotated[Path, Field(description="The corpus folder.")],
    phi_positive: _Count = None,
    phi_negative: _Count = None,
    workers: Workers = "auto",
) -> CorpusStats:
    """Make more documents in a corpus, keep those that are there, and return its counts.

    Args:
        corpus: The corpus folder.
        phi_positive: How many documents with PHI the corpus is to have in all.
        phi_negative: How many without.
        workers: Worker processes; auto: the machine's cores less one, at least 1.

    Raises:
        CorpusError: there is no corpus.
        SpecError: a number is lower than the corpus has.
    """
    spec = extend(corpus, phi_positive=phi_positive, phi_negative=phi_negative)
    return generate_corpus(spec, RunOptions.parse({"output": corpus, "workers": workers}))
