"""Names of all scripts in PDF files, as PDFium, poppler and pdfplumber read what is in a value's boxes."""

import io
import re
import unicodedata
from functools import cache
from xml.etree import ElementTree

import pdfplumber
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_reading import PATIENT, document
from programs import run
from pypdfium2 import raw

from synthphi.document import Bullets, Cell, Field, Fields, Fragment, Paragraph, Table, annotate, text
from synthphi.errors import RenderError
from synthphi.render.layouts import LAYOUTS
from synthphi.render.pdf import render
from synthphi.render.pdf_fonts import font

LATIN = [
    "Nguyễn Thị Đặng",
    "Ḥasan ʻAlī Ṣāliḥ",  # noqa: RUF001
    "O’Brien",  # noqa: RUF001
    "Jean‐Luc Picard‑Roy",  # noqa: RUF001
    "Anne–Marie—Zoë",
    "Marie-Ange",
]
DECOMPOSED = [unicodedata.normalize("NFD", name) for name in ("José Núñez", "Hộc Mỹ Ế", "Kristín Ḿ", "Йосип Йовић")]
OTHERS = ["Иван Шевченко", "Ελένη Παπαδοπούλου", "王小明", "𠮷田花子", "さくら 田中", "김민준", "Արամ Պետրոսյան"]
RIGHTWARD = [
    "דוד לוי",
    "ליאור בן־דוד",
    "ג'ורג׳ חורי",  # noqa: RUF001
    "ليلى حداد",
    "محمد عبد الله الأحمد",
    "شیرین گلناز",
    "𞤀𞤥𞤢𞤣𞤵",
    "𞤃𞤢𞤪𞤭𞤢𞤥𞤢 𞤔𞤢𞤤𞤮",
]
HYPHENATED = "יעל כהן-לוי"
NAMES = [*LATIN, *DECOMPOSED, *OTHERS, *RIGHTWARD, HYPHENATED]
_CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def paragraph(name):
    return document(Paragraph(text("The patient ", Fragment(name, PATIENT), " was seen by John Smith.")))


def alone(name):
    return document(Paragraph(text(Fragment(name, PATIENT))))


def in_quotes(name):
    return document(Paragraph(text('Known as "', Fragment(name, PATIENT), '" (or ', Fragment(name, PATIENT), "), 42.")))


def cells(name):
    value = Fragment(name, PATIENT)
    rows = (
        (Cell(text(value)), Cell(text(Fragment("John Smith", PATIENT))), Cell(text("seen"))),
        (Cell(text("Jane Doe")), Cell(text(value), flag=True), Cell(text(value))),
        (Cell(text("(Jane)")), Cell(text(Fragment("Jane Doe", PATIENT))), Cell(text(value))),
    )
    return document(Table((text("Name"), text(value), text("Of")), rows, (0.4, 0.3, 0.3)))


def header(name):
    return document(Paragraph(text("Seen.")), header=text("Patient: ", Fragment(name, PATIENT)))


def title(name):
    return document(title=text(Fragment(name, PATIENT)), layout="modern")


def boxes_of_a_form(name):
    value = Fragment(name, PATIENT)
    return document(Fields((Field("Name", text(value)), Field("Of", text(value))), 2, boxed=True))


SURFACES = [paragraph, alone, in_quotes, cells, header, title, boxes_of_a_form]


def on_pages(rendered, spans):
    """Yield each value with a page's number and the boxes on it."""
    assert len(spans) == len(rendered.places)
    for span, places in zip(spans, rendered.places, strict=True):
        shown = [place for place in places if place.boxes]
        assert shown or all("/" in place.path for place in places)
        for place in shown:
            yield span.text, int(re.fullmatch(r"page\[(\d+)\]", place.path)[1]), place.boxes


def squeezed(value):
    return "".join(value.split())


def same(value):
    return squeezed(unicodedata.normalize("NFC", _CONTROLS.sub("", value)))


def is_rightward(value):
    return any(unicodedata.bidirectional(char) in {"R", "AL"} for char in value)


def characters(data):
    """Return each page's characters by PDFium with the middle of their ink, in PDFium's order."""
    pages = []
    for page in pypdfium2.PdfDocument(data):
        textpage = page.get_textpage()
        found = []
        for i in range(textpage.count_chars()):
            left, bottom, right, top = textpage.get_charbox(i)
            code = raw.FPDFText_GetUnicode(textpage, i)
            found.append(((left + right) / 2, (bottom + top) / 2, {0x02: "-", 0xFFFE: "-"}.get(code, chr(code))))
        pages.append(found)
    return pages


def joined(read):
    """Return what PDFium gives, its pairs of surrogates made one character each."""
    return read.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def assert_pdfium_reads_the_values(made):
    rendered = render(made)
    pages = characters(rendered.data)
    for value, number, boxes in on_pages(rendered, annotate(made).spans):
        read = "".join(
            char for box in boxes for x, y, char in pages[number] if box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1
        )
        assert squeezed(joined(read)) == squeezed(value)
    return rendered


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("name", NAMES)
def test_pdfium_reads_a_name_in_its_boxes(name, surface):
    made = surface(name)
    rendered = assert_pdfium_reads_the_values(made)
    assert all(len(boxes) == 1 for _, _, boxes in on_pages(rendered, annotate(made).spans))
    # With the spaces between its words.
    assert name in joined("".join(char for page in characters(rendered.data) for _, _, char in page))


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("name", NAMES)
def test_poppler_and_pdfplumber_read_a_name_in_its_boxes(name, surface):
    made = surface(name)
    rendered = render(made)
    if name != HYPHENATED:  # where poppler ends the words from right to left
        assert same(name) in same(run("pdftotext", "-", "-", data=rendered.data))
    pages = ElementTree.fromstring(run("pdftotext", "-bbox", "-", "-", data=rendered.data)).findall(".//{*}page")
    with pdfplumber.open(io.BytesIO(rendered.data)) as file:
        for value, number, boxes in on_pages(rendered, annotate(made).spans):
            (box,) = boxes
            chars = file.pages[number].chars
            height = float(file.pages[number].height)
            inside = [
                char
                for char in chars
                if box.x0 <= (char["x0"] + char["x1"]) / 2 <= box.x1
                and box.y0 <= (char["y0"] + char["y1"]) / 2 <= box.y1
            ]
            found = _ordered(value, [(char["x0"], char["text"]) for char in inside])
            assert same(found) == same(value)
            words = [
                (float(word.get("xMin")), word.text)
                for word in pages[number].findall(".//{*}word")
                if box.x0 - 0.1 <= float(word.get("xMin"))
                and float(word.get("xMax")) <= box.x1 + 0.1
                and box.y0 <= height - (float(word.get("yMin")) + float(word.get("yMax"))) / 2 <= box.y1
            ]
            # A word with punctuation goes beyond the box.
            if surface is not in_quotes and surface is not paragraph:
                assert same(_ordered(value, words)) == same(value)


def _ordered(value, pieces):
    """Return pieces in the order of reading: these two readers give what they see, from left to right."""
    if not is_rightward(value):
        return "".join(piece for _, piece in pieces)
    return "".join(piece[::-1] for _, piece in sorted(pieces, reverse=True))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_holds_every_name(layout):
    value = [Fragment(name, PATIENT) for name in NAMES]
    made = document(
        *[Paragraph(text("Of ", one, "."), style) for one in value for style in ("body", "quote", "small")],
        Bullets(tuple(text(one) for one in value)),
        layout=layout,
        header=text(value[-1]),
        footer=text(value[-3]),
    )
    assert_pdfium_reads_the_values(made)


LATIN_TEXT = st.text("abc ABC.,-:()'\"éñß0123456789", min_size=1, max_size=30)
MIXED = st.lists(
    st.one_of(
        LATIN_TEXT.map(Fragment),
        st.tuples(st.sampled_from(NAMES), st.sampled_from([" ", " was ", ", ", " 12 ", " and "])).map(
            lambda drawn: (Fragment(drawn[0], PATIENT), Fragment(drawn[1]))
        ),
    ),
    min_size=1,
    max_size=12,
).map(lambda parts: text(*parts))


@settings(max_examples=60, deadline=None)
@given(MIXED, MIXED, st.sampled_from(sorted(LAYOUTS)))
def test_names_stand_in_any_latin_text(value, other, layout):
    rows = ((Cell(value), Cell(other)), (Cell(text("Jane Doe")), Cell(value)))
    table = Table((text("Name"), other), rows, (0.5, 0.5))
    made = document(Paragraph(value), Paragraph(other, "small"), table, layout=layout, header=other)
    assert_pdfium_reads_the_values(made)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(NAMES), st.integers(8, 60))
def test_no_line_begins_with_a_mark_or_within_a_word_from_right_to_left(name, letters):
    # Columns from wide to narrower than the name.
    share = letters / 100
    row = (Cell(text("x" * (letters % 7), " ", Fragment(name, PATIENT))), Cell(text("seen")))
    made = document(Table((), (row,), (share, 1 - share)))
    rendered = render(made)
    pages = characters(rendered.data)
    ((_, number, boxes),) = on_pages(rendered, annotate(made).spans)
    for box in boxes:
        line = joined("".join(c for x, y, c in pages[number] if box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1))
        assert not unicodedata.combining(line[0])
        if is_rightward(name):
            assert set(line.split()) <= set(name.split())


def test_a_word_that_cannot_be_broken_is_narrowed_to_its_column():
    word = "א" * 30
    row = (Cell(text(Fragment(word, PATIENT))), Cell(text(Fragment("John Smith", PATIENT))))
    rendered = assert_pdfium_reads_the_values(document(Table((), (row,), (0.1, 0.9))))
    (place,), (beside,) = rendered.places
    assert place.boxes[0].x1 < beside.boxes[0].x0


def test_letters_that_join_take_up_less_than_the_sum_of_their_widest_forms():
    regular = font("sans", "R")
    assert regular.width("لله", 10) < sum(regular.width(letter, 10) for letter in "لله")
    assert regular.width("e\u0301", 10) == regular.width("e", 10)


def test_headings_in_capitals_read_as_they_were_written_whatever_the_script():
    assert font("sans", "C").width("ễж", 10) == font("sans", "B").width("ỄЖ", 10)
    made = title("Nguyễn Йосип")
    assert_pdfium_reads_the_values(made)


def test_a_file_has_the_font_of_a_script_only_when_it_shows_it():
    @cache
    def fonts(*names):
        data = render(document(*[Paragraph(text(name)) for name in names])).data
        return set(re.findall(rb"/BaseFont/Synthphi(\w+)-", data))

    assert fonts("Łódź") == {b"Serif"} == fonts("Nguyễn")
    assert fonts("ليلى", "王") == {b"Serif", b"Arabic", b"Chinese"}
    assert b"Japanese" in fonts("花子")
    assert len(render(document(Paragraph(text("ليلى")))).data) < 60_000


@pytest.mark.parametrize("name", ["क", "דּ", "مُ", "\ue000", "\U0001f600", "王\u0301", "\u0301x", "\u200e", "\U00020000"])
def test_what_no_font_has_is_an_error(name):
    with pytest.raises(RenderError, match=r"positive-000003: .*U\+[0-9A-F]{4,5}"):
        render(alone(name))
