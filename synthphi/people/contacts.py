"""Telephone numbers and IP addresses, from the ranges that are kept for fiction and documentation."""

from synthphi.seeds import Stream

_OFFICE_LINES = 20
"""Lines 0 to 19 belong to facilities and providers, the others to patients and relatives: none is both."""
_STYLES = ("%s-555-01%02d", "(%s) 555-01%02d", "%s.555.01%02d")
_NETWORKS = ("192.0.2", "198.51.100", "203.0.113")


def phone(area_code: str, line: int, style: int) -> str:
    """Return NPA-555-01xx: the lines 0100 to 0199 are kept for fiction (ATIS-0300115; NANPA, "555 line numbers").

    Args:
        area_code: An area code (NPA).
        line: From 0 to 99.
        style: Which of the three usual ways of writing to use: 0 to 2.
    """
    return _STYLES[style] % (area_code, line)


def office_phones(area_code: str, rng: Stream) -> tuple[str, str]:
    """Return a telephone and a fax number of a facility or provider; they differ."""
    half = _OFFICE_LINES // 2
    return phone(area_code, rng.integer(0, half - 1), 1), phone(area_code, rng.integer(half, _OFFICE_LINES - 1), 1)


def household_phones(area_code: str, rng: Stream) -> tuple[str, str, str, str]:
    """Return four different telephone numbers of a family, written in one way."""
    lines, style = 100 - _OFFICE_LINES, rng.integer(0, 2)
    first = rng.integer(0, lines - 1)
    steps = (0, rng.integer(1, 26), rng.integer(27, 53), rng.integer(54, lines - 1))
    a, b, c, d = (phone(area_code, _OFFICE_LINES + (first + step) % lines, style) for step in steps)
    return a, b, c, d


def ip_address(rng: Stream) -> str:
    """Return an address of the documentation networks: RFC 5737, one in eight RFC 3849 (IPv6)."""
    if rng.chance(0.125):
        return f"2001:db8:{rng.integer(1, 65535):x}:{rng.integer(1, 65535):x}::{rng.integer(1, 65535):x}"
    return f"{rng.pick(_NETWORKS)}.{rng.integer(1, 254)}"
