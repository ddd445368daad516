"""Messages of Outlook, by the Perl module of msgconvert, which makes mails of them; those are read like all mails.

A program of ours in Perl (``outlook.pl``) has it write the mails and prints the properties that stand in none of them.
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from synthphi.readback.base import ReadbackError
from synthphi.readback.thorough import mail
from synthphi.readback.thorough.base import Read, SecondReader
from synthphi.readback.thorough.perl import answers_of, read_or_error, require_modules

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
    require_modules(["Email::Outlook::Message"], "package libemail-outlook-message-perl")


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
    with tempfile.TemporaryDirectory() as folder:
        answers = answers_of("outlook.pl", messages, folder)
        mails = [Path(folder, f"{number}.eml") for number in range(len(answers))]
        for answer, read in zip(answers, mail.READER.read(mails), strict=True):
            own = read_or_error(answer, "msgconvert")
            if isinstance(own, ReadbackError):
                yield own
            else:
                yield read if isinstance(read, ReadbackError) else {**read, **own}


READER = SecondReader("msgconvert", _read, _part_of)
