"""Operations and biopsies, read from data/operations.toml and checked."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from synthphi.clinical.conditions import CONDITIONS
from synthphi.clinical.library import Entry, read_tables


@dataclass(frozen=True, slots=True)
class Operation:
    """What surgeons do for a condition, and what pathologists find."""

    key: str
    name: str
    conditions: tuple[str, ...]
    anesthesia: str
    found: tuple[str, ...]
    done: tuple[str, ...]
    specimen: str
    """What was sent to pathology; empty when nothing was."""
    gross: tuple[str, ...]
    micro: tuple[str, ...]
    diagnosis: tuple[str, ...]
    implant: str
    """What was left in the body; empty when nothing was."""


def read_operations(file: str, source: str, known: Iterable[str]) -> dict[str, Operation]:
    """Return the operations by key.

    Args:
        file: The name that errors show.
        source: The TOML text.
        known: The keys of the conditions.

    Raises:
        ClinicalDataError: a value is missing or wrong; the message names file, entry and field.
    """
    operations = {}
    known = tuple(known)
    for key, values in read_tables(file, source).items():
        entry = Entry(file, key, values)
        conditions = entry.texts("conditions", least=1)
        entry.check_known("conditions", conditions, known)
        specimen = entry.text("specimen", "")
        least = 2 if specimen else 0
        operations[key] = Operation(
            key=key,
            name=entry.text("name"),
            conditions=conditions,
            anesthesia=entry.text("anesthesia"),
            found=entry.texts("found", least=3),
            done=entry.texts("done", least=5),
            specimen=specimen,
            gross=entry.texts("gross", least=least),
            micro=entry.texts("micro", least=least),
            diagnosis=entry.texts("diagnosis", least=least),
            implant=entry.text("implant", ""),
        )
        entry.finish()
    return operations


_FILE = "operations.toml"
OPERATIONS: Final = read_operations(
    _FILE, files("synthphi.clinical").joinpath("data", _FILE).read_text(encoding="utf-8"), CONDITIONS
)


def operations_for(condition: str) -> list[Operation]:
    """Return the operations that are done for a condition."""
    return [operation for operation in OPERATIONS.values() if condition in operation.conditions]
