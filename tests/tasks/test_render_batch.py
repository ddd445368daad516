from pathlib import Path

import pytest

from synthphi.corpus.batches import Batch
from synthphi.spec import CorpusSpec
from tasks import render_batch as module
from tasks.render_batch import batch_key

SPEC = CorpusSpec.parse({"phi_positive": 10})
BATCH = Batch("positive", 0, 10)
SAME = {"spec": SPEC, "batch": BATCH, "output": Path("/out")}


def test_the_same_batch_has_the_same_key() -> None:
    assert batch_key(None, dict(SAME)) == batch_key(None, dict(SAME))


@pytest.mark.parametrize(
    "other",
    [
        {"spec": CorpusSpec.parse({"phi_positive": 10, "seed": 43})},
        {"batch": Batch("positive", 0, 9)},
        {"batch": Batch("positive", 1, 10)},
        {"batch": Batch("negative", 0, 10)},
        {"output": Path("/elsewhere")},
    ],
)
def test_another_batch_has_another_key(other: dict[str, object]) -> None:
    assert batch_key(None, {**SAME, **other}) != batch_key(None, SAME)


def test_another_content_version_has_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = batch_key(None, SAME)
    monkeypatch.setattr(module, "content_version", lambda: "next")

    assert batch_key(None, SAME) != before
