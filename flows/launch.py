"""A run of the flow from a Python process of one's own: with an API, and with somebody to tell the progress."""

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from flows.loading import leave_without_looking, loading
from flows.server import prefect_api
from flows.workers import process_count
from synthphi.corpus.stats import CorpusStats
from synthphi.doctypes import Format
from synthphi.run_options import RunOptions
from synthphi.spec import CorpusSpec

if TYPE_CHECKING:
    from flows.progress import Listener


def launch(spec: CorpusSpec, run: RunOptions, listener: "Listener | None" = None) -> CorpusStats:
    """Run `generate_corpus` and return its counts.

    Uses the configured Prefect API, or a local server for the time of the run (see `flows.server.prefect_api`).

    Args:
        spec: What to make.
        run: How, and where to.
        listener: Called with the `Progress` whenever documents are done.

    Raises:
        SynthPhiError: the output cannot be used, no API answers, or the worker processes keep dying.
    """
    with ExitStack() as stack:
        # A server takes seconds to start, and so does what else a run needs.
        stack.enter_context(prefect_api(lambda: _get_ready(stack, spec, run)))
        from flows.generate_corpus import generate_corpus  # noqa: PLC0415  (slow import)
        from flows.progress import listening  # noqa: PLC0415

        if listener is not None:
            stack.enter_context(listening(listener))
        return generate_corpus(spec, run)


def _get_ready(stack: ExitStack, spec: CorpusSpec, run: RunOptions) -> None:
    """Start the processes of the run, and load the flow in this one."""
    with loading():
        from flows.processes import pool_at_hand  # noqa: PLC0415  (slow import)

    stack.enter_context(pool_at_hand(process_count(run.workers), partial(_prepare, tuple(spec.formats))))
    with loading():
        import flows.generate_corpus  # noqa: F401, PLC0415  (slow import)


def _prepare(formats: tuple[Format, ...]) -> None:
    """Load what a worker process needs."""
    leave_without_looking()
    with loading():
        import tasks.render_batch  # noqa: F401, PLC0415  (slow imports)
        from synthphi.render import prepare  # noqa: PLC0415

        prepare(formats)
