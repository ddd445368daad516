"""Shards: tar files in which the documents of a packed corpus lie, each with its label row as JSON behind it.

A path such as ``positive/positive-000000-000999.tar/PHI_POS_ProgressNote_W00_0001.docx`` names a document in a shard,
as if the shard were a folder. Shards may be anybody's: only regular files of plain names are seen in them, nothing is
unpacked, and a document is read by its place, without what stands before it.
"""

import re
import stat
import tarfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from synthphi.corpus.batches import SHARD_DOCUMENTS, Batch

ENDING = ".tar"
BLOCK = tarfile.BLOCKSIZE
"""Bytes that everything in a tar file is a multiple of."""
END = bytes(2 * BLOCK)
"""What stands at the end of a tar file."""
_NAME = re.compile(r"(positive|negative)-\d{6,}-\d{6,}\.tar")
_MOST_MEMBERS = 2 * SHARD_DOCUMENTS
_LONGEST_NAME = 1_000
"""Bytes of a header that holds a name which the plain one has no room for."""
_LONGEST_END = tarfile.RECORDSIZE
"""Bytes of zeros that programs write behind the last member at most."""
_KEPT = 16
"""Shards whose members a process remembers."""


class Member(NamedTuple):
    """Where in a shard a file is: its first byte and its size."""

    start: int
    size: int


class Contents(NamedTuple):
    """What is in a shard."""

    members: Mapping[str, Member]
    """The files by name, in order; where something is wrong, those before."""
    fault: str | None
    """What is wrong with the shard, such as "is cut short"."""


def shard_of(batch: Batch) -> str:
    """Return the path of a batch's shard, relative to the corpus: ``positive/positive-000000-000999.tar``."""
    return f"{batch.phi_class}/{batch.name}{ENDING}"


def is_shard(path: PurePosixPath | Path) -> bool:
    """Return whether a file has the name of a shard."""
    return _NAME.fullmatch(path.name) is not None


def in_shard(path: str) -> tuple[str, str] | None:
    """Return the shard that a document lies in and its name there; None for a file of its own.

    Args:
        path: The document's path, relative to the corpus.
    """
    shard, _, name = path.rpartition("/")
    return (shard, name) if shard.endswith(ENDING) else None


def label_name(path: str) -> str:
    """Return the name, or the path, of the label row of a document in a shard: ``NOTE.docx`` has ``NOTE.json``."""
    return PurePosixPath(path).with_suffix(".json").as_posix()


def header_of(name: str, size: int, time: int) -> bytes:
    """Return what stands before a file in a shard: the same bytes on every machine.

    That is a plain header of POSIX.1-1988 (ustar), and before it one of POSIX.1-2001 (pax) where a name is longer than
    100 bytes or not ASCII.

    Args:
        name: The file's name.
        size: How many bytes it has.
        time: When it was changed, in Unix seconds.
    """
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, time, 0o644
    return info.tobuf(tarfile.PAX_FORMAT, "utf-8", "strict")


def padding_of(size: int) -> bytes:
    """Return what stands behind a file of so many bytes."""
    return bytes(-size % BLOCK)


def contents(shard: Path) -> Contents:
    """Return what is in a shard, by its headers; the files themselves are not read.

    Raises:
        OSError: it is not there, is no regular file, or cannot be read.
    """
    about = shard.stat()
    if not stat.S_ISREG(about.st_mode):
        raise OSError("its shard is no file")
    return _contents(shard, about.st_size, about.st_mtime_ns, about.st_ino)


def read_member(shard: Path, name: str, most: int) -> bytes:
    """Return a file of a shard.

    Args:
        shard: The shard.
        name: The file's name.
        most: How many bytes it may have.

    Raises:
        OSError: it is not there, cannot be read, or is too large.
    """
    found = contents(shard)
    member = found.members.get(name)
    if member is None:
        raise OSError(f"its shard {found.fault}" if found.fault else "its shard has no such file")
    if member.size > most:
        raise OSError(f"it has more than {most:,} bytes")
    with shard.open("rb", buffering=0) as file:
        data = _at(file, member.start, member.size)
    if len(data) != member.size:
        raise OSError("its shard is cut short")
    return data


@lru_cache(maxsize=_KEPT)
def _contents(shard: Path, size: int, _changed: int, _number: int) -> Contents:
    """Return what is in a shard; size, time and number are its own, so that another one of that name is read anew."""
    members: dict[str, Member] = {}
    try:
        with shard.open("rb", buffering=0) as file:
            _list(file, size, members)
    except (tarfile.TarError, ValueError) as error:
        return Contents(members, str(error))
    return Contents(members, None)


def _list(file: BinaryIO, size: int, members: dict[str, Member]) -> None:
    """Note the members of a shard of so many bytes.

    Raises:
        TarError: a header is damaged.
        ValueError: something in it is not what a shard has.
    """
    position = 0
    long_name: str | None = None
    while True:
        block = _at(file, position, BLOCK)
        if len(block) < BLOCK:
            raise ValueError("is cut short")
        if not any(block):
            rest = _at(file, position, _LONGEST_END)
            if position + len(rest) < size or any(rest):
                raise ValueError("holds something behind its end")
            return
        try:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, ValueError) as error:
            raise ValueError(f"is damaged at byte {position:,}: {error}") from None
        position += BLOCK
        if not 0 <= info.size <= size - position:
            raise ValueError(f"is cut short: at byte {position:,} it says {info.size:,} more, and has fewer")
        if info.type == tarfile.XHDTYPE and long_name is None:
            long_name = _long_name(_at(file, position, min(info.size, _LONGEST_NAME + 1)))
        else:
            name = long_name or info.name
            _check(name, info, members)
            members[name] = Member(position, info.size)
            long_name = None
        position += info.size + len(padding_of(info.size))


def _check(name: str, info: tarfile.TarInfo, members: Mapping[str, Member]) -> None:
    if info.type not in {tarfile.REGTYPE, tarfile.AREGTYPE}:
        raise ValueError(f"holds {name[:100]!r}, which is no regular file")
    if not name or "/" in name or "\0" in name or name in {".", ".."}:
        raise ValueError(f"holds a file of the name {name[:100]!r}, which would lead out of it")
    if name in members:
        raise ValueError(f"holds two files of the name {name[:100]!r}")
    if len(members) == _MOST_MEMBERS:
        raise ValueError(f"holds more than {_MOST_MEMBERS:,} files")


def _long_name(said: bytes) -> str:
    """Return the name that a header of POSIX.1-2001 says: ``<length> path=<name>``, and nothing else."""
    name = said.partition(b" path=")[2].removesuffix(b"\n")
    if said != b"%d path=%s\n" % (len(said), name) or len(said) > _LONGEST_NAME:
        raise ValueError("has a header that says something else than a name")
    return name.decode()


def _at(file: BinaryIO, start: int, size: int) -> bytes:
    file.seek(start)
    pieces = []
    while size and (piece := file.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
