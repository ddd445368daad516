"""Files and folders that are on the disk before anything says so."""

import os
from collections.abc import Iterable
from pathlib import Path

from synthphi.errors import OutputError


def sync(path: Path | str) -> None:
    """See that a file, or the names in a folder, are on the disk.

    Raises:
        OSError: it cannot be synced.
    """
    if os.name == "nt" and Path(path).is_dir():
        return  # Windows has no way to, and needs none
    number = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def sync_folders(folders: Iterable[Path], root: Path) -> None:
    """See that the names in some folders, and the folders themselves up to `root`, are on the disk.

    Raises:
        OutputError: a folder cannot be synced.
    """
    every = {above for folder in folders for above in (folder, *folder.parents) if above.is_relative_to(root)}
    # From below: a folder is named before what is in it can be found.
    for folder in sorted(every, key=lambda path: (-len(path.parts), path)):
        try:
            sync(folder)
        except OSError as error:
            raise OutputError(f"cannot sync {folder} to the disk: {error.strerror or error}") from error
