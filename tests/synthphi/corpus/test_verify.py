"""Each kind of damage is found, and named."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpora import record_anew

from synthphi.corpus.labels import SCHEMA, read_labels
from synthphi.corpus.verify import VerifyReport, verify
from synthphi.corpus.write import write_corpus
from synthphi.document import Fragment
from synthphi.errors import CorpusError, RenderError
from synthphi.people.pools import Pools

POSITIVE = "positive/000/PHI_POS_ProviderEmail_W00_0003.eml"
NEGATIVE = "negative/000/PHI_NEG_Announcement_W00_0002.eml"


def complaints(folder):
    report = verify(folder)
    assert not report.ok
    return [str(problem) for problem in report.problems]


def relabel(folder, phi_class, change):
    """Rewrite a label table after a change of its rows."""
    path = folder / f"labels/{phi_class}.parquet"
    rows = pq.read_table(path).to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), path)
    record_anew(folder)


def test_a_good_corpus_has_no_problem(corpus):
    told = []
    report = verify(corpus, progress=lambda *counts: told.append(counts))
    assert report.problems == []
    assert report.ok
    assert (report.documents, report.negatives) == (15, 6)
    assert report.spans == report.places == 9 * 5 + 6
    assert report.values > 3 * 20
    assert told == [(9, 15), (15, 15)]


def test_several_processes_find_the_same(corpus):
    path = corpus / NEGATIVE
    path.write_bytes(path.read_bytes().replace(b"Lunch", b"Crumb"))
    assert verify(corpus, workers=2) == verify(corpus)
    assert not verify(corpus, workers=2).ok


def test_a_tampered_byte(corpus):
    path = corpus / POSITIVE
    data = path.read_bytes()
    path.write_bytes(data.replace(b"saw", b"sew"))
    assert complaints(corpus) == [f"{POSITIVE}: its SHA-256 is not the one in its labels"]


def test_a_longer_file(corpus):
    path = corpus / POSITIVE
    path.write_bytes(path.read_bytes() + b"\n")
    said = complaints(corpus)
    assert any("bytes, its labels say" in line for line in said)


def test_a_missing_file(corpus):
    (corpus / POSITIVE).unlink()
    assert complaints(corpus) == [f"{POSITIVE}: cannot be read: No such file or directory"]


def test_an_extra_file(corpus):
    (corpus / "negative/000/notes.txt").write_text("mine")
    assert complaints(corpus) == ["negative/000/notes.txt: is no document of the corpus: it has no label row"]


def test_two_equal_files(corpus):
    def copy(rows):
        rows[4]["sha256"] = rows[3]["sha256"]

    relabel(corpus, "positive", copy)
    assert any("is the same file as positive/000/PHI_POS_ProviderEmail_W00_0003.eml" in c for c in complaints(corpus))


def test_a_moved_label_offset(corpus):
    def move(rows):
        rows[3]["spans"][2]["start"] += 1
        rows[3]["spans"][2]["end"] += 1

    relabel(corpus, "positive", move)
    (said,) = complaints(corpus)
    assert said.startswith(f"{POSITIVE}: PATIENT")
    assert "of the text, where" in said


def test_a_place_where_something_else_stands(corpus):
    def move(rows):
        rows[3]["spans"][0]["location"][0]["start"] += 1
        rows[3]["spans"][1]["location"][0]["path"] = "text/html"
        rows[3]["spans"][2]["location"].clear()
        rows[3]["spans"][3]["location"][0]["start"] = None

    relabel(corpus, "positive", move)
    said = [str(problem) for problem in verify(corpus).problems if problem.kind == "place"]
    assert len(said) == 4
    assert "has no place in the file" in said[0]
    assert "is labelled at header/Subject from" in said[1]
    assert "the file has no text/html" in said[2]
    assert "has no start" in said[3]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"phi": False}, "by the rule it is phi=True, hipaa=A"),
        ({"hipaa": "B"}, "labelled phi=True, hipaa=B"),
        ({"label": "NICKNAME"}, "no valid label"),
        ({"role": "mbi"}, "no valid label"),
        ({"owner": "nobody"}, "no valid label"),
        ({"owner": "provider"}, "by the rule it is phi=False"),
    ],
)
def test_a_label_against_the_rules(corpus, changes, says):
    relabel(corpus, "positive", lambda rows: rows[3]["spans"][0].update(changes))
    (said,) = complaints(corpus)
    assert says in said


def test_an_empty_span(corpus):
    relabel(corpus, "positive", lambda rows: rows[3]["spans"][0].update(text="", end=rows[3]["spans"][0]["start"]))
    said = complaints(corpus)
    assert said[0].startswith(f"{POSITIVE}: PATIENT '' is labelled at")
    # Then the name in the subject has no label.
    assert [line for line in said[1:] if "at header/Subject" not in line] == []


def test_phi_labelled_in_a_negative(corpus):
    relabel(corpus, "negative", lambda rows: rows[2]["spans"][0].update(owner="patient", phi=True, hipaa=None))
    assert any("is PHI in a negative" in line for line in complaints(corpus))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (lambda p: p.name.full, True),
        (lambda p: p.name.last_first, True),
        (lambda p: f"{p.name.first} {p.name.last}".upper(), True),
        (lambda p: p.relative.name.full, True),
        (lambda p: p.ssn, True),
        (lambda p: p.ssn.replace("-", ""), True),
        (lambda p: p.ssn.replace("-", " "), True),
        (lambda p: p.mrn, True),
        (lambda p: p.phone, True),
        (lambda p: p.relative.phone.replace("(", "").replace(") ", "."), True),
        (lambda p: f"<{p.email}>", True),
        (lambda p: p.portal_url, True),
        (lambda p: p.address.street, True),
        (lambda p: p.device_udi, True),
        (lambda p: p.vehicle_vin, True),
        (lambda p: p.name.first, False),
        (lambda p: p.address.city, False),
        (lambda p: p.insurer, False),
        (lambda p: p.ssn[:-1], False),
        (lambda p: f"{p.ssn}7", False),
    ],
)
def test_a_patient_in_a_negative(office, spec, tmp_path, written, found):
    patient = Pools(spec).patient(1)

    def plant(planned, pools, compose=office.compose):
        document = compose(planned, pools)
        if planned.document_id == "negative-000002":
            blocks = list(document.sections[0].blocks)
            blocks[1] = type(blocks[1])((Fragment(f"Call {written(patient)} now."),))
            section = type(document.sections[0])((), tuple(blocks))
            return type(document)(**{**fields(document), "sections": (section,)})
        return document

    def fields(document):
        return {name: getattr(document, name) for name in document.__slots__}

    office.compose = plant
    write_corpus(spec, tmp_path / "corpus")
    if not found:
        assert verify(tmp_path / "corpus").ok
        return
    said = complaints(tmp_path / "corpus")
    assert said
    assert all(line.startswith(f"{NEGATIVE}: is a negative and has") and "at text/plain" in line for line in said)


def test_documents_that_could_not_be_made_and_that_nobody_made(office, spec, tmp_path):
    def fail(document, file_format, render=office.render):
        if document.document_id == "positive-000002":
            raise RenderError("no ink")
        return render(document, file_format)

    office.render = fail
    write_corpus(spec, tmp_path / "corpus")
    relabel(tmp_path / "corpus", "negative", lambda rows: rows.pop())
    said = complaints(tmp_path / "corpus")
    assert "positive-000002: could not be made: RenderError: no ink" in said
    assert any(line.startswith("negative-000005: is missing") for line in said)
    assert any("PHI_NEG_Announcement_W00_0005.eml: is no document" in line for line in said)
    assert any(line.startswith("manifest.jsonl: lists 14") for line in said)
    assert any(line.startswith("stats.json: counts 14") for line in said)


def test_two_rows_for_a_document_and_one_too_many(corpus):
    def add(rows):
        rows.append(rows[0])
        rows.append({**rows[0], "document_id": "positive-000099"})

    relabel(corpus, "positive", add)
    said = complaints(corpus)
    assert any("positive-000000 has two label rows" in line for line in said)
    assert "positive-000099: is labelled, and the spec asks for no such document" in said


def test_a_manifest_that_says_otherwise(corpus):
    path = corpus / "manifest.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    lines[3]["bytes"] += 1
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    record_anew(corpus)
    (said,) = complaints(corpus)
    assert said.startswith(f"{POSITIVE}: manifest.jsonl and labels do not agree")
    path.write_text("{")
    assert any(line.startswith("manifest.jsonl: cannot be read") for line in complaints(corpus))
    path.unlink()
    assert any(line.startswith("manifest.jsonl: cannot be read") for line in complaints(corpus))


def test_many_problems_of_a_document_are_cut_short(corpus):
    def clear(rows):
        for _ in range(3):
            rows[3]["spans"] += rows[3]["spans"]
        for span in rows[3]["spans"]:
            span["location"] = []

    relabel(corpus, "positive", clear)
    report = verify(corpus)
    said = list(map(str, report.problems))
    assert len(said) == 11
    # The values stand in the file without a label then, too.
    assert report.found["place"] == 40
    assert said[-1] == f"{POSITIVE}: and {sum(report.found.values()) - 10} more problems"
    assert report.unlabelled >= 4


@pytest.mark.parametrize("name", ["labels/negative.parquet", "pools/patients.parquet", "corpus.json"])
def test_what_cannot_be_verified(corpus, name):
    path = corpus / name
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(CorpusError, match=path.name):
        verify(corpus)
    path.unlink()
    with pytest.raises(CorpusError, match=path.name):
        verify(corpus)


def test_labels_of_another_shape(corpus):
    pq.write_table(read_labels(corpus).drop_columns(["twin"]), corpus / "labels/positive.parquet")
    with pytest.raises(CorpusError, match="columns"):
        verify(corpus)


@pytest.mark.parametrize(("file_format", "says"), [("docx", "cannot be read as docx"), ("odt", "odt")])
def test_a_file_that_its_reader_cannot_open(corpus, file_format, says):
    relabel(corpus, "positive", lambda rows: rows[3].update(format=file_format))
    (said,) = complaints(corpus)
    assert said.startswith(f"{POSITIVE}: ")
    assert says in said


def test_a_corpus_without_negatives(office, spec, tmp_path):
    write_corpus(spec.model_copy(update={"phi_negative": 0}), tmp_path / "corpus")
    report = verify(tmp_path / "corpus")
    assert report.ok
    assert (report.documents, report.negatives) == (9, 0)


def test_the_cut_of_the_work_changes_no_count(corpus, monkeypatch):
    whole, told = verify(corpus), []
    monkeypatch.setattr("synthphi.corpus.verify.cutting._PIECE", 4)
    assert verify(corpus, progress=lambda *counts: told.append(counts)) == whole
    assert told == [(4, 15), (8, 15), (9, 15), (13, 15), (15, 15)]


def test_a_report_survives_json(corpus):
    (corpus / POSITIVE).unlink()
    report = verify(corpus)
    assert VerifyReport.model_validate_json(report.model_dump_json()) == report
    assert '"ok":false' in report.model_dump_json()
