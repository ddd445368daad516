"""Mails, by Perl's MIME::Parser and HTML::Parser: headers, plain text, the text of HTML parts and their links.

A program of ours in Perl (``mail.pl``) prints what they decode; one process reads all files of a call.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from synthphi.readback.thorough.base import Read, SecondReader
from synthphi.readback.thorough.perl import answers_of, read_or_error, require_modules

_HEADER = re.compile(r"header/([A-Za-z0-9-]+)")
_NAME = re.compile(r"attachment\[\d+\]")
_HTML = re.compile(r"text/html(/block\[\d+\])?")
_LINK = re.compile(r"text/html(/block\[\d+\])?/link\[\d+\]")


def require() -> None:
    """See to it that Perl and the two modules are installed."""
    require_modules(["MIME::Parser", "HTML::Parser"], "packages libmime-tools-perl and libhtml-parser-perl")


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
    for answer in answers_of("mail.pl", mails):
        yield read_or_error(answer, "MIME::Parser")


READER = SecondReader("MIME::Parser", _read, _part_of)
