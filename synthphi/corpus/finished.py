"""The record of a finished corpus: which files beside the documents a run left, with their hashes.

It is written last, and taken away before any of those files is written anew. So a corpus without it is not finished,
and a file that is not as it says is damaged.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from synthphi.corpus.files import FileRecord, write_bytes
from synthphi.corpus.folder import CorpusFolder, unreadable
from synthphi.corpus.sealing import sealed, unsealed
from synthphi.doctypes import PHI_CLASSES
from synthphi.spec import CorpusSpec

_POOLS = ("patients", "providers", "facilities")


class Finished(BaseModel):
    """What a finished run left."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fingerprint: str
    spec: dict[str, Any]
    files: tuple[FileRecord, ...]


def derived_files(folder: CorpusFolder) -> list[Path]:
    """Return the files that a finished corpus has beside its documents; the report can be anybody's later."""
    return [
        *(folder.labels_of(phi_class) for phi_class in PHI_CLASSES),
        folder.manifest,
        *(folder.pools / f"{kind}.parquet" for kind in _POOLS),
        *(folder.card, folder.stats, folder.state, folder.errors),
    ]


def write_finished(folder: CorpusFolder, spec: CorpusSpec) -> None:
    """Record the files of a finished corpus as they are now.

    Raises:
        OutputError: the record cannot be written.
    """
    files = tuple(FileRecord.of(folder.root, path) for path in derived_files(folder) if path.exists())
    record = Finished(fingerprint=spec.fingerprint, spec=spec.model_dump(mode="json"), files=files)
    write_bytes(folder.finished, sealed(json.dumps(record.model_dump(mode="json")).encode()), fsync=folder.fsync)


def read_finished(folder: CorpusFolder) -> Finished | None:
    """Return the record of a finished corpus; None where there is none, or a damaged one."""
    try:
        return Finished.model_validate_json(unsealed(folder.finished.read_bytes()))
    except (OSError, ValueError):
        return None


def faults(folder: CorpusFolder, record: Finished) -> Mapping[str, str]:
    """Return what is wrong with the files of a finished corpus, by path."""
    listed = {one.path for one in record.files}
    found = {one.path: fault for one in record.files if (fault := one.fault(folder.root))}
    # A file that came later: there were no errors when the run finished.
    there = [path.relative_to(folder.root).as_posix() for path in derived_files(folder) if path.exists()]
    return {**found, **{path: "was not left by the run that finished it" for path in there if path not in listed}}


def check_derived(folder: CorpusFolder, path: Path) -> None:
    """See that a file is as the run that finished the corpus left it, where that is recorded.

    Raises:
        CorpusError: it is missing or damaged.
    """
    record = read_finished(folder)
    name = path.relative_to(folder.root).as_posix()
    for one in record.files if record is not None else ():
        if one.path == name and (fault := one.fault(folder.root)):
            raise unreadable(path, f"it {fault}")
    if not path.is_file():
        raise unreadable(path, "it is missing")
