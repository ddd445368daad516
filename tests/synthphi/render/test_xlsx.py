"""Workbooks as openpyxl sees them, and every value at its places."""

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import datetime, time

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from programs import need
from samples import NAME, PATIENT, RECORD, WHO, full_document, surfaces_document

from synthphi.corpus.label_schema import PATHS
from synthphi.doctypes import Format
from synthphi.document import Cell, Comment, Document, Fragment, Link, Paragraph, Section, Table, annotate, text
from synthphi.errors import RenderError
from synthphi.readback import open_file
from synthphi.render import render
from synthphi.render.layouts import LAYOUTS


def made(document: Document) -> bytes:
    return render(document, Format.XLSX).data


def opened(document: Document):
    return openpyxl.load_workbook(io.BytesIO(made(document)))


def with_sections(*sections: Section, layout: str = "classic") -> Document:
    return replace(full_document(layout), sections=sections)


def table_of(*values: str) -> Document:
    rows = tuple((Cell(text(Fragment(value, PATIENT))),) for value in values)
    return with_sections(Section(text("Values"), (Table((text("Value"),), rows, (1.0,)),)))


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def assert_every_value_is_placed(document: Document) -> None:
    """Assert that each value stands at its places, and nowhere else in the file."""
    spans = annotate(document).spans
    rendered = render(document, Format.XLSX)
    texts = open_file(Format.XLSX, rendered.data).texts
    assert len(rendered.places) == len(spans)
    stated = set()
    for span, places in zip(spans, rendered.places, strict=True):
        assert places
        for place in places:
            assert re.fullmatch(PATHS[Format.XLSX], place.path)
            assert texts[place.path][place.start :].startswith(span.text), place
            stated.add((place.path, place.start))
    for value in {span.text for span in spans}:
        for path, said in texts.items():
            for found in re.finditer(re.escape(value), said):
                assert (path, found.start()) in stated, (value, path)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("document", [full_document, surfaces_document])
def test_every_value_is_at_its_places_and_nowhere_else(document, layout):
    assert_every_value_is_placed(document(layout))


def test_the_surfaces_have_paths_of_their_own():
    paths = {place.path for places in render(surfaces_document(), Format.XLSX).places for place in places}
    kinds = {re.sub(r"\d+", "0", re.sub(r"[A-Z]+\d+", "B7", path)) for path in paths}
    assert {
        *("sheet[0]/B0", "sheet[0]/B0/comment", "sheet[0]/B0/comment/author", "sheet[0]/B0/link"),
        *("sheet[0]/header", "sheet[0]/footer", "sheet[0]/drawing[0]/alt", "sheet[0]/drawing[0]/p[0]"),
        *("sheet[0]/chart[0]/title", "sheet[0]/chart[0]/series[0]", "sheet[0]/chart[0]/category[0]"),
        *("core/title", "core/last_modified_by", "app/company", "custom/Record"),
    } <= kinds


@pytest.mark.parametrize("layout", LAYOUTS)
def test_openpyxl_shows_the_same_cells(layout):
    data = made(surfaces_document(layout))
    texts = open_file(Format.XLSX, data).texts
    shown = {path: said for path, said in texts.items() if re.fullmatch(r"sheet\[\d+\]/[A-Z]+\d+", path)}
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = {
        f"sheet[{i}]/{cell.coordinate}": cell.value
        for i, sheet in enumerate(book)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert {path: f"{value:g}" if isinstance(value, int | float) else value for path, value in cells.items()} == shown


def test_openpyxl_finds_what_is_attached_to_the_sheets():
    book = opened(surfaces_document())
    sheets = {sheet.title: sheet for sheet in book}
    assert list(sheets) == ["Summary", "Results", "Registration", "Sheet4", "Sheet5", "Sheet6"]
    assert [sheet.sheet_state for sheet in book].count("hidden") == 1
    follow_up = sheets["Sheet4"]
    assert follow_up["A1"].comment.text == "Is Annabel O'Brien-Bélanger the right one? <Check> & sign."
    assert follow_up["A1"].comment.author == "Dana M. Reyes"
    assert follow_up["A2"].comment.author == "Front desk"
    assert follow_up["A3"].hyperlink.target == "https://portal.clinic.example.org/chart/abelanger7"
    assert follow_up["B10"].value == 151.5
    (chart,) = follow_up._charts
    (series,) = chart.series
    assert series.val.numRef.f == "'Sheet4'!$B$10:$B$11"
    assert len(sheets["Registration"]._images) == 3
    for sheet in book:
        assert sheet.oddHeader.left.text == "Annabel O'Brien-Bélanger    MRN STB-004417"
        assert sheet.oddFooter.left.text == "St. Brendan && Sons <Regional> Center  |  Confidential"
        assert sheet.oddFooter.right.text == "Page &P of &N"
    assert book.properties.title == "Note of Annabel O'Brien-Bélanger"
    assert {one.name: one.value for one in book.custom_doc_props.props}["Record"] == "STB-004417"


def test_a_table_has_a_filter_and_its_heading_stays_in_sight():
    table = Table(
        (text("Test"), text("Result")), tuple((Cell(text("Sodium")), Cell(text("141"))) for _ in range(9)), (0.5, 0.5)
    )
    sheet = opened(with_sections(Section(text("Chemistry"), (table,))))["Chemistry"]
    assert sheet.freeze_panes == "A3"
    assert sheet.auto_filter.ref == "A2:B11"
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.column_dimensions["A"].width > 20


@pytest.mark.parametrize(
    ("shown", "stored", "code"),
    [
        ("7.4", 7.4, "0.0"),
        ("7.40", 7.4, "0.00"),
        ("151.5", 151.5, "0.0"),
        ("141", 141, "0"),
        ("-5", -5, "0"),
        ("1,234.50", 1234.5, "#,##0.00"),
        ("37%", 0.37, "0%"),
        ("$1,234.50", 1234.5, '"$"#,##0.00'),
        ("2025-05-07", datetime(2025, 5, 7), r"yyyy\-mm\-dd"),
        ("05/07/2025", datetime(2025, 5, 7), r"mm\/dd\/yyyy"),
        ("5/7/25", datetime(2025, 5, 7), r"m\/d\/yy"),
        ("07-May-2025", datetime(2025, 5, 7), r"[$-409]dd\-mmm\-yyyy"),
        ("March 7, 2025", datetime(2025, 3, 7), r"[$-409]mmmm\ d\,\ yyyy"),
        ("Mar 7, 2025", datetime(2025, 3, 7), r"[$-409]mmm\ d\,\ yyyy"),
        ("7 March 2025", datetime(2025, 3, 7), r"[$-409]d\ mmmm\ yyyy"),
        ("05/07/2025 14:35", datetime(2025, 5, 7, 14, 35), r"mm\/dd\/yyyy hh:mm"),
        ("08:05", time(8, 5), "hh:mm"),
    ],
)
def test_numbers_and_dates_are_what_they_look_like(shown, stored, code):
    document = table_of(shown)
    cell = opened(document)["Values"]["A3"]
    assert cell.value == stored
    assert cell.number_format == code
    assert open_file(Format.XLSX, made(document)).texts["sheet[1]/A3"] == shown


@pytest.mark.parametrize(
    "value",
    [
        *("007", "-0", "+5", "1,23", "1234567890123456", "02/30/2025", "5/07/2025", "03/01/1850", "07MAR2025", "25:00"),
        *("=1+1", "@SUM(A1)", "-1-1", "+A1", "7.4 H", "< 5", " 5", "5 ", "1e5", "١٢", "_x0041_", "'5"),
    ],
)
def test_what_a_format_would_not_show_exactly_is_text(value):
    document = table_of(value)
    cell = opened(document)["Values"]["A3"]
    assert (cell.value, cell.data_type) == (value, "s")
    assert open_file(Format.XLSX, made(document)).texts["sheet[1]/A3"] == value


def test_what_looks_like_a_formula_stays_a_text_when_it_is_edited():
    sheet = opened(table_of("=1+1", "one"))["Values"]
    assert sheet["A3"].quotePrefix
    assert not sheet["A4"].quotePrefix
    assert b"<f>" not in b"".join(parts_of(made(table_of("=1+1"))).values())


_VALUES = st.one_of(
    st.text(
        st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), min_size=1, max_size=40
    ),
    st.builds("{}{}".format, st.sampled_from("=+-@'"), st.text("ABC019()+-*/. ,", max_size=12)),
    st.decimals(-100000, 100000, places=2).map(str),
    st.floats(0, 1e6).map(lambda number: f"{number:,.2f}"),
    st.dates().map(lambda day: f"{day.month:02d}/{day.day:02d}/{day.year:04d}"),
    st.dates().map(lambda day: f"{day.month}/{day.day}/{day.year % 100:02d}"),
    st.datetimes().map(lambda when: f"{when:%d-%b-%Y %H:%M}"),
    st.text("0123456789.,-$%/: ", min_size=1, max_size=14),
    st.builds("{}{}".format, st.just("long "), st.integers(200, 3000).map(lambda count: "word " * count)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_VALUES, min_size=1, max_size=6))
@example(["_x0041_", "a\u2028b", "\u00a0x\u00a0"])
def test_any_text_is_shown_as_it_was(values):
    document = table_of(*values)
    texts = open_file(Format.XLSX, made(document)).texts
    assert [texts[f"sheet[1]/A{row}"] for row, _ in enumerate(values, start=3)] == values
    lines = with_sections(Section((), tuple(Paragraph(text(value)) for value in values)))
    assert [
        cell.value for (cell, *_) in opened(lines)["Summary"].iter_rows(min_row=7, max_row=6 + len(values))
    ] == values


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("ABC& 0123LRCPND\"'<>_x"), min_size=1, max_size=60))
def test_any_text_stands_in_header_and_footer(said):
    document = replace(
        full_document(), header=text(Fragment(said, PATIENT)), footer=text("x ", Fragment(said, PATIENT))
    )
    texts = open_file(Format.XLSX, made(document)).texts
    assert texts["sheet[0]/header"] == said
    assert texts["sheet[0]/footer"] == f"x {said}\tPage  of "


def test_a_header_that_is_too_long_for_a_page_is_printed():
    long = text("MRN ", RECORD, " of ", Fragment("Q" * 300, PATIENT))
    document = replace(full_document(), header=long, footer=long)
    assert "sheet[0]/header" not in open_file(Format.XLSX, made(document)).texts
    assert_every_value_is_placed(document)


def test_a_text_that_no_cell_can_hold_is_refused():
    with pytest.raises(RenderError, match=r"positive-000001.*32767"):
        made(table_of("x" * 32_768))


@pytest.mark.parametrize(
    ("value", "code"), [("\x01", "U+0001"), ("\x02", "U+0002"), ("a\x01b", "U+0001"), (" \x02", "U+0002")]
)
def test_a_character_that_marks_strings_while_they_are_written_is_refused_in_a_text(value, code):
    with pytest.raises(RenderError, match=re.escape(code)):
        made(table_of("a", value, " b "))


def test_sheets_have_plain_names_of_their_own_without_labelled_values():
    table = Table((text("A"),), ((Cell(text("b")),),) * 4, (1.0,))
    titles = ("Labs: [2024] / all?", "labs  2024 all", "History", "x" * 40, "A rather long heading with many words")
    document = with_sections(*(Section(text(one), (table, table)) for one in titles), Section(text(NAME), (table,)))
    names = opened(document).sheetnames
    assert names[:4] == ["Summary", "Labs 2024 all", "labs 2024 all 2", "Sheet4"]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= 31 and "Annabel" not in name for name in names)


def test_more_comments_than_lines_are_on_cells_of_their_own():
    comments = tuple(Comment(text(WHO), text(f"Remark {i} on ", NAME)) for i in range(5))
    sheet = opened(with_sections(Section(text("Notes"), (Paragraph(text("One line")),), comments=comments)))["Summary"]
    assert sum(1 for row in sheet.iter_rows() for cell in row if cell.comment) == 5


def test_a_link_without_a_target_is_text():
    document = with_sections(Section((), (Link(text("See "), text("the portal"), ()),)))
    assert [cell.hyperlink for row in opened(document)["Summary"].iter_rows() for cell in row if cell.hyperlink] == []


def test_parts_that_a_document_has_no_use_for_are_not_there():
    names = set(parts_of(made(replace(full_document(), sections=(Section(text("A"), (Paragraph(text("b")),)),)))))
    assert not [name for name in names if "comments" in name or "chart" in name or "vml" in name or "custom" in name]


def test_every_relationship_leads_somewhere_and_every_part_has_a_type():
    parts = parts_of(made(surfaces_document()))
    types = parts["[Content_Types].xml"].decode()
    for name in parts:
        extension = name.rpartition(".")[2]
        assert f'PartName="/{name}"' in types or f'Extension="{extension}"' in types
    for named in re.findall(r'PartName="/([^"]+)"', types):
        assert named in parts
    book = openpyxl.load_workbook(io.BytesIO(made(surfaces_document())))
    assert book.sheetnames


def test_file_knows_the_type(tmp_path):
    need("file")
    path = tmp_path / "workbook"
    path.write_bytes(made(surfaces_document()))
    said = subprocess.run(["file", "--brief", "--mime-type", path], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
