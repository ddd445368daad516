"""What a PDF file holds beside the text of its pages, read by PDFium, pdfminer, poppler, qpdf and lxml."""

import io
import itertools
import re
from dataclasses import replace
from datetime import UTC, datetime

import pdfplumber
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pdf_reading import PATIENT, SENTENCE, assert_boxes_hold_their_values, document, page_texts, words
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text
from programs import run
from samples import NAME, RECORD, WHO, full_document, surfaces_document

from synthphi.doctypes import Format
from synthphi.document import (
    Comment,
    CustomProperty,
    Field,
    Fields,
    Fragment,
    Link,
    Paragraph,
    Properties,
    Section,
    TextBox,
    annotate,
    plain,
    text,
)
from synthphi.errors import RenderError
from synthphi.readback import open_file, same_text
from synthphi.render.layouts import LAYOUTS
from synthphi.render.pdf import render

PORTAL = Fragment("https://portal.example.org/chart/7", PATIENT)
PROPERTIES = Properties(text("Visit"), text("Office"), datetime(2026, 1, 5, 14, 30, 7, tzinfo=UTC))


def form(*fields, columns=2):
    return document(Fields(fields, columns, boxed=True), fillable=True)


def spans_with_places(made, rendered):
    return zip(annotate(made).spans, rendered.places, strict=True)


def surfaces(made, rendered, surface):
    return [(span, places) for span, places in spans_with_places(made, rendered) if span.surface == surface]


def catalog(data):
    with pdfplumber.open(io.BytesIO(data)) as file:
        return file.doc.catalog


def poppler_words(data):
    """Return poppler's words a page as (x0, y0, x1, y1, word), the origin at the bottom left."""
    read = etree.fromstring(run("pdftotext", "-bbox", "-", "-", data=data).encode(), etree.HTMLParser())
    return [
        [
            (
                float(word.get("xmin")),
                float(page.get("height")) - float(word.get("ymax")),
                float(word.get("xmax")),
                float(page.get("height")) - float(word.get("ymin")),
                word.text,
            )
            for word in page.iter("word")
        ]
        for page in read.iter("page")
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_value_is_where_its_places_say_and_its_boxes_fit(layout):
    made = surfaces_document(layout)
    rendered = render(made)
    reader = open_file(Format.PDF, rendered.data)
    for span, places in spans_with_places(made, rendered):
        assert places
        for place in places:
            found = reader.text_at(place, len(span.text))
            assert found == span.text or (place.start is None and same_text(found, span.text))
            seen = reader.texts[place.path]
            assert same_text(
                " ".join(seen[start:end] for start, end in reader.extent(place, len(span.text))), span.text
            )
            overlaps = reader.overlaps(place)
            assert len(overlaps) == len(place.boxes)
            assert all(overlap >= 0.95 for overlap in overlaps)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_qpdf_finds_nothing_to_complain_of(layout, tmp_path):
    path = tmp_path / "one.pdf"
    path.write_bytes(render(surfaces_document(layout)).data)
    said = run("qpdf", "--check", str(path))
    assert "No syntax or stream encoding errors" in said
    assert "WARNING" not in said


@pytest.mark.parametrize("layout", ["classic", "modern", "telefax"])
def test_poppler_sees_words_of_values_as_high_as_their_boxes(layout):
    made = surfaces_document(layout)
    rendered = render(made)
    pages = poppler_words(rendered.data)
    seen = 0
    for span, places in spans_with_places(made, rendered):
        for place in places:
            if not re.fullmatch(r"page\[\d+\](/field\[\d+\])?", place.path):
                continue
            page = pages[int(re.search(r"\d+", place.path)[0])]
            for number, box in enumerate(place.boxes):
                inside = [
                    word
                    for word in page
                    if box.x0 <= (word[0] + word[2]) / 2 <= box.x1 and box.y0 <= (word[1] + word[3]) / 2 <= box.y1
                ]
                assert all(abs(word[1] - box.y0) < 1 and abs(word[3] - box.y1) < 1 for word in inside)
                assert inside
                # Poppler's words take in brackets beside a value.
                assert number or inside[0][4].lstrip("<[").startswith(span.text.split()[0])
                seen += 1
    assert seen > 40


def test_a_document_without_surfaces_has_no_object_for_them():
    data = render(full_document()).data
    for name in (b"/Annot", b"/AcroForm", b"/Outlines", b"/Metadata", b"xpacket", b"/URI"):
        assert name not in data


def test_the_same_document_gives_the_same_bytes_and_another_note_another_identifier():
    made = surfaces_document()
    assert render(made).data == render(made).data
    one, other = (
        render(document(sections=(Section(text("A"), (), comments=(Comment(text("B"), text(said)),)),))).data
        for said in ("this", "that")
    )
    assert re.search(rb"/ID\[.*", one)[0] != re.search(rb"/ID\[.*", other)[0]


# ------------------------------------------------------------------------------------------------ notes


def test_notes_stand_in_the_margin_at_the_heading_of_their_section():
    said = (Comment(text(WHO), text("Łódź? Ask ", NAME, ".")), Comment(text("Front desk"), text("Yes: ", RECORD)))
    first, noted = Section(text("First"), (Paragraph(text("One.")),)), Section(text("Findings"), (), comments=said)
    made = document(sections=(first, noted))
    rendered = render(made)
    with pdfplumber.open(io.BytesIO(rendered.data)) as file:
        (page,) = file.pages
        (heading,) = page.search("Findings")
        notes = [note["data"] for note in page.annots]
        assert [decode_text(note["Contents"]) for note in notes] == [plain(comment.text) for comment in said]
        assert [decode_text(note["T"]) for note in notes] == [plain(comment.author) for comment in said]
        assert all(resolve1(note["AP"])["N"] for note in notes)
        assert {note["Subtype"].name for note in notes} == {"Text"}
        assert abs(page.annots[0]["top"] - heading["top"]) < 6
        assert all(note["x0"] > heading["x1"] and note["x1"] < page.width for note in page.annots)
        rectangles = [tuple(note["Rect"]) for note in notes]
    found = dict(itertools.chain.from_iterable([(p.path, p) for p in places] for places in rendered.places))
    assert found["page[0]/annot[0]/author"].start == 0
    assert found["page[0]/annot[0]"].start == len("Łódź? Ask ")
    for i, rectangle in enumerate(rectangles):
        (box,) = found[f"page[0]/annot[{i}]"].boxes
        assert (box.x0, box.y0, box.x1, box.y1) == rectangle


@pytest.mark.parametrize("layout", ["classic", "gazette"])
def test_many_notes_neither_cover_each_other_nor_the_text(layout):
    sections = tuple(
        Section(text(f"Part {i}"), (Paragraph(text("Short.")),), comments=(Comment(text("A"), text(f"Note {i}")),) * 4)
        for i in range(30)
    )
    data = render(document(sections=sections, layout=layout)).data
    with pdfplumber.open(io.BytesIO(data)) as file:
        seen = 0
        for page in file.pages:
            notes = [(note["x0"], note["top"], note["x1"], note["bottom"]) for note in page.annots]
            seen += len(notes)
            for x0, top, x1, bottom in notes:
                assert 0 < x0 < x1 < page.width
                assert 0 < top < bottom < page.height
                assert not page.crop((x0, top, x1, bottom)).chars
    assert seen == 120


def test_a_note_stays_on_the_page_of_its_heading():
    for count in range(20, 44):
        sections = (
            Section(text("Before"), tuple(Paragraph(text(f"line {i}")) for i in range(count))),
            Section(text("Noted here"), (Paragraph(text("Words.")),), comments=(Comment(text("A"), text("B")),)),
        )
        file = pypdfium2.PdfDocument(render(document(sections=sections)).data)
        (page,) = (page for page in file if "Noted here" in page.get_textpage().get_text_range())
        assert pypdfium2.raw.FPDFPage_GetAnnotCount(page) == 1


def test_a_note_with_a_control_character_is_an_error():
    noted = Section(text("A"), (), comments=(Comment(text("B"), text("bell \x07")),))
    with pytest.raises(RenderError, match=r"positive-000003: .*U\+0007"):
        render(document(sections=(noted,)))


# ------------------------------------------------------------------------------------------------ outline


def test_the_outline_names_titled_sections_and_leads_to_them():
    made = document(
        sections=(
            Section(text("Of ", NAME), (Paragraph(text(SENTENCE * 90)),)),
            Section((), (Paragraph(text("untitled")),)),
            Section(text("Plan"), (), bookmark=text(NAME, ", Łódź")),
        )
    )
    rendered = render(made)
    entries = list(pypdfium2.PdfDocument(rendered.data).get_toc())
    assert [entry.get_title() for entry in entries] == [f"Of {NAME.text}", f"{NAME.text}, Łódź"]
    pages = page_texts(rendered.data)
    for entry, heading in zip(entries, ("Of Annabel", "Plan"), strict=True):
        assert heading in pages[entry.get_dest().get_index()]
    (_, heading), (_, bookmark) = surfaces(made, rendered, "heading") + surfaces(made, rendered, "bookmark")
    assert [(place.path, place.start) for place in heading] == [("page[0]", None), ("outline[0]", 3)]
    assert [(place.path, place.start) for place in bookmark] == [("outline[1]", 0)]


def test_no_bookmark_no_outline():
    noted = Section(text("A"), (), comments=(Comment(text("B"), text("C")),))
    assert "Outlines" not in catalog(render(document(sections=(noted,))).data)


# ------------------------------------------------------------------------------------------------ links


_PIECES = st.lists(
    st.tuples(st.text(st.sampled_from("abcMWil.,()'é "), min_size=1, max_size=30), st.booleans()), max_size=20
)


def labelled(pieces):
    return tuple(Fragment(piece, PATIENT if marked and piece.strip() == piece else None) for piece, marked in pieces)


@settings(max_examples=40)
@given(_PIECES, _PIECES, st.sampled_from(list(LAYOUTS)))
def test_labelled_pieces_before_and_in_a_link_have_one_place_each(before, shown, layout):
    block = Link(labelled(before), labelled([*shown, ("end", True)]), text(PORTAL))
    made = document(block, Paragraph(text(NAME)), layout=layout)
    # Boxes of the link's target are not on the page.
    rendered = assert_boxes_hold_their_values_but_for_targets(made)
    assert all(len(places) == 1 for places in rendered.places)


def assert_boxes_hold_their_values_but_for_targets(made):
    rendered = render(made)
    reader = open_file(Format.PDF, rendered.data)
    for span, places in spans_with_places(made, rendered):
        for place in places:
            assert same_text(reader.text_at(place, len(span.text)), span.text)
    return rendered


def test_a_link_leads_to_its_target_from_each_of_its_lines():
    block = Link(text(SENTENCE, "See "), text("the chart of ", NAME, " " + "and more " * 12), text("(at) ", PORTAL))
    rendered = render(document(block))
    with pdfplumber.open(io.BytesIO(rendered.data)) as file:
        (page,) = file.pages
        (link,) = page.hyperlinks
        assert link["uri"] == "(at) " + PORTAL.text
        corners = link["data"]["QuadPoints"]
        assert len(corners) >= 16
        shown = ""
        for i in range(0, len(corners), 8):
            x0, y1, x1, _, _, y0, _, _ = corners[i : i + 8]
            shown += (
                page.crop((x0 - 0.1, page.height - y1 - 0.1, x1 + 0.1, page.height - y0 + 0.1)).extract_text() + " "
            )
        assert same_text(shown, f"the chart of {NAME.text} " + "and more " * 12)
        blue = {char["non_stroking_color"] for char in page.search(NAME.text)[0]["chars"]}
        before = {char["non_stroking_color"] for char in page.search("See ")[0]["chars"]}
        assert blue != before
    assert [(place.path, place.start) for place in rendered.places[-1]] == [("page[0]/link[0]", 5)]


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (Link((), (), text(PORTAL)), "shows nothing"),
        (Link(text(SENTENCE * 100), text("here"), text(PORTAL)), "longer than a page"),
    ],
)
def test_links_that_cannot_be_are_errors(block, message):
    with pytest.raises(RenderError, match=message):
        render(document(block))


# ------------------------------------------------------------------------------------------------ forms


def widgets(data):
    """Return the fields of a form by pdfminer, in the form's order."""
    return [resolve1(field) for field in resolve1(catalog(data)["AcroForm"])["Fields"]]


def test_values_of_a_form_are_in_fields_of_their_own_and_drawn_in_them():
    long = Fragment("Annabel Marguerite O'Brien-Bélanger of the second house on the left " * 3, PATIENT)
    made = form(
        Field("Name", text("Ms. ", NAME)),
        Field("St. No."),
        Field("Name", text(long)),
        Field("Town", text("Łódź (", RECORD, ")")),
    )
    rendered = render(made)
    acro = resolve1(catalog(rendered.data)["AcroForm"])
    assert "NeedAppearances" not in acro
    fields = widgets(rendered.data)
    assert [decode_text(field["V"]) for field in fields] == [plain(f.value) for f in made.sections[0].blocks[0].fields]
    names = [decode_text(field["T"]) for field in fields]
    assert len(set(names)) == 4
    assert not any("." in name for name in names)
    assert [bool(field.get("Ff", 0) & 4096) for field in fields] == [False, False, True, False]
    # The pages have the captions only, and poppler, which draws fields, sees the values.
    page = page_texts(rendered.data)[0]
    assert "St. No." in page
    assert NAME.text not in page
    drawn = " ".join(run("pdftotext", "-raw", "-", "-", data=rendered.data).split())
    assert f"Ms. {NAME.text}" in drawn
    assert " ".join(long.text.split()) in drawn
    assert f"Łódź ({RECORD.text})" in drawn
    found = [places for _, places in surfaces(made, rendered, "form_field")]
    assert [(place.path, place.start, len(place.boxes)) for (place,) in found] == [
        ("page[0]/field[0]", 4, 1),
        ("page[0]/field[2]", 0, 5),
        ("page[0]/field[3]", 6, 1),
    ]
    for (place,) in found:
        x0, y0, x1, y1 = fields[int(place.path[-2])]["Rect"]
        assert all(x0 <= box.x0 and box.x1 <= x1 and y0 <= box.y0 and box.y1 <= y1 for box in place.boxes)


def test_fields_are_numbered_on_each_page():
    made = form(*(Field(f"Field {i}", text(NAME)) for i in range(70)), columns=2)
    rendered = render(made)
    paths = [place.path for (place,) in rendered.places]
    assert len(set(paths)) == 70
    assert {path.split("/")[1] for path in paths if path.startswith("page[1]")} == {
        f"field[{i}]" for i in range(sum(path.startswith("page[1]") for path in paths))
    }
    reader = open_file(Format.PDF, rendered.data)
    assert sum("/field[" in path for path in reader.texts) == 70


def test_only_boxes_are_fields_and_only_where_they_are_to_be_filled_in():
    fields = (Field("Name", text(NAME)),)
    assert "AcroForm" not in catalog(render(document(Fields(fields, boxed=True))).data)
    assert "AcroForm" not in catalog(render(document(Fields(fields), fillable=True)).data)
    assert "AcroForm" in catalog(render(form(Field("Blank"))).data)


def test_a_value_higher_than_a_page_is_printed():
    made = form(Field("All", text("word " * 4000, NAME)), Field("Name", text(RECORD)))
    assert_boxes_hold_their_values(made)
    assert words(render(made).data).count("word ") == 4000


# ------------------------------------------------------------------------------------------------ text boxes


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_text_box_is_framed_and_shaded(layout):
    made = document(TextBox((text("Alert for ", NAME), (), text("Record ", RECORD))), layout=layout)
    rendered = assert_boxes_hold_their_values(made)
    boxes = [box for places in rendered.places for place in places for box in place.boxes]
    with pdfplumber.open(io.BytesIO(rendered.data)) as file:
        (page,) = file.pages
        around = [
            rect
            for rect in page.rects
            if all(rect["x0"] < box.x0 and box.x1 < rect["x1"] and rect["y0"] < box.y0 < rect["y1"] for box in boxes)
        ]
        assert around
        (shade,) = around
        sides = {(round(line["x0"]), round(line["x1"])) for line in page.lines}
        assert {(round(shade["x0"]),) * 2, (round(shade["x1"]),) * 2} <= sides


def test_a_text_box_goes_to_the_next_page_as_a_whole_unless_it_is_higher():
    for count in range(20, 40):
        lines = tuple(text(f"boxed {i}") for i in range(6))
        made = document(*(Paragraph(text("filler")) for _ in range(count)), TextBox(lines))
        assert sum("boxed" in page for page in page_texts(render(made).data)) == 1
    long = document(TextBox(tuple(text(f"boxed {i},") for i in range(200))))
    assert words(render(long).data).count("boxed") == 200
    assert "Visit" in words(render(document(TextBox(()))).data)


# ------------------------------------------------------------------------------------------------ properties


def test_the_packet_repeats_the_information_dictionary():
    properties = replace(
        PROPERTIES,
        title=text("Visit of ", NAME),
        author=text(WHO),
        company=text("R&D <1>"),
        subject=text("Subject: ", RECORD),
        keywords=text("a, ", NAME),
        comments=text("Łódź & ", RECORD),
        custom=(CustomProperty("Checked by", text(WHO)), CustomProperty("Record", text("No. ", RECORD))),
    )
    made = document(Paragraph(text("Nothing.")), properties=properties)
    rendered = render(made)
    names = {"title": "Title", "creator": "Author", "description": "Subject"}
    with pdfplumber.open(io.BytesIO(rendered.data)) as file:
        info = file.metadata
        stream = resolve1(file.doc.catalog["Metadata"])
        assert "Filter" not in stream.attrs
        packet = stream.get_data()
    assert packet in rendered.data
    root = etree.fromstring(packet)
    (description,) = root.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description")
    found = {etree.QName(element).localname: "".join(element.itertext()) for element in description}
    for name in (
        "title",
        "creator",
        "Company",
        "description",
        "Keywords",
        "Comments",
        "Checkedby",
        "Record",
        "Producer",
    ):
        assert found[name] == info[names.get(name, name)]
    assert found["CreateDate"] == "2026-01-05T14:30:07Z"
    for span, places in spans_with_places(made, rendered):
        inside, repeated = places
        assert (inside.path[:5], repeated.path[:4]) == ("info/", "xmp/")
        for place, value in ((inside, info[inside.path[5:]]), (repeated, found[repeated.path[4:]])):
            assert value[place.start : place.start + len(span.text)] == span.text


def test_no_packet_where_the_properties_say_no_more_than_most():
    assert "Metadata" not in catalog(render(document()).data)
    for changed in (
        {"subject": text("a")},
        {"keywords": text("a")},
        {"comments": text("a")},
        {"custom": (CustomProperty("A", text("a")),)},
    ):
        assert "Metadata" in catalog(render(document(properties=replace(PROPERTIES, **changed))).data)


@pytest.mark.parametrize("names", [("Producer",), ("Mod Date",), ("Record", "Rec ord"), ("creator",)])
def test_a_name_of_a_property_that_is_taken_is_an_error(names):
    custom = tuple(CustomProperty(name, text("x")) for name in names)
    with pytest.raises(RenderError, match=r"positive-000003: .*taken"):
        render(document(properties=replace(PROPERTIES, custom=custom)))


def test_a_packet_holds_nothing_that_xml_cannot():
    with pytest.raises(RenderError, match=r"U\+FFFE"):
        render(document(properties=replace(PROPERTIES, subject=text("a\ufffe"))))


def test_the_hidden_beginning_of_a_mail_is_a_line_below_its_subject():
    page = page_texts(render(surfaces_document()).data)[0].splitlines()
    line = page.index(f"About {NAME.text} & <others>")
    assert page[line - 2].startswith("Subject:") or page[line - 1].startswith("Subject:")
    assert page[line + 1].startswith("Date:")
