import base64
import json
import re
import shutil
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.sorting import ArtifactSort, LogSort
from waiting import eventually

from flows.extend_corpus import extend_corpus
from flows.launch import launch
from flows.progress import Progress
from synthphi import CorpusSpec, write_corpus
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.lock import writing
from synthphi.corpus.receipt import read_receipts
from synthphi.corpus.stats import read_stats
from synthphi.corpus.verify import verify
from synthphi.doctypes import TYPES, DocType
from synthphi.errors import OutputError, SpecError
from synthphi.run_options import RunOptions

pytestmark = [pytest.mark.usefixtures("api"), pytest.mark.timeout(300)]

SPEC = CorpusSpec.parse({"phi_positive": 20, "phi_negative": 10, "seed": 11})

Tree = Callable[[Path], dict[str, str]]
Sabotage = Callable[[dict[str, str]], None]


def options(output: Path, **others: object) -> RunOptions:
    return RunOptions.parse({"output": output, "workers": 2, "batch_size": 5, **others})


def errors_in(corpus: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (corpus / "errors.jsonl").read_text().splitlines()]


def workers_alive() -> list[psutil.Process]:
    def is_worker(child: psutil.Process) -> bool:
        try:
            return "multiprocessing.spawn" in " ".join(child.cmdline())
        except psutil.Error:  # it has just ended
            return False

    return [child for child in psutil.Process().children() if is_worker(child)]


@pytest.fixture(scope="session")
def in_one_process(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = tmp_path_factory.mktemp("one-process") / "corpus"
    write_corpus(SPEC, corpus)
    return corpus


def test_two_workers_make_what_one_process_makes(tmp_path: Path, in_one_process: Path, tree: Tree) -> None:
    told: list[Progress] = []

    stats = launch(SPEC, options(tmp_path / "corpus"), told.append)

    assert tree(tmp_path / "corpus") == tree(in_one_process)
    assert (stats.documents, stats.phi_positive, stats.phi_negative, stats.errors) == (30, 20, 10, 0)
    assert stats == read_stats(tmp_path / "corpus")
    assert len(stats.workers) <= 2
    assert stats.batches.count == 6
    assert stats.batches.actual == pytest.approx(sum(worker.seconds for worker in stats.workers.values()))
    assert verify(tmp_path / "corpus").ok
    assert (told[0].done, told[-1].done, told[-1].total) == (0, 30, 30)


def test_a_run_leaves_its_artifacts(tmp_path: Path) -> None:
    launch(CorpusSpec.parse({"phi_positive": 4, "phi_negative": 2}), options(tmp_path / "corpus"))

    with get_client(sync_client=True) as client:
        latest = client.read_artifacts(sort=ArtifactSort.CREATED_DESC, limit=5)
    data = {artifact.key: str(artifact.data) for artifact in latest}
    assert "Total Documents Generated: 6" in data["corpus-statistics"]
    assert str(tmp_path / "corpus") in data["corpus-statistics"]
    table = json.loads(data["corpus-documents"])
    assert sum(row["count"] for row in table if row["by"] == "format") == 6
    assert sum(row["count"] for row in table if row["by"] == "type") == 6
    assert {"by": "run", "name": "reused", "count": 0} in table
    assert {"by": "run", "name": "batches", "count": 2} in table
    assert "  - Batches: 2 in " in data["corpus-statistics"]
    assert float(data["corpus-progress"]) == 100
    report = tmp_path / "corpus" / "report.html"
    assert report.is_file()
    assert report.as_uri() in data["corpus-report"]
    pictures = re.findall(r"!\[[^\]]+\]\(data:image/png;base64,([^)]+)\)", data["corpus-pages"])
    assert pictures
    for picture in pictures:
        assert base64.b64decode(picture, validate=True).startswith(b"\x89PNG")


def test_the_end_of_a_run_is_an_event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[dict[str, Any]] = []
    monkeypatch.setattr("flows.artifacts.emit_event", lambda **event: events.append(event))
    spec = CorpusSpec.parse({"phi_positive": 4, "phi_negative": 2})

    launch(spec, options(tmp_path / "corpus"))

    (event,) = events
    assert event["event"] == "synthphi.corpus.completed"
    assert event["payload"]["output"] == str(tmp_path / "corpus")
    assert (event["payload"]["fingerprint"], event["payload"]["documents"]) == (spec.fingerprint, 6)


def test_a_run_that_fails_says_how_to_go_on(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "mine.txt").write_text("not a corpus")

    with pytest.raises(OutputError):
        launch(CorpusSpec.parse({"phi_positive": 4, "phi_negative": 2, "seed": 77}), options(tmp_path / "corpus"))

    with get_client(sync_client=True) as client:
        latest = client.read_artifacts(sort=ArtifactSort.CREATED_DESC, limit=1)
    assert latest[0].key == "corpus-resume"
    assert latest[0].flow_run_id is not None
    said = str(latest[0].data)
    assert "The run failed" in said
    assert "Start a run with the same parameters" in said
    assert '"seed": 77' in said


def test_a_finished_corpus_is_not_made_again(tmp_path: Path) -> None:
    spec = CorpusSpec.parse({"phi_positive": 4, "phi_negative": 2})
    launch(spec, options(tmp_path / "corpus"))
    before = read_receipts(CorpusFolder(tmp_path / "corpus"), spec)

    stats = launch(spec, options(tmp_path / "corpus", batch_size=3))

    assert (stats.documents, stats.reused, stats.generated) == (6, 6, 0)
    assert read_receipts(CorpusFolder(tmp_path / "corpus"), spec) == before


def test_a_corpus_can_be_extended(tmp_path: Path, in_one_process: Path, tree: Tree) -> None:
    write_corpus(SPEC.model_copy(update={"phi_positive": 12}), tmp_path / "corpus")

    stats = extend_corpus(tmp_path / "corpus", phi_positive=20, workers=1)

    assert (stats.documents, stats.reused) == (30, 22)
    assert tree(tmp_path / "corpus") == tree(in_one_process)


def test_an_extension_that_fails_says_how_to_go_on(tmp_path: Path, in_one_process: Path) -> None:
    shutil.copytree(in_one_process, tmp_path / "corpus")

    with pytest.raises(SpecError, match="documents are never taken out"):
        extend_corpus(tmp_path / "corpus", phi_positive=1)

    with get_client(sync_client=True) as client:
        (latest,) = client.read_artifacts(sort=ArtifactSort.CREATED_DESC, limit=1)
    assert latest.key == "corpus-resume"
    assert "phi_positive: the corpus has 20" in str(latest.data)


def test_lost_documents_are_made_again(tmp_path: Path, in_one_process: Path, tree: Tree) -> None:
    corpus = tmp_path / "corpus"
    launch(SPEC, options(corpus))
    sorted((corpus / "positive" / "000").iterdir())[7].unlink()
    sorted((corpus / "negative" / "000").iterdir())[3].write_bytes(b"short")

    stats = launch(SPEC, options(corpus))

    assert tree(corpus) == tree(in_one_process)
    assert (stats.documents, stats.generated) == (30, 10)  # two batches


def _logged(*words: str) -> Callable[[], bool]:
    def look() -> bool:
        with get_client(sync_client=True) as client:
            logs = client.read_logs(sort=LogSort.TIMESTAMP_DESC, limit=100)
        return any(all(word in log.message for word in words) for log in logs)

    return look


def test_a_document_that_raises_is_recorded_and_the_rest_is_made(
    tmp_path: Path, sabotage: Sabotage, in_one_process: Path, tree: Tree
) -> None:
    corpus = tmp_path / "corpus"
    sabotage({"positive-000007": "raise"})

    stats = launch(SPEC, options(corpus))

    assert (stats.documents, stats.errors, stats.missing) == (29, 1, 0)
    (error,) = errors_in(corpus)
    assert (error["document_id"], error["number"], error["error"]) == ("positive-000007", 7, "ValueError")
    assert error["message"] == "sabotaged on purpose"
    receipts = read_receipts(CorpusFolder(corpus), SPEC)
    (recorded,) = [error for receipt in receipts for error in receipt.errors]
    assert TYPES[DocType(recorded.doc_type)].phi_class == "positive"
    assert recorded.traceback.startswith("Traceback")
    with get_client(sync_client=True) as client:
        latest = client.read_artifacts(sort=ArtifactSort.CREATED_DESC, limit=5)
    (errors,) = [str(artifact.data) for artifact in latest if artifact.key == "corpus-errors"]
    assert "positive-000007" in errors
    assert "ValueError: sabotaged on purpose" in errors
    # What worker processes log is seen in the UI; Prefect sends logs every other second.
    eventually(_logged("positive-000007", "sabotaged on purpose"), lambda: "the log does not have the document")

    sabotage({})
    launch(SPEC, options(corpus))

    assert tree(corpus) == tree(in_one_process)


def test_a_document_that_kills_its_process_is_found_and_the_rest_is_made(tmp_path: Path, sabotage: Sabotage) -> None:
    corpus = tmp_path / "corpus"
    sabotage({"positive-000008": "kill"})

    stats = launch(SPEC, options(corpus, batch_size=2))

    assert (stats.documents, stats.errors, stats.missing) == (29, 1, 0)
    (error,) = errors_in(corpus)
    assert (error["number"], error["error"], error["message"]) == (8, "ProcessDied", "process died (SIGKILL)")


def test_shards_are_the_same_however_many_processes_make_them_and_whichever_die(
    tmp_path: Path, sabotage: Sabotage, tree: Tree
) -> None:
    spec = SPEC.model_copy(update={"pack": "tar"})
    write_corpus(spec, tmp_path / "in-one-process")
    sabotage({"positive-000008": f"kill-once {tmp_path / 'killed'}"})

    stats = launch(spec, options(tmp_path / "corpus", batch_size="auto"))

    assert (tmp_path / "killed").exists()
    assert (stats.documents, stats.errors) == (30, 0)
    assert tree(tmp_path / "corpus") == tree(tmp_path / "in-one-process")


def test_a_document_that_kills_its_process_is_in_no_shard_until_it_can_be_made(
    tmp_path: Path, sabotage: Sabotage
) -> None:
    corpus = tmp_path / "corpus"
    spec = SPEC.model_copy(update={"phi_negative": 0, "pack": "tar"})
    sabotage({"positive-000008": "kill"})

    stats = launch(spec, options(corpus, batch_size="auto"))

    assert (stats.documents, stats.errors, stats.missing) == (19, 1, 0)
    assert [problem.path for problem in verify(corpus).problems] == ["positive-000008"]
    halves = sorted(path.name for path in corpus.glob("positive/*"))
    assert (halves[0], halves[-1]) == ("positive-000000-000004.tar", "positive-000010-000019.tar")

    sabotage({})
    stats = launch(spec, options(corpus, batch_size="auto"))

    assert (stats.documents, stats.reused) == (20, 19)
    assert verify(corpus).ok
    assert set(halves) < {path.name for path in corpus.glob("positive/*")}


def test_a_batch_size_for_shards_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="batch_size: with pack: tar"):
        launch(SPEC.model_copy(update={"pack": "tar"}), options(tmp_path / "corpus"))
    assert not (tmp_path / "corpus").exists()


def test_a_document_that_never_ends_is_found_and_the_rest_is_made(tmp_path: Path, sabotage: Sabotage) -> None:
    sabotage({"negative-000003": "sleep 600"})

    stats = launch(SPEC, options(tmp_path / "corpus", batch_size=2, stall_timeout=5.0))

    assert (stats.documents, stats.errors, stats.missing) == (29, 1, 0)
    (error,) = errors_in(tmp_path / "corpus")
    assert (error["number"], error["error"]) == (3, "TimedOut")
    assert "5.1 second" in str(error["message"])


def test_a_run_waits_for_another_one_in_the_same_folder(
    tmp_path: Path, in_one_process: Path, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, waited_for = threading.Event(), threading.Event()
    made_meanwhile: list[Path] = []
    monkeypatch.setattr("synthphi.corpus.lock._holder", lambda _folder: waited_for.set() or "somebody")

    def first_run() -> None:
        with writing(SPEC, tmp_path / "corpus"):
            begun.set()
            waited_for.wait(60)
            made_meanwhile.extend((tmp_path / "corpus").rglob("PHI_*"))

    first = threading.Thread(target=first_run)
    first.start()
    assert begun.wait(10)
    launch(SPEC, options(tmp_path / "corpus"))
    first.join()

    assert waited_for.is_set()
    assert made_meanwhile == []
    assert tree(tmp_path / "corpus") == tree(in_one_process)


def test_a_worker_that_is_killed_costs_nothing(
    tmp_path: Path, sabotage: Sabotage, in_one_process: Path, tree: Tree
) -> None:
    sabotage({"*": "sleep 0.05"})
    killed: list[int] = []

    def kill_one(progress: Progress) -> None:
        if progress.done and not killed:
            victim = workers_alive()[0]
            killed.append(victim.pid)
            victim.send_signal(signal.SIGKILL)

    stats = launch(SPEC, options(tmp_path / "corpus"), kill_one)

    assert killed
    assert (stats.documents, stats.errors) == (30, 0)
    assert tree(tmp_path / "corpus") == tree(in_one_process)


def test_workers_live_as_long_as_the_pool(tmp_path: Path, sabotage: Sabotage) -> None:
    """The kernel ends a worker with the *thread* that started it (see flows.lifeline)."""
    sabotage({"*": "sleep 0.1"})
    seen: set[int] = set()
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(0.1):
            seen.update(child.pid for child in workers_alive())

    watch = threading.Thread(target=look)
    watch.start()
    try:
        stats = launch(SPEC, options(tmp_path / "corpus", batch_size=2))
    finally:
        ended.set()
        watch.join()

    assert len(seen) == 2
    assert set(stats.workers) <= {str(pid) for pid in seen}


def test_what_children_are_told_is_quiet(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    launch(CorpusSpec.parse({"phi_positive": 2, "phi_negative": 1}), options(tmp_path / "corpus"))

    assert capfd.readouterr() == ("", "")
