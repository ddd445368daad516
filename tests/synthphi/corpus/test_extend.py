"""A corpus that grew is the corpus that was made at once."""

import pytest
from trees import tree

from synthphi import CorpusError, CorpusSpec, SpecError, read_labels, verify, write_corpus
from synthphi.corpus.coverage import missing_ranges
from synthphi.corpus.extend import extend
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.receipt import read_receipts

SMALL = CorpusSpec(phi_positive=20, phi_negative=20, seed=8)
LARGE = CorpusSpec(phi_positive=45, phi_negative=20, seed=8)


def test_it_ends_as_if_made_at_once_and_keeps_what_is_there(tmp_path):
    write_corpus(SMALL, tmp_path / "grown")
    before = read_receipts(CorpusFolder(tmp_path / "grown"), SMALL)
    assert None in read_labels(tmp_path / "grown")["twin"].to_pylist()

    spec = extend(tmp_path / "grown", phi_positive=45)

    assert spec == LARGE
    assert missing_ranges(CorpusFolder(tmp_path / "grown"), LARGE)["positive"] == [range(20, 45)]
    stats = write_corpus(spec, tmp_path / "grown")
    assert (stats.documents, stats.reused) == (65, 40)
    made = {receipt.batch: receipt.started for receipt in read_receipts(CorpusFolder(tmp_path / "grown"), LARGE)}
    assert all(made[receipt.batch] == receipt.started for receipt in before)
    write_corpus(LARGE, tmp_path / "at-once")
    assert tree(tmp_path / "grown") == tree(tmp_path / "at-once")
    assert verify(tmp_path / "grown").ok


def test_documents_are_never_taken_out(tmp_path):
    write_corpus(SMALL, tmp_path / "corpus")
    before = tree(tmp_path / "corpus")

    with pytest.raises(SpecError, match=r"phi_negative: the corpus has 20.*got 19"):
        extend(tmp_path / "corpus", phi_negative=19)

    assert tree(tmp_path / "corpus") == before


def test_stopped_between_spec_and_receipts_it_ends_the_same(tmp_path, monkeypatch):
    write_corpus(SMALL, tmp_path / "grown", batch_size=7)
    calls = []

    def stop_at_the_third(folder, receipt):
        calls.append(receipt)
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(folder, receipt)

    import synthphi.corpus.extend as module  # noqa: PLC0415

    real = module.write_receipt
    monkeypatch.setattr(module, "write_receipt", stop_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        extend(tmp_path / "grown", phi_positive=45)

    write_corpus(LARGE, tmp_path / "grown")

    write_corpus(LARGE, tmp_path / "at-once")
    assert tree(tmp_path / "grown") == tree(tmp_path / "at-once")


def test_a_folder_that_is_no_corpus_is_named(tmp_path):
    with pytest.raises(CorpusError, match="is not a corpus"):
        extend(tmp_path, phi_positive=5)
