"""The conditions of the library, read from data/conditions*.toml and checked.

Beside the fields of `Condition`, an entry may say (`Traits`): `ages` (first and last year of life at which it is
drawn), `sexes` (both when left out), `weight` (how often it is drawn), `chronic` (stays with the patient and may be
a comorbidity), `group` (a patient has at most one chronic condition of a group), `stay` (days in hospital at most),
`avoid` (drugs that do not go with it), `vitals` (what it adds to the vital signs) and `weeks` (of a pregnancy, the
first and the last one that it is a stage of; only those who are pregnant have it).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from synthphi.clinical.labs import ANALYTES, PANELS
from synthphi.clinical.library import ClinicalDataError, Entry, read_tables
from synthphi.clinical.model import Condition
from synthphi.people.model import Sex
from synthphi.people.specialties import SPECIALTIES

VITAL_EFFECTS = (
    *("temperature", "systolic", "diastolic", "pulse", "respiration", "oxygen"),
    *("bmi", "least_bmi", "pain"),
)
"""What a condition may add to the vital signs; `least_bmi` is a lower bound and adds nothing."""
OLDEST = 120
_SEXES: tuple[Sex, ...] = ("female", "male")


@dataclass(frozen=True, slots=True)
class Traits:
    """What drawing needs to know of a condition besides what documents show."""

    weight: float
    chronic: bool
    group: str
    stay: int
    avoid: frozenset[str]
    vitals: Mapping[str, float]
    weeks: range


def read_conditions(sources: Mapping[str, str]) -> tuple[dict[str, Condition], dict[str, Traits]]:
    """Return the conditions and their traits by key.

    Args:
        sources: TOML texts by file name, which errors show.

    Raises:
        ClinicalDataError: a value is missing or wrong; the message names file, condition and field.
    """
    conditions: dict[str, Condition] = {}
    traits: dict[str, Traits] = {}
    for file, source in sources.items():
        for key, values in read_tables(file, source).items():
            if key in conditions:
                raise ClinicalDataError(f"{file}: {key}: there are two conditions of this key")
            entry = Entry(file, key, values)
            traits[key] = _traits(entry, key)
            conditions[key] = _condition(entry, key)
            entry.finish()
    return conditions, traits


def _traits(entry: Entry, key: str) -> Traits:
    weight, stay = entry.number("weight"), entry.number("stay", 2)
    if weight <= 0:
        raise entry.wrong("weight", f"must be above 0, not {weight:g}")
    if stay not in range(31):
        raise entry.wrong("stay", f"must be a number of days from 0 to 30, not {stay:g}")
    return Traits(
        weight=weight,
        chronic=entry.truth("chronic"),
        group=entry.text("group", "") or key,
        stay=int(stay),
        avoid=frozenset(entry.texts("avoid")),
        vitals=entry.numbers("vitals", VITAL_EFFECTS),
        weeks=_weeks(entry),
    )


def _weeks(entry: Entry) -> range:
    if "weeks" not in entry.fields:
        return range(0)
    weeks = entry.integers("weeks")
    if len(weeks) != 2 or not 1 <= weeks[0] <= weeks[1]:
        raise entry.wrong("weeks", f"must be the first and the last week, such as [28, 40], not {weeks}")
    return range(weeks[0], weeks[1] + 1)


def _condition(entry: Entry, key: str) -> Condition:
    specialty, panels = entry.text("specialty"), entry.texts("panels", least=1)
    entry.check_known("specialty", [specialty], SPECIALTIES)
    entry.check_known("panels", panels, PANELS)
    sexes = entry.texts("sexes")
    entry.check_known("sexes", sexes, _SEXES)
    youngest, oldest = _ages(entry)
    return Condition(
        key=key,
        name=entry.text("name"),
        icd10=entry.text("icd10"),
        specialty=specialty,
        sexes=tuple(sex for sex in _SEXES if sex in sexes or not sexes),
        min_age=youngest,
        max_age=oldest,
        complaints=entry.phrases("complaints", least=4, holes=False),
        history=entry.phrases("history", least=4),
        findings=entry.phrases("findings", least=4),
        assessment=entry.phrases("assessment", least=4),
        plan=entry.phrases("plan", least=5),
        medications=tuple((a, b, c, d) for a, b, c, d in entry.rows("medications", width=4, least=2)),
        panels=panels,
        shifts=entry.numbers("shifts", ANALYTES),
    )


def _ages(entry: Entry) -> tuple[int, int]:
    ages = entry.integers("ages")
    if len(ages) != 2 or not 0 <= ages[0] <= ages[1] <= OLDEST:
        raise entry.wrong("ages", f"must be the first and the last year of life, such as [18, 120], not {ages}")
    return ages[0], ages[1]


def _sources() -> Iterable[tuple[str, str]]:
    folder = files("synthphi.clinical").joinpath("data")
    names = sorted(item.name for item in folder.iterdir() if item.name.startswith("conditions"))
    return ((name, folder.joinpath(name).read_text(encoding="utf-8")) for name in names)


_READ: Final = read_conditions(dict(_sources()))
CONDITIONS: Final[dict[str, Condition]] = _READ[0]
"""The conditions by key."""
TRAITS: Final[dict[str, Traits]] = _READ[1]
"""What drawing needs to know of each, by the same key."""
