import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import letter
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from synthphi.doctypes import Format
from synthphi.readback import ReadbackError, open_file, same_text
from synthphi.render.base import Box, Place

FONT, SIZE = "Helvetica", 11


def drawn(pages, **info):
    """Return a reader of a file with lines of (x, y, text) on its pages."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=letter)
    for key, value in info.items():
        getattr(canvas, f"set{key}")(value)
    for lines in pages:
        canvas.setFont(FONT, SIZE)
        for x, y, line in lines:
            canvas.drawString(x, y, line)
        canvas.showPage()
    canvas.save()
    return open_file(Format.PDF, file.getvalue())


def box(x, y, before, value):
    start = x + stringWidth(before, FONT, SIZE)
    return Box(start, y - 3, start + stringWidth(value, FONT, SIZE), y + 9)


def test_boxes_hold_just_their_characters():
    line = "Patient: Dana Q. Reyes, SSN 912-34-5678."
    reader = drawn([[(72, 700, line), (72, 687, "Patient: Zed Q. Other, SSN 987-65-4321.")]])
    for value in ("Dana Q. Reyes", "912-34-5678", "Patient", "5678.", "."):
        before = line[: line.rindex(value)]
        assert reader.text_at(Place("page[0]", None, (box(72, 700, before, value),)), len(value)) == value


@given(st.text("abcdefghijkl ,.;:-'QWM", min_size=3, max_size=40), st.data())
def test_any_part_of_a_line(line, data):
    start = data.draw(st.integers(0, len(line) - 1))
    end = data.draw(st.integers(start + 1, len(line)))
    value = line[start:end]
    reader = drawn([[(72, 500, line), (72, 488, "the line below"), (72, 512, "the line above")]])
    found = reader.text_at(Place("page[0]", None, (box(72, 500, line[:start], value),)), len(value))
    assert same_text(found, value)


def test_a_value_over_two_lines_has_a_box_on_each():
    reader = drawn([[(72, 700, "seen by Dana"), (72, 687, "Reyes yesterday")]])
    boxes = (box(72, 700, "seen by ", "Dana"), box(72, 687, "", "Reyes"))
    assert reader.text_at(Place("page[0]", None, boxes), 10) == "Dana Reyes"


def test_a_hyphen_at_the_end_of_a_line_stays_one():
    reader = drawn([[(72, 700, "record REG-57-"), (72, 687, "934497 is closed")]])
    boxes = (box(72, 700, "record ", "REG-57-"), box(72, 687, "", "934497"))
    assert same_text(reader.text_at(Place("page[0]", None, boxes), 13), "REG-57-934497")
    assert "REG-57-" in reader.texts["page[0]"]


def test_pages_and_information():
    reader = drawn([[(72, 700, "one")], [(72, 700, "two")]], Title="Zoë's visit", Author="Dana Reyes")
    assert reader.texts["page[0]"] == "one"
    assert reader.texts["page[1]"] == "two"
    assert reader.texts["info/Title"] == "Zoë's visit"
    assert reader.text_at(Place("info/Author", 5), 5) == "Reyes"
    with pytest.raises(ReadbackError, match=r"no page\[2\]"):
        reader.text_at(Place("page[2]", None, (Box(0, 0, 9, 9),)), 1)
    with pytest.raises(ReadbackError, match="no boxes"):
        reader.text_at(Place("page[1]", None), 1)


def test_an_empty_box_reads_as_nothing():
    assert drawn([[(72, 700, "one")]]).text_at(Place("page[0]", None, (Box(300, 300, 400, 400),)), 3) == ""


def test_text_is_the_same_but_for_white_space():
    assert same_text("Dana\nQ.  Reyes", "Dana Q. Reyes")
    assert not same_text("Dana Q Reyes", "Dana Q. Reyes")
    assert not same_text("dana", "Dana")
