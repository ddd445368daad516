"""PDF files as PDFium sees them."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2

from synthphi.document import (
    Document,
    Letterhead,
    Properties,
    Section,
    annotate,
    text,
)
from synthphi.labels import Label, Owner, tag
from synthphi.render.pdf import render

PATIENT = tag(Label.PATIENT, Owner.PATIENT, "patient-000001")
SENTENCE = "Reports good control of symptoms with the present regimen and denies chest pain. "


def document(*blocks, layout="classic", **changes):
    made = Document(
        "positive-000003",
        text("Visit"),
        layout,
        Letterhead(text("Mill Creek Clinic")),
        (Section(text("Findings"), blocks),),
        Properties(text("Visit"), text("Office"), datetime(2026, 1, 5, 14, 30, 7, tzinfo=UTC)),
    )
    return replace(made, **changes)


def squeezed(value):
    return "".join(value.split())


def page_texts(data):
    file = pypdfium2.PdfDocument(data)
    # PDFium gives U+0002 or U+FFFE for a hyphen at the end of a line.
    return [re.sub("[\x02\ufffe]", "-", page.get_textpage().get_text_bounded()) for page in file]


def words(data):
    return " ".join(" ".join(page_texts(data)).split())


class Glyphs:
    """The characters of a file with the middle of their ink, as PDFium sees them."""

    def __init__(self, data):
        self._pages = []
        for page in pypdfium2.PdfDocument(data):
            textpage = page.get_textpage()
            page_text = textpage.get_text_range()
            found = []
            for i in range(textpage.count_chars()):
                left, bottom, right, top = textpage.get_charbox(i)
                char = {"\x02": "-", "\ufffe": "-"}.get(page_text[i : i + 1], page_text[i : i + 1])
                if char and not char.isspace():
                    found.append(((left + right) / 2, (bottom + top) / 2, char))
            self._pages.append(found)

    def inside(self, place):
        number = int(place.path.removeprefix("page[").removesuffix("]"))
        return "".join(
            char
            for box in place.boxes
            for x, y, char in self._pages[number]
            if box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1
        )


def assert_boxes_hold_their_values(made):
    rendered = render(made)
    glyphs = Glyphs(rendered.data)
    spans = annotate(made).spans
    assert len(spans) == len(rendered.places)
    for span, places in zip(spans, rendered.places, strict=True):
        assert places
        for place in places:
            if place.path.startswith("page") and "/image" not in place.path:
                assert place.start is None
                assert glyphs.inside(place) == squeezed(span.text)
    return rendered
