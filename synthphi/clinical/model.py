"""Clinical values of one encounter: values only, no text and no labels."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal, TypeAlias

from synthphi.people.identifiers import PatientNumbers
from synthphi.people.model import Facility, Patient, Provider, Sex
from synthphi.records import record

Flag: TypeAlias = Literal["", "L", "H", "LL", "HH"]


@record
class MedicationOrder:
    """A drug with its dose, for a condition (`indication` is that condition's key)."""

    name: str
    dose: str
    route: str
    frequency: str
    indication: str

    @property
    def sig(self) -> str:
        """Return the line as it is prescribed: ``Lisinopril 10 mg PO daily``."""
        return f"{self.name} {self.dose} {self.route} {self.frequency}"


@record
class Condition:
    """A condition of the library, with the phrases that notes about it are made of."""

    key: str
    name: str
    icd10: str
    specialty: str
    sexes: tuple[Sex, ...]
    min_age: int
    max_age: int
    complaints: tuple[str, ...]
    """What the patient says: ``increasing shortness of breath on exertion``. Fits after "presents with"."""
    history: tuple[str, ...]
    """Sentences of history without any name or date, third person, `{pronoun}`/`{Pronoun}`/`{possessive}` holes."""
    findings: tuple[str, ...]
    """Sentences for the physical examination."""
    assessment: tuple[str, ...]
    """Sentences for the assessment."""
    plan: tuple[str, ...]
    """Plan items, imperative."""
    medications: tuple[tuple[str, str, str, str], ...]
    """Name, dose, route, frequency of drugs given for it."""
    panels: tuple[str, ...]
    """Keys of lab panels that are ordered for it."""
    shifts: dict[str, float]
    """By analyte key, how far (in half-widths of the reference range) the condition moves the mean: +1.5 is high."""


@record
class LabResult:
    """One analyte's value with its range; `flag` is computed from the value as printed."""

    key: str
    name: str
    loinc: str
    value: str
    unit: str
    low: float | None
    high: float | None
    reference: str
    """The range as printed: ``3.5-5.1`` or ``< 200``."""
    flag: Flag


@record
class LabPanel:
    """A panel as resulted."""

    key: str
    name: str
    results: tuple[LabResult, ...]


@record
class Vitals:
    """Vital signs in US units: °F, mmHg, beats and breaths a minute, per cent, pounds, inches, kg/m²."""

    temperature: float
    systolic: int
    diastolic: int
    pulse: int
    respiration: int
    oxygen: int
    weight: float
    height: int
    bmi: float
    pain: int


@record
class Allergy:
    """A substance with its reaction."""

    substance: str
    reaction: str


@record
class Gestation:
    """How far a pregnancy is on a day; from week 40 on the child is born."""

    weeks: int
    days: int
    due: date

    @property
    def born(self) -> bool:
        """Whether it is over."""
        return self.weeks >= 40


# Not frozen, because that takes three times as long to make; and no record, because of what is made later.
@dataclass(unsafe_hash=True)
class Encounter:
    """One patient, one provider, one facility, one date, one clinical picture.

    What many documents do not show is made when it is asked for, of what was drawn for it.
    """

    patient: Patient
    provider: Provider
    consultant: Provider
    """A second provider: the one that mail goes to, who co-signs, who ordered the labs."""
    facility: Facility
    day: date
    time: datetime
    """When the note was written or the specimen collected, on `day`."""
    age: int
    """Years at `day`."""
    department: str
    room: str
    primary: Condition
    comorbidities: tuple[Condition, ...]
    allergies: tuple[Allergy, ...]
    follow_up: date
    inpatient: bool
    """Whether the patient stayed in hospital: the condition calls for it, and the facility is one."""
    admitted: date
    """The day of the visit itself where nobody stayed."""
    discharged: date
    mrn: str
    """The patient's record number at the facility."""
    visit: int
    """Which of the patient's visits it is, from 0."""
    gestation: Gestation | None
    """How far the patient's pregnancy is, or in the weeks after it, how long ago it ended."""
    numbers: PatientNumbers = field(repr=False, compare=False)
    make_medications: Callable[[], tuple[MedicationOrder, ...]] = field(repr=False, compare=False)
    make_vitals: Callable[[], Vitals] = field(repr=False, compare=False)
    make_panels: Callable[[int | None, int | None], tuple[LabPanel, ...]] = field(repr=False, compare=False)
    find_last_visit: Callable[[], date] = field(repr=False, compare=False)

    @property
    def encounter_id(self) -> str:
        """Return the id, such as ``encounter-000017-02``."""
        return f"encounter-{self.patient.number:06d}-{self.visit:02d}"

    @property
    def visit_number(self) -> str:
        """Return the number of the visit."""
        return self.numbers.visit_number(self.patient.number, self.visit)

    @property
    def accession(self) -> str:
        """Return the number of the visit's specimen."""
        return self.numbers.accession(self.patient.number, self.visit)

    @cached_property
    def medications(self) -> tuple[MedicationOrder, ...]:
        """What the patient takes after the visit."""
        return self.make_medications()

    @cached_property
    def vitals(self) -> Vitals:
        """The vital signs."""
        return self.make_vitals()

    @cached_property
    def panels(self) -> tuple[LabPanel, ...]:
        """The laboratory results, by panel."""
        return self.make_panels(None, None)

    def first_results(self, panels: int, results: int) -> tuple[LabPanel, ...]:
        """Return the first panels with their first results: what most documents show."""
        return self.make_panels(panels, results)

    @cached_property
    def last_visit(self) -> date:
        """The day of the patient's visit before; for the first one, of a visit that no document tells of."""
        return self.find_last_visit()
