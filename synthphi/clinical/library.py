"""Reading the data files of the clinical library, with errors that say where a value is wrong."""

import tomllib
from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any

from synthphi.errors import SynthPhiError

HOLES = frozenset({"pronoun", "Pronoun", "possessive", "Possessive", "object"})
"""The holes that a phrase may have."""


class ClinicalDataError(SynthPhiError):
    """A data file of the clinical library is not as its reader needs it; the message names file, entry and field."""


class Entry:
    """One entry of a data file, read field by field; `finish` finds the fields that nobody asked for."""

    def __init__(self, file: str, name: str, values: object) -> None:
        self.file = file
        self.name = name
        if not isinstance(values, dict):
            raise ClinicalDataError(f"{file}: {name}: must be a table of fields, not {values!r}")
        self._values: dict[str, Any] = dict(values)

    def wrong(self, field: str, problem: str) -> ClinicalDataError:
        """Return the error for a field."""
        return ClinicalDataError(f"{self.file}: {self.name}: {field}: {problem}")

    def text(self, field: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there and not be empty."""
        value = self._values.pop(field, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.wrong(field, f"must be a text, not {value!r}")
        return value

    def number(self, field: str, default: float | None = None) -> float:
        """Return a number; without a default it must be there."""
        value = self._values.pop(field, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(field, f"must be a number, not {value!r}")
        return value

    def optional_number(self, field: str) -> float | None:
        """Return a number, or None where there is none."""
        return self.number(field) if field in self._values else None

    def truth(self, field: str) -> bool:
        """Return a flag, False where it is left out."""
        value = self._values.pop(field, False)
        if not isinstance(value, bool):
            raise self.wrong(field, f"must be true or false, not {value!r}")
        return value

    def integers(self, field: str) -> list[int]:
        """Return a list of whole numbers."""
        values = self._values.pop(field, None)
        if not isinstance(values, list) or not all(type(value) is int for value in values):
            raise self.wrong(field, f"must be a list of whole numbers, not {values!r}")
        return values

    def texts(self, field: str, least: int = 0) -> tuple[str, ...]:
        """Return a list of at least `least` texts."""
        values = self._values.pop(field, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
            raise self.wrong(field, f"must be a list of texts, not {values!r}")
        if len(values) < least:
            raise self.wrong(field, f"needs at least {least} texts, has {len(values)}")
        if len(set(values)) < len(values):
            raise self.wrong(field, "says something twice")
        return tuple(values)

    def phrases(self, field: str, least: int, *, holes: bool = True) -> tuple[str, ...]:
        """Return a list of phrases, in ASCII, with no other holes than `HOLES`."""
        values = self.texts(field, least)
        for value in values:
            found = _holes(value)
            if found is None or not found <= (HOLES if holes else set()):
                allowed = ", ".join(sorted(HOLES)) if holes else "none"
                raise self.wrong(field, f"{value!r} has a hole that nothing fills; allowed: {allowed}")
            if not value.isascii() or value != value.strip():
                raise self.wrong(field, f"{value!r} must be plain ASCII without space at its ends")
        return values

    def rows(self, field: str, width: int, least: int) -> list[tuple[str, ...]]:
        """Return a list of rows of `width` texts each."""
        rows = self._rows(field, least)
        for row in rows:
            if len(row) != width or not all(isinstance(cell, str) and cell for cell in row):
                raise self.wrong(field, f"each row must have {width} texts, not {row!r}")
        return rows

    def number_rows(self, field: str, width: int) -> list[tuple[float, ...]]:
        """Return a list of rows of `width` numbers each; empty where it is left out."""
        rows = self._rows(field, 0)
        for row in rows:
            if len(row) != width or not all(type(cell) in (int, float) for cell in row):
                raise self.wrong(field, f"each row must have {width} numbers, not {list(row)!r}")
        return rows

    def _rows(self, field: str, least: int) -> list[tuple[Any, ...]]:
        values = self._values.pop(field, [])
        rows = [tuple(row) for row in values if isinstance(row, list)] if isinstance(values, list) else []
        if len(rows) < least or len(rows) != len(values):
            raise self.wrong(field, f"needs a list of at least {least} rows, not {values!r}")
        return rows

    def numbers(self, field: str, known: Iterable[str]) -> dict[str, float]:
        """Return a table of numbers whose keys are all known."""
        values = Entry(self.file, f"{self.name}: {field}", self._values.pop(field, {}))
        found = {key: float(values.number(key)) for key in list(values.fields)}
        self.check_known(field, found, known)
        return found

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields not read so far."""
        return tuple(self._values)

    def entry(self, field: str) -> "Entry | None":
        """Return a table in this one, or None where there is none."""
        return Entry(self.file, f"{self.name}: {field}", self._values.pop(field)) if field in self._values else None

    def check_known(self, field: str, values: Iterable[str], known: Iterable[str]) -> None:
        """Raise an error for a value that is not one of those known."""
        known = tuple(known)
        for value in values:
            if value not in known:
                raise self.wrong(field, f"{value!r} is unknown; use one of {', '.join(known)}")

    def finish(self) -> None:
        """Raise an error if a field is left that nobody asked for."""
        for field in self._values:
            raise self.wrong(field, "is not a field of such an entry")


def read_tables(file: str, source: str) -> Mapping[str, Any]:
    """Return the tables in a TOML text.

    Raises:
        ClinicalDataError: it is not TOML.
    """
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise ClinicalDataError(f"{file}: not valid TOML: {error}") from None


def _holes(phrase: str) -> set[str] | None:
    try:
        parts = list(Formatter().parse(phrase))
    except ValueError:
        return None
    return {hole for _, hole, _, _ in parts if hole is not None}
