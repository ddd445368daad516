"""Letters between providers: of consultation and of referral."""

from synthphi.content.case import Case
from synthphi.content.encounter_text import medication_table
from synthphi.content.notes import results, signature
from synthphi.content.sentences import prose, section
from synthphi.content.staff_text import ProviderText
from synthphi.document import Document, Paragraph, Section, text


def _head(case: Case, writer: ProviderText, reader: ProviderText) -> Section:
    person, encounter = case.person, case.encounter
    return Section(
        (),
        (
            Paragraph(text(person.date(encounter.day, "service"))),
            Paragraph(text(reader.name)),
            Paragraph(text(reader.provider.specialty, ", ", case.facility.name)),
            Paragraph(text("Fax ", reader.fax)),
            Paragraph(
                text("Re: ", person.name, ", DOB ", person.birth_date, ", MRN ", person.mrn),
                "lead",
            ),
            Paragraph(text(f"{case.rng.pick(('Dear', 'To'))} ", reader.formal, ",")),
        ),
    )


def consultation_letter(case: Case) -> Document:
    """Return what the consultant writes back."""
    sections = [
        _head(case, case.provider, case.consultant),
        Section(
            (),
            (
                prose(case.say("letter_open"), case.told("history", 3)),
                prose(case.by_age("contact"), case.problems()),
                prose(case.by_age("general_exam"), case.told("findings", 4)),
                *results(case),
                prose(case.told("assessment", 3)),
                case.plan(4),
                prose(case.say("letter_close")),
                Paragraph(text(case.rng.pick(("Sincerely,", "With best regards,", "Yours truly,"))), "signature"),
                signature(case),
            ),
        ),
    ]
    return case.sheet("Consultation", sections, header=text("Consultation    ", case.person.last_first))


def referral_letter(case: Case) -> Document:
    """Return the letter that sends a patient to a consultant."""
    person, encounter = case.person, case.encounter
    sections = [
        _head(case, case.provider, case.consultant),
        Section(
            (),
            (
                prose(case.say("referral_open"), case.told("history", 3)),
                prose(case.told("findings", 2), case.told("assessment", 2)),
                prose(case.problems(), case.say("referral_ask")),
            ),
        ),
        section("Current treatment", medication_table(encounter, at_home=True)),
        section(
            "How to reach the patient",
            prose(
                text(person.address, "; telephone ", person.phone, ", mobile ", person.mobile, "."),
                text("Insurance: ", encounter.patient.insurer, ", member ", person.member_id, "."),
                text("Contact: ", person.relative, ", ", person.relative_phone, "."),
            ),
            prose(case.say("letter_close")),
            signature(case),
        ),
    ]
    return case.sheet("Referral", sections, header=text("Referral    ", person.last_first, "    ", person.mrn))
