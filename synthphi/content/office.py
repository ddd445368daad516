"""What composers of documents about nobody work with: a facility, its staff, phrases, a random stream."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from synthphi.clinical.conditions import CONDITIONS
from synthphi.clinical.model import Condition
from synthphi.content.phrases import Phrases, phrases_of
from synthphi.content.sentences import lowered
from synthphi.content.staff_text import FacilityText, facility_text, office_date, staff_name
from synthphi.content.stationery import footer, letterhead, office_hours, properties
from synthphi.document import Bullets, Cell, Document, Fragment, Paragraph, Section, Table, Text, text
from synthphi.document.fragments import Part
from synthphi.document_spec import DocumentSpec
from synthphi.people.pools import Pools
from synthphi.records import record
from synthphi.seeds import Stream, stream

_CONDITIONS = tuple(CONDITIONS.values())


@record
class Office:
    """One document about nobody, while it is being composed."""

    document: DocumentSpec
    pools: Pools
    facility: FacilityText
    rng: Stream
    phrases: Phrases
    day: date
    """When it was written."""
    department: str
    condition: Condition
    """What it is about, where it is about a condition."""
    writer: Fragment
    values: dict[str, Part]

    @property
    def written(self) -> datetime:
        """When it was saved: in office hours."""
        return office_hours(self.day, self.rng)

    def say(self, key: str) -> Text:
        """Return a phrase of a list."""
        return self.phrases.say(self.rng, key, self.values)

    def some(self, key: str, count: int) -> list[Text]:
        """Return so many different phrases of a list."""
        return self.phrases.some(self.rng, key, count, self.values)

    def bullets(self, key: str, count: int, *, numbered: bool = False) -> Bullets:
        """Return so many different phrases of a list as a list."""
        return Bullets(tuple(self.some(key, count)), numbered=numbered)

    def paragraph(self, key: str, count: int = 1) -> Paragraph:
        """Return so many different phrases of a list as running text."""
        parts: list[Part] = []
        for one in self.some(key, count):
            parts += [" " if parts else "", one]
        return Paragraph(text(*parts))

    def sheet(self, title: Text, sections: Sequence[Section], *, header: Text = ()) -> Document:
        """Return a document on the facility's paper."""
        return Document(
            document_id=self.document.document_id,
            title=title,
            layout=self.document.layout,
            letterhead=letterhead(self.facility, self.department),
            sections=tuple(sections),
            properties=properties(title, text(self.writer), self.facility, self.written),
            header=header,
            footer=footer(self.facility, self.rng),
        )


def open_office(document: DocumentSpec, pools: Pools) -> Office:
    """Return what a document about nobody is composed with."""
    rng = stream(pools.spec.seed, *document.address, "text")
    where = pools.facility(document.facility_number)
    facility = facility_text(where)
    day = pools.spec.as_of - timedelta(days=rng.integer(3, 700))
    staff = pools.staff(document.facility_number)
    one, other = (pools.provider(number) for number in (rng.sample(staff, 2) * 2)[:2])
    condition = rng.pick(_CONDITIONS)
    department = rng.pick(where.departments)
    quarter = ("first", "second", "third", "fourth")[(day.month - 1) // 3]
    values: dict[str, Part] = {
        "facility": facility.name,
        "department": facility.department(department),
        "department_plain": department,
        "phone": facility.phone,
        "email": facility.email(rng.pick(("office", "news", "committee", "info", "hr"))),
        "date": office_date(day + timedelta(days=rng.integer(4, 40))),
        "date2": office_date(day + timedelta(days=rng.integer(41, 75))),
        "date_given": office_date(day),
        "year": str(day.year),
        "year_after": str(day.year + 2),
        "quarter_now": f"{quarter} quarter of {day.year}",
        "staff": staff_name(one.name, one.provider_id),
        "staff2": staff_name(other.name, other.provider_id),
        "condition": condition.name,
        "problem": lowered(condition.name),
        "code": condition.icd10,
    }
    return Office(
        document=document,
        pools=pools,
        facility=facility,
        rng=rng,
        phrases=phrases_of(("office", "decks"), document.split),
        day=day,
        department=department,
        condition=condition,
        writer=staff_name(one.name, one.provider_id),
        values=values,
    )


def grid(heads: Sequence[str], rows: Sequence[Sequence[Part]], widths: Sequence[float]) -> Table:
    """Return a table."""
    return Table(
        tuple(map(text, heads)),
        tuple([tuple([Cell(text(cell)) for cell in row]) for row in rows]),
        tuple(widths),
    )
