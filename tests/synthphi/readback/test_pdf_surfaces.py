"""The reader of PDF files on what others wrote: what stands beside the text of pages, and where characters are."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import letter
from reportlab.pdfbase.pdfmetrics import getAscentDescent, stringWidth
from reportlab.pdfgen.canvas import Canvas

from synthphi.doctypes import Format
from synthphi.readback import ReadbackError, open_file
from synthphi.render.base import Box, Place

# Of this font PDFium and reportlab do not agree on ascent and descent.
FONT, SIZE = "Helvetica", 12


def read(draw):
    """Return the reader of a file that is drawn on a canvas, its streams not deflated."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=letter, pageCompression=0)
    draw(canvas)
    canvas.drawString(72, 60, "end")
    canvas.save()
    return open_file(Format.PDF, file.getvalue())


def with_packet(packet):
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=letter)
    canvas.showPage()
    canvas.save()
    return open_file(Format.PDF, file.getvalue() + b"\n<?xpacket begin='' id='1'?>" + packet + b"<?xpacket end='w'?>")


def box(x, y, before, value):
    ascent, descent = getAscentDescent(FONT, SIZE)
    left = x + stringWidth(before, FONT, SIZE)
    return Box(left, y + descent, left + stringWidth(value, FONT, SIZE), y + ascent)


def test_notes_links_and_fields_are_counted_on_each_page():
    def draw(canvas):
        canvas.textAnnotation("Is it Zoë?", Rect=[500, 700, 516, 716])
        canvas.linkURL("https://example.org/a", (72, 600, 200, 612))
        canvas.linkURL("https://example.org/b?x=(1)", (72, 500, 200, 512))
        canvas.textAnnotation("Second", Rect=[500, 600, 516, 616])
        canvas.showPage()
        canvas.acroForm.textfield(name="who", value="Dana Reyes", x=72, y=650, width=200, height=20)
        canvas.acroForm.textfield(name="blank", x=72, y=600, width=200, height=20)
        canvas.linkURL("https://example.org/c", (72, 500, 200, 512))

    reader = read(draw)
    beside = {path: text for path, text in reader.texts.items() if path.startswith("page[") and "/" in path}
    assert beside == {
        "page[0]/annot[0]": "Is it Zoë?",
        "page[0]/annot[0]/author": "",
        "page[0]/annot[1]": "Second",
        "page[0]/annot[1]/author": "",
        "page[0]/link[0]": "https://example.org/a",
        "page[0]/link[1]": "https://example.org/b?x=(1)",
        "page[1]/field[0]": "Dana Reyes",
        "page[1]/field[1]": "",
        "page[1]/link[0]": "https://example.org/c",
    }
    assert reader.text_at(Place("page[1]/field[0]", 5), 5) == "Reyes"
    # PDFium makes an icon of its own, of 20 points, for a note that has none.
    whole, half = reader.overlaps(Place("page[0]/annot[0]", 0, (Box(500, 700, 520, 720), Box(500, 700, 520, 740))))
    assert whole == pytest.approx(2 * half)
    assert whole > 0.6
    fits = Place("page[1]/field[0]", 0, (Box(74, 652, 100, 668), Box(300, 652, 340, 668), Box(200, 652, 340, 668)))
    inside, outside, across = reader.overlaps(fits)
    assert (inside, outside) == (1.0, 0.0)
    assert 0 < across < 1
    assert reader.overlaps(Place("page[0]/annot[7]", 0, (Box(0, 0, 1, 1),))) == [0.0]


def test_an_outline_is_read_from_the_top_down():
    def draw(canvas):
        for title, level in (("One", 0), ("Zoë, one", 1), ("Deep", 2), ("Two", 0)):
            canvas.bookmarkPage(title)
            canvas.addOutlineEntry(title, title, level)
            canvas.drawString(72, 720, title)
            canvas.showPage()

    reader = read(draw)
    titles = ["One", "Zoë, one", "Deep", "Two"]
    assert [reader.texts[f"outline[{i}]"] for i in range(4)] == titles
    assert "outline[4]" not in reader.texts


def test_every_entry_of_the_information_dictionary_but_dates():
    def draw(canvas):
        canvas.setTitle("A (/Trap 1) title")
        canvas.setSubject("Zoë")
        canvas.setKeywords(["a", "b"])

    texts = read(draw).texts
    assert texts["info/Title"] == "A (/Trap 1) title"
    assert texts["info/Subject"] == "Zoë"
    assert texts["info/Keywords"] == "a, b"
    assert not any("Date" in path or path == "info/Trap" for path in texts)


_RDF = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="u" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:o="urn:o" '
    b'o:Short="as attribute">'
    b"%s</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def test_properties_of_packets_by_their_local_names():
    body = (
        b"<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>A &amp; B</rdf:li></rdf:Alt></dc:title>"
        b"<dc:creator><rdf:Seq><rdf:li>Dana</rdf:li><rdf:li>Zo\xc3\xab</rdf:li></rdf:Seq></dc:creator>"
        b"<o:Record>7</o:Record><o:CreateDate>2026-01-05</o:CreateDate>"
    )
    texts = with_packet(_RDF % body).texts
    assert {path: text for path, text in texts.items() if path.startswith("xmp/")} == {
        "xmp/Short": "as attribute",
        "xmp/title": "A & B",
        "xmp/creator": "Dana\nZoë",
        "xmp/Record": "7",
    }


def test_a_packet_cannot_read_files_and_a_damaged_one_is_an_error():
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + _RDF % b"<o:Record>[&e;]</o:Record>"
    assert with_packet(entity).texts["xmp/Record"] in {"[]", "[&e;]"}
    with pytest.raises(ReadbackError):
        with_packet(b"<x:xmpmeta")


@given(st.text("abcdef ,.'QW", min_size=3, max_size=40), st.data())
def test_extent_and_fit_of_any_part_of_a_line(line, data):
    line = " ".join(line.split()) or "x"
    start = data.draw(st.integers(0, len(line) - 1))
    end = data.draw(st.integers(start + 1, len(line)))
    value = line[start:end]
    if value != value.strip():
        value = value.strip() or line[0]
        start = line.index(value)

    def draw(canvas):
        canvas.setFont(FONT, SIZE)
        for y, shown in ((720, "the line above"), (700, line), (680, "the line below")):
            canvas.drawString(72, y, shown)

    reader = read(draw)
    place = Place("page[0]", None, (box(72, 700, line[:start], value),))
    ((first, last),) = reader.extent(place, len(value))
    assert reader.texts["page[0]"][first:last] == value
    assert first == reader.texts["page[0]"].index(line) + start
    (overlap,) = reader.overlaps(place)
    assert overlap > 0.75


def test_a_value_over_lines_is_one_run_and_what_is_elsewhere_is_another():
    def draw(canvas):
        canvas.setFont(FONT, SIZE)
        canvas.drawString(72, 700, "seen by Dana")
        canvas.drawString(72, 686, "Reyes yesterday")

    reader = read(draw)
    text = reader.texts["page[0]"]
    broken = Place("page[0]", None, (box(72, 700, "seen by ", "Dana"), box(72, 686, "", "Reyes")))
    ((start, end),) = reader.extent(broken, 10)
    assert text[start:end].split() == ["Dana", "Reyes"]
    apart = Place("page[0]", None, (box(72, 700, "", "seen"), box(72, 686, "", "Reyes")))
    assert [text[start:end] for start, end in reader.extent(apart, 10)] == ["seen", "Reyes"]
    nowhere = Place("page[0]", None, (Box(300, 300, 310, 310),))
    assert (reader.extent(nowhere, 3), reader.overlaps(nowhere)) == ([], [0.0])
    wide = Place("page[0]", None, (box(72, 700, "seen by ", "Dana"), Box(72, 600, 600, 800)))
    good, bad = reader.overlaps(wide)
    assert good > 0.75 > 0.2 > bad


def test_a_character_beyond_the_basic_plane_is_one_of_the_text():
    unicode = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def "
        b"1 begincodespacerange <00> <ff> endcodespacerange "
        b"3 beginbfchar <41> <D83DDE00> <42> <0042> <43> <0043> endbfchar endcmap end end"
    )
    content = b"BT /F 12 Tf 72 700 Td (CAB) Tj 0 -20 Td (BC) Tj ET"
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(unicode), unicode),
    ]
    objects = b"".join(b"%d 0 obj\n%s\nendobj\n" % item for item in enumerate(bodies, 1))
    reader = open_file(Format.PDF, b"%PDF-1.7\n" + objects + b"trailer<</Size 7/Root 1 0 R>>\n%%EOF\n")
    text = reader.texts["page[0]"]
    assert text == "C\U0001f600B\nBC"
    for before, value, y, shown, expected in (
        ("", "CAB", 700, "C\U0001f600B", (0, 3)),
        ("CA", "B", 700, "B", (2, 3)),
        ("C", "A", 700, "\U0001f600", (1, 2)),
        ("B", "C", 680, "C", (5, 6)),
    ):
        place = Place("page[0]", None, (box(72, y, before, value),))
        assert reader.text_at(place, 1) == shown
        assert reader.extent(place, 1) == [expected]
