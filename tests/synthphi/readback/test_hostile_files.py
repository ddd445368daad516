"""Files that are made to harm their reader: each is read within bounds, or refused as unreadable."""

import contextlib
import io
import random
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from hostile import LONG
from samples import full_document

from synthphi.doctypes import Format
from synthphi.readback import ReadbackError, open_file
from synthphi.render import render

FILES = {name: render(full_document(mail=True), name).data for name in Format}
PACKAGES = [Format.DOCX, Format.PPTX, Format.XLSX]
MAIN = {Format.DOCX: "word/document.xml", Format.PPTX: "ppt/slides/slide1.xml", Format.XLSX: "xl/worksheets/sheet1.xml"}


def repacked(data: bytes, change) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
    return out.getvalue()


@pytest.mark.parametrize("file_format", PACKAGES)
def test_a_part_that_unpacks_to_gigabytes_is_refused_without_unpacking(file_format):
    bomb = repacked(
        FILES[file_format], lambda name, data: data + b" " * 120_000_000 if name == MAIN[file_format] else data
    )
    tracemalloc.start()
    with pytest.raises(ReadbackError, match="more than 5000 parts or 100000000 bytes"):
        open_file(file_format, bomb)
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("file_format", PACKAGES)
def test_a_part_that_is_larger_than_it_says_is_no_way_around(file_format):
    bomb = bytearray(
        repacked(
            FILES[file_format], lambda name, data: data + b" " * 120_000_000 if name == MAIN[file_format] else data
        )
    )
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = 0
        while (start := bomb.find(signature, start)) >= 0:
            if struct.unpack_from("<I", bomb, start + offset)[0] > 100_000_000:
                struct.pack_into("<I", bomb, start + offset, 1000)
            start += 4
    with pytest.raises(ReadbackError):
        open_file(file_format, bytes(bomb))


@pytest.mark.parametrize("file_format", PACKAGES)
def test_too_many_parts_are_refused(file_format):
    out = io.BytesIO(FILES[file_format])
    with zipfile.ZipFile(out, "a") as package:
        for number in range(5_001):
            package.writestr(f"more/{number}.xml", b"")
    with pytest.raises(ReadbackError, match="more than 5000 parts"):
        open_file(file_format, out.getvalue())


@pytest.mark.parametrize("file_format", PACKAGES)
@pytest.mark.parametrize("entity", ["outside", "laughs"])
def test_entities_bring_nothing_in(file_format, entity, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("outside of the corpus")
    laughs = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    declared = (
        f'<!ENTITY x SYSTEM "{secret.as_uri()}">'
        if entity == "outside"
        else f'<!ENTITY a0 "ha">{laughs}<!ENTITY x "&a9;">'
    )

    def change(name, data):
        if name not in {MAIN[file_format], "xl/sharedStrings.xml"}:
            return data
        end = data.index(b"?>") + 2
        root = data[end:].lstrip()
        name_of_root = root[1 : min(root.index(b" "), root.index(b">"))].decode()
        body = root.replace(b"Analyte", b"&x;Analyte")
        return data[:end] + f"<!DOCTYPE {name_of_root} [{declared}]>".encode() + body

    try:
        said = "".join(open_file(file_format, repacked(FILES[file_format], change)).texts.values())
    except ReadbackError:
        return
    assert "outside of the corpus" not in said
    assert "hahaha" not in said


@pytest.mark.parametrize("file_format", [*PACKAGES, Format.HTML, Format.RTF, Format.EML])
def test_what_is_nested_deeply_is_read_or_refused(file_format):
    data = FILES[file_format]
    if file_format is Format.HTML:
        data = b"<div>" * 100_000 + data
    elif file_format is Format.RTF:
        data = b"{\\rtf1" + b"{" * 100_000 + b"}" * 100_000 + b"}"
    elif file_format is Format.EML:
        data = b""
        for number in range(2_000):
            data += b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (number, number)
    else:
        data = repacked(
            data,
            lambda name, part: (
                part.replace(b"</", b"<x>" * 50_000 + b"</x>" * 50_000 + b"</", 1)
                if name == MAIN[file_format]
                else part
            ),
        )
    with contextlib.suppress(ReadbackError):
        open_file(file_format, data)


def pdf_with(stream: bytes, filters: bytes) -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>",
        b"<</Length %d/Filter%s>>\nstream\n%s\nendstream" % (len(stream), filters, stream),
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (i, one) for i, one in enumerate(objects, start=1))
    return body + b"trailer\n<</Root 1 0 R/Size 5>>\n%%EOF\n"


@pytest.mark.parametrize("layers", [1, 2])
def test_a_stream_of_a_page_that_unpacks_to_gigabytes_is_refused(layers):
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b" " * 10_000_000) for _ in range(40)) + packer.flush()
    for _ in range(layers - 1):
        bomb = zlib.compress(bomb, 9)
    with pytest.raises(ReadbackError, match="bytes unpacked"):
        open_file(Format.PDF, pdf_with(bomb, b"[" + b"/FlateDecode" * layers + b"]"))


@pytest.mark.parametrize("file_format", list(Format))
def test_a_damaged_file_is_read_or_refused(file_format):
    rng = random.Random(f"damage {file_format}")
    data = FILES[file_format]
    for _ in range(2_000 if LONG else 40):
        damaged = bytearray(data)
        for _ in range(rng.randint(1, 30)):
            damaged[rng.randrange(len(damaged))] = rng.choice((0, 0xFF, 0xFE, rng.randrange(256)))
        if rng.random() < 0.2:
            del damaged[rng.randrange(len(damaged)) :]
        try:
            assert isinstance(open_file(file_format, bytes(damaged)).texts, dict)
        except ReadbackError:
            continue


def test_sectors_of_a_message_that_lead_in_a_circle_are_refused_or_end():
    data = FILES[Format.MSG]
    first = struct.unpack_from("<I", data, 76)[0]
    table = 512 + first * 512
    for number in range(0, 128, 5):
        damaged = bytearray(data)
        struct.pack_into("<I", damaged, table + 4 * number, max(0, number - 1))
        try:
            assert isinstance(open_file(Format.MSG, bytes(damaged)).texts, dict)
        except ReadbackError:
            continue
