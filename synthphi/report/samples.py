"""Sample documents of a corpus, from the beginning of its label tables: a corpus may have a million."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.labels import label_rows

_SEARCHED = 2_000
"""Rows of each class that are looked through: every type with a weight worth the name is among them."""
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document's text, with what its label says, if it has one."""

    text: str
    label: str | None = None
    about: str = ""
    """Role and owner, such as ``dob, patient``."""
    phi: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A document: the first one of its type."""

    document_id: str
    path: str
    doc_type: str
    phi_class: str
    format: str
    pieces: tuple[Piece, ...]
    left_out: int
    """Characters of the text that the pieces do not have."""


def first_rows(folder: CorpusFolder, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the first label rows of each class, by number.

    Raises:
        CorpusError: the labels are missing or damaged.
    """
    return label_rows(folder, columns, most=_SEARCHED, at_once=_AT_ONCE)


def samples(folder: CorpusFolder, most_characters: int) -> list[Sample]:
    """Return the first document of each type, positives first.

    Args:
        folder: The corpus.
        most_characters: Texts are cut after so many code points.

    Raises:
        CorpusError: the labels are missing or damaged.
    """
    # Two passes: texts and spans are by far the most of a table, and of few rows.
    wanted: dict[str, str] = {}
    for row in first_rows(folder, ["doc_type", "document_id"]):
        wanted.setdefault(row["doc_type"], row["document_id"])
    missing = set(wanted.values())
    found = []
    for row in first_rows(folder, ["document_id", "path", "doc_type", "phi_class", "format", "text", "spans"]):
        if row["document_id"] in missing:
            missing.remove(row["document_id"])
            found.append(_sample(row, most_characters))
        if not missing:
            break
    return found


def _sample(row: dict[str, Any], most_characters: int) -> Sample:
    text, at, pieces = row["text"], 0, []
    shown = text[:most_characters]
    for span in row["spans"]:
        start, end = span["start"], span["end"]
        if not at <= start < end <= len(shown):
            continue
        if start > at:
            pieces.append(Piece(shown[at:start]))
        about = ", ".join(word for word in (span["role"], span["owner"]) if word)
        pieces.append(Piece(shown[start:end], span["label"], about, span["phi"]))
        at = end
    if at < len(shown):
        pieces.append(Piece(shown[at:]))
    facts = {name: row[name] for name in ("document_id", "path", "doc_type", "phi_class", "format")}
    return Sample(**facts, pieces=tuple(pieces), left_out=len(text) - len(shown))
