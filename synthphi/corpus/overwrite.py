"""Clear a corpus out of its folder, for another one in its place; nothing that is not of the corpus is touched."""

import json
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath

from synthphi.corpus.damage import is_pool_slice
from synthphi.corpus.files import is_part, make_folder, names_inside, remove
from synthphi.corpus.finished import derived_files
from synthphi.corpus.folder import DOCUMENT_FOLDERS, CorpusFolder
from synthphi.corpus.limits import check_limits
from synthphi.corpus.lock import locked
from synthphi.corpus.opening import read_about, write_about
from synthphi.corpus.receipt import is_of_batch, load_receipt, receipt_files
from synthphi.corpus.shards import in_shard
from synthphi.corpus.untrusted import is_inside
from synthphi.errors import OutputError
from synthphi.spec import CorpusSpec


def make_room(spec: CorpusSpec, output: Path | str) -> int:
    """Make a folder that holds a corpus of another spec one of this spec, and return how many documents were deleted.

    Deleted are the documents that manifest and receipts name, and the other files that a run makes; folders that are
    empty then; nothing else. A corpus of this spec is left as it is, to be gone on with, and so is a folder that is
    empty or not there. Stopped in the middle, it goes on when it is called again.

    Raises:
        CorpusBusy: another process is writing to the corpus.
        OutputError: a file cannot be deleted, or ``corpus.json`` is damaged.
        SpecError: the corpus is for Purview, and leaves its limits.
    """
    check_limits(spec)
    folder = CorpusFolder(Path(output))
    if not folder.corpus_file.is_file():
        return 0  # whether it is empty, whoever opens it finds out
    try:
        if read_about(folder)["fingerprint"] == spec.fingerprint:
            return 0
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutputError(
            f"{folder.corpus_file} is damaged ({error}), so that nobody knows what would be deleted: mend it with "
            "`synthphi repair`, or delete the folder yourself"
        ) from error
    make_folder(folder.lock.parent)
    with locked(folder):
        # Documents first, and what names them after: stopped in between, they are named still.
        documents = {path: count for path, count in _named(folder).items() if _is_ours_to_delete(folder, path)}
        for path in sorted(documents):
            remove(path)
        _remove_the_rest(folder)
        _remove_empty_folders(folder, documents)
        write_about(folder, spec)
    return sum(documents.values())


def _named(folder: CorpusFolder) -> dict[Path, int]:
    """Return the files that receipts and manifest name, with how many documents each of them holds."""
    files: dict[str, int] = {}
    for path in receipt_files(folder):
        with suppress(OSError, ValueError):
            receipt = load_receipt(folder, path)
            each = receipt.stats.documents // max(len(receipt.files), 1)
            files.update({record.path: each for record in receipt.files})
    names: set[str] = set()
    with suppress(OSError):
        for line in folder.manifest.read_text("utf-8", "replace").splitlines():
            with suppress(ValueError, KeyError, TypeError):
                names.add(str(json.loads(line)["path"]))
    listed = Counter(packed[0] if (packed := in_shard(name)) else name for name in names)
    return {
        folder.root / name: count
        for name, count in {**files, **listed}.items()
        # Manifests may be anybody's: documents lie in folders of their own, and nothing else is a document.
        if names_inside(name) and PurePosixPath(name).parts[0] in _DOCUMENT_FOLDERS
    }


_DOCUMENT_FOLDERS = {name for names in DOCUMENT_FOLDERS.values() for name in names}


def _is_ours_to_delete(folder: CorpusFolder, path: Path) -> bool:
    try:
        # Not by a link out of the corpus. A link in place of a document goes, what it leads to stays.
        return is_inside(folder, path.parent) and (path.is_symlink() or path.is_file())
    except (OSError, ValueError):
        return False


def _remove_the_rest(folder: CorpusFolder) -> None:
    remove(folder.finished)
    for path in (*derived_files(folder), folder.report):
        if _is_ours_to_delete(folder, path):
            remove(path)
    for place in (folder.rows, folder.receipts, folder.pool_parts):
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            if (is_of_batch(path) or is_pool_slice(path) or is_part(path.name)) and _is_ours_to_delete(folder, path):
                remove(path)


def _remove_empty_folders(folder: CorpusFolder, documents: Iterable[Path]) -> None:
    places = {path.parent for path in documents} | {folder.root / name for name in _DOCUMENT_FOLDERS}
    places |= {above for place in places for above in place.parents}
    inside = (place for place in places if place != folder.root and place.is_relative_to(folder.root))
    for place in sorted(inside, key=lambda path: -len(path.parts)):
        with suppress(OSError):  # somebody else's files are in it, or it is not there
            place.rmdir()
