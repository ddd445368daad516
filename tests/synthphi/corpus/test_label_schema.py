"""The published schema describes what corpora hold, no less and no more."""

import copy
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from synthphi import CorpusSpec, read_labels, write_corpus
from synthphi.corpus.label_schema import label_schema

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
