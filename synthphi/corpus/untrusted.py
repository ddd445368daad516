"""What a corpus on disk may not do to whoever reads it or goes on with it: it may come from anybody.

Its tables name files, and its folders may be links. Nothing that it says leads out of its folder.
"""

import hashlib
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from synthphi.corpus.files import FileRecord
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.shards import in_shard, read_member

MOST_BYTES = 256_000_000
"""The largest document that is read."""


def is_inside(folder: CorpusFolder, path: Path) -> bool:
    """Return whether a path, with all links followed, is in a corpus."""
    try:
        return path.resolve().is_relative_to(folder.root.resolve())
    except (OSError, ValueError, RuntimeError):  # too long, a character 0, links in a circle
        return False


def read_inside(folder: CorpusFolder, relative: str) -> bytes:
    """Return a file of a corpus: one of its own, or one in a shard (`synthphi.corpus.shards`).

    Args:
        folder: The corpus.
        relative: The file's path in it, as its tables say.

    Raises:
        OSError: it is not there, leads out of the corpus, is no regular file, or is too large.
    """
    packed = in_shard(relative)
    path = folder.root / (relative if packed is None else packed[0])
    if not is_inside(folder, path):
        raise OSError(f"{relative!r} leads out of the corpus")
    if packed is not None:
        return read_member(path, packed[1], MOST_BYTES)
    # A pipe would never end.
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise OSError("it is no file")
    if about.st_size > MOST_BYTES:
        raise OSError(f"it has more than {MOST_BYTES:,} bytes")
    return path.read_bytes()


def document_fault(folder: CorpusFolder, record: FileRecord) -> str | None:
    """Return what is wrong with a document, of its own or in a shard; None when it is as it was recorded."""
    if in_shard(record.path) is None:
        return record.fault(folder.root)
    try:
        data = read_inside(folder, record.path)
    except (OSError, ValueError) as error:
        return f"cannot be read: {error}"
    if len(data) != record.size or hashlib.sha256(data).hexdigest() != record.sha256:
        return "is changed: its SHA-256 is not the one that was recorded"
    return None


@contextmanager
def files_for_programs(folder: CorpusFolder, documents: Sequence[tuple[str, str]]) -> Iterator[list[Path | None]]:
    """Give files that programs of others can open, for the time of the block.

    Documents in shards are copied into a temporary folder, under names of ours.

    Args:
        folder: The corpus.
        documents: Path in the corpus, and the ending that a copy is to have, of each.

    Yields:
        A file for each, in order; None for one that leads out of the corpus, or that cannot be read from its shard.
    """
    with TemporaryDirectory(prefix="synthphi-") as place:
        yield [_file_of(folder, path, Path(place, f"{i}.{ending}")) for i, (path, ending) in enumerate(documents)]


def _file_of(folder: CorpusFolder, path: str, copy: Path) -> Path | None:
    if in_shard(path) is None:
        return folder.root / path if is_inside(folder, folder.root / path) else None
    try:
        copy.write_bytes(read_inside(folder, path))
    except (OSError, ValueError):
        return None
    return copy
