"""The values of a corpus's pools, ready to be searched for in the texts of its files.

A value is its words: how it is punctuated and broken does not count, and a number is also looked for without
separators. Words are told from each other by everything that is neither letter nor digit, so also by the ``_`` of
file names.

Of patients these are names of patient and relative, the name as it is written at home, street, telephone and fax
numbers, e-mail, portal user and address, SSN, MBI, member and group number, account, licence, plate, VIN, device,
biometric and study numbers, MRN. Of providers name, NPI, DEA number, licence, telephone, fax, e-mail and user name; of
facilities name, street, telephone, fax, website and NPI. What many people share (a given name, a city, an employer, a
date) is searched for only in the files about the patient that it belongs to: `synthphi.corpus.verify.own`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from synthphi.corpus.folder import unreadable

Whose: TypeAlias = Literal["patient", "provider", "facility"]
WORD = re.compile(r"[^\W_]+")
_BATCH = 20_000
_LETTERS = re.compile(r"^[A-Z]+-?(?=\d)")
_NUMBERS: dict[Whose, tuple[str, ...]] = {
    "patient": (
        *("phone", "mobile", "fax", "relative_phone", "email", "portal_user", "portal_url", "ssn", "mbi", "member_id"),
        *("group_id", "account", "driver_license", "vehicle_plate", "vehicle_vin", "device_serial", "device_udi"),
        *("biometric_id", "study_id", "mrn"),
    ),
    "provider": ("npi", "dea", "state_license", "phone", "fax", "email", "username"),
    "facility": ("phone", "fax", "website", "npi"),
}
"""Values that nobody else in the corpus has."""
_NAMES: dict[Whose, tuple[str, ...]] = {
    "patient": ("first_name", "middle_name", "last_name"),
    "provider": ("first_name", "middle_name", "last_name"),
    "facility": ("name",),
}
_RELATIVE = ("relative_first_name", "relative_middle_name", "relative_last_name")
_OF_PATIENTS = (*_RELATIVE, "own_name")
_STREETS: dict[Whose, tuple[str, ...]] = {"patient": ("street",), "provider": (), "facility": ("street",)}
_SPELLED = frozenset({"email", "portal_url", "portal_user", "username", "website"})
"""Values whose separators belong to them."""

Columns: TypeAlias = Mapping[str, Sequence[str | None]]
"""Rows of a pool's table, as columns by name."""


class Kind(NamedTuple):
    """What a value is."""

    whose: Whose
    name: str
    """The column of the pool's table, or ``name``, ``relative name``."""
    unique: bool
    """Whether it is one person's or place's; two people may be called the same, or live in streets of one name."""


class Found(NamedTuple):
    """A value in a text: its words are ``words[first:last]``."""

    first: int
    last: int
    kind: Kind


class Values:
    """Values by their words, with one dictionary from the first word to how long values are that begin with it.

    The time that a text takes does not depend on how many values there are. The memory does: some KB a patient.
    """

    def __init__(self) -> None:
        self._kinds: dict[str, Kind] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self._kinds)

    def add(self, key: str, kind: Kind) -> None:
        """Add a value, by `key` of it; whose it was first, it stays."""
        if key and self._kinds.setdefault(key, kind) is kind:
            first = key.partition(" ")[0]
            length = key.count(" ") + 1
            lengths = self._lengths.get(first, ())
            if length not in lengths:
                self._lengths[first] = (*lengths, length)

    def find(self, words: Sequence[str]) -> Iterator[Found]:
        """Yield the values among the words of a text; a value within another one is one, too."""
        lengths, kinds = self._lengths, self._kinds
        if lengths.keys().isdisjoint(words):
            return
        for i in [i for i, word in enumerate(words) if word in lengths]:
            for length in lengths[words[i]]:
                key = words[i] if length == 1 else " ".join(words[i : i + length])
                kind = kinds.get(key)
                # At the end of a text fewer words are left.
                if kind is not None and i + length <= len(words):
                    yield Found(i, i + length, kind)


def key(value: str) -> str:
    """Return the words of a value with one space between them."""
    return " ".join(WORD.findall(value))


def number_keys(name: str, value: str) -> set[str]:
    """Return the ways in which the number of a column is written."""
    words = WORD.findall(value)
    keys = {" ".join(words)}
    if name == "website":
        # People leave the scheme out.
        keys.add(" ".join(words[1:]))
    if name not in _SPELLED:
        keys.add("".join(words))
    if name == "mrn" and (bare := _LETTERS.sub("", value)) != value:
        # Without the letters that its facility puts before it.
        keys |= number_keys("", bare)
    return keys


def _entries(whose: Whose, columns: Columns) -> Iterator[tuple[str, Kind]]:
    for name in _NUMBERS[whose]:
        kind = Kind(whose, name, unique=True)
        for value in columns[name]:
            if value:
                for one in number_keys(name, value):
                    yield one, kind
    for name, values in _names(whose, columns):
        kind = Kind(whose, name, unique=False)
        for value in values:
            # Not in lower case: "grant may" is no name.
            yield key(value), kind
            yield key(value.upper()), kind


def _names(whose: Whose, columns: Columns) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield what is called by words, with its column."""
    for name in _STREETS[whose]:
        yield name, filter(None, columns[name])
    if whose == "facility":
        yield "name", filter(None, columns["name"])
    else:
        yield "name", _full_names(columns, _NAMES[whose])
    if whose == "patient":
        yield "relative name", _full_names(columns, _RELATIVE)
        yield "own_name", filter(None, columns["own_name"])


def _full_names(columns: Columns, parts: Sequence[str]) -> Iterator[str]:
    for first, middle, last in zip(*(columns[name] for name in parts), strict=True):
        if first and last:
            yield f"{first} {last}"
            yield f"{last} {first}"
            if middle:
                # "Last, First Middle" holds "Last, First".
                yield f"{first} {middle[0]} {last}"
                yield f"{first} {middle} {last}"


class PoolValues:
    """The values of all pools of a corpus.

    Args:
        tables: The rows of each pool.
    """

    def __init__(self, tables: Mapping[Whose, Iterable[Columns]]) -> None:
        self.values = Values()
        self.of_patients = 0
        """How many different values are patients'."""
        # Patients first: a value that somebody else has, too, is a patient's.
        for whose in _NUMBERS:
            for columns in tables.get(whose, ()):
                for one, kind in _entries(whose, columns):
                    self.values.add(one, kind)
            if whose == "patient":
                self.of_patients = len(self.values)

    @classmethod
    def of_corpus(cls, pools: Path) -> "PoolValues":
        """Return the values of a corpus.

        Raises:
            CorpusError: a pool's table is missing or damaged.
        """
        return cls({whose: _batches(pools, whose) for whose in _NUMBERS})


def _batches(pools: Path, whose: Whose) -> Iterator[dict[str, list[Any]]]:
    path = pools / {"patient": "patients", "provider": "providers", "facility": "facilities"}[whose]
    path = path.with_suffix(".parquet")
    names = {*_NUMBERS[whose], *_STREETS[whose], *_NAMES[whose], *(_OF_PATIENTS if whose == "patient" else ())}
    try:
        with pq.ParquetFile(path) as table:
            for batch in table.iter_batches(_BATCH, columns=sorted(names)):
                yield batch.to_pydict()
    except (OSError, pa.ArrowException, KeyError) as error:
        raise unreadable(path, error) from error
