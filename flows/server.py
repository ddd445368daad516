"""The Prefect API of a run: the configured one, or a local server that lives as long as the run.

Without an API URL every child process of a pool would start a server of its own (about eight seconds and
150 MB each), so a run starts one and hands its URL down.
"""

import http
import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from synthphi.errors import SynthPhiError

_START_SECONDS = 120
"""The first start in a new PREFECT_HOME makes a database, which takes a slow machine its time."""
_STOP_SECONDS = 10

_LOCAL_ENVIRONMENT = {
    # Nothing leaves the machine.
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_UI_ENABLED": "false",
}


class ServerError(SynthPhiError):
    """The Prefect API cannot be reached, or a local server did not start."""


@contextmanager
def prefect_api() -> Iterator[str]:
    """Provide a Prefect API for the time of a run and yield its URL.

    A configured API (environment or profile) is used as it is. Otherwise a local server on a free port of the
    loopback interface is started, made known in the settings and in the environment (spawned children read
    it there), and stopped at the end, however the run ends. Its database is the one in PREFECT_HOME, so that
    ``prefect server start`` shows the runs afterwards.

    Raises:
        ServerError: the configured API does not answer, or the local server did not start.
    """
    from prefect.settings import PREFECT_API_URL  # noqa: PLC0415  (slow import)

    configured = PREFECT_API_URL.value()
    if configured:
        _check_answers(configured)
        yield configured
        return
    with _environment(**_LOCAL_ENVIRONMENT, NO_PROXY=_no_proxy()), _local_server() as url, _api_is(url):
        try:
            yield url
        finally:
            _send_what_is_queued()


@contextmanager
def api_for_children() -> Iterator[None]:
    """Make the API that this process uses known to the processes that it starts.

    Needed where a flow is called with no API configured and outside of `prefect_api`: Prefect has then started a
    server of its own, of which child processes do not know.
    """
    from prefect.client.orchestration import get_client  # noqa: PLC0415  (slow import)
    from prefect.settings import PREFECT_API_URL  # noqa: PLC0415

    if PREFECT_API_URL.value():
        yield
        return
    with get_client(sync_client=True) as client:
        url = str(client.api_url).rstrip("/")
    with _api_is(url):
        yield


@contextmanager
def _api_is(url: str) -> Iterator[None]:
    """Have every thread of this process, and every child, use the API at a URL."""
    from prefect.context import refresh_global_settings_context  # noqa: PLC0415  (slow import)
    from prefect.settings import PREFECT_API_URL, temporary_settings  # noqa: PLC0415

    try:
        with _environment(PREFECT_API_URL=url), temporary_settings({PREFECT_API_URL: url}):
            # Prefect's own threads see none of `temporary_settings`: without this they start servers of their own.
            refresh_global_settings_context()
            yield
    finally:
        refresh_global_settings_context()


def _send_what_is_queued() -> None:
    """Wait until logs and events have reached the server, which is about to be stopped."""
    from prefect.events.worker import EventsWorker  # noqa: PLC0415  (slow import)
    from prefect.logging.handlers import APILogWorker  # noqa: PLC0415

    for service in (EventsWorker, APILogWorker):
        service.drain_all(timeout=_STOP_SECONDS)


def _check_answers(url: str) -> None:
    from prefect.client.orchestration import get_client  # noqa: PLC0415  (slow import)

    with get_client(sync_client=True) as client:
        problem = client.api_healthcheck()
    if problem is not None:
        raise ServerError(
            f"no Prefect API answers at {url} ({problem}): start it (`prefect server start`), or unset "
            "PREFECT_API_URL to let the run start a local one"
        )


@contextmanager
def _local_server() -> Iterator[str]:
    from prefect.settings import get_current_settings  # noqa: PLC0415  (slow import)

    with tempfile.TemporaryFile() as log:
        # A session of its own: Ctrl-C must not take the server away before the run has reported its end.
        process = subprocess.Popen(  # noqa: S603  (our own module)
            [sys.executable, "-m", "flows.local_api", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env={**os.environ, **get_current_settings().to_environment_variables(exclude_unset=True)},
            start_new_session=True,
        )
        try:
            yield f"http://127.0.0.1:{_wait_for_port(process, log)}/api"
        finally:
            _stop(process)


def _wait_for_port(process: subprocess.Popen[bytes], log: IO[bytes]) -> int:
    assert process.stdout is not None
    port = int(process.stdout.readline() or 0)
    deadline = time.monotonic() + _START_SECONDS
    while port and process.poll() is None and time.monotonic() < deadline:
        if _healthy(port):
            return port
        time.sleep(0.1)
    log.seek(0)
    said = log.read().decode(errors="replace").strip().splitlines()
    raise ServerError(
        "the local Prefect server did not start; its last words: "
        + (" | ".join(said[-3:]) or f"none in {_START_SECONDS} seconds")
    )


def _healthy(port: int) -> bool:
    # The listener accepts at once and answers when the application is up: the timeout covers its start.
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/api/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        pipe.close()


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _no_proxy() -> str:
    """Return NO_PROXY with the loopback added: a proxy in the environment must not be asked for it."""
    hosts = [host for host in os.environ.get("NO_PROXY", "").split(",") if host]
    return ",".join(dict.fromkeys([*hosts, "127.0.0.1", "localhost"]))
