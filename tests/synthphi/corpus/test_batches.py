"""Batches are as long as each other by a table of measured costs, and the longest come first."""

import heapq
from math import ceil

import pytest

from synthphi.corpus.batches import Batch, plan_batches, predicted_seconds
from synthphi.corpus.costs import cell_milliseconds, cost_table, document_milliseconds
from synthphi.corpus.plan import Plan
from synthphi.doctypes import MAILS, PHI_CLASSES, TYPES, DocType, Format
from synthphi.spec import DEFAULT_SURFACES, CorpusSpec

MIXES = {
    "default": {},
    "slides and plain text": {"formats": {"pptx": 9, "txt": 1}},
    "listings and letters": {
        "formats": {"xlsx": 1, "docx": 9},
        "types": {"LabExport": 1, "ReferralLetter": 9, "Policy": 1},
    },
    "mails with attachments": {"formats": {"eml": 1}, "surfaces": {**DEFAULT_SURFACES, "attachment": 1.0}},
    "all formats": {"formats": dict.fromkeys(Format, 1)},
    "twins only": {"twins": 1.0},
}


def spec_of(mix, positive, negative):
    return CorpusSpec(phi_positive=positive, phi_negative=negative, seed=3, **MIXES[mix])


def everything(spec):
    return {phi_class: [range(spec.count(phi_class))] for phi_class in PHI_CLASSES if spec.count(phi_class)}


def seconds_of(spec, batches):
    return [predicted_seconds(spec, batch) for batch in batches]


def test_the_table_has_every_type_in_every_format_that_people_use_it_in():
    table = cost_table()
    made = {(doc_type, name) for doc_type, facts in TYPES.items() for name in facts.formats}
    assert {(doc_type, name) for doc_type, row in table.cells.items() for name in row} == made
    mails = {(doc_type, name) for doc_type, name in made if name in MAILS}
    assert {(doc_type, name) for doc_type, row in table.attachments.items() for name in row} == mails
    assert table.documents >= 100


def test_a_corpus_of_one_cell_costs_what_the_cell_does():
    spec = CorpusSpec(types={"ReferralLetter": 1, "Policy": 1}, formats={"pdf": 1}, twins=0.0)
    cells = cost_table().cells
    assert document_milliseconds(spec, "positive") == pytest.approx(cells[DocType.REFERRAL_LETTER][Format.PDF])
    assert document_milliseconds(spec, "negative") == pytest.approx(cells[DocType.POLICY][Format.PDF])


def test_a_twin_costs_what_its_positive_does():
    spec = CorpusSpec(types={"LabExport": 1, "Policy": 1}, formats={"xlsx": 1, "rtf": 1}, twins=0.25)
    listing, own = cost_table().cells[DocType.LAB_EXPORT][Format.XLSX], cost_table().cells[DocType.POLICY][Format.RTF]
    assert document_milliseconds(spec, "negative") == pytest.approx(0.25 * listing + 0.75 * own)


@pytest.mark.parametrize("doc_type", [DocType.PROVIDER_EMAIL, DocType.VENDOR_EMAIL])
def test_attachments_cost_in_proportion_to_their_rate(doc_type):
    without, some, all_mails = (
        cell_milliseconds(CorpusSpec(surfaces={"attachment": rate}), doc_type, Format.EML) for rate in (0.0, 0.5, 1.0)
    )
    assert all_mails > 2 * without
    assert some == pytest.approx((without + all_mails) / 2)


@pytest.mark.parametrize("mix", MIXES)
@pytest.mark.parametrize(("positive", "negative", "workers"), [(200, 100, 1), (900, 3_100, 3), (40_000, 9_000, 4)])
def test_batches_take_about_as_long_as_each_other(mix, positive, negative, workers):
    spec = spec_of(mix, positive, negative)
    batches = plan_batches(spec, everything(spec), "auto", workers)
    lengths = seconds_of(spec, batches)
    assert len(batches) >= 3 * workers
    assert max(lengths) <= 5.0
    assert max(lengths) / min(lengths) < 1.8
    assert max(batch.documents for batch in batches) <= 5_000


@pytest.mark.parametrize("mix", MIXES)
@pytest.mark.parametrize("workers", [1, 2, 3, 4, 8, 16])
@pytest.mark.parametrize("documents", [300, 12_000, 30_000, 100_000])
def test_workers_that_take_the_next_batch_end_together(mix, workers, documents):
    spec = spec_of(mix, 2 * documents // 3, documents // 3)
    lengths = seconds_of(spec, plan_batches(spec, everything(spec), "auto", workers))
    busy = [0.0] * workers
    for length in lengths:
        heapq.heapreplace(busy, busy[0] + length)
    assert sum(lengths) / workers > 0.9 * max(busy)


@pytest.mark.parametrize("mix", MIXES)
def test_there_are_no_more_batches_than_five_seconds_and_the_workers_ask_for(mix):
    spec = spec_of(mix, 40_000, 9_000)
    batches = plan_batches(spec, everything(spec), "auto", 4)
    least = sum(
        max(ceil(sum(seconds_of(spec, of_class)) / 5.0), ceil(spec.count(phi_class) / 5_000))
        for phi_class in PHI_CLASSES
        for of_class in [[batch for batch in batches if batch.phi_class == phi_class]]
    )
    assert least <= len(batches) < least + 4


def test_documents_that_are_dear_make_batches_of_few():
    slides = CorpusSpec(phi_positive=20_000, phi_negative=0, formats={"pptx": 1})
    mails = CorpusSpec(phi_positive=20_000, phi_negative=0, formats={"eml": 1}, surfaces={})
    ratio = document_milliseconds(slides, "positive") / document_milliseconds(mails, "positive")
    many, few = (len(plan_batches(spec, everything(spec))) for spec in (slides, mails))
    assert ratio > 1.5
    assert many / few == pytest.approx(ratio, rel=0.2)


@pytest.mark.parametrize("mix", MIXES)
@pytest.mark.parametrize("batch_size", ["auto", 1, 7, 400])
def test_the_longest_come_first_and_those_of_one_length_by_number(mix, batch_size):
    spec = spec_of(mix, 2_001, 1_500)
    missing = {"positive": [range(3), range(10, 11), range(100, 2_001)], "negative": [range(1_500)]}
    batches = plan_batches(spec, missing, batch_size, 2)
    lengths = seconds_of(spec, batches)
    assert lengths == sorted(lengths, reverse=True)
    for phi_class in PHI_CLASSES:
        for size in {batch.documents for batch in batches}:
            same = [batch.start for batch in batches if (batch.phi_class, batch.documents) == (phi_class, size)]
            assert same == sorted(same)
    numbers = [(batch.phi_class, n) for batch in batches for n in range(batch.start, batch.stop)]
    assert sorted(numbers) == sorted(
        (phi_class, n) for phi_class, ranges in missing.items() for numbers in ranges for n in numbers
    )
    assert plan_batches(spec, missing, batch_size, 2) == batches


@pytest.mark.parametrize("mix", MIXES)
@pytest.mark.parametrize("phi_class", PHI_CLASSES)
def test_the_average_of_a_class_serves_for_each_of_its_batches(mix, phi_class):
    """The work of a batch by its own documents is nearly what the mix of the spec says."""
    spec = spec_of(mix, 10_000, 10_000)
    plan = Plan(spec)
    average = document_milliseconds(spec, phi_class)

    def cost(number):
        doc_type, file_format = plan.cell(phi_class, number)
        if TYPES[doc_type].is_twin:
            doc_type, file_format = plan.cell("positive", plan.document(phi_class, number).original.number)
        return cell_milliseconds(spec, doc_type, file_format)

    size = 1_000
    for start in range(0, 6_000, size):
        batch = Batch(phi_class, start, start + size)
        assert sum(map(cost, range(batch.start, batch.stop))) / size == pytest.approx(average, rel=0.02)
