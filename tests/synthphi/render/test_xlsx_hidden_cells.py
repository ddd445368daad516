"""Hidden rows and columns of workbooks, the filters that hide rows, named cells, and sheets without a letterhead."""

import csv
import io
import subprocess
from dataclasses import replace

import openpyxl
from programs import need
from samples import PATIENT, full_document

from synthphi.doctypes import Format
from synthphi.document import (
    Cell,
    Field,
    Fields,
    Fragment,
    Letterhead,
    Paragraph,
    Section,
    Table,
    annotate,
    plain,
    text,
)
from synthphi.readback import open_file
from synthphi.render import render

HEADS = ("Name", "SSN", "Status", "Seen")
ROWS = (
    ("Ana", "900-12-0001", "Active", "05/07/2025"),
    ("Ben", "900-12-0002", "Closed", "05/08/2025"),
    ("Cyd", "900-12-0003", "Active", "05/09/2025"),
    ("Dee", "900-12-0004", 'Sent & "due"', "05/10/2025"),
    ("Eve", "900-12-0005", "Closed", "05/11/2025"),
)
LABELLED = {0, 1, 3}


def table(rows=ROWS, hidden_rows=frozenset({1, 4}), hidden_columns=frozenset({1}), name="Patients"):
    cells = tuple(
        tuple(
            Cell(text(Fragment(value, PATIENT) if at in LABELLED and value else value)) for at, value in enumerate(row)
        )
        for row in rows
    )
    return Table(tuple(map(text, HEADS)), cells, (0.25,) * 4, hidden_rows, hidden_columns, name)


def document(*sections, bare=False):
    made = replace(full_document("classic"), sections=sections, header=text("List"), footer=())
    if bare:
        made = replace(made, letterhead=Letterhead(()), title=(), mail=None)
    return made


LIST = Section(text("Patients"), (Paragraph(text("Run today.")), table(), Paragraph(text("End."))))


def opened(made):
    return openpyxl.load_workbook(io.BytesIO(render(made, Format.XLSX).data))


def test_openpyxl_sees_what_is_hidden():
    sheet = opened(document(LIST))["Patients"]
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Name")
    assert [sheet.row_dimensions[head + 1 + i].hidden for i in range(5)] == [False, True, False, False, True]
    assert not sheet.row_dimensions[head].hidden
    assert [bool(sheet.column_dimensions[letter].hidden) for letter in "ABCD"] == [False, True, False, False]
    assert sheet.cell(head + 2, 2).value == "900-12-0002"


def test_hidden_cells_are_of_the_hidden_surface():
    made = document(LIST)
    spans = annotate(made).spans
    surfaces = {span.text: span.surface for span in spans}
    assert [surfaces[row[0]] for row in ROWS] == ["table", "hidden", "table", "table", "hidden"]
    assert {surfaces[row[1]] for row in ROWS} == {"hidden"}
    labelled_head = replace(table(), header=(text("Name"), text(Fragment("Of Ana", PATIENT)), *table().header[2:]))
    (head,) = [s for s in annotate(document(Section((), (labelled_head,)))).spans if s.text == "Of Ana"]
    assert head.surface == "hidden"


def test_readers_return_hidden_cells_as_any_others():
    made = document(LIST)
    rendered = render(made, Format.XLSX)
    texts = open_file(Format.XLSX, rendered.data).texts
    for span, places in zip(annotate(made).spans, rendered.places, strict=True):
        assert all(texts[place.path].startswith(span.text, place.start) for place in places)
    said = set(texts.values())
    assert {value for row in ROWS for value in row} <= said
    assert "SSN" in said


def test_the_filter_says_why_rows_are_hidden():
    sheet = opened(document(LIST))["Patients"]
    (column,) = sheet.auto_filter.filterColumn
    assert column.colId == 2
    assert set(column.filters.filter) == {"Active", 'Sent & "due"'}
    texts = open_file(Format.XLSX, render(document(LIST), Format.XLSX).data).texts
    assert {text for path, text in texts.items() if "/filter[" in path} == {"Active", 'Sent & "due"'}


def test_a_filter_repeats_no_labelled_value_and_tells_no_lie():
    # By name the rows could be told apart, by what is not labelled they cannot.
    rows = tuple((*row[:2], "Active", row[3]) for row in ROWS)
    sheet = opened(document(Section(text("Patients"), (table(rows),))))["Patients"]
    assert sheet.auto_filter.ref
    assert not sheet.auto_filter.filterColumn
    # An empty cell that is shown is ticked, too.
    rows = (*ROWS, ("", "", "", ""))
    sheet = opened(document(Section(text("Patients"), (table(rows),))))["Patients"]
    assert sheet.auto_filter.filterColumn[0].filters.blank


def test_tables_have_names_that_formulas_can_use():
    twice = Section(text("More"), (table(),))
    book = opened(document(LIST, twice, Section(text("Other"), (table(name=""),))))
    assert set(book.defined_names) == {"Patients", "Patients_2"}
    ((sheet, cells),) = book.defined_names["Patients"].destinations
    found = [[cell.value for cell in row] for row in book[sheet][cells]]
    assert found[0] == list(HEADS)
    assert len(found) == 6
    assert book["Patients"].print_title_rows


def test_nothing_else_stands_in_a_hidden_column():
    fields = Fields((Field("Owner", text("Desk")), Field("Site", text("North"))))
    book = opened(
        document(LIST, Section(text("Facts"), (fields,)), Section(text("More"), (table(ROWS[:1], frozenset()),)))
    )
    assert [sheet.title for sheet in book] == ["Summary", "Patients", "Facts", "More"]
    assert not any(dimension.hidden for dimension in book["Facts"].column_dimensions.values())


def test_without_anything_above_it_a_table_begins_the_first_sheet():
    book = opened(document(Section((), (table(),)), Section(text("Notes"), (Paragraph(text("None.")),)), bare=True))
    first = book.worksheets[0]
    assert [cell.value for cell in first[1]] == list(HEADS)
    assert first.freeze_panes == "A2"
    assert [sheet.title for sheet in book] == ["Sheet1", "Notes"]
    made = document(Section(text("Export"), (table(),)), bare=True)
    assert opened(made).sheetnames == ["Export"]


def test_columns_of_a_wide_table_have_room_for_their_texts():
    heads = tuple(text(f"Head {i}") for i in range(12))
    row = tuple(
        Cell(text(value)) for value in ("x" * 30, *("12/31/2025",) * 5, *("1,234,567.89",) * 3, "a", "", "y" * 60)
    )
    made = document(Section(text("Wide"), (Table(heads, (row,) * 3, (1 / 12,) * 12),)))
    sheet = opened(made)["Wide"]
    widths = [sheet.column_dimensions[chr(65 + i)].width for i in range(12)]
    assert all(width > len(plain(cell.text)) for width, cell in zip(widths[:-1], row[:-1], strict=True))
    assert widths[-1] < 60
    assert min(widths) >= 9


def test_libreoffice_shows_all_but_what_is_hidden(tmp_path):
    need("soffice")
    file = tmp_path / "list.xlsx"
    made = document(Section((), (table(),)), bare=True)
    file.write_bytes(render(made, Format.XLSX).data)
    subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path), str(file)),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    need("pdftotext")
    shown = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "list.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    for name, number, _, day in (ROWS[0], ROWS[2], ROWS[3]):
        assert name in shown
        assert day in shown
        assert number not in shown
    assert "Ben" not in shown
    assert "SSN" not in shown


def test_hours_are_shown_as_they_are_written(tmp_path):
    """An hour alone is no day with a fraction: one digit too few, and an office suite shows the minute before."""
    need("soffice")
    hours = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(480, 1_020, 5)]
    rows = tuple((Cell(text(hour)), Cell(text("x"))) for hour in hours)
    made = document(Section((), (Table((text("Time"), text("Who")), rows, (0.5, 0.5)),)), bare=True)
    file = tmp_path / "hours.xlsx"
    file.write_bytes(render(made, Format.XLSX).data)
    subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"),
            *(
                "--convert-to",
                "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true",
                "--outdir",
                str(tmp_path),
                str(file),
            ),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    with (tmp_path / "hours.csv").open(newline="") as lines:
        assert [line[0] for line in csv.reader(lines)][1:] == hours
    texts = open_file(Format.XLSX, file.read_bytes()).texts
    assert [texts[f"sheet[0]/A{number}"] for number in range(2, len(hours) + 2)] == hours
