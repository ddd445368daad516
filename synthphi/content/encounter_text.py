"""An encounter in words and tables, as notes, laboratory reports, mails and decks have it in common."""

from typing import Final

from synthphi.clinical.conditions import TRAITS
from synthphi.clinical.model import Encounter
from synthphi.content.patient_text import PatientText
from synthphi.content.phrases import series
from synthphi.content.sentences import known, lowered
from synthphi.document import Cell, Table, Text, text
from synthphi.document.fragments import Part
from synthphi.people.model import Sex
from synthphi.seeds import Stream

_PRONOUNS: Final[tuple[tuple[Sex, str, str, str], ...]] = (
    ("female", "she", "her", "her"),
    ("male", "he", "his", "him"),
)
GRAMMAR: Final[dict[Sex, dict[str, Part]]] = {
    sex: {
        "pronoun": pronoun,
        "Pronoun": pronoun.capitalize(),
        "possessive": possessive,
        "Possessive": possessive.capitalize(),
        "object": objective,
    }
    for sex, pronoun, possessive, objective in _PRONOUNS
}
"""The pronouns that fill the holes of clinical phrases, by the patient's sex."""


_MEDICATION_HEADS: Final = tuple(map(text, ("Medication", "Dose", "Route", "Frequency")))
_VITALS_HEADS: Final = tuple(map(text, ("BP", "Pulse", "Resp", "Temp", "SpO2", "Weight", "Height", "BMI")))


def sex_word(encounter: Encounter) -> str:
    """Return how notes name the patient: man, woman, boy, girl."""
    adult = encounter.age >= 18
    if encounter.patient.sex == "female":
        return "woman" if adult else "girl"
    return "man" if adult else "boy"


def history_clause(encounter: Encounter, person: PatientText) -> Text:
    """Return ``with a history of asthma and obesity``; in a pregnancy, how far it is before that."""
    others = [lowered(other.name) for other in encounter.comorbidities if not TRAITS[other.key].weeks]
    history = f"with a history of {series(others)}" if others else "without significant past medical history"
    gestation = encounter.gestation
    if gestation is None or gestation.born:
        return text(history)
    far = f"{gestation.weeks} weeks and {gestation.days} days" if gestation.days else f"{gestation.weeks} weeks"
    return text(f"{far} pregnant (due ", person.date(gestation.due, "service"), f"), {history}")


def medication_table(encounter: Encounter, *, at_home: bool = False) -> Table:
    """Return the current medications as a table; `at_home` without what only a hospital gives."""
    orders = [order for order in encounter.medications if not at_home or order.route not in {"IV", "IM"}]
    return Table(
        _MEDICATION_HEADS,
        tuple(
            [
                (known(order.name), known(order.dose), known(order.route), known(order.frequency))
                for order in orders or encounter.medications
            ]
        ),
        (0.34, 0.22, 0.16, 0.28),
    )


def vitals_table(encounter: Encounter) -> Table:
    """Return the vital signs as one row."""
    v = encounter.vitals
    values = (
        f"{v.systolic}/{v.diastolic}",
        f"{v.pulse}",
        f"{v.respiration}",
        f"{v.temperature:.1f} °F",
        f"{v.oxygen}%",
        f"{v.weight:g} lb",
        f"{v.height} in",
        f"{v.bmi:.1f}",
    )
    return Table(_VITALS_HEADS, (tuple([Cell(text(value)) for value in values]),), (0.125,) * 8)


def chart_header(person: PatientText) -> Text:
    """Return the running header that keeps loose pages together."""
    return text(person.last_first, "    MRN ", person.mrn, "    DOB ", person.birth_date)


def clock(encounter: Encounter, rng: Stream) -> str:
    """Return a time of day shortly after the encounter, as a signature shows it."""
    minutes = encounter.time.hour * 60 + encounter.time.minute + rng.integer(12, 95)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
