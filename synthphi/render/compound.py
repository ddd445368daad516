"""Compound files (MS-CFB, version 3): storages and streams in one file, as messages of Outlook are.

What is the same in all files of a shape, the directory with its tree of names, is made once; a file then fills in
where each stream stands and how long it is. Storages have no times, and sectors stand in one fixed order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from struct import Struct
from typing import NamedTuple

_SECTOR, _MINI_SECTOR, _ENTRY = 512, 64, 128
_CUTOFF = 4096
"""Streams shorter than this stand in the mini stream."""
_NUMBERS = _SECTOR // 4
"""How many sector numbers a sector holds."""
_IN_HEADER = 109
"""How many sectors of the allocation table the header names; sectors of their own name the others."""
_DOUBLE_INDIRECT, _TABLE, _END, _FREE = 0xFFFFFFFC, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF
_NOTHING = 0xFFFFFFFF
"""Stands where a directory entry names no other."""
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1

# Name, its length, type, colour, left and right sibling, first child, class, state and two times, place, length.
_DIRECTORY_ENTRY = Struct("<64sHBBIII16s20xIQ")
_WHERE = Struct("<IQ")
_WHERE_AT = 116
# Signature, no class, versions, byte order, sector sizes (as powers of two), then counts and first sectors.
_HEADER = Struct("<8s16xHHHHH6x9I")


class Storage(NamedTuple):
    """What a storage has in it: names of streams, and storages. Names are of ASCII and at most 31 characters."""

    name: str
    members: "tuple[str | Storage, ...]"


@dataclass(frozen=True, slots=True)
class Directory:
    """The directory of a file, but for the places of the streams."""

    entries: bytes
    streams: tuple[int, ...]
    """The entry of each stream, in the order in which `directory` was told of them."""


def directory(class_id: bytes, members: "tuple[str | Storage, ...]") -> Directory:
    """Return the directory of files of one shape.

    Args:
        class_id: Says which program the file is for, as 16 bytes of a GUID in a file.
        members: What the root has in it.
    """
    entries: list[_Entry] = [_Entry("Root Entry", _ROOT, class_id)]
    _enter(entries, entries[0], members)
    written = b"".join([entry.written() for entry in entries])
    unused = _DIRECTORY_ENTRY.pack(b"", 0, 0, 0, _NOTHING, _NOTHING, _NOTHING, bytes(16), 0, 0)
    lacking = -len(entries) % (_SECTOR // _ENTRY)
    streams = tuple(number for number, entry in enumerate(entries) if entry.kind == _STREAM)
    return Directory(written + unused * lacking, streams)


@dataclass(slots=True)
class _Entry:
    name: str
    kind: int
    class_id: bytes = bytes(16)
    color: int = _BLACK
    left: int = _NOTHING
    right: int = _NOTHING
    child: int = _NOTHING

    def written(self) -> bytes:
        name = self.name.encode("utf-16-le")
        where = 0 if self.kind == _STORAGE else _END
        return _DIRECTORY_ENTRY.pack(
            *(name, len(name) + 2, self.kind, self.color, self.left, self.right, self.child, self.class_id, where, 0)
        )


def _enter(entries: list[_Entry], parent: _Entry, members: "tuple[str | Storage, ...]") -> None:
    numbers = []
    for member in members:
        numbers.append(len(entries))
        if isinstance(member, Storage):
            entries.append(_Entry(member.name, _STORAGE))
            _enter(entries, entries[-1], member.members)
        else:
            entries.append(_Entry(member, _STREAM))
    # Shorter names come first, whatever they say (MS-CFB, 2.6.4).
    numbers.sort(key=lambda number: (len(entries[number].name), entries[number].name.upper()))
    full_levels = (len(numbers) + 1).bit_length() - 1
    parent.child = _tree(entries, numbers, full_levels)


def _tree(entries: list[_Entry], numbers: list[int], black_levels: int) -> int:
    """Link entries to a balanced tree and return its top; all levels are full and black, but a last one, which is red.

    So no red entry has a red child, and all ways down pass the same number of black ones.
    """
    if not numbers:
        return _NOTHING
    middle = len(numbers) // 2
    top = entries[numbers[middle]]
    top.color = _BLACK if black_levels else _RED
    top.left = _tree(entries, numbers[:middle], black_levels - 1)
    top.right = _tree(entries, numbers[middle + 1 :], black_levels - 1)
    return numbers[middle]


def compound(shape: Directory, streams: Sequence[bytes]) -> bytes:
    """Return a file.

    Args:
        shape: Its directory.
        streams: What each stream holds, in the order of `shape`.
    """
    entries = bytearray(shape.entries)
    chains, mini_chains = _Chains(), _Chains()
    mini: list[bytes] = []
    large: list[tuple[int, bytes]] = []
    for number, data in zip(shape.streams, streams, strict=True):
        size = len(data)
        if size >= _CUTOFF:
            large.append((number, data))
        elif size:
            count = -(-size // _MINI_SECTOR)
            _WHERE.pack_into(entries, number * _ENTRY + _WHERE_AT, mini_chains.add(count), size)
            mini.append(data.ljust(count * _MINI_SECTOR, b"\0"))
    sectors: list[bytes] = []
    first_of_directory = chains.store(entries, sectors)
    mini_table = mini_chains.written()
    first_of_mini_table = chains.store(mini_table, sectors)
    mini_stream = b"".join(mini)
    _WHERE.pack_into(entries, _WHERE_AT, chains.store(mini_stream, sectors), len(mini_stream))
    for number, data in large:
        _WHERE.pack_into(entries, number * _ENTRY + _WHERE_AT, chains.store(data, sectors), len(data))
    sectors[0] = bytes(entries)
    tables, more_tables = chains.table_sectors()
    first_of_more = tables.stop if more_tables else _END
    chains.numbers += [_TABLE] * len(tables) + [_DOUBLE_INDIRECT] * more_tables
    sectors.append(chains.written())
    sectors.append(_further_tables(tables, more_tables))
    header = _HEADER.pack(
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, len(tables), first_of_directory, 0, _CUTOFF),
        *(first_of_mini_table, len(mini_table) // _SECTOR, first_of_more, more_tables),
    )
    in_header = list(tables[:_IN_HEADER])
    return b"".join([header, _numbers(in_header + [_FREE] * (_IN_HEADER - len(in_header))), *sectors])


class _Chains:
    """An allocation table: of each sector the one that follows it; all chains are without gaps."""

    def __init__(self) -> None:
        self.numbers: list[int] = []

    def add(self, count: int) -> int:
        """Add a chain and return its first sector."""
        first = len(self.numbers)
        self.numbers += range(first + 1, first + count)
        self.numbers.append(_END)
        return first

    def store(self, data: bytes | bytearray, sectors: list[bytes]) -> int:
        """Add data to the sectors of a file, and return its first one."""
        if not data:
            return _END
        count = -(-len(data) // _SECTOR)
        sectors.append(bytes(data).ljust(count * _SECTOR, b"\0"))
        return self.add(count)

    def table_sectors(self) -> tuple[range, int]:
        """Return where the table itself stands, behind all else, and in how many sectors more its place is told."""
        tables = more = 0
        while True:
            needed = -(-(len(self.numbers) + tables + more) // _NUMBERS)
            if needed == tables:
                return range(len(self.numbers), len(self.numbers) + tables), more
            tables, more = needed, -(-max(0, needed - _IN_HEADER) // (_NUMBERS - 1))

    def written(self) -> bytes:
        return _numbers(self.numbers + [_FREE] * (-len(self.numbers) % _NUMBERS))


def _further_tables(tables: range, count: int) -> bytes:
    """Return the sectors that name those parts of the table which the header has no room for, each with the next."""
    written = []
    for number in range(count):
        first = _IN_HEADER + number * (_NUMBERS - 1)
        named = list(tables[first : first + _NUMBERS - 1])
        named += [_FREE] * (_NUMBERS - 1 - len(named))
        written.append(_numbers([*named, tables.stop + number + 1 if number + 1 < count else _END]))
    return b"".join(written)


def _numbers(numbers: Sequence[int]) -> bytes:
    return Struct(f"<{len(numbers)}I").pack(*numbers)
