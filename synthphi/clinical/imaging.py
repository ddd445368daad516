"""Imaging studies, read from data/imaging.toml and checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from synthphi.clinical.conditions import CONDITIONS
from synthphi.clinical.library import Entry, read_tables


@dataclass(frozen=True, slots=True)
class Study:
    """What radiologists look at, and what they say of it."""

    key: str
    name: str
    technique: tuple[str, ...]
    normal: tuple[tuple[str, ...], ...]
    """Each of them in several words."""
    seen: Mapping[str, tuple[str, str]]
    """By condition, the finding and the impression."""


def read_studies(file: str, source: str, known: Iterable[str]) -> dict[str, Study]:
    """Return the studies by key.

    Args:
        file: The name that errors show.
        source: The TOML text.
        known: The keys of the conditions.

    Raises:
        ClinicalDataError: a value is missing or wrong; the message names file, entry and field.
    """
    known = tuple(known)
    studies = {}
    for key, values in read_tables(file, source).items():
        entry = Entry(file, key, values)
        found = entry.entry("seen")
        if found is None:
            raise entry.wrong("seen", "must say what conditions show")
        seen = {}
        for condition in found.fields:
            finding, impression = found.texts(condition, least=2)
            seen[condition] = (finding, impression)
        found.check_known("seen", seen, known)
        studies[key] = Study(
            key=key,
            name=entry.text("name"),
            technique=entry.texts("technique", least=3),
            normal=tuple(tuple(row) for row in entry.rows("normal", width=3, least=2)),
            seen=seen,
        )
        entry.finish()
    return studies


_FILE = "imaging.toml"
STUDIES: Final = read_studies(
    _FILE, files("synthphi.clinical").joinpath("data", _FILE).read_text(encoding="utf-8"), CONDITIONS
)


def study_for(condition: str) -> Study | None:
    """Return the study that is made for a condition, or None."""
    return next((study for study in STUDIES.values() if condition in study.seen), None)
