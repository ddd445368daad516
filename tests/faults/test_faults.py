"""Every kind of fault once or twice; `make faults` tries each many times, at other moments."""

import pytest
from campaign import Lane
from faults import FAULTS

pytestmark = pytest.mark.timeout(1_500)

SHORT = [
    "parent killed (SIGKILL)",
    "Ctrl-C (SIGINT)",
    "SIGTERM",
    "worker killed (SIGKILL)",
    "worker stopped (SIGSTOP)",
    "API server killed (SIGKILL)",
    "disk full",
    "folder made read-only",
    "second run at the same time",
    "clock set back",
    "files damaged in mid-run",
    "Prefect home cut short",
    "documents flipped",
    "receipts cut short",
    "label rows flipped",
    "pools flipped",
]


@pytest.mark.parametrize("name", SHORT)
def test_after_a_fault_the_corpus_is_that_of_a_run_that_nobody_disturbed(lane: Lane, name: str) -> None:
    (fault,) = [fault for fault in FAULTS if fault.name == name]

    # A run may have ended before anything happened to it: then there is another one.
    outcome = next(found for seed in range(5) if (found := lane.happen(fault, seed)) is not None)
    lane.restart()

    assert outcome.problems == []
