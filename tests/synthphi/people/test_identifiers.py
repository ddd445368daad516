"""Numbers of people: of reserved ranges, with the check digits of their systems, nobody's twice."""

import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean, luhn
from stdnum.us import itin, ssn

from synthphi.people.check_digits import gs1_digit, luhn_digit
from synthphi.people.identifiers import CARD_NUMBERS, PatientNumbers, ProviderNumbers, Series
from synthphi.people.pools import Pools
from synthphi.spec import CorpusSpec

POOLS = Pools(CorpusSpec(seed=21))
COUNT = 4_000

patients = st.integers(0, 50_000).map(POOLS.patient)
providers = st.integers(0, POOLS.spec.providers - 1).map(POOLS.provider)
facilities = st.integers(0, POOLS.spec.facilities - 1).map(POOLS.facility)


@pytest.fixture(scope="module")
def crowd():
    return [POOLS.patient(number) for number in range(COUNT)]


@given(st.integers(0, 60_000_000), st.integers(0, 2**62))
def test_an_ssn_is_in_a_range_that_neither_ssa_nor_irs_issues(number, seed):
    value = PatientNumbers(seed).ssn(number)
    area, group, serial = map(int, re.fullmatch(r"(\d{3})-(\d{2})-(\d{4})", value).groups())
    assert 900 <= area <= 999
    assert 1 <= group <= 49 or 66 <= group <= 69 or group == 89
    assert serial != 0
    assert not ssn.is_valid(value)
    assert not itin.is_valid(value)
    assert group != 93


@given(st.integers(0, 10**9), st.integers(0, 2**62))
def test_an_mbi_has_the_pattern_and_a_first_character_that_is_never_issued(number, seed):
    letter = "[AC-HJKMNP-RT-Y]"
    either = "[0-9AC-HJKMNP-RT-Y]"
    pattern = rf"0{letter}{either}\d-{letter}{either}\d-{letter}{letter}\d\d"
    assert re.fullmatch(pattern, PatientNumbers(seed).mbi(number))


@given(st.integers(0, 10_000), st.integers(0, 2**62))
def test_an_npi_has_its_check_digit_and_a_first_digit_that_is_not_issued(number, seed):
    for npi in (ProviderNumbers(seed).npi(number), ProviderNumbers(seed).facility_npi(number % 1_000)):
        assert re.fullmatch(r"2\d{9}", npi)
        assert luhn.is_valid(f"80840{npi}")


@given(st.integers(0, 10_000), st.sampled_from(["Okafor", "O'Brien", "Von Arx"]), st.booleans())
def test_a_dea_number_has_its_check_digit_and_the_initial(number, last, physician):
    value = ProviderNumbers(4).dea(number, last, physician=physician)
    assert value[0] in ("ABFG" if physician else "M")
    assert value[1] == last[0]
    d = list(map(int, value[2:]))
    assert (d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10 == d[6]


VIN_VALUES = {char: int(char) for char in "0123456789"} | dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", [1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9], strict=True)
)


def vin_check(vin):
    weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
    rest = sum(VIN_VALUES[char] * weight for char, weight in zip(vin, weights, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def test_the_vin_oracle_knows_a_published_example():
    assert vin_check("11111111111111111") == "1"
    assert vin_check("1M8GDM9AXKP042788") == "X"


@given(patients)
def test_a_vin_has_its_check_digit_and_a_maker_that_does_not_exist(patient):
    assert re.fullmatch(r"G[A-HJ-NPR-Z0-9]{16}", patient.vehicle_vin)
    assert vin_check(patient.vehicle_vin) == patient.vehicle_vin[8]


@given(patients)
def test_accounts_cards_and_devices_have_their_check_digits(patient):
    assert luhn.is_valid(patient.account.removeprefix("A").replace("-", ""))
    assert luhn.is_valid(patient.card_number)
    gtin, serial = re.fullmatch(r"\(01\)(\d{14})\(21\)(\w+)", patient.device_udi).groups()
    assert ean.is_valid(gtin)
    assert gtin.startswith("0952")
    assert serial == patient.device_serial


def test_every_test_card_is_valid():
    assert all(luhn.is_valid(number) for number in CARD_NUMBERS)


@given(st.text("0123456789", min_size=1, max_size=20))
def test_check_digits_agree_with_stdnum(digits):
    assert luhn_digit(digits) == luhn.calc_check_digit(digits)
    if len(digits) in {7, 11, 12, 13}:
        assert gs1_digit(digits) == ean.calc_check_digit(digits)


def assert_is_for_fiction(number, area_code):
    assert re.fullmatch(r"(\(\d{3}\) |\d{3}[-.])555[-.]01\d\d", number), number
    digits = re.sub(r"\D", "", number)
    assert digits[:3] == area_code
    assert phonenumbers.is_valid_number(phonenumbers.parse(digits, "US")), number


@given(patients)
def test_phones_of_a_household_are_for_fiction_and_differ(patient):
    phones = (patient.phone, patient.mobile, patient.fax, patient.relative.phone)
    assert len(set(phones)) == 4
    for number in phones:
        assert_is_for_fiction(number, patient.address.area_code)


@given(providers, facilities)
def test_phones_of_offices_are_for_fiction(provider, facility):
    home = POOLS.facility(provider.facility_number)
    for number, area_code in (
        (provider.phone, home.address.area_code),
        (provider.fax, home.address.area_code),
        (facility.phone, facility.address.area_code),
        (facility.fax, facility.address.area_code),
    ):
        assert_is_for_fiction(number, area_code)


@given(patients, providers, facilities)
def test_mail_web_and_network_addresses_are_for_documentation(patient, provider, facility):
    host = r"([a-z0-9-]+\.)*example\.(com|net|org)"
    assert re.fullmatch(rf"[a-z0-9._]+@{host}", patient.email)
    assert re.fullmatch(rf"[a-z0-9._]+@{host}", provider.email)
    assert re.fullmatch(host, facility.domain)
    assert re.fullmatch(rf"https://www\.{host}", facility.website)
    assert re.fullmatch(rf"https://{host}/chart/[a-z0-9]+", "https://" + patient.portal_url.split("//portal.")[1])
    assert re.match(r"192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2001:db8:", patient.ip_address)


ONE_OF_A_KIND = (
    *("person_id", "ssn", "mbi", "account", "member_id", "email", "portal_user", "portal_url", "vehicle_vin"),
    *("device_serial", "device_udi", "biometric_id", "study_id"),
)


@pytest.mark.parametrize("field", ONE_OF_A_KIND)
def test_no_two_patients_share_a_number(crowd, field):
    assert len({getattr(patient, field) for patient in crowd}) == COUNT


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("mrn", lambda patient: patient.facility_number),
        ("driver_license", lambda patient: patient.address.state),
        ("vehicle_plate", lambda patient: patient.address.state),
    ],
    ids=["mrn", "driver_license", "vehicle_plate"],
)
def test_no_two_patients_share_a_number_of_a_place(crowd, field, place):
    assert len({(place(patient), getattr(patient, field)) for patient in crowd}) == COUNT


def test_no_two_providers_share_a_number():
    pools = Pools(CorpusSpec(seed=21, providers=900, facilities=30))
    everybody = [pools.provider(number) for number in range(900)]
    for field in ("provider_id", "npi", "dea", "state_license", "email", "username"):
        assert len({getattr(provider, field) for provider in everybody}) == 900, field
    npis = {provider.npi for provider in everybody}
    assert not npis & {pools.facility(number).npi for number in range(30)}


@given(st.integers(0, 2**62), st.text("abc", max_size=3))
def test_a_series_holds_each_combination_once(seed, kind):
    series = Series(seed, kind, "ab", ["-"], "0123456", ["x", "yy", "z"])
    assert series.size == 42
    found = {series(number) for number in range(42)}
    assert len(found) == 42
    assert series(42) == series(0)
