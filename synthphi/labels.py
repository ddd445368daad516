"""The label schema: i2b2/n2c2 2014 categories and subtypes, with a few of our own.

Sources: the i2b2/UTHealth 2014 de-identification guidelines for category and subtype names;
45 CFR 164.514(b)(2)(i) (HIPAA Safe Harbor) for the letters A to R and for what counts as PHI.
"""

from enum import StrEnum
from functools import lru_cache
from typing import Final

from synthphi.records import record


class Label(StrEnum):
    """What a labelled value is (subtype of the schema)."""

    PATIENT = "PATIENT"
    DOCTOR = "DOCTOR"
    USERNAME = "USERNAME"
    RELATIVE = "RELATIVE"
    STAFF = "STAFF"
    PROFESSION = "PROFESSION"
    HOSPITAL = "HOSPITAL"
    DEPARTMENT = "DEPARTMENT"
    ROOM = "ROOM"
    ORGANIZATION = "ORGANIZATION"
    STREET = "STREET"
    CITY = "CITY"
    STATE = "STATE"
    COUNTRY = "COUNTRY"
    ZIP = "ZIP"
    LOCATION_OTHER = "LOCATION_OTHER"
    AGE = "AGE"
    DATE = "DATE"
    PHONE = "PHONE"
    FAX = "FAX"
    EMAIL = "EMAIL"
    URL = "URL"
    IPADDR = "IPADDR"
    SSN = "SSN"
    MEDICALRECORD = "MEDICALRECORD"
    HEALTHPLAN = "HEALTHPLAN"
    ACCOUNT = "ACCOUNT"
    LICENSE = "LICENSE"
    VEHICLE = "VEHICLE"
    DEVICE = "DEVICE"
    BIOID = "BIOID"
    IDNUM = "IDNUM"
    PHOTO = "PHOTO"
    OTHER = "OTHER"


class Owner(StrEnum):
    """Whose value it is; together with the label it decides whether the value is PHI."""

    PATIENT = "patient"
    RELATIVE = "relative"
    PROVIDER = "provider"
    FACILITY = "facility"
    NONE = "none"


_CATEGORIES: dict[str, tuple[Label, ...]] = {
    "NAME": (Label.PATIENT, Label.DOCTOR, Label.USERNAME, Label.RELATIVE, Label.STAFF),
    "PROFESSION": (Label.PROFESSION,),
    "LOCATION": (
        Label.HOSPITAL,
        Label.DEPARTMENT,
        Label.ROOM,
        Label.ORGANIZATION,
        Label.STREET,
        Label.CITY,
        Label.STATE,
        Label.COUNTRY,
        Label.ZIP,
        Label.LOCATION_OTHER,
    ),
    "AGE": (Label.AGE,),
    "DATE": (Label.DATE,),
    "CONTACT": (Label.PHONE, Label.FAX, Label.EMAIL, Label.URL, Label.IPADDR),
    "ID": (
        Label.SSN,
        Label.MEDICALRECORD,
        Label.HEALTHPLAN,
        Label.ACCOUNT,
        Label.LICENSE,
        Label.VEHICLE,
        Label.DEVICE,
        Label.BIOID,
        Label.IDNUM,
    ),
    "PHOTO": (Label.PHOTO,),
    "OTHER": (Label.OTHER,),
}
CATEGORY: dict[Label, str] = {label: category for category, labels in _CATEGORIES.items() for label in labels}

ROLES: dict[Label, tuple[str, ...]] = {
    Label.DATE: ("dob", "admit", "discharge", "service", "death", "report"),
    Label.HEALTHPLAN: ("mbi", "member", "group"),
    Label.LICENSE: ("npi", "dea", "driver", "state"),
    Label.VEHICLE: ("vin", "plate"),
    Label.DEVICE: ("udi", "serial"),
}
"""The roles that a label may carry; other labels carry none."""

# 45 CFR 164.514(b)(2)(i)(A)-(R). No letter: not an identifier under Safe Harbor (a state, a profession).
_HIPAA: dict[Label, str] = {
    Label.PATIENT: "A",
    Label.RELATIVE: "A",
    Label.STREET: "B",
    Label.CITY: "B",
    Label.ZIP: "B",
    Label.LOCATION_OTHER: "B",
    Label.DATE: "C",
    Label.AGE: "C",
    Label.PHONE: "D",
    Label.FAX: "E",
    Label.EMAIL: "F",
    Label.SSN: "G",
    Label.MEDICALRECORD: "H",
    Label.HEALTHPLAN: "I",
    Label.ACCOUNT: "J",
    Label.LICENSE: "K",
    Label.VEHICLE: "L",
    Label.DEVICE: "M",
    Label.URL: "N",
    Label.IPADDR: "O",
    Label.BIOID: "P",
    Label.PHOTO: "Q",
    Label.IDNUM: "R",
    Label.USERNAME: "R",
    # The employer of a patient: a name of a third party that Safe Harbor removes with the individual's own.
    Label.ORGANIZATION: "A",
    # Where a patient lay (room) narrows the place below a state.
    Label.ROOM: "B",
}
_PERSONAL = frozenset({Owner.PATIENT, Owner.RELATIVE})
_TAGS_KEPT: Final = 4096
"""Of the people of some hundred documents: the next documents are about them, too."""


@record
class Tag:
    """What a labelled piece of text is. Make one with `tag`."""

    label: Label
    role: str | None
    owner: Owner
    person_id: str | None
    phi: bool
    hipaa: str | None
    over_89: bool = False


@lru_cache(maxsize=_TAGS_KEPT)
def tag(
    label: Label,
    owner: Owner = Owner.NONE,
    person_id: str | None = None,
    role: str | None = None,
    *,
    over_89: bool = False,
) -> Tag:
    """Return the tag of a value, with `phi` and `hipaa` by the Safe Harbor rule.

    A value is PHI when it is one of the 18 identifiers and belongs to the patient, a relative, an
    employer or the household. An age is an identifier only above 89. A provider's or a facility's
    value is labelled and is not PHI; its `hipaa` letter is None.

    Raises:
        ValueError: the role is not one that the label carries.
    """
    if role is not None and role not in ROLES.get(label, ()):
        raise ValueError(f"label {label} has no role {role!r}: use one of {ROLES.get(label, ())}")
    letter = _HIPAA.get(label) if owner in _PERSONAL else None
    if label is Label.AGE and not over_89:
        letter = None
    return Tag(label, role, owner, person_id, letter is not None, letter, over_89)
