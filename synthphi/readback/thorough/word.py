"""Word documents, by pandoc: body, tracked changes, footnotes, comments, link targets and alternative texts.

Its tree is read and not its plain text, which breaks long cells over lines. Beyond it are headers, footers, text boxes
and properties.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from synthphi.readback.base import ReadbackError
from synthphi.readback.thorough.base import Read, SecondReader, output_of, program

_PACKAGE = "pandoc"
_CELL = r"body(/tbl\[\d+\]/r\[\d+\]/c\[\d+\])*/p\[\d+\]"
_PARTS = (
    (re.compile(rf"{_CELL}(/(ins|del)\[\d+\])?"), "body"),
    (re.compile(rf"{_CELL}/alt"), "alternative texts"),
    (re.compile(rf"{_CELL}/link\[\d+\]"), "link targets"),
    (re.compile(rf"({_CELL}/(ins|del)\[\d+\]|comment\[\d+\])/author"), "authors"),
    (re.compile(r"footnote\[\d+\]/p\[\d+\]"), "footnotes"),
    (re.compile(r"comment\[\d+\]/p\[\d+\]"), "comments"),
)
_BLANKS = frozenset({"Space", "SoftBreak", "LineBreak"})


def require() -> None:
    """See to it that pandoc is installed."""
    program("pandoc", _PACKAGE)


def _part_of(path: str) -> str | None:
    return next((part for pattern, part in _PARTS if pattern.fullmatch(path)), None)


def _read(files: Sequence[Path]) -> Iterator[Read]:
    pandoc = program("pandoc", _PACKAGE)
    for file in files:
        try:
            said = output_of([pandoc, "-f", "docx", "-t", "json", "--track-changes=all", str(file.absolute())])
        except ReadbackError as error:
            yield error
        else:
            yield _texts(json.loads(said))


def _texts(tree: dict[str, Any]) -> dict[str, str]:
    pieces: dict[str, list[str]] = {}
    _walk([tree["meta"], tree["blocks"]], "body", pieces)
    return {part: "".join(texts) for part, texts in pieces.items()}


def _walk(node: Any, part: str, pieces: dict[str, list[str]]) -> None:
    """Gather the texts below a node of pandoc's tree, each in its part."""
    if isinstance(node, list):
        for child in node:
            _walk(child, part, pieces)
    elif isinstance(node, dict):
        kind: str = node.get("t", "")
        if kind in _ELEMENTS:
            _ELEMENTS[kind](node["c"], part, pieces)
        elif kind in _BLANKS:
            pieces.setdefault(part, []).append(" ")
        else:
            _walk(list(node.values()), part, pieces)
            pieces.setdefault(part, []).append("\n")


def _string(content: Any, part: str, pieces: dict[str, list[str]]) -> None:
    pieces.setdefault(part, []).append(content if isinstance(content, str) else content[-1])


def _link(content: Any, part: str, pieces: dict[str, list[str]]) -> None:
    _, shown, (target, _) = content
    _walk(shown, part, pieces)
    pieces.setdefault("link targets", []).append(f"{target}\n")


def _image(content: Any, _part: str, pieces: dict[str, list[str]]) -> None:
    _, alternative, (_, title) = content
    _walk(alternative, "alternative texts", pieces)
    pieces.setdefault("alternative texts", []).append(f"\n{title}\n")


def _note(content: Any, _part: str, pieces: dict[str, list[str]]) -> None:
    _walk(content, "footnotes", pieces)


def _span(content: Any, part: str, pieces: dict[str, list[str]]) -> None:
    (_, classes, attributes), inside = content
    if author := dict(attributes).get("author"):
        pieces.setdefault("authors", []).append(f"{author}\n")
    _walk(inside, "comments" if "comment-start" in classes else part, pieces)


_ELEMENTS: Final[dict[str, Callable[[Any, str, dict[str, list[str]]], None]]] = {
    **dict.fromkeys(("Str", "Code", "Math", "RawInline", "CodeBlock", "RawBlock"), _string),
    "Link": _link,
    "Image": _image,
    "Note": _note,
    "Span": _span,
}


READER = SecondReader("pandoc", _read, _part_of)
