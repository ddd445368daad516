"""The reader of workbooks: what others write, and what is damaged."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime, time

import openpyxl
import pytest
from openpyxl.comments import Comment
from programs import need
from samples import surfaces_document

from synthphi.doctypes import Format
from synthphi.document import Cell, Section, Table, text
from synthphi.readback import ReadbackError, open_file
from synthphi.readback.thorough import SECOND_READERS, require
from synthphi.readback.thorough.base import ToolMissing
from synthphi.render import render


def saved(book) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def texts_of(book) -> dict[str, str]:
    return open_file(Format.XLSX, saved(book)).texts


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (7.4, "General", "7.4"),
        (1234567, "General", "1234567"),
        (0.1 + 0.2, "General", "0.3"),
        (2.345, "0.00", "2.35"),
        (-0.001, "0.00", "0.00"),
        (-1234.5, "#,##0.00", "-1,234.50"),
        (5.5, "0.0##", "5.5"),
        (1234.5, '"$"#,##0.00;[Red]("$"#,##0.00)', "$1,234.50"),
        (-1234.5, '"$"#,##0.00;[Red]("$"#,##0.00)', "($1,234.50)"),
        (0.125, "0.0%", "12.5%"),
        (5551234567, "0", "5551234567"),
        (987654321, '000"-"00"-"0000', "987-65-4321"),
        (date(2025, 5, 7), "yyyy-mm-dd", "2025-05-07"),
        (date(2025, 5, 7), "mm/dd/yy", "05/07/25"),
        (date(2025, 5, 7), "[$-409]dddd, mmmm d, yyyy", "Wednesday, May 7, 2025"),
        (datetime(2025, 5, 7, 15, 4), "m/d/yyyy h:mm AM/PM", "5/7/2025 3:04 PM"),
        (time(23, 59, 30), "hh:mm:ss", "23:59:30"),
        (True, "General", "TRUE"),
        ("text", "@", "text"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(value, code, shown):
    book = openpyxl.Workbook()
    book.active["B7"] = value
    book.active["B7"].number_format = code
    assert texts_of(book)["sheet[0]/B7"] == shown


def test_dates_from_1904():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = date(2025, 5, 7)
    book.active["A1"].number_format = "yyyy-mm-dd"
    assert texts_of(book)["sheet[0]/A1"] == "2025-05-07"


def test_what_others_attach_is_read():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Of O'Brien"
    sheet["A1"] = "=1+1"
    sheet["A2"] = "see"
    sheet["A2"].hyperlink = "https://example.org/a"
    sheet["A2"].hyperlink.tooltip = "a tip"
    sheet["A3"].comment = Comment("said", "Who")
    sheet.oddHeader.center.text = "middle"
    sheet.oddHeader.left.text = "left && more"
    sheet.firstFooter.right.text = "first"
    book.create_sheet("Two")["C3"] = "_x005F_x0041_"
    texts = texts_of(book)
    assert texts["sheet[0]/name"] == "Of O'Brien"
    assert texts["sheet[0]/A1/formula"] == "1+1"
    assert texts["sheet[0]/A2/link"] == "https://example.org/a"
    assert texts["sheet[0]/A2/link/tooltip"] == "a tip"
    assert (texts["sheet[0]/A3/comment"], texts["sheet[0]/A3/comment/author"]) == ("said", "Who")
    assert texts["sheet[0]/header"] == "left & more\tmiddle"
    assert texts["sheet[0]/footer/first"] == "first"
    assert texts["sheet[1]/C3"] == "_x0041_"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a zip"])
def test_what_is_no_workbook_is_refused(data):
    with pytest.raises(ReadbackError):
        open_file(Format.XLSX, data)


def test_every_damage_is_an_error_of_reading_or_none():
    data = render(surfaces_document(), Format.XLSX).data
    for at in range(0, len(data), 997):
        try:
            open_file(Format.XLSX, data[:at] + b"\xff" + data[at + 1 :])
        except ReadbackError:
            continue


def rewritten(name: str, content: bytes) -> bytes:
    data = render(surfaces_document(), Format.XLSX).data
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return buffer.getvalue()


def test_a_zip_that_unpacks_to_too_much_is_refused():
    with pytest.raises(ReadbackError, match="bytes unpacked"):
        open_file(Format.XLSX, rewritten("xl/theme/theme1.xml", b" " * 100_000_001))


def test_entities_are_not_resolved(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    strings = (
        f'<!DOCTYPE sst [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + "<si><t>&e;</t></si>" * 300
        + "</sst>"
    )
    try:
        texts = open_file(Format.XLSX, rewritten("xl/sharedStrings.xml", strings.encode())).texts
    except ReadbackError:
        return
    assert not any("the secret" in one for one in texts.values())


_SHOWN = (
    *(
        "7.40",
        "-5",
        "1,234.50",
        "37%",
        "-12.5%",
        "$1,234.50",
        "$0.99",
        "$1,000",
        "08:05",
        "5551234567",
        "999999999999999",
    ),
    *("2025-05-07", "05/07/2025", "5/7/2025", "5/7/25", "05-07-2025", "05.07.2025", "07-May-2025", "March 26, 2021"),
    *("Mar 7, 2025", "7 March 2025", "05/07/2025 14:35", "March 26, 2021 00:05", "+9%", "=1+1", "007"),
)


def test_a_second_reader_sees_the_same_cells(tmp_path):
    need("soffice")
    try:
        require({Format.XLSX})
    except ToolMissing as missing:
        pytest.skip(str(missing))
    made = surfaces_document()
    table = Table((text("Shown"),), tuple((Cell(text(one)),) for one in _SHOWN), (1.0,))
    document = replace(made, sections=(*made.sections, Section(text("Shown"), (table,))))
    rendered = render(document, Format.XLSX)
    path = tmp_path / "one.xlsx"
    path.write_bytes(rendered.data)
    reader = SECOND_READERS[Format.XLSX]
    (read,) = reader.read([path])
    assert not isinstance(read, ReadbackError)
    cells = {p: t for p, t in open_file(Format.XLSX, rendered.data).texts.items() if reader.part_of(p) == "cells"}
    assert sorted(read["cells"].split("\n")) == sorted(cells.values())
    assert any("Not shown" in line for line in read["cells"].split("\n"))
