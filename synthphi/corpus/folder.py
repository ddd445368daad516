"""The corpus folder: where things are in it, how it is opened, and how files get into it whole."""

import json
import platform
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from synthphi.content_version import content_version
from synthphi.corpus.batches import Batch
from synthphi.corpus.files import is_part, make_folder, remove, sealed, sync_folders, unsealed, write_bytes
from synthphi.corpus.limits import check_limits
from synthphi.corpus.plan import PARTS
from synthphi.doctypes import PHI_CLASSES, PhiClass
from synthphi.errors import CorpusError, CorpusMismatch, OutputError, SpecError
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
        for name in DOCUMENT_FOLDERS[folders]:
            if not (self.root / name).is_symlink():
                yield from (path for path in (self.root / name).rglob("*") if not path.is_dir())

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
    for path in chain(folder.documents_on_disk(spec.folders), *(place.iterdir() for place in others if place.is_dir())):
        if is_part(path) and not path.is_dir():
            remove(path)


def open_corpus(spec: CorpusSpec, output: Path | str, *, fsync: bool = False) -> CorpusFolder:
    """Return the folder for a corpus: a new one, or the one that an earlier run of the same spec began.

    A ``corpus.json`` that is lost or damaged is written anew where what runs have left is of this spec.

    Args:
        spec: The corpus.
        output: Its folder; made when missing.
        fsync: Whether what is written to it is synced to the disk.

    Raises:
        CorpusMismatch: the folder holds a corpus of another spec, or of another content version.
        OutputError: the folder holds something else, or cannot be written to.
        SpecError: the corpus is for Purview, and a folder would have more or fewer documents than Purview takes.
    """
    check_limits(spec)
    folder = CorpusFolder(Path(output), fsync)
    known = _is_corpus_of(folder, spec)
    if known:
        _refuse_links(folder)
    make_folder(folder.root)
    # First of all: a folder without it, and not empty, is refused.
    if not known:
        write_about(folder, spec)
    inner = (folder.receipts, folder.rows, folder.pool_parts, folder.labels, folder.pools)
    for path in inner:
        make_folder(path)
    if fsync:
        sync_folders(inner, folder.root.parent)
    return folder


def write_about(folder: CorpusFolder, spec: CorpusSpec) -> None:
    """Write what the corpus is: spec, fingerprint and versions.

    Raises:
        OutputError: it cannot be written.
    """
    about = {
        "fingerprint": spec.fingerprint,
        "content_version": content_version(),
        "identifiers": spec.identifiers,
        "versions": {"synthphi": version("synthphi"), "python": platform.python_version()},
        "spec": spec.model_dump(mode="json"),
    }
    write_bytes(folder.corpus_file, sealed(json.dumps(about, indent=2).encode()), fsync=folder.fsync)


def unreadable(what: Path | str, why: object = None) -> CorpusError:
    """Return the error for a part of a corpus that a run makes and that cannot be read."""
    reason = "" if why is None else f" ({why})"
    return CorpusError(
        f"{what} cannot be read{reason}: run `synthphi generate` with the same spec and output again, which goes on "
        "where it stopped, or `synthphi repair` with the corpus folder"
    )


def load_corpus(corpus: Path | str) -> tuple[CorpusFolder, CorpusSpec]:
    """Return the folder and the spec of a corpus on disk.

    Raises:
        CorpusError: there is no corpus, or its spec cannot be read.
    """
    folder = CorpusFolder(Path(corpus))
    if not _has_corpus_file(folder):
        raise CorpusError(
            f"{folder.root} is not a corpus: it has no {CORPUS_FILE}; give the folder that `synthphi generate "
            "--output` made"
        )
    link = folder.link_out()
    if link is not None:
        raise CorpusError(
            f"{link} is a link, and what it leads to is outside of the corpus: put the thing in its place"
        )
    try:
        return folder, CorpusSpec.parse(read_about(folder)["spec"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError, SpecError) as error:
        raise CorpusError(
            f"{folder.corpus_file} cannot be read: {error}; it is damaged or of another version of synthphi: "
            f"`synthphi repair` writes it anew"
        ) from error


def _has_corpus_file(folder: CorpusFolder) -> bool:
    try:
        return folder.corpus_file.is_file()
    except OSError:  # a path that is too long, for one
        return False


def _refuse_links(folder: CorpusFolder) -> None:
    link = folder.link_out()
    if link is not None:
        raise OutputError(
            f"{link} is a link, and what is written there would be outside of the corpus: put a folder in its place, "
            "or choose another output folder"
        )


def read_about(folder: CorpusFolder) -> dict[str, Any]:
    """Return what ``corpus.json`` says.

    Raises:
        OSError: it cannot be read.
        ValueError: it is damaged.
        TypeError: it holds something else.
    """
    about = json.loads(unsealed(folder.corpus_file.read_bytes()))
    if not isinstance(about, dict):
        raise TypeError("it does not hold a JSON object")
    return about


def _is_corpus_of(folder: CorpusFolder, spec: CorpusSpec) -> bool:
    """Return whether a folder holds a corpus of a spec, and says so; False where it is to be written that it does.

    Raises:
        CorpusMismatch: it holds a corpus of another spec.
        OutputError: it holds something else.
    """
    if not _has_corpus_file(folder):
        if not left_by(folder, spec.fingerprint):
            _refuse_other_content(folder.root)
        return False
    try:
        about = read_about(folder)
        held = str(about["fingerprint"])
        their_spec = dict(about["spec"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        if left_by(folder, spec.fingerprint):
            return False
        raise OutputError(
            f"{folder.corpus_file} is damaged ({error}), and no receipt says that the corpus is of this spec: mend it "
            "with `synthphi repair`, choose another output folder, or delete this one"
        ) from error
    if held == spec.fingerprint:
        return True
    our_spec = spec.model_dump(mode="json")
    differences = [
        f"{field}: {their_spec.get(field)!r} there, {our_spec.get(field)!r} here"
        for field in sorted({*their_spec, *our_spec})
        if their_spec.get(field) != our_spec.get(field)
    ]
    if about.get("content_version") != content_version():
        differences.append(f"content version: {about.get('content_version')} there, {content_version()} here")
    raise CorpusMismatch(
        f"{folder.root} holds corpus {held[:12]}, this spec is {spec.fingerprint[:12]} "
        f"({'; '.join(differences)}): choose another output folder, delete this one, or replace the corpus in it with "
        "`--overwrite`"
    )


def left_by(folder: CorpusFolder, fingerprint: str) -> bool:
    """Return whether a run of a corpus with this fingerprint has left a receipt, or has finished, in a folder."""
    paths = [folder.finished]
    with suppress(OSError):  # a path that is too long, for one
        paths += sorted(folder.receipts.glob("*.json"))
    for path in paths:
        with suppress(OSError, ValueError, KeyError, TypeError):
            if json.loads(unsealed(path.read_bytes()))["fingerprint"] == fingerprint:
                return True
    return False


def _refuse_other_content(root: Path) -> None:
    try:
        if not root.exists():
            return
        if not root.is_dir():
            raise OutputError(f"{root} is a file: choose another output folder")
        found = sorted(path.name for path in root.iterdir() if not is_part(path))
    except OSError as error:
        raise OutputError(f"{root} cannot be used: {error.strerror or error}; choose another output folder") from error
    if found:
        raise OutputError(
            f"{root} is not empty and is not a corpus (it holds {', '.join(found[:3])}"
            f"{', …' if len(found) > 3 else ''}): choose a new or empty output folder"
        )
