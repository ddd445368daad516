"""How the documents of a batch get on the disk: each in a file of its own, or all of them in a shard."""

import json
from contextlib import ExitStack
from datetime import UTC, datetime, time
from pathlib import PurePosixPath
from types import TracebackType
from typing import Any, Protocol, Self

import pyarrow as pa

from synthphi.corpus.batches import Batch
from synthphi.corpus.files import FileRecord, SyncedTogether, make_folder, replacing, write_bytes
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.hashed import HashedFile
from synthphi.corpus.shards import END, header_of, label_name, padding_of, shard_of
from synthphi.spec import CorpusSpec


class DocumentFiles(Protocol):
    """The documents of a batch on the disk; they are there whole, or not at all, when its block is left.

    Everything raises OutputError where a file cannot be written.
    """

    records: list[FileRecord]
    """The files that were written; complete after `end`."""

    def path_of(self, path: str) -> str:
        """Return where a document goes that is planned for a path; both are relative to the corpus."""

    def add(self, path: str, data: bytes, sha256: str) -> None:
        """Write a document, to where `path_of` says."""

    def label(self, rows: pa.Table) -> None:
        """Take note of the label rows of the documents that were added since the last call, in order."""

    def end(self) -> None:
        """Write what is left to be written: there are no more documents."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None: ...


def files_of(folder: CorpusFolder, spec: CorpusSpec, batch: Batch) -> DocumentFiles:
    """Return how the documents of a batch are written, as the spec says."""
    return LooseFiles(folder) if spec.pack == "none" else Shard(folder, spec, batch)


class LooseFiles:
    """Documents that have a file each."""

    def __init__(self, folder: CorpusFolder) -> None:
        self.records: list[FileRecord] = []
        self._folder = folder
        self._root = str(folder.root)
        self._made: set[str] = set()
        """Folders that are there, relative to the corpus."""
        self._unnamed = SyncedTogether()

    def path_of(self, path: str) -> str:
        """Return the path that was planned."""
        return path

    def add(self, path: str, data: bytes, sha256: str) -> None:
        """Write a document; synced, it is named at the end."""
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            make_folder(self._folder.root / folder)
            self._made.add(folder)
        if self._folder.fsync:
            self._unnamed.write(self._folder.root / path, data)
        else:
            write_bytes(f"{self._root}/{path}", data)
        self.records.append(FileRecord(path, len(data), sha256))

    def label(self, rows: pa.Table) -> None:
        """Do nothing: labels lie elsewhere."""

    def end(self) -> None:
        """Sync and name what was written, where that is asked for."""
        if self._folder.fsync:
            self._unnamed.name_all(self._folder.root)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Do nothing: files that were written before an error are no harm."""


class Shard:
    """Documents in one tar file, each with its label row behind it. Without documents there is no file."""

    def __init__(self, folder: CorpusFolder, spec: CorpusSpec, batch: Batch) -> None:
        self.records: list[FileRecord] = []
        self._folder = folder
        self._path = shard_of(batch)
        self._time = int(datetime.combine(spec.as_of, time(), UTC).timestamp())
        self._waiting: list[tuple[str, bytes]] = []
        self._file: HashedFile | None = None
        self._open = ExitStack()

    def path_of(self, path: str) -> str:
        """Return the path in the shard."""
        return f"{self._path}/{PurePosixPath(path).name}"

    def add(self, path: str, data: bytes, sha256: str) -> None:
        """Keep a document until its label row is there."""
        # Its label row is to stand behind it.
        self._waiting.append((PurePosixPath(path).name, data))

    def label(self, rows: pa.Table) -> None:
        """Write documents, and behind each its label row."""
        for (name, data), row in zip(self._waiting, rows.to_pylist(), strict=True):
            self._member(name, data)
            self._member(label_name(name), label_json(row))
        self._waiting.clear()

    def end(self) -> None:
        """Write the end of the tar file."""
        if self._file is not None:
            self._file.write(END)
            self.records.append(self._file.record(self._path))

    def _member(self, name: str, data: bytes) -> None:
        if self._file is None:
            path = self._folder.root / self._path
            make_folder(path.parent)
            temporary = self._open.enter_context(replacing(path, fsync=self._folder.fsync))
            self._file = self._open.enter_context(HashedFile(temporary))
        self._file.write(header_of(name, len(data), self._time))
        self._file.write(data)
        self._file.write(padding_of(len(data)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        # It gets its name, or is taken away after an error; one of the disk comes out as ours.
        return self._open.__exit__(kind, error, trace)


def label_json(row: dict[str, Any]) -> bytes:
    """Return a label row as it stands in a shard: JSON in UTF-8, with the columns of the label tables."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
