import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synthphi.corpus.labels import SCHEMA, LabelRows, read_labels
from synthphi.doctypes import DocType, Format
from synthphi.document import Annotated, Span
from synthphi.document_spec import DocumentSpec
from synthphi.errors import CorpusError
from synthphi.labels import Label, Owner, tag
from synthphi.render.base import Box, Place, Rendered

SIDES = st.integers(0, 1_000).map(lambda n: n / 4)  # exact as 32 bit floats
BOXES = st.builds(Box, SIDES, SIDES, SIDES, SIDES)
PLACES = st.builds(
    Place,
    st.sampled_from(["page[0]", "body/p[3]"]),
    st.none() | st.integers(0, 999),
    st.lists(BOXES, max_size=2).map(tuple),
)
TAGS = st.sampled_from(
    [
        tag(Label.PATIENT, Owner.PATIENT, "patient-000001"),
        tag(Label.DATE, Owner.PATIENT, "patient-000001", "dob"),
        tag(Label.AGE, Owner.PATIENT, over_89=True),
        tag(Label.HOSPITAL, Owner.FACILITY),
    ]
)
SPANS = st.builds(Span, st.integers(0, 99), st.integers(0, 99), st.text(min_size=1), st.just("body"), TAGS)
DOCUMENTS = st.lists(
    st.lists(st.tuples(SPANS, st.lists(PLACES, min_size=1, max_size=2).map(tuple)), max_size=3), max_size=3
)


def planned(number, original=None):
    return DocumentSpec(
        phi_class="negative",
        number=number,
        doc_type=DocType.BLANK_FORM,
        format=Format.PDF,
        layout="classic",
        patient_number=None,
        visit=0,
        before=(),
        facility_number=0,
        split="validation",
        quality="messy",
        original=original,
        path=f"negative/000/DOC_{number:06d}.pdf",
    )


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_rows_come_back_as_they_went_in(documents):
    rows = LabelRows()
    for number, spans in enumerate(documents):
        annotated = Annotated("some text", tuple(span for span, _ in spans))
        rendered = Rendered(b"12345", tuple(places for _, places in spans))
        rows.add(planned(number), annotated, rendered, sha256="ab", patient_id=None)
    table = rows.table()
    table.validate(full=True)
    assert table.schema == SCHEMA
    assert table.num_rows == len(documents)
    for row, spans in zip(table.to_pylist(), documents, strict=True):
        assert (row["bytes"], row["text"], row["generation"]) == (5, "some text", "template")
        for got, (span, places) in zip(row["spans"], spans, strict=True):
            assert (got["start"], got["end"], got["text"]) == (span.start, span.end, span.text)
            assert (got["label"], got["role"], got["owner"]) == (span.tag.label, span.tag.role, span.tag.owner)
            assert (got["phi"], got["hipaa"], got["over_89"]) == (span.tag.phi, span.tag.hipaa, span.tag.over_89)
            found = tuple(
                Place(place["path"], place["start"], tuple(Box(**box) for box in place["boxes"]))
                for place in got["location"]
            )
            assert found == places


def test_a_twin_is_named_by_its_document():
    rows = LabelRows()
    original = replace(planned(17), phi_class="positive")
    for number, twin_of in ((0, None), (1, original)):
        rows.add(planned(number, twin_of), Annotated("", ()), Rendered(b"", ()), sha256="", patient_id=None)
    assert rows.table()["twin"].to_pylist() == [None, "positive-000017"]
    assert rows.table()["split"].to_pylist() == ["validation", "validation"]
    assert rows.table()["quality"].to_pylist() == ["messy", "messy"]


def test_labels_of_a_corpus_are_in_order(corpus):
    table = read_labels(corpus)
    assert table.schema == SCHEMA
    assert table["document_id"].to_pylist() == [
        *(f"positive-{number:06d}" for number in range(9)),
        *(f"negative-{number:06d}" for number in range(6)),
    ]
    row = SimpleNamespace(**table.to_pylist()[0])
    assert row.patient_id == "patient-000000"
    assert {span["person_id"] for span in row.spans if span["phi"]} == {"patient-000000"}
    assert all(row.text[span["start"] : span["end"]] == span["text"] for span in row.spans)


def test_a_manifest_line_is_the_row_with_counts(corpus):
    lines = [json.loads(line) for line in (corpus / "manifest.jsonl").read_text().splitlines()]
    rows = read_labels(corpus).to_pylist()
    assert [line["path"] for line in lines] == [row["path"] for row in rows]
    for line, row in zip(lines, rows, strict=True):
        assert line["spans"] == len(row["spans"])
        assert line["phi"] == sum(span["phi"] for span in row["spans"])
        assert all(line[key] == row[key] for key in line.keys() - {"spans", "phi"})


def test_labels_that_are_not_there(corpus):
    (corpus / "labels/negative.parquet").unlink()
    with pytest.raises(CorpusError, match=r"cannot be read.*again"):
        read_labels(corpus)
    (corpus / "corpus.json").unlink()
    with pytest.raises(CorpusError, match=r"is not a corpus: it has no corpus\.json"):
        read_labels(corpus)
