"""Records of what was given: medicines in a day, vaccines in a life."""

from synthphi.clinical.vaccines import vaccines_given
from synthphi.content.case import Case
from synthphi.content.notes import allergies, demographics, signature, staff_initials
from synthphi.content.sentences import boxes, prose, section, spaced
from synthphi.document import Document, Field, Section, text
from synthphi.people.patients import age_on
from synthphi.seeds import stream

_SITES = ("L arm", "R arm", "L thigh", "R thigh")
_ARM = 3
"""Years of age from which vaccines go into the arm."""


def medication_record(case: Case) -> Document:
    """Return which medicines were given at which hours of a day."""
    encounter, person, rng = case.encounter, case.person, case.rng
    hours = ("06", "09", "13", "17", "21")
    sign = staff_initials(case)

    def given(frequency: str) -> list[str]:
        times = {"daily": 1, "twice daily": 2, "every 12 hours": 2, "three times daily": 3, "every 8 hours": 3}
        count = next((n for words, n in times.items() if frequency.startswith(words)), 1)
        if "as needed" in frequency:
            count = rng.integer(0, 2)
        at = sorted(rng.sample(range(len(hours)), count))
        return [f"{hours[i]}:{rng.integer(0, 3)}{rng.integer(0, 9)} {sign}" if i in at else "" for i in range(5)]

    rows = [(order.sig, *given(order.frequency)) for order in encounter.medications]
    sections = [
        demographics(
            case,
            Field("Date", text(person.date(encounter.day, "service"))),
            Field("Room", text(person.room(encounter.room))),
        ),
        Section((), (allergies(case),)),
        section(
            "Scheduled and As Needed",
            case.lines(("Medication", *(f"{hour}:00" for hour in hours)), rows, (0.35, 0.13, 0.13, 0.13, 0.13, 0.13)),
        ),
        section(
            "Checks",
            boxes(
                case.box("Band scanned", person.mrn),
                case.box("Weight", f"{encounter.vitals.weight:g} lb"),
                case.box("Pharmacist", case.consultant.full_name),
                case.box("Ordering provider", case.provider.name),
                case.box("Account", person.account),
                case.box("Pain before / after", f"{rng.integer(3, 8)} / {rng.integer(0, 3)}"),
            ),
            prose(spaced([text(f"{sign} = "), text(case.consultant.full_name, ".")])),
            signature(case),
        ),
    ]
    return case.sheet("Medication Administration Record", sections)


def immunization_record(case: Case) -> Document:
    """Return which vaccines somebody has had."""
    p, e, rng = case.person, case.encounter, case.rng
    given = vaccines_given(e, stream(case.pools.spec.seed, "vaccines", e.patient.number))
    rows = [
        (
            name,
            p.date(day, "service"),
            f"{rng.pick('ABCDEFGHKL')}{rng.digits(4)}{rng.pick('XYZ')}",
            rng.pick(_SITES if age_on(e.patient.birth_date, day) < _ARM else _SITES[:2]),
            case.provider.full_name,
        )
        for name, day in given
    ]
    sections = [
        demographics(case),
        section(
            "Vaccines",
            case.lines(("Vaccine", "Date given", "Lot", "Site", "Given by"), rows, (0.32, 0.2, 0.14, 0.12, 0.22)),
            allergies(case),
        ),
        section(
            "For school, work or travel",
            prose(text("Guardian or contact: ", p.relative, ", ", p.relative_phone, ".")),
            prose(text("Address: ", p.address, ".")),
            case.sign("Clinic", case.provider.name),
        ),
    ]
    return case.sheet("Immunization Record", sections)
