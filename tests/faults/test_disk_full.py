"""A disk that is full at chosen points of a run: of one corpus, which goes further every time."""

from pathlib import Path

import pytest
import trees
from corpus_runs import LOOSE, Run
from disks import can_mount, small_disk

from synthphi.corpus.folder import CorpusFolder

pytestmark = pytest.mark.timeout(1_500)

POINTS = {
    "a slice of a pool": r"/\.synthphi/pools/\.patients",
    "the first document": r"/positive/000/\.PHI_POS_[A-Za-z]+_W00_0000",
    "a document in the middle": r"/positive/000/\.PHI_POS_[A-Za-z]+_W00_0020",
    "label rows of a batch": r"/rows/\.",
    "a receipt": r"/receipts/\.",
    "a pool": r"/corpus/pools/\.providers",
    "the manifest": r"/\.manifest\.jsonl",
    "the label tables": r"/labels/\.negative",
    "the counts": r"/\.stats\.json",
    "the state file": r"/\.\.generation_state\.json",
    "the report": r"/\.report\.html",
}
"""In the order in which they are reached. At each, a file with a name like this is about to be written."""
WITHIN_BATCHES = ("the first document", "a document in the middle", "label rows of a batch", "a receipt")
"""Points that a run passes only where a batch is to be made: its other worker may have made all of them before."""


def test_a_full_disk_ends_a_run_with_one_message_and_it_goes_on_when_there_is_space(
    tmp_path: Path, template_and_api: tuple[Path, str]
) -> None:
    if can_mount():
        with small_disk(tmp_path / "disk", LOOSE.disk) as disk:
            ends(disk, {"SYNTHPHI_FILLER": str(disk / "filler")}, *template_and_api)
    else:
        ends(tmp_path, {"SYNTHPHI_FULL_FLAG": str(tmp_path / "full")}, *template_and_api)


def ends(place: Path, full: dict[str, str], template: Path, api: str) -> None:
    corpus = place / "corpus"
    environment = {"PREFECT_API_URL": api, "PREFECT_HOME": str(template.with_name("client"))}
    done = 0
    for point, pattern in POINTS.items():
        if point in WITHIN_BATCHES:
            for receipt in CorpusFolder(corpus).receipts.glob("*.json"):
                receipt.unlink()
            done = 0
        ended = Run(corpus, {**environment, "SYNTHPHI_FULL": pattern, **full}).end()
        (used,) = map(Path, full.values())
        assert used.exists(), (point, ended)
        used.unlink()

        assert (ended.code, ended.clean) == (3, True), (point, ended)
        (message,) = ended.said.splitlines()
        assert "No space left on device; what is done is kept: put it right and run the same command again" in message
        receipts = len(list(CorpusFolder(corpus).receipts.glob("*.json")))
        assert receipts >= done
        done = receipts

    ended = Run(corpus, environment).end()

    assert (ended.code, ended.said, ended.clean) == (0, "", True)
    assert trees.tree(corpus) == trees.tree(template)
    assert list(corpus.rglob("*.part")) == []
