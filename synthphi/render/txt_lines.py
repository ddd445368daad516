"""Lines of plain text that know where in them labelled values stand, broken so that no value is."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from synthphi.document import Text

WIDTH: Final = 80
"""Columns of a line."""
LONGEST_WITHIN: Final = 60
"""A value of more characters stands on a line of its own, however long that gets."""
_SPACES = re.compile(" +")


class Mark(NamedTuple):
    """A labelled value in a line: its characters, and the number of its span."""

    start: int
    end: int
    span: int


class Line(NamedTuple):
    """A line of text."""

    text: str
    marks: tuple[Mark, ...] = ()


EMPTY: Final = Line("")


class Numbered:
    """Turns texts into lines and numbers their labelled values; asked in canonical order, by their spans."""

    def __init__(self) -> None:
        self.spans = 0
        """How many there have been."""

    def line(self, value: Text, *, capitals: bool = False) -> Line:
        """Return a text as one line; in capitals but for labelled values."""
        pieces: list[str] = []
        marks: list[Mark] = []
        position = 0
        for fragment in value:
            characters = fragment.text
            if fragment.tag is None:
                characters = characters.upper() if capitals else characters
            else:
                marks.append(Mark(position, position + len(characters), self.spans))
                self.spans += 1
            pieces.append(characters)
            position += len(characters)
        return Line("".join(pieces), tuple(marks))


def columns(characters: str) -> int:
    """Return how many columns characters take on a screen whose letters are all equally wide."""
    if characters.isascii():
        return len(characters)
    return sum([_columns_of(character) for character in characters])


def _columns_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def joined(parts: Iterable["Line | str"]) -> Line:
    """Return parts of a line as one."""
    pieces: list[str] = []
    marks: list[Mark] = []
    position = 0
    for part in parts:
        if isinstance(part, Line):
            marks += [Mark(start + position, end + position, span) for start, end, span in part.marks]
            part = part.text  # noqa: PLW2901
        pieces.append(part)
        position += len(part)
    return Line("".join(pieces), tuple(marks))


def _cut(line: Line, start: int, end: int) -> Line:
    marks = [Mark(mark.start - start, mark.end - start, mark.span) for mark in line.marks if start <= mark.start < end]
    return Line(line.text[start:end], tuple(marks))


def words(line: Line) -> list[Line]:
    """Return what a line may be broken between: its words, of which a value, spaces and all, is a part of one."""
    marks = line.marks
    if not marks:
        return [Line(word) for word in line.text.split(" ") if word]
    found: list[Line] = []
    start = 0
    for space in _SPACES.finditer(line.text):
        first, last = space.span()
        if not any(mark.start < last and first < mark.end for mark in marks):
            if first > start:
                found.append(_cut(line, start, first))
            start = last
    if start < len(line.text):
        found.append(_cut(line, start, len(line.text)))
    return found


def wrapped(line: Line, width: int = WIDTH, before: str = "", indent: str | None = None) -> list[Line]:
    """Return a line as lines that are no wider than `width`; only a value, which is not broken, may make one wider.

    Args:
        line: The line.
        width: In columns, with what stands before.
        before: Stands at the beginning of the first line.
        indent: Stands at the beginning of the others; None: as many spaces.
    """
    if not before and len(line.text) <= LONGEST_WITHIN and columns(line.text) <= width - columns(indent or ""):
        return [line]
    behind = " " * columns(before) if indent is None else indent
    room = width - max(columns(before), columns(behind))
    held = not line.marks or all(end - start <= LONGEST_WITHIN for start, end, _ in line.marks)
    if held and columns(line.text) <= room:
        return [joined((before, line)) if before else line]
    lines: list[Line] = []
    open_line: list[Line | str] = []
    taken = 0
    for word, alone in _pieces(line, room):
        length = columns(word.text)
        glue = " " if open_line else ""
        if open_line and (alone or taken + len(glue) + length > room):
            lines.append(joined(open_line))
            open_line, taken, glue = [], 0, ""
        if alone:
            lines.append(word)
            continue
        open_line += [glue, word]
        taken += len(glue) + length
    if open_line:
        lines.append(joined(open_line))
    return [joined((behind if number else before, one)) for number, one in enumerate(lines or [EMPTY])]


def _pieces(line: Line, room: int) -> Iterator[tuple[Line, bool]]:
    """Yield what is not broken, and whether it has to stand on a line of its own."""
    for word in words(line):
        if any(end - start > LONGEST_WITHIN for start, end, _ in word.marks):
            yield word, True
        elif columns(word.text) <= room:
            yield word, False
        else:
            # Too long for a line, such as a sentence of a script without spaces: it ends where the line does.
            for part in _parts(word, room):
                yield part, columns(part.text) > room


def _parts(word: Line, room: int) -> Iterator[Line]:
    start = position = taken = 0
    starts = {mark.start: mark.end for mark in word.marks}
    while position < len(word.text):
        end = max(starts.get(position, position + 1), position + 1)
        length = columns(word.text[position:end])
        if taken + length > room and position > start:
            yield _cut(word, start, position)
            start, taken = position, 0
        taken += length
        position = end
    yield _cut(word, start, position)


def least_width(line: Line) -> int:
    """Return in how many columns a line can be written without breaking a word."""
    return max([columns(word.text) for word in words(line)], default=0)
