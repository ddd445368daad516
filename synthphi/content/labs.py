"""Laboratory reports."""

from synthphi.clinical.model import Encounter, LabPanel
from synthphi.content.case import Case
from synthphi.content.encounter_text import clock
from synthphi.content.phrases import load
from synthphi.content.sentences import known
from synthphi.content.staff_text import provider_text
from synthphi.document import (
    Block,
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
from synthphi.seeds import Stream

_HEADS = tuple(text(head) for head in ("Test", "Result", "Flag", "Units", "Reference range"))
_WIDTHS = (0.36, 0.15, 0.09, 0.17, 0.23)
_FLAG_WORDS = {"": "", "L": "L", "H": "H", "LL": "LL critical", "HH": "HH critical"}
_FLAG_CELLS = {flag: Cell(text(word), bool(flag)) for flag, word in _FLAG_WORDS.items()}


def panel_table(panel: LabPanel) -> Table:
    """Return a panel as a report prints it; values out of range stand out."""
    return Table(
        _HEADS,
        tuple(
            [
                (
                    known(result.name),
                    Cell(text(result.value), bool(result.flag)),
                    _FLAG_CELLS[result.flag],
                    known(result.unit),
                    known(result.reference),
                )
                for result in panel.results
            ]
        ),
        _WIDTHS,
    )


_OF_URINE = frozenset({"urinalysis", "urine_albumin"})
"""Panels that are not of blood."""


def _specimen(encounter: Encounter, phrases: dict[str, list[str]], rng: Stream) -> str:
    urine = [panel.key in _OF_URINE for panel in encounter.panels]
    found = [] if all(urine) else [rng.pick(phrases["specimen_blood"])]
    return "; ".join(found + [rng.pick(phrases["specimen_urine"])] * any(urine))


def lab_result(case: Case) -> Document:
    """Return the laboratory report of one encounter."""
    rng, encounter, person, provider = case.rng, case.encounter, case.person, case.provider
    phrases = load("labs")
    collected = person.date(encounter.day, "service")
    reported = person.date(encounter.day, "report")
    case.values["reported"] = reported
    flags = [result.flag for panel in encounter.panels for result in panel.results]
    comment = [rng.pick(phrases["comments_abnormal" if any(flags) else "comments_normal"])]
    if "HH" in flags or "LL" in flags:
        comment.append(rng.pick(phrases["critical"]))
    header = Fields(
        (
            Field("Patient", text(person.last_first)),
            Field("Accession", text(person.number(encounter.accession))),
            Field("MRN", text(person.mrn)),
            Field("Collected", text(collected, f" {encounter.time:%H:%M}")),
            Field("Date of birth", text(person.birth_date)),
            Field("Reported", text(reported, f" {clock(encounter, rng)}")),
            Field("Age / Sex", text(person.age, f" / {encounter.patient.sex[0].upper()}")),
            Field("Status", text(rng.pick(phrases["status"]))),
            Field("Ordering provider", provider.name),
            Field("Provider NPI", text(provider.npi)),
            Field("Patient telephone", text(person.phone)),
            Field("Account", text(person.account)),
        ),
        columns=2,
    )
    title = rng.pick(phrases["titles"])
    end: list[Block] = [
        *(Paragraph(case.fill(phrase)) for phrase in comment),
        Paragraph(text("Diagnosis for which ordered: ", encounter.primary.icd10, " ", encounter.primary.name, ".")),
        Paragraph(text(rng.pick(phrases["notes"])), "small"),
        SignatureLine("Laboratory director", provider_text(encounter.consultant).name),
    ]
    sections = [
        Section((), (header, Paragraph(text("Specimen: ", _specimen(encounter, phrases, rng))))),
        *(Section(text(panel.name), (panel_table(panel),)) for panel in encounter.panels),
        Section(text("Comments"), tuple(end)),
    ]
    return case.sheet(title, sections, "Clinical Laboratory", author=text("Laboratory Information System"))
