from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from synthphi.document import (
    Bullets,
    Cell,
    Choices,
    Document,
    Field,
    Fields,
    Fragment,
    Letterhead,
    MailHeaders,
    Paragraph,
    Picture,
    Properties,
    Section,
    SignatureLine,
    Table,
    annotate,
    choice_line,
    plain,
    text,
)
from synthphi.labels import Label, Owner, tag

PATIENT = tag(Label.PATIENT, Owner.PATIENT, "patient-000000")
words = st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), min_size=1, max_size=12)
fragments = st.builds(Fragment, words, st.sampled_from([None, PATIENT]))
texts = st.lists(fragments, max_size=4).map(tuple)


@st.composite
def documents(draw):
    row = tuple(Cell(draw(texts)) for _ in range(2))
    blocks = (
        Paragraph(draw(texts)),
        Bullets((draw(texts), draw(texts))),
        Table((draw(texts), draw(texts)), (row,), (0.5, 0.5)),
        Fields((Field("Caption", draw(texts)), Field("Blank"))),
        Choices("Sex", ("Female", "Male"), (1,)),
        SignatureLine("Signed", draw(texts)),
        Picture("no-photo", draw(texts)),
    )
    return Document(
        "positive-000001",
        draw(texts),
        "classic",
        Letterhead(draw(texts), (draw(texts),)),
        (Section(draw(texts), blocks, (draw(texts),)),),
        Properties(draw(texts), draw(texts), datetime(2025, 1, 2, tzinfo=UTC)),
        header=draw(texts),
        footer=draw(texts),
        mail=MailHeaders(
            draw(texts),
            (draw(texts),),
            draw(texts),
            datetime(2025, 1, 2, tzinfo=UTC),
            "<a@example.org>",
            (draw(texts),),
        ),
    )


def fragments_of(value):
    """Return every fragment in a document, found by walking the objects and not the canonical order."""
    if isinstance(value, Fragment):
        return [value]
    if isinstance(value, tuple):
        return [fragment for item in value for fragment in fragments_of(item)]
    if hasattr(value, "__dataclass_fields__"):
        return [fragment for name in value.__dataclass_fields__ for fragment in fragments_of(getattr(value, name))]
    return []


@given(documents())
def test_every_labelled_fragment_has_its_span_where_its_characters_are(document):
    annotated = annotate(document)
    assert all(annotated.text[span.start : span.end] == span.text for span in annotated.spans)
    labelled = sorted(fragment.text for fragment in fragments_of(document) if fragment.tag)
    assert sorted(span.text for span in annotated.spans) == labelled
    starts = [span.start for span in annotated.spans]
    assert starts == sorted(starts)


@given(documents())
def test_no_text_of_the_document_is_missing_from_the_canonical_text(document):
    canonical = annotate(document).text
    for fragment in fragments_of(document):
        assert fragment.text in canonical


def test_text_joins_its_parts_and_drops_empty_strings():
    name = Fragment("Okafor", PATIENT)
    joined = text("Mr. ", name, "", text(" was", " seen"))
    assert plain(joined) == "Mr. Okafor was seen"
    assert [fragment.tag for fragment in joined] == [None, PATIENT, None, None]


def test_choices_read_as_one_line():
    assert choice_line(Choices("Sex", ("Female", "Male"), (0,))) == "Sex  [X] Female  [ ] Male"
