"""What is missing or damaged is made anew, into the same bytes; what is somebody else's stays."""

import json
import shutil

import pytest
from corpora import record_anew
from trees import tree

from synthphi.corpus.extend import extend
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.lock import writing
from synthphi.corpus.repair import repair
from synthphi.corpus.stats import read_stats
from synthphi.corpus.verify import verify
from synthphi.corpus.write import write_corpus
from synthphi.errors import CorpusBusy, CorpusError, CorpusMismatch, RenderError
from synthphi.report import write_report
from synthphi.spec import CorpusSpec

POSITIVE = "positive/000/PHI_POS_ProviderEmail_W00_0005.eml"


@pytest.fixture
def whole(corpus):
    return tree(corpus)


@pytest.fixture
def unfinished(office, spec, tmp_path):
    """A corpus of which one batch of four was made when the run was killed."""

    def die_at_the_seventh(planned, pools, compose=office.compose):
        if len(office.made) == 6:
            raise KeyboardInterrupt
        return compose(planned, pools)

    compose, office.compose = office.compose, die_at_the_seventh
    with pytest.raises(KeyboardInterrupt):
        write_corpus(spec, tmp_path / "unfinished", batch_size=4)
    office.compose = compose
    return tmp_path / "unfinished"


def everything(folder):
    """Return every file with its bytes and the time of its last change."""
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_of_a_good_corpus_nothing_is_written(office, corpus):
    before = everything(corpus)
    told = []
    report = repair(corpus, progress=lambda *counts: told.append(counts))
    assert report.ok
    assert (report.documents, report.made_anew, report.damaged) == (15, 0, {})
    assert told[-1] == ("hashing", 15, 15)
    assert everything(corpus) == before
    assert office.made == []


def test_a_check_writes_nothing(office, corpus):
    (corpus / POSITIVE).write_bytes(b"short")
    (corpus / "stats.json").unlink()
    before = everything(corpus)
    report = repair(corpus, check=True, workers=3)
    assert not report.ok
    assert report.damaged == {"document": 1, "stats": 1}
    written = json.loads((corpus / "manifest.jsonl").read_text().splitlines()[5])["bytes"]
    assert [str(one) for one in report.left] == [
        f"{POSITIVE}: has 5 bytes, {written} were written",
        "stats.json: is missing",
    ]
    assert everything(corpus) == before


def test_only_the_batches_concerned_are_made(office, corpus, whole):
    (corpus / POSITIVE).unlink()
    (corpus / ".synthphi/rows/negative-000004-000005.parquet").write_bytes(b"")
    report = repair(corpus)
    assert sorted(office.made) == [
        *(f"negative-{number:06d}" for number in (4, 5)),
        *(f"positive-{number:06d}" for number in (4, 5, 6, 7)),
    ]
    assert (report.ok, report.made_anew, report.proven) == (True, 6, 6)
    assert tree(corpus) == whole


def test_what_is_not_ours_is_told_and_stays(corpus, whole):
    mine = [
        "positive/000/thesis.docx",
        "notes.txt",
        ".synthphi/receipts/notes.txt",
        ".synthphi/rows/old.parquet",
        "x/y",
    ]
    for name in mine:
        (corpus / name).parent.mkdir(exist_ok=True)
        (corpus / name).write_text("mine")
    (corpus / POSITIVE).unlink()
    for check in (True, False):
        report = repair(corpus, check=check)
        assert report.foreign == sorted(mine)
    assert report.ok
    assert [(corpus / name).read_text() for name in mine] == ["mine"] * len(mine)
    assert {path: digest for path, digest in tree(corpus).items() if path not in mine} == whole


def test_a_corpus_that_is_not_finished_is_finished(office, unfinished, whole):
    assert set(repair(unfinished, check=True).damaged) == {"no receipt", "record"}
    report = repair(unfinished)
    assert report.ok
    assert report.made_anew == 11
    assert tree(unfinished) == whole


def test_counts_of_the_run_are_kept(corpus):
    before = read_stats(corpus)
    (corpus / POSITIVE).unlink()
    repair(corpus)
    after = read_stats(corpus)
    assert (after.workers, after.generated, after.documents) == (before.workers, 15, 15)
    assert after.batches == before.batches


def test_a_damaged_report_is_written_again(corpus):
    write_report(corpus)
    assert repair(corpus, check=True).ok
    page = (corpus / "report.html").read_text()
    (corpus / "report.html").write_text(page.replace("Synthetic", "Real", 1).replace("PHI", "PHY", 1))
    assert repair(corpus, check=True).damaged == {"report": 1}
    report = repair(corpus)
    assert [one.kind for one in report.left] == ["report"]
    assert repair(corpus, write_report=write_report).ok
    assert (corpus / "report.html").read_text() != page.replace("PHI", "PHY", 1)
    assert repair(corpus, check=True).ok


def test_the_spec_is_found_again(spec, corpus, whole):
    (corpus / "corpus.json").unlink()
    report = repair(corpus)
    assert report.ok
    assert report.damaged == {"corpus.json": 1}
    assert tree(corpus) == whole


def test_the_spec_has_to_be_given_when_nothing_says_it(spec, unfinished, whole):
    (unfinished / "corpus.json").write_bytes(b"{")
    with pytest.raises(CorpusError, match=r"corpus\.json is damaged.*--config FILE"):
        repair(unfinished)
    with pytest.raises(CorpusMismatch, match="holds receipts of corpus"):
        repair(unfinished, spec=spec.model_copy(update={"seed": 9}))
    assert repair(unfinished, spec=spec).ok
    assert tree(unfinished) == whole
    with pytest.raises(CorpusMismatch, match="leave out `--config`"):
        repair(unfinished, spec=spec.model_copy(update={"seed": 9}))


def test_after_an_extension_that_was_cut_short(office, spec, corpus, tmp_path):
    more = spec.model_copy(update={"phi_positive": 11})
    write_corpus(more, tmp_path / "more")
    extend(corpus, phi_positive=11)
    assert repair(corpus).ok
    assert tree(corpus) == tree(tmp_path / "more")


def test_a_copy_without_its_receipts_is_checked_by_its_labels(office, corpus, whole):
    shutil.rmtree(corpus / ".synthphi")
    before = everything(corpus)
    report = repair(corpus, check=True)
    assert (report.ok, report.documents) == (True, 15)
    assert everything(corpus) == before
    (corpus / POSITIVE).write_bytes((corpus / POSITIVE).read_bytes()[::-1])
    assert repair(corpus, check=True).damaged == {"document": 1}
    report = repair(corpus)
    assert (report.ok, report.made_anew, report.proven) == (True, 15, 15)
    assert tree(corpus) == whole


def test_what_comes_out_other_than_it_was_is_told(office, corpus):
    def other(planned, pools, compose=office.compose):
        document = compose(planned, pools)
        object.__setattr__(document.mail, "message_id", "<other@example.org>")
        return document

    office.compose = other
    (corpus / POSITIVE).unlink()
    report = repair(corpus)
    assert not report.ok
    assert report.proven == 0
    assert f"{POSITIVE}: was made anew, and its SHA-256 is not the one that was recorded before" in map(
        str, report.left
    )


def test_what_cannot_be_made_is_told(office, corpus, whole):
    def fail(document, file_format, render=office.render):
        if document.document_id == "positive-000005":
            raise RenderError("no ink")
        return render(document, file_format)

    render, office.render = office.render, fail
    (corpus / POSITIVE).unlink()
    report = repair(corpus)
    assert [str(one) for one in report.left] == ["positive-000005: RenderError: no ink"]
    office.render = render
    assert repair(corpus).ok
    assert tree(corpus) == whole


def test_it_waits_for_no_run(spec, corpus):
    with writing(spec, corpus), pytest.raises(CorpusBusy, match="wait until that run has ended, then repair"):
        repair(corpus, check=True)


def test_no_corpus(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(CorpusError, match="is not a corpus"):
            repair(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_corpus_of_another_version(corpus, monkeypatch):
    monkeypatch.setattr("synthphi.spec.content_version", lambda: "0/old")
    with pytest.raises(CorpusMismatch, match="another content version"):
        repair(corpus)


def test_several_processes_make_the_same(tmp_path):
    spec = CorpusSpec.parse({"phi_positive": 6, "phi_negative": 4, "types": {"ProgressNote": 1, "Policy": 1}})
    write_corpus(spec, tmp_path / "corpus", batch_size=2)
    whole = tree(tmp_path / "corpus")
    for path in (tmp_path / "corpus/.synthphi/receipts").iterdir():
        path.write_bytes(b"")
    report = repair(tmp_path / "corpus", workers=2)
    assert (report.ok, report.made_anew, report.proven) == (True, 10, 10)
    assert tree(tmp_path / "corpus") == whole


def test_labels_that_somebody_changed_are_made_anew_only_when_they_are_not_recorded(corpus, whole):
    manifest = corpus / "manifest.jsonl"
    manifest.write_text(manifest.read_text().replace("eml", "msg", 1))
    assert "manifest.jsonl: is changed" in str(verify(corpus).problems[0])
    record_anew(corpus)
    assert repair(corpus, check=True).ok
    assert CorpusFolder(corpus).finished.exists()
