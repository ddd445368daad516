"""Messages of Outlook as extract-msg, python-oxmsg, msgconvert and file see them."""

import io
import re
import struct
from dataclasses import replace
from datetime import UTC
from email import message_from_bytes, policy

import extract_msg
import olefile
import oxmsg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import need, run
from samples import NAME, PATIENT, RECORD, document_of, full_document, memo_headers, paragraphs, surfaces_document

from synthphi.corpus.label_schema import PATHS
from synthphi.doctypes import Format
from synthphi.document import CustomProperty, Fragment, Paragraph, Section, annotate, plain, text
from synthphi.errors import RenderError
from synthphi.readback import open_file
from synthphi.render import render
from synthphi.render.layouts import LAYOUTS

ALL = "__properties_version1.0"


def made(document):
    return render(document, Format.MSG).data


def mail(*blocks, **headers):
    """Return a mail of these blocks, in plain text unless told otherwise."""
    base = document_of(text("x"))
    written = {"sender": text("Jo <jo@example.org>"), "subject": text("Note"), **headers}
    return replace(base, title=(), sections=(Section((), blocks),), mail=replace(base.mail, **written))


def eml_parts(document):
    """Return the mail as the EML renderer writes it, and its texts: what the message has to say too."""
    message = message_from_bytes(render(document, Format.EML).data, policy=policy.default)
    texts = {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}
    return message, {kind: value.replace("\r\n", "\n") for kind, value in texts.items()}


def assert_readers_see_the_mail(document):
    """Compare what extract-msg and python-oxmsg read with the mail in EML."""
    data = made(document)
    mailed, texts = eml_parts(document)
    headers = document.mail
    with extract_msg.openMsg(data) as message:
        assert message.classType == "IPM.Note"
        assert message.subject == plain(headers.subject)
        assert message.body.replace("\r\n", "\n") == texts["text/plain"]
        assert message.messageId == headers.message_id
        assert message.date == headers.date.replace(tzinfo=UTC)
        if headers.html:  # it makes some of the plain text where there is none
            assert message.htmlBody.decode().replace("\r\n", "\n") == texts["text/html"]
        recipients = [(one.name, one.email, one.type) for one in message.recipients]
    boxes = [*((one, 1) for one in headers.recipients), *((one, 2) for one in headers.copies)]
    assert recipients == [(*parts(plain(written)), kind) for written, kind in boxes]

    other = oxmsg.Message.load(io.BytesIO(data))
    assert other.message_class == "IPM.Note"
    assert other.subject == plain(headers.subject)
    assert other.body.replace("\r\n", "\n") == texts["text/plain"]
    assert (other.html_body or "").replace("\r\n", "\n") == texts.get("text/html", "")
    assert other.sent_date == headers.date.replace(tzinfo=UTC)
    assert [(one.name, one.email_address) for one in other.recipients] == [one[:2] for one in recipients]
    assert other.attachment_count == 0
    came_with_it = message_from_bytes(
        "".join(f"{name}: {value}\n" for name, value in other.message_headers.items()).encode(), policy=policy.default
    )
    for name, value in mailed.items():
        if not name.startswith("Content-"):
            assert str(came_with_it[name]) == str(value), name


def parts(written):
    name, bracket, address = written.partition(" <")
    return (name, address.removesuffix(">")) if bracket else (written, written)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_readers_see_what_the_mail_says(layout):
    assert_readers_see_the_mail(surfaces_document(layout))
    assert_readers_see_the_mail(full_document(layout, mail=True))


WORDS = (
    st.text(st.sampled_from("abc é,.'-Ж語😀"), min_size=1, max_size=22)
    .map(lambda characters: " ".join(characters.split()))
    .filter(bool)
)
ADDRESSES = st.integers(0, 999).map(lambda number: f"person{number}@example.org")
# A name has room in one encoded word.
NAMES = WORDS.map(lambda words: words[:10].strip()).filter(bool)
MAILBOXES = st.one_of(st.builds("{} <{}>".format, NAMES, ADDRESSES), ADDRESSES).map(text)


@settings(max_examples=60)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"]), min_size=1, max_size=200).map(str.strip),
    WORDS,
    st.lists(MAILBOXES, min_size=1, max_size=6),
    st.lists(MAILBOXES, max_size=3),
    st.booleans(),
)
def test_two_readers_see_any_text_and_recipients(body, subject, recipients, copies, html):
    document = mail(Paragraph(text(body)), subject=text(subject), recipients=tuple(recipients), html=html)
    document = replace(document, mail=replace(document.mail, copies=tuple(copies)))
    data = made(document)
    with extract_msg.openMsg(data) as message:
        assert message.subject == subject
        assert [(one.name, one.email) for one in message.recipients] == [
            parts(plain(one)) for one in (*recipients, *copies)
        ]
        assert message.body.replace("\r\n", "\n") == eml_parts(document)[1]["text/plain"]
    other = oxmsg.Message.load(io.BytesIO(data))
    assert body in other.body
    assert [(one.name, one.email_address) for one in other.recipients] == [
        parts(plain(one)) for one in (*recipients, *copies)
    ]


@pytest.mark.parametrize("base", [0, 31, 63, 255, 511, 1023, 2047, 2303, 4095, 40_000])
def test_bodies_of_many_lengths_come_back(base):
    for length in range(max(1, base - 20), base + 20):
        document = mail(Paragraph(text("x" * length, " ", RECORD)), html=length % 3 == 0)
        data = made(document)
        other = oxmsg.Message.load(io.BytesIO(data))
        assert other.body.replace("\r\n", "\n") == eml_parts(document)[1]["text/plain"]
        reader = open_file(Format.MSG, data)
        assert reader.texts["msg/body"].startswith("x" * length + " STB-004417\n")


# -------------------------------------------------------------------------------------------------- the places


def assert_values_stand_where_the_places_say(document):
    rendered = render(document, Format.MSG)
    spans = annotate(document).spans
    reader = open_file(Format.MSG, rendered.data)
    assert len(rendered.places) == len(spans)
    for span, places in zip(spans, rendered.places, strict=True):
        assert places
        assert len(set(places)) == len(places)
        for place in places:
            assert reader.text_at(place, len(span.text)) == span.text, place
    return reader, rendered.places


def test_each_occurrence_of_a_value_is_a_place_and_has_a_path_of_the_schema():
    document = surfaces_document()
    reader, places = assert_values_stand_where_the_places_say(document)
    told = {}
    for span, of_value in zip(annotate(document).spans, places, strict=True):
        for place in of_value:
            told.setdefault(place.path, set()).add((place.start, span.text))
    for path, characters in reader.texts.items():
        for value in {span.text for span in annotate(document).spans}:
            start = characters.find(value)
            while start >= 0:
                assert (start, value) in told.get(path, ()), path
                start = characters.find(value, start + 1)
    assert all(re.match(PATHS[Format.MSG], path) for path in told)


def paths(document):
    return [[place.path for place in places] for places in render(document, Format.MSG).places]


def test_a_sender_is_there_twice_and_in_the_header_fields():
    one = Fragment("Zoë Ray", PATIENT)
    address = Fragment("zoe@example.org", PATIENT)
    document = mail(Paragraph(text("x")), sender=text(one, " <", address, ">"))
    reader, _ = assert_values_stand_where_the_places_say(document)
    expected = ["msg/sender", "msg/sender/entry", "msg/represented", "msg/represented/entry", "header/From"]
    assert paths(document) == [expected, expected]
    assert reader.texts["msg/sender"] == reader.texts["msg/represented"] == "Zoë Ray <zoe@example.org>"
    assert reader.texts["msg/sender/entry"] == "Zoë Ray\nSMTP\nzoe@example.org"


@pytest.mark.parametrize(
    "written",
    [
        (Fragment("zoe@example.org", PATIENT),),
        text(Fragment("zoe@example.org", PATIENT), " <", Fragment("zoe@example.org", PATIENT), ">"),
        (Fragment("Zoe Ray <zoe@example.org>", PATIENT),),
        text("Dr. ", Fragment("Zoe Ray", PATIENT), ", MD <z.", Fragment("ray", PATIENT), "@example.org>"),
    ],
)
def test_values_in_mailboxes_of_all_forms_are_found(written):
    document = mail(Paragraph(text("x")), recipients=(text("Al <al@example.org>"), written), copies=(written,))
    _, places = assert_values_stand_where_the_places_say(document)
    assert {place.path for of_value in places for place in of_value} >= {"msg/to[1]", "msg/cc[0]"}


@pytest.mark.parametrize(
    ("subject", "prefix"),
    [
        (text("Re: ", NAME), "Re: "),
        (text("FW: x ", NAME), "FW: "),
        (text("About ", NAME, ": x"), ""),
        (text(Fragment("Ann", PATIENT), ": plan"), ""),
        (text(NAME), ""),
        (text("24: ", NAME), ""),
        (text("Late: ", NAME), ""),
    ],
)
def test_a_subject_is_there_without_what_it_begins_with_too(subject, prefix):
    document = mail(Paragraph(text("x")), subject=subject)
    document = replace(document, properties=replace(document.properties, title=()))
    reader, _ = assert_values_stand_where_the_places_say(document)
    assert reader.texts["msg/subject_prefix"] == prefix
    assert reader.texts["msg/normalized_subject"] == reader.texts["msg/topic"] == plain(subject).removeprefix(prefix)
    assert paths(document)[0] == ["msg/subject", "msg/normalized_subject", "msg/topic", "header/Subject"]


def test_a_title_is_the_topic_of_the_conversation():
    document = mail(Paragraph(text("x")), subject=text("About ", RECORD))
    document = replace(document, properties=replace(document.properties, title=text("Case of ", NAME)))
    reader, _ = assert_values_stand_where_the_places_say(document)
    assert reader.texts["msg/topic"] == f"Case of {NAME.text}"
    assert paths(document) == [
        ["msg/subject", "msg/normalized_subject", "header/Subject"],
        ["msg/topic", "header/Thread-Topic"],
    ]


@settings(max_examples=40)
@given(paragraphs(), paragraphs(), st.booleans())
def test_any_text_is_found_at_its_places(first, second, html):
    document = mail(Paragraph(first), Paragraph(second), subject=second, html=html, preheader=first)
    document = replace(
        document, properties=replace(document.properties, comments=first, custom=(CustomProperty("Note", second),))
    )
    assert_values_stand_where_the_places_say(document)


# ------------------------------------------------------------------------------------- properties and storages


def numbers_of(data, *storage):
    """Return the properties whose values stand in a storage's stream of all properties, by number."""
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        found = file.openstream([*storage, ALL]).read()
    header = 8 if storage else 32
    return {tag >> 16: value for tag, _, value in struct.iter_unpack("<IIQ", found[header:])}, found[:header]


def test_numbers_times_and_counts_are_those_of_a_mail_that_came():
    document = surfaces_document()
    data = made(document)
    values, header = numbers_of(data)
    assert struct.unpack("<8xIIII8x", header) == (3, 0, 3, 0)
    assert values[0x340D] & 0x00040000
    assert (values[0x3FDE], values[0x0017], values[0x0E07], values[0x0E1B], values[0x1016]) == (65001, 1, 1, 0, 3)
    seconds = values[0x0039] / 10_000_000 - 11_644_473_600
    assert seconds == document.mail.date.replace(tzinfo=UTC).timestamp()
    assert {values[number] for number in (0x0E06, 0x3007, 0x3008)} == {values[0x0039]}
    kinds = [numbers_of(data, f"__recip_version1.0_#{number:08X}")[0][0x0C15] for number in range(3)]
    assert kinds == [1, 1, 2]
    assert numbers_of(made(mail(Paragraph(text("x")))))[0][0x1016] == 1


def test_each_property_of_variable_length_has_its_stream_and_says_how_long_it_is():
    data = made(surfaces_document())
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE) as file:
        assert file.root.clsid == "00020D0B-0000-0000-C000-000000000046"
        for storage in ([], ["__recip_version1.0_#00000001"]):
            entries = file.openstream([*storage, ALL]).read()[8 if storage else 32 :]
            told = {}
            for tag, flags, value in struct.iter_unpack("<IIQ", entries):
                assert flags == 6
                if tag & 0xFFFF in {0x1F, 0x102}:
                    told[f"__substg1.0_{tag:08X}"] = value - (2 if tag & 0xFFFF == 0x1F else 0)
            there = [path[-1] for path in file.listdir() if path[:-1] == storage and path[-1] != ALL]
            assert {name: file.get_size([*storage, name]) for name in there} == told
        named = [path[-1] for path in file.listdir() if path[0] == "__nameid_version1.0"]
        assert named == ["__substg1.0_00020102", "__substg1.0_00030102", "__substg1.0_00040102"]


def test_the_same_document_gives_the_same_bytes_and_a_mail_without_html_no_html():
    assert made(surfaces_document()) == made(surfaces_document())
    reader = open_file(Format.MSG, made(full_document(mail=True)))
    assert not [path for path in reader.texts if path.startswith("msg/html")]


def test_a_document_without_mail_headers_cannot_be_a_message():
    with pytest.raises(RenderError, match=r"positive-000001.*sender, recipients and subject"):
        made(full_document())


@pytest.mark.parametrize("where", ["subject", "sender", "preheader"])
def test_a_line_end_is_refused(where):
    with pytest.raises(RenderError, match=r"positive-000002.*U\+000A"):
        made(mail(Paragraph(text("x")), html=True, **{where: text("a\nb")}))


# -------------------------------------------------------------------------------------------- programs of others


def converted(tmp_path, document):
    need("msgconvert")
    (tmp_path / "mail.msg").write_bytes(made(document))
    run("msgconvert", "--outfile", str(tmp_path / "mail.eml"), str(tmp_path / "mail.msg"))
    return message_from_bytes((tmp_path / "mail.eml").read_bytes(), policy=policy.default)


@pytest.mark.parametrize("html", [True, False])
def test_msgconvert_makes_the_same_mail_of_it(tmp_path, html):
    document = surfaces_document()
    document = replace(document, mail=replace(document.mail, html=html))
    message = converted(tmp_path, document)
    mailed, texts = eml_parts(document)
    for name in mailed:
        if not name.startswith("Content-"):
            assert str(message[name]) == str(mailed[name]), name
    found = {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}
    assert {kind: value.replace("\r\n", "\n").rstrip() for kind, value in found.items()} == {
        kind: value.rstrip() for kind, value in texts.items()
    }


@pytest.mark.parametrize("length", [1, 1900, 2040, 2048, 2100, 30_000])
def test_msgconvert_reads_bodies_of_many_lengths(tmp_path, length):
    headers = replace(memo_headers(), subject=text("Length"))
    document = mail(Paragraph(text("y" * length)), subject=headers.subject, recipients=headers.recipients)
    message = converted(tmp_path, document)
    assert message["Subject"] == "Length"
    assert [one.addr_spec for one in message["To"].addresses] == ["all-staff@example.org", "jn@example.org"]
    assert message.get_content().replace("\r\n", "\n").startswith("y" * length + "\n")


def test_file_knows_what_it_is(tmp_path):
    path = tmp_path / "mail"
    for document in (surfaces_document(), full_document(mail=True), mail(Paragraph(text("x")))):
        path.write_bytes(made(document))
        assert run("file", "--brief", "--mime-type", str(path)).strip() == "application/vnd.ms-outlook"
