"""Spreadsheets about many patients: whose rows they have, what their twins have instead, what is hidden."""

from collections import Counter
from dataclasses import replace

import pytest

from synthphi.content import compose
from synthphi.corpus.plan import Plan
from synthphi.doctypes import TYPES, DocType, Format
from synthphi.document import Table, annotate, plain
from synthphi.labels import Label
from synthphi.spec import CorpusSpec
from synthphi.surfaces import ExtraSurface

LISTINGS = [doc_type for doc_type, facts in TYPES.items() if facts.listing]
SPEC = CorpusSpec(
    phi_positive=120,
    phi_negative=120,
    seed=6,
    twins=0.8,
    types=dict.fromkeys([*LISTINGS, DocType.LAB_RESULT, DocType.STAFF_ROSTER, DocType.BLANK_TRACKER], 1),
    formats={Format.XLSX: 1},
    surface_only=0,
)


@pytest.fixture(scope="module")
def plan():
    return Plan(SPEC)


@pytest.fixture(scope="module")
def made(plan):
    """The documents of both classes with their specs, by class."""
    return {
        phi_class: [(one, compose(one, plan.pools)) for one in (plan.document(phi_class, i) for i in range(120))]
        for phi_class in ("positive", "negative")
    }


@pytest.fixture(scope="module")
def listings(made):
    return [(spec, document) for spec, document in made["positive"] if spec.listed]


def table_of(document):
    """Return the table that has a name."""
    (found,) = [b for s in document.sections for b in s.blocks if isinstance(b, Table) and b.name]
    return found


def owned(document, label, role=None):
    """Return by patient the values of a label."""
    found = {}
    for span in annotate(document).spans:
        if span.tag.owner == "patient" and span.tag.label is label and (role is None or span.tag.role == role):
            found.setdefault(span.tag.person_id, set()).add(span.text)
    return found


def test_every_kind_of_listing_is_made(listings):
    assert {spec.doc_type for spec, _ in listings} == set(LISTINGS)


def test_each_listed_patient_has_a_row_and_nobody_else(listings, plan):
    for spec, document in listings:
        meant = {plan.pools.patient(one.patient_number).person_id for one in spec.listed}
        named = set(owned(document, Label.PATIENT))
        assert document.attributes["patient_id"] in named
        assert named <= meant
        # In the week of a schedule not everybody is born.
        assert len(named) > 0.8 * len(meant)


def test_a_row_is_of_one_patient(listings):
    for _, document in listings:
        for row in table_of(document).rows:
            people = {part.tag.person_id for cell in row for part in cell.text if part.tag and part.tag.phi}
            assert len({one.removesuffix("-relative") for one in people}) <= 1


def digits(value):
    return "".join(character for character in value if character.isdigit())


def test_rows_agree_with_the_patients_own_documents(listings, plan):
    compared = Counter()
    for spec, document in listings[:12]:
        for one in spec.listed[1:]:
            if one.doc_type is not DocType.LAB_RESULT:
                continue
            person = plan.pools.patient(one.patient_number)
            number = one.patient_number * SPEC.documents_per_patient
            planned = plan.document("positive", number)
            assert planned.doc_type is one.doc_type
            # As the listing writes dates and record numbers: the ways are drawn from the document's address.
            own = compose(replace(planned, phi_class="positive", number=spec.number), plan.pools)
            for label, role in (
                (Label.DATE, "dob"),
                (Label.MEDICALRECORD, None),
                (Label.PHONE, None),
                (Label.SSN, None),
                (Label.IDNUM, None),
            ):
                listed = owned(document, label, role).get(person.person_id, set())
                theirs = owned(own, label, role).get(person.person_id, set())
                if label is Label.IDNUM:
                    listed, theirs = {digits(v) for v in listed}, {digits(v) for v in theirs}
                if listed and theirs and label is not Label.PHONE:
                    assert listed <= theirs, (label, spec)
                    compared[label] += 1
            if spec.doc_type is DocType.LAB_EXPORT:
                listed = owned(document, Label.DATE, "service").get(person.person_id, set())
                assert listed <= owned(own, Label.DATE, "service")[person.person_id]
                compared["collected"] += 1
    assert compared[Label.DATE] > 10
    assert compared[Label.MEDICALRECORD] > 10
    assert compared["collected"] > 0


def test_all_rows_write_in_one_way(listings):
    for _, document in listings:
        dates = {digits_as_nines(v) for values in owned(document, Label.DATE, "dob").values() for v in values}
        assert len(dates) <= 2 or all(any(c.isalpha() for c in v) for v in dates), dates


def digits_as_nines(value):
    """Return the pattern of a date; days and months of one digit are as good as those of two."""
    shape = "".join("9" if c.isdigit() else c for c in value)
    while "99" in shape:
        shape = shape.replace("99", "9")
    return shape


def test_sheets_vary(listings):
    heads = Counter(tuple(plain(head) for head in table_of(document).header) for _, document in listings)
    assert len(heads) > 0.9 * len(listings)


def test_columns_stand_above_their_values(listings):
    for _, document in listings:
        table = table_of(document)
        assert all(len(row) == len(table.header) for row in table.rows)
        assert sum(table.widths) == pytest.approx(1)
        assert all(number < len(table.rows) for number in table.hidden_rows)


def test_a_twin_has_the_rows_and_columns_and_no_value_of_the_listed(made, listings, plan):
    originals = {spec.number: document for spec, document in listings}
    twins = [(spec, d) for spec, d in made["negative"] if spec.original and spec.original.listed]
    assert len(twins) > 20
    for spec, twin in twins:
        positive = originals[spec.original.number]
        own, other = table_of(positive), table_of(twin)
        assert own.header == other.header
        assert (own.hidden_rows, own.hidden_columns) == (other.hidden_rows, other.hidden_columns)
        assert len(own.rows) == len(other.rows)
        assert not any(span.tag.phi for span in annotate(twin).spans)
        said = annotate(twin).text
        listed = [plan.pools.patient(one.patient_number) for one in spec.original.listed]
        for person in listed:
            for value in (person.name.last_first, person.phone, person.ssn, person.account, person.address.street):
                assert value not in said
        # States stay, and so do names of payers; what identifies somebody does not.
        values = {s.text for s in annotate(positive).spans if s.tag.phi and len(s.text) > 3}
        values -= {span.text for span in annotate(positive).spans if not span.tag.phi}
        assert not {span.text for span in annotate(twin).spans} & values
        # The codes of rows tell one patient from another.
        codes = {part.text for row in other.rows for cell in row for part in cell.text if part.text.startswith("Case ")}
        people = set(owned(positive, Label.PATIENT))
        assert not codes or len(codes) == len(people)


def test_some_hide_rows_and_columns_and_twins_do_too(listings):
    tables = [table_of(document) for _, document in listings]
    assert sum(bool(table.hidden_rows) for table in tables) > 10
    assert sum(bool(table.hidden_columns) for table in tables) > 10
    assert not any(0 in table.hidden_columns for table in tables)
    hidden = [s for _, d in listings for s in annotate(d).spans if s.surface == "hidden" and s.tag.phi]
    assert {Label.SSN, Label.PATIENT} <= {span.tag.label for span in hidden}


def test_nothing_is_hidden_where_the_spec_wants_no_hidden_text():
    spec = SPEC.model_copy(update={"surfaces": {ExtraSurface.COMMENT: 1.0}})
    plan = Plan(spec)
    documents = [compose(plan.document("positive", number), plan.pools) for number in range(60)]
    assert not any(span.surface == "hidden" for document in documents for span in annotate(document).spans)


def test_only_workbooks_hide_cells():
    plan = Plan(SPEC)
    for number in range(60):
        spec = replace(plan.document("positive", number), format=Format.CSV)
        if spec.listed:
            table = table_of(compose(spec, plan.pools))
            assert not table.hidden_rows
            assert not table.hidden_columns


def test_the_last_row_of_a_ledger_sums_what_is_shown(listings):
    ledgers = [document for spec, document in listings if spec.doc_type is DocType.BILLING_LEDGER]
    for document in ledgers:
        table = table_of(document)
        *rows, total = [[plain(cell.text) for cell in row] for row in table.rows]
        assert "Total" in total
        summed = 0
        for at, value in enumerate(total):
            if value and value != "Total":
                amounts = [row[at] for number, row in enumerate(rows) if number not in table.hidden_rows]
                assert sum(cents(one) for one in amounts) == cents(value)
                summed += 1
        assert summed >= 3


def cents(amount):
    return int(amount.replace(",", "").replace(".", ""))


def test_rosters_and_trackers_name_no_patient(made):
    seen = Counter()
    for spec, document in made["negative"]:
        if spec.doc_type not in {DocType.STAFF_ROSTER, DocType.BLANK_TRACKER}:
            continue
        seen[spec.doc_type] += 1
        spans = annotate(document).spans
        assert {span.tag.owner for span in spans} <= {"provider", "facility", "none"}
        table = table_of(document)
        if spec.doc_type is DocType.BLANK_TRACKER:
            assert {"Patient Name", "MRN", "DOB"} <= {plain(head) for head in table.header}
            assert all(not plain(cell.text) for row in table.rows for cell in row[1:])
        else:
            assert Label.STAFF in {span.tag.label for span in spans}
    assert len(seen) == 2
