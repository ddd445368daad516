"""How a corpus folder is opened: as a new one, as the one that an earlier run began, or to be read."""

import json
import platform
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from synthphi.content_version import content_version
from synthphi.corpus.files import is_part, make_folder, write_bytes
from synthphi.corpus.folder import CORPUS_FILE, CorpusFolder
from synthphi.corpus.limits import check_limits
from synthphi.corpus.sealing import sealed, unsealed
from synthphi.corpus.syncing import sync_folders
from synthphi.errors import CorpusError, CorpusMismatch, OutputError, SpecError
from synthphi.spec import CorpusSpec


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
        found = sorted(path.name for path in root.iterdir() if not is_part(path.name))
    except OSError as error:
        raise OutputError(f"{root} cannot be used: {error.strerror or error}; choose another output folder") from error
    if found:
        raise OutputError(
            f"{root} is not empty and is not a corpus (it holds {', '.join(found[:3])}"
            f"{', …' if len(found) > 3 else ''}): choose a new or empty output folder"
        )
