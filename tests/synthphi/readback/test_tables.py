"""Comma-separated values that others wrote, as the readers give them."""

import pytest
from programs import need

from synthphi.doctypes import Format
from synthphi.readback import ReadbackError, open_file
from synthphi.readback.thorough import SECOND_READERS, ToolMissing, require

FOREIGN = b"".join(
    (
        b'\xef\xbb\xbfName,"Born ""on"""\n\n"Ana, B.",2 \r\n,,\r\n""\r\n',
        b'"two\r\nlines", x\n caf\xc3\xa9 ,=1+2,007,a,b\n"end"',
    )
)
CELLS = {
    "row[0]/cell[0]": "Name",
    "row[0]/cell[1]": 'Born "on"',
    "row[2]/cell[0]": "Ana, B.",
    "row[2]/cell[1]": "2 ",
    "row[5]/cell[0]": "two\r\nlines",
    "row[5]/cell[1]": " x",
    "row[6]/cell[0]": " café ",
    "row[6]/cell[1]": "=1+2",
    "row[6]/cell[2]": "007",
    "row[6]/cell[3]": "a",
    "row[6]/cell[4]": "b",
    "row[7]/cell[0]": "end",
}


def second(tmp_path, *tables):
    need("perl")
    paths = [tmp_path / f"{number}.csv" for number in range(len(tables))]
    for path, data in zip(paths, tables, strict=True):
        path.write_bytes(data)
    return list(SECOND_READERS[Format.CSV].read(paths))


def test_cells_are_read_by_row_and_column_blank_rows_counted():
    assert open_file(Format.CSV, FOREIGN).texts == CELLS


@pytest.mark.parametrize("nothing", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b',,\r\n""\r\n'])
def test_a_file_without_text_has_none(nothing):
    assert open_file(Format.CSV, nothing).texts == {}


def test_separators_of_unicode_end_no_row():
    assert open_file(Format.CSV, "a\u2028b\x85c,d\r\n".encode()).texts == {
        "row[0]/cell[0]": "a\u2028b\x85c",
        "row[0]/cell[1]": "d",
    }


def test_what_is_not_utf_8_is_refused():
    with pytest.raises(ReadbackError, match="cannot be read as csv: UnicodeDecodeError"):
        open_file(Format.CSV, b"caf\xe9,1\r\n")


@pytest.mark.parametrize("broken", [b'"open,1\r\n2', b'"a"b,1\r\n'])
def test_quotes_that_are_none_are_refused(broken):
    with pytest.raises(ReadbackError, match="cannot be read as csv: Error: "):
        open_file(Format.CSV, broken)


def test_a_cell_that_is_too_long_is_refused():
    with pytest.raises(ReadbackError, match=r"row\[1\]/cell\[1\] is too long: it has 100,001 char"):
        open_file(Format.CSV, b"a\r\nb," + b"x" * 100_001)
    with pytest.raises(ReadbackError, match="field larger than field limit"):
        open_file(Format.CSV, b'"' + b"x" * 10_000_000 + b'"')
    assert len(open_file(Format.CSV, b"x" * 100_000).texts["row[0]/cell[0]"]) == 100_000


def test_the_second_reader_counts_as_the_first(tmp_path):
    first, empty, broken, foreign = second(tmp_path, FOREIGN, b"", b'a\r\n"open,1\r\n2', b"caf\xe9\r\n")
    assert first == CELLS
    assert empty == {}
    assert isinstance(broken, ReadbackError)
    assert str(broken).startswith("Text::CSV_XS cannot read it: ")
    assert isinstance(foreign, ReadbackError)


def test_the_second_reader_sees_each_cell():
    reader = SECOND_READERS[Format.CSV]
    assert reader.part_of("row[3]/cell[12]") == "row[3]/cell[12]"
    assert reader.part_of("filename") is None


def test_a_module_that_is_not_installed_is_named_with_its_package(monkeypatch, tmp_path):
    perl = tmp_path / "perl"
    perl.write_text("#!/bin/sh\nexit 2\n")
    perl.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(ToolMissing, match="install the Debian or Ubuntu package libtext-csv-xs-perl"):
        require({Format.CSV})
