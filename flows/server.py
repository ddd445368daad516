"""The Prefect API of a run: the configured one, or a local server that lives as long as the run.

Without an API URL every child process of a pool would start a server of its own (about eight seconds and
150 MB each), so a run starts one and hands its URL down.
"""

import os
import queue
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from flows.loading import loading
from flows.local_server import NOTHING_LEAVES, LocalServer, ServerError
from synthphi.errors import SynthPhiError

_SEND_SECONDS = 10


class ServerLost(ServerError):
    """The Prefect API went away, or failed, while a run used it; what is done is kept."""

    resumable = True


@contextmanager
def prefect_api(meanwhile: Callable[[], object] | None = None) -> Iterator[str]:
    """Provide a Prefect API for the time of a run and yield its URL.

    A configured API (environment or profile) is used as it is. Otherwise a local server on a free port of the
    loopback interface is started, made known in the settings and in the environment (spawned children read
    it there), and stopped at the end, however the run ends. Its database is the one in PREFECT_HOME, so that
    ``prefect server start`` shows the runs afterwards.

    A local server that dies in the meantime is started anew at the same address, and the run goes on.

    Args:
        meanwhile: Called while a local server starts, when settings and environment know its URL already, though
            nobody answers there yet; at once where the API is a configured one.

    Raises:
        ServerError: the configured API does not answer, or the local server did not start.
        ServerLost: the API went away in the meantime, and did not come back while Prefect tried (about half a minute).
    """
    with ExitStack() as stack:
        server = LocalServer({"NO_PROXY": _no_proxy()})
        stack.callback(server.stop)
        if _prefect_is_to_be_loaded():
            server.start_early()
        configured = _configured_api()
        if configured is None:
            stack.enter_context(_started(server, meanwhile))
            yield server.url
            return
        stack.close()  # nobody needs it
        _check_answers(configured)
        stack.enter_context(_losses_told(configured))
        if meanwhile is not None:
            meanwhile()
        yield configured


def _prefect_is_to_be_loaded() -> bool:
    """Return whether it takes a second until Prefect's settings are known, and an API may be in none of them."""
    return "prefect" not in sys.modules and "PREFECT_API_URL" not in os.environ


def _configured_api() -> str | None:
    with loading():
        from prefect.settings import PREFECT_API_URL  # noqa: PLC0415  (slow import)

    return PREFECT_API_URL.value() or None


@contextmanager
def _started(server: LocalServer, meanwhile: Callable[[], object] | None) -> Iterator[None]:
    """Have a server for the time of the block, and everybody know of it."""
    with _environment(**NOTHING_LEAVES, NO_PROXY=_no_proxy()), ExitStack() as stack:

        def make_known() -> None:
            # Not before: the server itself must not know of an API.
            stack.enter_context(_api_is(server.url))
            if meanwhile is not None:
                meanwhile()

        server.start(make_known)
        stack.enter_context(_losses_told(server.url, server))
        try:
            yield
        finally:
            if server.lost is None:
                _send_what_is_queued()


@contextmanager
def _losses_told(url: str, server: LocalServer | None = None) -> Iterator[None]:
    """Turn what Prefect raises when its API is gone into an error that says so."""
    import httpx  # noqa: PLC0415  (slow import)
    from prefect.exceptions import PrefectException  # noqa: PLC0415

    try:
        yield
    except SynthPhiError:
        raise
    except Exception as error:
        if server is not None and server.lost is not None:
            why = f"the local Prefect server was lost: {server.lost}"
        elif isinstance(error, httpx.HTTPError):
            why = f"the Prefect API at {url} was lost in mid-run ({_said(error)})"
            why += ": see that it is well" if server is None else f"; {server.last_words()}"
        elif isinstance(error, RuntimeError | PrefectException) and isinstance(error.__cause__, httpx.HTTPError):
            why = f"the Prefect API at {url} was lost in mid-run ({_said(error.__cause__)}): see that it is well"
        else:
            raise
        _drop_what_is_queued()
        raise ServerLost(f"{why}. What is done is kept: run the same command again to go on") from error


def _said(error: Exception) -> str:
    first, *_ = str(error).splitlines() or [""]
    return first or type(error).__name__


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
        service.drain_all(timeout=_SEND_SECONDS)


def _drop_what_is_queued() -> None:
    """Have Prefect forget logs and events that no server will take.

    At its end the interpreter waits for them, and each is tried for seconds: with many of them that is a hang.
    """
    from prefect.events.worker import EventsWorker  # noqa: PLC0415  (slow import)
    from prefect.logging.handlers import APILogWorker  # noqa: PLC0415

    services: list[Any] = [EventsWorker, APILogWorker]
    for service in services:
        for instance in tuple(service._instances.values()):
            with suppress(queue.Empty):
                while True:
                    instance._queue.get_nowait()
                    instance._queue.task_done()


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
