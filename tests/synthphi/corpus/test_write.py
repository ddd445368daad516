"""`write_corpus` and `iter_documents` with real documents of every type and format."""

import pytest

from synthphi.corpus.labels import read_labels
from synthphi.corpus.stats import read_stats
from synthphi.corpus.verify import verify
from synthphi.corpus.write import iter_documents, write_corpus
from synthphi.doctypes import DocType, Format
from synthphi.document import Document, annotate
from synthphi.spec import CorpusSpec

SPEC = CorpusSpec(phi_positive=150, phi_negative=100, seed=11, formats=dict.fromkeys(Format, 1))


@pytest.fixture(scope="module")
def real_corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("real") / "corpus"
    stats = write_corpus(SPEC, folder)
    assert stats == read_stats(folder)
    return folder


def test_every_type_and_format_is_there_and_verified(real_corpus):
    report = verify(real_corpus)
    assert [str(problem) for problem in report.problems] == []
    stats = read_stats(real_corpus)
    assert stats.by_type.keys() == set(DocType)
    assert stats.by_format.keys() == set(Format)
    assert (stats.documents, stats.errors, stats.missing) == (250, 0, 0)


def test_documents_without_files_are_those_of_the_files(real_corpus):
    documents = list(iter_documents(SPEC))
    assert all(isinstance(document, Document) for document in documents)
    assert [annotate(document).text for document in documents] == read_labels(real_corpus)["text"].to_pylist()


def test_documents_come_one_by_one():
    many = iter_documents(CorpusSpec(phi_positive=10**6))
    assert next(many).document_id == "positive-000000"
