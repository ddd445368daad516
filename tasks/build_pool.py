"""The task that writes a slice of a pool: patients, providers or facilities."""

from pathlib import Path

from prefect import task

from synthphi.corpus.pools import PoolKind, write_pool
from synthphi.spec import CorpusSpec


@task(name="build-pool", task_run_name="build {kind} {start} to {stop}", tags=["synthphi"], persist_result=False)
def build_pool(spec: CorpusSpec, output: Path, kind: PoolKind, start: int, stop: int) -> str:
    """Write rows `start` up to, not including, `stop` of a pool, unless they are there, and return their file.

    Raises:
        OutputError: the corpus folder cannot be written to.
    """
    return str(write_pool(spec, output, kind, start, stop))
