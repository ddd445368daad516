from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.sorting import ArtifactSort

from flows.verify_corpus import verify_corpus
from synthphi import CorpusSpec, write_corpus
from synthphi.errors import CorpusError

pytestmark = [pytest.mark.usefixtures("api"), pytest.mark.timeout(120)]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write_corpus(CorpusSpec.parse({"phi_positive": 6, "phi_negative": 3}), tmp_path / "corpus")
    return tmp_path / "corpus"


def latest_artifact() -> str:
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(sort=ArtifactSort.CREATED_DESC, limit=5)
    return next(str(artifact.data) for artifact in found if artifact.key == "corpus-verification")


def test_a_corpus_that_is_as_labelled(corpus: Path) -> None:
    report = verify_corpus(corpus, workers=1)

    assert report.ok
    assert report.documents == 9
    assert "Everything is as labelled" in latest_artifact()


def test_a_damaged_document_fails_the_run_and_is_named(corpus: Path) -> None:
    damaged = sorted((corpus / "positive" / "000").iterdir())[2]
    damaged.write_bytes(damaged.read_bytes()[:-20])

    with pytest.raises(CorpusError, match=damaged.name):
        verify_corpus(corpus, workers=1)

    assert f"positive/000/{damaged.name}" in latest_artifact()


def test_a_bad_parameter_is_refused_by_name(corpus: Path) -> None:
    with pytest.raises(Exception, match="workers"):
        verify_corpus(corpus, workers=0)


def test_second_readers_are_asked_for_by_a_parameter(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(corpus))

    with pytest.raises(CorpusError, match="install the Debian or Ubuntu package"):
        verify_corpus(corpus, workers=1, thorough=True)
