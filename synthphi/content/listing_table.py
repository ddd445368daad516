"""What spreadsheets about many patients have in common: columns that vary, what a filter hides, sheets beside the data.

A listing is written as a query leaves it, with its headings in the first row, or below an office's letterhead.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from synthphi.content.case import Case
from synthphi.content.listed import ListedPatient
from synthphi.content.office import grid
from synthphi.content.phrases import Phrases, load, phrases_of
from synthphi.content.staff_text import office_date
from synthphi.content.stationery import office_hours
from synthphi.doctypes import Format
from synthphi.document import Cell, Document, Letterhead, Paragraph, Section, Table, text
from synthphi.document.fragments import Part
from synthphi.records import changed, record
from synthphi.surfaces import ExtraSurface

_BARE = 0.5
_HIDES_A_COLUMN, _HIDES_ROWS = 0.3, 0.35
_LEAST_SHOWN = 4
_SATURDAY = 5


@record
class Line:
    """A row, while it is being written: whose it is, and what is told there."""

    who: ListedPatient
    values: dict[str, Part]
    shown: bool = True
    """Whether the usual filter keeps it."""


@record
class Column:
    """A column that a listing may have.

    `share` is how often it does; `hideable`, whether people hide it; `group`, which columns it stays with.
    """

    heads: tuple[str, ...]
    value: Callable[[Line], Part]
    about: str
    """What it is, for the sheet that explains the columns."""
    width: int = 12
    share: float = 1.0
    group: int = 0
    hideable: bool = False
    flag: bool = False
    """Whether what stands in it stands out."""


@record
class Chosen:
    """A column that a listing has, under the heading that it has there."""

    head: str
    column: Column
    hidden: bool


def phrases(case: Case) -> Phrases:
    """Return the phrases of spreadsheets."""
    return phrases_of(("listings",), case.document.split)


def words(key: str) -> list[str]:
    """Return what may stand in a column: words that all parts of a corpus share, as they do names of tests."""
    found: list[str] = load("listings")[key]
    return found


def _may_hide(case: Case) -> bool:
    """Return whether cells may be hidden: in workbooks, unless the spec wants no hidden text."""
    return case.document.format is Format.XLSX and case.pools.spec.surfaces.get(ExtraSurface.HIDDEN, 0.0) > 0


def choose(case: Case, columns: Sequence[Column]) -> list[Chosen]:
    """Return the columns of a listing in its order: groups change places, what belongs together stays so."""
    rng = case.rng
    hideable = [column for column in columns if column.hideable]
    hides = bool(hideable) and rng.chance(_HIDES_A_COLUMN) and _may_hide(case)
    hidden = rng.pick(hideable) if hides else None
    found = [
        Chosen(rng.pick(column.heads), column, column is hidden)
        for column in columns
        if rng.chance(column.share) or column is hidden
    ]
    groups = sorted({one.column.group for one in found})
    # What a sheet begins with stays there more often than not.
    order = (
        [groups[0], *rng.sample(groups[1:], len(groups) - 1)] if rng.chance(0.7) else rng.sample(groups, len(groups))
    )
    ordered = [one for group in order for one in found if one.column.group == group]
    if ordered[0].hidden:
        ordered[:2] = ordered[1::-1]
    return ordered


def filtered(case: Case, lines: Sequence[Line]) -> frozenset[int]:
    """Return the numbers of the rows that the sheet's filter hides, if it is on."""
    gone = frozenset(number for number, line in enumerate(lines) if not line.shown)
    on = case.rng.chance(_HIDES_ROWS) and _may_hide(case)
    return gone if on and len(lines) - len(gone) >= _LEAST_SHOWN else frozenset()


def listing_table(
    name: str, chosen: Sequence[Chosen], lines: Sequence[Line], hidden: frozenset[int], total: Sequence[Part] = ()
) -> Table:
    """Return the table of a listing.

    Args:
        name: What a workbook calls it.
        chosen: Its columns.
        lines: Its rows.
        hidden: The numbers of those that are hidden.
        total: A last row, if there is one.
    """
    rows = []
    for line in lines:
        cells = []
        for one in chosen:
            said = text(one.column.value(line))
            cells.append(Cell(said, flag=one.column.flag and bool(said)))
        rows.append(tuple(cells))
    if total:
        rows.append(tuple([Cell(text(value)) for value in total]))
    whole = sum([one.column.width for one in chosen])
    return Table(
        tuple([text(one.head) for one in chosen]),
        tuple(rows),
        tuple([one.column.width / whole for one in chosen]),
        hidden,
        frozenset([number for number, one in enumerate(chosen) if one.hidden]),
        name,
    )


def run_date(case: Case, days: Sequence[date]) -> date:
    """Return when the listing was written out: on a working day after the last of its days."""
    day = max(days) + timedelta(days=case.rng.integer(1, 3))
    if day.weekday() >= _SATURDAY:
        day += timedelta(days=7 - day.weekday())
    return day


def listing(
    case: Case,
    title: str,
    table: Table,
    chosen: Sequence[Chosen],
    lines: Sequence[Line],
    run: date,
    *,
    department: str,
    extra: Sequence[Section] = (),
) -> Document:
    """Return a spreadsheet about many patients.

    Args:
        case: The document.
        title: Its title.
        table: The table.
        chosen: Its columns.
        lines: Its rows.
        run: When it was written out.
        department: Whose sheet it is.
        extra: Further sheets.
    """
    rng = case.rng
    said = phrases(case)
    notes = [text(note) for note in rng.sample(said.of("listing_note"), rng.integer(1, 3))]
    made = text("Run ", office_date(run), f" by {department}.")
    beside: list[Section] = [*extra]
    if rng.chance(0.5):
        beside.append(_by_site(lines))
    if rng.chance(0.5):
        beside.append(_columns(chosen))
    bare = rng.chance(_BARE)
    if bare:
        heading = title if rng.chance(0.4) else ""
        sections = [
            Section(text(heading), (table,)),
            *rng.sample(beside, len(beside)),
            Section(text("Notes"), (Paragraph(made, "small"), *[Paragraph(note, "small") for note in notes])),
        ]
    else:
        sections = [
            Section((), (Paragraph(made, "lead"), *map(Paragraph, notes))),
            Section(text(rng.pick(("Data", "Detail", "Export", title))), (table,)),
            *beside,
        ]
    document = case.sheet(title, sections, department, author=text(department), header=text(title))
    created: datetime = office_hours(run, rng)
    document = changed(document, properties=changed(document.properties, created=created))
    if bare:
        document = changed(document, letterhead=Letterhead(()), title=())
    return document


def _by_site(lines: Sequence[Line]) -> Section:
    """Return how many rows each site has."""
    sites = {line.who.facility.facility.facility_id: line.who.facility for line in lines}
    found = Counter([line.who.facility.facility.facility_id for line in lines])
    people = Counter(
        [
            where
            for where, _ in {(one.who.facility.facility.facility_id, one.who.encounter.patient.number) for one in lines}
        ]
    )
    rows: list[tuple[Part, ...]] = [
        (site.name, str(found[key]), str(people[key])) for key, site in sorted(sites.items())
    ]
    return Section(text("By site"), (grid(("Site", "Rows", "Patients"), rows, (0.6, 0.2, 0.2)),))


def _columns(chosen: Sequence[Chosen]) -> Section:
    """Return what the columns are."""
    rows = [(one.head, one.column.about) for one in chosen if not one.hidden]
    return Section(text("Columns"), (grid(("Column", "Meaning"), rows, (0.3, 0.7)),))
