"""Places in words: of every format, each path that a renderer gives has words of its own."""

import pytest
from samples import surfaces_document

from synthphi.doctypes import Format
from synthphi.document import annotate
from synthphi.render import Place, render
from synthphi.report.places import where


@pytest.mark.parametrize("file_format", list(Format))
def test_every_path_of_a_format_has_words(file_format):
    document = surfaces_document()
    rendered = render(document, file_format)
    for span, places in zip(annotate(document).spans, rendered.places, strict=True):
        for place in places:
            told = where(place, span.surface)
            assert told.words, place
            assert told.words != place.path, place
            assert "{" not in told.words
            assert told.path.startswith(place.path)


@pytest.mark.parametrize("file_format", list(Format))
def test_some_values_are_seen_and_some_are_not(file_format):
    document = surfaces_document()
    seen = {
        where(place, span.surface).on_page
        for span, places in zip(annotate(document).spans, render(document, file_format).places, strict=True)
        for place in places
    }
    assert seen == {True, False}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("attachment[1]", "name of attachment 2"),
        ("mail > labs.pdf > page[0]", "page 1, in labs.pdf"),
        ("mail > records.zip > member[0]", "name of file 1, in records.zip"),
        ("mail > RE question.msg > a.zip > labs.pdf > page[1]", "page 2, in labs.pdf in a.zip in RE question.msg"),
    ],
)
def test_a_place_in_an_attachment_says_the_way_there(path, words):
    assert where(Place(path, 0), "attachment").words == words
    assert not where(Place(path, 0), "attachment").on_page
