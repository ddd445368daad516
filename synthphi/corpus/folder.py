"""The corpus folder: where things are in it, how it is opened, and how files get into it whole."""

import errno
import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from synthphi.content_version import content_version
from synthphi.corpus.batches import Batch
from synthphi.corpus.limits import check_limits
from synthphi.corpus.plan import PARTS
from synthphi.doctypes import PHI_CLASSES, PhiClass
from synthphi.errors import CorpusError, CorpusMismatch, OutputError, SpecError, WriteError
from synthphi.spec import CorpusSpec

CORPUS_FILE = "corpus.json"
DOCUMENT_FOLDERS: dict[str, tuple[str, ...]] = {"classes": PHI_CLASSES, "purview": tuple(PARTS.values())}
"""The folders in which documents lie, and nothing else, by `CorpusSpec.folders`."""
_PART = ".part"
"""Ending of a file that is being written; its name begins with a dot."""


@dataclass(frozen=True, slots=True)
class CorpusFolder:
    """The paths of a corpus."""

    root: Path

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
            yield from (path for path in (self.root / name).rglob("*") if not path.is_dir())


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path in the same folder, which takes the place of `path` when the block succeeds.

    So a file is there whole or not at all, as far as other processes can see. It is not synced to the disk: after a
    power cut a file may be short, which receipts notice by its size.

    Raises:
        WriteError: the file cannot be written (no space, no permission).
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}{_PART}")
    try:
        yield temporary
        temporary.replace(path)
    except OSError as error:
        _discard(temporary)
        raise WriteError(
            f"cannot write {path}: {error.strerror or error}; what is done is kept: put it right and run the same "
            "command again"
        ) from error
    except BaseException:
        _discard(temporary)
        raise


def _discard(temporary: Path) -> None:
    # On a disk that is read-only now it stays; the next run sweeps it away.
    with suppress(OSError):
        temporary.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole (see `replacing`).

    Raises:
        WriteError: the file cannot be written.
    """
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def make_folder(path: Path) -> None:
    """Make a folder, with those above it.

    Raises:
        OutputError: it cannot be made; a `WriteError` where the disk is full.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise WriteError(
                f"cannot make folder {path}: {error.strerror}; what is done is kept: make space and run the same "
                "command again"
            ) from error
        raise OutputError(
            f"cannot make folder {path}: {error.strerror or error}; choose another output folder"
        ) from error


def sweep(folder: CorpusFolder, spec: CorpusSpec) -> None:
    """Remove what killed processes left half-written, anywhere in the corpus."""
    others = (folder.root, folder.labels, folder.pools, folder.receipts, folder.rows, folder.pool_parts)
    for path in chain(folder.documents_on_disk(spec.folders), *(place.iterdir() for place in others if place.is_dir())):
        if _is_part(path):
            path.unlink(missing_ok=True)


def open_corpus(spec: CorpusSpec, output: Path | str) -> CorpusFolder:
    """Return the folder for a corpus: a new one, or the one that an earlier run of the same spec began.

    Raises:
        CorpusMismatch: the folder holds a corpus of another spec, or of another content version.
        OutputError: the folder holds something else, or cannot be written to.
        SpecError: the corpus is for Purview, and a folder would have more or fewer documents than Purview takes.
    """
    check_limits(spec)
    folder = CorpusFolder(Path(output))
    if folder.corpus_file.is_file():
        _refuse_other_corpus(folder, spec)
    else:
        _refuse_other_content(folder.root)
    make_folder(folder.root)
    # First of all: a folder without it, and not empty, is refused.
    if not folder.corpus_file.is_file():
        write_about(folder, spec)
    for path in (folder.receipts, folder.rows, folder.pool_parts, folder.labels, folder.pools):
        make_folder(path)
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
    write_bytes(folder.corpus_file, json.dumps(about, indent=2).encode() + b"\n")


def unreadable(what: Path | str, why: object = None) -> CorpusError:
    """Return the error for a part of a corpus that a run makes and that cannot be read."""
    reason = "" if why is None else f" ({why})"
    return CorpusError(
        f"{what} cannot be read{reason}: run `synthphi generate` with the same spec and output again, which goes on "
        "where it stopped"
    )


def load_corpus(corpus: Path | str) -> tuple[CorpusFolder, CorpusSpec]:
    """Return the folder and the spec of a corpus on disk.

    Raises:
        CorpusError: there is no corpus, or its spec cannot be read.
    """
    folder = CorpusFolder(Path(corpus))
    if not folder.corpus_file.is_file():
        raise CorpusError(
            f"{folder.root} is not a corpus: it has no {CORPUS_FILE}; give the folder that `synthphi generate "
            "--output` made"
        )
    try:
        return folder, CorpusSpec.parse(_read_about(folder)["spec"])
    except (OSError, ValueError, KeyError, TypeError, SpecError) as error:
        raise CorpusError(
            f"{folder.corpus_file} cannot be read: {error}; it is damaged or of another version of synthphi"
        ) from error


def _read_about(folder: CorpusFolder) -> dict[str, Any]:
    about = json.loads(folder.corpus_file.read_text(encoding="utf-8"))
    if not isinstance(about, dict):
        raise TypeError("it does not hold a JSON object")
    return about


def _refuse_other_corpus(folder: CorpusFolder, spec: CorpusSpec) -> None:
    try:
        about = _read_about(folder)
        held = str(about["fingerprint"])
        their_spec = dict(about["spec"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutputError(
            f"{folder.corpus_file} is damaged ({error}): choose another output folder, or delete this one"
        ) from error
    if held == spec.fingerprint:
        return
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
        f"({'; '.join(differences)}): choose another output folder, or delete this one"
    )


def _refuse_other_content(root: Path) -> None:
    try:
        if not root.exists():
            return
        if not root.is_dir():
            raise OutputError(f"{root} is a file: choose another output folder")
        found = sorted(path.name for path in root.iterdir() if not _is_part(path))
    except OSError as error:
        raise OutputError(f"{root} cannot be used: {error.strerror or error}; choose another output folder") from error
    if found:
        raise OutputError(
            f"{root} is not empty and is not a corpus (it holds {', '.join(found[:3])}"
            f"{', …' if len(found) > 3 else ''}): choose a new or empty output folder"
        )


def _is_part(path: Path) -> bool:
    return path.name.startswith(".") and path.name.endswith(_PART)
