"""The columns that spreadsheets about many patients may have, by kind of spreadsheet."""

from collections.abc import Callable
from datetime import date
from typing import Final

from synthphi.content.listed import ListedPatient
from synthphi.content.listing_table import Column, Line
from synthphi.document import Fragment
from synthphi.document.fragments import Part
from synthphi.people.livelihoods import MEDICARE


def dated(who: ListedPatient, day: date, role: str) -> Fragment:
    """Return a date of somebody on a list."""
    return who.person.date(day, role)


def _told(key: str) -> Callable[[Line], Part]:
    return lambda line: line.values[key]


def _member(line: Line) -> Part:
    person = line.who.person
    return person.mbi if line.who.encounter.age >= MEDICARE else person.member_id


_NAME = (
    Column(
        ("Patient Name", "Patient", "PATIENT_NAME", "Name", "Pt Name"),
        lambda line: line.who.person.last_first,
        "Last name, first name",
        24,
        group=1,
    ),
)
_FIRST_AND_LAST = (
    Column(("Last Name", "PT_LAST", "Last"), lambda line: line.who.person.last, "Last name", 14, group=1),
    Column(("First Name", "PT_FIRST", "First"), lambda line: line.who.person.first, "First name", 13, group=1),
)
_BORN = Column(
    ("DOB", "Date of Birth", "Birth Date", "PT_DOB"),
    lambda line: line.who.person.birth_date,
    "Date of birth",
    14,
    group=1,
)
_SEX = Column(
    ("Sex", "M/F", "Gender"), lambda line: line.who.encounter.patient.sex[0].upper(), "F or M", 6, 0.7, group=1
)
_MRN = Column(
    ("MRN", "Med Rec #", "Chart No.", "MRN"), lambda line: line.who.person.mrn, "Record number at the site", 14
)
_PHONE = Column(
    ("Phone", "Home Phone", "Telephone", "Contact Phone"),
    lambda line: line.who.person.phone,
    "Home telephone",
    17,
    group=2,
)
_SSN = Column(
    ("SSN", "Soc Sec #"), lambda line: line.who.person.ssn, "Social security number", 13, 0.08, 1, hideable=True
)
_NOTE = Column(("Note", "Comments", "Staff Note"), _told("note"), "For the staff", 24, 0.25, 6, hideable=True)
_DIAGNOSIS = Column(
    ("Primary Dx", "Diagnosis", "Condition"),
    lambda line: line.who.encounter.primary.name,
    "Main condition",
    30,
    0.6,
    group=5,
)


def _site(*heads: str) -> Column:
    return Column(heads, lambda line: line.who.facility.name, "Site of the network", 32, group=4)


LAB_COLUMNS: Final = (
    Column(
        ("Accession", "Accession #", "Specimen ID", "ACC_NO"),
        lambda line: line.who.person.number(line.who.encounter.accession),
        "Number of the specimen",
        16,
    ),
    Column(("Collected", "Collection Date", "Coll Date", "COLL_DT"), _told("collected"), "Day of collection", 14),
    Column(("Time", "Coll Time"), _told("time"), "Hour of collection", 8, 0.4),
    Column(("Reported", "Result Date"), _told("reported"), "Day of the result", 14, 0.35, 3),
    *_NAME,
    _BORN,
    _SEX,
    Column(_MRN.heads, _MRN.value, _MRN.about, 14, group=1),
    _SSN,
    Column(_PHONE.heads, _PHONE.value, _PHONE.about, 17, 0.2, 1, hideable=True),
    Column(("Panel", "Order", "Order Name"), _told("panel"), "What was ordered", 28, 0.45, 3),
    Column(("Test", "Test Name", "Component", "Analyte"), _told("test"), "What was measured", 24, group=3),
    Column(("LOINC", "Test Code"), _told("code"), "Code of the test", 10, 0.5, 3, hideable=True),
    Column(("Result", "Value", "Result Value"), _told("result"), "As reported", 11, group=3),
    Column(("Units", "UOM", "Unit"), _told("unit"), "Of the result", 11, group=3),
    Column(("Ref Range", "Reference Range", "Normal Range"), _told("range"), "For sex and age", 15, group=3),
    Column(("Flag", "Abn", "Abnormal Flag"), _told("flag"), "See the flags", 7, group=3, flag=True),
    Column(("Status", "Result Status"), _told("status"), "Of the result", 11, 0.5, 3),
    Column(
        ("Ordering Provider", "Ordered By", "ORD_PROV"),
        lambda line: line.who.provider.name,
        "Who ordered it",
        26,
        group=4,
    ),
    Column(("Provider NPI", "NPI"), lambda line: line.who.provider.npi, "Of who ordered it", 13, 0.35, 4),
    _site("Client", "Client Name", "Ordering Site", "Account Name"),
)
LIST_COLUMNS: Final = (
    _MRN,
    *_FIRST_AND_LAST,
    Column(
        ("Preferred Name", "Goes By"), lambda line: line.who.person.nickname, "What the patient is called", 14, 0.2, 1
    ),
    _BORN,
    Column(("Age", "Age at Visit"), lambda line: line.who.person.age, "At the last visit", 7, 0.8, 1),
    _SEX,
    _SSN,
    _PHONE,
    Column(("Cell", "Mobile Phone"), lambda line: line.who.person.mobile, "Mobile telephone", 17, 0.4, 2),
    Column(("E-mail", "Email"), lambda line: line.who.person.email, "E-mail address", 28, 0.3, 2),
    Column(
        ("Address", "Street", "Street Address"), lambda line: line.who.person.street, "Street and number", 24, 0.7, 2
    ),
    Column(("City", "Town"), lambda line: line.who.person.city, "City", 16, 0.7, 2),
    Column(("State", "ST"), lambda line: line.who.person.state, "State", 7, 0.5, 2),
    Column(("ZIP", "ZIP Code", "Postal"), lambda line: line.who.person.zip_code, "ZIP code", 8, 0.8, 2),
    Column(("Insurance", "Payer", "Plan"), lambda line: line.who.encounter.patient.insurer, "Plan", 26, 0.8, 3),
    Column(("Member ID", "Subscriber ID", "Policy #"), _member, "Of the plan", 15, 0.8, 3),
    Column(("PCP", "Primary Provider", "PCP Name"), _told("pcp"), "Primary care provider", 26, group=4),
    _site("Practice", "Home Site", "Clinic", "Site"),
    Column(("Emergency Contact", "Next of Kin"), lambda line: line.who.person.relative, "Whom to call", 22, 0.25, 2),
    _DIAGNOSIS,
    Column(("Risk", "Risk Tier"), _told("risk"), "By the score of the plan", 9, 0.6, 5),
    Column(("Last Visit", "Last Seen", "Date Last Visit"), _told("last_visit"), "Day of the last visit", 14, group=5),
    Column(("Next Appt", "Next Visit"), _told("next_visit"), "Day of the next visit", 14, 0.5, 5),
    Column(("Care Gap", "Open Gap", "Gap"), _told("gap"), "What is due", 28, group=5),
    Column(("Next Step", "Outreach", "Action"), _told("next"), "What is to be done", 24, 0.8, 5),
    Column(("Status", "Enrollment", "Program Status"), _told("status"), "In the program", 12, group=5),
    _NOTE,
)
LEDGER_COLUMNS: Final = (
    Column(("Account", "Acct #", "Account No."), lambda line: line.who.person.account, "Guarantor account", 16),
    Column(("Claim", "Claim #", "Claim No."), _told("claim"), "Number of the claim", 17, 0.6),
    *_NAME,
    _BORN,
    _SSN,
    Column(("Member ID", "Subscriber ID", "Policy ID"), _member, "Of the plan", 15, group=2),
    Column(("Group", "Group #"), lambda line: line.who.person.group_id, "Group of the plan", 13, 0.3, 2, hideable=True),
    Column(("Payer", "Primary Payer", "Carrier"), lambda line: line.who.encounter.patient.insurer, "Plan", 26, group=2),
    Column(("DOS", "Date of Service", "Service Date"), _told("service"), "Day of the service", 14, group=3),
    Column(("Posted", "Post Date"), _told("posted"), "Day of the entry", 14, 0.3, 3),
    Column(("CPT/HCPCS", "Proc Code", "HCPCS", "Code"), _told("code"), "Procedure code", 10, group=3),
    Column(("Description", "Service"), _told("name"), "What was done", 28, 0.5, 3),
    Column(("ICD-10", "Dx", "Dx 1"), _told("diagnosis"), "First diagnosis", 9, group=3),
    Column(("Units", "Qty"), _told("units"), "How many", 7, 0.5, 3),
    _site("Practice", "Billing Site", "Location"),
    Column(("Rendering", "Rendering Provider"), lambda line: line.who.provider.name, "Who did it", 26, 0.5, 4),
    Column(("Charge", "Charges", "Billed"), _told("charge"), "Charge in dollars", 11, group=5),
    Column(("Paid", "Payments", "Ins Paid"), _told("paid"), "Paid in dollars", 11, group=5),
    Column(("Adj", "Adjustment", "Write-off"), _told("adjustment"), "Adjustment in dollars", 12, 0.6, 5),
    Column(("Balance", "Bal", "Open Balance"), _told("balance"), "Balance in dollars", 11, group=5),
    Column(("Status", "Claim Status"), _told("status"), "Of the claim", 10, 0.8, 5),
    Column(("Denial", "Reason Code", "CARC"), _told("denial"), "Why it was denied", 9, 0.4, 5),
    _NOTE,
)
APPOINTMENT_COLUMNS: Final = (
    Column(("Date", "Appt Date", "Visit Date"), _told("date"), "Day of the appointment", 14),
    Column(("Time", "Appt Time", "Start"), _told("time"), "Hour", 8),
    Column(("Min", "Length", "Duration"), _told("length"), "Minutes", 8, 0.5),
    *_NAME,
    _BORN,
    _SEX,
    Column(_MRN.heads, _MRN.value, _MRN.about, 14, group=1),
    _SSN,
    _PHONE,
    Column(("Cell", "Mobile"), lambda line: line.who.person.mobile, "Mobile telephone", 17, 0.3, 2),
    Column(("Insurance", "Plan"), lambda line: line.who.encounter.patient.insurer, "Plan", 26, 0.4, 2),
    Column(("Member ID", "Policy #"), _member, "Of the plan", 15, 0.2, 2, hideable=True),
    Column(
        ("Provider", "Seen By", "Resource"), lambda line: line.who.provider.name, "Who sees the patient", 26, group=4
    ),
    Column(
        ("Department", "Dept", "Clinic"),
        lambda line: line.who.facility.department(line.who.encounter.department),
        "Department of the site",
        22,
        group=4,
    ),
    _site("Site", "Location", "Practice"),
    Column(("Room", "Exam Room"), _told("room"), "Where", 10, 0.8, 4),
    Column(("Visit Reason", "Reason", "Visit Type", "Appt Type"), _told("reason"), "Why", 22, group=5),
    Column(("Status", "Appt Status"), _told("status"), "Of the appointment", 12, group=5),
    _NOTE,
)
