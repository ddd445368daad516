"""Ranges count, not names: receipts may overlap, leave gaps, and hold errors."""

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthphi.corpus.batch import record_lost, render_batch
from synthphi.corpus.batches import Batch, plan_batches
from synthphi.corpus.coverage import done_ranges, missing_ranges
from synthphi.corpus.finish import finish
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.opening import open_corpus
from synthphi.corpus.receipt import DocumentError, FileRecord, Receipt, discard_damaged, read_receipt, read_receipts
from synthphi.corpus.stats import CorpusStats
from synthphi.corpus.write import write_corpus
from synthphi.errors import RenderError
from synthphi.spec import CorpusSpec

COUNT = 30


def receipt(batch, complete=True):
    error = DocumentError(
        document_id="x", number=batch.start, doc_type="Policy", format="pdf", error="E", message="no ink"
    )
    return Receipt(
        fingerprint="f",
        batch=batch,
        files=[],
        rows=FileRecord("rows", 1, "00"),
        errors=[] if complete else [error],
        stats=CorpusStats(),
        process_id=1,
        started=0,
        finished=1,
    )


BATCHES = st.tuples(st.sampled_from(["positive", "negative"]), st.integers(0, COUNT - 1), st.integers(1, COUNT)).map(
    lambda t: Batch(t[0], t[1], min(t[1] + t[2], COUNT))
)


@given(st.lists(st.builds(receipt, BATCHES, st.booleans())))
def test_done_ranges_are_what_complete_receipts_cover(receipts):
    done = done_ranges(receipts)
    for phi_class, ranges in done.items():
        covered = {
            number
            for r in receipts
            if r.complete and r.batch.phi_class == phi_class
            for number in range(r.batch.start, r.batch.stop)
        }
        assert {number for numbers in ranges for number in numbers} == covered
        assert sum(map(len, ranges)) == len(covered)
        assert [r.start for r in ranges] == sorted(r.start for r in ranges)


@given(st.lists(BATCHES, max_size=6), st.integers(1, 7))
def test_batches_of_what_is_missing_cover_it_once(batches, size):
    spec = CorpusSpec(phi_positive=COUNT, phi_negative=COUNT)
    done = done_ranges([receipt(batch) for batch in batches])
    missing = {
        phi_class: [range(n, n + 1) for n in range(COUNT) if not any(n in numbers for numbers in ranges)]
        for phi_class, ranges in done.items()
    }
    planned = plan_batches(spec, missing, size)
    numbers = [(batch.phi_class, n) for batch in planned for n in range(batch.start, batch.stop)]
    assert len(numbers) == len(set(numbers)) == sum(map(len, missing.values()))


def test_a_receipt_survives_json():
    before = receipt(Batch("negative", 3, 9), complete=False)
    assert Receipt.model_validate_json(before.model_dump_json()) == before


def test_missing_ranges_of_a_corpus(office, spec, tmp_path):
    folder = open_corpus(spec, tmp_path / "corpus")
    assert missing_ranges(folder, spec) == {"positive": [range(9)], "negative": [range(6)]}
    for batch in (Batch("positive", 2, 5), Batch("positive", 4, 7), Batch("negative", 0, 6)):
        render_batch(spec, batch, folder.root)
    assert missing_ranges(folder, spec) == {"positive": [range(2), range(7, 9)], "negative": []}
    path = next((folder.root / "positive").rglob("*_0006.eml"))
    path.write_bytes(path.read_bytes()[::-1])
    assert missing_ranges(folder, spec)["positive"] == [range(2), range(5, 9)]
    assert missing_ranges(folder, spec, verify_hashes=True)["positive"] == [range(2), range(5, 9)]


def test_a_batch_with_errors_is_not_done(office, spec, tmp_path):
    folder = open_corpus(spec, tmp_path / "corpus")
    made = record_lost(spec, Batch("positive", 3, 4), folder.root, "ProcessDied", "process died (SIGKILL)")
    assert made.errors[0].document_id == "positive-000003"
    assert read_receipt(folder, spec, made.batch) == made
    assert missing_ranges(folder, spec)["positive"] == [range(9)]
    assert read_receipt(folder, spec, Batch("positive", 0, 1)) is None


def test_what_does_not_count_is_removed(office, spec, corpus):
    folder = CorpusFolder(corpus)
    next((corpus / "positive").rglob("*_0000.eml")).unlink()
    kept = read_receipts(folder, spec)
    assert [r.batch.name for r in kept] == [
        "negative-000000-000003",
        "negative-000004-000005",
        "positive-000004-000007",
        "positive-000008-000008",
    ]
    discard_damaged(folder, kept)
    assert sorted(path.stem for path in folder.receipts.iterdir()) == [r.batch.name for r in kept]
    assert sorted(path.stem for path in folder.rows.iterdir()) == [r.batch.name for r in kept]


@settings(max_examples=40)
@given(
    batches=st.lists(
        st.tuples(st.integers(0, 11), st.integers(1, 12)).map(lambda t: Batch("positive", t[0], min(sum(t), 12))),
        min_size=1,
        max_size=5,
    ),
    failing=st.sets(st.integers(0, 11), max_size=3),
)
def test_overlapping_receipts_merge_to_each_document_once(make_office, tmp_path_factory, batches, failing):
    """Earlier batches may have failed at documents that later ones made."""
    spec = CorpusSpec(
        phi_positive=12,
        phi_negative=0,
        seed=5,
        providers=4,
        facilities=2,
        types={"ProviderEmail": 1},
        formats={"eml": 1},
    )
    office = make_office()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("synthphi.corpus.batch.compose", office.compose)
        patch.setattr("synthphi.corpus.batch.render", office._render)
        folder = open_corpus(spec, tmp_path_factory.mktemp("overlap") / "corpus")
        good, failed_only = office.render, set()

        def fail(document, kind):
            if int(document.document_id[-6:]) in failing:
                raise RenderError("no ink")
            return good(document, kind)

        made: set[int] = set()
        for i, batch in enumerate(batches):
            office.render = fail if i % 2 == 0 else good
            render_batch(spec, batch, folder.root)
        # A later receipt of the same range takes the place of an earlier one.
        last = {batch: i for i, batch in enumerate(batches)}
        for batch, i in last.items():
            numbers = set(range(batch.start, batch.stop))
            made |= numbers - failing if i % 2 == 0 else numbers
            failed_only |= numbers & failing if i % 2 == 0 else set()
        failed_only -= made
        stats = finish(folder, spec, CorpusStats())
        labelled = pq.read_table(folder.labels_of("positive"))["number"].to_pylist()
        assert labelled == sorted(made)
        assert (stats.documents, stats.errors, stats.missing) == (
            len(made),
            len(failed_only),
            12 - len(made) - len(failed_only),
        )
        office.render = good
        assert write_corpus(spec, folder.root).documents == 12
