r"""The pieces of an RTF file: braces, control words and characters.

Nothing is understood here but how the file is cut: what a control word means is said in `synthphi.readback.rtf_groups`.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from synthphi.readback.base import ReadbackError

MOST_BYTES = 1 << 27
"""The largest file that is read."""
_TOKEN = re.compile(
    rb"""
    (?P<open>\{) | (?P<close>\})
    | \\(?P<word>[A-Za-z]{1,64})(?P<number>-?[0-9]{1,10})?[ ]?
    | \\'(?P<hex>[0-9A-Fa-f]{2})
    | \\(?P<symbol>[^A-Za-z])
    | (?P<text>[^\\{}\r\n\0]+)
    | (?P<nothing>[\r\n\0]+|\\)
    """,
    re.VERBOSE | re.DOTALL,
)


class Kind(Enum):
    """What a token is."""

    OPEN = "open"
    CLOSE = "close"
    WORD = "word"
    SYMBOL = "symbol"
    HEX = "hex"
    TEXT = "text"


class Token(NamedTuple):
    """A piece of a file: `name` is that of a control word or symbol, `data` the bytes of characters."""

    kind: Kind
    name: str = ""
    number: int | None = None
    data: bytes = b""


_OPEN, _CLOSE = Token(Kind.OPEN), Token(Kind.CLOSE)


def tokens(data: bytes) -> Iterator[Token]:
    r"""Yield the tokens of a file; binary data (``\bin``) is left out.

    Raises:
        ReadbackError: the file is none of RTF, or is too large.
    """
    if not data.startswith(b"{\\rtf"):
        raise ReadbackError("cannot be read as rtf: it does not begin as an RTF file does")
    if len(data) > MOST_BYTES:
        raise ReadbackError(f"it has more than {MOST_BYTES} bytes")
    position = 0
    while position < len(data):
        found = _TOKEN.match(data, position)
        assert found is not None  # Every byte begins one of the alternatives.
        position = found.end()
        kind = found.lastgroup if found.lastgroup != "number" else "word"
        if kind == "text":
            yield Token(Kind.TEXT, data=found["text"])
        elif kind == "word":
            name, number = found["word"].decode(), found["number"]
            if name == "bin":
                position += max(0, int(number or 0))
            else:
                yield Token(Kind.WORD, name, None if number is None else int(number))
        elif kind == "open":
            yield _OPEN
        elif kind == "close":
            yield _CLOSE
        elif kind == "hex":
            yield Token(Kind.HEX, data=bytes.fromhex(found["hex"].decode()))
        elif kind == "symbol":
            yield Token(Kind.SYMBOL, found["symbol"].decode("latin-1"))
