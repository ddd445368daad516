r"""Characters of RTF files, and a destination with its paragraphs while it is being written.

Text is written as it is but for backslashes and braces. What is not ASCII becomes ``\uN\'hh`` at the very end, all at
once: N is a signed number of 16 bits, and hh is what programs show that know no Unicode, a question mark if need be.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from synthphi.document import Text
from synthphi.errors import RenderError
from synthphi.render.base import Places
from synthphi.render.markup import FORBIDDEN, put

_CONTROL = bytes([*range(0x20), 0x7F])
_BEYOND = re.compile("[^\x00-\x7f]")
PAR, CELL, SECT = "\\par", "\\cell", "\\sect"
"""What a paragraph ends with."""


def escape(value: str) -> str:
    """Return characters as text of an RTF file; those that are not ASCII are left to `encode`."""
    return value.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")


def encode(document_id: str, pieces: Sequence[str]) -> bytes:
    """Return the pieces of a file as its bytes, a line each.

    Raises:
        RenderError: they hold a character that no text has: a control character, or half of one.
    """
    # Few pieces are not ASCII, and much of a file is pictures.
    ascii_pieces = [piece if piece.isascii() else _escaped(document_id, piece) for piece in pieces]
    data = "\n".join(ascii_pieces).encode("ascii")
    # Line ends are ours: one between two pieces, and no reader takes them for text.
    if len(data) - len(data.translate(None, _CONTROL)) != len(pieces) - 1:
        for piece in pieces:
            _refuse(document_id, piece)
    return data


def _escaped(document_id: str, piece: str) -> str:
    _refuse(document_id, piece)
    return _BEYOND.sub(lambda found: _unicode(found[0]), piece)


def _refuse(document_id: str, piece: str) -> None:
    if found := FORBIDDEN.search(piece):
        raise RenderError(
            f"{document_id}: the text holds the character U+{ord(found[0]):04X}, which an RTF file cannot carry: "
            "take it out of the content"
        )


@cache
def _unicode(character: str) -> str:
    units = character.encode("utf-16-le")
    stand_in = character.encode("cp1252", "replace")[0]
    return "".join(
        [
            f"\\u{int.from_bytes(units[i : i + 2], 'little', signed=True)}\\'{stand_in:02x}"
            for i in range(0, len(units), 2)
        ]
    )


class Flow:
    """A destination of paragraphs, while it is being written.

    Args:
        name: Its path, such as ``body``.
        looks: The control words that a paragraph begins with, by style.
    """

    def __init__(self, name: str, looks: Mapping[str, str]) -> None:
        self.pieces: list[str] = []
        self.places: list[Places] = []
        """Of the labelled values in it, in canonical order."""
        self.looks = looks
        self._name = name
        self._paragraphs = 0

    @property
    def path(self) -> str:
        """Return where the next paragraph will stand."""
        return f"{self._name}/p[{self._paragraphs}]"

    def add(self, style: str, value: Text, end: str = PAR, places: list[Places] | None = None) -> None:
        """Write a paragraph.

        Args:
            style: Its style.
            value: Its text.
            end: What ends it.
            places: Is added to; None: the places of the flow.
        """
        if value:
            characters = escape(put(value, self.path, self.places if places is None else places))
            self.pieces.append(f"{self.looks[style]} {characters}{end}")
        else:
            self.pieces.append(f"{self.looks[style]}{end}")
        self._paragraphs += 1

    def write(self, style: str, content: str, end: str = PAR) -> None:
        """Write a paragraph whose content is RTF already."""
        self.pieces.append(f"{self.looks[style]} {content}{end}")
        self._paragraphs += 1
