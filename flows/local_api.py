"""The process of a local Prefect API server: ``python -m flows.local_api <pid of the parent>``.

It listens on a free port of the loopback interface, writes the port on a line of standard output, and ends
when its parent does: standard input is a pipe from the parent and never carries anything but its end.
"""

import socket
import sys

from flows.lifeline import end_with_parent


def main() -> None:
    """Serve Prefect's API until the parent is gone or a signal comes."""
    end_with_parent(int(sys.argv[1]), sys.stdin.buffer.read)
    listener = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()

    import uvicorn  # noqa: PLC0415  (the port is known before the slow imports)
    from prefect.server.api.server import create_app  # noqa: PLC0415

    app = create_app(ephemeral=True, final=True)
    uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on")).run(sockets=[listener])


if __name__ == "__main__":
    main()
