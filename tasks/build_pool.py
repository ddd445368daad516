"""The task that writes a slice of a pool: patients, providers or facilities."""

from pathlib import Path

from prefect import task
from prefect.runtime import task_run

from synthphi.corpus.pools import PoolKind, write_pool
from synthphi.spec import CorpusSpec
from tasks.retries import RETRIES


def _run_name() -> str:
    """Return the name of the task run that is being named, such as ``draw patients 0-999``."""
    parameters = task_run.parameters
    return f"draw {parameters['kind']} {parameters['start']}-{parameters['stop'] - 1}"


@task(name="build-pool", task_run_name=_run_name, persist_result=False, **RETRIES)
def build_pool(spec: CorpusSpec, output: Path, kind: PoolKind, start: int, stop: int, fsync: bool = False) -> str:
    """Write rows `start` up to, not including, `stop` of a pool, unless they are there, and return their file.

    Raises:
        OutputError: the corpus folder cannot be written to.
    """
    return str(write_pool(spec, output, kind, start, stop, fsync=fsync))
