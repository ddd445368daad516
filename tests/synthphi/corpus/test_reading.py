"""Readers work on a corpus that no run has finished, while a run is writing to it or not, and say so."""

import json
import os
import shutil

import pyarrow.parquet as pq
import pytest

from synthphi.corpus.batch import render_batch
from synthphi.corpus.batches import Batch
from synthphi.corpus.counts import corpus_stats
from synthphi.corpus.extend import extend
from synthphi.corpus.labels import label_rows, read_labels
from synthphi.corpus.lock import writing
from synthphi.corpus.opening import open_corpus
from synthphi.corpus.reading import read_corpus
from synthphi.corpus.show import annotated_text
from synthphi.corpus.verify import summary, verify
from synthphi.errors import IncompleteCorpus, RenderError
from synthphi.report import write_report

BATCHES = (Batch("positive", 0, 4), Batch("positive", 6, 8), Batch("negative", 2, 6))
NUMBERS = [*(("positive", n) for n in (0, 1, 2, 3, 6, 7)), *(("negative", n) for n in (2, 3, 4, 5))]


@pytest.fixture
def begun(office, spec, tmp_path):
    """A corpus of which three batches are made."""
    folder = open_corpus(spec, tmp_path / "begun")
    for batch in BATCHES:
        render_batch(spec, batch, folder.root)
    (folder.root / "positive/000/PHI_POS_ProviderEmail_W00_0008.eml").write_text("of a batch that is being made")
    return folder.root


def numbers(table):
    return list(zip(table["phi_class"].to_pylist(), table["number"].to_pylist(), strict=True))


def test_labels_of_what_is_there(begun, corpus):
    with pytest.warns(IncompleteCorpus, match="10 of 15 documents can be read; run `synthphi generate`"):
        table = read_labels(begun)
    assert numbers(table) == NUMBERS
    rows = {(row["phi_class"], row["number"]): row for row in read_labels(corpus).to_pylist()}
    assert table.to_pylist() == [rows[place] for place in NUMBERS]
    listed = label_rows(read_corpus(begun), ("phi_class", "number"), most=3, at_once=2)
    assert [(row["phi_class"], row["number"]) for row in listed] == [*NUMBERS[:3], *NUMBERS[6:9]]


def test_batches_that_overlap_give_each_document_once(office, spec, begun):
    def fail(document, file_format, render=office.render):
        if document.document_id in {"positive-000002", "positive-000005"}:
            raise RenderError("no ink")
        return render(document, file_format)

    office.render = fail
    render_batch(spec, Batch("positive", 1, 7), begun)
    reading = read_corpus(begun)
    with pytest.warns(IncompleteCorpus):
        # One of the earlier batches has what could not be made in the later one.
        assert numbers(read_labels(begun))[:7] == [("positive", n) for n in (0, 1, 2, 3, 4, 6, 7)]
    stats = corpus_stats(reading)
    assert (stats.documents, stats.phi_positive, stats.errors, stats.missing) == (11, 7, 1, 3)
    assert stats.by_format == {"eml": 11}


def test_counts_of_what_is_there(begun, spec):
    reading = read_corpus(begun)
    stats = corpus_stats(reading)
    assert (stats.documents, stats.phi_positive, stats.phi_negative, stats.missing) == (10, 6, 4, 5)
    assert stats.by_label["SSN"] == 6
    assert not reading.complete
    assert reading.writer is None


def test_it_is_verified_as_far_as_it_is_there(begun, corpus):
    report = verify(begun)
    assert not report.ok
    assert (report.documents, report.complete, report.missing, report.writer) == (10, False, 5, None)
    (problem,) = report.problems
    assert "10 of 15 documents can be read" in str(problem)
    assert summary(report)[0] == "Not complete: 5 documents are missing"
    assert report.values == verify(corpus).values
    assert verify(begun, workers=2) == report
    path = begun / "positive/000/PHI_POS_ProviderEmail_W00_0006.eml"
    path.write_bytes(path.read_bytes().replace(b"saw", b"sew"))
    assert [one.path for one in verify(begun).problems][1:] == [path.relative_to(begun).as_posix()]


def test_while_a_run_is_going_on_it_is_said_who_is_writing(begun, spec):
    with writing(spec, begun):
        reading, report = read_corpus(begun), verify(begun)
        assert f"process {os.getpid()} " in reading.note
        assert f"process {os.getpid()} " in summary(report)[0]
        assert corpus_stats(reading).documents == 10
        with pytest.warns(IncompleteCorpus, match=f"process {os.getpid()} .*is writing to it"):
            assert read_labels(begun).num_rows == 10
        write_report(begun)
    assert verify(begun).writer is None


def test_documents_are_shown_and_the_report_is_written(begun):
    shown = annotated_text(begun / "positive/000/PHI_POS_ProviderEmail_W00_0007.eml")
    assert shown.document_id == "positive-000007"
    assert "Not made yet" in write_report(begun).read_text()


def test_damaged_rows_and_receipts_do_not_count(begun):
    (begun / ".synthphi/rows/positive-000006-000007.parquet").write_bytes(b"")
    (begun / ".synthphi/receipts/negative-000002-000005.json").write_bytes(b"{")
    assert [part[:1] + part[2:] for part in read_corpus(begun).parts] == [("positive", 0, 4)]


def test_an_extended_corpus_is_read_until_it_is_finished(corpus):
    extend(corpus, phi_positive=12)
    reading = read_corpus(corpus)
    assert (reading.finished, reading.documents, reading.missing) == (False, 15, 3)
    with pytest.warns(IncompleteCorpus, match="15 of 18"):
        assert read_labels(corpus).num_rows == 15


def test_a_copy_without_its_receipts_is_a_corpus(corpus):
    shutil.rmtree(corpus / ".synthphi")
    assert read_labels(corpus).num_rows == 15
    assert verify(corpus).ok
    assert read_corpus(corpus).complete


def test_a_finished_corpus_is_complete(corpus):
    reading = read_corpus(corpus)
    assert (reading.complete, reading.note, reading.missing) == (True, None, 0)
    assert json.loads((corpus / "stats.json").read_text())["documents"] == corpus_stats(reading).documents
    assert sum(pq.read_metadata(part.path).num_rows for part in reading.parts) == 15
