import http
import http.client
import os
import signal
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from prefect.client.orchestration import get_client
from prefect.context import SettingsContext, refresh_global_settings_context
from prefect.settings import PREFECT_API_URL, temporary_settings
from waiting import eventually

from flows import local_server
from flows.server import ServerError, ServerLost, api_for_children, prefect_api

pytestmark = pytest.mark.timeout(240)

# Starts a server, tells its URL, and waits to be killed.
HOLD_A_SERVER = """
import time
from flows.server import prefect_api
with prefect_api() as url:
    print(url, flush=True)
    time.sleep(600)
"""


# Says which API it uses, and how many of its children are left.
TELL_THE_API = """
import psutil
from flows.server import prefect_api
with prefect_api() as url:
    print(url, len(psutil.Process().children()))
"""


def answers(url: str) -> bool:
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request("GET", "/api/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def test_a_configured_api_is_used_as_it_is(api: str) -> None:
    with prefect_api() as url:
        assert url == api


def test_the_api_of_a_profile_is_used_and_the_server_that_was_started_early_is_gone(api: str, tmp_path: Path) -> None:
    (tmp_path / "profiles.toml").write_text(f'active = "own"\n[profiles.own]\nPREFECT_API_URL = "{api}"\n')
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    told = subprocess.run(
        [sys.executable, "-c", TELL_THE_API],
        env={**environment, "PREFECT_HOME": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout.split() == [api, "0"]


def test_what_is_done_meanwhile_is_done_before_the_server_answers(prefect_home: Path) -> None:
    seen: list[tuple[str, bool]] = []

    def look() -> None:
        url = PREFECT_API_URL.value()
        parts = urllib.parse.urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=0.1)
        try:
            connection.request("GET", "/api/health")
            connection.getresponse()
        except TimeoutError:
            seen.append((url, False))
        else:
            seen.append((url, True))
        finally:
            connection.close()
        assert os.environ["PREFECT_API_URL"] == url

    with temporary_settings(restore_defaults={PREFECT_API_URL}), prefect_api(look) as url:
        assert answers(url)

    assert seen == [(url, False)]


def test_an_error_meanwhile_leaves_no_server_and_no_api(prefect_home: Path) -> None:
    before = os.environ.get("PREFECT_API_URL")
    servers = children()

    with (
        temporary_settings(restore_defaults={PREFECT_API_URL}),
        pytest.raises(ZeroDivisionError),
        prefect_api(lambda: 1 / 0),
    ):
        pass

    assert os.environ.get("PREFECT_API_URL") == before
    assert children() == servers


def test_an_api_that_does_not_answer_is_named_with_what_to_do(prefect_home: Path) -> None:
    nobody = "http://127.0.0.1:9/api"

    with (
        temporary_settings({PREFECT_API_URL: nobody}),
        pytest.raises(ServerError, match=rf"{nobody}.*prefect server start.*PREFECT_API_URL"),
        prefect_api(),
    ):
        pass


def test_children_are_told_of_the_configured_api(api: str) -> None:
    with api_for_children():
        assert os.environ["PREFECT_API_URL"] == api


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_local_server_ends_with_its_run(prefect_home: Path, end: signal.Signals) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    with subprocess.Popen(
        [sys.executable, "-c", HOLD_A_SERVER],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        url = holder.stdout.readline().strip()
        assert answers(url)
        children = psutil.Process(holder.pid).children(recursive=True)
        assert children

        holder.send_signal(end)
        holder.wait(timeout=30)

        _, alive = psutil.wait_procs(children, timeout=15)
    assert alive == []
    assert not answers(url)


@pytest.fixture
def no_api_configured(prefect_home: Path) -> Iterator[None]:
    """No API, neither in the environment nor in the settings of any thread; afterwards those of the session again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PREFECT_API_URL", raising=False)
        with temporary_settings(restore_defaults={PREFECT_API_URL}):
            yield
    # Other threads of Prefect's look here: with no API they would start a server of their own.
    refresh_global_settings_context()


@pytest.mark.usefixtures("no_api_configured")
def test_settings_are_as_before_after_a_local_server() -> None:
    before = dict(os.environ)

    with prefect_api() as url:
        assert answers(url)
        assert os.environ["PREFECT_API_URL"] == url
        context = SettingsContext.get()
        assert context is not None
        assert context.settings.api.url == url

    assert dict(os.environ) == before
    assert not answers(url)


@pytest.mark.usefixtures("no_api_configured")
def test_a_local_server_listens_on_the_loopback_interface_alone() -> None:
    with prefect_api() as url:
        port = urllib.parse.urlsplit(url).port
        of_children = [
            connection.laddr
            for child in psutil.Process().children(recursive=True)
            for connection in child.net_connections("inet")
            if connection.status == psutil.CONN_LISTEN
        ]
    assert port in {address.port for address in of_children}
    assert {address.ip for address in of_children} <= {"127.0.0.1", "::1"}


def kill_the_server() -> None:
    """Kill the server that was started last: the session has one, too."""
    servers = [child for child in psutil.Process().children() if "flows.local_api" in " ".join(child.cmdline())]
    max(servers, key=lambda server: server.create_time()).kill()


@pytest.mark.usefixtures("no_api_configured")
def test_a_local_server_that_dies_is_started_anew_at_the_same_address() -> None:
    with prefect_api() as url:
        for _ in range(2):
            kill_the_server()
            # A request waits until there is a server again.
            with get_client(sync_client=True) as client:
                assert client.api_healthcheck() is None

    assert not answers(url)


@pytest.mark.usefixtures("no_api_configured")
def test_a_local_server_that_dies_again_and_again_is_given_up_and_the_run_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(local_server, "_STARTS", 1)

    def use_it_when_it_is_gone() -> None:
        with prefect_api() as url:
            kill_the_server()
            eventually(lambda: not answers(url), lambda: "the server is still there")
            with get_client(sync_client=True) as client:
                client.read_flows()

    with pytest.raises(
        ServerLost, match=r"lost: it was killed \(SIGKILL\), after 1 starts.*run the same command again"
    ):
        use_it_when_it_is_gone()


def test_a_server_that_is_elsewhere_and_fails_is_named(api: str) -> None:
    lost = rf"{api} was lost in mid-run \(nobody there\): see that it is well"
    with pytest.raises(ServerLost, match=lost), prefect_api():
        raise httpx.ConnectError("nobody there")
