"""Every kind of fault once or twice; `make faults` tries each many times, at other moments."""

import random
import shutil
from pathlib import Path

import pytest
import trees
from campaign import Lane
from corpus_runs import Run
from damage import FILES, KINDS, damage
from faults import FAULTS

pytestmark = pytest.mark.timeout(1_500)

SHORT = [
    "parent killed (SIGKILL)",
    "Ctrl-C (SIGINT)",
    "worker killed (SIGKILL)",
    "worker stopped (SIGSTOP)",
    "API server killed (SIGKILL)",
    "folder made read-only",
    "second run at the same time",
    "Prefect home cut short",
]


def test_files_of_all_kinds_that_are_damaged_are_made_anew(tmp_path: Path, template_and_api: tuple[Path, str]) -> None:
    template, api = template_and_api
    corpus = tmp_path / "corpus"
    shutil.copytree(template, corpus)
    done = [damage(corpus, what, kind, random.Random(f"{what} {kind}")) for what in FILES for kind in KINDS]
    assert trees.tree(corpus) != trees.tree(template), done

    ended = Run(corpus, {"PREFECT_API_URL": api, "PREFECT_HOME": str(tmp_path / "client")}).end()

    assert (ended.code, ended.said, ended.clean) == (0, "", True), done
    assert trees.tree(corpus) == trees.tree(template), done


@pytest.mark.parametrize("name", SHORT)
def test_after_a_fault_the_corpus_is_that_of_a_run_that_nobody_disturbed(lane: Lane, name: str) -> None:
    (fault,) = [fault for fault in FAULTS if fault.name == name]

    # A run may have ended before anything happened to it: then there is another one.
    outcome = next(found for seed in range(5) if (found := lane.happen(fault, seed)) is not None)
    lane.restart()

    assert outcome.problems == []
