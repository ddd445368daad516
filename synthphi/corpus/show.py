"""Show one document: its canonical text with its labels, and where in the file they are."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from synthphi.content import compose
from synthphi.corpus.folder import CORPUS_FILE, unreadable
from synthphi.corpus.opening import load_corpus
from synthphi.corpus.plan import Plan
from synthphi.corpus.reading import Reading, read_corpus
from synthphi.corpus.shards import ENDING
from synthphi.doctypes import PHI_CLASSES
from synthphi.document import plain
from synthphi.document.canonical import lines
from synthphi.errors import CorpusError
from synthphi.render.base import Box, Place
from synthphi.spec import CorpusSpec

_FACTS = ("document_id", "number", "path", "phi_class", "doc_type", "format", "text")


@dataclass(frozen=True, slots=True)
class ShownSpan:
    """A labelled value: ``text[start:end]``."""

    start: int
    end: int
    text: str
    label: str
    role: str | None
    owner: str
    phi: bool
    hipaa: str | None
    surface: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document's canonical text with its spans, in order."""

    document_id: str
    number: int
    path: str
    """Relative to the corpus."""
    phi_class: str
    doc_type: str
    format: str
    text: str
    spans: tuple[ShownSpan, ...]
    corpus: Path
    """The corpus that it lies in."""

    @property
    def file(self) -> Path:
        """The file: it is inside of the corpus, or in a shard of it."""
        return self.corpus / self.path


def annotated_text(path: Path | str) -> ShownDocument:
    """Return the text and the labels of a document that lies in a corpus.

    Args:
        path: The document; of one in a shard, the shard's path and the document's name, as if it were a folder.

    Raises:
        CorpusError: the file is not there, in no corpus, or not a document of it; or its labels cannot be read.
    """
    file = Path(path).resolve()
    if not (file.is_file() or (file.parent.suffix == ENDING and file.parent.is_file())):
        raise CorpusError(f"{path} is not a file: give a document of a corpus")
    root = corpus_of(file)
    if root is None:
        raise CorpusError(f"{file} is in no corpus: no folder above it has a {CORPUS_FILE}")
    reading = read_corpus(root)
    folder = reading.folder
    document = _labelled(reading, file.relative_to(folder.root).as_posix())
    if document is None:
        raise CorpusError(
            f"{path} is not a document of the corpus {folder.root}: give a file of its folders positive and negative "
            f"that `synthphi generate` made{f' ({reading.note})' if reading.note else ''}"
        )
    return document


def corpus_of(file: Path) -> Path | None:
    """Return the corpus that a file is in, which need not be there; None when it is in none."""
    return next((parent for parent in file.parents if (parent / CORPUS_FILE).is_file()), None)


def surfaces_of_lines(document: ShownDocument) -> tuple[str | None, ...]:
    """Return the surface of each line of the text.

    Labels say it of the lines that have one. For the others the document is composed again, which gives the same text
    where the corpus is of this version of synthphi; of another they have None.

    Raises:
        CorpusError: there is no corpus, or its spec cannot be read.
    """
    texts = document.text.split("\n")
    _, spec = load_corpus(document.corpus)
    composed = _composed_lines(document, spec)
    if [text for _, text in composed] == [text for text in texts if text]:
        surfaces = iter([surface for surface, _ in composed])
        return tuple(next(surfaces) if text else None for text in texts)
    found: list[str | None] = []
    position, spans = 0, document.spans
    for text in texts:
        end = position + len(text)
        found.append(next((span.surface for span in spans if position <= span.start < end), None))
        position = end + 1
    return tuple(found)


def _composed_lines(document: ShownDocument, spec: CorpusSpec) -> list[tuple[str, str]]:
    """Return the lines of the document that the spec gives, with their surfaces; none where it gives no such one."""
    for phi_class in PHI_CLASSES:
        if phi_class == document.phi_class and 0 <= document.number < spec.count(phi_class):
            plan = Plan(spec)
            composed = compose(plan.document(phi_class, document.number), plan.pools)
            return [(surface, plain(line)) for surface, line in lines(composed) if line]
    return []


def _labelled(reading: Reading, relative: str) -> ShownDocument | None:
    folders = relative.split("/")[:-1]
    phi_class = next((name for name in PHI_CLASSES if name in folders), None)
    if phi_class is None:
        return None
    for part in reading.parts_of(phi_class):
        try:
            rows = pq.read_table(part.path, columns=[*_FACTS, "spans"], filters=[("path", "=", relative)]).to_pylist()
            if rows:
                facts = {name: rows[0][name] for name in _FACTS}
                return ShownDocument(**facts, spans=tuple(map(_span, rows[0]["spans"])), corpus=reading.folder.root)
        except (OSError, pa.ArrowException, KeyError, TypeError) as error:
            raise unreadable(part.path, error) from error
    return None


def _span(span: dict[str, Any]) -> ShownSpan:
    places = tuple(
        Place(place["path"], place["start"], tuple(Box(**box) for box in place["boxes"])) for place in span["location"]
    )
    facts = ("start", "end", "text", "label", "role", "owner", "phi", "hipaa", "surface")
    return ShownSpan(**{name: span[name] for name in facts}, places=places)
