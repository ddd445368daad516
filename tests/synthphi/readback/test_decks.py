from io import BytesIO

import pptx
import pytest
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Inches

from synthphi.doctypes import Format
from synthphi.readback import ReadbackError, open_file
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


def add_part(holder, name, kind, xml):
    """Add a part that python-pptx has no class for, with a relationship from its holder."""
    package = holder.package if isinstance(holder, Part) else holder
    return holder.relate_to(Part(PackURI(name), "application/xml", package, xml.encode()), kind)


def chart_of(kind, data):
    deck = pptx.Presentation()
    frame = new_slide(deck).shapes.add_chart(kind, 0, 0, Inches(4), Inches(3), data)
    return deck, frame.chart


def chart_paths(deck):
    return {path.partition("/chart/")[2]: found for path, found in saved(deck).texts.items() if "/chart/" in path}


def test_a_chart_with_titles_and_two_series():
    data = CategoryChartData()
    data.categories = ["May", "June"]
    data.add_series("Weight", (80.5, 81))
    data.add_series("Goal", (75, 75))
    deck, chart = chart_of(XL_CHART_TYPE.COLUMN_CLUSTERED, data)
    chart.chart_title.text_frame.text = "Of Dana Reyes\nby month"
    chart.value_axis.axis_title.text_frame.text = "lb, by Dana"
    chart.plots[0].series[0].points[1].data_label.text_frame.text = "fasting"
    assert chart_paths(deck) == {
        "title": "Of Dana Reyes\nby month",
        "series[0]": "Weight",
        "series[1]": "Goal",
        "category[0]": "May",
        "category[1]": "June",
        "series[0]/value[0]": "80.5",
        "series[0]/value[1]": "81",
        "series[1]/value[0]": "75",
        "series[1]/value[1]": "75",
        "text[0]": "fasting",
        "text[1]": "lb, by Dana",
    }


def test_a_chart_of_points_without_a_title():
    data = XyChartData()
    for name, points in (("First", ((1, 2), (3, 4))), ("Second", ((5, 6),))):
        series = data.add_series(name)
        for x, y in points:
            series.add_data_point(x, y)
    deck, _ = chart_of(XL_CHART_TYPE.XY_SCATTER, data)
    found = chart_paths(deck)
    assert {path for path in found if path.startswith("text")} == set()
    assert [found[f"category[{k}]"] for k in (0, 1)] == ["1", "3"]
    assert found["series[1]/category[0]"] == "5"
    assert found["series[1]/value[0]"] == "6"


def test_links_of_runs_and_shapes_and_cells_in_groups_and_on_hidden_slides():
    deck = pptx.Presentation()
    slide = new_slide(deck)
    slide._element.set("show", "0")
    group = slide.shapes.add_group_shape()
    frame = group.shapes.add_textbox(0, 0, 9, 9).text_frame
    for target in ("https://example.org/a?b=1&c=2", "mailto:dana@example.org"):
        run = frame.paragraphs[0].add_run()
        run.text = "here "
        run.hyperlink.address = target
    cell = slide.shapes.add_table(1, 1, 0, 0, Inches(4), Inches(1)).table.cell(0, 0)
    run = cell.text_frame.paragraphs[0].add_run()
    run.text = "there"
    run.hyperlink.address = "https://example.org/cell"
    run._r.rPr.hlinkClick.set("tooltip", "Chart of Dana")
    box = slide.shapes.add_textbox(0, 0, 9, 9)
    box.click_action.hyperlink.address = "https://example.org/shape"
    inside = slide.shapes.add_textbox(0, 0, 9, 9)
    inside.click_action.target_slide = new_slide(deck)
    texts = saved(deck).texts
    assert {path: found for path, found in texts.items() if "/link" in path} == {
        "slide[0]/shape[1]/shape[0]/p[0]/link[0]": "https://example.org/a?b=1&c=2",
        "slide[0]/shape[1]/shape[0]/p[0]/link[1]": "mailto:dana@example.org",
        "slide[0]/shape[2]/r[0]/c[0]/p[0]/link[0]": "https://example.org/cell",
        "slide[0]/shape[2]/r[0]/c[0]/p[0]/link[0]/tooltip": "Chart of Dana",
        "slide[0]/shape[3]/link[0]": "https://example.org/shape",
    }
    assert texts["slide[0]/shape[1]/shape[0]/p[0]"] == "here here "


def test_alternative_texts_of_any_shape_and_what_else_is_on_the_page_of_notes():
    deck = pptx.Presentation()
    slide = new_slide(deck)
    box = slide.shapes.add_textbox(0, 0, 9, 9)
    box._element.nvSpPr.cNvPr.set("descr", "Box of Dana")
    box._element.nvSpPr.cNvPr.set("title", "Of Dana")
    slide.notes_slide.notes_text_frame.text = "said"
    run = slide.notes_slide.notes_text_frame.paragraphs[0].add_run()
    run.text = " here"
    run.hyperlink.address = "https://example.org/notes"
    slide.notes_slide.shapes._spTree.append(box._element)
    texts = saved(deck).texts
    (other,) = (path for path, found in texts.items() if found == "Box of Dana")
    assert other.startswith("slide[0]/notes/shape[")
    assert texts[f"{other}/title"] == "Of Dana"
    assert texts["slide[0]/notes/p[0]"] == "said here"
    assert texts["slide[0]/notes/p[0]/link[0]"] == "https://example.org/notes"


CLASSIC = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
MODERN = (
    'xmlns:p188="http://schemas.microsoft.com/office/powerpoint/2018/8/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_MODERN_KIND = "http://schemas.microsoft.com/office/2018/10/relationships"


def test_numbered_comments_of_two_authors():
    deck = pptx.Presentation()
    new_slide(deck)
    part = new_slide(deck).part
    authors = "".join(f'<p:cmAuthor id="{k}" name="{name}" initials=""/>' for k, name in enumerate(("Dana", "Lee")))
    authors = f"<p:cmAuthorLst {CLASSIC}>{authors}</p:cmAuthorLst>"
    add_part(deck.part, "/ppt/commentAuthors.xml", RELATIONSHIP_TYPE.COMMENT_AUTHORS, authors)
    said = "".join(
        f'<p:cm authorId="{key}" idx="1"><p:pos x="1" y="1"/><p:text>{words}</p:text></p:cm>'
        for key, words in ((1, "Is this\nso?"), (0, "Yes &amp; no"), (7, "Who?"))
    )
    add_part(part, "/ppt/comments/comment1.xml", RELATIONSHIP_TYPE.COMMENTS, f"<p:cmLst {CLASSIC}>{said}</p:cmLst>")
    texts = saved(deck).texts
    assert {path: found for path, found in texts.items() if "comment[" in path} == {
        "slide[1]/comment[0]": "Is this\nso?",
        "slide[1]/comment[0]/author": "Lee",
        "slide[1]/comment[1]": "Yes & no",
        "slide[1]/comment[1]/author": "Dana",
        "slide[1]/comment[2]": "Who?",
        "slide[1]/comment[2]/author": "",
    }


def test_threads_of_comments_with_their_answers():
    deck = pptx.Presentation()
    part = new_slide(deck).part
    authors = '<p188:author id="{A}" name="Dana"/><p188:author id="{B}" name="Lee"/>'
    add_part(
        deck.part,
        "/ppt/authors.xml",
        f"{_MODERN_KIND}/authors",
        f"<p188:authorLst {MODERN}>{authors}</p188:authorLst>",
    )

    def body(*lines):
        lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
        return f"<p188:txBody><a:bodyPr/><a:lstStyle/>{lines}</p188:txBody>"

    thread = (
        f'<p188:cm id="{{1}}" authorId="{{A}}"><p188:replyLst><p188:reply id="{{2}}" authorId="{{B}}">'
        f"{body('Yes')}</p188:reply></p188:replyLst>{body('Is it', 'Dana?')}</p188:cm>"
    )
    add_part(
        part, "/ppt/comments/modern1.xml", f"{_MODERN_KIND}/comments", f"<p188:cmLst {MODERN}>{thread}</p188:cmLst>"
    )
    texts = saved(deck).texts
    assert {path: found for path, found in texts.items() if "comment[" in path} == {
        "slide[0]/comment[0]": "Is it\nDana?",
        "slide[0]/comment[0]/author": "Dana",
        "slide[0]/comment[1]": "Yes",
        "slide[0]/comment[1]/author": "Lee",
    }


def test_properties_of_the_offices_own_of_any_type():
    deck = pptx.Presentation()
    new_slide(deck)
    deck.core_properties.version = "for Dana"
    own = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{k}" name="{name}">{value}</property>'
        for k, (name, value) in enumerate(
            (("Record", "<vt:lpwstr>A &lt; 7</vt:lpwstr>"), ("Pages", "<vt:i4>7</vt:i4>"), ("None", "<vt:empty/>")),
            start=2,
        )
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006"
    add_part(
        deck.part.package,
        "/docProps/custom.xml",
        f"{kind}/relationships/custom-properties",
        f'<Properties xmlns="{kind}/custom-properties" xmlns:vt="{kind}/docPropsVTypes">{own}</Properties>',
    )
    texts = saved(deck).texts
    assert {path: found for path, found in texts.items() if path.startswith("custom/")} == {
        "custom/Record": "A < 7",
        "custom/Pages": "7",
        "custom/None": "",
    }
    assert texts["core/version"] == "for Dana"


def test_entities_of_a_part_are_not_resolved_and_a_broken_one_is_an_error(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("do not read")
    deck = pptx.Presentation()
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    said = f'{entity}<p:cmLst {CLASSIC}><p:cm authorId="0"><p:text>&e;</p:text></p:cm></p:cmLst>'
    add_part(new_slide(deck).part, "/ppt/comments/comment1.xml", RELATIONSHIP_TYPE.COMMENTS, said)
    assert not any("do not read" in found for found in saved(deck).texts.values())
    add_part(new_slide(deck).part, "/ppt/comments/comment2.xml", RELATIONSHIP_TYPE.COMMENTS, "<p:cmLst")
    with pytest.raises(ReadbackError, match="cannot be read as pptx"):
        saved(deck)
