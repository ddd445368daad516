"""A document's text in pieces: with and without a label, by line and by surface."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from synthphi.corpus.show import ShownDocument
from synthphi.report.places import surface_name


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of a line: the value of a span, or what is between them."""

    text: str
    span: int | None = None
    """The number of the span."""


TextLine = tuple[TextPiece, ...]


@dataclass(frozen=True, slots=True)
class TextGroup:
    """Lines of one surface that follow each other."""

    caption: str
    """What people call the surface; empty where it is not known."""
    on_page: bool
    """Whether people see it there; what is not labelled is taken for seen."""
    lines: tuple[TextLine, ...]


def pieces(text: str, marks: Iterable[tuple[int, int, int]]) -> TextLine:
    """Return a text in pieces; of the marks (start, end, span) those that are not in it, or overlap, are left out."""
    at, found = 0, []
    for start, end, span in sorted(marks):
        if not at <= start < end <= len(text):
            continue
        if start > at:
            found.append(TextPiece(text[at:start]))
        found.append(TextPiece(text[start:end], span))
        at = end
    if at < len(text):
        found.append(TextPiece(text[at:]))
    return tuple(found)


def text_groups(
    document: ShownDocument, surfaces: Sequence[str | None], on_page: Sequence[bool]
) -> tuple[TextGroup, ...]:
    """Return the text by surface.

    Args:
        document: The document.
        surfaces: The surface of each line, as `surfaces_of_lines` gives them.
        on_page: Of each span whether people see it on a page.
    """
    marks_by_line: dict[int, list[tuple[int, int, int]]] = {}
    starts, position = [], 0
    texts = document.text.split("\n")
    for text in texts:
        starts.append(position)
        position += len(text) + 1
    line = 0
    for i, span in sorted(enumerate(document.spans), key=lambda numbered: numbered[1].start):
        while line + 1 < len(starts) and starts[line + 1] <= span.start:
            line += 1
        marks_by_line.setdefault(line, []).append((span.start - starts[line], span.end - starts[line], i))
    groups = []
    numbered = [(surface, number) for number, surface in enumerate(surfaces) if texts[number]]
    for surface, members in groupby(numbered, key=itemgetter(0)):
        lines = tuple(pieces(texts[number], marks_by_line.get(number, ())) for _, number in members)
        spans = [piece.span for of_line in lines for piece in of_line if piece.span is not None]
        seen = not spans or any(on_page[span] for span in spans)
        groups.append(TextGroup("" if surface is None else surface_name(surface), seen, lines))
    return tuple(groups)
