import os
import sys
from functools import partial
from pathlib import Path

import cloudpickle
import psutil
import pytest
from prefect import flow, task
from prefect.context import get_settings_context

from flows.processes import open_pool, pool_at_hand

pytestmark = [pytest.mark.usefixtures("api"), pytest.mark.timeout(120)]

# Child processes cannot import this file by name.
cloudpickle.register_pickle_by_value(sys.modules[__name__])


@task
def who() -> tuple[int, str]:
    return os.getpid(), str(get_settings_context().settings.api.url)


@flow
def asked(workers: int) -> tuple[int, str]:
    with open_pool(workers) as pool:
        return pool.runner.submit(who, {}).result()


def children() -> set[int]:
    found = psutil.Process().children(recursive=True)
    return {child.pid for child in found if "spawn_main" in " ".join(child.cmdline())}


def test_the_first_pool_is_the_one_that_is_at_hand(api: str, tmp_path: Path) -> None:
    before = children()

    with pool_at_hand(1, partial(os.mkdir, tmp_path / "prepared")):
        (waiting,) = children() - before
        at_work, url = asked(1)
        assert (tmp_path / "prepared").is_dir()
        another, _ = asked(1)

    assert at_work == waiting
    assert url == api
    assert another != waiting
    assert children() == before


def test_a_pool_of_another_size_is_not_waited_with(tmp_path: Path) -> None:
    before = children()

    with pool_at_hand(2, partial(os.listdir, tmp_path)):
        waiting = children() - before
        at_work, _ = asked(1)

        assert at_work not in waiting
        assert children() == before

    assert children() == before


def test_processes_that_nobody_wants_are_ended(tmp_path: Path) -> None:
    before = children()

    with pool_at_hand(2, partial(os.listdir, tmp_path)):
        assert len(children() - before) == 2

    assert children() == before


def test_a_preparation_that_fails_stops_nobody(tmp_path: Path) -> None:
    with pool_at_hand(1, partial(os.listdir, tmp_path / "none")):
        assert asked(1)[0] != os.getpid()
