"""What offices write about themselves: news, mails of vendors, meetings, numbers, jobs, research."""

from datetime import timedelta

from synthphi.content.office import Office, grid
from synthphi.content.phrases import capitalized
from synthphi.content.staff_text import office_date, staff_name
from synthphi.content.stationery import MAIL_NOTICE, letterhead, message_id, properties
from synthphi.document import (
    Block,
    Bullets,
    Document,
    Field,
    Fields,
    Fragment,
    Letterhead,
    MailHeaders,
    Paragraph,
    Section,
    text,
)
from synthphi.document.fragments import Part
from synthphi.labels import Label, tag

_VENDORS = (
    *(
        "Aldergate Devices",
        "Norrin Medical",
        "Pellworth Supply",
        "Quillon Software",
        "Brackwater Linen",
        "Cressida Labs",
    ),
    *("Fennimore Imaging", "Tolland Paper", "Westerby Systems", "Harrowgate Reagents", "Larkspur Training"),
)
_TOLL_FREE = (800, 833, 844, 855, 866, 877, 888)
_NEAR = 5
"""Points below its target from which a score is no longer near it."""
_AGE_GROUPS = ("0-17", "18-34", "35-49", "50-64", "65-79", "80 and over")


def newsletter(office: Office) -> Document:
    """Return an issue of the staff newsletter."""
    items = office.some("news_item", 11)
    sections = [
        Section(head, tuple(Paragraph(one) for one in items[2 * i : 2 * i + 2]))
        for i, head in enumerate(office.some("news_head", 5))
    ]
    sections.append(Section(text("In short"), (Bullets(tuple(items[10:])), office.paragraph("news_end", 2))))
    issue = f"Issue {office.rng.integer(1, 24)}/{office.day.year}"
    return office.sheet(office.say("news_title"), sections, header=text(issue))


def vendor_email(office: Office) -> Document:
    """Return a mail of somebody who sells to the facility."""
    document, pools = office.document, office.pools
    rng = office.rng
    company = rng.pick(_VENDORS)
    domain = f"{company.split(' ', maxsplit=1)[0].lower()}.example.com"
    sender = pools.provider(rng.integer(0, pools.spec.providers - 1)).name
    person = staff_name(sender, f"vendor-{domain.partition('.')[0]}")
    address = Fragment(f"{sender.first.lower()}@{domain}", tag(Label.EMAIL))
    phone = Fragment(f"{rng.pick(_TOLL_FREE)}-555-01{rng.digits(2)}", tag(Label.PHONE))
    office.values["vendor_phone"] = phone
    said = office.some("vendor_body", 5)
    blocks: list[Block] = [
        Paragraph(text("Dear ", office.values["staff"], ",")),
        office.paragraph("vendor_open"),
        *map(Paragraph, said[:2]),
        office.paragraph("vendor_ask", 2),
        Bullets(tuple(said[2:])),
        office.paragraph("vendor_end", 2),
        Paragraph(text(rng.pick(("Kind regards,", "Sincerely,", "Best wishes,"))), "signature"),
    ]
    written = office.written
    return Document(
        document_id=document.document_id,
        title=(),
        layout=document.layout,
        letterhead=Letterhead(text(person), (text(company), text("Tel ", phone), text(address))),
        sections=(Section((), tuple(blocks)),),
        properties=properties("", (), office.facility, written),
        footer=text(MAIL_NOTICE),
        mail=MailHeaders(
            text(person, " <", address, ">"),
            (office.facility.mailbox("purchasing", "Purchasing"),),
            office.say("vendor_subject"),
            written,
            message_id(document, pools.spec.seed, domain),
        ),
    )


def meeting_notes(office: Office) -> Document:
    """Return the notes of a meeting of staff."""
    document, pools = office.document, office.pools
    rng = office.rng
    present = [pools.provider(n) for n in rng.sample(pools.staff(document.facility_number), 5)]
    names = [staff_name(who.name, who.provider_id) for who in present]
    attendance: list[Part] = []
    for name, who in zip(names, present, strict=True):
        attendance += ["; " if attendance else "", name, f", {who.credential}"]
    said = office.some("meeting_said", 12)
    topics = [
        Section(text(f"{i}. ", topic), tuple(map(Paragraph, said[i - 1 :: 4])))
        for i, topic in enumerate(office.some("meeting_topic", min(4, len(said))), start=1)
    ]
    rows = [
        (action, rng.pick(names), office_date(office.day + timedelta(days=rng.integer(7, 60))))
        for action in office.some("meeting_action", 4)
    ]
    sections = [
        Section(
            (),
            (
                Fields(
                    (
                        Field("Date", text(office_date(office.day))),
                        Field("Room", text(f"Conference room {rng.integer(100, 480)}")),
                        Field("Chair", text(names[0])),
                        Field("Notes", text(names[-1])),
                    ),
                    columns=2,
                ),
                Paragraph(text("Present: ", *attendance, ".")),
            ),
        ),
        *topics,
        Section(text("Actions"), (grid(("What", "Who", "By"), rows, (0.5, 0.28, 0.22)),)),
    ]
    return office.sheet(office.say("meeting_title"), sections, header=text("Meeting notes"))


def aggregate_statistics(office: Office) -> Document:
    """Return counts of a year: no cell so small that it points at somebody."""
    rng = office.rng
    by_age = [
        (group, f"{rng.integer(210, 9800):,}", f"{rng.integer(1, 6)}.{rng.integer(0, 9)}") for group in _AGE_GROUPS
    ]
    departments = office.facility.facility.departments
    by_department = [
        (office.facility.department(name), f"{rng.integer(120, 6400):,}", f"{rng.integer(-18, 24):+d}%")
        for name in rng.sample(departments, min(7, len(departments)))
    ]
    prefix = office.facility.facility.address.zip_code[0]
    by_area = [
        (f"{prefix}{rng.digits(1)}{rng.integer(4, 9)}", f"{rng.integer(90, 3200):,}", f"{rng.integer(1, 30)}%")
        for _ in range(4)
    ]
    sections = [
        Section(text("About this report"), (office.paragraph("stats_intro", 2),)),
        Section(
            text("By age"),
            (
                grid(("Years", "Visits", "Mean length of stay"), by_age, (0.4, 0.3, 0.3)),
                office.paragraph("stats_said", 2),
            ),
        ),
        Section(
            text("By department"),
            (
                grid(("Department", "Visits", "Change"), by_department, (0.5, 0.25, 0.25)),
                office.paragraph("stats_said", 2),
            ),
        ),
        Section(
            text("By area (first three digits of the ZIP code)"),
            (grid(("Area", "Visits", "Share"), by_area, (0.4, 0.3, 0.3)), office.bullets("stats_said", 3)),
        ),
    ]
    title = text(office.rng.pick(("Annual Volumes ", "Activity Report ", "Statistics of Care ")), str(office.day.year))
    return office.sheet(title, sections, header=text("Totals only"))


def quality_dashboard(office: Office) -> Document:
    """Return slides with quality measures."""
    document = office.document
    rng = office.rng

    def measures() -> list[tuple[Part, ...]]:
        rows: list[tuple[Part, ...]] = []
        for name in office.some("measure", 6):
            score, target = rng.integer(720, 995) / 10, rng.integer(80, 96)
            status = "met" if score >= target else "near" if score >= target - _NEAR else "not met"
            rows.append((name, f"{score:.1f}", str(target), status))
        return rows

    heads, widths = ("Measure", "Score (%)", "Target", "Status"), (0.46, 0.18, 0.18, 0.18)
    sections = [
        Section(text("At a glance"), (grid(heads, measures(), widths),), (office.say("dash_said"),)),
        *(
            Section(capitalized(name), (office.bullets("dash_said", 3),), (office.say("dash_said"),))
            for name in office.some("measure", 3)
        ),
        Section(text("By unit"), (grid(heads, measures(), widths),)),
        Section(text("Next steps"), (office.bullets("dash_said", 4),), (office.say("dash_said"),)),
    ]
    head = letterhead(office.facility, office.department)
    created = office.written
    return Document(
        document_id=document.document_id,
        title=office.say("dash_title"),
        layout=document.layout,
        letterhead=Letterhead(head.name, (text("Presented by ", office.writer), *head.lines[:1], *head.lines[3:])),
        sections=tuple(sections),
        properties=properties("Quality dashboard", text(office.writer), office.facility, created),
        footer=text("Quality and safety"),
    )


def job_posting(office: Office) -> Document:
    """Return an open position."""
    sections = [
        Section(text("The position"), (office.paragraph("job_what", 3),)),
        Section(text("What you do"), (office.bullets("job_duty", 6),)),
        Section(text("What you bring"), (office.bullets("job_need", 5),)),
        Section(text("What we offer"), (office.bullets("job_offer", 4),)),
        Section((), (Paragraph(text("Contact: ", office.facility.mailbox("careers", "Human Resources"))),)),
    ]
    return office.sheet(office.say("job"), sections, header=text(f"Position {office.rng.integer(1000, 9999)}"))


def research_protocol(office: Office) -> Document:
    """Return the synopsis of a study protocol."""
    document, pools = office.document, office.pools
    rng = office.rng
    weeks = [0, *sorted(rng.sample(range(2, 52), 3)), 52]
    heads = ("Procedure", *(f"Week {week}" for week in weeks))
    visits = [
        (name, *("X" if week == 0 or rng.chance(0.6) else "" for week in weeks))
        for name in ("Consent", "Examination", "Questionnaire", "Blood tests", "Diary", "Adverse events")
    ]
    investigator = pools.provider(rng.pick(pools.staff(document.facility_number)))
    sections = [
        Section(
            (),
            (
                Fields(
                    (
                        Field(
                            "Protocol",
                            text(f"{rng.pick('ABCDEFG')}{rng.pick('HKLMN')}-{office.day.year}-{rng.integer(10, 99)}"),
                        ),
                        Field("Version", text(f"{rng.integer(1, 4)}.{rng.integer(0, 9)}, ", office_date(office.day))),
                        Field("Investigator", text(staff_name(investigator.name, investigator.provider_id))),
                        Field("Site", text(office.facility.name)),
                    ),
                    columns=2,
                ),
            ),
        ),
        Section(text("Background"), (office.paragraph("trial_why", 3),)),
        Section(text("Objectives"), (office.bullets("trial_goal", 4, numbered=True),)),
        Section(text("Inclusion"), (office.bullets("trial_in", 4),)),
        Section(text("Exclusion"), (office.bullets("trial_out", 4),)),
        Section(text("Design and analysis"), (office.paragraph("trial_how", 3), office.paragraph("trial_how", 3))),
        Section(text("Schedule"), (grid(heads, visits, (0.25, 0.15, 0.15, 0.15, 0.15, 0.15)),)),
    ]
    return office.sheet(office.say("trial_title"), sections, header=text("Confidential protocol"))
