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


DATE_STYLES = (numeric_date, numeric_date, long_date, short_date, unpadded_date)
"""How offices write dates; the commonest stands twice."""
