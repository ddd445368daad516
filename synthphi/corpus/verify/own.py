"""What of a patient many people share, searched for in that patient's own documents.

A given name, a family name, a city, a ZIP code, an employer and a date of birth say nothing in the file of somebody
else. In the patient's own one they must not stand without a label. They are searched for as they are written, case
and all; numbers with separators and without.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from synthphi.corpus.folder import unreadable
from synthphi.corpus.verify.values import Kind, Values, key, number_keys

BARE_NAMES: Final = ("first_name", "last_name", "relative_first_name", "relative_last_name")
_AS_WRITTEN = (*BARE_NAMES, "street", "city", "zip_code", "employer")
_NUMBERS = ("card_number", "ip_address")
"""Numbers that more than one patient has; the others are searched for in every file."""
_COLUMNS = ("person_id", "birth_date", *_AS_WRITTEN, *_NUMBERS)
_KEPT = 64
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
)


class Own:
    """The own values of a patient, or of all whom a file is about.

    Args:
        rows: The patients' rows of the pool.
    """

    def __init__(self, *rows: Mapping[str, Any]) -> None:
        self.values = Values()
        self.dates = frozenset([one for row in rows if row["birth_date"] for one in _dates(row["birth_date"])])
        """Dates of birth in the usual ways of writing them: other numbers in the same order are none."""
        for row in rows:
            self._add(row)
        for one in self.dates:
            self.values.add(key(one), Kind("patient", "birth_date", unique=False))

    def _add(self, row: Mapping[str, Any]) -> None:
        for name in _AS_WRITTEN:
            if row[name]:
                self.values.add(key(row[name]), Kind("patient", name, unique=False))
        for name in _NUMBERS:
            for one in number_keys(name, row[name] or ""):
                self.values.add(one, Kind("patient", name, unique=False))


class Patients:
    """The patients of a corpus, by id.

    Args:
        table: Their rows.
    """

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self.own = lru_cache(maxsize=_KEPT)(self._own)

    @classmethod
    def of_corpus(cls, pools: Path) -> "Patients":
        """Return the patients of a corpus.

        Raises:
            CorpusError: the patients' table is missing or damaged.
        """
        path = pools / "patients.parquet"
        try:
            return cls(pq.read_table(path, columns=list(_COLUMNS)).combine_chunks())
        except (OSError, pa.ArrowException, KeyError) as error:
            raise unreadable(path, error) from error

    def own_of(self, person_ids: Sequence[str]) -> Own | None:
        """Return the own values of all of some patients, or None where one of them is none.

        All in one: each text is looked at once, however many a file is about.
        """
        rows = [self._row(person_id) for person_id in person_ids]
        return Own(*[row for row in rows if row is not None]) if None not in rows else None

    def _own(self, person_id: str) -> Own | None:
        """Return the own values of a patient, or None where there is no such patient."""
        row = self._row(person_id)
        return None if row is None else Own(row)

    def _row(self, person_id: str) -> Mapping[str, Any] | None:
        ids = self._table["person_id"]
        # Patients are numbered, and stand in that order.
        place = int(digits) if (digits := person_id.rpartition("-")[2]).isdigit() else -1
        if not 0 <= place < len(ids) or ids[place].as_py() != person_id:
            place = pc.index(ids, person_id).as_py()
        found: Mapping[str, Any] | None = None if place < 0 else self._table.slice(place, 1).to_pylist()[0]
        return found


def _dates(day: date) -> Iterator[str]:
    """Yield the usual ways of writing a date in the United States, and those of records and registries."""
    month, short = _MONTHS[day.month - 1], _MONTHS[day.month - 1][:3]
    for m, d in ((f"{day.month:02d}", f"{day.day:02d}"), (f"{day.month}", f"{day.day}")):
        yield from (f"{m}{mark}{d}{mark}{day.year}" for mark in "/-.")
        yield f"{m}/{d}/{day.year % 100:02d}"
        for name in (month, short, f"{short}.", month.upper(), short.upper()):
            yield f"{name} {d}, {day.year}"
            yield f"{d} {name} {day.year}"
            yield f"{d}-{name}-{day.year}"
            yield f"{d}{name}{day.year}"
    yield day.isoformat()
    yield f"{day:%Y%m%d}"
    yield f"{day:%Y/%m/%d}"
