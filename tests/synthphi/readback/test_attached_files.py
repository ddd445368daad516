"""Files in mails and archives: how they are read, and what hostile and damaged ones come to."""

import base64
import contextlib
import io
import struct
import zipfile
import zlib
from dataclasses import replace
from email.message import EmailMessage

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import NAME, document_of, full_document

from synthphi.doctypes import Format
from synthphi.document import Archive, Attachment, text
from synthphi.readback import ReadbackError, open_file
from synthphi.render import render
from synthphi.render.base import Box, Place
from synthphi.render.compound import Storage, compound, directory

ALL = "__properties_version1.0"


def mail(*files, body="plain"):
    """Return a mail with these files, name and bytes each."""
    message = EmailMessage()
    message["Subject"] = "Note"
    message.set_content(body)
    for name, data in files:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return bytes(message)


def read(*files, body="plain"):
    return open_file(Format.EML, mail(*files, body=body)).texts


def zipped(*members, **options):
    """Return a ZIP archive of these members, name and bytes each."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return written.getvalue()


def in_attachments(texts):
    return {path: value for path, value in texts.items() if "attachment[" in path or path.startswith("mail > ")}


# ------------------------------------------------------------------------------------------------------- the ways


def test_a_file_is_read_by_its_extension_and_others_by_their_names_alone():
    texts = read(
        ("a.TXT", b"a\r\nb"), ("photo.jpg", b"\xff\xd8"), ("b", b"x"), ("readme.zip", zipped(("b.txt", b"in")))
    )
    assert in_attachments(texts) == {
        "attachment[0]": "a.TXT",
        "mail > a.TXT > text": "a\nb",
        "attachment[1]": "photo.jpg",
        "attachment[2]": "b",
        "attachment[3]": "readme.zip",
        "mail > readme.zip > member[0]": "b.txt",
        "mail > readme.zip > b.txt > text": "in",
    }


def test_names_are_decoded():
    raw = (
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        b"--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename*0*=utf-8''Zo%C3%AB%20;\r\n"
        b' filename*1="s labs.txt"\r\n\r\nfirst\r\n'
        b'--x\r\nContent-Type: text/plain; name="second.txt"\r\n\r\nsecond\r\n'
        b"--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nthird\r\n"
        b'--x\r\nContent-Type: text/plain; charset=iso-8859-1; name="c.txt"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        b"Zo\xeb\r\n--x--\r\n"
    )
    assert in_attachments(open_file(Format.EML, raw).texts) == {
        "attachment[0]": "Zoë s labs.txt",
        "mail > Zoë s labs.txt > text": "first",
        "attachment[1]": "second.txt",
        "mail > second.txt > text": "second",
        "attachment[2]": "unnamed.txt",
        "mail > unnamed.txt > text": "third",
        "attachment[3]": "c.txt",
        "mail > c.txt > text": "Zoë",
    }


def test_of_two_files_of_one_name_the_second_has_a_number():
    texts = read(("a.txt", b"1"), ("a.txt", b"2"), ("a.txt[1]", b""), ("a.txt", b"3"))
    assert in_attachments(texts) == {
        "attachment[0]": "a.txt",
        "mail > a.txt > text": "1",
        "attachment[1]": "a.txt",
        "mail > a.txt[1] > text": "2",
        "attachment[2]": "a.txt[1]",
        "attachment[3]": "a.txt",
        "mail > a.txt[2] > text": "3",
    }


def test_no_name_passes_for_a_way():
    texts = read(("a > b.txt", b"1"), ("scans/c.txt", b"2"), ("a.zip", zipped(("d/", b""), ("d/e > f.txt", b"3"))))
    assert in_attachments(texts) == {
        "attachment[0]": "a > b.txt",
        "mail > a _ b.txt > text": "1",
        "attachment[1]": "scans/c.txt",
        "mail > scans_c.txt > text": "2",
        "attachment[2]": "a.zip",
        "mail > a.zip > member[0]": "d/",
        "mail > a.zip > member[1]": "d/e > f.txt",
        "mail > a.zip > d_e _ f.txt > text": "3",
    }


def forwarded(inner, encoding="7bit"):
    """Return a mail with another one in it."""
    written = inner if encoding == "7bit" else base64.encodebytes(inner)
    bound = b"of-%d" % len(inner)
    return b"\n".join(
        [
            b"Subject: outer\nContent-Type: multipart/mixed; boundary=%b\n\n--%b\n\nouter body" % (bound, bound),
            b"--%b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: %b\n" % (bound, encoding.encode()),
            b"%b\n--%b--\n" % (written, bound),
        ]
    )


@pytest.mark.parametrize("encoding", ["7bit", "base64"])
def test_texts_of_a_message_in_a_mail_are_not_those_of_the_mail(encoding):
    texts = open_file(Format.EML, forwarded(mail(("a.txt", b"file"), body="inner body"), encoding)).texts
    assert {path: value.strip() for path, value in texts.items() if path.startswith(("text/", "header/Subject"))} == {
        "header/Subject": "outer",
        "text/plain": "outer body",
    }
    assert texts["attachment[0]"] == "unnamed.eml"
    assert texts["mail > unnamed.eml > header/Subject"] == "Note"
    assert texts["mail > unnamed.eml > text/plain"].strip() == "inner body"
    assert texts["mail > unnamed.eml > attachment[0]"] == "a.txt"
    assert texts["mail > unnamed.eml > a.txt > text"] == "file"
    assert not [path for path in texts if path.startswith("text/plain[")]


def test_boxes_of_a_page_in_an_archive_in_a_mail_are_read():
    page = Attachment(text("labs.pdf"), Format.PDF, full_document())
    document = replace(document_of(text("x")), attachments=(Archive(text("records.zip"), (page,)),))
    rendered = render(document, Format.EML)
    reader = open_file(Format.EML, rendered.data)
    place = next(one for places in rendered.places for one in places if one.path.endswith("page[0]"))
    assert place.path == "mail > records.zip > labs.pdf > page[0]"
    ((start, end),) = reader.extent(place, 0)
    assert reader.texts[place.path][start:end].split() == reader.text_at(place, 0).split() != []
    assert reader.overlaps(place) > [0.9]
    grown = place._replace(boxes=tuple(Box(box.x0, box.y0 - 5, box.x1, box.y1) for box in place.boxes))
    assert reader.overlaps(grown) < [0.9]
    for path in ("mail > records.zip > page[0]", "mail > labs.pdf > page[0]", "labs.pdf > page[0]"):
        with pytest.raises(ReadbackError, match="the file has no"):
            reader.text_at(place._replace(path=path, start=0), 5)
        assert reader.extent(Place(path, 0), 5) == []
    assert reader.text_at(Place("text/plain", 0), 3) != ""


# ----------------------------------------------------------------------------------------------- Outlook's messages


def wide(characters):
    return characters.encode("utf-16-le")


def stored(streams, **inner):
    """Return names and streams of a storage with others in it."""
    names, data = [], []
    for name, value in streams.items():
        names.append(f"__substg1.0_{name:08X}" if isinstance(name, int) else name)
        data.append(value)
    for name, (members, written) in inner.items():
        names.append(Storage(name, members))
        data += written
    return tuple(names), data


def message(*attachments, header=32, subject="Note"):
    inner = {f"__attach_version1.0_#{i:08X}": one for i, one in enumerate(attachments)}
    return stored({ALL: bytes(header), 0x0037001F: wide(subject)}, **inner)


def attached(streams, **inner):
    return stored({ALL: bytes(8), **streams}, **inner)


def texts_of(*attachments):
    members, data = message(*attachments)
    return {
        path: value
        for path, value in in_attachments(
            open_file(Format.MSG, compound(directory(bytes(16), members), data)).texts
        ).items()
        if value
    }


def test_attachments_of_a_message_have_their_names_and_what_else_they_say():
    inner = message(attached({0x3707001F: wide("b.txt"), 0x37010102: b"2"}), header=24, subject="Inner")
    texts = texts_of(
        attached(
            {0x3707001F: wide("long.txt"), 0x3704001F: wide("LONG~1.TXT"), 0x3001001F: wide("shown"), 0x37010102: b"1"}
        ),
        attached({0x3704001F: wide("short.txt"), 0x37010102: b"3"}),
        attached({0x3001001F: wide("Question")}, **{"__substg1.0_3701000D": inner}),
        attached({0x3001001F: wide("by reference.txt")}),
        attached({}, **{"__substg1.0_3701000D": stored({0x8001001F: wide("of another program")})}),
    )
    assert texts == {
        "attachment[0]": "long.txt",
        "attachment[0]/property[3704]": "LONG~1.TXT",
        "attachment[0]/display": "shown",
        "mail > long.txt > text": "1",
        "attachment[1]": "short.txt",
        "mail > short.txt > text": "3",
        "attachment[2]": "Question",
        "mail > Question > msg/subject": "Inner",
        "mail > Question > attachment[0]": "b.txt",
        "mail > Question > b.txt > text": "2",
        "attachment[3]": "by reference.txt",
        "attachment[4]": "unnamed",
        "attachment[4]/__substg1.0_3701000D/property[8001]": "of another program",
    }


def nested_message(depth):
    inner = message(header=24, subject="Innermost")
    for _ in range(depth - 1):
        inner = message(attached({0x3707001F: wide("q.msg")}, **{"__substg1.0_3701000D": inner}), header=24)
    return attached({0x3707001F: wide("q.msg")}, **{"__substg1.0_3701000D": inner})


def test_messages_in_messages_are_read_to_a_depth():
    assert texts_of(nested_message(8))["mail > " + "q.msg > " * 8 + "msg/subject"] == "Innermost"
    with pytest.raises(ReadbackError, match="more than 8 files are in each other"):
        texts_of(nested_message(9))


def test_streams_that_share_what_they_hold_are_refused():
    names = tuple(f"__substg1.0_{number:04X}001F" for number in range(0x8000, 0x8010))
    data = bytearray(compound(directory(bytes(16), (ALL, *names)), [bytes(32), *[bytes(5000)] * 16]))
    assert open_file(Format.MSG, bytes(data)).texts
    entries = 512
    for number in range(2, 18):
        struct.pack_into("<Q", data, entries + number * 128 + 120, 16 * 5000)
    with pytest.raises(ReadbackError):
        open_file(Format.MSG, bytes(data))


def test_a_storage_that_is_in_itself_is_refused():
    members, written = message(nested_message(2))
    data = bytearray(compound(directory(bytes(16), members), written))
    with olefile.OleFileIO(io.BytesIO(bytes(data))) as file:
        child, first = file.root.sid_child, 512 * (file.first_dir_sector + 1)
        inner = next(one.sid for one in file.direntries if one and one.name == "__substg1.0_3701000D")
    struct.pack_into("<I", data, first + inner * 128 + 76, child)
    with pytest.raises(ReadbackError, match="cannot be read as msg"):
        open_file(Format.MSG, bytes(data))


# ------------------------------------------------------------------------------------------------ what does harm


def mails_in_each_other(depth):
    made = mail(body="innermost")
    for _ in range(depth):
        made = forwarded(made)
    return made


def archives_in_each_other(depth):
    made = zipped(("x.txt", b"innermost"))
    for _ in range(depth - 1):
        made = zipped(("a.zip", made))
    return mail(("a.zip", made))


def test_mails_and_archives_are_read_to_a_depth():
    assert (
        open_file(Format.EML, archives_in_each_other(7)).texts["mail > " + "a.zip > " * 7 + "x.txt > text"]
        == "innermost"
    )
    assert open_file(Format.EML, mails_in_each_other(8)).texts["mail > " + "unnamed.eml > " * 8 + "text/plain"]
    for made in (archives_in_each_other(8), mails_in_each_other(9), mails_in_each_other(80)):
        with pytest.raises(ReadbackError, match="more than 8 files are in each other"):
            open_file(Format.EML, made)


def zip_bomb(size=50_000_000):
    return zipped(("zeros.txt", b"\0" * size))


def lying(data, size):
    """Return an archive whose directory says that its only member has another size unpacked."""
    changed = bytearray(data)
    struct.pack_into("<I", changed, data.rindex(b"PK\1\2") + 24, size)
    return bytes(changed)


def packed_otherwise(way):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", way) as archive:
        archive.writestr("a.txt", b"x" * 1000)
    return written.getvalue()


def encrypted():
    changed = bytearray(zipped(("a.txt", b"x")))
    for signature, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        changed[changed.index(signature) + at] |= 1
    return bytes(changed)


def noise(size):
    """Return bytes that pack somewhat."""
    return b"".join(zlib.crc32(i.to_bytes(4, "big")).to_bytes(4, "big") + b"\0" * 12 for i in range(size // 16))


WHOLE = zipped(("labs.txt", b"text of labs " * 50), ("b.txt", b"b"))


@pytest.mark.parametrize(
    ("archive", "message"),
    [
        (zip_bomb(), "times as large unpacked"),
        (zipped(("a.zip", zip_bomb(2_000_000))), "times as large unpacked"),
        (zipped(*((f"{i}.bin", noise(6_000_000)) for i in range(17))), "more than 100000000 bytes"),
        (zipped(*((f"{i}.txt", b"") for i in range(1001))), "more than 1000 files"),
        (zipped(("../evil.txt", b"")), "another folder"),
        (zipped(("a/../../evil.txt", b"")), "another folder"),
        (zipped(("/etc/evil.txt", b"")), "another folder"),
        (zipped(("C:\\evil.txt", b"")), "another folder"),
        (zipped(("..\\evil.txt", b"")), "another folder"),
        (WHOLE[:-30], "cannot be read as zip"),
        (WHOLE[:40] + WHOLE[60:], "cannot be read as zip"),
        (b"", "cannot be read as zip"),
        (lying(zipped(("a.txt", b"x" * 500_000)), 10), "cannot be read as zip"),
        (lying(zipped(("a.txt", b"x")), 0xFFFFFFFE), "more than 100000000 bytes"),
        (packed_otherwise(zipfile.ZIP_BZIP2), "packed in way 12"),
        (packed_otherwise(zipfile.ZIP_LZMA), "packed in way 14"),
        (encrypted(), "is encrypted"),
        (zipped(("a.pdf", b"no page")), "a.pdf: cannot be read as pdf"),
    ],
)
def test_archives_that_do_harm_are_refused(archive, message):
    with pytest.raises(ReadbackError, match=r"^records\.zip: ") as caught:
        read(("records.zip", archive))
    assert message in str(caught.value)
    with pytest.raises(ReadbackError, match=r"^records\.zip: "):
        texts_of(attached({0x3707001F: wide("records.zip"), 0x37010102: archive}))


@pytest.mark.parametrize("name", ["../a.txt", "..\\a.txt", "/a.txt", "c:/a.txt"])
def test_names_that_lead_out_of_the_folder_are_refused(name):
    with pytest.raises(ReadbackError, match="another folder"):
        read((name, b""))
    with pytest.raises(ReadbackError, match="another folder"):
        texts_of(attached({0x3707001F: wide(name), 0x37010102: b""}))


def test_what_archives_hold_counts_together():
    one = zipped(*((f"{i}.txt", b"") for i in range(600)))
    assert len(read(("a.zip", one))) > 1200
    with pytest.raises(ReadbackError, match=r"b\.zip: more than 1000 files"):
        read(("a.zip", one), ("b.zip", one))


def test_an_archive_that_opens_to_ever_more_archives_comes_to_an_end():
    made = zipped(("x.txt", b""))
    for _ in range(7):
        made = zipped(*((f"{i}.zip", made) for i in range(9)))
    with pytest.raises(ReadbackError, match="more than"):
        read(("a.zip", made))


def test_a_damaged_file_is_told_with_the_way_to_it():
    with pytest.raises(ReadbackError, match=r"^a\.zip: b\.zip: c\.docx: cannot be read as docx"):
        read(("a.zip", zipped(("b.zip", zipped(("c.docx", b"no package"))))))


def _whole(kind):
    page = Attachment(text(NAME, ".rtf"), Format.RTF, document_of(text(NAME)))
    inner = replace(document_of(text(NAME)), attachments=(page,))
    archive = Archive(text("a.zip"), (page, Attachment(text("q.eml"), Format.EML, inner)))
    document = replace(inner, attachments=(Attachment(text(f"q.{kind}"), kind, inner), archive, page))
    return kind, render(document, kind).data


@pytest.mark.parametrize(("kind", "data"), [_whole(Format.EML), _whole(Format.MSG)])
@settings(max_examples=100, deadline=None)
@given(
    data_changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=20)
)
def test_a_damaged_mail_is_read_or_refused(kind, data, data_changes):
    changed = bytearray(data)
    for share, value in data_changes:
        changed[int(share * len(changed))] = value
    with contextlib.suppress(ReadbackError):
        assert open_file(kind, bytes(changed)).texts
