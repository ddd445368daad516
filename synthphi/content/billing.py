"""What insurers and billing offices write: claim, explanation of benefits, prior authorization, statement.

Services are named by HCPCS Level II codes, which are public, in our own words.
"""

from datetime import timedelta
from typing import Final, NamedTuple

from synthphi.content.case import Case
from synthphi.content.notes import demographics
from synthphi.content.sentences import boxes, prose, section
from synthphi.document import Block, Bullets, Document, Field, Fields, Paragraph, Section, text
from synthphi.document.fragments import Part

SERVICES: Final = (
    ("G0463", "Hospital outpatient visit", 9_800, 24_500),
    ("G0402", "First preventive visit", 15_000, 21_000),
    ("G0108", "Diabetes training, 30 minutes", 4_800, 7_200),
    ("G0283", "Electrical stimulation", 1_500, 3_900),
    ("J0696", "Ceftriaxone, 250 mg", 300, 1_900),
    ("J1100", "Dexamethasone, 1 mg", 100, 900),
    ("J2405", "Ondansetron, 1 mg", 200, 1_400),
    ("J3420", "Vitamin B-12, up to 1000 mcg", 500, 1_800),
    ("J1885", "Ketorolac, 15 mg", 400, 1_700),
    ("J7030", "Saline, 1000 ml", 900, 4_400),
    ("A4550", "Surgical tray", 2_500, 6_800),
    ("A6402", "Gauze, sterile", 100, 800),
    ("E0114", "Crutches, pair", 3_900, 8_900),
    ("L1830", "Knee brace", 6_500, 13_800),
    ("P9604", "Travel to collect a specimen", 1_000, 1_900),
    ("Q0091", "Screening smear", 3_900, 5_600),
)
"""Code, name, and the lowest and highest charge in cents."""


class _Line(NamedTuple):
    code: str
    name: str
    units: int
    cents: int


def _services(case: Case) -> list[_Line]:
    rng = case.rng
    return [
        _Line(code, name, units, units * rng.integer(low, high))
        for code, name, low, high in rng.sample(SERVICES, rng.integer(3, 6))
        for units in (rng.integer(1, 3),)
    ]


def money(cents: int) -> str:
    """Return an amount as bills print it: ``1,204.50``."""
    return f"{cents / 100:,.2f}"


def _diagnoses(case: Case) -> list[str]:
    encounter = case.encounter
    return [condition.icd10 for condition in (encounter.primary, *encounter.comorbidities)][:4]


def insurance_claim(case: Case) -> Document:
    """Return a claim for professional services."""
    person, encounter, rng = case.person, case.encounter, case.rng
    lines = _services(case)
    day = person.date(encounter.day, "service")
    subscriber: Part = person.relative if person.is_minor else person.name
    codes = _diagnoses(case)
    paid = rng.integer(0, 3) * 1_000
    total = sum(line.cents for line in lines)
    rows = [
        (day, "11", line.code, "ABCD"[i % len(codes)], str(line.units), money(line.cents))
        for i, line in enumerate(lines)
    ]
    sections = [
        section(
            "1. Patient and Insured",
            case.ticks("Coverage", ("Medicare", "Medicaid", "Group plan", "Other"), 0 if encounter.age >= 65 else 2),
            boxes(
                case.box("Insured's ID number", person.mbi if encounter.age >= 65 else person.member_id),
                case.box("Patient's name", person.last_first),
                case.box("Birth date", person.birth_date),
                case.box("Insured's name", subscriber),
                case.box("Patient's address", person.street),
                case.box("City, state, ZIP", person.city_line),
                case.box("Telephone", person.phone),
                case.box("Group number", person.group_id),
                case.box("Plan", encounter.patient.insurer),
            ),
            case.ticks("Sex", ("Female", "Male"), 0 if encounter.patient.sex == "female" else 1),
            case.ticks("Relationship to insured", ("Self", "Spouse", "Child", "Other"), 2 if person.is_minor else 0),
            case.ticks("Condition related to", ("Employment", "Auto accident", "Other accident", "None"), 3),
        ),
        section(
            "2. Service",
            boxes(
                case.box("Onset of condition", person.date(encounter.admitted, "service")),
                case.box("Referring provider", case.consultant.name),
                case.box("Referring NPI", case.consultant.npi),
                *(case.box(f"Diagnosis {'ABCD'[i]}", code) for i, code in enumerate(codes)),
                case.box("Prior authorization", person.number(f"PA{encounter.accession}")),
            ),
            case.lines(("Date", "Place", "Code", "Dx", "Units", "Charge"), rows, (0.22, 0.1, 0.2, 0.1, 0.12, 0.26)),
        ),
        section(
            "3. Billing",
            boxes(
                case.box("Patient's account", person.account),
                case.box("Total charge", f"${money(total)}"),
                case.box("Amount paid", f"${money(min(paid, total))}"),
                case.box("Rendering NPI", case.provider.npi),
                case.box("Social Security number", person.ssn),
                case.box("Billing provider", case.facility.name),
            ),
            case.sign("Signature of provider", case.provider.name),
            case.sign("Signature of insured: on file", subscriber),
            case.sign("Date", day),
        ),
    ]
    return case.sheet("Health Insurance Claim", sections, "Patient Financial Services", header=text("Claim form HC-15"))


def _shares(case: Case, lines: list[_Line]) -> list[tuple[_Line, int, int, int]]:
    """Return each line with what is allowed, what the plan pays and what is left to the patient, in cents."""
    shares = []
    for line in lines:
        allowed = line.cents * case.rng.integer(55, 90) // 100
        paid = allowed * case.rng.pick((70, 80, 80, 90)) // 100
        shares.append((line, allowed, paid, allowed - paid))
    return shares


def explanation_of_benefits(case: Case) -> Document:
    """Return what the plan tells its member about a claim."""
    person, encounter = case.person, case.encounter
    shares = _shares(case, _services(case))
    day = person.date(encounter.day, "service")
    rows: list[tuple[Part, ...]] = [
        (day, line.name, money(line.cents), money(allowed), money(paid), money(left))
        for line, allowed, paid, left in shares
    ]
    left_in_all = sum(left for *_, left in shares)
    sections = [
        Section(
            (),
            (
                Paragraph(text(person.name)),
                Paragraph(text(person.street)),
                Paragraph(person.city_line),
                Paragraph(text("THIS IS NOT A BILL"), "lead"),
                Fields(
                    (
                        Field("Member", text(person.last_first)),
                        Field("Member ID", text(person.member_id)),
                        Field("Group", text(person.group_id)),
                        Field("Claim number", text(person.number(f"C{encounter.accession}"))),
                        Field("Provider", case.provider.name),
                        Field("Date processed", text(person.date(encounter.follow_up, "report"))),
                    ),
                    columns=2,
                ),
            ),
        ),
        section(
            "What was billed",
            case.lines(
                ("Date", "Service", "Billed", "Allowed", "Plan paid", "You owe"),
                rows,
                (0.16, 0.32, 0.13, 0.13, 0.13, 0.13),
            ),
            prose(text(f"You may owe ${money(left_in_all)} to ", case.facility.name, ".")),
        ),
        section(
            "Your plan this year",
            Fields(
                (
                    Field("Deductible", text(f"${case.rng.integer(2, 30) * 100:,}")),
                    Field("Met so far", text(f"${case.rng.integer(40, 190)}")),
                    Field("Out-of-pocket limit", text(f"${case.rng.integer(30, 80) * 100:,}")),
                    Field("Plan", text(encounter.patient.insurer)),
                ),
                columns=2,
            ),
            prose(
                text("To appeal, write within 180 days and name claim and member number. Questions: "),
                text(case.facility.phone, "."),
            ),
        ),
    ]
    return case.sheet(
        "Explanation of Benefits",
        sections,
        "Member Services",
        author=text("Claims Processing"),
        header=text("Member ", person.member_id),
    )


def prior_authorization(case: Case) -> Document:
    """Return a request for leave to treat."""
    person, encounter, rng = case.person, case.encounter, case.rng
    order = encounter.medications[0] if encounter.medications else None
    asked = order.sig if order else "Imaging of the affected region"
    sections = [
        section(
            "1. Member",
            boxes(
                case.box("Name", person.name),
                case.box("Date of birth", person.birth_date),
                case.box("Member ID", person.member_id),
                case.box("Group", person.group_id),
                case.box("Telephone", person.phone),
                case.box("Address", person.address),
            ),
        ),
        section(
            "2. Requesting Provider",
            boxes(
                case.box("Name", case.provider.name),
                case.box("NPI", case.provider.npi),
                case.box("Specialty", case.encounter.provider.specialty),
                case.box("Telephone", case.provider.phone),
                case.box("Fax", case.provider.fax),
                case.box("Contact", case.provider.email),
            ),
        ),
        section(
            "3. Request",
            case.ticks("Urgency", ("Standard", "Expedited"), rng.integer(0, 1)),
            case.ticks("Type", ("Drug", "Imaging", "Procedure", "Equipment"), 0 if order else 1),
            boxes(
                case.box("Requested", asked),
                case.box("Diagnosis", f"{encounter.primary.icd10} {encounter.primary.name}"),
                case.box("From", person.date(encounter.day, "service")),
                case.box("Until", person.date(encounter.day + timedelta(days=180), "service")),
                columns=2,
            ),
        ),
        section(
            "4. Why it is needed",
            case.answer(case.told("history", 2)),
            *map(case.answer, case.some("need", 2)),
        ),
        section(
            "5. Signature",
            case.sign("Provider", case.provider.name),
            case.sign("Date", person.date(encounter.day, "service")),
        ),
    ]
    return case.sheet(
        "Prior Authorization Request", sections, "Utilization Management", header=text("Form PA-7, page to be faxed")
    )


def billing_statement(case: Case) -> Document:
    """Return what the patient is asked to pay."""
    person, encounter, rng = case.person, case.encounter, case.rng
    shares = _shares(case, _services(case))
    day = person.date(encounter.day, "service")
    rows: list[tuple[Part, ...]] = [
        (day, line.name, money(line.cents), money(line.cents - left), money(left)) for line, _, _, left in shares
    ]
    due = sum(left for *_, left in shares)
    payer: Part = person.relative if person.is_minor else person.name
    end: list[Block] = [
        prose(text(f"Please pay ${money(due)} by ", person.date(encounter.follow_up, "report"), ".")),
        Bullets(
            (
                text("By card: ending as on file, ", person.card_number, "."),
                text("Online: ", person.portal_url, ", user ", person.portal_user, "."),
                text("By mail with the slip below; write account ", person.account, " on the check."),
                text("Payment plans: ", case.facility.phone, f", extension {rng.integer(100, 990)}."),
            )
        ),
        boxes(
            case.box("Account", person.account),
            case.box("Name", payer),
            case.box("Amount due", f"${money(due)}"),
        ),
    ]
    sections = [
        demographics(case, Field("Statement date", text(person.date(encounter.follow_up, "report")))),
        Section((), (Paragraph(text(payer)), Paragraph(text(person.street)), Paragraph(person.city_line))),
        section(
            "Charges",
            case.lines(("Date", "Service", "Charge", "Paid by plan", "You owe"), rows, (0.18, 0.37, 0.15, 0.15, 0.15)),
        ),
        section("Payment", *end),
    ]
    return case.sheet(
        "Patient Statement", sections, "Patient Financial Services", author=text("Patient Financial Services")
    )
