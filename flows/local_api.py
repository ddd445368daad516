"""The process of a local Prefect API server: ``python -m flows.local_api PID DESCRIPTOR [unless-configured]``.

It serves the listening socket that it is handed, and ends when its parent (PID) does: standard input is a pipe from the
parent and never carries anything but its end.
"""

import os
import socket
import sys

from flows.lifeline import end_with_parent
from flows.loading import leave_without_looking, loading

UNLESS_CONFIGURED = "unless-configured"
"""Asks a server to end at once where Prefect's settings name an API: its parent did not know yet."""


def main() -> None:
    """Serve Prefect's API until the parent is gone or a signal comes."""
    # Not `sys.stdin.read`: its lock, held for ever, would make Python abort at the end of a server that cannot start.
    end_with_parent(int(sys.argv[1]), lambda: os.read(sys.stdin.fileno(), 1))
    listener = socket.socket(fileno=int(sys.argv[2]))

    leave_without_looking()
    with loading():
        if UNLESS_CONFIGURED in sys.argv[3:] and _is_configured():
            return
        import uvicorn  # noqa: PLC0415  (slow imports, and the parent may be gone by now)
        from prefect.server.api.server import create_app  # noqa: PLC0415

        app = create_app(ephemeral=True, final=True)
    uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on")).run(sockets=[listener])


def _is_configured() -> bool:
    from prefect.settings import PREFECT_API_URL  # noqa: PLC0415  (slow import)

    return bool(PREFECT_API_URL.value())


if __name__ == "__main__":
    main()
