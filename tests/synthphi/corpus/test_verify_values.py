"""The values of pools are found in texts, whole, and by their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthphi.corpus.verify.own import Patients
from synthphi.corpus.verify.unlabelled import Labelled, unlabelled
from synthphi.corpus.verify.values import WORD, PoolValues
from synthphi.people.pools import Pools
from synthphi.people.tables import facilities_table, patients_table, providers_table
from synthphi.spec import CorpusSpec

POOLS = Pools(CorpusSpec(seed=9, providers=6, facilities=3))
PATIENTS = patients_table(POOLS, 0, 12)
VALUES = PoolValues(
    {
        "patient": [PATIENTS.to_pydict()],
        "provider": [providers_table(POOLS, 0, 6).to_pydict()],
        "facility": [facilities_table(POOLS, 0, 3).to_pydict()],
    }
).values
PATIENT, PROVIDER, FACILITY = POOLS.patient(1), POOLS.provider(2), POOLS.facility(1)


def kinds(text):
    return {(found.kind.whose, found.kind.name) for found in VALUES.find(WORD.findall(text))}


def findings(text, labelled=(), *, own=None, negative=False):
    runs = Labelled()
    for value in labelled:
        start = text.index(value)
        runs.add("body/p[0]", start, start + len(value))
    return list(unlabelled({"body/p[0]": text}, runs, VALUES, own, negative=negative))


@pytest.mark.parametrize(
    ("text", "whose", "name"),
    [
        (PATIENT.name.full, "patient", "name"),
        (PATIENT.name.last_first.upper(), "patient", "name"),
        (PATIENT.relative.name.full, "patient", "relative name"),
        (PATIENT.address.street, "patient", "street"),
        (PATIENT.ssn.replace("-", ""), "patient", "ssn"),
        (f"(tel. {PATIENT.phone})", "patient", "phone"),
        ("+1 " + " ".join(WORD.findall(PATIENT.phone)), "patient", "phone"),
        (f"Chart_{PATIENT.name.last}_{PATIENT.mrn}", "patient", "mrn"),
        (PATIENT.device_udi, "patient", "device_udi"),
        (PROVIDER.display, "provider", "name"),
        (PROVIDER.name.last_first, "provider", "name"),
        (f"NPI {PROVIDER.npi}", "provider", "npi"),
        (PROVIDER.dea, "provider", "dea"),
        (PROVIDER.state_license, "provider", "state_license"),
        (f"<{PROVIDER.email}>", "provider", "email"),
        (PROVIDER.username, "provider", "username"),
        (FACILITY.name, "facility", "name"),
        (FACILITY.website.removeprefix("https://"), "facility", "website"),
        (FACILITY.address.street, "facility", "street"),
        (f"NPI: {FACILITY.npi}", "facility", "npi"),
    ],
)
def test_a_value_is_found(text, whose, name):
    assert (whose, name) in kinds(f"See {text}, please.")


@pytest.mark.parametrize(
    "text",
    [PATIENT.name.first, PATIENT.address.city, PATIENT.ssn[:-1], f"{PATIENT.ssn}7", PATIENT.name.full.lower(), ""],
)
def test_a_part_of_a_value_is_none(text):
    assert kinds(f"See {text}, please.") == set()


@given(st.integers(0, 11), st.text(max_size=40), st.text(max_size=40))
def test_a_value_is_found_in_any_text(number, before, after):
    ssn = POOLS.patient(number).ssn
    assert ("patient", "ssn") in kinds(f"{before} {ssn} {after}")


def test_every_word_of_a_value_has_to_be_in_a_label():
    name = PATIENT.name
    text = f"{name.last}, {name.first}"
    assert findings(text, [name.last, name.first]) == []
    assert len(findings(text, [name.last])) == 1
    assert len(findings(text, [name.first])) == 1
    # Labels side by side are one.
    half = len(name.last) // 2
    assert findings(text, [name.last[:half], name.last[half:], name.first]) == []


def test_of_values_within_each_other_the_longest_is_told():
    own = Patients(PATIENTS.combine_chunks()).own(PATIENT.person_id)
    (found,) = findings(f"Saw {PATIENT.name.full}.", own=own)
    assert repr(PATIENT.name.full) in found.message


def test_a_provider_called_like_a_patient_is_none():
    name = f"{PATIENT.name.first} {PATIENT.name.last}"
    (found,) = findings(f"By {name}, MD.", negative=True)
    assert found.kind == "phi"
    assert findings(f"By {name}, MD.", [name], negative=True) == []
    # A number is nobody else's, whatever its label says.
    (found,) = findings(PATIENT.ssn, [PATIENT.ssn], negative=True)
    assert found.kind == "phi"
    assert findings(PATIENT.ssn, [PATIENT.ssn]) == []
    # A provider's number has to be labelled, in negatives too.
    assert [found.kind for found in findings(PROVIDER.npi, negative=True)] == ["unlabelled"]


def test_a_patient_is_found_by_id_wherever_the_row_is():
    patients = Patients(PATIENTS.take([5, 0, 3]).combine_chunks())
    assert patients.own("patient-000003") is not None
    assert patients.own("patient-000001") is None
    assert patients.own("nobody") is None


def test_a_file_about_several_patients_is_searched_for_the_values_of_each():
    patients = Patients(PATIENTS)
    one, other, third = POOLS.patient(1), POOLS.patient(4), POOLS.patient(7)
    own = patients.own_of([one.person_id, other.person_id])
    for person in (one, other):
        (found,) = findings(f"Born {person.birth_date.isoformat()}.", own=own)
        assert found.kind == "unlabelled"
        assert findings(f"ZIP code {person.address.zip_code}", own=own)
    assert not findings(f"Born {third.birth_date.isoformat()}.", own=own)
    assert not findings(f"Born {other.birth_date.isoformat()}.", own=patients.own(one.person_id))
    assert patients.own_of([one.person_id, "patient-000999"]) is None
