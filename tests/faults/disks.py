"""Small disks of one's own, and folders that are read-only for whoever runs the tests."""

import os
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory


@cache
def can_mount() -> bool:
    """Return whether this process may mount something: as root, and not in every container."""
    with TemporaryDirectory() as place:
        if not _run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place):
            return False
        _run("umount", place)
        return True


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """Have a disk of a few megabytes in a folder."""
    place.mkdir(parents=True, exist_ok=True)
    assert _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place))
    try:
        yield place
    finally:
        _run("umount", "-l", str(place))


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make a folder and all that is in it read-only, also while somebody writes to it."""
    if os.geteuid() == 0:
        # Permissions do not bind root. Files that are open stay writable, all that are opened from now on are not.
        # Without a way to mount: what is asked for cannot be had, and the run simply ends well.
        bound = _run("mount", "--bind", str(folder), str(folder))
        _run("mount", "-o", "remount,ro,bind", str(folder))
        try:
            yield
        finally:
            if bound:
                _run("umount", "-l", str(folder))
        return
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    before = [(path, stat.S_IMODE(path.stat().st_mode)) for path in folders]
    for path, _ in before:
        path.chmod(0o555)
    try:
        yield
    finally:
        for path, mode in before:
            with suppress(FileNotFoundError):
                path.chmod(mode)


def _run(*command: str) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True, timeout=60).returncode == 0
    except OSError:
        return False
