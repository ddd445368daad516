"""Documents made by hand: every block type, every surface, and values that are hard to write."""

from dataclasses import replace
from datetime import datetime

from hypothesis import strategies as st

from synthphi.document import (
    Bullets,
    Cell,
    Chart,
    Choices,
    Comment,
    CustomProperty,
    Document,
    Field,
    Fields,
    Fragment,
    Letterhead,
    Link,
    MailHeaders,
    Paragraph,
    Picture,
    Properties,
    Quoted,
    Revision,
    Section,
    SignatureLine,
    Table,
    TextBox,
    text,
)
from synthphi.labels import Label, Owner, tag

PATIENT = tag(Label.PATIENT, Owner.PATIENT, "patient-000001")
MRN = tag(Label.MEDICALRECORD, Owner.PATIENT, "patient-000001")
DOCTOR = tag(Label.DOCTOR, Owner.PROVIDER, "provider-0001")
HOSPITAL = tag(Label.HOSPITAL, Owner.FACILITY, "facility-001")

NAME = Fragment("Annabel O'Brien-Bélanger", PATIENT)
RECORD = Fragment("STB-004417", MRN)
FACE = Fragment("Photograph of face", tag(Label.PHOTO, Owner.PATIENT, "patient-000001"))
WHO = Fragment("Dana M. Reyes", DOCTOR)
WHERE = Fragment("St. Brendan & Sons <Regional> Center", HOSPITAL)

_LOREM = "Reports good control of symptoms with the present regimen and denies chest pain. "


def memo_headers() -> MailHeaders:
    """Return mail headers whose display names need quotes, and one that is not ASCII."""
    address = Fragment("dana.reyes@clinic.example.org", tag(Label.EMAIL, Owner.PROVIDER, "provider-0001"))
    return MailHeaders(
        sender=text(WHO, " <", address, ">"),
        recipients=(text("All Staff <all-staff@example.org>"), text("José Núñez <jn@example.org>")),
        subject=text("Re: ", NAME, ", the plan for the coming week and what the family asked about at the bedside"),
        date=datetime(2026, 1, 5, 14, 30),
        message_id="<0001@example.org>",
        copies=(text("Records <records@example.org>"),),
    )


def full_document(layout: str = "classic", *, mail: bool = False, rows: int = 6) -> Document:
    """Return a document with every block type, and a labelled value on every surface."""
    return Document(
        document_id="positive-000001",
        title=text("Progress note of ", NAME),
        layout=layout,
        letterhead=Letterhead(text(WHERE), (text("Department of Cardiology"), text("Tel 217-555-0101"))),
        sections=(
            Section(
                (),
                (Fields((Field("Patient", text(NAME)), Field("MRN", text(RECORD)), Field("Provider", text(WHO)))),),
            ),
            Section(
                text("Course of ", NAME),
                (
                    Paragraph(text("Increasing shortness of breath"), "lead"),
                    Paragraph(text(NAME, " was seen. ", _LOREM * 4, "Call ", NAME, " tomorrow.")),
                    Bullets((text("Continue lisinopril 10 mg"), text("Call ", NAME, " & family <soon>"))),
                    Bullets((text("first"), text("second for ", NAME)), numbered=True),
                    Paragraph(text(_LOREM), "quote"),
                    Paragraph(text(_LOREM, RECORD), "small"),
                ),
                (text("A note on ", NAME), text("and another")),
            ),
            Section(
                text("Results"),
                (
                    Table(
                        (text("Test"), text("Result of ", RECORD), text("Reference")),
                        tuple(
                            (Cell(text(f"Analyte {i}")), Cell(text(f"{i}.5 H"), i % 2 == 0), Cell(text(RECORD)))
                            for i in range(rows)
                        ),
                        (0.4, 0.3, 0.3),
                    ),
                    Table((text("Only"), text("two")), ((Cell(()), Cell(text(NAME))),), (0.5, 0.5)),
                ),
            ),
            Section(
                text("Registration"),
                (
                    Fields(
                        (
                            Field("Last name", text(NAME)),
                            Field("First name"),
                            Field("City", text("Springfield")),
                            Field("Record", text(RECORD)),
                        ),
                        columns=3,
                        boxed=True,
                    ),
                    Choices("Sex:", ("Female", "Male"), (0,)),
                    Picture("portrait-female-1", text(FACE, ' "front" <1>: ', NAME)),
                    Picture("no-photo", text("Nobody")),
                    Picture("portrait-female-1", text("Again: ", FACE)),
                    SignatureLine("Patient signature", text(NAME)),
                    SignatureLine("Date"),
                ),
            ),
        ),
        properties=Properties(text("Note of ", NAME), text(WHO), datetime(2026, 1, 5, 14, 30, 7), text(WHERE)),
        header=text(NAME, "    MRN ", RECORD),
        footer=text(WHERE, "  |  Confidential"),
        mail=memo_headers() if mail else None,
    )


def surfaces_document(layout: str = "classic") -> Document:
    """Return a document with a labelled value on every surface that files have beside their text.

    It is for every format: what one of them cannot carry, it prints.
    """
    made = full_document(layout, mail=True, rows=2)
    link = Fragment(
        "https://portal.clinic.example.org/chart/abelanger7", tag(Label.URL, Owner.PATIENT, "patient-000001")
    )
    headers = made.mail
    assert headers is not None
    extra = Section(
        text("Follow-up of ", NAME),
        (
            Link(text("See the chart of ", NAME, " at "), text("the portal"), text(link)),
            Revision(text("Seen with the family. "), text("Call ", NAME, ". "), text("Call ", RECORD, "."), text(WHO)),
            TextBox((text("Alert for ", NAME, ": falls"), text("Record ", RECORD))),
            Chart(
                text("Weight of ", NAME),
                text("Record ", RECORD),
                (text("Jan, ", NAME), text("Feb & <Mar>")),
                (151.5, 149.0),
            ),
        ),
        notes=(text("Note on ", NAME),),
        bookmark=text(NAME, ", follow-up"),
        footnotes=(text("First: ", NAME, " <sic> & so on."), text("Second: ", RECORD)),
        comments=(
            Comment(text(WHO), text("Is ", NAME, " the right one? <Check> & sign.")),
            Comment(text("Front desk"), text("Yes: ", RECORD)),
        ),
    )
    hidden = Section(text("Not shown: ", NAME), (Paragraph(text("Backup for ", RECORD)),), hidden=True)
    return replace(
        made,
        sections=(*made.sections, extra, hidden),
        properties=replace(
            made.properties,
            subject=text("Visit of ", NAME),
            keywords=text("cardiology; ", RECORD),
            comments=text("Draft for ", NAME, " <1> & more"),
            custom=(CustomProperty("Record", text(RECORD)), CustomProperty("Checked by", text(WHO, " (office)"))),
        ),
        mail=replace(
            headers,
            html=True,
            preheader=text("About ", NAME, " & <others>"),
            quoted=Quoted(
                text("On January 4, 2026, ", WHO, " wrote:"), (text("How is ", NAME, "?"), text("Record ", RECORD))
            ),
        ),
        fillable=True,
    )


_CHARACTERS = st.text(st.sampled_from("abcXYZ019 .,;:&<>'\"()/-éÅßñ•–’°µ½"), min_size=1, max_size=24)  # noqa: RUF001


@st.composite
def paragraphs(draw: st.DrawFn) -> tuple[Fragment, ...]:
    """Draw a paragraph: words with and without labels, in any order; labelled ones neither start nor end in a space."""
    fragments: list[Fragment] = [Fragment("Seen: ")]
    for characters in draw(st.lists(_CHARACTERS, min_size=1, max_size=8)):
        labelled = " ".join(characters.split())
        if labelled and draw(st.booleans()):
            fragments += [Fragment(labelled, PATIENT), Fragment(" ")]
        else:
            fragments.append(Fragment(characters))
    return (*fragments, Fragment("end"))


def document_of(*texts: tuple[Fragment, ...]) -> Document:
    """Return a document with these paragraphs, and the same in a table."""
    return Document(
        document_id="positive-000002",
        title=text("Texts"),
        layout="modern",
        letterhead=Letterhead(text("Office")),
        sections=(
            Section(
                text("Texts"),
                (
                    *(Paragraph(one) for one in texts),
                    Table((text("Text"),), tuple((Cell(one),) for one in texts), (1.0,)),
                ),
            ),
        ),
        properties=Properties(text("Texts"), text("Office"), datetime(2026, 1, 5, 9)),
        mail=memo_headers(),
    )


def without_pictures(document: Document) -> Document:
    """Return a document without its pictures, whose texts do not stand on a page."""
    sections = tuple(
        replace(section, blocks=tuple(block for block in section.blocks if not isinstance(block, Picture)))
        for section in document.sections
    )
    return replace(document, sections=sections)
