"""A corpus made and verified in one run: what the nightly deployment runs."""

import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from flows.generate_corpus import generate_corpus
from flows.verify_corpus import verify_corpus
from synthphi.errors import CorpusError
from synthphi.spec import CorpusSpec, RunOptions


@flow(name="make-and-check", flow_run_name="{documents} documents, seed {seed}")
def make_and_check(
    documents: Annotated[int, Field(ge=3, description="How many documents to make, two thirds of them with PHI.")] = 60,
    seed: Annotated[int, Field(ge=0, description="The seed of the corpus.")] = 42,
    output: Annotated[Path | None, Field(description="Where to; left out: a folder for the time of the run.")] = None,
) -> int:
    """Make a corpus, verify every label in it, and return how many labels were found.

    Args:
        documents: How many documents to make; two thirds of them with PHI.
        seed: The seed of the corpus.
        output: The corpus folder; left out: a temporary one.

    Raises:
        CorpusError: a document could not be made, or a label is not where it is said to be.
    """
    negative = documents // 3
    spec = CorpusSpec.parse({"phi_positive": documents - negative, "phi_negative": negative, "seed": seed})
    with nullcontext(output) if output else tempfile.TemporaryDirectory(prefix="synthphi-check-") as folder:
        corpus = Path(folder) if output else Path(folder) / "corpus"
        made = generate_corpus(spec, RunOptions.parse({"output": corpus}))
        if made.errors or made.missing:
            raise CorpusError(
                f"{made.errors} of {documents} documents could not be made and {made.missing} were not tried: "
                "the log of the flow run names them"
            )
        return verify_corpus(corpus).spans
