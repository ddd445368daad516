"""Works of reference: laboratory manual, formulary, coding guide."""

from synthphi.clinical.conditions import CONDITIONS
from synthphi.clinical.drugs import DRUGS
from synthphi.clinical.labs import PANELS
from synthphi.content.office import Office, grid
from synthphi.document import Document, Paragraph, Section, text
from synthphi.people.specialties import SPECIALTIES

_TUBES = (
    "Lavender, EDTA",
    "Gold, serum separator",
    "Light blue, citrate",
    "Green, heparin",
    "Red, no additive",
    "Gray, fluoride",
)
_MOST_DRUGS = 16


def lab_manual(office: Office) -> Document:
    """Return pages of the laboratory's manual: tests, tubes and ranges."""
    rng = office.rng
    sections = []
    for panel in rng.sample(tuple(PANELS.values()), 3):
        rows = [
            (
                one.name,
                one.loinc,
                one.unit,
                one.ranges["female"].reference or "see report",
                one.ranges["male"].reference or "see report",
            )
            for one in panel.analytes
        ]
        sections.append(
            Section(
                text(panel.name),
                (
                    Paragraph(
                        text(f"Tube: {rng.pick(_TUBES)}, {rng.integer(1, 6)} ml. Order code LAB{rng.digits(4)}.")
                    ),
                    grid(("Test", "LOINC", "Units", "Women", "Men"), rows, (0.32, 0.15, 0.17, 0.18, 0.18)),
                    office.bullets("lab_rule", 3),
                ),
            )
        )
    sections.append(Section(text("Rules for all specimens"), (office.bullets("lab_rule", 5),)))
    return office.sheet(text("Laboratory Manual"), sections, header=text(f"Manual, section {rng.integer(1, 30)}"))


def formulary(office: Office) -> Document:
    """Return pages of the list of drugs that the pharmacy stocks."""
    rng = office.rng
    drugs = {drug[0]: drug for condition in CONDITIONS.values() for drug in condition.medications}
    chosen = sorted(rng.sample(tuple(drugs.values()), _MOST_DRUGS))
    rows = [
        (
            name,
            DRUGS.kind(name).replace("_", " ").capitalize() if name in DRUGS.kinds else "",
            dose,
            route,
            str(rng.integer(1, 3)),
        )
        for name, dose, route, _ in chosen
    ]
    sections = [
        Section(text("How to use this list"), (office.paragraph("formulary_rule", 3),)),
        Section(
            text("Drugs"), (grid(("Drug", "Class", "Strength", "Route", "Tier"), rows, (0.3, 0.28, 0.18, 0.12, 0.12)),)
        ),
        Section(text("Rules"), (office.bullets("formulary_rule", 4), office.paragraph("formulary_rule", 2))),
    ]
    return office.sheet(
        text("Formulary"), sections, header=text(f"Formulary {office.day.year}, part {rng.integer(1, 9)}")
    )


def coding_guide(office: Office) -> Document:
    """Return a guide for coders: codes of a specialty, and rules."""
    rng = office.rng
    sections = [Section(text("Rules"), (office.bullets("code_rule", 4),))]
    for specialty in rng.sample(SPECIALTIES, 3):
        rows = [(one.icd10, one.name) for one in CONDITIONS.values() if one.specialty == specialty]
        if rows:
            sections.append(
                Section(
                    text(specialty),
                    (grid(("ICD-10-CM", "Description"), sorted(rows), (0.25, 0.75)), office.paragraph("code_rule", 2)),
                )
            )
    return office.sheet(text("Coding Guide"), sections, header=text(f"Coding guide, edition {office.day.year}"))
