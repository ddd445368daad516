"""Compound files as olefile, Perl's OLE::Storage_Lite and the rules of MS-CFB see them."""

import io
import struct
from itertools import pairwise

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import run

from synthphi.render.compound import Storage, compound, directory

CLASS = bytes(range(16))
NOTHING, END, FREE, TABLE, DOUBLE_INDIRECT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFC
SIZES = sorted({base + delta for base in (0, 64, 128, 512, 1024, 4096, 4608, 65536) for delta in (-1, 0, 1)} - {-1})


def filled(size, salt=0):
    return bytes((number * 7 + salt) % 251 for number in range(size))


def file_of(*streams):
    names = tuple(f"stream {number}" for number in range(len(streams)))
    return compound(directory(CLASS, names), streams)


def opened(data):
    return olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE)


def assert_streams_come_back(streams):
    data = file_of(*streams)
    assert len(data) % 512 == 0
    with opened(data) as file:
        assert [file.openstream(f"stream {number}").read() for number in range(len(streams))] == list(streams)
    return data


@pytest.mark.parametrize("size", SIZES)
def test_a_stream_of_any_size_comes_back(size):
    assert_streams_come_back([filled(size)])
    assert_streams_come_back([filled(size, 1), b"between", filled(size, 2), b"", filled(size, 3)])


@settings(max_examples=200)
@given(st.lists(st.integers(0, 9000), max_size=40))
def test_any_streams_come_back(sizes):
    assert_streams_come_back([filled(size, salt) for salt, size in enumerate(sizes)])


@pytest.mark.parametrize("sectors", [126 * 128, 109 * 127, 109 * 128, 236 * 127, 236 * 128 + 5])
def test_a_file_whose_table_has_no_room_in_the_header_comes_back(sectors):
    data = assert_streams_come_back([filled(512) * (sectors - 4), b"small"])
    assert_every_sector_is_told_of(data)


def numbers(data, sector):
    return struct.unpack_from("<128I", data, 512 * (sector + 1))


def assert_every_sector_is_told_of(data):
    """Follow all chains by the rules: each sector is in one of them, and the table says what is its own."""
    table_count, first_directory = struct.unpack_from("<II", data, 44)
    first_mini_table, mini_count, first_more, more_count = struct.unpack_from("<4I", data, 60)
    tables = list(struct.unpack_from("<109I", data, 76))
    more = []
    while first_more != END:
        more.append(first_more)
        *named, first_more = numbers(data, first_more)
        tables += named
    assert len(more) == more_count
    tables = [sector for sector in tables if sector != FREE]
    assert len(tables) == table_count
    table = [number for sector in tables for number in numbers(data, sector)]
    count = len(data) // 512 - 1
    assert all(number == FREE for number in table[count:])

    def chain(first):
        found = []
        while first != END:
            found.append(first)
            first = table[first]
        return found

    entries = b"".join(data[512 * (sector + 1) : 512 * (sector + 2)] for sector in chain(first_directory))
    used = [*chain(first_directory), *chain(first_mini_table), *tables, *more]
    assert len(chain(first_mini_table)) == mini_count
    for at in range(0, len(entries), 128):
        start, size = struct.unpack_from("<IQ", entries, at + 116)
        if entries[at + 66] == 5 or (entries[at + 66] == 2 and size >= 4096):
            assert len(chain(start)) == -(-size // 512)
            used += chain(start)
    assert sorted(used) == list(range(count))
    assert all(table[sector] == TABLE for sector in tables)
    assert all(table[sector] == DOUBLE_INDIRECT for sector in more)


@given(st.lists(st.integers(0, 9000), max_size=20))
def test_every_sector_belongs_to_one_chain(sizes):
    assert_every_sector_is_told_of(file_of(*(filled(size) for size in sizes)))


# ------------------------------------------------------------------------------------------------- the directory


def entries_of(data):
    """Return name, type, colour, left, right and child of each directory entry (the directory stands first)."""
    found = []
    for at in range(512, len(data), 128):
        length, kind, color, left, right, child = struct.unpack_from("<HBBIII", data, at + 64)
        if kind not in {1, 2, 5}:
            break
        found.append((data[at : at + length - 2].decode("utf-16-le"), kind, color, left, right, child))
    return found


def assert_tree_is_red_and_black(entries, top):
    """Return the names below an entry, in order, and how many black entries a way down passes."""
    if top == NOTHING:
        return [], 0
    name, _, color, left, right, _ = entries[top]
    before, blacks = assert_tree_is_red_and_black(entries, left)
    behind, as_many = assert_tree_is_red_and_black(entries, right)
    assert blacks == as_many
    if color == 0:
        assert all(entries[child][2] == 1 for child in (left, right) if child != NOTHING)
    return [*before, name, *behind], blacks + color


NAMES = st.text(st.sampled_from("aAbBzZ_09. #"), min_size=1, max_size=31)


@given(st.lists(NAMES, max_size=60, unique_by=str.upper))
def test_names_stand_in_a_red_and_black_tree_shorter_ones_first(names):
    entries = entries_of(compound(directory(CLASS, tuple(names)), [b""] * len(names)))
    (name, kind, color, *siblings, child) = entries[0]
    assert (name, kind, color, siblings) == ("Root Entry", 5, 1, [NOTHING, NOTHING])
    ordered, _ = assert_tree_is_red_and_black(entries, child)
    assert sorted(ordered) == sorted(names)
    assert all((len(one), one.upper()) < (len(two), two.upper()) for one, two in pairwise(ordered))
    assert child == NOTHING or entries[child][2] == 1


def test_storages_hold_their_own_and_the_root_says_what_the_file_is():
    inner = Storage("inner", ("same", "only"))
    shape = directory(CLASS, ("same", Storage("outer", ("same", inner)), Storage("empty", ())))
    with opened(compound(shape, [b"1", b"2", b"3", b"4" * 5000])) as file:
        assert {tuple(path): file.openstream(path).read()[:1] for path in file.listdir()} == {
            ("same",): b"1",
            ("outer", "same"): b"2",
            ("outer", "inner", "same"): b"3",
            ("outer", "inner", "only"): b"4",
        }
        assert sorted("/".join(path) for path in file.listdir(streams=False, storages=True)) == [
            *("empty", "outer", "outer/inner")
        ]
        assert file.root.clsid == "03020100-0504-0706-0809-0A0B0C0D0E0F"


def test_a_file_without_streams_is_one():
    with opened(compound(directory(CLASS, ()), [])) as file:
        assert file.listdir() == []


def test_an_older_reader_finds_the_same(tmp_path):
    sizes = [0, 1, 63, 64, 65, 4095, 4096, 4097, 60000]
    path = tmp_path / "file"
    path.write_bytes(file_of(*(filled(size, 3) for size in sizes)))
    script = (
        "use OLE::Storage_Lite; my $root = OLE::Storage_Lite->new($ARGV[0])->getPpsTree(1);"
        'print length($_->{Data} // ""), " ", unpack("%32C*", $_->{Data} // ""), "\\n" for @{$root->{Child}};'
    )
    found = [tuple(map(int, line.split())) for line in run("perl", "-e", script, str(path)).splitlines()]
    assert found == [(size, sum(filled(size, 3))) for size in sizes]
