"""Comma-separated values: what the standard library and others read of them, and each value in its cell."""

import csv
import io
import re
import unicodedata
from dataclasses import replace

import pyarrow as pa
import pyarrow.csv
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import need, run
from samples import NAME, PATIENT, RECORD, WHO, document_of, full_document, paragraphs, surfaces_document

from synthphi.doctypes import Format
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
    plain,
    text,
)
from synthphi.document.canonical import lines
from synthphi.errors import RenderError
from synthphi.readback import open_file
from synthphi.readback.thorough import SECOND_READERS
from synthphi.render.csv import render
from synthphi.render.layouts import LAYOUTS

BOM = b"\xef\xbb\xbf"
PLAIN, MARKED, QUOTED, BOTH = "modern", "classic", "clinical", "regional"
"""A family of each way to write such a file; that of `MARKED` has rows of one length."""


def table_of(*blocks, layout=PLAIN, title="x", **changes):
    """Return a document of these blocks that has little else."""
    made = document_of(text("x"))
    bare = {"letterhead": Letterhead(()), "properties": Properties((), (), made.properties.created), "mail": None}
    return replace(
        made, **{"title": text(title), "sections": (Section((), blocks),), "layout": layout, **bare, **changes}
    )


def rows_of(data):
    """Return the rows of a file by the standard library."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def assert_values_stand_in_their_cells(document):
    rendered = render(document)
    spans = [span for span in annotate(document).spans if span.surface != "filename"]
    assert len(rendered.places) == len(spans)
    rows = rows_of(rendered.data)
    reader = open_file(Format.CSV, rendered.data)
    assert reader.texts == {
        f"row[{i}]/cell[{j}]": cell for i, row in enumerate(rows) for j, cell in enumerate(row) if cell
    }
    taken = set()
    for span, places in zip(spans, rendered.places, strict=True):
        (place,) = places
        row, cell = map(int, re.fullmatch(r"row\[(\d+)\]/cell\[(\d+)\]", place.path).groups())
        assert rows[row][cell][place.start : place.start + len(span.text)] == span.text
        assert reader.text_at(place, len(span.text)) == span.text
        taken.add(place)
    assert len(taken) == len(spans)
    return rows


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_value_stands_where_it_is_said_to(layout):
    assert_values_stand_in_their_cells(full_document(layout, rows=40))
    assert_values_stand_in_their_cells(full_document(layout, mail=True))
    assert_values_stand_in_their_cells(surfaces_document(layout))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_line_of_the_document_is_in_the_file(layout):
    found = " ".join(" ".join(cell for row in rows_of(render(surfaces_document(layout)).data) for cell in row).split())
    for _, line in lines(surfaces_document(layout)):
        assert " ".join(plain(line).split()) in found


_HARD = st.text(st.sampled_from("abZ019,;\"'=+-@ |éñ山\u0301\u200d\u00a0\ufeff\u2028\x85😀"), min_size=1, max_size=12)


@st.composite
def hard_texts(draw):
    """Draw a text of fragments with spaces, quotes and commas at their ends, labelled or not."""
    return tuple(
        Fragment(characters, PATIENT if characters.strip() and draw(st.booleans()) else None)
        for characters in draw(st.lists(_HARD, max_size=4))
    )


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(hard_texts(), min_size=2, max_size=2), max_size=3),
    hard_texts(),
    hard_texts(),
    hard_texts(),
    st.sampled_from([PLAIN, MARKED, QUOTED, BOTH]),
)
def test_any_text_is_in_its_cell_as_it_was(cells, first, second, third, layout):
    table = Table((first, second), tuple(tuple(map(Cell, row)) for row in cells), (0.5, 0.5))
    single = Table((third,), tuple((Cell(row[0]),) for row in cells), (1.0,))
    blocks = (table, single, Fields((Field("Name", second),)), Bullets((first, third), numbered=True))
    document = table_of(*blocks, layout=layout, letterhead=Letterhead(second, (third,)), header=first, footer=third)
    rows = assert_values_stand_in_their_cells(document)
    as_written = [[plain(cell) for cell in row] for row in ((first, second), *cells)]
    trimmed = [row[:2] for row in rows]
    assert any(trimmed[i : i + len(as_written)] == as_written for i in range(len(rows)))
    alone = [[plain(third)], *([plain(row[0])] for row in cells)]
    assert any([row[:1] for row in rows[i : i + len(alone)]] == alone for i in range(len(rows)))


@settings(max_examples=60, deadline=None)
@given(paragraphs(), paragraphs(), paragraphs(), st.sampled_from([PLAIN, MARKED, QUOTED, BOTH]))
def test_any_document_is_found(first, second, third, layout):
    assert_values_stand_in_their_cells(
        replace(
            surfaces_document(layout),
            title=first,
            header=second,
            footer=third,
            sections=(
                Section(second, (Paragraph(first), Bullets((second, ())), SignatureLine("By", third)), notes=(first,)),
                Section((), (Table((first, second), ((Cell(third), Cell(())),), (0.5, 0.5)),), comments=()),
            ),
        )
    )


def unmarked(data):
    return data.removeprefix(BOM)


def test_families_write_in_the_way_of_different_programs():
    ways = {
        layout: (
            data.startswith(BOM),
            all(line.startswith(b'"') for line in unmarked(data).split(b"\r\n") if line),
            len({len(row) for row in rows_of(data)}) == 1,
        )
        for layout in LAYOUTS
        for data in [render(table_of(Paragraph(text("a")), Fields((Field("b", text("c")),)), layout=layout)).data]
    }
    assert {ways[PLAIN], ways[MARKED], ways[QUOTED], ways[BOTH]} == set(ways.values())
    assert ways[PLAIN] == (False, False, False)
    assert ways[MARKED] == (True, False, True)
    assert ways[QUOTED] == (False, True, False)
    assert ways[BOTH] == (True, True, False)


def test_a_file_begins_with_what_it_is():
    document = table_of(
        Fields((Field("Patient", text(NAME)), Field("Visit"))),
        Table((text("Test"), text("Result")), ((Cell(text("Sodium")), Cell(text("140"), flag=True)),), (0.5, 0.5)),
        Paragraph(text("Call, please")),
        Choices("Sex:", ("Female", "Male"), (0,)),
        SignatureLine("Director", text(WHO)),
        title="Results",
        letterhead=Letterhead(text("Office"), (text("Springfield, IL"),)),
        header=text(NAME, "    MRN ", RECORD),
        footer=text("Keep"),
        properties=replace(document_of().properties, title=text("Results"), author=text(WHO), company=()),
    )
    assert render(document).data.decode() == (
        "Office\r\n"
        '"Springfield, IL"\r\n'
        "Results\r\n"
        "\r\n"
        "Report,Results\r\n"
        f"Prepared by,{WHO.text}\r\n"
        f"{NAME.text},MRN {RECORD.text}\r\n"
        "\r\n"
        f"Patient,{NAME.text}\r\n"
        "Visit,\r\n"
        "\r\n"
        "Test,Result\r\n"
        "Sodium,140\r\n"
        "\r\n"
        '"Call, please"\r\n'
        "\r\n"
        "Sex:  [X] Female  [ ] Male\r\n"
        f"Director,{WHO.text}\r\n"
        "\r\n"
        "Keep\r\n"
    )


def test_texts_are_quoted_and_numbers_are_not():
    cells = ["140", "-1.5", "0", "007", "+4", "1.", "1,024", 'a "b"', "", "٣"]
    table = Table((text("a"),) * len(cells), (tuple(Cell(text(cell)) for cell in cells),), (0.1,) * 10)
    (line,) = [line for line in render(table_of(table, layout=QUOTED)).data.decode().split("\r\n") if "140" in line]
    assert line == '140,-1.5,0,"007","+4","1.","1,024","a ""b""",,"٣"'


def test_a_value_that_looks_like_a_formula_is_as_it_was():
    values = ["=1+2", "+1 217 555 0101", "-5", "@home"]
    document = table_of(*(Paragraph(text(Fragment(value, PATIENT))) for value in values))
    assert [row[0] for row in rows_of(render(document).data) if row and row[0] in values] == values


def test_a_value_with_a_wide_gap_stays_in_one_cell():
    value = Fragment("Annabel    Reyes", PATIENT)
    rows = assert_values_stand_in_their_cells(table_of(header=text("Of    ", value, "    seen")))
    assert ["Of", value.text, "seen"] in rows


def test_rows_are_as_long_as_the_longest_where_a_spreadsheet_saved_them():
    data = render(replace(full_document(MARKED), letterhead=Letterhead(text("Office")))).data
    assert {len(row) for row in rows_of(data)} == {3}
    assert b"\r\n,,\r\n" in data
    read = pyarrow.csv.read_csv(
        io.BytesIO(data),
        pyarrow.csv.ReadOptions(autogenerate_column_names=True, use_threads=False),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types={f"f{i}": pa.string() for i in range(3)}, strings_can_be_null=False
        ),
    )
    assert [list(row.values()) for row in read.to_pylist()] == rows_of(data)


@settings(max_examples=15, deadline=None)
@given(st.lists(hard_texts(), min_size=1, max_size=8), st.sampled_from([PLAIN, MARKED, QUOTED, BOTH]))
def test_the_second_reader_finds_the_same_cells(tmp_path_factory, texts, layout):
    need("perl")
    table = Table((text("a"),), tuple((Cell(one),) for one in texts), (1.0,))
    path = tmp_path_factory.mktemp("tables") / "one.csv"
    path.write_bytes(render(replace(surfaces_document(layout), sections=(Section((), (table,)),))).data)
    (found,) = SECOND_READERS[Format.CSV].read([path])
    assert found == open_file(Format.CSV, path.read_bytes()).texts


@pytest.mark.parametrize("layout", [PLAIN, MARKED, QUOTED, BOTH])
def test_programs_take_it_for_text(tmp_path, layout):
    path = tmp_path / "export"
    for document in (full_document(layout), surfaces_document(layout)):
        path.write_bytes(render(document).data)
        assert run("file", "--brief", "--mime-type", str(path)).strip() in {"text/plain", "text/csv"}
        assert re.search(rb"(?<!\r)\n|\r(?!\n)", path.read_bytes()) is None
        assert path.read_bytes().endswith(b"\r\n")


def test_combining_characters_are_not_composed():
    value = Fragment(unicodedata.normalize("NFD", "Bélanger"), PATIENT)
    assert value.text.encode() in render(table_of(Paragraph(text(value)))).data


def test_the_same_document_gives_the_same_bytes():
    assert render(surfaces_document()).data == render(surfaces_document()).data


@pytest.mark.parametrize("bad", ["a\nb", "a\rb", "a\0b", "a\tb", "\x1b[2J"])
def test_a_control_character_is_refused(bad):
    for document in (table_of(Paragraph(text(bad))), table_of(header=text(bad))):
        with pytest.raises(RenderError, match=r"positive-000002: the text holds the character U\+00.., which a CSV"):
            render(document)
