"""What every renderer promises, checked through the readers of each format."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import NAME, document_of, full_document, paragraphs

from synthphi.doctypes import Format
from synthphi.document import annotate, text
from synthphi.errors import RenderError
from synthphi.readback import open_file, same_text
from synthphi.render import render
from synthphi.render.layouts import LAYOUTS

FORMATS = list(Format)
PAPER = [Format.DOCX, Format.PDF, Format.PPTX]


def assert_spans_are_found(document, file_format):
    spans = annotate(document).spans
    rendered = render(document, file_format)
    reader = open_file(file_format, rendered.data)
    assert len(rendered.places) == len(spans)
    for span, places in zip(spans, rendered.places, strict=True):
        assert places
        for place in places:
            found = reader.text_at(place, len(span.text))
            assert found == span.text or (place.boxes and same_text(found, span.text)), place
    return reader


@pytest.mark.parametrize("file_format", PAPER)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_reader_finds_every_span_at_its_places(layout, file_format):
    assert_spans_are_found(full_document(layout), file_format)


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_reader_finds_every_span_of_a_document_with_mail_headers(file_format):
    assert_spans_are_found(full_document(mail=True), file_format)


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_line_of_the_document_is_in_the_file(file_format):
    document = full_document("clinical", mail=True, rows=60)
    reader = open_file(file_format, render(document, file_format).data)
    # Mail headers put display names in quotes.
    seen = " ".join(" ".join(reader.texts.values()).replace('"', "").split())
    for line in annotate(document).text.splitlines():
        assert " ".join(line.replace('"', "").split()) in seen


@pytest.mark.parametrize("file_format", FORMATS)
@settings(max_examples=25)
@given(st.lists(paragraphs(), min_size=1, max_size=4))
def test_any_text_is_found_where_it_was_put(file_format, texts):
    assert_spans_are_found(document_of(*texts), file_format)


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_same_document_gives_the_same_bytes(file_format):
    document = full_document(mail=True)
    assert render(document, file_format).data == render(document, file_format).data


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize(("character", "code"), [("\x07", "U+0007"), ("\ud800", "U+D800")])
def test_a_character_that_no_file_can_hold_is_named_with_its_document(file_format, character, code):
    document = document_of(text("bad ", NAME, character))
    with pytest.raises(RenderError, match=rf"positive-000002.*{code.replace('+', '.')}"):
        render(document, file_format)


@pytest.mark.parametrize("file_format", PAPER)
def test_a_file_tells_nothing_of_the_library_that_wrote_it(file_format):
    data = render(full_document(), file_format).data
    if file_format is not Format.PDF:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert package.testzip() is None
            assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            data = b"".join(package.read(name) for name in package.namelist())
    for trace in (b"python", b"reportlab", b"ReportLab", b"synthphi.render"):
        assert trace not in data
