"""Occasions: what has to be the matter with a patient for a document of some kind to be written."""

from enum import StrEnum
from typing import Final

from synthphi.clinical.conditions import CONDITIONS, TRAITS
from synthphi.clinical.imaging import STUDIES
from synthphi.clinical.operations import OPERATIONS

STAY: Final = 3
"""Days in hospital from which a condition is one that people are admitted for."""


class Occasion(StrEnum):
    """Why a patient is seen."""

    VISIT = "visit"
    """Anything."""
    STAY = "stay"
    """In hospital for some days."""
    OPERATION = "operation"
    SPECIMEN = "specimen"
    """An operation that sends something to pathology."""
    IMPLANT = "implant"
    """An operation that leaves something in the body."""
    IMAGING = "imaging"
    CANCER = "cancer"
    DEATH = "death"


_FATAL = frozenset(
    {
        *("childhood_pneumonia", "neuroblastoma", "acute_lymphoblastic_leukemia", "hodgkin_lymphoma", "pneumonia"),
        *(
            "heart_failure",
            "copd",
            "colon_cancer",
            "lung_cancer",
            "breast_cancer",
            "prostate_cancer",
            "ischemic_stroke",
        ),
        *("pulmonary_embolism", "pulmonary_fibrosis", "cirrhosis", "coronary_disease"),
    }
)

CONDITIONS_OF: Final[dict[Occasion, frozenset[str]]] = {
    Occasion.VISIT: frozenset(CONDITIONS),
    Occasion.STAY: frozenset(key for key, traits in TRAITS.items() if traits.stay >= STAY),
    Occasion.OPERATION: frozenset(name for operation in OPERATIONS.values() for name in operation.conditions),
    Occasion.SPECIMEN: frozenset(
        name for operation in OPERATIONS.values() if operation.specimen for name in operation.conditions
    ),
    Occasion.IMPLANT: frozenset(
        name for operation in OPERATIONS.values() if operation.implant for name in operation.conditions
    ),
    Occasion.IMAGING: frozenset(name for study in STUDIES.values() for name in study.seen),
    Occasion.CANCER: frozenset(key for key, condition in CONDITIONS.items() if condition.icd10.startswith("C")),
    Occasion.DEATH: _FATAL,
}
"""The conditions that suit each occasion: some for every age and sex."""

IN_HOSPITAL: Final = frozenset({Occasion.STAY, Occasion.OPERATION, Occasion.IMPLANT, Occasion.DEATH})
"""Occasions that only a hospital has."""
