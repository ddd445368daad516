"""Patients, providers and facilities: values only, no text and no labels."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from synthphi.people.identifiers import PatientNumbers
from synthphi.records import record

Sex: TypeAlias = Literal["female", "male"]


@record
class Name:
    """A person's name in its parts; `middle` may be empty."""

    first: str
    middle: str
    last: str

    @property
    def full(self) -> str:
        """Return ``First M. Last``."""
        return f"{self.first} {self.middle[0]}. {self.last}" if self.middle else f"{self.first} {self.last}"

    @property
    def last_first(self) -> str:
        """Return the name as ``Last, First M``, with a full stop after the initial."""
        return f"{self.last}, {self.first} {self.middle[0]}." if self.middle else f"{self.last}, {self.first}"


@record
class Address:
    """A made-up street in a real city: city, state, ZIP and area code agree with each other."""

    street: str
    city: str
    state: str
    zip_code: str
    area_code: str


@record
class Relative:
    """The emergency contact."""

    name: Name
    relationship: str
    phone: str


@record
class Patient:
    """One made-up patient. Every number is of the reserved range of `identifiers.md`, one of a kind for life."""

    person_id: str
    number: int
    name: Name
    own_name: str
    """The name as it is written at home, in another script or with marks; empty where it is spelled as `name`."""
    sex: Sex
    birth_date: date
    address: Address
    phone: str
    mobile: str
    fax: str
    email: str
    portal_user: str
    portal_url: str
    ip_address: str
    member_id: str
    group_id: str
    insurer: str
    card_number: str
    employer: str
    occupation: str
    marital_status: str
    birth_country: str
    landmark: str
    """A place in town that the patient goes to."""
    relative: Relative
    facility_number: int
    provider_number: int
    mrn: str
    """The medical record number at the patient's facility."""
    numbers: PatientNumbers = field(repr=False)
    """Of the corpus: patients of one with other numbers are others."""

    # A document shows few of these, or none, and so they are put together when it does.

    @property
    def ssn(self) -> str:
        """Return the social security number."""
        return self.numbers.ssn(self.number)

    @property
    def mbi(self) -> str:
        """Return the Medicare beneficiary identifier."""
        return self.numbers.mbi(self.number)

    @property
    def account(self) -> str:
        """Return the billing account."""
        return self.numbers.account(self.number)

    @property
    def driver_license(self) -> str:
        """Return the number of the driver's licence."""
        return self.numbers.driver_license(self.number, self.address.state)

    @property
    def vehicle_plate(self) -> str:
        """Return the licence plate of the patient's vehicle."""
        return self.numbers.vehicle_plate(self.number, self.address.state)

    @property
    def vehicle_vin(self) -> str:
        """Return the vehicle identification number."""
        return self.numbers.vin(self.number)

    @property
    def device_serial(self) -> str:
        """Return the serial number of a device."""
        return self.numbers.device_serial(self.number)

    @property
    def device_udi(self) -> str:
        """Return the unique device identifier."""
        return self.numbers.device_udi(self.number)

    @property
    def biometric_id(self) -> str:
        """Return the id of an enrolled palm vein template."""
        return self.numbers.biometric_id(self.number)

    @property
    def study_id(self) -> str:
        """Return the number in a registry or study."""
        return self.numbers.study_id(self.number)


@dataclass(frozen=True, slots=True)
class Facility:
    """One made-up facility, with the systems that number its records."""

    facility_id: str
    number: int
    name: str
    kind: Literal["hospital", "clinic", "practice"]
    address: Address
    phone: str
    fax: str
    domain: str
    """Mail and web domain: a subdomain of example.org, .com or .net."""
    website: str
    npi: str
    departments: tuple[str, ...]
    mrn_prefix: str

    def __hash__(self) -> int:
        """Return the number: it tells facilities apart as well as all values do, and is there at once."""
        return self.number


@dataclass(frozen=True, slots=True)
class Provider:
    """One made-up provider at one facility."""

    provider_id: str
    number: int
    name: Name
    credential: str
    """Such as MD, DO, NP, PA-C."""
    specialty: str
    sex: Sex
    facility_number: int
    npi: str
    dea: str
    state_license: str
    phone: str
    fax: str
    email: str
    username: str

    def __hash__(self) -> int:
        """Return the number: it tells providers apart as well as all values do, and is there at once."""
        return self.number

    @property
    def display(self) -> str:
        """Return ``First M. Last, MD``."""
        return f"{self.name.full}, {self.credential}"
