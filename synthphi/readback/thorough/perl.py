"""Second readers in Perl: programs of ours that print what modules of others decode, a line of JSON a file."""

import json
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from synthphi.readback.base import ReadbackError
from synthphi.readback.thorough.base import Read, ToolMissing, output_of, program


def require_modules(modules: Sequence[str], packages: str) -> None:
    """See to it that Perl and some modules are installed.

    Args:
        modules: Their names.
        packages: The Debian or Ubuntu packages that they are in, for the message: "package a", "packages a and b".

    Raises:
        ToolMissing: they are not.
    """
    perl = program("perl", "perl")
    try:
        output_of([perl, *[f"-M{module}" for module in modules], "-MJSON::PP", "-e", "1"])
    except ReadbackError:
        raise ToolMissing(
            f"a thorough verification needs Perl's {' and '.join(modules)}: install the Debian or Ubuntu {packages}"
        ) from None


def answers_of(script: str, paths: Sequence[Path], *arguments: str) -> list[dict[str, Any]]:
    """Return what a program of ours says of each of some files; one process reads them all.

    Args:
        script: Its name, such as ``mail.pl``.
        paths: The files.
        arguments: What it is called with.

    Raises:
        ReadbackError: it fails.
        ToolMissing: Perl is not installed.
    """
    perl = program("perl", "perl")
    with as_file(files("synthphi.readback.thorough").joinpath(script)) as file:
        given = "".join(f"{path.absolute()}\n" for path in paths).encode()
        said = output_of([perl, str(file), *arguments], given).decode("utf-8").splitlines()
    return [json.loads(line) for line in said]


def read_or_error(answer: dict[str, Any], tool: str) -> Read:
    """Return the texts that an answer has, or why there are none."""
    return answer["texts"] if "texts" in answer else ReadbackError(f"{tool} cannot read it: {answer['error']}")
