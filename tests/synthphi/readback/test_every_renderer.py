"""What each renderer says of its places is what the reader of the format finds there."""

from datetime import UTC, datetime

import pytest

from synthphi.document import (
    Bullets,
    Cell,
    Choices,
    Document,
    Field,
    Fields,
    Fragment,
    Letterhead,
    MailHeaders,
    Paragraph,
    Properties,
    Section,
    SignatureLine,
    Table,
    annotate,
    text,
)
from synthphi.labels import Label, Owner, tag
from synthphi.readback import open_file, same_text
from synthphi.render import render
from synthphi.render.layouts import LAYOUTS
from synthphi.spec import Format


def name(value, label=Label.PATIENT):
    return Fragment(value, tag(label, Owner.PATIENT, "patient-000001"))


def every_block(layout):
    """Return a document with labels wherever text can stand, next to characters that formats treat apart."""
    patient = name("Zoë O'Brien-Novák")
    mail = name("zoe.obrien-novak10@post.example.org", Label.EMAIL)
    long = text("Seen with family. " * 9, patient, " & <others>; ", name("912-34-5678", Label.SSN), ", 100 % well.")
    return Document(
        document_id="positive-000001",
        title=text("Visit of ", patient),
        layout=layout,
        letterhead=Letterhead(text("Mill Creek ", name("Clinic", Label.HOSPITAL)), (text("1 Way, ", patient),)),
        sections=tuple(
            Section(
                text(f"{number}. About ", patient),
                (
                    Paragraph(long),
                    Paragraph(text(patient), "lead"),
                    Paragraph(text('"', patient, '"'), "quote"),
                    Bullets((text("for ", patient), text(patient, ": ", mail)), numbered=number == 1),
                    Table(
                        (text("Test"), text("For ", patient)),
                        ((Cell(text("Na")), Cell(text(mail, " 140"), flag=True)), (Cell(()), Cell(text(patient)))),
                        (0.5, 0.5),
                    ),
                    Fields((Field("Name", text(patient)), Field("Mail", text(mail)), Field("Blank"))),
                    Fields((Field("Name", text(patient)), Field("Mail", text(mail))), 2, boxed=True),
                    Choices("Sex:", ("Female", "Male"), (0,)),
                    SignatureLine("Signature", text(patient)),
                ),
                notes=(text("Said of ", patient, "."),),
            )
            for number in range(3)
        ),
        properties=Properties(
            text("Visit of ", patient),
            text("Dr. ", name("Ana Ruiz", Label.DOCTOR)),
            datetime(2026, 1, 2, tzinfo=UTC),
            text(name("Mill Creek", Label.HOSPITAL)),
        ),
        header=text("Record of ", patient),
        footer=text(patient, " · confidential"),
        mail=MailHeaders(
            text(name("Ana Ruiz", Label.DOCTOR), " <", name("ana.ruiz@mill.example.org", Label.EMAIL), ">"),
            (text(patient, " <", mail, ">"), text(name("desk@mill.example.org", Label.EMAIL))),
            text("Results of ", patient, " → please read " * 4, patient),
            datetime(2026, 1, 2, 9, 30, tzinfo=UTC),
            "<1@mill.example.org>",
            (text(name("lab@mill.example.org", Label.EMAIL)),),
        ),
    )


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("file_format", list(Format))
def test_every_span_is_read_at_every_place(file_format, layout):
    document = every_block(layout)
    spans = annotate(document).spans
    rendered = render(document, file_format)
    reader = open_file(file_format, rendered.data)
    assert len(rendered.places) == len(spans)
    wrong = []
    for span, places in zip(spans, rendered.places, strict=True):
        assert places, span
        for place in places:
            found = reader.text_at(place, len(span.text))
            if not (found == span.text or (place.boxes and same_text(found, span.text))):
                wrong.append((span.surface, place, span.text, found))
    assert wrong == []
