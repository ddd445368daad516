"""The published schema describes what corpora hold, no less and no more."""

import copy
import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from synthphi import CorpusSpec, read_labels, write_corpus
from synthphi.corpus.label_schema import PATHS, label_schema
from synthphi.doctypes import Format

PUBLISHED = json.loads((Path(__file__).parents[3] / "docs" / "labels.schema.json").read_text(encoding="utf-8"))
CHECK = Draft202012Validator(PUBLISHED)


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    folder = tmp_path_factory.mktemp("schema") / "corpus"
    write_corpus(CorpusSpec(phi_positive=250, phi_negative=125, seed=4), folder)
    return read_labels(folder).to_pylist()


def test_what_is_published_is_what_the_code_says():
    Draft202012Validator.check_schema(PUBLISHED)
    assert label_schema() == PUBLISHED, "write it anew with `make schema`"


def test_every_row_is_as_the_schema_says(rows):
    assert len(rows) == 375
    for row in rows:
        errors = [f"{list(error.absolute_path)}: {error.message}" for error in CHECK.iter_errors(row)]
        assert errors == [], row["document_id"]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("label", lambda row: row["spans"][0].update(label="NAME")),
        ("role", lambda row: row["spans"][0].update(role="birth")),
        ("owner", lambda row: row["spans"][0].update(owner="nobody")),
        ("surface", lambda row: row["spans"][0].update(surface="margin")),
        ("no place", lambda row: row["spans"][0].update(location=[])),
        ("foreign path", lambda row: row["spans"][0]["location"][0].update(path="sheet[0]/A1")),
        ("no start", lambda row: row["spans"][0]["location"][0].update(start=None, boxes=[])),
        ("letter", lambda row: row["spans"][0].update(hipaa="Z")),
        ("hash", lambda row: row.update(sha256="abc")),
        ("split", lambda row: row.update(split="dev")),
        ("missing", lambda row: row.pop("text")),
        ("more", lambda row: row.update(score=1)),
    ],
)
@pytest.mark.parametrize("file_format", ["docx", "pdf", "pptx", "eml"])
def test_what_is_wrong_is_refused(rows, file_format, name, change):
    row = copy.deepcopy(next(row for row in rows if row["format"] == file_format and row["spans"]))
    assert CHECK.is_valid(row)
    change(row)
    assert not CHECK.is_valid(row), name


def refused(file_format, *paths):
    return [path for path in paths if not re.search(PATHS[file_format], path)]


def test_places_in_attachments_are_those_of_their_formats_behind_the_way_to_them():
    right = (
        *("attachment[0]", "mail > labs of Zoë.pdf > page[0]", "mail > a.docx > body/tbl[1]/r[0]/c[2]/p[0]"),
        *("mail > a.zip > member[3]", "mail > a.zip > b.zip > member[0]", "mail > a.zip > b.xlsx > sheet[0]/B7"),
        *("mail > RE q.msg > msg/body", "mail > RE q.msg > attachment[1]/display", "mail > q.eml > text/plain"),
        *("mail > q.eml > r.msg > a.zip > s.eml > attachment[0]", "mail > q.msg > x.txt > text"),
    )
    wrong = (
        *(
            "member[0]",
            "labs.pdf > page[0]",
            "mail > page[0]",
            "mail > labs.pdf > body/p[0]",
            "mail > a.pdf > b.txt > text",
        ),
        *(
            "mail > a.zip > attachment[0]",
            "mail > q.eml > member[0]",
            "mail > q.eml > msg/body",
            "mail > a/b.txt > text",
        ),
        *(
            "mail > labs.pdf > filename",
            "mail > q.eml > attachment[0]/display",
            "mail > labs > page[0]",
            "mail > a.txt",
        ),
        *(
            "mail > mail > a.txt > text",
            "mail > q.eml > filename",
            "attachment[0] > text",
            "mail > labs.pdf > page[0]x",
        ),
    )
    for mail in (Format.EML, Format.MSG):
        assert refused(mail, *right) == []
        assert refused(mail, *wrong) == list(wrong)
    assert refused(Format.PDF, *right, "page[0]") == list(right)
    assert refused(Format.EML, "attachment[0]/display") == ["attachment[0]/display"]
    assert refused(Format.MSG, "attachment[0]/display") == []


def test_a_place_on_a_page_in_an_attachment_has_boxes(rows):
    row = copy.deepcopy(next(row for row in rows if row["format"] == "eml" and row["spans"]))
    place = row["spans"][0]["location"][0]
    box = {"x0": 1.0, "y0": 1.0, "x1": 2.0, "y1": 2.0}
    place.update(path="mail > q.msg > labs.pdf > page[0]", start=None, boxes=[box])
    assert CHECK.is_valid(row)
    place.update(start=3, boxes=[])
    assert not CHECK.is_valid(row)
    place.update(path="mail > labs.pdf > info/Title")
    assert CHECK.is_valid(row)
