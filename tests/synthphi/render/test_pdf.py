"""PDF files, read by PDFium, pdfplumber, poppler and qpdf: none of them wrote a byte of what they read."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pdfplumber
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_reading import PATIENT, SENTENCE, assert_boxes_hold_their_values, document, page_texts, squeezed, words
from programs import run
from samples import NAME, RECORD, WHO, full_document, without_pictures

from synthphi.document import (
    Bullets,
    Cell,
    Choices,
    Field,
    Fields,
    Fragment,
    Letterhead,
    Paragraph,
    Properties,
    Section,
    SignatureLine,
    Table,
    annotate,
    choice_line,
    text,
)
from synthphi.errors import RenderError
from synthphi.render.layouts import LAYOUTS
from synthphi.render.pdf import render
from synthphi.render.pdf_fonts import font


@pytest.mark.parametrize("layout", LAYOUTS)
def test_boxes_hold_just_the_glyphs_of_their_values(layout):
    assert_boxes_hold_their_values(full_document(layout, mail=True, rows=50))


def test_a_value_over_three_lines_has_three_boxes():
    value = Fragment("the sister of the patient " * 11, PATIENT)
    rendered = assert_boxes_hold_their_values(document(Paragraph(text("Seen with ", value, "."))))
    (place,) = rendered.places[0]
    assert len(place.boxes) == 3
    assert [box.y0 for box in place.boxes] == sorted((box.y0 for box in place.boxes), reverse=True)


def test_a_word_wider_than_its_column_is_cut_without_loss():
    address = Fragment("https://portal.millcreekhealth.example.org/chart/annabel.obrien-belanger", PATIENT)
    row = (Cell(text("x" * 300)), Cell(text("Page: ", address)))
    made = document(
        Table((text("A"), text("B")), (row,), (0.7, 0.3)),
        Fields((Field("Portal", text(address)), Field("Other")), 3, boxed=True),
    )
    rendered = assert_boxes_hold_their_values(made)
    found = squeezed(page_texts(rendered.data)[0])
    assert "x" * 300 in found
    assert found.count(address.text) == 2
    assert all(len(place.boxes) >= 2 for (place,) in rendered.places)


def test_no_value_runs_from_one_page_to_the_next():
    # 240 lines in which each value is two or three lines long: some would be cut by a page's end.
    value = Fragment("Annabel Marguerite O'Brien-Bélanger of the second house on the left side " * 2, PATIENT)
    made = document(Paragraph(text(*([value, " / "] * 70))))
    rendered = assert_boxes_hold_their_values(made)
    assert all(len(places) == 1 for places in rendered.places)
    assert len({places[0].path for places in rendered.places}) > 2


def test_a_value_longer_than_a_page_is_an_error():
    with pytest.raises(RenderError, match=r"positive-000003.*longer than a page"):
        render(document(Paragraph((Fragment("all of it " * 900, PATIENT),))))
    with pytest.raises(RenderError, match="longer than a page"):
        render(document(Table((), ((Cell((Fragment("all of it " * 900, PATIENT),)),),), (1.0,))))


def test_running_header_and_footer_are_on_every_page_with_its_number():
    made = document(
        Paragraph(text(SENTENCE * 150)),
        header=text(NAME, "   MRN ", RECORD),
        footer=text("Confidential, of ", NAME, " " + SENTENCE * 3),
    )
    rendered = assert_boxes_hold_their_values(made)
    pages = page_texts(rendered.data)
    assert len(pages) > 2
    for places in rendered.places:
        assert [place.path for place in places] == [f"page[{i}]" for i in range(len(pages))]
    for number, page in enumerate(pages, 1):
        assert page.startswith(NAME.text)
        assert page.rstrip().endswith(f"Page {number} of {len(pages)}")


def test_information_values_have_their_offset():
    properties = Properties(
        text("Visit of ", NAME),
        text("Dr. ", WHO),
        datetime(2026, 1, 5, 14, 30, 7, tzinfo=UTC),
        text("Łódź (", NAME, ")"),
    )
    made = document(Paragraph(text("Nothing.")), properties=properties)
    rendered = render(made)
    assert [places[0].path for places in rendered.places] == ["info/Title", "info/Author", "info/Company"]
    file = pypdfium2.PdfDocument(rendered.data)
    for span, (place,) in zip(annotate(made).spans, rendered.places, strict=True):
        value = file.get_metadata_value(place.path.removeprefix("info/"))
        assert value[place.start : place.start + len(span.text)] == span.text
    assert file.get_metadata_value("CreationDate") == "D:20260105143007Z"
    assert file.get_metadata_value("ModDate") == "D:20260105143007Z"
    assert file.get_metadata_value("Producer") == "PDF Export"
    assert file.get_metadata_value("Creator") == ""


_WORDS = st.text(st.sampled_from("abcdefgMWil.,;:()\\-'éŁő≥ "), min_size=1, max_size=30)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(_WORDS, st.booleans()), min_size=1, max_size=25),
    st.sampled_from(list(LAYOUTS)),
    st.floats(0.1, 0.9),
)
def test_labelled_pieces_anywhere_in_a_text_are_where_their_boxes_say(pieces, layout, share):
    value = tuple(Fragment(piece, PATIENT if labelled and piece.strip() else None) for piece, labelled in pieces)
    table = Table((text("A"), text("B")), ((Cell(value), Cell(value, flag=True)),), (share, 1 - share))
    made = document(Paragraph(value), Bullets((value,)), table, layout=layout, header=value)
    rendered = assert_boxes_hold_their_values(made)
    assert squeezed(annotate(made).text.split("\n")[2]) in squeezed("".join(page_texts(rendered.data)))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_readers_find_every_line_in_reading_order(layout):
    made = full_document(layout, mail=True, rows=4)
    data = render(made).data
    found = words(data)
    # Without what stands elsewhere: mail headers below the title, properties, footers at the end of each page.
    made = replace(made, properties=document().properties, mail=None, footer=())
    in_order = annotate(without_pictures(made)).text.splitlines()[2:]
    position = 0
    for line in in_order:
        position = found.index(" ".join(line.split()), position)
    with pdfplumber.open(io.BytesIO(data)) as file:
        plumbed = squeezed("".join(char["text"] for page in file.pages for char in page.chars))
    assert all(squeezed(line) in plumbed for line in in_order)


def test_poppler_reads_words_with_their_spaces():
    data = render(full_document("clinical")).data
    found = " ".join(run("pdftotext", "-raw", "-", "-", data=data).split())
    assert SENTENCE.strip() in found
    assert f"{NAME.text} was seen. Reports good control" in found


def test_memo_lines_stand_at_the_top_of_a_mail():
    page = page_texts(render(full_document(mail=True)).data)[0].splitlines()
    memo = [line for line in page if line.startswith(("From:", "To:", "Cc:", "Subject:", "Date:"))]
    assert memo[0].startswith("From: Dana M. Reyes <dana.reyes@clinic.example.org>")
    assert memo[-1] == "Date: January 5, 2026"
    assert len(memo) == 6


def test_headings_in_capitals_read_as_they_were_written():
    made = document(layout="modern", sections=(Section(text("Übersicht für Zoë (ß, Łódź)"), ()),))
    assert font("sans", "C").advances["a"] == font("sans", "B").advances["A"]
    assert "Übersicht für Zoë (ß, Łódź)" in words(render(made).data)


def test_choices_wrap_between_options_only():
    block = Choices("Check all that apply:", tuple(f"Condition number {i}" for i in range(12)), (3,))
    data = render(document(block)).data
    assert " ".join(choice_line(block).split()) in words(data)
    assert not any(line.rstrip().endswith("[") for line in page_texts(data)[0].splitlines())


def test_a_table_over_pages_repeats_its_header_with_its_labels():
    rows = tuple((Cell(text(f"row {i}")), Cell(text("x " * 60))) for i in range(60))
    made = document(Table((text("Of ", NAME), text("Value")), rows, (0.5, 0.5)))
    rendered = assert_boxes_hold_their_values(made)
    pages = page_texts(rendered.data)
    assert len(pages) > 3
    assert all(page.count("Of " + NAME.text) == 1 for page in pages)
    assert [place.path for place in rendered.places[0]] == [f"page[{i}]" for i in range(len(pages))]
    found = words(rendered.data)
    assert [found.count(f"row {i} ") for i in range(60)] == [1] * 60


def test_a_row_higher_than_a_page_goes_on_over_pages():
    made = document(
        Table((text("One"), text("Two")), ((Cell(text("w " * 4000)), Cell(text("end ", NAME))),), (0.5, 0.5))
    )
    rendered = assert_boxes_hold_their_values(made)
    assert words(rendered.data).count("w ") == 4000


def test_a_heading_stays_with_what_it_heads_and_a_signature_with_what_is_signed():
    for count in range(20, 60):
        filler = Bullets(tuple(text(f"item {i}") for i in range(count)))
        after = Section(text("Next heading"), (Paragraph(text("First words.")), SignatureLine("Signature", text(WHO))))
        made = document(sections=(Section(text("Filler"), (filler,)), after))
        for page in page_texts(render(made).data):
            assert ("Next heading" in page) == ("First words." in page) == (WHO.text in page)


def test_empty_texts_leave_no_trace_and_break_nothing():
    made = document(
        Paragraph(()),
        Bullets(((),)),
        Table(((), ()), (((Cell(()), Cell(())),)), (0.5, 0.5)),
        Table((text("Only a header"),), (), (1.0,)),
        Fields((Field("Caption"),), 1),
        Fields((), 2),
        Choices("", ("Yes",)),
        SignatureLine(""),
        title=(),
        letterhead=Letterhead((), ((),)),
    )
    for layout in LAYOUTS:
        assert "Only a header" in words(render(replace(made, layout=layout)).data)
    assert len(page_texts(render(replace(made, sections=())).data)) == 1
