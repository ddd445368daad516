"""The task that renders one batch of documents."""

import hashlib
import json
from pathlib import Path
from typing import Any

from prefect import task
from prefect.context import TaskRunContext
from prefect.logging import get_run_logger

from synthphi.content_version import content_version
from synthphi.corpus import batch as library
from synthphi.corpus.batches import Batch
from synthphi.spec import CorpusSpec
from tasks.retries import RETRIES


def batch_key(_context: TaskRunContext | None, parameters: dict[str, Any]) -> str:
    """Return the cache key of a batch: equal only when the same documents would be written to the same place."""
    spec, batch, output = parameters["spec"], parameters["batch"], parameters["output"]
    parts = [spec.fingerprint, content_version(), batch.phi_class, batch.start, batch.stop, str(output)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@task(
    name="render-batch",
    # A hyphen: the timeline of the UI draws no dash, and would show 0–99 as 099.
    task_run_name="render {batch.phi_class} {batch.start}-{batch.last}",
    cache_key_fn=batch_key,
    persist_result=True,
    result_serializer="json",
    **RETRIES,
)
def render_batch(spec: CorpusSpec, batch: Batch, output: Path, fsync: bool = False) -> dict[str, Any]:
    """Render a batch into an open corpus and return its counts (`CorpusStats` as JSON).

    A document that cannot be made is recorded in the receipt and logged; the others are written.

    Raises:
        OutputError: the corpus folder cannot be written to.
    """
    receipt = library.render_batch(spec, batch, output, fsync=fsync)
    for error in receipt.errors:
        get_run_logger().warning("%s (%s): %s: %s", error.document_id, error.format, error.error, error.message)
    return receipt.stats.model_dump(mode="json")
