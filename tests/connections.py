"""Which addresses processes reach for: the network is denied to them, but for the loopback interface."""

import os
from pathlib import Path


def watched(log: Path) -> dict[str, str]:
    """Return environment variables that deny the network to Python processes, and have them write to `log`."""
    others = os.environ.get("PYTHONPATH")
    folder = str(Path(__file__).with_name("no_network"))
    return {
        "PYTHONPATH": f"{folder}{os.pathsep}{others}" if others else folder,
        "SYNTHPHI_CONNECTIONS": str(log),
        # A proxy that the environment may name is none of our doing.
        **{name: "" for name in os.environ if name.lower() in ("http_proxy", "https_proxy", "all_proxy")},
    }


def reached(log: Path) -> tuple[list[str], list[str]]:
    """Return what was reached for: on the loopback interface, and beyond it."""
    lines = log.read_text().splitlines() if log.exists() else []
    loopback = [line for line in lines if line.startswith("loopback ")]
    return loopback, [line for line in lines if line not in loopback]
