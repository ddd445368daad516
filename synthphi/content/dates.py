"""How offices write dates."""

from datetime import date

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def numeric_date(day: date) -> str:
    """Return ``03/07/2025``."""
    return f"{day.month:02d}/{day.day:02d}/{day.year}"


def long_date(day: date) -> str:
    """Return ``March 7, 2025``."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def short_date(day: date) -> str:
    """Return ``07-Mar-2025``."""
    return f"{day.day:02d}-{_MONTHS[day.month - 1][:3]}-{day.year}"


def unpadded_date(day: date) -> str:
    """Return ``3/7/25``."""
    return f"{day.month}/{day.day}/{day.year % 100:02d}"


def iso_date(day: date) -> str:
    """Return ``2025-03-07``."""
    return day.isoformat()


def dashed_date(day: date) -> str:
    """Return ``03-07-2025``."""
    return f"{day.month:02d}-{day.day:02d}-{day.year}"


def dotted_date(day: date) -> str:
    """Return ``03.07.2025``."""
    return f"{day.month:02d}.{day.day:02d}.{day.year}"


def month_date(day: date) -> str:
    """Return ``Mar 7, 2025``."""
    return f"{_MONTHS[day.month - 1][:3]} {day.day}, {day.year}"


def day_first_date(day: date) -> str:
    """Return ``7 March 2025``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def clerical_date(day: date) -> str:
    """Return ``07MAR2025``."""
    return f"{day.day:02d}{_MONTHS[day.month - 1][:3].upper()}{day.year}"


DATE_STYLES = (
    *(numeric_date, numeric_date, numeric_date, long_date, long_date, unpadded_date, short_date),
    *(iso_date, dashed_date, dotted_date, month_date, day_first_date, clerical_date),
)
"""How offices write dates, the commoner ones more than once: ten ways."""
