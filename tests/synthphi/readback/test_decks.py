from io import BytesIO

import pptx
from pptx.util import Inches

from synthphi.doctypes import Format
from synthphi.readback import open_file
from synthphi.render.base import Place


def saved(deck):
    file = BytesIO()
    deck.save(file)
    return open_file(Format.PPTX, file.getvalue())


def new_slide(deck, layout=5):
    return deck.slides.add_slide(deck.slide_layouts[layout])


def test_shapes_count_in_order_whatever_they_are():
    deck = pptx.Presentation()
    new_slide(deck, 0).shapes.title.text = "Case"
    slide = new_slide(deck)
    slide.shapes.title.text = "History"
    slide.shapes.add_connector(1, 0, 0, 9, 9)
    box = slide.shapes.add_textbox(0, 0, Inches(3), Inches(1))
    box.text_frame.text = "one\ntwo\vthree"
    table = slide.shapes.add_table(2, 2, 0, 0, Inches(4), Inches(1)).table
    table.cell(1, 1).text = "cell"
    texts = saved(deck).texts
    assert texts["slide[0]/shape[0]/p[0]"] == "Case"
    assert texts["slide[1]/shape[0]/p[0]"] == "History"
    assert texts["slide[1]/shape[2]/p[0]"] == "one"
    assert texts["slide[1]/shape[2]/p[1]"] == box.text_frame.paragraphs[1].text == "two\vthree"
    assert texts["slide[1]/shape[3]/r[1]/c[1]/p[0]"] == "cell"
    assert saved(deck).text_at(Place("slide[1]/shape[2]/p[1]", 4), 5) == "three"


def test_groups_and_fields_and_notes():
    deck = pptx.Presentation()
    slide = new_slide(deck)
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, 9, 9).text_frame.text = "in the group"
    slide.notes_slide.notes_text_frame.text = "said aloud\nand again"
    texts = saved(deck).texts
    assert texts["slide[0]/shape[1]/shape[0]/p[0]"] == "in the group"
    assert texts["slide[0]/notes/p[0]"] == "said aloud"
    assert texts["slide[0]/notes/p[1]"] == "and again"


def test_properties_and_a_slide_without_notes():
    deck = pptx.Presentation()
    new_slide(deck)
    deck.core_properties.title = "Grand rounds"
    deck.core_properties.author = "Dana Reyes"
    texts = saved(deck).texts
    assert texts["core/title"] == "Grand rounds"
    assert texts["core/author"] == "Dana Reyes"
    assert not any("notes" in path for path in texts)
