"""Open Packaging (OPC) files as zips whose unchanging parts are deflated once a process.

Zip entries have fixed dates and a fixed order, so equal parts give equal bytes.
"""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_DOS_DATE = (1980 - 1980) << 9 | 1 << 5 | 1
"""1 January 1980, the first day that a zip can hold and what office suites write."""
_VERSION = 20
_DEFLATED = 8
_LEVEL = 6
_UNICODE_NAMES = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a package, deflated and ready to be joined to others."""

    local: bytes
    """Local header and data."""
    central: bytes
    """Central directory entry up to the offset, which depends on where the part comes to stand."""
    name: bytes


def part(name: str, data: bytes) -> Part:
    """Return a part. `name` is without a leading slash and ASCII, as the names of office files are."""
    raw_name = name.encode("ascii")
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    facts = (_UNICODE_NAMES, _DEFLATED, 0, _DOS_DATE, zlib.crc32(data), len(packed), len(data), len(raw_name))
    local = _LOCAL.pack(b"PK\x03\x04", _VERSION, *facts, 0)
    central = _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *facts, 0, 0, 0, 0, 0, 0)
    return Part(local + raw_name + packed, central[:-4], raw_name)


def join(parts: list[Part]) -> bytes:
    """Return a zip file of the parts, in their order."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for one in parts:
        pieces.append(one.local)
        directory += (one.central, offset.to_bytes(4, "little"), one.name)
        offset += len(one.local)
    central = b"".join(directory)
    count = len(parts)
    pieces += (central, _END.pack(b"PK\x05\x06", 0, 0, count, count, len(central), offset, 0))
    return b"".join(pieces)


def read_parts(package: bytes) -> dict[str, bytes]:
    """Return the parts of a package that a library wrote, by name, in its order."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
