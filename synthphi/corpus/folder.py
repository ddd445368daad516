"""The corpus folder: where things are in it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from synthphi.corpus.batches import Batch
from synthphi.corpus.files import is_part, remove
from synthphi.corpus.plan import PARTS
from synthphi.doctypes import PHI_CLASSES, PhiClass
from synthphi.errors import CorpusError
from synthphi.spec import CorpusSpec

CORPUS_FILE = "corpus.json"
DOCUMENT_FOLDERS: dict[str, tuple[str, ...]] = {"classes": PHI_CLASSES, "purview": tuple(PARTS.values())}
"""The folders in which documents lie, and nothing else, by `CorpusSpec.folders`."""


@dataclass(frozen=True, slots=True)
class CorpusFolder:
    """The paths of a corpus."""

    root: Path
    fsync: bool = False
    """Whether what is written to it is synced to the disk."""

    @property
    def corpus_file(self) -> Path:
        """Spec, fingerprint and versions."""
        return self.root / CORPUS_FILE

    @property
    def labels(self) -> Path:
        """The folder of the label tables."""
        return self.root / "labels"

    def labels_of(self, phi_class: PhiClass) -> Path:
        """Return the label table of a class."""
        return self.labels / f"{phi_class}.parquet"

    @property
    def manifest(self) -> Path:
        """One line a document."""
        return self.root / "manifest.jsonl"

    @property
    def pools(self) -> Path:
        """The folder of the people and places."""
        return self.root / "pools"

    @property
    def pool_parts(self) -> Path:
        """The folder of the slices that pools are made of."""
        return self.root / ".synthphi" / "pools"

    @property
    def stats(self) -> Path:
        """The counts."""
        return self.root / "stats.json"

    @property
    def errors(self) -> Path:
        """One line a document that could not be made; not there when all could."""
        return self.root / "errors.jsonl"

    @property
    def card(self) -> Path:
        """The dataset card."""
        return self.root / "README.md"

    @property
    def state(self) -> Path:
        """The state file of the script that synthphi replaces."""
        return self.root / ".generation_state.json"

    @property
    def report(self) -> Path:
        """The HTML report."""
        return self.root / "report.html"

    @property
    def finished(self) -> Path:
        """What a finished run left, with hashes; written last of all."""
        return self.root / ".synthphi" / "finished.json"

    @property
    def lock(self) -> Path:
        """The file that the one process holds a lock on that writes to the corpus."""
        return self.root / ".synthphi" / "lock"

    @property
    def writer(self) -> Path:
        """Who holds the lock; there for as long as it is held."""
        return self.root / ".synthphi" / "writer.json"

    @property
    def receipts(self) -> Path:
        """The folder of the batches' receipts."""
        return self.root / ".synthphi" / "receipts"

    @property
    def rows(self) -> Path:
        """The folder of the batches' label rows."""
        return self.root / ".synthphi" / "rows"

    def receipt_of(self, batch: Batch) -> Path:
        """Return the receipt of a batch."""
        return self.receipts / f"{batch.name}.json"

    def rows_of(self, batch: Batch) -> Path:
        """Return the label rows of a batch."""
        return self.rows / f"{batch.name}.parquet"

    def documents_on_disk(self, folders: str = "classes") -> Iterator[Path]:
        """Yield every file in the folders of documents, in no particular order.

        Args:
            folders: How they are laid out: `CorpusSpec.folders`.
        """
        yield from (Path(place, name) for place, names in self._walk(folders) for name in names)

    def parts_on_disk(self, folders: str) -> Iterator[Path]:
        """Yield every file in the folders of documents that was being written, in no particular order."""
        # Of all the others no path is made: there are as many as documents.
        yield from (Path(place, name) for place, names in self._walk(folders) for name in names if is_part(name))

    def _walk(self, folders: str) -> Iterator[tuple[str, list[str]]]:
        """Yield each folder of documents with the names of the files in it."""
        for name in DOCUMENT_FOLDERS[folders]:
            if not (self.root / name).is_symlink():
                yield from ((place, names) for place, _, names in os.walk(self.root / name))

    def link_out(self) -> Path | None:
        """Return a part of the corpus that is a link, which may lead anywhere; None where there is none."""
        made = self.root / ".synthphi"
        documents = [self.root / name for names in DOCUMENT_FOLDERS.values() for name in names]
        folders = [self.labels, self.pools, made, *documents]
        within = [self.corpus_file, self.manifest, self.stats, self.errors, *folders]
        for path in folders:
            if path.is_dir() and not path.is_symlink():
                within += path.iterdir()
        return next((path for path in within if path.is_symlink()), None)


def sweep(folder: CorpusFolder, spec: CorpusSpec) -> None:
    """Remove what killed processes left half-written, anywhere in the corpus."""
    others = (folder.root, folder.labels, folder.pools, folder.receipts, folder.rows, folder.pool_parts)
    beside = (path for place in others if place.is_dir() for path in place.iterdir() if is_part(path.name))
    for path in chain(folder.parts_on_disk(spec.folders), beside):
        if not path.is_dir():
            remove(path)


def unreadable(what: Path | str, why: object = None, kind: type[CorpusError] = CorpusError) -> CorpusError:
    """Return the error, of a kind, for a part of a corpus that a run makes and that cannot be read."""
    reason = "" if why is None else f" ({why})"
    return kind(
        f"{what} cannot be read{reason}: run `synthphi generate` with the same spec and output again, which goes on "
        "where it stopped, or `synthphi repair` with the corpus folder"
    )
