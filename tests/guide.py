"""The commands of docs/prefect.md, as somebody would type them who follows it."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r"^```sh\n# ([^\n]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(terminal: str) -> list[str]:
    """Return the blocks for a terminal, such as ``terminal 2``, in order."""
    guide = (ROOT / "docs" / "prefect.md").read_text(encoding="utf-8")
    return [commands for where, commands in _BLOCK.findall(guide) if where == terminal]


def terminals() -> set[str]:
    """Return all that the guide has blocks for."""
    return {where for where, _ in _BLOCK.findall((ROOT / "docs" / "prefect.md").read_text(encoding="utf-8"))}


def adapted(commands: str, changes: Mapping[str, str]) -> str:
    """Return commands with this interpreter's environment, and other ports and folders, in place of the guide's."""
    changes = {".venv/bin/activate": str(Path(sys.prefix) / "bin" / "activate"), **changes}
    for theirs, ours in changes.items():
        commands = commands.replace(theirs, ours)
    return commands


def kept_open(commands: str) -> list[str]:
    """Return the command for a block whose last line goes on until it is stopped."""
    *setting_up, last = commands.strip().splitlines()
    return ["bash", "-ec", "\n".join([*setting_up, f"exec {last}"])]


def setting_up(commands: str) -> str:
    """Return the lines of a block that later blocks for the same terminal build on."""
    return "\n".join(line for line in commands.splitlines() if line.startswith((". ", "export ")))
