"""What a deck holds beside the text of its slides, read by python-pptx, lxml and LibreOffice."""

import io
import itertools
import subprocess
import zipfile
from dataclasses import replace
from datetime import datetime

import pdfplumber
import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_FILL, MSO_THEME_COLOR
from programs import need
from samples import NAME, PATIENT, RECORD, WHO, full_document, surfaces_document

from synthphi.doctypes import Format
from synthphi.document import (
    Chart,
    Comment,
    CustomProperty,
    Field,
    Fields,
    Fragment,
    Letterhead,
    Link,
    Paragraph,
    Section,
    TextBox,
    annotate,
    plain,
    text,
)
from synthphi.errors import RenderError
from synthphi.readback import open_file
from synthphi.render.layouts import LAYOUTS
from synthphi.render.pptx import render

PORTAL = Fragment("https://portal.example.org/chart/7?a=1&b=2", PATIENT)
PORTAL_LINK = Link(text("Chart of ", NAME, " at "), text("the ", RECORD, " site"), text(PORTAL))
WEIGHT = Chart(
    text("Weight of ", NAME), text("Record ", RECORD), (text("Jan, ", NAME), text("Feb & <Mar>")), (151.5, 149.0)
)


def document(*blocks, layout="classic", **changes):
    sections = changes.pop("sections", None) or (Section(text("Visit"), blocks),)
    base = full_document(layout)
    return replace(base, sections=sections, letterhead=Letterhead(text("Office")), header=(), footer=(), **changes)


def deck(made):
    return pptx.Presentation(io.BytesIO(render(made).data))


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def surfaces(made, rendered, *names):
    """Return paths and offsets of the places of each value on some surfaces."""
    found = zip(annotate(made).spans, rendered.places, strict=True)
    return [[(one.path, one.start) for one in places] for span, places in found if span.surface in names]


def assert_values_are_at_their_places(made):
    rendered = render(made)
    reader = open_file(Format.PPTX, rendered.data)
    for span, places in zip(annotate(made).spans, rendered.places, strict=True):
        assert places
        for place in places:
            assert reader.text_at(place, len(span.text)) == span.text
    return reader


# ------------------------------------------------------------------------------------------------ all of them


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_value_and_every_line_is_where_the_places_say(layout):
    made = surfaces_document(layout)
    reader = assert_values_are_at_their_places(made)
    seen = [" ".join(found.split()) for found in reader.texts.values()]
    for line in annotate(made).text.splitlines():
        assert any(" ".join(line.split()) in found for found in seen), line


def test_a_value_is_at_every_place_that_the_reader_finds_it():
    made = surfaces_document()
    rendered = render(made)
    known = {(p.path, p.start) for places in rendered.places for p in places}
    for path, found in open_file(Format.PPTX, rendered.data).texts.items():
        for value in (NAME.text, RECORD.text, WHO.text):
            start = found.find(value)
            assert start < 0 or (path, start) in known


@pytest.mark.parametrize("layout", LAYOUTS)
def test_boxes_and_charts_are_inside_of_the_slide_and_do_not_cover_each_other(layout):
    made = document(
        Paragraph(text("Words, words, words. " * 30)),
        TextBox((text("Alert: falls. " * 12), text("Call ", NAME))),
        WEIGHT,
        TextBox((text("short"),)),
        layout=layout,
    )
    slides = deck(made)
    shapes = [shape for shape in slides.slides[1].shapes if not shape.is_placeholder]
    assert len(shapes) == 4
    for one, below in itertools.pairwise(shapes):
        assert one.top + one.height <= below.top
    for shape in shapes:
        assert shape.left >= 0
        assert shape.left + shape.width <= slides.slide_width
        assert shape.top + shape.height <= slides.slide_height * 0.92
    assert shapes[3].width < shapes[1].width


def test_a_deck_without_surfaces_has_no_part_for_them():
    plain_deck, full = parts(render(full_document()).data), parts(render(surfaces_document()).data)
    new = {name for name in full if name not in plain_deck and not name.startswith(("ppt/slides/", "ppt/notesSlides/"))}
    assert new == {
        "docProps/custom.xml",
        "ppt/charts/chart1.xml",
        "ppt/commentAuthors.xml",
        "ppt/comments/comment1.xml",
    }
    assert "ppt/slides/slide6.xml" in full
    for word in (b"custom", b"comment", b"chart"):
        assert word not in plain_deck["[Content_Types].xml"] + plain_deck["_rels/.rels"].lower()


def test_every_part_has_a_type_and_every_relationship_leads_to_a_part():
    found = parts(render(surfaces_document()).data)
    types = etree.fromstring(found["[Content_Types].xml"])
    named = {one.get("PartName").lstrip("/") for one in types if one.get("PartName")}
    endings = {one.get("Extension") for one in types if one.get("Extension")} - {"xml"}
    assert named <= set(found)
    assert all(name in named or name.rsplit(".", 1)[-1] in endings for name in found if name != "[Content_Types].xml")
    led_to = set()
    for name, data in found.items():
        if name.endswith(".rels"):
            folder = name.replace("_rels/", "").rsplit("/", 1)[0] if "/_rels/" in name else ""
            relations = [one for one in etree.fromstring(data) if one.get("TargetMode") != "External"]
            assert len({one.get("Id") for one in etree.fromstring(data)}) == len(etree.fromstring(data))
            for one in relations:
                steps = [*folder.split("/"), *one.get("Target").split("/")] if folder else one.get("Target").split("/")
                while ".." in steps:
                    at = steps.index("..")
                    del steps[at - 1 : at + 1]
                led_to.add("/".join(steps))
    assert led_to <= set(found)
    assert {
        "docProps/custom.xml",
        "ppt/charts/chart1.xml",
        "ppt/commentAuthors.xml",
        "ppt/comments/comment1.xml",
    } <= led_to


def test_the_same_document_gives_the_same_bytes():
    assert render(surfaces_document()).data == render(surfaces_document()).data


# ------------------------------------------------------------------------------------------------ comments


def commented():
    return document(
        sections=(
            Section(text("First"), ()),
            Section(
                text("Second"),
                (Paragraph(text("words")),),
                notes=(text("Note on ", NAME),),
                comments=(
                    Comment(text(WHO), text("Is ", NAME, " <right>?")),
                    Comment(text('Front "desk" & co'), text("Yes")),
                ),
            ),
            Section(text("Third"), (), comments=(Comment(text(WHO), text("Done: ", RECORD)),)),
        )
    )


def test_comments_are_numbered_by_slide_and_their_authors_by_deck():
    made = commented()
    rendered = render(made)
    assert_values_are_at_their_places(made)
    assert surfaces(made, rendered, "comment") == [
        [("slide[2]/comment[0]/author", 0)],
        [("slide[2]/comment[0]", 3)],
        [("slide[3]/comment[0]/author", 0)],
        [("slide[3]/comment[0]", 6)],
    ]
    found = parts(rendered.data)
    authors = list(etree.fromstring(found["ppt/commentAuthors.xml"]))
    assert [(one.get("name"), one.get("initials"), one.get("lastIdx")) for one in authors] == [
        (WHO.text, "DMR", "2"),
        ('Front "desk" & co', "Fc", "1"),
    ]
    first, second = (etree.fromstring(found[f"ppt/comments/comment{i}.xml"]) for i in (1, 2))
    assert [(one.get("authorId"), one.get("idx")) for one in (*first, *second)] == [("0", "1"), ("1", "1"), ("0", "2")]
    when = {datetime.fromisoformat(one.get("dt")) for one in (*first, *second)}
    assert when == {made.properties.created}
    marks = {(one[0].get("x"), one[0].get("y")) for one in first}
    assert len(marks) == 2


def test_a_comment_of_nobody():
    reader = assert_values_are_at_their_places(
        document(sections=(Section(text("A"), (), comments=(Comment((), text("Of ", NAME)),)),))
    )
    assert reader.texts["slide[1]/comment[0]/author"] == ""
    assert reader.texts["slide[1]/comment[0]"] == f"Of {NAME.text}"


# ------------------------------------------------------------------------------------------------ hidden slides


def test_a_hidden_slide_counts_and_is_not_shown():
    hidden = Section(text("Backup"), (Paragraph(text("Of ", RECORD)),), notes=(text("Not said: ", NAME),), hidden=True)
    made = document(sections=(Section(text("Seen"), ()), hidden, Section(text("Seen, too: ", NAME), ())))
    rendered = render(made)
    shown = [slide._element.get("show") for slide in deck(made).slides]
    assert shown == [None, None, "0", None]
    assert surfaces(made, rendered, "hidden") == [[("slide[2]/shape[1]/p[0]", 3)], [("slide[2]/notes/p[0]", 10)]]
    assert surfaces(made, rendered, "heading") == [[("slide[3]/shape[0]/p[0]", 11)]]
    assert_values_are_at_their_places(made)


# ------------------------------------------------------------------------------------------------ charts


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_chart_is_one_of_columns_in_the_colour_of_the_theme(layout):
    made = document(Paragraph(text("Before")), WEIGHT, layout=layout)
    slide = deck(made).slides[1]
    (frame,) = (shape for shape in slide.shapes if shape.has_chart)
    chart = frame.chart
    assert chart.chart_type == XL_CHART_TYPE.COLUMN_CLUSTERED
    assert chart.chart_title.text_frame.text == plain(WEIGHT.title)
    (plot,) = chart.plots
    assert list(plot.categories) == [plain(category) for category in WEIGHT.categories]
    (series,) = plot.series
    assert series.name == plain(WEIGHT.series)
    assert list(series.values) == list(WEIGHT.values)
    assert series.format.fill.fore_color.theme_color == MSO_THEME_COLOR.ACCENT_1
    assert series.data_labels.show_value
    assert chart.has_legend
    assert surfaces(made, render(made), "chart") == [
        [("slide[1]/shape[2]/chart/title", 10)],
        [("slide[1]/shape[2]/chart/series[0]", 7)],
        [("slide[1]/shape[2]/chart/category[0]", 5)],
    ]


def test_each_chart_has_a_part_of_its_own():
    other = replace(WEIGHT, title=text("Other"), categories=(text("only ", RECORD),), values=(3.0,))
    made = document(sections=(Section(text("A"), (WEIGHT, other)), Section(text("B"), (other,))))
    charts = [shape.chart for slide in deck(made).slides for shape in slide.shapes if shape.has_chart]
    assert [list(chart.plots[0].categories) for chart in charts] == [
        [plain(category) for category in WEIGHT.categories],
        [f"only {RECORD.text}"],
        [f"only {RECORD.text}"],
    ]
    assert_values_are_at_their_places(made)


def test_a_chart_says_nothing_of_what_it_has_not():
    made = document(Chart((), (), (text("a"), text("b")), (1.0, 2.25)))
    chart = next(shape.chart for shape in deck(made).slides[1].shapes if shape.has_chart)
    assert not chart.has_title
    assert not chart.has_legend
    assert list(chart.plots[0].series[0].values) == [1.0, 2.25]
    texts = open_file(Format.PPTX, render(made).data).texts
    assert {path: found for path, found in texts.items() if "/chart/" in path} == {
        "slide[1]/shape[1]/chart/category[0]": "a",
        "slide[1]/shape[1]/chart/category[1]": "b",
        "slide[1]/shape[1]/chart/series[0]/value[0]": "1",
        "slide[1]/shape[1]/chart/series[0]/value[1]": "2.25",
    }


# ------------------------------------------------------------------------------------------------ links


def test_a_link_leads_out_of_the_deck_from_what_it_shows():
    made = document(Paragraph(text("Before")), PORTAL_LINK, PORTAL_LINK)
    slide = deck(made).slides[1]
    (box,) = (shape for shape in slide.shapes if not shape.is_placeholder)
    for paragraph in box.text_frame.paragraphs[1:]:
        before, shown = paragraph.runs
        assert (before.text, before.hyperlink.address) == (plain(PORTAL_LINK.before), None)
        assert (shown.text, shown.hyperlink.address) == (plain(PORTAL_LINK.shown), PORTAL.text)
        assert before.font.size == shown.font.size
    lines = [[(f"slide[1]/shape[1]/p[{i}]", 9)] for i in (1, 2)]
    shown_at = len(plain(PORTAL_LINK.before)) + 4
    marks = [[(f"slide[1]/shape[1]/p[{i}]", shown_at)] for i in (1, 2)]
    found = surfaces(made, render(made), "body", "hyperlink")
    targets = [[(f"slide[1]/shape[1]/p[{i}]/link[0]", 0)] for i in (1, 2)]
    assert found == [lines[0], marks[0], targets[0], lines[1], marks[1], targets[1]]


def test_a_link_with_nothing_before_it():
    made = document(Link((), text("Write to ", NAME), text("mailto:", PORTAL)))
    reader = assert_values_are_at_their_places(made)
    assert reader.texts["slide[1]/shape[1]/p[0]/link[0]"] == f"mailto:{PORTAL.text}"


def test_a_link_that_shows_nothing_is_an_error():
    with pytest.raises(RenderError, match=r"positive-000001: .*shows nothing"):
        render(document(Link(text("here: "), (), text(PORTAL))))


_TEXTS = st.lists(
    st.tuples(st.text(st.sampled_from("abMW i.,<>&'\"é "), min_size=1, max_size=12), st.booleans()), max_size=5
)


def labelled(pieces):
    return tuple(Fragment(piece, PATIENT if marked else None) for piece, marked in pieces)


@settings(max_examples=60)
@given(_TEXTS, _TEXTS, _TEXTS)
def test_any_text_is_found_on_any_surface(one, two, three):
    end = [("end", True)]
    first, second, third = labelled(one), labelled(two), labelled([*three, *end])
    block = Section(
        first,
        (
            Link(second, third, text(PORTAL)),
            TextBox((first, second, third)),
            Chart(second, first, (third, third), (1.0, 2.0)),
        ),
        notes=(third,),
        comments=(Comment(third, first), Comment(second, third), Comment(third, third)),
    )
    assert_values_are_at_their_places(document(sections=(block, replace(block, hidden=True))))


# ------------------------------------------------------------------------------------------------ tables


def tables(made):
    return [shape.table for slide in deck(made).slides for shape in slide.shapes if shape.has_table]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_tables_have_styles_that_are_in_the_deck(layout):
    made = full_document(layout)
    styles = etree.fromstring(parts(render(made).data)["ppt/tableStyles.xml"])
    names = {one.get("styleId"): one.get("styleName") for one in styles}
    used = [names[table._tbl.tblPr.findtext("{*}tableStyleId")] for table in tables(made)]
    assert used == ["Captions and values", "Table", "Table", "Captions and values"]
    assert [table.first_row for table in tables(made)] == [False, True, True, False]


def test_a_cell_says_only_what_its_style_does_not():
    results = tables(full_document("classic"))[1]
    runs = [[cell.text_frame.paragraphs[0].runs[0] for cell in row.cells] for row in results.rows]
    assert [[run.font.bold for run in row] for row in runs[:3]] == [[None] * 3, [None, True, None], [None] * 3]
    assert str(runs[1][1].font.color.rgb) == "B00020"
    assert {run.font.size for row in runs for run in row} == {runs[0][0].font.size}
    assert not any(len(cell._tc.tcPr) for row in results.rows for cell in row.cells)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_where_captions_are_missing_there_is_no_ground_for_them(layout):
    def blank(count):
        fields = Fields(tuple(Field("Caption", text(NAME)) for _ in range(count)), columns=2)
        (table,) = tables(document(fields, layout=layout))
        return [cell.fill.type == MSO_FILL.BACKGROUND for cell in list(table.rows)[-1].cells]

    # But a shaded row, such as the first, is shaded to its end.
    assert blank(1) == [False, False] + [LAYOUTS[layout].table != "zebra"] * 2
    assert blank(3) == [False, False, True, True]
    assert blank(4) == [False] * 4


def rgb(color):
    """Return a colour of pdfplumber as RRGGBB."""
    return "".join(f"{round(value * 255):02X}" for value in (color * 3 if len(color) == 1 else color))


def looks(page, said):
    """Return the first character of what is said on a page of a PDF: its colour, whether it is bold, its ground."""
    (first, *_) = page.search(said)[0]["chars"]
    behind = [
        rgb(one["non_stroking_color"])
        for one in sorted(page.rects + page.curves, key=lambda one: one["width"] * one["height"])
        if one["fill"] and one["x0"] < first["x0"] and one["x1"] > first["x1"]
        if one["top"] < first["top"] + 2 and one["bottom"] > first["bottom"] - 2
    ]
    return rgb(first["non_stroking_color"]), "Bold" in first["fontname"], behind[0] if behind else "FFFFFF"


def test_libreoffice_takes_grounds_and_headings_from_the_styles(tmp_path):
    need("soffice")
    accents = {name: LAYOUTS[name].accent for name in ("classic", "modern", "regional")}
    headings = {
        "classic": ("FFFFFF", True, accents["classic"]),
        "modern": (accents["modern"], True, "FFFFFF"),
        "regional": ("FFFFFF", True, accents["regional"]),
    }
    for layout in headings:
        (tmp_path / f"{layout}.pptx").write_bytes(render(full_document(layout)).data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    files = [str(tmp_path / f"{layout}.pptx") for layout in headings]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=180)
    for layout, heading in headings.items():
        shade = LAYOUTS[layout].shade
        with pdfplumber.open(tmp_path / f"{layout}.pdf") as file:
            facts, _, results = file.pages[1:4]
            assert looks(results, "Test") == heading
            assert looks(results, "Analyte 0") == ("000000", False, "FFFFFF")
            assert looks(results, "Analyte 1") == ("000000", False, shade if layout == "regional" else "FFFFFF")
            assert looks(results, "2.5 H")[:2] == ("B00020", True)
            assert looks(facts, "Provider") == ("595959", True, shade)
            assert looks(facts, WHO.text) == ("000000", False, "FFFFFF")


# ------------------------------------------------------------------------------------------------ boxes and the rest


def test_text_that_stands_alone_has_the_whole_slide_and_a_box_what_it_needs():
    heights = [
        deck(document(block)).slides[1].shapes[1].height
        for block in (Paragraph(text("words")), Paragraph(text("words " * 50)), TextBox((text("words"),)))
    ]
    assert heights[0] == heights[1] > 3 * heights[2]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_text_box_is_framed_on_a_light_ground(layout):
    made = document(TextBox((text("Alert for ", NAME), (), text("Record ", RECORD))), layout=layout)
    (box,) = (shape for shape in deck(made).slides[1].shapes if not shape.is_placeholder)
    assert box.fill.type == MSO_FILL.SOLID
    assert str(box.fill.fore_color.rgb) == LAYOUTS[layout].shade
    assert box.line.color.theme_color == MSO_THEME_COLOR.ACCENT_1
    assert box.line.width > 0
    assert [one.text for one in box.text_frame.paragraphs] == [f"Alert for {NAME.text}", "", f"Record {RECORD.text}"]
    assert surfaces(made, render(made), "text_box") == [
        [("slide[1]/shape[1]/p[0]", 10)],
        [("slide[1]/shape[1]/p[2]", 7)],
    ]
    assert deck(document(TextBox(()))).slides[1].shapes[1].text_frame.text == ""


def test_properties_of_the_offices_own():
    base = full_document()
    own = (CustomProperty("Record", text("No. ", RECORD)), CustomProperty("Checked by", text(WHO)))
    properties = replace(base.properties, subject=text("Of ", NAME), keywords=text(RECORD), custom=own)
    made = replace(base, properties=properties)
    core = deck(made).core_properties
    assert (core.subject, core.keywords) == (f"Of {NAME.text}", RECORD.text)
    root = etree.fromstring(parts(render(made).data)["docProps/custom.xml"])
    assert {one.get("name"): one[0].text for one in root} == {"Record": f"No. {RECORD.text}", "Checked by": WHO.text}
    assert surfaces(made, render(made), "metadata")[-2:] == [[("custom/Record", 4)], [("custom/Checked by", 0)]]
    assert_values_are_at_their_places(made)


def test_the_hidden_beginning_of_a_mail_is_a_line_below_its_subject():
    shapes = deck(surfaces_document()).slides[0].shapes
    lines = [one.text for shape in shapes if shape.has_text_frame for one in shape.text_frame.paragraphs]
    at = lines.index(f"About {NAME.text} & <others>")
    assert lines[at - 1].startswith("Subject:")
    assert lines[at + 1].startswith("Date:")


@pytest.mark.parametrize(
    "block",
    [
        Link((), text("here"), text("a\x07")),
        TextBox((text("a\x07"),)),
        Chart(text("a"), text("b"), (text("c\x07"),), (1.0,)),
    ],
)
def test_a_control_character_on_a_surface_is_an_error(block):
    with pytest.raises(RenderError, match=r"positive-000001: .*U\+0007"):
        render(document(block))


def test_a_control_character_in_a_comment_is_an_error():
    for comment in (Comment(text("a\x07"), text("b")), Comment(text("a"), text("b\x07"))):
        with pytest.raises(RenderError, match=r"U\+0007"):
            render(document(sections=(Section((), (), comments=(comment,)),)))


def test_libreoffice_shows_charts_boxes_and_comments_and_no_hidden_slide(tmp_path):
    need("soffice")
    (tmp_path / "deck.pptx").write_bytes(render(surfaces_document()).data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    # Comments as notes in the margin; hidden slides stay out unless asked for.
    kind = 'pdf:impress_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'
    command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "deck.pptx")], check=True, capture_output=True, timeout=180)
    with pdfplumber.open(tmp_path / "deck.pdf") as file:
        pages = [page.extract_text() for page in file.pages]
        annotations = [resolve1(one) for page in file.pages for one in resolve1(page.page_obj.annots) or ()]
    assert len(pages) == 7
    assert not any("Not shown" in page for page in pages)
    (page,) = (page for page in pages if "Alert for" in page)
    for shown in ("Weight of", "Record STB-004417", "Feb & <Mar>", "151.5", "149", "the portal"):
        assert shown in page
    notes = [one for one in annotations if one["Subtype"].name == "Text"]
    assert {(decode_text(one["T"]), decode_text(one["Contents"])) for one in notes} == {
        (plain(comment.author), plain(comment.text))
        for section in surfaces_document().sections
        for comment in section.comments
    }
