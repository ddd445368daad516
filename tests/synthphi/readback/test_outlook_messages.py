"""Messages of Outlook that others wrote, as the reader gives them, and damaged ones; and the second reader."""

import contextlib
import struct

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import need
from samples import surfaces_document

from synthphi import CorpusSpec, verify, write_corpus
from synthphi.doctypes import Format
from synthphi.readback import ReadbackError, open_file
from synthphi.readback.thorough import SECOND_READERS
from synthphi.render import render
from synthphi.render.compound import Storage, compound, directory

ALL = "__properties_version1.0"
WHOLE = render(surfaces_document(), Format.MSG).data


def storage_of(properties, header=8):
    """Return names and streams of a storage: text by tag in some encoding, bytes, or a number."""
    fixed = b"".join(struct.pack("<IIQ", tag, 6, value) for tag, value in properties.items() if isinstance(value, int))
    streams = {
        f"__substg1.0_{tag:08X}" if isinstance(tag, int) else f"__substg1.0_{tag}": value
        for tag, value in properties.items()
        if isinstance(value, bytes)
    }
    return {ALL: bytes(header) + fixed, **streams}


def message(properties, **parts):
    """Return a message with these properties, and storages of the given names with theirs."""
    top = storage_of(properties, 32)
    below = {name: storage_of(inner) for name, inner in parts.items()}
    shape = directory(bytes(16), (*top, *(Storage(name, tuple(inner)) for name, inner in below.items())))
    return compound(shape, [*top.values(), *(data for inner in below.values() for data in inner.values())])


def texts_of(properties, **parts):
    return open_file(Format.MSG, message(properties, **parts)).texts


def wide(characters):
    return characters.encode("utf-16-le")


def test_texts_in_a_code_page_are_decoded():
    old = {0x0037001E: "Žofia".encode("cp1250"), 0x1000001E: "a\r\nbß".encode("cp1250") + b"\0", 0x3FFD0003: 1250}
    assert texts_of(old)["msg/subject"] == "Žofia"
    assert texts_of(old)["msg/body"] == "a\nbß"
    assert texts_of({0x0037001E: b"caf\xe9"})["msg/subject"] == "café"
    assert texts_of({0x0037001E: b"caf\xe9", 0x3FFD0003: 31337})["msg/subject"] == "café"
    assert texts_of({0x0037001E: "ça".encode(), 0x3FDE0003: 65001})["msg/subject"] == "ça"


def test_people_have_paths_by_type_each_counted_by_itself():
    def recipient(kind, name, address):
        return {0x0C150003: kind, 0x3001001F: wide(name), 0x3003001F: wide(address)}

    texts = texts_of(
        {0x0C1A001F: wide("Zoë Ray"), 0x0C1F001F: wide("zoe@example.org")},
        **{
            "__recip_version1.0_#00000000": recipient(2, "Al", "al@example.org"),
            "__recip_version1.0_#00000001": recipient(1, "bo@example.org", "bo@example.org"),
            "__recip_version1.0_#00000002": recipient(3, "Cy", ""),
            "__recip_version1.0_#00000003": recipient(1, "", "di@example.org"),
            "__recip_version1.0_#00000004": recipient(0, "Ed", "ed@example.org"),
        },
    )
    assert {path: value for path, value in texts.items() if value} == {
        "msg/sender": "Zoë Ray <zoe@example.org>",
        "msg/cc[0]": "Al <al@example.org>",
        "msg/to[0]": "bo@example.org",
        "msg/bcc[0]": "Cy",
        "msg/to[1]": "di@example.org",
        "msg/recipient[0]": "Ed <ed@example.org>",
    }


@pytest.mark.parametrize(("flags", "encoding"), [(0x8000, "utf-16-le"), (0, "cp1252")])
def test_entry_identifiers_say_who_is_in_no_address_book(flags, encoding):
    one_off = bytes(4) + bytes.fromhex("812b1fa4bea310199d6e00dd010f5402") + struct.pack("<HH", 0, flags)
    entry = one_off + "Zoë\0SMTP\0zoe@example.org\0".encode(encoding)
    assert texts_of({0x0C190102: entry})["msg/sender/entry"] == "Zoë\nSMTP\nzoe@example.org"
    assert "msg/sender/entry" not in texts_of({0x0C190102: b"/o=Exchange/ou=x"})


def test_texts_of_other_properties_and_of_attachments_are_read_too():
    texts = texts_of(
        {0x8001001F: wide("Named"), 0x8002101F: b"", "8002101F-00000000": wide("a"), "8002101F-00000001": wide("b")},
        **{
            "__attach_version1.0_#00000000": {
                0x3707001F: wide("Report of Zoë.txt"),
                0x3716001F: wide("inline"),
                0x37010102: b"x",
            }
        },
    )
    assert texts["msg/property[8001]"] == "Named"
    assert texts["msg/property[8002]"] == "a\nb"
    assert (texts["attachment[0]"], texts["attachment[0]/property[3716]"]) == ("Report of Zoë.txt", "inline")
    assert texts["mail > Report of Zoë.txt > text"] == "x"


def test_header_fields_are_decoded_and_html_is_read_in_its_code_page():
    fields = "Subject: =?utf-8?q?Zo=C3=AB?=\r\n is\r\nX-A: 1\r\nX-A: 2\r\n\r\n"
    page = "<p>Zoë <a href='u'>x</a></p>".encode("cp1252")
    texts = texts_of({0x007D001F: wide(fields), 0x10130102: page, 0x3FDE0003: 1252})
    assert texts["header/Subject"] == "Zoë is"
    assert texts["header/X-A"] == "1, 2"
    assert (texts["msg/html/block[0]"], texts["msg/html/block[0]/link[0]"]) == ("Zoë x", "u")


def test_what_is_no_message_is_refused():
    with pytest.raises(ReadbackError, match="is no message"):
        open_file(Format.MSG, compound(directory(bytes(16), ("WordDocument",)), [b"x"]))
    for data in (b"", b"/etc/passwd", b"From: x\r\n\r\ny", WHOLE[:600]):
        with pytest.raises(ReadbackError, match="cannot be read as msg"):
            open_file(Format.MSG, data)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_a_damaged_message_is_read_or_refused(changes):
    data = bytearray(WHOLE)
    for position, value in changes:
        data[position] = value
    with contextlib.suppress(ReadbackError):
        assert open_file(Format.MSG, bytes(data)).texts


# ------------------------------------------------------------------------------------------------ the second reader


def test_the_second_reader_finds_all_that_is_within_its_reach(tmp_path):
    need("msgconvert")
    spec = {"phi_positive": 25, "phi_negative": 25, "formats": {"msg": 1}}
    write_corpus(CorpusSpec.parse(spec), tmp_path / "corpus")
    report = verify(tmp_path / "corpus", thorough=True)
    (reading,) = report.thorough
    assert report.ok
    assert (reading.format, reading.tool, reading.documents) == (Format.MSG, "msgconvert", 50)
    assert 0 < reading.beyond < reading.values


def test_the_second_reader_says_what_each_part_holds(tmp_path):
    need("msgconvert")
    good, bad = tmp_path / "good.msg", tmp_path / "bad.msg"
    good.write_bytes(WHOLE)
    bad.write_bytes(b"From: x\r\n\r\ny")
    wrong, texts = SECOND_READERS[Format.MSG].read([bad, good])
    assert isinstance(wrong, ReadbackError)
    assert "msgconvert cannot read it" in str(wrong)
    assert texts["subject"] == texts["header subject"].rstrip("\n") != ""
    assert texts["sender"] == "Dana M. Reyes\ndana.reyes@clinic.example.org"
    assert texts["names of recipients"] == "All Staff; José Núñez\nRecords"
    assert texts["recipients"].split("\n")[1] == "José Núñez <jn@example.org>"
    assert "How is Annabel" in texts["plain text"]
    assert "How is Annabel" in texts["HTML text"]
    assert "https://portal" in texts["HTML links"]


def test_what_olefile_takes_for_the_name_of_a_file_is_never_opened(tmp_path, monkeypatch):
    (tmp_path / "short").write_bytes(WHOLE)
    monkeypatch.chdir(tmp_path)
    assert len(b"short") < olefile.MINIMAL_OLEFILE_SIZE
    with pytest.raises(ReadbackError):
        open_file(Format.MSG, b"short")
