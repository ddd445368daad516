"""Vaccines: which ones somebody of an age has had, and when.

After the schedules of the United States' Centers for Disease Control and Prevention, simplified: names of vaccine
types, not of products.
"""

from datetime import date, timedelta
from typing import Final

from synthphi.clinical.model import Encounter
from synthphi.seeds import Stream

_OF_CHILDREN: Final = (
    # Vaccine, and the months of life at which it is given.
    ("Hepatitis B", (0, 2, 6)),
    ("Rotavirus", (2, 4)),
    ("DTaP", (2, 4, 6, 16, 54)),
    ("Hib", (2, 4, 13)),
    ("Pneumococcal conjugate", (2, 4, 6, 13)),
    ("Inactivated polio", (2, 4, 8, 54)),
    ("MMR", (13, 54)),
    ("Varicella", (13, 54)),
    ("Hepatitis A", (13, 20)),
    ("Tdap", (134,)),
    ("Meningococcal", (134, 194)),
    ("HPV", (134, 141)),
)
_OF_ADULTS: Final = (
    # Vaccine, the age in years from which it is given, how many years apart doses are, and since when there is one.
    ("Tdap or Td", 19, 10, date(2005, 6, 1)),
    ("Influenza, seasonal", 1, 1, date(1990, 9, 1)),
    ("COVID-19", 12, 1, date(2021, 5, 1)),
    ("Zoster, recombinant", 50, 99, date(2017, 11, 1)),
    ("Pneumococcal", 65, 99, date(1990, 1, 1)),
    ("RSV", 75, 99, date(2023, 7, 1)),
)
_MONTH = 30.44
_ON_RECORD = 20
"""Years before the encounter that records reach back for adults."""
_MOST = 16
_LATEST_MONTHS = 18 * 12


def vaccines_given(encounter: Encounter, rng: Stream) -> list[tuple[str, date]]:
    """Return vaccines with the days on which they were given, oldest first, none after the encounter."""
    birth, day = encounter.patient.birth_date, encounter.day
    given: list[tuple[str, date]] = []
    if (day - birth).days / _MONTH < _LATEST_MONTHS:
        for name, months in _OF_CHILDREN:
            given += [(name, birth + timedelta(days=int(month * _MONTH) + rng.integer(0, 25))) for month in months]
    on_record = day - timedelta(days=365 * _ON_RECORD)
    for name, first, apart, since in _OF_ADULTS:
        earliest = max(birth + timedelta(days=int(first * 365.25)), on_record, since)
        when = earliest + timedelta(days=rng.integer(20, 700))
        while when <= day:
            if rng.chance(0.6):
                given.append((name, when))
            when += timedelta(days=int(apart * 365.25) + rng.integer(-40, 40))
    past = sorted((item for item in given if birth <= item[1] <= day), key=lambda item: (item[1], item[0]))
    return past[-_MOST:] or [("Hepatitis B", birth + timedelta(days=1))]
