"""Check digits of published number systems."""

# Luhn, ISO/IEC 7812-1 annex B: every second digit from the right is doubled, its digits summed.
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)

# 49 CFR 565.15(c), tables III and IV: the value of a character and the weight of its position.
_VIN_VALUES = dict(zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "012345678912345678123457923456789"), strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def luhn_digit(digits: str) -> str:
    """Return the Luhn check digit that follows `digits`."""
    values = list(map(int, digits))
    total = sum(values[-2::-2]) + sum([_DOUBLED[value] for value in values[::-2]])
    return str(-total % 10)


def npi_digit(digits: str) -> str:
    """Return the check digit of an NPI's first nine digits.

    Luhn over the prefix 80840 (health care, United States) and the digits: CMS, "Requirements for National
    Provider Identifier (NPI) and NPI Check Digit".
    """
    return luhn_digit(f"80840{digits}")


def dea_digit(digits: str) -> str:
    """Return the check digit of a DEA registration number's first six digits (DEA Diversion Control Division).

    The last digit of: first, third and fifth digit, plus twice the second, fourth and sixth.
    """
    values = list(map(int, digits))
    return str((sum(values[0::2]) + 2 * sum(values[1::2])) % 10)


def gs1_digit(digits: str) -> str:
    """Return the check digit of a GS1 key (GS1 General Specifications, 7.9): weights 3, 1, 3 … from the right."""
    values = list(map(int, digits))
    return str(-(3 * sum(values[::-2]) + sum(values[-2::-2])) % 10)


def vin_digit(vin: str) -> str:
    """Return the ninth character of a 17-character VIN (what stands there now does not count)."""
    rest = sum([_VIN_VALUES[char] * weight for char, weight in zip(vin, _VIN_WEIGHTS, strict=True)]) % 11
    return "X" if rest == 10 else str(rest)
