"""What a corpus on disk may not do to whoever reads it or goes on with it: it may come from anybody.

Its tables name files, and its folders may be links. Nothing that it says leads out of its folder.
"""

import stat
from pathlib import Path

from synthphi.corpus.folder import CorpusFolder

MOST_BYTES = 256_000_000
"""The largest document that is read."""


def is_inside(folder: CorpusFolder, path: Path) -> bool:
    """Return whether a path, with all links followed, is in a corpus."""
    try:
        return path.resolve().is_relative_to(folder.root.resolve())
    except (OSError, ValueError, RuntimeError):  # too long, a character 0, links in a circle
        return False


def read_inside(folder: CorpusFolder, relative: str) -> bytes:
    """Return a file of a corpus.

    Args:
        folder: The corpus.
        relative: The file's path in it, as its tables say.

    Raises:
        OSError: it is not there, leads out of the corpus, is no regular file, or is too large.
    """
    path = folder.root / relative
    if not is_inside(folder, path):
        raise OSError(f"{relative!r} leads out of the corpus")
    # A pipe would never end.
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise OSError("it is no file")
    if about.st_size > MOST_BYTES:
        raise OSError(f"it has more than {MOST_BYTES:,} bytes")
    return path.read_bytes()
