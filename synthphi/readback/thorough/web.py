"""Saved pages, by lynx: all that it shows as text, hidden sections and alternative texts too, and the targets of links.

Beyond it are title, meta elements, comments of HTML and who made a change. The value of a field it cuts at the field's
width, which it counts in bytes.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from synthphi.readback.base import ReadbackError
from synthphi.readback.thorough.base import Read, SecondReader, output_of, program

_PACKAGE = "lynx"
_SEEN = re.compile(r"html/(block\[\d+\](/link\[\d+\])?|img\[\d+\]/alt)")
# No line is broken that can be helped, and no file of settings is read.
_OPTIONS = (
    *("-cfg=/dev/null", "-stdin", "-dump", "-force_html", "-width=1000", "-assume_charset=utf-8"),
    "-display_charset=utf-8",
)


def require() -> None:
    """See to it that lynx is installed."""
    program("lynx", _PACKAGE)


def _part_of(path: str) -> str | None:
    return "page" if _SEEN.fullmatch(path) else None


def _read(pages: Sequence[Path]) -> Iterator[Read]:
    lynx = program("lynx", _PACKAGE)
    for page in pages:
        try:
            # The targets stand in a list at the end.
            yield {"page": output_of([lynx, *_OPTIONS], page.read_bytes()).decode("utf-8", "replace")}
        except ReadbackError as error:
            yield error


READER = SecondReader("lynx", _read, _part_of)
