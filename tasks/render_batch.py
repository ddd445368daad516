"""The task that renders one batch of documents."""

import errno
import hashlib
import json
import os
import time
from pathlib import Path
from typing import Any, TypedDict

from prefect import task
from prefect.client.schemas.objects import State, TaskRun
from prefect.context import TaskRunContext
from prefect.logging import get_run_logger
from prefect.tasks import Task, exponential_backoff

from synthphi.corpus import batch as library
from synthphi.corpus.batches import Batch
from synthphi.spec import CorpusSpec, content_version

_TRANSIENT = {errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.EIO, errno.ESTALE, errno.ETIMEDOUT}
"""What network file systems report and what may be gone a second later; a full disk is not."""


class BatchReport(TypedDict):
    """What a batch run tells: small, JSON, and nothing that decides a byte of the corpus."""

    phi_class: str
    start: int
    stop: int
    documents: int
    errors: int
    by_format: dict[str, int]
    process: int
    """Id of the process that ran it."""
    started: float
    ended: float
    """Seconds since 1970."""


def batch_key(_context: TaskRunContext, parameters: dict[str, Any]) -> str:
    """Return the cache key of a batch: equal only when the same documents would be written to the same place."""
    spec, batch, output = parameters["spec"], parameters["batch"], parameters["output"]
    parts = [spec.fingerprint, content_version(), batch.phi_class, batch.start, batch.stop, str(output)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _run_name(parameters: dict[str, Any]) -> str:
    batch: Batch = parameters["batch"]
    return f"render {batch.phi_class} {batch.start}–{batch.stop - 1}"


def _may_go_better_next_time(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError) and error.errno in _TRANSIENT


@task(
    name="render-batch",
    description="Render the documents of a range and write them with their labels and a receipt.",
    task_run_name=_run_name,
    tags=["synthphi"],
    cache_key_fn=batch_key,
    persist_result=True,
    result_serializer="json",
    retries=2,
    retry_delay_seconds=exponential_backoff(backoff_factor=1),
    retry_condition_fn=_may_go_better_next_time,
)
def render_batch(spec: CorpusSpec, batch: Batch, output: Path) -> BatchReport:
    """Render a batch into a corpus folder and return its report.

    A document that cannot be made is an error in the receipt and a warning in the log; the others are written.

    Raises:
        OutputError: the corpus folder cannot be written to.
    """
    started = time.time()
    receipt = library.render_batch(spec, batch, output)
    return {}
