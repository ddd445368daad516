"""Drawing patients."""

from datetime import date, timedelta
from functools import cache

from synthphi.people.addresses import draw_home_address, draw_landmark
from synthphi.people.contacts import household_phones, ip_address
from synthphi.people.identifiers import CARD_NUMBERS, PatientNumbers
from synthphi.people.livelihoods import ADULT, draw_insurer, draw_work
from synthphi.people.model import Facility, Name, Patient, Relative, Sex
from synthphi.people.names import draw_birth_country, draw_private_name, plain_letters
from synthphi.people.own_script import in_own_script
from synthphi.seeds import Stream, Weighted, stream
from synthphi.spec import Identifiers

# Shares of visits by age band; after the age distribution of US office and hospital visits (CDC/NCHS, NAMCS and
# NHAMCS), with more people above 89 than there are, because their ages are identifiers (45 CFR 164.514(b)(2)(i)(C)).
_AGE_BANDS: Weighted[tuple[int, int]] = Weighted(
    ((0, 4), (5, 17), (18, 29), (30, 44), (45, 54), (55, 64), (65, 74), (75, 84), (85, 89), (90, 98)),
    (5, 8, 8, 14, 12, 16, 17, 12, 4, 4),
)
OLDEST = 98
"""The highest age in years, at `as_of`."""
_YOUNGEST_DAYS = 45
"""The lowest age in days, so that an infant has had visits."""

_MARITAL: tuple[tuple[int, Weighted[str]], ...] = (
    (22, Weighted(("Single",), (1,))),
    (30, Weighted(("Single", "Married", "Divorced"), (72, 26, 2))),
    (50, Weighted(("Single", "Married", "Divorced", "Separated", "Widowed"), (30, 54, 12, 3, 1))),
    (70, Weighted(("Single", "Married", "Divorced", "Separated", "Widowed"), (14, 60, 18, 2, 6))),
    (200, Weighted(("Single", "Married", "Divorced", "Widowed"), (6, 46, 12, 36))),
)
_RELATIVES: dict[str, Sex] = {
    "Wife": "female",
    "Husband": "male",
    "Mother": "female",
    "Father": "male",
    "Grandmother": "female",
    "Aunt": "female",
    "Sister": "female",
    "Brother": "male",
    "Daughter": "female",
    "Son": "male",
}
_OF_A_CHILD = Weighted(("Mother", "Father", "Grandmother", "Aunt"), (62, 28, 8, 2))
_OF_THE_YOUNG = Weighted(("Mother", "Father", "Sister", "Brother"), (45, 25, 16, 14))
_OF_THE_OLD = Weighted(("Daughter", "Son", "Sister", "Brother"), (44, 34, 14, 8))
_SAME_FAMILY_NAME = 0.75

_MAIL_HOSTS = ("example.com", "mail.example.com", "inbox.example.net", "post.example.org", "home.example.net")


def draw_patient(
    seed: int,
    number: int,
    as_of: date,
    facility: Facility,
    adult_care: tuple[int, ...],
    child_care: tuple[int, ...],
    identifiers: Identifiers = "reserved",
) -> Patient:
    """Return patient `number` of a seed.

    Args:
        seed: The corpus's seed.
        number: The patient's number.
        as_of: "Today": the age is drawn at this date.
        facility: The patient's home facility.
        adult_care: Numbers of the providers there who may be an adult's own; not empty.
        child_care: Numbers of the providers there who may be a child's own; not empty.
        identifiers: Where numbers come from.
    """
    rng = stream(seed, "patient", number)
    sex: Sex = "female" if rng.chance(0.54) else "male"
    low, high = rng.weighted(_AGE_BANDS)
    age = rng.integer(low, high)
    name = draw_private_name(rng, sex)
    address = draw_home_address(rng, facility.address)
    home, mobile, fax, other = household_phones(address.area_code, rng)
    numbers = _numbers(seed, identifiers)
    insurer = draw_insurer(rng, age)
    occupation, employer = draw_work(rng, age)
    marital_status = _marital_status(rng, age)
    first, last = plain_letters(name.first), plain_letters(name.last)
    portal_user = _portal_user(rng, first, last, number)
    return Patient(
        person_id=f"patient-{number:06d}",
        number=number,
        name=name,
        own_name=in_own_script(name),
        sex=sex,
        birth_date=_birth_date(rng, age, as_of),
        address=address,
        phone=home,
        mobile=mobile,
        fax=fax,
        email=_email(rng, first, last, number),
        portal_user=portal_user,
        portal_url=f"https://portal.{facility.domain}/chart/{portal_user}",
        ip_address=ip_address(rng),
        member_id=numbers.member_id(number, insurer.prefix),
        group_id=f"{insurer.prefix}-{rng.integer(10000, 99999)}",
        insurer=insurer.name,
        card_number=rng.pick(CARD_NUMBERS),
        employer=employer,
        occupation=occupation,
        marital_status=marital_status,
        relative=_relative(rng, name, sex, age, marital_status, other),
        birth_country=draw_birth_country(rng, name.last),
        landmark=draw_landmark(rng),
        facility_number=facility.number,
        provider_number=rng.pick(adult_care if age >= ADULT else child_care),
        mrn=numbers.mrn(number, facility.number, facility.mrn_prefix),
        numbers=numbers,
    )


def age_on(birth_date: date, day: date) -> int:
    """Return the completed years of life on a day; someone born on 29 February ages on 1 March in other years."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (not had_birthday)


@cache
def _numbers(seed: int, identifiers: Identifiers) -> PatientNumbers:
    return PatientNumbers(seed, identifiers)


def _birth_date(rng: Stream, age: int, as_of: date) -> date:
    """Return a date of birth at which a person has `age` completed years on `as_of`."""
    latest = _years_before(as_of, age)
    earliest = _years_before(as_of, age + 1) + timedelta(days=1)
    if age == 0:
        latest -= timedelta(days=_YOUNGEST_DAYS)
    return earliest + timedelta(days=rng.integer(0, (latest - earliest).days))


def _years_before(day: date, years: int) -> date:
    """Return the date some years earlier; of 29 February in a year without one, 28 February."""
    if day.month == 2 and day.day == 29:
        leap = (day.year - years) % 4 == 0 and ((day.year - years) % 100 != 0 or (day.year - years) % 400 == 0)
        return date(day.year - years, 2, 29 if leap else 28)
    return day.replace(year=day.year - years)


def _marital_status(rng: Stream, age: int) -> str:
    return rng.weighted(next(shares for below, shares in _MARITAL if age < below))


def _relative(rng: Stream, name: Name, sex: Sex, age: int, marital_status: str, phone: str) -> Relative:
    if age < ADULT:
        relationship = rng.weighted(_OF_A_CHILD)
    elif marital_status == "Married" and rng.chance(0.8):
        relationship = "Wife" if sex == "male" else "Husband"
    else:
        relationship = rng.weighted(_OF_THE_YOUNG if age < 50 else _OF_THE_OLD)
    last = name.last if rng.chance(_SAME_FAMILY_NAME) else None
    relative = draw_private_name(rng, _RELATIVES[relationship], last)
    while relative.first == name.first:
        relative = draw_private_name(rng, _RELATIVES[relationship], last)
    return Relative(relative, relationship, phone)


def _email(rng: Stream, first: str, last: str, number: int) -> str:
    # The patient's number at the end keeps namesakes apart.
    local = rng.pick((f"{first}.{last}", f"{first[0]}{last}", f"{last}.{first}", f"{first}_{last}"))
    return f"{local}{number + 10}@{rng.pick(_MAIL_HOSTS)}"


def _portal_user(rng: Stream, first: str, last: str, number: int) -> str:
    return f"{rng.pick((f'{first[0]}{last}', f'{first}{last[0]}', f'{last}{first[0]}'))}{number + 100}"
