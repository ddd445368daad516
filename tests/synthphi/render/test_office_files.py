"""Word and PowerPoint files as python-docx and python-pptx see them."""

import io
from datetime import datetime

import docx
import pptx
import pytest
from samples import full_document

from synthphi.doctypes import Format
from synthphi.document import Bullets, Document, Paragraph, Section, text
from synthphi.errors import RenderError
from synthphi.render import render
from synthphi.render.layouts import LAYOUTS


def word(document: Document):
    return docx.Document(io.BytesIO(render(document, Format.DOCX).data))


def deck(document: Document):
    return pptx.Presentation(io.BytesIO(render(document, Format.PPTX).data))


def with_blocks(*blocks) -> Document:
    base = full_document()
    return Document(base.document_id, base.title, base.layout, base.letterhead, (Section((), blocks),), base.properties)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_word_has_real_styles_tables_header_and_footer(layout):
    file = word(full_document(layout))

    headings = [p.text for p in file.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["Course of Annabel O'Brien-Bélanger", "Results", "Registration"]
    assert [p.text for p in file.paragraphs if p.style.name == "Title"] == ["Progress note of Annabel O'Brien-Bélanger"]
    results = next(table for table in file.tables if table.cell(0, 0).text == "Test")
    assert [cell.text for cell in results.rows[1].cells] == ["Analyte 0", "0.5 H", "STB-004417"]
    assert results.style.name == "Record"
    section = file.sections[0]
    assert section.header.paragraphs[0].text == "Annabel O'Brien-Bélanger    MRN STB-004417"
    assert section.footer.paragraphs[0].text.startswith("St. Brendan & Sons <Regional> Center  |  Confidential\tPage ")
    assert " PAGE " in section.footer._element.xml
    assert " NUMPAGES " in section.footer._element.xml
    assert file.core_properties.created.replace(tzinfo=None) == datetime(2026, 1, 5, 14, 30, 7)


def test_word_repeats_the_header_row_of_a_table():
    results = next(table for table in word(full_document()).tables if table.cell(0, 0).text == "Test")
    assert "tblHeader" in results.rows[0]._tr.xml
    assert "tblHeader" not in results.rows[1]._tr.xml


def test_word_counts_each_numbered_list_from_one():
    file = word(with_blocks(*(Bullets((text("a"), text("b")), numbered=True) for _ in range(3))))
    used = [p._p.pPr.numPr.numId.val for p in file.paragraphs if p.style.name == "List Number"]
    assert used[0] == used[1]
    assert len(set(used)) == 3


def test_word_refuses_more_numbered_lists_than_it_can_count():
    with pytest.raises(RenderError, match="numbered lists"):
        word(with_blocks(*(Bullets((text("a"),), numbered=True) for _ in range(41))))


def test_blank_boxes_of_a_form_have_room_to_write_in():
    form = next(table for table in word(full_document()).tables if "Last name" in table.cell(0, 0).text)
    assert form.cell(0, 1).paragraphs[1].text == ""
    assert all(row.height.inches > 0.4 for row in form.rows)


def test_a_deck_has_a_slide_a_section_with_notes_footers_and_numbers():
    slides = list(deck(full_document("modern")).slides)

    assert len(slides) == 5
    assert slides[0].shapes.title.text == "Progress note of Annabel O'Brien-Bélanger"
    assert slides[2].shapes.title.text == "Course of Annabel O'Brien-Bélanger"
    assert slides[2].notes_slide.notes_text_frame.text == "A note on Annabel O'Brien-Bélanger\nand another"
    assert not slides[1].has_notes_slide
    for number, slide in enumerate(slides, start=1):
        texts = [shape.text_frame.text for shape in slide.placeholders]
        assert "St. Brendan & Sons <Regional> Center  |  Confidential" in texts
        assert texts[-1] == str(number)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_everything_on_a_slide_is_inside_of_it(layout):
    presentation = deck(full_document(layout, rows=9))
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= presentation.slide_width
            assert shape.top + shape.height <= presentation.slide_height


def test_long_text_on_a_slide_is_set_smaller():
    def size(words: int) -> int:
        (slide,) = list(deck(with_blocks(Paragraph(text("word " * words)))).slides)[1:]
        box = next(shape for shape in slide.shapes if shape.has_text_frame and "word" in shape.text_frame.text)
        return box.text_frame.paragraphs[0].runs[0].font.size.pt

    assert size(10) > size(250) > size(700)
