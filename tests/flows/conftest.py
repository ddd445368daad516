"""One Prefect server, with a database of its own, for all tests of flows."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trees
from flows_deployed import Deployed, deployed


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A PREFECT_HOME of this test session, in the settings and in the environment of child processes."""
    from prefect.settings import PREFECT_HOME, temporary_settings  # noqa: PLC0415  (reads the environment on import)

    home = tmp_path_factory.mktemp("prefect-home")
    with pytest.MonkeyPatch.context() as patch, temporary_settings({PREFECT_HOME: home}):
        patch.setenv("PREFECT_HOME", str(home))
        patch.setenv("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
        patch.setenv("DO_NOT_TRACK", "1")
        patch.delenv("PREFECT_API_URL", raising=False)
        yield home


@pytest.fixture(scope="session")
def api(prefect_home: Path) -> Iterator[str]:
    """The URL of the session's server; flows of this process and of child processes use it."""
    from flows.server import prefect_api  # noqa: PLC0415

    with prefect_api() as url:
        assert os.environ["PREFECT_API_URL"] == url
        yield url


@pytest.fixture
def sabotage(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    """Make documents fail in the child processes of this test (see sabotage/sitecustomize.py)."""

    def plan(what: dict[str, str]) -> None:
        monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent / "sabotage"))
        monkeypatch.setenv("SYNTHPHI_SABOTAGE", json.dumps(what))

    return plan


@pytest.fixture(scope="session")
def tree() -> Callable[[Path], dict[str, str]]:
    """Return the function that two corpora are compared by."""
    return trees.tree


@pytest.fixture(scope="session")
def sqlite_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """A real server on SQLite, with our deployments and a worker."""
    with deployed(tmp_path_factory.mktemp("sqlite"), "sqlite") as made:
        yield made


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """A real server on PostgreSQL, with our deployments and a worker."""
    with deployed(tmp_path_factory.mktemp("postgresql"), "postgresql") as made:
        yield made
