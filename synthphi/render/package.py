"""Zip files: Open Packaging (OPC) files, whose unchanging parts are deflated once a process, and archives.

Zip entries have fixed dates and a fixed order, so equal parts give equal bytes.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

_FACTS = struct.Struct("<5H3L2H")
"""What a local header and a central directory entry have in common."""
_END = struct.Struct("<4s4H2LH")
_STORED_BLOCK = struct.Struct("<BHH")
"""What is before the bytes of a block that is not deflated, and not the last one: its kind, their number twice."""
_DOS_DATE = (1980 - 1980) << 9 | 1 << 5 | 1
"""1 January 1980, the first day that a zip can hold and what office suites write."""
_VERSION = 20
_DEFLATED = 8
_LOCAL, _CENTRAL = b"PK\x03\x04", b"PK\x01\x02" + _VERSION.to_bytes(2, "little")
"""What they begin with; an entry in the directory names the version of its maker, too."""
_NO_COMMENT = bytes(10)
"""The rest of an entry in the directory, up to the offset: no comment, the first disk, no attributes."""
_LEVEL = 3
"""Of zlib: two thirds of the time of 6, its default, for what is packed larger by a twentieth."""
_SMALLEST = 9
"""Of zlib, for what is deflated once a process."""
_STORED = 500
"""Bytes up to which what stands between a kept start and end is not deflated: an eighth of the time of a deck, which is
larger by a fortieth."""
_SHORT, _MOST_KEPT = 2_000, 500
"""Bytes up to which parts are kept, and how many: a third of all parts come again in another file, footers and
relationships for the most part."""
_UTF_8_NAME = 1 << 11
"""APPNOTE.TXT, 4.4.4: the name is in UTF-8."""


# A named tuple and not a dataclass, which takes three times as long to make: a deck has a dozen of its own.
class Part(NamedTuple):
    """A part of a package, deflated and ready to be joined to others."""

    local: bytes
    """Local header and data."""
    central: bytes
    """Central directory entry up to the offset, which depends on where the part comes to stand."""
    name: bytes


class Kept(NamedTuple):
    """What many parts begin or end with, deflated once."""

    data: bytes
    packed: bytes
    crc: int
    """The checksum of the data, where it stands at the start."""


class Joined(NamedTuple):
    """Parts that many packages begin with, joined once."""

    local: bytes
    directory: bytes
    """Their entries in the central directory."""
    parts: int
    """How many there are."""


_NOTHING = Joined(b"", b"", 0)


def kept_start(data: bytes) -> Kept:
    """Return what many parts begin with."""
    return _kept_piece(data, zlib.Z_SYNC_FLUSH)


def kept_end(data: bytes) -> Kept:
    """Return what many parts end with."""
    return _kept_piece(data, zlib.Z_FINISH)


def _kept_piece(data: bytes, flush: int) -> Kept:
    packer = zlib.compressobj(_SMALLEST, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Kept(data, packer.compress(data) + packer.flush(flush), zlib.crc32(data))


def part(name: str, data: bytes) -> Part:
    """Return a part. `name` is without a leading slash and ASCII, as the names of office files are."""
    return _kept(name, data) if len(data) <= _SHORT else _made(name, data)


def shared_part(name: str, data: bytes) -> Part:
    """Return a part that many packages have: packed once, so as small as can be."""
    return _entry(name.encode("ascii"), data, 0, 0, _DOS_DATE, _SMALLEST)


def framed_part(name: str, start: Kept, data: bytes, end: Kept) -> Part:
    """Return a part that begins and ends as many others do, so that only what is between has to be deflated.

    A deflated stream is a row of blocks (RFC 1951, 2), and what refers back does so over their borders: what is between
    refers to the start as to a dictionary. Where it is short, it is a block that is not deflated.
    """
    if len(data) <= _STORED:
        between = b"".join((_STORED_BLOCK.pack(0, len(data), len(data) ^ 0xFFFF), data))
    else:
        # Fixed codes: others take longer to write than they save on so little.
        packer = zlib.compressobj(
            _LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_FIXED, zdict=start.data
        )
        between = packer.compress(data) + packer.flush(zlib.Z_SYNC_FLUSH)
    packed = b"".join((start.packed, between, end.packed))
    checksum = zlib.crc32(end.data, zlib.crc32(data, start.crc))
    size = len(start.data) + len(data) + len(end.data)
    return _packed_entry(name.encode("ascii"), packed, size, checksum, 0, 0, _DOS_DATE)


def _made(name: str, data: bytes) -> Part:
    return _entry(name.encode("ascii"), data, 0, 0, _DOS_DATE)


_kept = lru_cache(_MOST_KEPT)(_made)


def archive(members: Iterable[tuple[str, bytes, datetime]]) -> bytes:
    """Return a zip file of files, each with its name, its bytes and when it was saved."""
    entries: list[Part] = []
    for name, data, saved in members:
        time = saved.hour << 11 | saved.minute << 5 | saved.second // 2
        day = max(saved.year - 1980, 0) << 9 | saved.month << 5 | saved.day
        entries.append(_entry(name.encode(), data, 0 if name.isascii() else _UTF_8_NAME, time, day))
    return join(entries)


def _entry(name: bytes, data: bytes, flags: int, time: int, day: int, level: int = _LEVEL) -> Part:
    packed = zlib.compress(data, level, -zlib.MAX_WBITS)
    return _packed_entry(name, packed, len(data), zlib.crc32(data), flags, time, day)


def _packed_entry(name: bytes, packed: bytes, size: int, checksum: int, flags: int, time: int, day: int) -> Part:
    facts = _FACTS.pack(_VERSION, flags, _DEFLATED, time, day, checksum, len(packed), size, len(name), 0)
    return Part(b"".join((_LOCAL, facts, name, packed)), b"".join((_CENTRAL, facts, _NO_COMMENT)), name)


def joined(parts: Iterable[Part]) -> Joined:
    """Return parts as the beginning of packages."""
    pieces, directory = _laid_out(parts, 0)
    return Joined(b"".join(pieces), b"".join(directory), len(pieces))


def join(parts: list[Part], before: Joined = _NOTHING) -> bytes:
    """Return a zip file of the parts, in their order, behind those that were joined before."""
    pieces, directory = _laid_out(parts, len(before.local))
    listed = before.directory + b"".join(directory)
    offset = len(before.local) + sum(map(len, pieces))
    count = before.parts + len(pieces)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listed), offset, 0)
    return b"".join((before.local, *pieces, listed, end))


def _laid_out(parts: Iterable[Part], offset: int) -> tuple[list[bytes], list[bytes]]:
    """Return parts, the first of them at an offset, and what the directory says of them."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    for local, central, name in parts:
        pieces.append(local)
        directory += (central, offset.to_bytes(4, "little"), name)
        offset += len(local)
    return pieces, directory


def read_parts(package: bytes) -> dict[str, bytes]:
    """Return the parts of a package that a library wrote, by name, in its order."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
