"""Policies of a facility: the fields that hold PHI elsewhere are spoken of, and hold none."""

from datetime import timedelta

from synthphi.content.office import Office
from synthphi.content.phrases import fill, load
from synthphi.content.staff_text import facility_text, office_date, staff_name
from synthphi.content.stationery import footer, letterhead, office_hours, properties
from synthphi.document import (
    Bullets,
    Cell,
    Document,
    Field,
    Fields,
    Paragraph,
    Section,
    SignatureLine,
    Table,
    text,
)
from synthphi.document.fragments import Part
from synthphi.seeds import stream

_PREFIXES = ("ADM", "CLN", "HIM", "NUR", "QS", "COM")
_OWNERS = ("Chief Nursing Officer", "Chief Medical Officer", "Director of Quality", "Privacy Officer")


def policy(office: Office) -> Document:
    """Return one policy of a facility."""
    document, pools = office.document, office.pools
    rng = stream(pools.spec.seed, *document.address, "policy")
    data = load("policies")
    entry = rng.pick(data["policy"])
    where = pools.facility(document.facility_number)
    facility = facility_text(where)
    approver = pools.provider(rng.pick(pools.staff(document.facility_number)))
    effective = pools.spec.as_of - timedelta(days=rng.integer(40, 900))
    department = rng.pick(where.departments)
    number = f"{rng.pick(_PREFIXES)}-{rng.integer(100, 899)}.{rng.integer(1, 9)}"
    values: dict[str, Part] = {
        "facility": facility.name,
        "department": facility.department(department),
        "phone": facility.phone,
        "email": facility.email("policy"),
    }
    owner = rng.pick(_OWNERS)
    title = f"{entry['title']} Policy"
    sections = (
        Section(
            (),
            (
                Fields(
                    (
                        Field("Policy number", text(number)),
                        Field("Effective", text(office_date(effective))),
                        Field("Owner", text(owner)),
                        Field("Next review", text(str(effective.year + 2))),
                        Field("Department", text(facility.department(department))),
                        Field("Version", text(f"{rng.integer(1, 9)}.{rng.integer(0, 4)}")),
                    ),
                    columns=2,
                ),
            ),
        ),
        Section(text("Purpose"), (Paragraph(fill(entry["purpose"], values)),)),
        Section(text("Scope"), (Paragraph(fill(rng.pick(data["scope"]), values)),)),
        Section(
            text("Definitions"),
            (
                Table(
                    (text("Term"), text("Meaning")),
                    tuple((Cell(text(term)), Cell(text(meaning))) for term, meaning in entry["definitions"]),
                    (0.28, 0.72),
                ),
            ),
        ),
        Section(
            text("Policy"),
            (Bullets(tuple(text(statement) for statement in rng.sample(entry["statements"], 4))),),
        ),
        Section(text("Procedure"), (Bullets(tuple(map(text, entry["steps"])), numbered=True),)),
        Section(
            text("Responsibilities"),
            (
                Table(
                    (text("Role"), text("Duty")),
                    tuple(
                        (Cell(text(role)), Cell(text(rng.pick(duties))))
                        for role, duties in rng.sample(tuple(data["responsibilities"].items()), 4)
                    ),
                    (0.28, 0.72),
                ),
            ),
        ),
        Section(text("References"), (Bullets(tuple(text(item) for item in rng.sample(data["references"], 3))),)),
        Section(
            text("Review and approval"),
            (
                Paragraph(text(rng.pick(data["review"]), " ", fill(rng.pick(data["contact"]), values))),
                SignatureLine(owner, text(staff_name(approver.name, approver.provider_id))),
            ),
        ),
    )
    return Document(
        document_id=document.document_id,
        title=text(title),
        layout=document.layout,
        letterhead=letterhead(facility, department),
        sections=sections,
        properties=properties(title, text(owner), facility, office_hours(effective, rng)),
        header=text(f"Policy {number}    {entry['title']}"),
        footer=footer(facility, rng),
    )


def procedure(office: Office) -> Document:
    """Return a procedure: how something is done, step by step."""
    rng = office.rng
    office.values["device"] = text(*office.say("device"))
    title = office.say("procedure_title")
    steps = office.some("procedure_step", 14)
    sections = [
        Section(text("Why"), (office.paragraph("procedure_why", 2),)),
        Section(text("Before"), (Bullets(tuple(steps[:3])),)),
        Section(text("Steps"), (Bullets(tuple(steps[3:10]), numbered=True),)),
        Section(text("After"), (Bullets(tuple(steps[10:])),)),
        Section(text("Notes"), (office.paragraph("procedure_note", 3), SignatureLine("Approved", text(office.writer)))),
    ]
    return office.sheet(title, sections, header=text(f"Procedure {rng.integer(100, 899)}.{rng.integer(1, 9)}"))
