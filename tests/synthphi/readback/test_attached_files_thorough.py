"""What second readers of mails see of attachments."""

from collections import Counter
from dataclasses import replace

import pytest
from programs import need
from samples import NAME, RECORD, document_of, surfaces_document

from synthphi.doctypes import Format
from synthphi.document import Archive, Attachment, annotate, text
from synthphi.readback.thorough import SECOND_READERS
from synthphi.render import render


def with_attachments(kind):
    inner = replace(
        document_of(text("inner ", RECORD)), attachments=(Attachment(text(NAME, ".txt"), Format.TXT, document_of()),)
    )
    middle = replace(surfaces_document(), attachments=(Attachment(text(NAME, f" é.{kind}"), kind, inner),))
    return replace(
        document_of(text("outer ", NAME)),
        attachments=(
            Attachment(text("RE ", RECORD, f".{kind}"), kind, middle),
            Attachment(text("text of ", NAME, ".txt"), Format.TXT, document_of(text("in a file ", NAME))),
            Archive(text(RECORD, ".zip"), (Attachment(text("a.eml"), Format.EML, inner),)),
        ),
    )


@pytest.mark.parametrize(("kind", "program"), [(Format.EML, "perl"), (Format.MSG, "msgconvert")])
def test_names_of_attachments_and_texts_of_messages_in_messages_are_found(tmp_path, kind, program):
    need(program)
    document = with_attachments(kind)
    rendered = render(document, kind)
    path = tmp_path / f"mail.{kind}"
    path.write_bytes(rendered.data)
    reader = SECOND_READERS[kind]
    (texts,) = reader.read([path])
    assert isinstance(texts, dict), texts
    way = f"mail > RE {RECORD.text}.{kind} > {NAME.text} é.{kind}"
    assert texts["attachment names"].split("\n") == [
        *(f"RE {RECORD.text}.{kind}", f"text of {NAME.text}.txt", f"{RECORD.text}.zip", "")
    ]
    assert texts[f"{way} > attachment names"] == f"{NAME.text}.txt\n"
    assert "inner" in texts[f"{way} > plain text"]
    assert "outer" in texts["plain text"]
    for foreign in ("inner", "in a file", "Increasing shortness"):
        assert foreign not in texts["plain text"]
    asked = Counter()
    for span, places in zip(annotate(document).spans, rendered.places, strict=True):
        asked.update((reader.part_of(place.path), "".join(span.text.split())) for place in places)
    parts = {part for part, _ in asked}
    assert {f"{way} > plain text", f"{way} > header from", "attachment names"} <= parts
    for (part, value), count in asked.items():
        if part is not None:
            assert "".join(texts[part].split()).count(value) >= count, (part, value)


@pytest.mark.parametrize("kind", [Format.EML, Format.MSG])
@pytest.mark.parametrize(
    "path",
    [
        *("mail > a.pdf > page[0]", "mail > a.zip > member[0]", "mail > a.zip > b.eml > text/plain"),
        *("mail > a.txt > text", "attachment[0]/display", "mail > a.docx > body/p[0]"),
    ],
)
def test_what_is_in_files_is_beyond_them(kind, path):
    assert SECOND_READERS[kind].part_of(path) is None
