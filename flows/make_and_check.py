"""A corpus made, verified and reported on in one run: what the nightly deployment runs."""

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from flows.generate_corpus import generate_corpus
from flows.report_corpus import report_corpus
from flows.verify_corpus import VerificationFailed, verify_corpus
from synthphi.corpus.verify import VerifyReport
from synthphi.errors import CorpusError
from synthphi.run_options import RunOptions, Workers
from synthphi.spec import CorpusSpec

_SPEC = CorpusSpec.parse({"phi_positive": 40, "phi_negative": 20})


@flow(
    name="make-and-check",
    flow_run_name="{spec.phi_positive} positive, {spec.phi_negative} negative, seed {spec.seed}, checked",
)
def make_and_check(
    spec: CorpusSpec = _SPEC,
    output: Annotated[
        Path | None,
        Field(description="The corpus folder. Left out: one for the time of the run, kept when something is wrong."),
    ] = None,
    workers: Workers = "auto",
) -> VerifyReport:
    """Make a corpus, verify every label in it, write its report, and return what the verification found.

    Args:
        spec: What the corpus is made of.
        output: The corpus folder; left out: a temporary one, which is deleted when all is well.
        workers: Worker processes; auto: the machine's cores less one, at least 1.

    Raises:
        CorpusError: a document could not be made.
        VerificationFailed: a label is not where it is said to be.
    """
    corpus = (output or Path(tempfile.mkdtemp(prefix="synthphi-check-"))).absolute()
    made = generate_corpus(spec, RunOptions.parse({"output": corpus, "workers": workers}))
    if made.errors or made.missing:
        raise CorpusError(
            f"{made.errors} documents could not be made and {made.missing} were not tried: "
            f"{corpus / 'errors.jsonl'} names them"
        )
    try:
        verification = verify_corpus(corpus, workers)
    except VerificationFailed as failure:
        report_corpus(corpus, failure.report)
        raise
    report_corpus(corpus, verification)
    if output is None:
        shutil.rmtree(corpus)
    return verification
