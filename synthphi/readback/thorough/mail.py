"""Mails, by Perl's MIME::Parser and HTML::Parser: headers, plain text, the text of HTML parts and their links.

A program of ours in Perl (``mail.pl``) prints what they decode; one process reads all files of a call.
"""

import json
import re
from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files
from pathlib import Path

from synthphi.readback.base import ReadbackError
from synthphi.readback.thorough.base import Read, SecondReader, ToolMissing, output_of, program

_HEADER = re.compile(r"header/([A-Za-z0-9-]+)")
_NAME = re.compile(r"attachment\[\d+\]")
_HTML = re.compile(r"text/html(/block\[\d+\])?")
_LINK = re.compile(r"text/html(/block\[\d+\])?/link\[\d+\]")


def require() -> None:
    """See to it that Perl and the two modules are installed."""
    perl = program("perl", "perl")
    try:
        output_of([perl, "-MMIME::Parser", "-MHTML::Parser", "-MJSON::PP", "-e", "1"])
    except ReadbackError:
        raise ToolMissing(
            "a thorough verification needs Perl's MIME::Parser and HTML::Parser: install the Debian or Ubuntu packages "
            "libmime-tools-perl and libhtml-parser-perl"
        ) from None


def _part_of(path: str) -> str | None:
    way, between, inner = path.rpartition(" > ")
    if between:
        # It reads messages that are attached; other files, and what is in those, are beyond it.
        part = _part_of(inner) if all(name.endswith(".eml") for name in way.split(" > ")[1:]) else None
        return part and f"{way} > {part}"
    if _NAME.fullmatch(path):
        return "attachment names"
    if path == "text/plain":
        return "plain text"
    if _HTML.fullmatch(path):
        return "HTML text"
    if _LINK.fullmatch(path):
        return "HTML links"
    header = _HEADER.fullmatch(path)
    return f"header {header[1].lower()}" if header else None


def _read(mails: Sequence[Path]) -> Iterator[Read]:
    perl = program("perl", "perl")
    with as_file(files("synthphi.readback.thorough").joinpath("mail.pl")) as script:
        given = "".join(f"{mail.absolute()}\n" for mail in mails).encode()
        said = output_of([perl, str(script)], given).decode("utf-8").splitlines()
    for line in said:
        found = json.loads(line)
        yield found["texts"] if "texts" in found else ReadbackError(f"MIME::Parser cannot read it: {found['error']}")


READER = SecondReader("MIME::Parser", _read, _part_of)
