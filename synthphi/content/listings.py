"""Spreadsheets about many patients: laboratory export, registry, ledger, appointments."""

from datetime import date, timedelta
from typing import Final

from synthphi.content.billing import SERVICES, money
from synthphi.content.case import Case
from synthphi.content.listed import ListedPatient
from synthphi.content.listing_columns import (
    APPOINTMENT_COLUMNS,
    LAB_COLUMNS,
    LEDGER_COLUMNS,
    LIST_COLUMNS,
    dated,
)
from synthphi.content.listing_table import Line, choose, filtered, listing, listing_table, phrases, run_date, words
from synthphi.content.office import grid
from synthphi.content.staff_text import provider_text
from synthphi.document import Document, Section, text
from synthphi.document.fragments import Part
from synthphi.people.livelihoods import ADULT

_LAST_WEEK = timedelta(days=14)
"""How long before `as_of` the last week of a schedule begins at most, that all of it is over."""
_FLAGS: Final = (("H", "Above the reference range"), ("L", "Below the reference range"))
_CRITICAL: Final = (("HH", "Critical, high"), ("LL", "Critical, low"))
_LIST_STATUS: Final = ("Active", "Active", "Active", "Active", "Discharged", "Inactive")
_VISIT_STATUS: Final = ("Completed", "Completed", "Completed", "Completed", "Arrived", "No show", "Cancelled")
_AMOUNTS: Final = ("charge", "paid", "adjustment", "balance")


def lab_export(case: Case) -> Document:
    """Return results of a laboratory, a row each."""
    rng = case.rng
    most = rng.integer(1, 4)
    status = ("Final", "Final", "Final", "Corrected", "Preliminary")
    lines = []
    for who in sorted(case.listed, key=_when):
        results = [
            (panel.name, result) for panel in who.encounter.first_results(most, most) for result in panel.results
        ]
        collected = who.encounter.time
        for panel, result in results[:most]:
            values: dict[str, Part] = {
                "panel": panel,
                "test": result.name,
                "code": result.loinc,
                "result": result.value,
                "unit": result.unit,
                "range": result.reference,
                "flag": result.flag,
                "status": rng.pick(status),
                "collected": dated(who, collected.date(), "service"),
                "reported": dated(who, collected.date(), "report"),
                "time": f"{collected:%H:%M}",
            }
            lines.append(Line(who, values, shown=bool(result.flag)))
    chosen = choose(case, LAB_COLUMNS)
    table = listing_table("Results", chosen, lines, filtered(case, lines))
    legend = Section(text("Flags"), (grid(("Flag", "Meaning"), (*_FLAGS, *_CRITICAL), (0.3, 0.7)),))
    run = run_date(case, [one.encounter.day for one in case.listed])
    title = rng.pick(phrases(case).of("lab_title"))
    return listing(case, title, table, chosen, lines, run, department="Clinical Laboratory", extra=(legend,))


def patient_list(case: Case) -> Document:
    """Return a registry: a row a patient, with what is to be done next."""
    rng, said = case.rng, phrases(case)
    lines = []
    for who in sorted(case.listed, key=_by_name):
        encounter = who.encounter
        status = rng.pick(_LIST_STATUS)
        values: dict[str, Part] = {
            "last_visit": dated(who, encounter.day, "service"),
            "next_visit": dated(who, encounter.follow_up, "service") if status == "Active" else "",
            "gap": rng.pick(words("gap_child" if encounter.age < ADULT else "gap")),
            "next": rng.pick(words("next_step")),
            "status": status,
            "risk": rng.pick(("Low", "Medium", "Medium", "High")),
            "note": rng.pick(words("internal_note")),
            "pcp": provider_text(case.pools.provider(encounter.patient.provider_number)).name,
        }
        lines.append(Line(who, values, shown=status == "Active"))
    chosen = choose(case, LIST_COLUMNS)
    table = listing_table("Patients", chosen, lines, filtered(case, lines))
    run = run_date(case, [one.encounter.day for one in case.listed])
    title = rng.pick(said.of("list_title"))
    return listing(case, title, table, chosen, lines, run, department="Population Health")


def billing_ledger(case: Case) -> Document:
    """Return charges with what was paid, a row each, and their sums."""
    rng, said = case.rng, phrases(case)
    lines = []
    cents: list[tuple[int, ...]] = []
    for who in sorted(case.listed, key=_when if rng.chance(0.5) else _by_name):
        encounter = who.encounter
        codes = [one.icd10 for one in (encounter.primary, *encounter.comorbidities)]
        claim = who.person.number(f"C{encounter.accession}")
        for code, name, low, high in rng.sample(SERVICES, rng.pick((1, 1, 2, 3))):
            units = rng.pick((1, 1, 1, 2))
            charge = units * rng.integer(low, high)
            adjustment = charge * rng.integer(10, 45) // 100
            left = charge - adjustment
            paid = rng.pick((left, left * 8 // 10, left * 8 // 10, 0))
            amounts = (charge, paid, adjustment, left - paid)
            status = "Closed" if paid == left else "Denied" if not paid and rng.chance(0.5) else "Open"
            values: dict[str, Part] = {
                "service": dated(who, encounter.day, "service"),
                "posted": dated(who, encounter.day + timedelta(days=rng.integer(4, 8)), "report"),
                "claim": claim,
                "code": code,
                "name": name,
                "diagnosis": codes[0],
                "units": str(units),
                "status": status,
                "denial": rng.pick(words("denial")) if status == "Denied" else "",
                "note": rng.pick(words("internal_note")),
                **{key: money(amount) for key, amount in zip(_AMOUNTS, amounts, strict=True)},
            }
            lines.append(Line(who, values, shown=status != "Closed"))
            cents.append(amounts)
    chosen = choose(case, LEDGER_COLUMNS)
    hidden = filtered(case, lines)
    shown = [amounts for number, amounts in enumerate(cents) if number not in hidden]
    sums = dict(zip(_AMOUNTS, (money(sum(column)) for column in zip(*shown, strict=True)), strict=True))
    # The word stands at the left, where people look for it, and an amount below its column.
    first = next(number for number, one in enumerate(chosen) if not one.hidden)
    total = [sums.get(one.column.about.partition(" ")[0].lower(), "") for one in chosen]
    total[first] = total[first] or "Total"
    table = listing_table("Ledger", chosen, lines, hidden, total)
    run = run_date(case, [one.encounter.day + timedelta(days=8) for one in case.listed])
    title = rng.pick(said.of("ledger_title"))
    used = sorted({(line.values["code"], line.values["name"]) for line in lines}, key=str)
    codes_used = Section(text("Codes"), (grid(("HCPCS", "Description"), used, (0.25, 0.75)),))
    return listing(
        case, title, table, chosen, lines, min(run, case.pools.spec.as_of), department="Patient Financial Services",
        extra=(codes_used,),
    )  # fmt: skip


def appointment_schedule(case: Case) -> Document:
    """Return the appointments of a week, by day and hour."""
    rng, said = case.rng, phrases(case)
    own = case.encounter
    meant = _working_day(max(min(own.follow_up, case.pools.spec.as_of - _LAST_WEEK), own.day))
    monday = meant - timedelta(days=meant.weekday())
    booked = []
    for who in case.listed:
        day = meant if who.encounter.patient is own.patient else monday + timedelta(days=rng.integer(0, 4))
        clock = rng.integer(0, 26) * 20 + 480
        if who.encounter.patient.birth_date < day:
            booked.append((day, clock, who))
    lines = []
    for day, clock, who in sorted(booked, key=lambda one: (one[0], one[1], one[2].encounter.patient.number)):
        child = who.encounter.age < ADULT
        status = rng.pick(_VISIT_STATUS)
        values: dict[str, Part] = {
            "date": dated(who, day, "service"),
            "time": f"{clock // 60:02d}:{clock % 60:02d}",
            "length": rng.pick(("20", "20", "40", "60")),
            "reason": rng.pick(words("reason_child" if child else "reason")),
            "status": status,
            "room": who.person.room(f"{rng.pick(('Exam', 'Room', 'Exam'))} {rng.integer(1, 24)}"),
            "note": rng.pick(words("internal_note")),
        }
        lines.append(Line(who, values, shown=status != "Cancelled"))
    chosen = choose(case, APPOINTMENT_COLUMNS)
    table = listing_table("Appointments", chosen, lines, filtered(case, lines))
    run = min(run_date(case, [monday + timedelta(days=4)]), case.pools.spec.as_of)
    title = rng.pick(said.of("schedule_title"))
    return listing(case, title, table, chosen, lines, run, department="Scheduling")


def _working_day(day: date) -> date:
    return day - timedelta(days=max(day.weekday() - 4, 0))


def _when(who: ListedPatient) -> tuple[object, ...]:
    return who.encounter.time, who.encounter.patient.number


def _by_name(who: ListedPatient) -> tuple[object, ...]:
    return who.encounter.patient.name.last_first, who.encounter.patient.number
