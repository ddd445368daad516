"""Verify that identifiers are of the ranges that the profile ``reserved`` promises: numbers that cannot be anybody's.

Written from the rules, not from what draws the numbers (`synthphi.people.identifiers`): the two check each other.
Of the profile ``issuance_shaped`` SSNs, MBIs and NPIs have other rules, the shapes of issued ones; all else is as ever.
Kinds without a reserved range are not looked at: DEA numbers, driver's and state licences, plates, and the numbers of
made-up systems (records, members, visits, studies).
"""

import re
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Final

from synthphi.labels import Label
from synthphi.spec import Identifiers

_SSN = re.compile(r"9\d\d-(0[1-9]|[1-4]\d|6[6-9]|89)-(?!0000)\d{4}")
_MBI_LETTER = "[AC-HJKMNP-RT-Y]"
_MBI = re.compile(rf"0{_MBI_LETTER}(?:\d|{_MBI_LETTER})\d-?{_MBI_LETTER}(?:\d|{_MBI_LETTER})\d-?{_MBI_LETTER}{{2}}\d\d")
_TELEPHONE = re.compile(r"1?[2-9]\d\d55501\d\d")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)*example\.(?:com|net|org)")
_DOCUMENTATION: Final = tuple(
    map(ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "127.0.0.1/32"))
)
_UDI = re.compile(r"\(01\)(0952\d{10})\(21\)\w+")
_ACCOUNT = re.compile(r"A\d{8,10}-\d")
_TEST_CARDS: Final = frozenset(
    {
        *("4111111111111111", "4012888888881881", "4242424242424242", "5555555555554444", "5105105105105100"),
        *("2223003122003222", "378282246310005", "371449635398431", "6011111111111117", "6011000990139424"),
        *("30569309025904", "3530111333300000"),
    }
)
_VIN_VALUES: Final = dict(
    zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", [*range(10), *range(1, 9), *range(1, 6), 7, 9, *range(2, 10)], strict=True)
)
_VIN_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def has_range(label: str, role: str | None) -> bool:
    """Return whether values of a kind have a reserved range."""
    return (label, role) in _RULES


def range_problem(label: str, role: str | None, value: str, identifiers: Identifiers = "reserved") -> str | None:
    """Return why a value is not of the range that a profile promises; None where it is, or where its kind has none."""
    found = _RULES.get((label, role))
    if identifiers == "issuance_shaped":
        found = _ISSUANCE_SHAPED.get((label, role), found)
    if found is None or found[0](value):
        return None
    return f"is not {found[1]}"


def _telephone(value: str) -> bool:
    return _TELEPHONE.fullmatch(re.sub(r"\D", "", value)) is not None


def _mail(value: str) -> bool:
    return _HOST.fullmatch(value.rpartition("@")[2]) is not None


def _page(value: str) -> bool:
    return _HOST.fullmatch(value.partition("://")[2].partition("/")[0] or value) is not None


def _address(value: str) -> bool:
    try:
        address = ip_address(value)
    except ValueError:
        return False
    return any(address in network for network in _DOCUMENTATION)


def _npi(first: str) -> Callable[[str], bool]:
    def is_one(value: str) -> bool:
        return re.fullmatch(r"[0-9]{10}", value) is not None and value[0] == first and _luhn(f"80840{value}")

    return is_one


def _vin(value: str) -> bool:
    if len(value) != len(_VIN_WEIGHTS) or value[0] != "G" or not set(value) <= set(_VIN_VALUES):
        return False
    rest = sum(weight * _VIN_VALUES[char] for weight, char in zip(_VIN_WEIGHTS, value, strict=True)) % 11
    return value[8] == ("X" if rest == 10 else str(rest))


def _udi(value: str) -> bool:
    found = _UDI.fullmatch(value)
    if found is None:
        return False
    digits = [int(char) for char in found[1]]
    return (3 * sum(digits[0:13:2]) + sum(digits[1:13:2]) + digits[13]) % 10 == 0


def _account(value: str) -> bool:
    return value in _TEST_CARDS or (_ACCOUNT.fullmatch(value) is not None and _luhn(value[1:].replace("-", "")))


def _luhn(digits: str) -> bool:
    doubled = [int(char) * 2 for char in digits[-2::-2]]
    return (sum(int(char) for char in digits[-1::-2]) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0


def _matching(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda value: pattern.fullmatch(value) is not None


_RULES: Final[dict[tuple[str, str | None], tuple[Callable[[str], bool], str]]] = {
    (Label.SSN, None): (_matching(_SSN), "an SSN that is never issued (900-999, groups of neither ITIN nor ATIN)"),
    (Label.HEALTHPLAN, "mbi"): (_matching(_MBI), "an MBI that is never issued (the first character is 0)"),
    (Label.LICENSE, "npi"): (_npi("2"), "an NPI that is never issued (begins with 2, Luhn digit over 80840)"),
    (Label.PHONE, None): (_telephone, "a telephone number kept for fiction (555-0100 to 555-0199)"),
    (Label.FAX, None): (_telephone, "a fax number kept for fiction (555-0100 to 555-0199)"),
    (Label.EMAIL, None): (_mail, "an address at example.com, example.net or example.org"),
    (Label.URL, None): (_page, "a page at example.com, example.net or example.org"),
    (Label.IPADDR, None): (_address, "an address kept for documentation (RFC 5737, RFC 3849)"),
    (Label.VEHICLE, "vin"): (_vin, "a VIN of an unassigned manufacturer with its check digit"),
    (Label.DEVICE, "udi"): (_udi, "a UDI of the GS1 demonstration prefix with its check digit"),
    (Label.ACCOUNT, None): (_account, "an account of ours with its check digit, nor a published test card"),
}
"""By label and role, how a value is recognized, and what it should be."""

_ISSUED_SSN = re.compile(r"(?!000|666|9\d\d)\d{3}-(?!00)\d\d-(?!0000)\d{4}")
_ISSUED_MBI = re.compile(f"[1-9]{_MBI.pattern[1:]}")
_ISSUANCE_SHAPED: Final[dict[tuple[str, str | None], tuple[Callable[[str], bool], str]]] = {
    (Label.SSN, None): (_matching(_ISSUED_SSN), "an SSN as issued ones are shaped"),
    (Label.HEALTHPLAN, "mbi"): (_matching(_ISSUED_MBI), "an MBI as issued ones are shaped (1 to 9 first)"),
    (Label.LICENSE, "npi"): (_npi("1"), "an NPI as issued ones are shaped (begins with 1, Luhn digit over 80840)"),
}
"""The same for the profile ``issuance_shaped``, where it differs."""
