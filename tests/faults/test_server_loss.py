"""A Prefect server that others run that goes away in mid-run: those that runs start themselves are among the faults."""

from pathlib import Path

import pytest
import trees
from campaign import server_of
from corpus_runs import Run

pytestmark = pytest.mark.timeout(1_500)


def test_a_run_whose_server_goes_away_ends_and_says_so_and_can_be_gone_on_with(
    tmp_path: Path, template_and_api: tuple[Path, str]
) -> None:
    template, api = template_and_api
    corpus = tmp_path / "corpus"
    with server_of(template.with_name("home"), tmp_path / "home") as server:
        environment = {"PREFECT_API_URL": server.url, "PREFECT_HOME": str(tmp_path / "client"), "SYNTHPHI_SLOW": "0.03"}
        run = Run(corpus, environment)
        assert run.wait_for(lambda: run.receipts > 1)
        # Nobody is to start it anew.
        server.stop()
        ended = run.end()

    assert (ended.code, ended.clean) == (3, True), ended
    (message,) = ended.said.splitlines()
    assert message.startswith(f"the Prefect API at {server.url} was lost in mid-run")
    assert message.endswith("What is done is kept: run the same command again to go on")

    ended = Run(corpus, {**environment, "PREFECT_API_URL": api}).end()

    assert (ended.code, ended.said, ended.clean) == (0, "", True)
    assert trees.tree(corpus) == trees.tree(template)
