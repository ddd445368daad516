"""Numbers that could be somebody's are named; those of the reserved ranges are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthphi.corpus.verify.ranges import range_problem
from synthphi.people.pools import Pools
from synthphi.spec import CorpusSpec

POOLS = Pools(CorpusSpec(seed=9))


@given(st.integers(0, 200_000))
def test_what_is_drawn_is_in_range(number):
    patient = POOLS.patient(number)
    drawn = [
        *(("SSN", None, patient.ssn), ("HEALTHPLAN", "mbi", patient.mbi), ("PHONE", None, patient.phone)),
        *(("PHONE", None, patient.mobile), ("FAX", None, patient.fax), ("PHONE", None, patient.relative.phone)),
        *(("EMAIL", None, patient.email), ("URL", None, patient.portal_url), ("IPADDR", None, patient.ip_address)),
        *(("VEHICLE", "vin", patient.vehicle_vin), ("DEVICE", "udi", patient.device_udi)),
        *(("ACCOUNT", None, patient.account), ("ACCOUNT", None, patient.card_number)),
    ]
    assert [(label, value) for label, role, value in drawn if range_problem(label, role, value)] == []


@given(st.integers(0, 40))
def test_provider_numbers_are_in_range(number):
    provider = POOLS.provider(number)
    assert range_problem("LICENSE", "npi", provider.npi) is None
    assert range_problem("EMAIL", None, provider.email) is None


@pytest.mark.parametrize(
    ("label", "role", "value", "said"),
    [
        ("SSN", None, "078-05-1120", "never issued"),
        ("SSN", None, "900-70-1234", "never issued"),  # an ITIN
        ("SSN", None, "900-93-1234", "never issued"),  # an ATIN
        ("SSN", None, "900-01-0000", "never issued"),
        ("HEALTHPLAN", "mbi", "1EG4-TE5-MK73", "never issued"),
        ("HEALTHPLAN", "mbi", "0SG4-TE5-MK73", "never issued"),
        ("LICENSE", "npi", "1234567893", "never issued"),
        ("LICENSE", "npi", "2234567890", "never issued"),
        ("PHONE", None, "(212) 555-1234", "fiction"),
        ("PHONE", None, "212-736-5000", "fiction"),
        ("FAX", None, "+44 20 7946 0000", "fiction"),
        ("EMAIL", None, "maria@gmail.com", "example.com"),
        ("EMAIL", None, "maria@example.com.evil.net", "example.com"),
        ("URL", None, "https://portal.hospital.org/chart", "example.com"),
        ("IPADDR", None, "8.8.8.8", "documentation"),
        ("VEHICLE", "vin", "1M8GDM9AXKP042788", "unassigned"),
        ("VEHICLE", "vin", "GA10CNM21PF323010", "check digit"),
        ("DEVICE", "udi", "(01)00643169007222(21)AB1", "demonstration"),
        ("DEVICE", "udi", "(01)09521234010129(21)AB1", "check digit"),
        ("ACCOUNT", None, "4539578763621486", "test card"),
        ("ACCOUNT", None, "A796995689-1", "check digit"),
    ],
)
def test_what_could_be_somebodys_is_named(label, role, value, said):
    assert said in range_problem(label, role, value)


def test_kinds_without_a_reserved_range_are_not_looked_at():
    assert range_problem("LICENSE", "driver", "D1234567") is None
    assert range_problem("MEDICALRECORD", None, "123") is None
