import pytest

from flows import smoke
from synthphi.corpus.stats import CorpusStats
from synthphi.corpus.verify import VerifyReport
from synthphi.corpus.verify_documents import Problem
from synthphi.errors import CorpusError
from synthphi.spec import CorpusSpec, RunOptions

REPORT = VerifyReport(documents=6, spans=40, places=50, negatives=2, values=30, problems=[])


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[CorpusSpec]:
    """The specs that a corpus was asked for; nothing is made."""
    specs = []

    def generate(spec: CorpusSpec, run: RunOptions) -> CorpusStats:
        specs.append(spec)
        return CorpusStats(documents=6)

    monkeypatch.setattr(smoke, "generate_corpus", generate)
    monkeypatch.setattr(smoke, "verify_corpus", lambda _corpus: REPORT)
    return specs


def test_two_thirds_have_phi_and_the_labels_found_are_counted(made: list[CorpusSpec]) -> None:
    assert smoke.make_and_verify.fn(documents=6, seed=1) == 40
    assert [(spec.phi_positive, spec.phi_negative, spec.seed) for spec in made] == [(4, 2, 1)]


def test_a_document_that_was_not_made_fails_it(made: list[CorpusSpec], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smoke, "generate_corpus", lambda _spec, _run: CorpusStats(documents=5, errors=1))

    with pytest.raises(CorpusError, match="1 of 6 documents could not be made"):
        smoke.make_and_verify.fn(documents=6)


def test_a_label_that_is_not_there_fails_it(made: list[CorpusSpec], monkeypatch: pytest.MonkeyPatch) -> None:
    report = REPORT.model_copy(update={"problems": [Problem(path="positive/000/a.pdf", message="no SSN on page 0")]})
    monkeypatch.setattr(smoke, "verify_corpus", lambda _corpus: report)

    with pytest.raises(CorpusError, match=r"1 problems.*a\.pdf: no SSN on page 0"):
        smoke.make_and_verify.fn(documents=6)
