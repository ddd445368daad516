from pathlib import Path
from typing import Any

import pytest

from flows import make_and_check as module
from flows.verify_corpus import VerificationFailed
from synthphi.corpus.stats import CorpusStats
from synthphi.corpus.verify import Problem, VerifyReport
from synthphi.errors import CorpusError
from synthphi.run_options import RunOptions
from synthphi.spec import CorpusSpec

SPEC = CorpusSpec.parse({"phi_positive": 4, "phi_negative": 2, "seed": 1})
GOOD = VerifyReport(documents=6, spans=40, places=50, negatives=2, values=30, problems=[])
BAD = GOOD.model_copy(update={"problems": [Problem(path="positive/000/a.pdf", message="is gone")]})


class Subflows:
    """Stand in for the three subflows, and remember what they were called with."""

    def __init__(self) -> None:
        self.stats = CorpusStats(documents=6)
        self.found = GOOD
        self.made: list[tuple[CorpusSpec, RunOptions]] = []
        self.reported: list[tuple[Path, VerifyReport]] = []

    def generate_corpus(self, spec: CorpusSpec, run: RunOptions) -> CorpusStats:
        self.made.append((spec, run))
        run.output.mkdir(exist_ok=True)
        return self.stats

    def verify_corpus(self, corpus: Path, _workers: Any) -> VerifyReport:
        if not self.found.ok:
            raise VerificationFailed(corpus, self.found)
        return self.found

    def report_corpus(self, corpus: Path, report: VerifyReport) -> None:
        self.reported.append((corpus, report))


@pytest.fixture
def subflows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Subflows:
    stand_ins = Subflows()
    for name in ("generate_corpus", "verify_corpus", "report_corpus"):
        monkeypatch.setattr(module, name, getattr(stand_ins, name))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return stand_ins


def test_when_all_is_well_nothing_is_left(subflows: Subflows, tmp_path: Path) -> None:
    assert module.make_and_check.fn(SPEC) == GOOD
    ((spec, run),) = subflows.made
    assert spec == SPEC
    assert subflows.reported == [(run.output, GOOD)]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_ones_own_is_kept(subflows: Subflows, tmp_path: Path) -> None:
    module.make_and_check.fn(SPEC, output=tmp_path / "mine", workers=3)

    ((_, run),) = subflows.made
    assert (run.output, run.workers) == (tmp_path / "mine", 3)
    assert (tmp_path / "mine").is_dir()


def test_a_document_that_was_not_made_fails_it(subflows: Subflows, tmp_path: Path) -> None:
    subflows.stats = CorpusStats(documents=5, errors=1)

    with pytest.raises(CorpusError, match=r"1 documents could not be made.*errors.jsonl"):
        module.make_and_check.fn(SPEC)
    assert len(list(tmp_path.iterdir())) == 1  # kept, to be looked at


def test_a_label_that_is_not_there_fails_it_and_is_in_the_report(subflows: Subflows, tmp_path: Path) -> None:
    subflows.found = BAD

    with pytest.raises(VerificationFailed, match=r"1 problems in .*a\.pdf: is gone"):
        module.make_and_check.fn(SPEC)
    ((corpus, reported),) = subflows.reported
    assert reported == BAD
    assert corpus.is_dir()
