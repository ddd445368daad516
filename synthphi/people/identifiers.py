"""Numbers that identify people, from ranges that cannot belong to anybody (profile ``reserved``).

In the profile ``issuance_shaped`` SSNs, MBIs and NPIs are shaped as issued ones are, and may equal somebody's.

No number is drawn: the numbers of a kind are a `Series`, a bijection of the person's number that the seed
shuffles, so that no two people share one. Where no reserved range exists that detectors accept (DEA numbers,
driver's licences, plates), the docstring says ``no reserved range``.
"""

import csv
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import gcd, prod

from synthphi.people.check_digits import dea_digit, gs1_digit, luhn_digit, npi_digit, vin_digit
from synthphi.seeds import digest64
from synthphi.spec import Identifiers

DIGITS = "0123456789"
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
"""Letters that are not mistaken for digits."""


_LONGEST_PART = 1_000


class Series:
    """The numbers of one kind: ``series(n)`` is a different string for every n from 0 to ``size - 1``.

    A number is one choice from each of `parts` (a part of one item is a literal). Which combination stands at n
    is the affine permutation n -> (a*n + b) mod size, with a and b from the seed and gcd(a, size) = 1.
    Beyond `size` the numbers repeat.
    """

    __slots__ = ("_offset", "_parts", "_step", "size")

    def __init__(self, seed: int, kind: str, *parts: Sequence[str]) -> None:
        joined = _joined([tuple(part) for part in parts])
        self.size = prod([len(part) for part in joined])
        self._parts = [(part, len(part)) for part in reversed(joined)]
        self._offset = digest64(seed, "series", kind, "offset") % self.size
        self._step = digest64(seed, "series", kind, "step") % self.size
        while gcd(self._step, self.size) != 1:
            self._step += 1

    def __call__(self, number: int) -> str:
        """Return the string at a number."""
        rest = (self._step * number + self._offset) % self.size
        chosen = []
        for part, count in self._parts:
            rest, index = divmod(rest, count)
            chosen.append(part[index])
        chosen.reverse()
        return "".join(chosen)


@cache
def _product(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Return each of one with each of the other: the same object each time, because all series have digits."""
    return tuple([before + behind for before in one for behind in other])


def _joined(parts: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return neighbouring parts as one, while that is short: a number is put together of fewer pieces."""
    joined: list[tuple[str, ...]] = []
    for part in parts:
        if joined and len(joined[-1]) * len(part) <= _LONGEST_PART:
            joined[-1] = _product(joined[-1], part)
        else:
            joined.append(part)
    return tuple(joined)


def numbers(first: int, last: int, width: int) -> tuple[str, ...]:
    """Return the zero-padded numbers from `first` to `last`, both included: a part of a series."""
    return tuple(f"{number:0{width}d}" for number in range(first, last + 1))


# SSA issues no area number above 899 (POMS RM 10201.035). 9xx is used by the IRS alone: for ITINs with the groups
# 50-65, 70-88, 90-92 and 94-99, and for ATINs with group 93 (IRS, IRM 3.21.263; 26 CFR 301.6109-3). The groups left
# are nobody's.
_SSN_GROUPS = (*numbers(1, 49, 2), *numbers(66, 69, 2), "89")

# CMS, "Understanding the Medicare Beneficiary Identifier (MBI)": the first character of an issued MBI is 1-9, so a 0
# is nobody's. C: first character, A: a letter without S, L, O, I, B, Z, N: a digit, X: either.
_MBI_LETTERS = "ACDEFGHJKMNPQRTUVWXY"
_MBI_PARTS = {"A": _MBI_LETTERS, "N": DIGITS, "X": DIGITS + _MBI_LETTERS, "-": "-"}
_MBI_PATTERN = "CAXN-AXN-AANN"

# The shapes of issued numbers: SSA issues the areas 001 to 899 but for 666, and no group 00 or serial 0000 (POMS RM
# 10201.035); MBIs begin with 1 to 9; NPIs with 1.
_SSN_PARTS: dict[Identifiers, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "reserved": (numbers(900, 999, 3), _SSN_GROUPS),
    "issuance_shaped": ((*numbers(1, 665, 3), *numbers(667, 899, 3)), numbers(1, 99, 2)),
}
_MBI_FIRST: dict[Identifiers, str] = {"reserved": "0", "issuance_shaped": "123456789"}
_NPI_FIRST: dict[Identifiers, str] = {"reserved": "2", "issuance_shaped": "1"}

# ISO 3780: the codes GA to G0 are assigned to no country, so no manufacturer has a code that starts with G.
_WMI = ("GA1", "GB4", "GD7", "GE2", "GK8", "GM5", "GR3", "GX6")
_VIN_CHARACTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
# 49 CFR 565.15(d)(1), table VII: the model years 2008 to 2025.
_MODEL_YEARS = "89ABCDEFGHJKLMNPRS"

# GS1 prefix 952 is kept for demonstrations and examples (GS1 General Specifications, 1.4.2). GTIN-14 less its check
# digit: indicator 0, company 952 1234, item.
_DEVICES = tuple(f"095212340{item:04d}" for item in (1012, 1029, 2033, 2147, 3318, 4405, 5176, 6290))

# Published by the networks and their processors for tests; never issued.
CARD_NUMBERS = (
    "4111111111111111",
    "4012888888881881",
    "4242424242424242",
    "5555555555554444",
    "5105105105105100",
    "2223003122003222",
    "378282246310005",
    "371449635398431",
    "6011111111111117",
    "6011000990139424",
    "30569309025904",
    "3530111333300000",
)

_FACILITIES = 1_000  # NPIs of facilities come first in their series; a spec has no more facilities


class PatientNumbers:
    """The numbers of a corpus's patients, by patient number."""

    def __init__(self, seed: int, identifiers: Identifiers = "reserved") -> None:
        self._seed = seed
        areas, groups = _SSN_PARTS[identifiers]
        self._ssn = Series(seed, "ssn", areas, "-", groups, "-", numbers(1, 9999, 4))
        mbi_parts = {**_MBI_PARTS, "C": _MBI_FIRST[identifiers]}
        self._mbi = Series(seed, "mbi", *(mbi_parts[char] for char in _MBI_PATTERN))
        self._account = Series(seed, "account", "1234567", *[DIGITS] * 8)
        self._member = Series(seed, "member", LETTERS, *[DIGITS] * 9)
        self._serial = Series(seed, "device", LETTERS, LETTERS, *[DIGITS] * 7)
        self._vin = Series(seed, "vin", _WMI, *[_VIN_CHARACTERS] * 5, "0", "?", LETTERS, *[DIGITS] * 6)
        self._biometric = Series(seed, "biometric", ["PV-"], *[DIGITS + "ABCDEF"] * 10)
        self._study = Series(seed, "study", ["REG-"], numbers(11, 98, 2), "-", *[DIGITS] * 6)
        self._visit = Series(seed, "visit", "123456789", *[DIGITS] * 7)
        self._accession = Series(seed, "accession", LETTERS, *[DIGITS] * 7)

    def ssn(self, number: int) -> str:
        """Return a number in the form of an SSN; of ``reserved`` one that neither SSA nor IRS issues: 53,994,600."""
        return self._ssn(number)

    def mbi(self, number: int) -> str:
        """Return a number in the form of a Medicare beneficiary identifier; of ``reserved`` it begins with a 0."""
        return self._mbi(number)

    def account(self, number: int) -> str:
        """Return a billing account with a Luhn digit: ``A512345678-4``."""
        digits = self._account(number)
        return f"A{digits}-{luhn_digit(digits)}"

    def member_id(self, number: int, prefix: str) -> str:
        """Return a health plan's member id: the plan's prefix, a letter, nine digits."""
        return prefix + self._member(number)

    def vin(self, number: int) -> str:
        """Return a VIN with a valid check digit (49 CFR 565.15) of a manufacturer code that is not assigned."""
        # The model year is no part of the series: it follows from the number, so it cannot make two VINs equal.
        vin = self._vin(number).replace("?", _MODEL_YEARS[number % len(_MODEL_YEARS)])
        return f"{vin[:8]}{vin_digit(vin)}{vin[9:]}"

    def device_serial(self, number: int) -> str:
        """Return the serial number of a device: two letters, seven digits."""
        return self._serial(number)

    def device_udi(self, number: int) -> str:
        """Return a GS1 UDI (device identifier and serial number) in its human-readable form."""
        body = _DEVICES[number % len(_DEVICES)]
        return f"(01){body}{gs1_digit(body)}(21){self._serial(number)}"

    def biometric_id(self, number: int) -> str:
        """Return the id of an enrolled palm vein template."""
        return self._biometric(number)

    def study_id(self, number: int) -> str:
        """Return the number in a registry or study."""
        return self._study(number)

    def mrn(self, number: int, facility_number: int, prefix: str) -> str:
        """Return the medical record number at a facility: eight digits, by its system with prefix and Luhn digit."""
        digits = _mrn_series(self._seed, facility_number)(number)
        system = facility_number % 4
        if system == 0:
            return f"{prefix}{digits}{luhn_digit(digits)}"
        if system == 1:
            return f"{prefix}-{digits}-{luhn_digit(digits)}"
        if system == 2:
            return f"{prefix}{digits}"
        return digits

    def driver_license(self, number: int, state: str) -> str:
        """Return a licence number in the state's format. No reserved range; the shortest hold 10,000,000."""
        return _state_series(self._seed, state)[0](number)

    def vehicle_plate(self, number: int, state: str) -> str:
        """Return a plate in the state's format. No reserved range; they may repeat from some hundred thousand on."""
        return _state_series(self._seed, state)[1](number)

    def visit_number(self, number: int, visit: int) -> str:
        """Return the number of a patient's visit; the patient's part has a fixed width, so no two are equal."""
        return f"V{self._visit(number)}-{visit + 1:02d}"

    def accession(self, number: int, visit: int) -> str:
        """Return the number of the specimen of a patient's visit."""
        return f"{self._accession(number)}-{visit + 1:02d}"


class ProviderNumbers:
    """The numbers of a corpus's providers and facilities."""

    def __init__(self, seed: int, identifiers: Identifiers = "reserved") -> None:
        # CMS issues NPIs that start with 1; 2 is defined and has not been issued.
        self._npi = Series(seed, "npi", _NPI_FIRST[identifiers], *[DIGITS] * 8)
        self._dea = Series(seed, "dea", *[DIGITS] * 6)
        self._license = Series(seed, "state license", "123456789", *[DIGITS] * 5)

    def npi(self, provider_number: int) -> str:
        """Return a provider's NPI with a valid check digit; of ``reserved`` it starts with 2: none is issued."""
        digits = self._npi(_FACILITIES + provider_number)
        return digits + npi_digit(digits)

    def facility_npi(self, facility_number: int) -> str:
        """Return a facility's NPI; providers have others."""
        digits = self._npi(facility_number)
        return digits + npi_digit(digits)

    def dea(self, provider_number: int, last_name: str, *, physician: bool) -> str:
        """Return a DEA registration number with a valid check digit. No reserved range.

        The first letter tells the kind of registrant (A, B, F, G: practitioner; M: mid-level practitioner), the
        second is the first of the family name (DEA Diversion Control Division).
        """
        digits = self._dea(provider_number)
        kind = "ABFG"[provider_number % 4] if physician else "M"
        return f"{kind}{last_name[0]}{digits}{dea_digit(digits)}"

    def state_license(self, provider_number: int, state: str, credential: str) -> str:
        """Return a state's professional licence, such as ``OH-MD-204518``."""
        return f"{state}-{credential.split('-', maxsplit=1)[0]}-{self._license(provider_number)}"


@cache
def _mrn_series(seed: int, facility_number: int) -> Series:
    return Series(seed, f"mrn {facility_number}", *[DIGITS] * 8)


@cache
def _state_series(seed: int, state: str) -> tuple[Series, Series]:
    licence, plate = _state_patterns()[state]
    return (_pattern_series(seed, f"license {state}", licence), _pattern_series(seed, f"plate {state}", plate))


def _pattern_series(seed: int, kind: str, pattern: str) -> Series:
    return Series(seed, kind, *({"#": DIGITS, "@": LETTERS}.get(char, char) for char in pattern))


@cache
def _state_patterns() -> dict[str, tuple[str, str]]:
    source = files("synthphi.people").joinpath("data", "state_numbers.csv").read_text(encoding="utf-8")
    return {row["state"]: (row["license"], row["plate"]) for row in csv.DictReader(source.splitlines())}
