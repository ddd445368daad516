"""Whose rows a listing has: of one part of the corpus, in the pool, the same however large the corpus is."""

import re
import shutil

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from corpora import PlantedCorpus
from trees import documents, tree

from synthphi import CorpusSpec, verify, write_corpus
from synthphi.content import compose
from synthphi.corpus.plan import Plan
from synthphi.corpus.pools import pool_count
from synthphi.doctypes import TYPES, DocType, Format
from synthphi.labels import Owner
from synthphi.spec import REACH

LISTINGS = [doc_type for doc_type, facts in TYPES.items() if facts.listing]
OTHERS = [DocType.LAB_RESULT, DocType.FORMULARY, DocType.AGGREGATE_STATISTICS, DocType.STAFF_ROSTER]
SPEC = CorpusSpec(
    phi_positive=24,
    phi_negative=12,
    seed=9,
    types=dict.fromkeys([*LISTINGS, *OTHERS, DocType.BLANK_TRACKER], 1),
    formats={Format.XLSX: 1},
    splits={"train": 60, "validation": 20, "test": 20},
)


def listed(spec, count):
    plan = Plan(spec)
    return [one for one in (plan.document("positive", number) for number in range(count)) if one.listed]


@pytest.mark.parametrize("patients", [None, 900, 30])
def test_a_patient_is_in_one_part_of_the_corpus(patients):
    spec = SPEC.model_copy(update={"patients": patients})
    parts = {}
    found = listed(spec, 2_000)
    assert len(found) > 1_000
    for one in found:
        numbers = [row.patient_number for row in one.listed]
        assert numbers[0] == one.patient_number
        assert len(set(numbers)) == len(numbers)
        assert len(numbers) <= 45
        for number in numbers:
            assert parts.setdefault(number, one.split) == one.split
            assert number <= max(one.patient_number, REACH - 1)
            assert one.patient_number - number <= REACH
            assert patients is None or number < patients
    if patients is None:
        assert min(len(one.listed) for one in found if one.split == "train") >= 12


def test_those_who_are_listed_were_seen_for_what_their_first_document_says():
    plan = Plan(SPEC)
    for one in listed(SPEC, 100):
        for row in one.listed[1:]:
            first = plan.document("positive", row.patient_number * SPEC.documents_per_patient)
            assert (first.patient_number, first.visit, first.doc_type) == (row.patient_number, 0, row.doc_type)


def test_who_dies_at_the_first_visit_is_on_no_list():
    types = {DocType.PATIENT_LIST: 1.0, DocType.DEATH_WORKSHEET: 1.0}
    spec = CorpusSpec(phi_positive=9, phi_negative=0, types=types, formats={Format.XLSX: 1, Format.DOCX: 1})
    found = [row for one in listed(spec, 200) for row in one.listed]
    assert found
    assert DocType.DEATH_WORKSHEET not in {row.doc_type for row in found}


def test_a_twin_lists_nobody():
    twins = [one for one in (Plan(SPEC).document("negative", number) for number in range(40)) if one.original]
    assert any(one.original.listed for one in twins)
    assert not any(one.listed for one in twins)


def test_only_a_corpus_with_listings_needs_so_many_patients():
    assert SPEC.patient_count == pool_count(SPEC, "patients") == REACH
    assert SPEC.model_copy(update={"phi_positive": 3 * REACH + 30}).patient_count == REACH + 10
    assert SPEC.model_copy(update={"patients": 7}).patient_count == 7
    assert SPEC.model_copy(update={"phi_positive": 0}).patient_count == 1
    assert CorpusSpec(phi_positive=24).patient_count == 8
    without = SPEC.model_copy(update={"types": {DocType.LAB_RESULT: 1.0, DocType.FORMULARY: 1.0}})
    assert without.patient_count == 8


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("listings") / "corpus"
    write_corpus(SPEC, folder)
    return folder


def test_all_who_are_named_are_in_the_pool(corpus):
    pool = set(pq.read_table(corpus / "pools/patients.parquet", columns=["person_id"])["person_id"].to_pylist())
    assert len(pool) == REACH
    named = {
        span["person_id"].removesuffix("-relative")
        for row in pq.read_table(corpus / "labels/positive.parquet").to_pylist()
        for span in row["spans"]
        if span["owner"] in {Owner.PATIENT, Owner.RELATIVE}
    }
    assert len(named) > 50
    assert named <= pool


def test_such_a_corpus_has_no_problem(corpus):
    assert verify(corpus).problems == []


@pytest.fixture
def planted(corpus, tmp_path):
    copy = tmp_path / "planted"
    shutil.copytree(corpus, copy)
    return PlantedCorpus(copy)


def test_a_date_of_birth_of_anybody_listed_is_found_without_a_label(planted):
    row = next(row for row in planted.rows("xlsx") if row["doc_type"] in LISTINGS)
    named = {span["person_id"] for span in row["spans"] if span["owner"] == "patient"} - {row["patient_id"]}
    other = next(one for one in planted.pool("patients") if one["person_id"] == max(named))
    said = other["birth_date"].isoformat().encode()

    def change(name, data):
        if name != "xl/workbook.xml":
            return data
        return re.sub(rb'<sheet name="[^"]*"', b'<sheet name="' + said + b'"', data, count=1)

    planted.rewrite(row, change)
    (found,) = planted.found()["unlabelled"]
    assert f"{other['birth_date'].isoformat()}' (patient: birth date) at sheet[0]/name" in found


def test_somebody_listed_who_is_in_no_pool(planted):
    path = planted.folder / "pools/patients.parquet"
    row = next(row for row in planted.rows("xlsx") if row["doc_type"] in LISTINGS)
    named = {span["person_id"] for span in row["spans"] if span["owner"] == "patient"} - {row["patient_id"]}
    table = pq.read_table(path)
    pq.write_table(table.filter(pc.not_equal(table["person_id"], max(named))), path)
    assert any("not all of them are in the pool" in line for line in planted.found()["label"])


@pytest.mark.parametrize("size", [5, 9])
def test_however_the_work_is_cut(corpus, tmp_path, size):
    write_corpus(SPEC, tmp_path / "corpus", batch_size=size)
    assert tree(tmp_path / "corpus") == tree(corpus)


def test_whatever_a_process_made_before():
    def made(numbers):
        plan = Plan(SPEC)
        return {number: compose(plan.document("positive", number), plan.pools) for number in numbers}

    assert made([7, 23, 3, 11]) == made([3, 7]) | made([11]) | made([23])


def test_more_documents_leave_the_first_ones_as_they_were(corpus, tmp_path):
    write_corpus(SPEC.model_copy(update={"phi_positive": 40, "phi_negative": 15}), tmp_path / "corpus")
    assert documents(corpus).items() <= documents(tmp_path / "corpus").items()
