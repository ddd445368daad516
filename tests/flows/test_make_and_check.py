import pytest

from flows import make_and_check as module
from synthphi.corpus.stats import CorpusStats
from synthphi.corpus.verify import VerifyReport
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

    monkeypatch.setattr(module, "generate_corpus", generate)
    monkeypatch.setattr(module, "verify_corpus", lambda _corpus: REPORT)
    return specs


def test_two_thirds_have_phi_and_the_labels_found_are_counted(made: list[CorpusSpec]) -> None:
    assert module.make_and_check.fn(documents=6, seed=1) == 40
    assert [(spec.phi_positive, spec.phi_negative, spec.seed) for spec in made] == [(4, 2, 1)]


def test_a_document_that_was_not_made_fails_it(made: list[CorpusSpec], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "generate_corpus", lambda _spec, _run: CorpusStats(documents=5, errors=1))

    with pytest.raises(CorpusError, match="1 of 6 documents could not be made"):
        module.make_and_check.fn(documents=6)
