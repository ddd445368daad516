"""What file system a folder is on, and whether its locks reach other machines. Known on Linux only."""

import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")
_NEVER = ("9p", "vboxsf", "prl_fs", "fuse.s3fs", "fuse.gcsfuse", "fuse.rclone", "fuse.mount-s3", "fuse.goofys")
"""File systems that many machines can share and whose locks (``flock``) stay on the machine that takes them."""
_SAYING_SO = {
    "nfs": {"nolock", "local_lock=all", "local_lock=flock"},
    "nfs4": {"local_lock=all", "local_lock=flock"},
    "cifs": {"nobrl", "nolock"},
    "smb3": {"nobrl", "nolock"},
    "lustre": {"localflock"},
    "ocfs2": {"localflocks"},
    "gfs2": {"localflocks"},
}
"""File systems whose locks stay there when they are mounted with one of these options."""


def reaches_one_machine_only(folder: Path, mounts: Path = _MOUNTS) -> str | None:
    """Return the kind of the file system of a folder when its locks keep one machine's processes apart only.

    Args:
        folder: The folder.
        mounts: The table of file systems, in the form of ``/proc/mounts``; without one, nothing is known.
    """
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
        place = folder.resolve()
    except OSError:
        return None
    best: tuple[int, str, set[str]] = (-1, "", set())
    for line in lines:
        _, point, kind, options = [*line.split(" "), "", "", "", ""][:4]
        mounted = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), point) or "/")
        # The last one that is mounted at a place hides those before it.
        if place.is_relative_to(mounted) and len(mounted.parts) >= best[0]:
            best = (len(mounted.parts), kind, set(options.split(",")))
    _, kind, given = best
    return kind if kind in _NEVER or given & _SAYING_SO.get(kind, set()) else None
