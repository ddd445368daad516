"""A file that is hashed while it is written."""

import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING

from synthphi.corpus.files import FileRecord

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class HashedFile(io.BufferedWriter):
    """A new file, to be written from its start to its end, and what was written.

    Raises:
        OSError: it cannot be opened or written.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(io.FileIO(path, "xb"))
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, data: "ReadableBuffer", /) -> int:  # noqa: D102  (as in its base)
        self._digest.update(data)
        written = super().write(data)
        self._size += written
        return written

    def record(self, path: str) -> FileRecord:
        """Return the record of what was written so far, as that of a file with a path relative to the corpus."""
        return FileRecord(path, self._size, self._digest.hexdigest())
