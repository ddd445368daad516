"""Five thousand documents without a contradiction: read as a careful reader would, across the documents of a patient.

What the documents say is taken from their text, tables and labels, not from the encounters that they were made of.
"""

import csv
import re
from collections import defaultdict
from datetime import date, datetime
from importlib.resources import files
from itertools import pairwise

import pytest

from synthphi.clinical.conditions import CONDITIONS, TRAITS
from synthphi.content import compose
from synthphi.corpus.plan import Plan
from synthphi.document import Table, annotate, plain
from synthphi.labels import Label
from synthphi.people.patients import age_on
from synthphi.people.pools import Pools
from synthphi.spec import CorpusSpec

SPEC = CorpusSpec(phi_positive=3_333, phi_negative=1_667, seed=7)
STYLES = (
    *("%m/%d/%Y", "%B %d, %Y", "%d-%b-%Y", "%m/%d/%y", "%Y-%m-%d", "%m-%d-%Y", "%d%b%Y", "%m.%d.%Y"),
    *("%d %B %Y", "%b %d, %Y"),
)
CODE = re.compile(r"([A-Z]\d\d(?:\.[0-9A-Z]{1,4})?)")
BY_CODE = {condition.icd10: condition for condition in CONDITIONS.values()}
FULL_LISTS = {"ProgressNote", "HistoryAndPhysical", "DischargeSummary"}
"""Types that list all problems of a patient."""


class Read:
    """What a reader takes from one positive."""

    def __init__(self, spec, document, patient):
        self.spec, self.document, self.patient = spec, document, patient
        annotated = annotate(document)
        self.text = annotated.text
        self.spans = annotated.spans
        self.tables = [b for section in document.sections for b in section.blocks if isinstance(b, Table)]

    def values(self, label, role=None, owner="patient"):
        return [
            s.text for s in self.spans if s.tag.label == label and s.tag.role in {role, None} and s.tag.owner == owner
        ]

    def dates(self, *roles):
        return [
            day(s.text)
            for s in self.spans
            if s.tag.label == Label.DATE and s.tag.owner == "patient" and s.tag.role in roles
        ]

    def rows(self, *heads):
        """Return the rows of the tables that begin with such headers."""
        return [
            [plain(cell.text) for cell in row]
            for table in self.tables
            if tuple(plain(head) for head in table.header)[: len(heads)] == heads
            for row in table.rows
        ]

    def problems(self):
        """Return the conditions that are listed with their codes: ``Gout (M10.9)``."""
        found = [BY_CODE.get(code) for code in re.findall(rf"\({CODE.pattern}\)", self.text)]
        return {condition.key: condition for condition in found if condition is not None}


def day(text):
    for style in STYLES:
        try:
            found = datetime.strptime(text, style).date()  # noqa: DTZ007
        except ValueError:
            continue
        return found if found <= SPEC.as_of.replace(year=SPEC.as_of.year + 1) else found.replace(year=found.year - 100)
    raise AssertionError(f"{text!r} is written in no known way")


def reading(corpus):
    plan, pools = Plan(corpus), Pools(corpus)
    found = []
    for number in range(corpus.phi_positive):
        spec = plan.document("positive", number)
        found.append(Read(spec, compose(spec, pools), pools.patient(spec.patient_number)))
    return found


@pytest.fixture(scope="module")
def read():
    return reading(SPEC)


@pytest.fixture(scope="module")
def by_patient(read):
    found = defaultdict(list)
    for one in read:
        found[one.patient.person_id].append(one)
    return found


def test_flags_follow_from_value_and_range(read):
    checked = 0
    for one in read:
        for _, value, flag, _, reference in one.rows("Test", "Result", "Flag", "Units", "Reference range"):
            if not re.fullmatch(r"[\d.]+", value):
                assert (flag == "") == (value in reference.split(", ")), (one.spec, value, reference)
                continue
            number = float(value)
            if low_high := re.fullmatch(r"([\d.]+)-([\d.]+)", reference):
                low, high = map(float, low_high.groups())
                expected = "L" if number < low else "H" if number > high else ""
            elif reference.startswith("<"):
                expected = "H" if number >= float(reference[1:]) else ""
            else:
                expected = "L" if number < float(reference.lstrip("> =")) else ""
            assert flag.rstrip("LH" if not expected else "")[:1] == expected, (one.spec, value, flag, reference)
            checked += 1
    assert checked > 1_500


def test_nobody_has_a_condition_that_sex_or_age_rules_out(read):
    checked = 0
    for one in read:
        ages = [int(a) for a in one.values(Label.AGE) if a.isdigit() and f"{a}-month" not in one.text]
        for condition in one.problems().values():
            assert one.patient.sex in condition.sexes, (one.spec, condition.key)
            for age in ages if " months" not in one.text else []:
                assert condition.min_age <= age <= condition.max_age, (one.spec, condition.key, age)
            checked += 1
    assert checked > 1_500


def test_every_drug_in_a_list_has_its_indication(read):
    checked = 0
    for one in read:
        if one.spec.doc_type not in FULL_LISTS:
            continue
        problems = one.problems().values()
        known = {drug[0]: drug[1:] for condition in problems for drug in condition.medications}
        allowed = {drug for condition in problems for drug in condition.medications}
        for row in one.rows("Medication", "Dose", "Route", "Frequency"):
            assert row[0] in known, (one.spec, row, [c.key for c in problems])
            assert tuple(row) in allowed, (one.spec, row)
            checked += 1
    assert checked > 1_000


def test_age_is_what_birth_date_and_visit_say(read):
    checked = 0
    for one in read:
        births, ages = set(one.dates("dob")), {int(a) for a in one.values(Label.AGE) if a.isdigit()}
        assert births <= {one.patient.birth_date}, one.spec
        visits = one.dates("service", "admit", "discharge", "death", "report")
        if one.document.mail is not None:
            visits.append(one.document.mail.date.date())
        if births and ages and visits:
            years = {age_on(one.patient.birth_date, visit) for visit in visits}
            months = {12 * y + m for y in years if y < 2 for m in range(12)}
            assert ages <= years | months, (one.spec, ages, years)
            checked += 1
    assert checked > 1_500


def test_places_agree_with_each_other(read):
    source = (files("synthphi.people") / "data" / "places.csv").read_text("utf-8")
    real = {(row["state"], row["city"], row["zip_code"]) for row in csv.DictReader(source.splitlines())}
    areas = {(row["state"], row["area_code"]) for row in csv.DictReader(source.splitlines())}
    checked = 0
    for one in read:
        states, zips, cities = (set(one.values(label)) for label in (Label.STATE, Label.ZIP, Label.CITY))
        assert len(states) <= 1, one.spec
        assert len(zips) <= 1, one.spec
        assert len(cities) <= 1, one.spec
        if not (states and zips and cities):
            continue
        (state,), (zip_code,), (city,) = states, zips, cities
        assert (state, city, zip_code) in real, one.spec
        for phone in one.values(Label.PHONE):
            digits = re.sub(r"\D", "", phone).removeprefix("1")
            assert (state, digits[:3]) in areas, (one.spec, phone)
        checked += 1
    assert checked > 800


ONE_OF_A_KIND = {
    *((Label.SSN, None), (Label.EMAIL, None), (Label.USERNAME, None), (Label.BIOID, None), (Label.IPADDR, None)),
    *((Label.HEALTHPLAN, "mbi"), (Label.HEALTHPLAN, "member"), (Label.HEALTHPLAN, "group"), (Label.LICENSE, "driver")),
    *((Label.VEHICLE, "vin"), (Label.VEHICLE, "plate"), (Label.DEVICE, "udi"), (Label.DATE, "dob")),
    *((Label.STREET, None), (Label.ZIP, None), (Label.ORGANIZATION, None), (Label.COUNTRY, None)),
}


def test_a_person_has_one_number_of_a_kind(by_patient):
    seen = defaultdict(set)
    for person, documents in by_patient.items():
        for one in documents:
            for span in one.spans:
                kind = (span.tag.label, span.tag.role)
                if kind in ONE_OF_A_KIND and span.tag.owner == "patient":
                    seen[person, kind].add(day(span.text) if kind == (Label.DATE, "dob") else span.text)
    several = {key: values for key, values in seen.items() if len(values) > 1}
    assert not several
    assert {kind for _, kind in seen} == ONE_OF_A_KIND


def test_a_number_belongs_to_one_person(by_patient):
    owners = defaultdict(set)
    kinds = ONE_OF_A_KIND - {(Label.HEALTHPLAN, "group"), (Label.DATE, "dob"), (Label.STREET, None), (Label.ZIP, None)}
    kinds -= {(Label.ORGANIZATION, None), (Label.COUNTRY, None), (Label.IPADDR, None)}
    for person, documents in by_patient.items():
        for one in documents:
            for span in one.spans:
                if (span.tag.label, span.tag.role) in kinds and span.tag.owner == "patient":
                    owners[span.tag.label, span.text].add(person)
    assert not {value: people for value, people in owners.items() if len(people) > 1}


def test_problems_stay_from_document_to_document():
    # Of three documents of a patient one at most is of a type with all problems: this takes more.
    many = defaultdict(list)
    for one in reading(SPEC.model_copy(update={"phi_positive": 1_200, "documents_per_patient": 12})):
        many[one.patient.person_id].append(one)
    pairs = 0
    for documents in many.values():
        lists = [one.problems() for one in documents if one.spec.doc_type in FULL_LISTS]
        for earlier, later in pairwise(lists):
            lost = {key for key in earlier if TRAITS[key].chronic} - set(later)
            assert not lost, (documents[0].patient.person_id, lost)
            pairs += 1
    assert pairs > 80


def test_no_document_is_of_a_day_to_come_or_before_birth_and_death_is_last(by_patient):
    deaths = 0
    for documents in by_patient.values():
        ends = [when for one in documents for when in one.dates("death")]
        for one in documents:
            past = one.dates("admit", "discharge", "death")
            assert all(one.patient.birth_date <= when <= SPEC.as_of for when in past), one.spec
            if ends and one.spec.doc_type != "DeathWorksheet":
                assert max(one.dates("discharge"), default=date.min) <= ends[0], one.spec
        deaths += bool(ends)
    assert deaths > 20


def test_weight_of_an_adult_changes_little_between_documents(by_patient):
    pairs = 0
    for documents in by_patient.values():
        known = [
            float(row[5].removesuffix(" lb"))
            for one in documents
            if age_on(one.patient.birth_date, SPEC.as_of) >= 30 and "pregnan" not in one.text.lower()
            for row in one.rows("BP", "Pulse", "Resp", "Temp", "SpO2", "Weight")
        ]
        for earlier, later in pairwise(known):
            assert 0.75 < later / earlier < 1.33, documents[0].patient.person_id
            pairs += 1
    assert pairs > 120
