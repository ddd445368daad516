"""A run of the flow from a Python process of one's own: with an API, and with somebody to tell the progress."""

from contextlib import nullcontext

from flows.generate_corpus import generate_corpus
from flows.progress import Listener, listening
from flows.server import prefect_api
from synthphi.corpus.stats import CorpusStats
from synthphi.spec import CorpusSpec, RunOptions


def launch(spec: CorpusSpec, run: RunOptions, listener: Listener | None = None) -> CorpusStats:
    """Run `generate_corpus` and return its counts.

    Uses the configured Prefect API, or a local server for the time of the run (see `flows.server.prefect_api`).

    Args:
        spec: What to make.
        run: How, and where to.
        listener: Called with the `Progress` whenever documents are done.

    Raises:
        SynthPhiError: the output cannot be used, no API answers, or the worker processes keep dying.
    """
    with prefect_api(), listening(listener) if listener is not None else nullcontext():
        return generate_corpus(spec, run)
