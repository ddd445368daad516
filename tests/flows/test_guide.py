"""docs/prefect.md, followed to the letter but for ports and folders."""

import json
import re
from pathlib import Path
from typing import Any

import guide
import pytest
from flows_deployed import Deployed, served
from waiting import eventually

from synthphi.corpus.stats import read_stats

pytestmark = pytest.mark.timeout(300)

SMALL = {"phi_positive": 4, "phi_negative": 2, "seed": 3}


def test_there_is_a_test_for_every_terminal() -> None:
    # `flows_deployed` opens those of the server and the worker.
    assert guide.terminals() == {
        *("terminal 1", "terminal 1, with PostgreSQL", "as postgres"),
        *("terminal 2", "terminal 3", "terminal 4"),
    }


def test_its_links_and_pictures_are_there() -> None:
    text = (guide.ROOT / "docs" / "prefect.md").read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)]+)\)", text) if "://" not in target]
    headings = {
        "#" + re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }

    assert any(target.startswith("images/") for target in targets)
    for target in targets:
        assert target in headings if target.startswith("#") else (guide.ROOT / "docs" / target).is_file(), target


def test_its_commands_make_a_corpus_and_schedule_one(sqlite_server: Deployed, tmp_path: Path) -> None:
    _deploying, running, inspecting, scheduling, switching_on = guide.blocks("terminal 3")

    said = sqlite_server.type(running, **{"/tmp/my-corpus": str(tmp_path / "corpus")})
    assert "Flow run finished successfully" in said
    assert read_stats(tmp_path / "corpus").documents == 300

    assert "Total Documents Generated" in sqlite_server.type(inspecting)

    said = sqlite_server.type(scheduling)
    assert "0 6 * * 1" in said

    try:
        sqlite_server.type(switching_on)
        _a_finished_corpus_is_verified(sqlite_server, tmp_path)
    finally:
        sqlite_server.type("prefect automation pause verify-finished-corpora")


def _a_finished_corpus_is_verified(server: Deployed, tmp_path: Path) -> None:
    # A corpus that is deleted after its check is not for this automation.
    server.run("make-and-check/nightly-smoke", spec=SMALL)
    output = str(tmp_path / "verified")
    server.run("generate-corpus/corpus", spec=SMALL, run={"output": output})

    def started() -> list[dict[str, Any]]:
        return [run for run in server.runs("verify-corpus/verify") if "verified" in json.dumps(run["parameters"])]

    (verification,) = eventually(started, server.said)
    assert verification["parameters"] == {"corpus": output}
    assert server.wait(verification["id"]) == "COMPLETED"
    asked = [run["parameters"]["corpus"] for run in server.runs("verify-corpus/verify")]
    assert not [corpus for corpus in asked if "synthphi-check" in corpus]


def test_without_a_worker_one_process_serves_all(tmp_path: Path) -> None:
    with served(tmp_path / "server", "sqlite") as server, server.terminal("terminal 4"):
        eventually(lambda: len(server.post("/deployments/filter")) == 5, server.said)
        nightly = server.get("/deployments/name/make-and-check/nightly-smoke")
        assert [schedule["schedule"]["cron"] for schedule in nightly["schedules"]] == ["15 3 * * *"]

        output = tmp_path / "corpus"
        server.run("generate-corpus/corpus", spec=SMALL, run={"output": str(output)})
        assert read_stats(output).documents == 6

        refused = server.start("generate-corpus/corpus", spec={"seed": -1})
        assert "seed" in refused.text
        assert refused.status_code == 409
