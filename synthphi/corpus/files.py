"""How files get into a corpus whole, and how they are checked: written under another name, synced if asked, renamed."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from synthphi.corpus.syncing import sync, sync_folders
from synthphi.errors import OutputError, WriteError

_PART = ".part"
"""Ending of a file that is being written; its name begins with a dot."""
_PIECE = 1 << 20


class FileRecord(NamedTuple):
    """A file as it was written: path relative to the corpus, size in bytes, SHA-256 in hex."""

    path: str
    size: int
    sha256: str

    @classmethod
    def of(cls, root: Path, path: Path) -> "FileRecord":
        """Return the record of a file as it is now.

        Raises:
            OSError: it cannot be read.
        """
        return cls(path.relative_to(root).as_posix(), path.stat().st_size, sha256_of(path))

    def read(self, root: Path) -> bytes:
        """Return the bytes of the file.

        Raises:
            OSError: it cannot be read.
            ValueError: they are not those that were written.
        """
        data = (root / self.path).read_bytes()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise ValueError("it was changed: its SHA-256 is not the one that was recorded")
        return data

    def fault(self, root: Path) -> str | None:
        """Return what is wrong with the file, such as "is missing"; None when it is there as it was written."""
        return self.look(root, 0.0)[0]

    def look(self, root: Path, changed_after: float) -> tuple[str | None, float]:
        """Return what is wrong with the file (see `fault`), and when it was changed last (Unix seconds).

        Args:
            root: The corpus.
            changed_after: Its SHA-256 is compared when it was changed after this time (Unix seconds); its size in any
                case.
        """
        changed = 0.0
        try:
            # Records may be anybody's: they must not have us open files elsewhere. And a link may lead to a device.
            # A corpus has as many of them as documents, so not by `Path`, which takes longer than the system call.
            path = f"{root}{os.sep}{self.path}"
            found = os.lstat(path) if names_inside(self.path) else None
            if found is None or not stat.S_ISREG(found.st_mode):
                return "is missing", changed
            # Whoever sets the time of a change back changes the time of that, too.
            changed = max(found.st_mtime, found.st_ctime)
            if found.st_size != self.size:
                return f"has {found.st_size} bytes, {self.size} were written", changed
            if changed > changed_after and sha256_of(Path(path)) != self.sha256:
                return "is changed: its SHA-256 is not the one that was recorded", changed
        except (FileNotFoundError, NotADirectoryError):
            return "is missing", changed
        except (OSError, ValueError) as error:
            return f"cannot be read: {error}", changed
        return None, changed


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hex.

    Raises:
        OSError: it cannot be read.
    """
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def names_inside(path: str) -> bool:
    """Return whether a path that is relative to a folder stays in it, links aside."""
    parts = {*path.split("/")}
    return parts > {"", "."} & parts and ".." not in parts and path[:1] != "/" and "\\" not in path


@contextmanager
def replacing(path: Path, *, fsync: bool = False) -> Iterator[Path]:
    """Give a temporary path in the same folder, which takes the place of `path` when the block succeeds.

    So a file is there whole or not at all, as far as other processes can see. Without `fsync` it may be short, empty or
    gone after a power cut; its size and hash tell.

    Args:
        path: The file.
        fsync: Return only when the file is on the disk: it is synced before it gets its name, its folder after.

    Raises:
        OutputError: the file cannot be written (no space, no permission).
    """
    temporary = _unnamed(path)
    try:
        # A link of that name would have us write elsewhere.
        temporary.unlink(missing_ok=True)
        yield temporary
        if fsync:
            sync(temporary)
        temporary.replace(path)
        if fsync:
            sync(path.parent)
    except OSError as error:
        _discard(temporary)
        raise _cannot("write", path, error) from error
    except BaseException:
        _discard(temporary)
        raise


def _discard(temporary: Path) -> None:
    # On a disk that is read-only now it stays; the next run sweeps it away.
    with suppress(OSError):
        temporary.unlink(missing_ok=True)


def write_bytes(path: Path | str, data: bytes, *, fsync: bool = False) -> None:
    """Write a file whole (see `replacing`).

    Raises:
        OutputError: the file cannot be written.
    """
    # A corpus has as many of them as documents, so not by `Path`, which takes as long as the system calls.
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, _unnamed_name(name))  # noqa: PTH118
    try:
        _write(temporary, data)
        if fsync:
            sync(temporary)
        os.replace(temporary, path)  # noqa: PTH105
        if fsync:
            sync(folder or os.curdir)
    except OSError as error:
        _discard(Path(temporary))
        raise _cannot("write", path, error) from error
    except BaseException:
        _discard(Path(temporary))
        raise


def _write(path: str, data: bytes) -> None:
    """Write a new file, in place of one that a process of the same number has left."""
    try:
        _write_new(path, data)
    except FileExistsError:
        # It is not written over: a link of that name would have us write elsewhere.
        os.unlink(path)  # noqa: PTH108
        _write_new(path, data)


def _write_new(path: str, data: bytes) -> None:
    with open(path, "xb", buffering=0) as file:  # noqa: PTH123
        left = memoryview(data)
        while left:
            left = left[file.write(left) :]


class SyncedTogether:
    """Files that get their names together, when all of them are on the disk.

    One after the other would be as safe, and far slower: a file system writes its journal with each file that is
    synced, and finds most of the others written already when many are synced in a row.
    """

    def __init__(self) -> None:
        self._waiting: list[Path] = []

    def write(self, path: Path, data: bytes) -> None:
        """Write a file that is to be named later.

        Raises:
            OutputError: it cannot be written.
        """
        try:
            _unnamed(path).unlink(missing_ok=True)
            _unnamed(path).write_bytes(data)
        except OSError as error:
            raise _cannot("write", path, error) from error
        self._waiting.append(path)

    def name_all(self, root: Path) -> None:
        """Sync the files, name them, and sync their folders, up to `root`.

        Raises:
            OutputError: a file cannot be synced or named.
        """
        for path in self._waiting:
            try:
                sync(_unnamed(path))
            except OSError as error:
                raise _cannot("write", path, error) from error
        for path in self._waiting:
            try:
                _unnamed(path).replace(path)
            except OSError as error:
                raise _cannot("write", path, error) from error
        sync_folders({path.parent for path in self._waiting}, root)
        self._waiting.clear()


def _unnamed(path: Path) -> Path:
    return path.with_name(_unnamed_name(path.name))


def _unnamed_name(name: str) -> str:
    return f".{name}.{os.getpid()}{_PART}"


def _cannot(do: str, path: Path | str, error: OSError) -> OutputError:
    # A folder that is not there is a wrong name, and no disk that is full or went away.
    kind = OutputError if isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError) else WriteError
    return kind(
        f"cannot {do} {path}: {error.strerror or error}; what is done is kept: put it right and run the same command "
        "again"
    )


def make_folder(path: Path) -> None:
    """Make a folder, with those above it.

    Raises:
        OutputError: it cannot be made; a `WriteError` where the disk is full.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise WriteError(
                f"cannot make folder {path}: {error.strerror}; what is done is kept: make space and run the same "
                "command again"
            ) from error
        raise OutputError(
            f"cannot make folder {path}: {error.strerror or error}; choose another output folder"
        ) from error


def remove(path: Path) -> None:
    """Remove a file that may be gone already.

    Raises:
        OutputError: it cannot be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _cannot("remove", path, error) from error


def is_part(name: str) -> bool:
    """Return whether a file of a name is one that was being written."""
    return name.startswith(".") and name.endswith(_PART)
