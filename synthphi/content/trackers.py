"""Spreadsheets of offices about no patient: who works when, and lists that nobody has filled in yet."""

from collections.abc import Sequence
from datetime import date, timedelta

from synthphi.content.dates import numeric_date
from synthphi.content.listing_table import words
from synthphi.content.office import Office, grid
from synthphi.content.phrases import phrases_of
from synthphi.content.staff_text import facility_text, provider_text, staff_name
from synthphi.document import Bullets, Cell, Document, Fragment, Letterhead, Paragraph, Section, Table, Text, text
from synthphi.document.fragments import Part
from synthphi.labels import Label, tag
from synthphi.records import changed

_SHIFTS = ("07:00", "15:00", "23:00")
_SHIFT_NAMES = ("Day", "Evening", "Night")
_MARKS = ("D", "D", "E", "N", "", "PTO")
_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_STAFF = 16
_BARE = 0.5
_TRACKED = (
    # What every tracker begins with, then what some of them have.
    *("Patient Name", "MRN", "DOB"),
    *(
        "Phone",
        "Date Received",
        "Referred By",
        "Referred To",
        "Insurance",
        "Member ID",
        "Auth #",
        "Date Sent",
        "Due Date",
    ),
    *("Status", "Outcome", "Staff Initials", "Follow-up Date", "Address", "Diagnosis", "PCP", "Comments"),
)
_ALWAYS = 3


def staff_roster(office: Office) -> Document:
    """Return the shifts of the staff: a row a shift, or a row a person."""
    document, pools = office.document, office.pools
    rng, said = office.rng, phrases_of(("listings",), document.split)
    numbers = rng.sample(range(pools.spec.providers), _STAFF)
    staff = [pools.provider(number) for number in numbers]
    names = [staff_name(one.name, one.provider_id) for one in staff]
    extensions = [str(rng.integer(2_000, 7_999)) for _ in staff]
    units = [office.facility.department(name) for name in office.facility.facility.departments]
    monday = office.day - timedelta(days=office.day.weekday())
    if rng.chance(0.5):
        heads: tuple[str, ...] = ("Date", "Start", "Shift", "Unit", "Name", "Credential", "Role", "Ext.")
        rows: list[tuple[Part, ...]] = []
        for day in range(rng.integer(7, 14)):
            for start, shift in zip(_SHIFTS, _SHIFT_NAMES, strict=True):
                for at in rng.sample(range(len(staff)), rng.integer(1, 2)):
                    when = _day(monday + timedelta(days=day))
                    who = (names[at], staff[at].credential, rng.pick(words("roster_role")), extensions[at])
                    rows.append((when, start, shift, rng.pick(units), *who))
        widths: tuple[float, ...] = (0.12, 0.08, 0.09, 0.2, 0.22, 0.09, 0.11, 0.09)
    else:
        heads = ("Name", "Credential", "Unit", *(f"{name} {_short(monday, i)}" for i, name in enumerate(_WEEK)), "Ext.")
        rows = [
            (name, one.credential, rng.pick(units), *(rng.pick(_MARKS) for _ in _WEEK), extension)
            for name, one, extension in zip(names, staff, extensions, strict=True)
        ]
        widths = (0.2, 0.09, 0.18, *([0.065] * 7), 0.075)
    contacts = [
        (
            name,
            provider_text(one).phone,
            provider_text(one).email,
            facility_text(pools.facility(one.facility_number)).name,
        )
        for name, one in zip(names, staff, strict=True)
    ]
    notes = [text("Week of ", _day(monday), ". Switchboard ", office.values["phone"], ".")]
    notes += [text(one) for one in rng.sample(said.of("roster_note"), 2)]
    sections = [
        Section(text("Schedule"), (changed(grid(heads, rows, widths), name="Roster"),)),
        Section(
            text("Contacts"), (grid(("Name", "Direct line", "E-mail", "Site"), contacts, (0.25, 0.19, 0.28, 0.28)),)
        ),
    ]
    if rng.chance(0.5):
        keys = (("D", "07:00 to 15:30"), ("E", "15:00 to 23:30"), ("N", "23:00 to 07:30"), ("PTO", "Paid time off"))
        sections.append(Section(text("Key"), (grid(("Mark", "Meaning"), keys, (0.3, 0.7)),)))
    return _sheet(office, rng.pick(said.of("roster_title")), notes, sections)


def blank_tracker(office: Office) -> Document:
    """Return a list to fill in: headings, empty rows, what may be chosen, how to fill it in."""
    document = office.document
    rng, said = office.rng, phrases_of(("listings",), document.split)
    more = _TRACKED[_ALWAYS:]
    chosen = set(rng.sample(more, rng.integer(5, 10)))
    heads = ("#", *_TRACKED[:_ALWAYS], *(head for head in more if head in chosen))
    rows = [(str(number), *([""] * (len(heads) - 1))) for number in range(1, rng.integer(15, 45) + 1)]
    wide = {"Patient Name": 3, "Comments": 3, "Address": 3, "#": 1}
    shares = [wide.get(head, 2) for head in heads]
    table = changed(grid(heads, rows, [share / sum(shares) for share in shares]), name="Tracker")
    lists = [one.partition(": ") for one in rng.sample(said.of("tracker_list"), 4)]
    values = [(name, *options.split(" | ")) for name, _, options in lists]
    longest = max(map(len, values))
    picks = Table(
        tuple(text(one[0]) for one in values),
        tuple(tuple(Cell(text(one[i]) if i < len(one) else ()) for one in values) for i in range(1, longest)),
        tuple([1 / len(values)] * len(values)),
    )
    notes = [text(one) for one in rng.sample(said.of("tracker_note"), 3)]
    owner = text("Kept by ", office.values["staff"], ", ", office.facility.name, ".")
    sections = [Section(text("Log"), (table,)), Section(text("Lists"), (picks,))]
    return _sheet(office, rng.pick(said.of("tracker_title")), [owner, *notes], sections)


def _sheet(office: Office, title: str, notes: Sequence[Text], sections: Sequence[Section]) -> Document:
    """Return a spreadsheet, below a letterhead or without one."""
    first, *others = notes
    if not office.rng.chance(_BARE):
        lead = Section((), (Paragraph(first, "lead"), Bullets(tuple(others))))
        return office.sheet(text(title), (lead, *sections), header=text(title))
    end = Section(text("Instructions"), (Paragraph(first), Bullets(tuple(others))))
    made = office.sheet(text(title), (*sections, end), header=text(title))
    return changed(made, letterhead=Letterhead(()), title=())


def _day(day: date) -> Fragment:
    return Fragment(numeric_date(day), tag(Label.DATE))


def _short(monday: date, days: int) -> str:
    day = monday + timedelta(days=days)
    return f"{day.month}/{day.day}"
