"""The task that renders one batch of documents."""

import errno
import hashlib
import json
from pathlib import Path
from typing import Any

from prefect import Task, task
from prefect.client.schemas.objects import State, TaskRun
from prefect.context import TaskRunContext
from prefect.logging import get_run_logger
from prefect.tasks import exponential_backoff

from synthphi.corpus import batch as library
from synthphi.corpus.batches import Batch
from synthphi.spec import CorpusSpec, content_version

_TRANSIENT = frozenset({errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.EIO, errno.ESTALE, errno.ETIMEDOUT})
"""What network file systems report and what may be gone a second later. A full disk is not."""


def batch_key(_context: TaskRunContext | None, parameters: dict[str, Any]) -> str:
    """Return the cache key of a batch: equal only when the same documents would be written to the same place."""
    spec, batch, output = parameters["spec"], parameters["batch"], parameters["output"]
    parts = [spec.fingerprint, content_version(), batch.phi_class, batch.start, batch.stop, str(output)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def may_go_better(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Return whether a failed run is worth a retry: when the file system said so, and not when a batch is at fault."""
    error = state.result(raise_on_failure=False)
    cause = error.__cause__ if isinstance(error, BaseException) else None
    return any(isinstance(e, OSError) and e.errno in _TRANSIENT for e in (error, cause))


@task(
    name="render-batch",
    task_run_name="render {batch.name}",
    tags=["synthphi"],
    cache_key_fn=batch_key,
    persist_result=True,
    result_serializer="json",
    retries=2,
    retry_delay_seconds=exponential_backoff(backoff_factor=1),
    retry_condition_fn=may_go_better,
)
def render_batch(spec: CorpusSpec, batch: Batch, output: Path) -> dict[str, Any]:
    """Render a batch into an open corpus and return its counts (`CorpusStats` as JSON).

    A document that cannot be made is recorded in the receipt and logged; the others are written.

    Raises:
        OutputError: the corpus folder cannot be written to.
    """
    receipt = library.render_batch(spec, batch, output)
    for error in receipt.errors:
        get_run_logger().warning("%s (%s): %s: %s", error.document_id, error.format, error.error, error.message)
    return receipt.stats.model_dump(mode="json")
