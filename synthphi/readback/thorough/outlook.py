"""Messages of Outlook, by the Perl module of msgconvert, which makes mails of them; those are read like all mails.

A program of ours in Perl (``outlook.pl``) has it write the mails and prints the properties that stand in none of them.
"""

import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files
from pathlib import Path

from synthphi.readback.base import ReadbackError
from synthphi.readback.thorough import mail
from synthphi.readback.thorough.base import Read, SecondReader, ToolMissing, output_of, program

# Beyond it are a sender's second set of properties, entry identifiers, topics, and subjects without their ``Re:``.
_PARTS = (
    (re.compile(r"msg/subject"), "subject"),
    (re.compile(r"msg/sender"), "sender"),
    (re.compile(r"msg/(to|cc)\[\d+\]"), "recipients"),
    (re.compile(r"msg/display_(to|cc)"), "names of recipients"),
)
_IN_MAILS = {"msg/body": "text/plain", "msg/html": "text/html"}


def require() -> None:
    """See to it that Perl and the modules are installed, those for mails too."""
    mail.require()
    try:
        output_of([program("perl", "perl"), "-MEmail::Outlook::Message", "-MJSON::PP", "-e", "1"])
    except ReadbackError:
        raise ToolMissing(
            "a thorough verification needs Perl's Email::Outlook::Message: install the Debian or Ubuntu package "
            "libemail-outlook-message-perl"
        ) from None


def _part_of(path: str) -> str | None:
    way, between, inner = path.rpartition(" > ")
    if between:
        # Of messages that are attached it makes mails, too, and nothing is there but what those say. A mail that is
        # attached it writes in base64, which no reader of mails undoes.
        if not all(name.endswith(".msg") for name in way.split(" > ")[1:]):
            return None
        part = _in_mail(inner)
        return part and f"{way} > {part}"
    for pattern, part in _PARTS:
        if pattern.fullmatch(path):
            return part
    return _in_mail(path)


def _in_mail(path: str) -> str | None:
    """Return in which part of the mail that it makes of a message a text is."""
    for ours, of_mail in _IN_MAILS.items():
        if path.startswith(ours):
            return mail.READER.part_of(of_mail + path.removeprefix(ours))
    return mail.READER.part_of(path)


def _read(messages: Sequence[Path]) -> Iterator[Read]:
    perl = program("perl", "perl")
    with tempfile.TemporaryDirectory() as folder:
        with as_file(files("synthphi.readback.thorough").joinpath("outlook.pl")) as script:
            given = "".join(f"{message.absolute()}\n" for message in messages).encode()
            said = [json.loads(line) for line in output_of([perl, str(script), folder], given).decode().splitlines()]
        mails = [Path(folder, f"{number}.eml") for number in range(len(said))]
        for found, read in zip(said, mail.READER.read(mails), strict=True):
            if "texts" not in found:
                yield ReadbackError(f"msgconvert cannot read it: {found['error']}")
            else:
                yield read if isinstance(read, ReadbackError) else {**read, **found["texts"]}


READER = SecondReader("msgconvert", _read, _part_of)
