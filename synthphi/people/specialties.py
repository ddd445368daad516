"""The specialties of providers, and how a facility is staffed with them."""

from synthphi.seeds import stream

PRIMARY_CARE = ("Family Medicine", "Internal Medicine", "Pediatrics")
SPECIALISTS = (
    "Cardiology",
    "Dermatology",
    "Endocrinology",
    "Gastroenterology",
    "General Surgery",
    "Hematology",
    "Infectious Disease",
    "Nephrology",
    "Neurology",
    "Obstetrics and Gynecology",
    "Oncology",
    "Orthopedics",
    "Psychiatry",
    "Pulmonology",
    "Rheumatology",
    "Urology",
)
SURGEONS = ("General Surgery", "Orthopedics", "Urology", "Cardiology", "Gastroenterology")
"""Specialties that operate on anybody, in the order in which they are asked."""
SPECIALTIES = PRIMARY_CARE + SPECIALISTS


def staff_specialty(seed: int, facility_number: int, position: int) -> str:
    """Return the specialty of a facility's staff member, by position on its staff from 0.

    The first three are primary care, so that a small staff sees adults and children; then specialists in an
    order of the facility's own, with a primary care provider as every fourth.
    """
    if position < len(PRIMARY_CARE):
        return PRIMARY_CARE[position]
    turn, seat = divmod(position - len(PRIMARY_CARE), 4)
    if seat == 3:
        return PRIMARY_CARE[turn % len(PRIMARY_CARE)]
    order = stream(seed, "facility specialties", facility_number).sample(SPECIALISTS, len(SPECIALISTS))
    return order[(3 * turn + seat) % len(order)]
