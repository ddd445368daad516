"""A small corpus made from nothing and verified: what the nightly deployment runs."""

import tempfile
from pathlib import Path

from prefect import flow

from flows.generate_corpus import generate_corpus
from synthphi.errors import CorpusError
from synthphi.spec import CorpusSpec, RunOptions
from tasks.verify_corpus import verify_corpus


@flow(name="make-and-verify", flow_run_name="{documents} documents, seed {seed}")
def make_and_verify(documents: int = 60, seed: int = 42) -> int:
    """Make a corpus in a temporary folder, verify every label in it, and return how many labels were found.

    Args:
        documents: How many documents to make; two thirds of them with PHI.
        seed: The seed of the corpus.

    Raises:
        CorpusError: a document could not be made, or a label is not where it is said to be.
    """
    negative = documents // 3
    spec = CorpusSpec.parse({"phi_positive": documents - negative, "phi_negative": negative, "seed": seed})
    with tempfile.TemporaryDirectory(prefix="synthphi-smoke-") as folder:
        output = Path(folder) / "corpus"
        made = generate_corpus(spec, RunOptions.parse({"output": output}))
        if made.errors or made.missing:
            raise CorpusError(
                f"{made.errors} of {documents} documents could not be made and {made.missing} were not tried: "
                "the log of the flow run names them"
            )
        report = verify_corpus(output)
    if not report.ok:
        raise CorpusError(f"{len(report.problems)} problems in a corpus just made, the first one: {report.problems[0]}")
    return report.spans
