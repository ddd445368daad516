"""Mails as the standard library's parser sees them, under its strict policy."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import NAME, document_of, full_document, paragraphs

from synthphi.doctypes import Format
from synthphi.document import Document, Fragment, text
from synthphi.errors import RenderError
from synthphi.render import render


def parsed(document: Document):
    data = render(document, Format.EML).data
    return data, message_from_bytes(data, policy=policy.strict)


def no_defects(message) -> bool:
    return not message.defects and not any(message[name].defects for name in message)


def test_the_strict_parser_finds_no_defect_and_every_field():
    _, message = parsed(full_document(mail=True))

    assert no_defects(message)
    assert message["From"].addresses[0].display_name == "Dana M. Reyes"
    assert [address.display_name for address in message["To"].addresses] == ["All Staff", "José Núñez"]
    assert message["Subject"].startswith("Re: Annabel O'Brien-Bélanger, the plan")
    assert message["Date"].datetime.isoformat() == "2026-01-05T14:30:00+00:00"
    assert message["Message-ID"] == "<0001@example.org>"
    assert message.get_content_type() == "text/plain"


def test_no_line_of_the_file_is_longer_than_the_standard_wants():
    data, _ = parsed(full_document(mail=True))
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 78
    assert b"\n" not in data.replace(b"\r\n", b"")


@settings(max_examples=300)
# Up to 22 characters, so that an encoded display name is one encoded word: between two, the parser of Python 3.11 reads
# a space in an address that is not there.
@given(paragraphs(), st.text(st.sampled_from("abc é,.()@'-"), min_size=1, max_size=22).filter(str.strip))
def test_any_subject_and_display_name_survive(subject, name):
    name = " ".join(name.split())
    base = document_of(text("x"))
    headers = replace(base.mail, subject=subject, sender=text(Fragment(name), " <a@example.org>"))

    _, message = parsed(replace(base, mail=headers))

    assert no_defects(message)
    assert message["From"].addresses[0].display_name == name
    assert message["Subject"] == "".join(fragment.text for fragment in subject)


def test_columns_of_a_table_stand_below_each_other():
    _, message = parsed(full_document(mail=True))
    lines = message.get_content().splitlines()
    head = next(line for line in lines if line.startswith("Test"))
    row = next(line for line in lines if line.startswith("Analyte 0"))
    assert head.index("Reference") == row.index("STB-004417")


def test_a_document_without_mail_headers_cannot_be_a_mail():
    with pytest.raises(RenderError, match=r"positive-000001.*sender, recipients and subject"):
        render(full_document(), Format.EML)


def test_a_display_name_with_a_quote_is_refused():
    base = document_of(text("x"))
    headers = replace(base.mail, sender=text('Dana "Dee" Reyes', " <a@example.org>"))
    with pytest.raises(RenderError, match="display name"):
        render(replace(base, mail=headers), Format.EML)


@pytest.mark.parametrize("name", ["Dana  Reyes", "Dana \N{NO-BREAK SPACE}Reyes", "林 \N{IDEOGRAPHIC SPACE}伟玲"])
@pytest.mark.parametrize("file_format", [Format.EML, Format.MSG])
def test_a_display_name_with_two_spaces_is_refused(name, file_format):
    base = document_of(text("x"))
    headers = replace(base.mail, sender=text(name, " <a@example.org>"))
    with pytest.raises(RenderError, match=r"two spaces"):
        render(replace(base, mail=headers), file_format)


def test_the_signature_stands_at_the_end_and_the_notice_below_it():
    _, message = parsed(full_document(mail=True))
    content = message.get_content()
    assert content.index(NAME.text) < content.index("Department of Cardiology") < content.index("|  Confidential")
