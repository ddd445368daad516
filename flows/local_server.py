"""A local Prefect server that is kept alive: one that dies, or answers no more, is started anew at the same address.

The listening socket belongs to this process and is handed down. While there is no server, requests wait in it; those
that were under way are sent again by Prefect's client.
"""

import http
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from typing import IO

from flows.local_api import UNLESS_CONFIGURED
from synthphi.errors import SynthPhiError

_START_SECONDS = 120
"""The first start in a new PREFECT_HOME makes a database, which takes a slow machine its time."""
_STOP_SECONDS = 10
_LOOK_SECONDS = 10.0
"""How often a server is asked whether it is well."""
_ANSWER_SECONDS = 15.0
_UNANSWERED = 4
"""After so many questions without an answer a server counts as dead: it may just be busy."""
_STARTS = 4
"""A server that has died so often will die again."""


NOTHING_LEAVES = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_UI_ENABLED": "false",
}
"""For a server, and those that use it: nothing leaves the machine."""


class ServerError(SynthPhiError):
    """The Prefect API cannot be reached, or a local server did not start."""


class LocalServer:
    """A server on a free port of the loopback interface. Its database is the one in PREFECT_HOME.

    Args:
        environment: What it is to find in its environment beside what is in ours.
    """

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._port: int = self._listener.getsockname()[1]
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (as long as the server)
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="synthphi-server-keeper", daemon=True)
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = {**(environment or {})}
        self.lost: str | None = None
        """Why there is no server any more; None while there is one, or there is hope."""

    @property
    def url(self) -> str:
        """Where the API is."""
        return f"http://127.0.0.1:{self._port}/api"

    def start_early(self) -> None:
        """Start the server's process before Prefect is loaded here: it finds Prefect's settings where we will.

        Prefect takes a second to load, which is a third of what a server takes. Somebody may have configured an API:
        the process sees so itself and ends, and this server is to be stopped.
        """
        self._process = self._spawn_with({}, UNLESS_CONFIGURED)

    def start(self, meanwhile: Callable[[], object] | None = None) -> None:
        """Start the server, unless that was done early, and wait until it answers.

        Args:
            meanwhile: Called while the server starts, which takes it seconds: what does not need its answers.

        Raises:
            ServerError: it did not start.
        """
        if self._process is None:
            from prefect.settings import get_current_settings  # noqa: PLC0415  (slow import)

            # Not only of files and of the environment, but also `temporary_settings` of this process.
            self._process = self._spawn_with(get_current_settings().to_environment_variables(exclude_unset=True))
        if meanwhile is not None:
            meanwhile()
        if not self._answers_in_time(self._process) and self._process.poll() is not None:
            # It was killed, or came to grief by accident: whatever else is wrong is so the second time, too.
            _end(self._process)
            self._process = self._spawn()
            self._answers_in_time(self._process)
        if not self._answers(_ANSWER_SECONDS):
            raise ServerError(f"the local Prefect server did not start; {self.last_words()}")
        self._keeper.start()

    def stop(self) -> None:
        """Stop the server, and wait until it is gone."""
        self._stopping.set()
        if self._process is not None:
            _end(self._process)
        if self._keeper.is_alive():
            # It may be waiting for an answer; a server that it starts anew it ends itself.
            self._keeper.join()
        self._listener.close()
        self._log.close()

    def _spawn_with(self, settings: Mapping[str, str], *arguments: str) -> subprocess.Popen[bytes]:
        # As it is now: later there is an API in it, of which a server that is started anew must not know.
        self._environment = {**os.environ, **settings, **NOTHING_LEAVES, **self._environment}
        return self._spawn(*arguments)

    def _spawn(self, *arguments: str) -> subprocess.Popen[bytes]:
        descriptor = self._listener.fileno()
        # A session of its own: Ctrl-C must not take the server away before the run has reported its end.
        return subprocess.Popen(  # noqa: S603  (our own module)
            [sys.executable, "-m", "flows.local_api", str(os.getpid()), str(descriptor), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._log,
            env=self._environment,
            start_new_session=True,
            pass_fds=[descriptor],
        )

    def _answers_in_time(self, process: subprocess.Popen[bytes]) -> bool:
        deadline = time.monotonic() + _START_SECONDS
        while process.poll() is None and time.monotonic() < deadline and not self._stopping.is_set():
            if self._answers(5):
                return True
            time.sleep(0.1)
        return False

    def _answers(self, seconds: float) -> bool:
        # The socket accepts at once and answers when the application is up: the timeout covers its start.
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=seconds)
        try:
            connection.request("GET", "/api/health")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _keep(self) -> None:
        """Start the server anew whenever it has died, until it is to stop or there is no use in it."""
        starts = 1
        assert self._process is not None
        while (ended := self._wait_for_its_end()) is not None:
            if starts == _STARTS:
                self._lose(f"it {ended}, after {starts} starts")
                return
            starts += 1
            _end(self._process)  # it is gone: what is left is its pipe
            # Its parent is this thread, which lives longer (see `flows.lifeline`).
            self._process = self._spawn()
            if self._stopping.is_set():
                break
            if not self._answers_in_time(self._process):
                if not self._stopping.is_set():
                    self._lose(f"it {ended} and did not start again; {self.last_words()}")
                break
        _end(self._process)

    def _wait_for_its_end(self) -> str | None:
        """Return how the server ended, without being told to; None when it was."""
        assert self._process is not None
        unanswered = 0
        while not self._stopping.is_set():
            try:
                code = self._process.wait(_LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                unanswered = 0 if self._answers(_ANSWER_SECONDS) else unanswered + 1
                if unanswered == _UNANSWERED:
                    self._process.kill()
                    self._process.wait()
                    return "answered no more"
                continue
            if self._stopping.is_set():
                return None
            return f"was killed ({signal.Signals(-code).name})" if code < 0 else f"ended with exit code {code}"
        return None

    def _lose(self, why: str) -> None:
        self.lost = why
        # Who asks for it from now on is told at once that nobody is there.
        self._listener.close()

    def last_words(self) -> str:
        """Return what the server said at last, and where its database is."""
        self._log.seek(0)
        said = [line.strip() for line in self._log.read().decode(errors="replace").splitlines() if line.strip()]
        from prefect.settings import PREFECT_HOME  # noqa: PLC0415  (slow import)

        return (
            f"its last words: {' | '.join(said[-4:]) or 'none'}. Its database is in {PREFECT_HOME.value()}: delete "
            "prefect.db* there if it is damaged, or let PREFECT_HOME name another folder"
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    assert process.stdin is not None
    process.stdin.close()
