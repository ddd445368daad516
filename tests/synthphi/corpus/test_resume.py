"""A run that is cut short goes on, and ends in the same bytes."""

import json

import pyarrow.parquet as pq
import pytest
from trees import tree

from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.receipt import read_receipts
from synthphi.corpus.write import write_corpus
from synthphi.errors import OutputError, RenderError
from synthphi.render.base import Rendered


@pytest.fixture
def whole(office, spec, tmp_path):
    write_corpus(spec, tmp_path / "whole")
    office.made.clear()
    return tree(tmp_path / "whole")


@pytest.mark.parametrize("batch_size", [1, 2, 5, 100])
def test_however_it_is_cut(office, spec, tmp_path, whole, batch_size):
    write_corpus(spec, tmp_path / "corpus", batch_size=batch_size)
    assert tree(tmp_path / "corpus") == whole


def test_more_rows_than_a_row_group(office, spec, tmp_path, monkeypatch):
    monkeypatch.setattr("synthphi.corpus.merge.ROW_GROUP", 20)
    many = spec.model_copy(update={"phi_positive": 50, "phi_negative": 0})
    write_corpus(many, tmp_path / "a")
    write_corpus(many, tmp_path / "b", batch_size=7)
    table = pq.read_metadata(tmp_path / "a/labels/positive.parquet")
    assert [table.row_group(i).num_rows for i in range(table.num_row_groups)] == [20, 20, 10]
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_a_finished_corpus_is_not_made_again(office, spec, corpus):
    before = tree(corpus)
    stats = write_corpus(spec, corpus, batch_size=2)
    assert office.made == []
    assert (stats.documents, stats.reused, stats.generated, stats.missing) == (15, 15, 0, 0)
    assert tree(corpus) == before


def test_a_deleted_document_is_made_again_with_its_batch(office, spec, corpus, whole):
    (corpus / "positive/000/PHI_POS_ProviderEmail_W00_0005.eml").unlink()
    stats = write_corpus(spec, corpus)
    assert sorted(office.made) == [f"positive-{number:06d}" for number in (4, 5, 6, 7)]
    assert stats.documents == 15
    assert stats.reused == 11
    assert tree(corpus) == whole


def test_a_truncated_document_is_made_again(office, spec, corpus, whole):
    path = corpus / "negative/000/PHI_NEG_Announcement_W00_0005.eml"
    path.write_bytes(path.read_bytes()[:-1])
    write_corpus(spec, corpus, batch_size=1)
    assert sorted(office.made) == ["negative-000004", "negative-000005"]
    assert tree(corpus) == whole


@pytest.mark.parametrize("what", ["receipts", "rows"])
def test_damaged_records_are_made_again(office, spec, corpus, whole, what):
    for path in (corpus / ".synthphi" / what).iterdir():
        path.write_bytes(b"{")
    write_corpus(spec, corpus)
    assert len(office.made) == 15
    assert tree(corpus) == whole


def test_lost_labels_and_pools_are_written_again(office, spec, corpus, whole):
    for path in (corpus / "labels/positive.parquet", corpus / "pools/patients.parquet", corpus / "manifest.jsonl"):
        path.unlink()
    write_corpus(spec, corpus)
    assert office.made == []
    assert tree(corpus) == whole


def test_a_killed_run_goes_on_with_another_batch_size(office, spec, tmp_path, whole):
    folder = tmp_path / "corpus"

    def die_at_the_seventh(planned, pools, compose=office.compose):
        if len(office.made) == 6:
            raise KeyboardInterrupt
        return compose(planned, pools)

    compose, office.compose = office.compose, die_at_the_seventh
    with pytest.raises(KeyboardInterrupt):
        write_corpus(spec, folder, batch_size=4)
    assert not (folder / "manifest.jsonl").exists()
    office.compose = compose
    office.made.clear()
    stats = write_corpus(spec, folder, batch_size=3)
    assert not set(office.made) & {f"positive-{number:06d}" for number in range(4)}
    assert stats.reused == 4
    assert tree(folder) == whole


def test_errors_are_recorded_and_the_documents_made_when_the_cause_is_gone(office, spec, tmp_path, whole):
    folder = tmp_path / "corpus"

    def fail(document, file_format, render=office.render):
        if document.document_id in {"positive-000002", "positive-000008", "negative-000001"}:
            raise RenderError("no ink")
        return render(document, file_format)

    render, office.render = office.render, fail
    stats = write_corpus(spec, folder, batch_size=4)
    assert (stats.documents, stats.errors, stats.missing) == (12, 3, 0)
    errors = [json.loads(line) for line in (folder / "errors.jsonl").read_text().splitlines()]
    assert [error["document_id"] for error in errors] == ["positive-000002", "positive-000008", "negative-000001"]
    assert {(error["error"], error["message"]) for error in errors} == {("RenderError", "no ink")}
    assert "no ink" in errors[0]["traceback"]
    assert len((folder / "manifest.jsonl").read_bytes().splitlines()) == 12

    office.render = render
    office.made.clear()
    stats = write_corpus(spec, folder, batch_size=3)
    assert {"positive-000002", "positive-000008", "negative-000001"} <= set(office.made)
    assert not {"positive-000004", "negative-000004"} & set(office.made)
    assert (stats.documents, stats.errors) == (15, 0)
    assert not (folder / "errors.jsonl").exists()
    assert tree(folder) == whole


def test_documents_that_fail_again_in_another_cut_are_told_once(office, spec, tmp_path):
    folder = tmp_path / "corpus"

    def fail(document, file_format, render=office.render):
        if document.document_id == "positive-000002":
            raise RenderError("no ink")
        return render(document, file_format)

    office.render = fail
    for batch_size in (4, 3, 9):
        stats = write_corpus(spec, folder, batch_size=batch_size)
        assert (stats.documents, stats.errors, stats.missing) == (14, 1, 0)
        assert len((folder / "errors.jsonl").read_text().splitlines()) == 1
        assert len((folder / "manifest.jsonl").read_text().splitlines()) == 14


def test_what_a_killed_process_left_half_written_is_swept(spec, corpus):
    left = [
        corpus / "positive/000/.PHI_POS_ProviderEmail_W00_0001.eml.77.part",
        corpus / ".manifest.jsonl.77.part",
        corpus / "labels/.positive.parquet.77.part",
        corpus / "pools/.patients.parquet.77.part",
        corpus / ".synthphi/rows/.positive-000000-000003.parquet.77.part",
        corpus / ".synthphi/receipts/.positive-000000-000003.json.77.part",
        corpus / ".synthphi/pools/.patients-00000000-00000002.parquet.77.part",
    ]
    for path in left:
        path.write_bytes(b"half")
    write_corpus(spec, corpus)
    assert [path for path in left if path.exists()] == []


def test_receipts_of_another_corpus_do_not_count(office, spec, corpus):
    for path in (corpus / ".synthphi/receipts").iterdir():
        path.write_text(path.read_text().replace(spec.fingerprint, "0" * 64))
    write_corpus(spec, corpus)
    assert len(office.made) == 15


def test_a_full_disk_ends_the_run_and_says_that_it_resumes(office, spec, tmp_path, monkeypatch):
    def full(source, target):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", full)
        with pytest.raises(OutputError, match=r"No space left on device.*same command"):
            write_corpus(spec, tmp_path / "corpus")
    assert write_corpus(spec, tmp_path / "corpus").documents == 15


def test_progress_is_told_from_the_start_to_the_end(office, spec, tmp_path):
    told = []
    write_corpus(spec, tmp_path / "corpus", batch_size=4, progress=lambda *counts: told.append(counts))
    assert told == [(0, 15), (4, 15), (8, 15), (12, 15), (14, 15), (15, 15)]


def test_a_receipt_holds_hashes_that_can_be_compared(spec, corpus):
    folder = CorpusFolder(corpus)
    assert len(read_receipts(folder, spec, verify_hashes=True)) == 5
    path = corpus / "positive/000/PHI_POS_ProviderEmail_W00_0000.eml"
    data = path.read_bytes()
    path.write_bytes(data[:-2] + b"!\n")
    # It was changed after the receipt, so its hash is compared, too.
    assert len(read_receipts(folder, spec)) == 4
    assert len(read_receipts(folder, spec, verify_hashes=True)) == 4


def test_a_renderer_that_forgets_a_place_is_an_error(office, spec, tmp_path):
    def forget(document, file_format, render=office.render):
        rendered = render(document, file_format)
        return Rendered(rendered.data, rendered.places[1:])

    office.render = forget
    assert write_corpus(spec, tmp_path / "corpus").errors == 15
    assert "5 spans, and places for 4 of them" in (tmp_path / "corpus/errors.jsonl").read_text()
    assert not list((tmp_path / "corpus").glob("positive/**/*.eml"))


def test_receipts_that_no_longer_count_do_not_stay(spec, corpus):
    (corpus / ".synthphi/receipts/positive-000004-000007.json").write_text("{")
    write_corpus(spec, corpus, batch_size=1)
    names = sorted(path.stem for path in (corpus / ".synthphi/receipts").iterdir())
    assert "positive-000004-000007" not in names
    assert {f"positive-{number:06d}-{number:06d}" for number in (4, 5, 6, 7)} <= set(names)
    assert sorted(path.stem for path in (corpus / ".synthphi/rows").iterdir()) == names
