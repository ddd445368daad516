"""The deployments on a real server, once on SQLite and once on PostgreSQL."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from connections import reached
from flows_deployed import Deployed
from waiting import eventually

from synthphi import CorpusSpec, write_corpus
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.opening import load_corpus
from synthphi.corpus.receipt import read_receipts
from synthphi.corpus.stats import read_stats
from synthphi.presets import with_preset

pytestmark = pytest.mark.timeout(300)

Tree = Callable[[Path], dict[str, str]]
SMALL = {"phi_positive": 8, "phi_negative": 4, "seed": 5}


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> Deployed:
    made: Deployed = request.getfixturevalue(f"{request.param}_server")
    return made


def test_a_corpus_from_the_server_is_the_one_that_is_made_here(server: Deployed, tmp_path: Path, tree: Tree) -> None:
    output = tmp_path / "corpus"

    run_id = server.run("generate-corpus/corpus", spec=SMALL, run={"output": str(output)})

    write_corpus(CorpusSpec.parse(SMALL), tmp_path / "here")
    assert tree(output) == tree(tmp_path / "here")
    artifacts = server.artifacts(run_id)
    assert "Total Documents Generated: 12" in artifacts["corpus-statistics"]
    assert {row["by"] for row in json.loads(artifacts["corpus-documents"])} == {
        *("format", "type", "label", "run"),
        "phi by surface",
    }

    checked = server.run("verify-corpus/verify", corpus=str(output), workers=1)
    assert "Everything is as labelled" in server.artifacts(checked)["corpus-verification"]

    server.run("extend-corpus/extend", corpus=str(output), phi_positive=10)
    assert read_stats(output).phi_positive == 10


def test_the_deployment_for_purview_is_the_preset(server: Deployed, tmp_path: Path) -> None:
    parameters = server.get("/deployments/name/generate-corpus/purview-seed")["parameters"]
    assert parameters["preset"] == "purview"
    assert CorpusSpec.parse(parameters["spec"]) == CorpusSpec.parse(with_preset("purview", {}))

    spec = {"phi_positive": 210, "phi_negative": 560, "types": {"ProviderEmail": 1, "VendorEmail": 1}}
    run_id = server.run("generate-corpus/purview-seed", spec=spec, run={"output": str(tmp_path / "corpus")})

    assert server.get(f"/flow_runs/{run_id}")["name"] == "210 positive, 560 negative, seed 42"
    _, made = load_corpus(tmp_path / "corpus")
    assert made == CorpusSpec.parse(with_preset("purview", spec))
    assert {path.parent.relative_to(tmp_path / "corpus").as_posix() for path in tmp_path.rglob("DOC_*.msg")} == {
        *("seed/positive", "seed/negative", "test/positive", "test/negative")
    }


@pytest.mark.parametrize(
    ("spec", "field"), [({"phi_positive": -1}, "phi_positive"), ({"phi_positve": 5}, "phi_positve")]
)
def test_a_bad_parameter_is_refused_by_name(server: Deployed, spec: dict[str, int], field: str) -> None:
    answer = server.start("generate-corpus/corpus", spec=spec, run={"output": "/nowhere"})

    assert answer.status_code == 409
    assert field in answer.text


def test_a_cancelled_run_says_how_to_go_on_and_does(server: Deployed, tmp_path: Path, tree: Tree) -> None:
    spec = {"phi_positive": 600, "phi_negative": 0, "seed": 6}
    run = {"output": str(tmp_path / "corpus"), "batch_size": 10, "workers": 1}
    run_id = str(server.start("generate-corpus/corpus", spec=spec, run=run).raise_for_status().json()["id"])
    receipts = tmp_path / "corpus" / ".synthphi" / "receipts"
    eventually(lambda: len(list(receipts.glob("*.json"))) >= 3, server.said)

    server.type(f"prefect flow-run cancel {run_id}")

    assert server.wait(run_id) == "CANCELLED"
    assert "was cancelled" in server.artifacts(run_id)["corpus-resume"]
    kept = read_receipts(CorpusFolder(tmp_path / "corpus"), CorpusSpec.parse(spec))
    assert 3 <= len(kept) < 60

    server.run("generate-corpus/corpus", spec=spec, run=run)

    stats = read_stats(tmp_path / "corpus")
    assert stats.documents == 600
    assert stats.reused >= 30
    write_corpus(CorpusSpec.parse(spec), tmp_path / "here")
    assert tree(tmp_path / "corpus") == tree(tmp_path / "here")


def test_the_schedule_makes_runs_of_the_nightly_deployment(server: Deployed) -> None:
    nightly = server.get("/deployments/name/make-and-check/nightly-smoke")
    assert [schedule["schedule"]["cron"] for schedule in nightly["schedules"]] == ["15 3 * * *"]
    scheduled = {"type": {"any_": ["SCHEDULED"]}}
    planned = eventually(lambda: server.runs("make-and-check/nightly-smoke", state=scheduled), server.said)
    assert all(run["expected_start_time"][11:16] == "03:15" for run in planned)

    server.run("make-and-check/nightly-smoke", spec=SMALL)


def test_a_spec_that_only_makes_no_sense_as_a_whole_is_refused_by_the_run(server: Deployed, tmp_path: Path) -> None:
    spec = {"phi_positive": 5, "phi_negative": 0, "formats": {"eml": 0}}
    answer = server.start("generate-corpus/corpus", spec=spec, run={"output": str(tmp_path / "corpus")})
    run_id = str(answer.raise_for_status().json()["id"])

    assert server.wait(run_id) == "FAILED"
    said = server.get(f"/flow_runs/{run_id}")["state"]["message"]
    assert "types and formats leave no positive document to make" in said
    assert not (tmp_path / "corpus").exists()


def test_nothing_is_reached_for_beyond_the_loopback_interface(server: Deployed, tmp_path: Path) -> None:
    server.run("generate-corpus/corpus", spec=SMALL, run={"output": str(tmp_path / "corpus"), "workers": 2})

    loopback, beyond = reached(server.connections)
    for watched in ("prefect server start", "prefect worker start", "prefect/engine.py"):
        assert any(watched in line for line in loopback), watched
    assert beyond == []
