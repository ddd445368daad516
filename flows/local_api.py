"""The process of a local Prefect API server: ``python -m flows.local_api <pid of the parent> <file descriptor>``.

It serves the listening socket that it is handed, and ends when its parent does: standard input is a pipe from the
parent and never carries anything but its end.
"""

import os
import socket
import sys

from flows.lifeline import end_with_parent
from flows.loading import leave_without_looking, loading


def main() -> None:
    """Serve Prefect's API until the parent is gone or a signal comes."""
    # Not `sys.stdin.read`: its lock, held for ever, would make Python abort at the end of a server that cannot start.
    end_with_parent(int(sys.argv[1]), lambda: os.read(sys.stdin.fileno(), 1))
    listener = socket.socket(fileno=int(sys.argv[2]))

    leave_without_looking()
    with loading():
        from prefect.settings import PREFECT_API_URL  # noqa: PLC0415  (slow imports; our parent may be gone)

        if PREFECT_API_URL.value():
            return  # started before our parent knew that it needs none (`LocalServer.start_early`)
        import uvicorn  # noqa: PLC0415
        from prefect.server.api.server import create_app  # noqa: PLC0415

        app = create_app(ephemeral=True, final=True)
    uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on")).run(sockets=[listener])


if __name__ == "__main__":
    main()
