"""Attachments of mails, in both formats: by our readers, by the standard library, and by programs of others."""

import base64
import hashlib
import io
import re
import struct
import zipfile
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy

import extract_msg
import olefile
import oxmsg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import need, run
from samples import DOCTOR, NAME, RECORD, document_of, full_document, surfaces_document

from synthphi.corpus.label_schema import PATHS
from synthphi.doctypes import MAILS, Format
from synthphi.document import Archive, Attachment, Fragment, Paragraph, Section, annotate, plain, text
from synthphi.errors import RenderError
from synthphi.readback import open_file, same_text
from synthphi.render import render
from synthphi.render.attached import MEDIA_TYPES

ALL = "__properties_version1.0"


def file(kind, document, *name):
    return Attachment(text(*(name or ("labs of ", NAME)), f".{kind}"), kind, document)


def short(*attachments, subject="Note"):
    """Return a mail of a line with these attachments."""
    base = document_of(text("See ", RECORD))
    return replace(base, mail=replace(base.mail, subject=text(subject)), attachments=attachments)


def chain(kind, *attachments):
    """Return a mail with a mail in it with a mail in it that has these attachments."""
    third = short(*attachments, subject="Third")
    second = short(file(kind, third, "RE third"), file(Format.TXT, document_of(text(NAME)), "second"), subject="Second")
    return short(file(kind, second, "RE: second" if kind is Format.EML else "RE second"), subject="First")


def everything(layout="classic"):
    """Return a mail with a file of each format, archives, and mails in mails in mails, with values everywhere."""
    page = file(Format.PDF, full_document(layout), "scan ", RECORD)
    inner = Archive(text("more of ", NAME, ".zip"), (file(Format.DOCX, full_document(layout)), page))
    records = Archive(text('records "', RECORD, '" é語.zip'), (page, inner, file(Format.MSG, chain(Format.MSG, page))))
    return replace(
        surfaces_document(layout),
        attachments=(
            *(file(kind, surfaces_document(layout)) for kind in Format),
            records,
            file(Format.EML, chain(Format.EML, page, records), "FW question"),
            file(Format.MSG, chain(Format.MSG, page, records), "FW question"),
            file(
                Format.TXT,
                document_of(text(NAME)),
                NAME,
                " and ",
                Fragment("Zoë Ray", DOCTOR),
                "; 100% 'it\\'s\"".replace("\\", ""),
            ),
        ),
    )


def test_base64_is_as_the_standard_library_writes_it():
    message = message_from_bytes(render(everything(), Format.EML).data, policy=policy.default)
    encoded = [part for part in message.walk() if part["Content-Transfer-Encoding"] == "base64"]
    assert encoded
    for part in encoded:
        lines = part.get_payload().encode().replace(b"\r\n", b"\n")
        assert lines.rstrip() == base64.encodebytes(part.get_payload(decode=True)).rstrip()


def assert_values_stand_where_the_places_say(document, kind):
    rendered = render(document, kind)
    reader = open_file(kind, rendered.data)
    spans = annotate(document).spans
    assert len(rendered.places) == len(spans)
    for span, places in zip(spans, rendered.places, strict=True):
        assert places
        assert len(set(places)) == len(places)
        for place in places:
            found = reader.text_at(place, len(span.text))
            assert found == span.text or (place.boxes and same_text(found, span.text)), place
            assert reader.extent(place, len(span.text)), place
            assert all(overlap > 0.8 for overlap in reader.overlaps(place)), place
            assert re.search(PATHS[kind], place.path), place.path
    return reader, rendered


@pytest.mark.parametrize("kind", sorted(MAILS))
def test_each_value_in_what_is_attached_is_found_at_its_places_and_nowhere_else(kind):
    document = everything()
    reader, rendered = assert_values_stand_where_the_places_say(document, kind)
    told = {}
    for span, places in zip(annotate(document).spans, rendered.places, strict=True):
        for place in places:
            told.setdefault(place.path, set()).add((place.start, span.text))
    values = {span.text for span in annotate(document).spans}
    for path, characters in reader.texts.items():
        if "page[" in path:
            assert path in told or not any(value in characters for value in values)
            continue
        for value in values:
            start = characters.find(value)
            while start >= 0:
                assert (start, value) in told.get(path, ()), path
                start = characters.find(value, start + 1)


def paths(document, kind):
    return [tuple(place.path for place in places) for places in render(document, kind).places]


@pytest.mark.parametrize(("kind", "own"), [(Format.EML, "text/plain"), (Format.MSG, "msg/body")])
def test_paths_say_the_way_to_a_value(kind, own):
    labs = replace(document_of(text(RECORD)), sections=(Section((), (Paragraph(text(RECORD)),)),))
    page = replace(labs, mail=None)
    third = replace(labs, attachments=(file(Format.PDF, page, "labs"),))
    second = replace(
        labs, attachments=(file(kind, third, RECORD), Archive(text("a.zip"), (file(Format.TXT, page, RECORD),)))
    )
    document = replace(document_of(text("x")), attachments=(file(kind, second, "RE q"),))
    name = RECORD.text
    display = (f"mail > RE q.{kind} > attachment[0]/display",) if kind is Format.MSG else ()
    assert paths(document, kind) == [
        *_values_in_headers(document, kind, ""),
        *_values_in_headers(second, kind, f"mail > RE q.{kind} > "),
        (f"mail > RE q.{kind} > {own}",),
        (f"mail > RE q.{kind} > attachment[0]", *display),
        *_values_in_headers(third, kind, f"mail > RE q.{kind} > {name}.{kind} > "),
        (f"mail > RE q.{kind} > {name}.{kind} > {own}",),
        (f"mail > RE q.{kind} > {name}.{kind} > labs.pdf > page[0]",),
        (f"mail > RE q.{kind} > a.zip > member[0]",),
        (f"mail > RE q.{kind} > a.zip > {name}.txt > text",),
    ]


def _values_in_headers(document, kind, way):
    """Return the paths of a mail's values in header fields, as those of a mail alone."""
    alone = replace(document, attachments=(), sections=())
    return [tuple(way + path for path in of_value) for of_value in paths(alone, kind)]


NAMES = st.text(st.sampled_from("ab  é語😀.,;'\"%*=()[]-_&"), min_size=1, max_size=60).map(str.strip).filter(bool)


@st.composite
def attachments(draw, depth=3):
    found, used = [], set()
    kinds = [Format.TXT, Format.HTML, Format.CSV] if depth == 0 else [Format.TXT, *sorted(MAILS), "zip"]
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=3)):
        name = f"{draw(NAMES)}.{kind}"
        if name in used:
            continue
        used.add(name)
        labelled = text(Fragment(name[:-4], DOCTOR), name[-4:])
        inner = draw(attachments(depth - 1)) if depth and kind != Format.TXT else ()
        if kind == "zip":
            if inner:
                found.append(Archive(labelled, inner))
        else:
            found.append(Attachment(labelled, kind, short(*(inner if kind in MAILS else ()))))
    return tuple(found)


@pytest.mark.parametrize("kind", sorted(MAILS))
@settings(max_examples=60, deadline=None)
@given(attachments())
def test_values_are_found_in_anything_that_is_attached(kind, drawn):
    assert_values_stand_where_the_places_say(short(*drawn), kind)


@pytest.mark.parametrize("kind", sorted(MAILS))
def test_the_same_mail_gives_the_same_bytes(kind):
    assert render(everything(), kind).data == render(everything(), kind).data


# ------------------------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize("kind", sorted(MAILS))
@pytest.mark.parametrize(
    ("attached", "message"),
    [
        (Attachment(text("a > b.txt"), Format.TXT, document_of()), "cannot name a file"),
        (Attachment(text("../b.txt"), Format.TXT, document_of()), "cannot name a file"),
        (Attachment(text("a\r\nb.txt"), Format.TXT, document_of()), "cannot name a file"),
        (Attachment(text(" b.txt"), Format.TXT, document_of()), "cannot name a file"),
        (Attachment(text("b.pdf"), Format.TXT, document_of()), r"has to end in \.txt"),
        (Archive(text("b.tar"), (file(Format.TXT, document_of()),)), r"has to end in \.zip"),
        (Archive(text("b.zip"), ()), "is empty"),
        (Archive(text("b.zip"), (file(Format.TXT, document_of()), file(Format.TXT, document_of()))), "two files"),
        (file(Format.TXT, short(file(Format.TXT, document_of()))), "only mails have attachments"),
    ],
)
def test_what_cannot_be_attached_is_refused(kind, attached, message):
    with pytest.raises(RenderError, match=message):
        render(short(attached), kind)
    with pytest.raises(RenderError, match=message):
        render(short(Archive(text("x.zip"), (attached,))), kind)


@pytest.mark.parametrize("kind", sorted(MAILS))
def test_two_attachments_of_one_name_are_refused(kind):
    twice = file(Format.TXT, document_of())
    with pytest.raises(RenderError, match="positive-000002: two files"):
        render(short(twice, twice), kind)


# ------------------------------------------------------------------------------ what others see in a mail of the net


def made_of(attachment):
    """Return an attachment as its own renderer makes it: the bytes that the mail has to hold."""
    if isinstance(attachment, Attachment):
        return render(attachment.document, attachment.format).data
    return None


def assert_same_in_mail(message, document):
    assert not message.defects
    assert all(not value.defects for value in message.values())
    found = list(message.iter_attachments())
    assert [part.get_filename() for part in found] == [plain(one.name) for one in document.attachments]
    for part, attached in zip(found, document.attachments, strict=True):
        assert not part.defects
        assert part.get_content_disposition() == "attachment"
        kind = attached.format if isinstance(attached, Attachment) else None
        assert part.get_content_type() == MEDIA_TYPES[kind]
        if kind is Format.EML:
            assert part["Content-Transfer-Encoding"] == "7bit"
            (inner,) = part.get_payload()
            assert inner["Subject"] == plain(attached.document.mail.subject)
            assert_same_in_mail(inner, attached.document)
        elif kind is None:
            assert_same_in_archive(part.get_payload(decode=True), attached)
        else:
            assert part.get_payload(decode=True) == made_of(attached)


def assert_same_in_archive(data, archive):
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == [plain(one.name) for one in archive.members]
        for entry, member in zip(opened.infolist(), archive.members, strict=True):
            if isinstance(member, Archive):
                assert_same_in_archive(opened.read(entry), member)
            else:
                assert opened.read(entry) == made_of(member)
                assert datetime(*entry.date_time) == member.document.properties.created.replace(
                    second=member.document.properties.created.second // 2 * 2
                )


def test_the_strict_parser_finds_no_defect_at_any_level():
    document = everything()
    data = render(document, Format.EML).data
    assert_same_in_mail(message_from_bytes(data, policy=policy.strict), document)
    lines = data.split(b"\r\n")
    # A media type is one word, which no line can be folded in.
    assert {line for line in lines if len(line) > 78} <= {
        f"Content-Type: {one}".encode() for one in MEDIA_TYPES.values()
    }
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")


def test_a_mail_in_a_mail_is_byte_for_byte_the_mail_alone():
    inner = surfaces_document()
    assert render(inner, Format.EML).data in render(short(file(Format.EML, inner, "RE q")), Format.EML).data


@settings(max_examples=60, deadline=None)
@given(NAMES)
def test_any_name_is_read_by_the_standard_library(name):
    document = short(file(Format.TXT, document_of(), name), file(Format.EML, short(), name))
    message = message_from_bytes(render(document, Format.EML).data, policy=policy.strict)
    assert_same_in_mail(message, document)


# ----------------------------------------------------------------------------- what others see in Outlook's messages


def assert_same_by_extract_msg(message, document):
    assert message.subject == plain(document.mail.subject)
    assert len(message.attachments) == len(document.attachments)
    for found, attached in zip(message.attachments, document.attachments, strict=True):
        assert found.longFilename == found.displayName == plain(attached.name)
        if isinstance(attached, Attachment) and attached.format is Format.MSG:
            assert isinstance(found.data, extract_msg.Message)
            assert found.data.body.replace("\r\n", "\n") == body_of(attached.document)
            assert [one.email for one in found.data.recipients] == [one.email for one in message.recipients]
            assert_same_by_extract_msg(found.data, attached.document)
        elif isinstance(attached, Archive):
            assert found.mimetype == "application/zip"
            assert_same_in_archive(found.data, attached)
        else:
            assert found.mimetype == MEDIA_TYPES[attached.format]
            assert found.data == made_of(attached)


def body_of(document):
    return open_file(Format.MSG, render(replace(document, attachments=()), Format.MSG).data).texts["msg/body"]


def test_extract_msg_finds_each_attachment_and_the_messages_in_messages():
    document = everything()
    with extract_msg.openMsg(render(document, Format.MSG).data) as message:
        assert_same_by_extract_msg(message, document)


def test_python_oxmsg_finds_each_attachment():
    document = everything()
    message = oxmsg.Message.load(io.BytesIO(render(document, Format.MSG).data))
    assert message.attachment_count == len(document.attachments)
    for found, attached in zip(message.attachments, document.attachments, strict=True):
        assert found.file_name == plain(attached.name)
        if isinstance(attached, Archive):
            assert_same_in_archive(found.file_bytes, attached)
        elif attached.format is not Format.MSG:
            assert found.file_bytes == made_of(attached)
            assert found.mime_type == MEDIA_TYPES[attached.format]
            assert found.last_modified.replace(tzinfo=None) == attached.document.properties.created


def sha(data):
    return hashlib.sha256(data).hexdigest()


def assert_same_by_msgconvert(message, document):
    plain_text = message.get_body(("plain",)).get_content()
    assert plain_text.replace("\r\n", "\n").rstrip() == body_of(document).rstrip()
    for name in ("From", "To", "Cc", "Subject"):
        alone = message_from_bytes(render(replace(document, attachments=()), Format.EML).data, policy=policy.default)
        assert str(message[name]) == str(alone[name])
    found = [part for part in message.iter_attachments() if part.get_content_disposition() == "attachment"]
    assert [part.get_filename() for part in found] == [plain(one.name) for one in document.attachments]
    for part, attached in zip(found, document.attachments, strict=True):
        if isinstance(attached, Archive):
            assert_same_in_archive(part.get_payload(decode=True), attached)
        elif attached.format is Format.MSG:
            assert part.get_content_type() == "message/rfc822"
            assert_same_by_msgconvert(part.get_payload(0), attached.document)
        elif attached.format is Format.EML:
            # msgconvert writes it in base64, which the standard library does not undo for a message.
            assert sha(base64.b64decode(part.get_payload(0).get_payload())) == sha(made_of(attached))
        else:
            assert sha(part.get_payload(decode=True)) == sha(made_of(attached))


def test_msgconvert_makes_a_mail_with_the_same_attachments(tmp_path):
    need("msgconvert")
    document = everything()
    (tmp_path / "mail.msg").write_bytes(render(document, Format.MSG).data)
    run("msgconvert", "--outfile", str(tmp_path / "mail.eml"), str(tmp_path / "mail.msg"))
    data = (tmp_path / "mail.eml").read_bytes()
    assert_same_by_msgconvert(message_from_bytes(data, policy=policy.default), document)
    # And our reader of mails reads what it wrote: the same texts in the files by value.
    texts = open_file(Format.EML, data).texts
    ours = open_file(Format.MSG, render(document, Format.MSG).data).texts
    by_value = {path: found for path, found in ours.items() if re.match(r"mail > [^>]+\.(?!msg)\w+ > ", path)}
    assert len(by_value) > 300
    assert {path: texts.get(path) for path in by_value} == by_value


@pytest.mark.parametrize(("kind", "said"), [(Format.EML, "message/rfc822"), (Format.MSG, "application/vnd.ms-outlook")])
def test_file_says_what_it_is(tmp_path, kind, said):
    path = tmp_path / "mail"
    path.write_bytes(render(everything(), kind).data)
    need("file")
    found = run("file", "--brief", "--mime-type", str(path)).strip()
    assert found == said or (kind is Format.EML and found.startswith("text/"))


# ------------------------------------------------------------------------------------------- properties and storages


def storages_of(file):
    return [tuple(path) for path in file.listdir(streams=False, storages=True)]


def test_each_storage_has_the_properties_that_it_says_and_counts_what_is_in_it():
    document = everything()
    with olefile.OleFileIO(io.BytesIO(render(document, Format.MSG).data), raise_defects=olefile.DEFECT_UNSURE) as file:
        storages = storages_of(file)
        assert [path for path in storages if path[-1].startswith("__nameid")] == [("__nameid_version1.0",)]
        messages = 0
        for path in [(), *storages]:
            if path == ("__nameid_version1.0",):
                continue
            below = [other[-1] for other in storages if other[:-1] == path]
            is_message = not path or path[-1] == "__substg1.0_3701000D"
            header = (24 if path else 32) if is_message else 8
            written = file.openstream([*path, ALL]).read()
            told, numbers = {}, {}
            for tag, flags, value in struct.iter_unpack("<IIQ", written[header:]):
                assert flags == 6
                numbers[tag >> 16] = value
                if tag & 0xFFFF in {0x1F, 0x102}:
                    told[f"__substg1.0_{tag:08X}"] = value - (2 if tag & 0xFFFF == 0x1F else 0)
            there = [name[-1] for name in file.listdir() if tuple(name[:-1]) == path and name[-1] != ALL]
            assert {name: file.get_size([*path, name]) for name in there} == told
            if is_message:
                messages += 1
                people = [name for name in below if name.startswith("__recip")]
                files = [name for name in below if name.startswith("__attach")]
                counts = struct.unpack_from("<4I", written, 8)
                assert counts == (len(people), len(files), len(people), len(files))
                assert (numbers[0x0E1B], numbers[0x0E07]) == ((1, 0x11) if files else (0, 1))
                assert files == [f"__attach_version1.0_#{number:08X}" for number in range(len(files))]
            elif path[-1].startswith("__attach"):
                embedded = below == ["__substg1.0_3701000D"]
                assert numbers[0x3705] == (5 if embedded else 1)
                assert numbers[0x3701] == (0x1_FFFFFFFF if embedded else told["__substg1.0_37010102"])
                assert (numbers[0x0FFE], numbers[0x370B]) == (7, 0xFFFFFFFF)
                assert numbers[0x0E21] == int(path[-1][-8:], 16)
                assert numbers[0x0E20] >= (1 if embedded else told["__substg1.0_37010102"])
                old = file.openstream([*path, "__substg1.0_3704001F"]).read().decode("utf-16-le")
                assert re.fullmatch(r"ATT\d{5}\.[A-Z]{3}", old)
        # The mail, the one by itself, and three in each other.
        assert messages == 5


def test_attachments_beyond_what_the_header_of_the_file_names_are_read():
    pages = tuple(Paragraph(text("x" * 100_000, RECORD)) for _ in range(75))
    large = replace(document_of(), sections=(Section((), pages),))
    document = short(file(Format.HTML, large, "large"), file(Format.TXT, document_of(text(NAME)), "small"))
    data = render(document, Format.MSG).data
    assert len(data) > 7_500_000
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE) as opened:
        assert opened.num_difat_sectors > 0
    with extract_msg.openMsg(data) as message:
        assert_same_by_extract_msg(message, document)
    assert_values_stand_where_the_places_say(document, Format.MSG)
