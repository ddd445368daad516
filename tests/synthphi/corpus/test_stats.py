import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthphi.corpus.batch import record_lost
from synthphi.corpus.batches import Batch
from synthphi.corpus.costs import document_milliseconds
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.opening import open_corpus
from synthphi.corpus.receipt import read_receipts
from synthphi.corpus.state import load_state
from synthphi.corpus.stats import (
    BatchTimes,
    CorpusStats,
    WorkerStats,
    by_process,
    read_stats,
    statistics_block,
    stats_json,
)
from synthphi.corpus.write import write_corpus
from synthphi.doctypes import PHI_CLASSES
from synthphi.errors import CorpusError

NUMBERS = st.integers(0, 10**9)
COUNTS = st.dictionaries(st.sampled_from(["docx", "pdf", "eml", "PATIENT"]), NUMBERS)
# Multiples of a quarter second: their sums are exact, in any order.
SECONDS = st.integers(0, 4 * 10**9).map(lambda quarters: quarters / 4)
WORKERS = st.builds(
    WorkerStats,
    documents=NUMBERS,
    phi_positive=NUMBERS,
    phi_negative=NUMBERS,
    errors=NUMBERS,
    by_format=COUNTS,
    seconds=SECONDS,
    started=st.none() | SECONDS,
    finished=st.none() | SECONDS,
)
TIMES = st.builds(
    BatchTimes,
    count=NUMBERS,
    predicted=SECONDS,
    actual=SECONDS,
    squares=SECONDS,
    least=st.none() | SECONDS,
    most=st.none() | SECONDS,
    longest=SECONDS,
    longest_batch=st.sampled_from(["", "positive-000000-000099", "negative-000000-000099"]),
)
STATS = st.builds(
    CorpusStats,
    documents=NUMBERS,
    phi_positive=NUMBERS,
    phi_negative=NUMBERS,
    errors=NUMBERS,
    missing=NUMBERS,
    reused=NUMBERS,
    bytes=NUMBERS,
    spans=NUMBERS,
    phi_spans=NUMBERS,
    by_format=COUNTS,
    by_type=COUNTS,
    by_label=COUNTS,
    by_surface=COUNTS,
    workers=st.dictionaries(st.sampled_from(["11", "12", "107"]), WORKERS),
    batches=TIMES,
    duration=SECONDS,
)


@given(STATS, STATS, STATS)
def test_stats_add_up_in_any_order(a, b, c):
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + CorpusStats() == a


@given(STATS)
def test_stats_survive_json(stats):
    assert CorpusStats.model_validate_json(stats_json(stats)) == stats


@given(STATS, STATS)
def test_every_count_is_added(a, b):
    both = a + b
    for field in (
        "documents",
        "phi_positive",
        "errors",
        "missing",
        "reused",
        "bytes",
        "spans",
        "phi_spans",
        "duration",
    ):
        assert getattr(both, field) == getattr(a, field) + getattr(b, field)
    for name in {*a.by_label, *b.by_label}:
        assert both.by_label[name] == a.by_label.get(name, 0) + b.by_label.get(name, 0)
    for name in {*a.by_surface, *b.by_surface}:
        assert both.by_surface[name] == a.by_surface.get(name, 0) + b.by_surface.get(name, 0)
    assert sum(w.seconds for w in both.workers.values()) == sum(w.seconds for s in (a, b) for w in s.workers.values())


def test_a_worker_works_from_its_first_batch_to_its_last():
    both = WorkerStats(started=5, finished=6) + WorkerStats(started=2, finished=3) + WorkerStats()
    assert (both.started, both.finished) == (2, 6)


def test_what_batches_took_is_held_against_what_was_predicted():
    """Three batches of 1, 2 and 4 predicted seconds, on a machine that takes twice as long; the last one is slower."""
    predictions = {
        "positive-000000-000099": (1.0, 2.0),
        "positive-000100-000199": (2.0, 4.0),
        "negative-000000": (4.0, 9.4),
    }
    times = sum((BatchTimes.of(name, *seconds) for name, seconds in predictions.items()), BatchTimes())
    assert (times.count, times.predicted, times.actual) == (3, 7.0, pytest.approx(15.4))
    assert times.factor == pytest.approx(2.2)
    assert (times.longest, times.longest_batch) == (9.4, "negative-000000")
    # The batches' own factors are 2, 2 and 2.35, of 2.2: the first ones are the farthest off.
    assert times.farthest == pytest.approx(1 - 2 / 2.2)
    deviations = [(1.0, 2 / 2.2 - 1), (2.0, 2 / 2.2 - 1), (4.0, 2.35 / 2.2 - 1)]
    assert times.spread == pytest.approx((sum(weight * off**2 for weight, off in deviations) / 7) ** 0.5)


def test_a_batch_that_is_slower_than_all_others_is_the_farthest_off():
    times = BatchTimes.of("a", 10.0, 10.0) + BatchTimes.of("b", 1.0, 3.2)
    assert times.farthest == pytest.approx(3.2 / 1.2 - 1)


def test_one_batch_fits_itself_and_none_has_no_factor():
    alone = BatchTimes.of("a", 0.3, 0.7)
    assert (alone.spread, alone.farthest) == (pytest.approx(0, abs=1e-6), pytest.approx(0))
    nothing = BatchTimes()
    assert (nothing.factor, nothing.spread, nothing.farthest) == (0, 0, 0)


def test_the_block_tells_of_batches():
    times = BatchTimes.of("positive-000000-000099", 1.0, 2.0) + BatchTimes.of("negative-000000-000049", 1.0, 3.0)
    lines = statistics_block(CorpusStats(documents=150, batches=times), "corpus").splitlines()
    assert "  - Batches: 2 in 5.00s, predicted 2.00s (times 2.50 on this machine, ± 20%, at most 20%)" in lines
    assert "  - Longest Batch: 3.00s (negative-000000-000049)" in lines
    assert not any("Batch" in line for line in statistics_block(CorpusStats(documents=150), "corpus").splitlines())


def test_processes_are_in_the_order_of_their_ids():
    stats = CorpusStats(workers={"107": WorkerStats(), "12": WorkerStats(), "11": WorkerStats()})
    assert [process for process, _ in by_process(stats)] == ["11", "12", "107"]


def test_stats_of_a_corpus_are_the_counts_of_its_labels(corpus):
    stats = read_stats(corpus)
    assert (stats.documents, stats.phi_positive, stats.phi_negative) == (15, 9, 6)
    assert stats.by_format == {"eml": 15}
    assert stats.by_type == {"Announcement": 6, "ProviderEmail": 9}
    assert stats.by_label == {"DOCTOR": 15, "MEDICALRECORD": 9, "PATIENT": 18, "SSN": 9}
    assert stats.by_surface == {"body": 27, "subject": 9}
    assert (stats.spans, stats.phi_spans) == (51, 36)
    assert stats.bytes == sum(path.stat().st_size for path in CorpusFolder(corpus).documents_on_disk())
    assert sum(worker.documents for worker in stats.workers.values()) == 15
    assert stats.duration > 0


def test_a_run_tells_of_the_batches_that_it_made_itself(spec, corpus):
    first = read_stats(corpus).batches
    assert first.count == 5
    assert first.predicted == pytest.approx(
        sum(spec.count(phi_class) * document_milliseconds(spec, phi_class) / 1000 for phi_class in PHI_CLASSES)
    )
    receipts = read_receipts(CorpusFolder(corpus), spec)
    assert first.actual == pytest.approx(sum(receipt.finished - receipt.started for receipt in receipts))
    assert first.longest_batch in {receipt.batch.name for receipt in receipts}
    (corpus / "positive/000/PHI_POS_ProviderEmail_W00_0005.eml").unlink()
    again = write_corpus(spec, corpus).batches
    assert (again.count, again.longest_batch) == (1, "positive-000004-000007")
    assert again.predicted == pytest.approx(4 * document_milliseconds(spec, "positive") / 1000)
    assert write_corpus(spec, corpus).batches == BatchTimes()


def test_a_batch_of_which_nothing_was_made_took_no_time_that_counts(office, spec, tmp_path):
    folder = open_corpus(spec, tmp_path / "corpus")
    lost = record_lost(spec, Batch("positive", 3, 4), folder.root, "ProcessDied", "process died (SIGKILL)")
    assert lost.stats.errors == 1
    assert lost.stats.batches == BatchTimes()


def test_unreadable_stats(corpus):
    (corpus / "stats.json").write_text("{")
    with pytest.raises(CorpusError, match=r"stats\.json cannot be read.*again"):
        read_stats(corpus)


def test_the_state_file_has_the_fields_of_the_script(corpus):
    state = load_state(CorpusFolder(corpus))
    assert set(state) == {"timestamp", "stats"}
    assert state["stats"]["total_generated"] == state["stats"]["template_based"] == 15
    assert state["stats"]["worker_stats"][0]["documents_generated"] == 15
    assert state["stats"]["worker_stats"][0]["worker_id"] == 0
    (corpus / ".generation_state.json").write_text("[]")
    assert load_state(CorpusFolder(corpus)) is None
    (corpus / ".generation_state.json").unlink()
    assert load_state(CorpusFolder(corpus)) is None


def test_the_block_of_a_resumed_run(spec, corpus):
    (corpus / "positive/000/PHI_POS_ProviderEmail_W00_0005.eml").unlink()
    stats = write_corpus(spec, corpus)
    lines = statistics_block(stats, corpus).splitlines()
    assert "Total Documents Generated: 15" in lines
    assert "  - Reused From Earlier Runs: 11" in lines
    assert "  - EML: 15 (100.0%)" in lines
    assert "  - ProviderEmail: 9 (60.0%)" in lines
    assert any(line.startswith("  - Worker 0: 4 docs in ") for line in lines)
    assert f"Output Directory: {corpus}" in lines


def test_stats_json_is_plain(corpus):
    assert json.loads((corpus / "stats.json").read_text())["documents"] == 15
