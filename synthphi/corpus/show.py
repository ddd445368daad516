"""Show one document: its canonical text with its labels."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from synthphi.corpus.folder import CORPUS_FILE, CorpusFolder, load_corpus, unreadable
from synthphi.doctypes import PHI_CLASSES
from synthphi.errors import CorpusError


@dataclass(frozen=True, slots=True)
class ShownSpan:
    """A labelled value: ``text[start:end]``."""

    start: int
    end: int
    label: str
    phi: bool


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document's canonical text with its spans, in order."""

    document_id: str
    path: str
    """Relative to the corpus."""
    text: str
    spans: tuple[ShownSpan, ...]


def annotated_text(path: Path | str) -> ShownDocument:
    """Return the text and the labels of a document that lies in a corpus.

    Raises:
        CorpusError: the file is not there, in no corpus, or not a document of it; or its labels cannot be read.
    """
    file = Path(path).resolve()
    if not file.is_file():
        raise CorpusError(f"{path} is not a file: give a document of a corpus")
    folder = _corpus_of(file)
    relative = file.relative_to(folder.root).as_posix()
    row = _row(folder, relative)
    if row is None:
        raise CorpusError(
            f"{path} is not a document of the corpus {folder.root}: give a file of its folders positive and negative "
            "that `synthphi generate` made"
        )
    spans = tuple(ShownSpan(span["start"], span["end"], span["label"], span["phi"]) for span in row["spans"])
    return ShownDocument(row["document_id"], relative, row["text"], spans)


def _corpus_of(file: Path) -> CorpusFolder:
    for parent in file.parents:
        if (parent / CORPUS_FILE).is_file():
            return load_corpus(parent)[0]
    raise CorpusError(f"{file} is in no corpus: no folder above it has a {CORPUS_FILE}")


def _row(folder: CorpusFolder, relative: str) -> dict[str, Any] | None:
    phi_class = next((name for name in PHI_CLASSES if relative.startswith(f"{name}/")), None)
    if phi_class is None:
        return None
    labels = folder.labels_of(phi_class)
    try:
        rows = pq.read_table(
            labels, columns=["document_id", "path", "text", "spans"], filters=[("path", "=", relative)]
        ).to_pylist()
    except (OSError, pa.ArrowException) as error:
        raise unreadable(labels, error) from error
    return rows[0] if rows else None
