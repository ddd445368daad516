"""What second readers have in common: what they give, and how a program of others is run."""

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from synthphi.errors import CorpusError
from synthphi.readback.base import ReadbackError

Read: TypeAlias = "dict[str, str] | ReadbackError"
"""A file's texts by part, such as ``body`` and ``footnotes``, or why there are none."""

_MOST_SECONDS = 300
_MOST_SAID = 300
"""Characters of what a program says about its failure."""


class ToolMissing(CorpusError):
    """A second reader's program is not installed."""


@dataclass(frozen=True, slots=True)
class SecondReader:
    """A second reader of a format."""

    tool: str
    read: Callable[[Sequence[Path]], Iterator[Read]]
    """Yields what it reads of each of some files, in order."""
    part_of: Callable[[str], str | None]
    """Returns in which part of what it reads the text at a place's path is; None where it does not see it."""


def program(name: str, package: str) -> str:
    """Return where a program is.

    Raises:
        ToolMissing: it is not installed.
    """
    found = shutil.which(name)
    if found is None:
        raise ToolMissing(f"a thorough verification needs {name}: install the Debian or Ubuntu package {package}")
    return found


def output_of(arguments: Sequence[str], given: bytes | None = None, seconds: float = _MOST_SECONDS) -> bytes:
    """Return what a program writes on its standard output.

    Raises:
        ReadbackError: it fails, or takes too long.
    """
    name = Path(arguments[0]).name
    try:
        # No shell, and files by their absolute paths, which begin with no dash.
        done = subprocess.run(arguments, input=given, capture_output=True, timeout=seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise ReadbackError(f"{name} did not end within {seconds:.0f} seconds") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()[:_MOST_SAID]
        raise ReadbackError(f"{name} cannot read it: {said or f'exit code {done.returncode}'}")
    return done.stdout
