"""Search negatives for values of patients.

Searched for are the values that stand for one patient or one household: names of patient and relative, street,
telephone and fax numbers, e-mail, portal user and address, SSN, MBI, member and group number, account, licence, plate,
VIN, device, biometric and study numbers, MRN.

Not searched for, because a negative may hold them and tell nothing of a patient: a given or a family name alone, city,
state, ZIP and area code (of the facility too), insurer, employer, occupation and marital status (many people's), the
date of birth (any day is somebody's birthday), the card number (twelve published test numbers) and the IP address (762
addresses are all that the documentation networks have).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from synthphi.corpus.folder import unreadable

_NUMBERS = (
    *("phone", "mobile", "fax", "relative_phone", "email", "portal_user", "portal_url", "ssn", "mbi", "member_id"),
    *("group_id", "account", "driver_license", "vehicle_plate", "vehicle_vin", "device_serial", "device_udi"),
    *("biometric_id", "study_id", "mrn"),
)
"""Values of one patient or household; nobody else in the corpus has them."""
_ALSO_WITHOUT_SEPARATORS = frozenset({"phone", "mobile", "fax", "relative_phone", "ssn", "mbi"})
_NAMES = (
    ("first_name", "middle_name", "last_name"),
    ("relative_first_name", "relative_middle_name", "relative_last_name"),
)
_BATCH = 20_000
_WORD = re.compile(r"\w+")


def _key(value: str) -> str:
    """Return the words of a value with one space between them: how it is punctuated and broken does not count."""
    return " ".join(_WORD.findall(value))


class LeakSearch:
    """The values of all patients of a corpus, ready to be searched for.

    A text is cut into words, and each run of words as long as some value is looked up in a set: the time a text takes
    does not depend on how many patients there are. The memory does: about 5 KB a patient.

    Args:
        patients: Rows of the patients' table, as columns by name.
    """

    def __init__(self, patients: Iterable[Mapping[str, Sequence[str | None]]]) -> None:
        self._numbers: set[str] = set()
        # Two people may be called the same, or live in streets of the same name.
        self._names: set[str] = set()
        for columns in patients:
            self._numbers.update(_number_keys(columns))
            self._names.update(_name_keys(columns))
        self.values = len(self._numbers | self._names)
        self._lengths = sorted({key.count(" ") + 1 for keys in (self._numbers, self._names) for key in keys})

    @classmethod
    def of_corpus(cls, pools: Path) -> "LeakSearch":
        """Return the search for the patients of a corpus.

        Raises:
            CorpusError: the patients' table is missing or damaged.
        """
        path = pools / "patients.parquet"
        columns = sorted({*_NUMBERS, "street", *(name for names in _NAMES for name in names)})
        try:
            with pq.ParquetFile(path) as table:
                return cls(batch.to_pydict() for batch in table.iter_batches(_BATCH, columns=columns))
        except (OSError, pa.ArrowException, KeyError) as error:
            raise unreadable(path, error) from error

    def find(self, text: str, spans: Iterable[Mapping[str, Any]]) -> list[str]:
        """Return the values of patients in a text of a negative, as its words, each once.

        Args:
            text: The text as a reader finds it.
            spans: The labels of the document. A name or street within one is not a find: the label says whose it is,
                and that a member of the staff is called like one of thousands of patients has to be expected.
        """
        words = _WORD.findall(text)
        found: dict[str, None] = {}
        for length in self._lengths:
            for start in range(len(words) - length + 1):
                key = " ".join(words[start : start + length])
                if key in self._numbers or key in self._names:
                    found[key] = None
        if not found:
            return []
        labelled = [f" {_key(span['text'])} " for span in spans if not span["phi"]]
        return [key for key in found if key in self._numbers or not any(f" {key} " in name for name in labelled)]


def _number_keys(columns: Mapping[str, Sequence[str | None]]) -> Iterator[str]:
    for name in _NUMBERS:
        for value in columns[name]:
            if value:
                yield _key(value)
                if name in _ALSO_WITHOUT_SEPARATORS:
                    yield "".join(_WORD.findall(value))


def _name_keys(columns: Mapping[str, Sequence[str | None]]) -> Iterator[str]:
    for street in columns["street"]:
        if street:
            yield from _cases(street)
    for names in _NAMES:
        for first, middle, last in zip(*(columns[name] for name in names), strict=True):
            if not first or not last:
                continue
            yield from _cases(f"{first} {last}")
            yield from _cases(f"{last} {first}")
            if middle:
                # "Last, First Middle" holds "Last, First".
                yield from _cases(f"{first} {middle[0]} {last}")
                yield from _cases(f"{first} {middle} {last}")


def _cases(value: str) -> tuple[str, str]:
    # Not in lower case: "grant may" is no name.
    return _key(value), _key(value.upper())
