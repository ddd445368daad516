"""Plain text: 80 columns, pages of 60 lines, and no value broken."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import run
from samples import NAME, PATIENT, RECORD, document_of, full_document, paragraphs, surfaces_document

from synthphi.doctypes import Format
from synthphi.document import (
    Bullets,
    Cell,
    Field,
    Fields,
    Fragment,
    Paragraph,
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
from synthphi.render.layouts import LAYOUTS
from synthphi.render.txt import render

LISTED, IN_SEGMENTS = "classic", "harbor"


def text_of(*blocks, layout=LISTED, **changes):
    """Return a document of these blocks."""
    return replace(document_of(text("x")), sections=(Section((), blocks),), layout=layout, mail=None, **changes)


def laboratory(layout, rows=8):
    """Return a document that is for the most part a table."""
    header = (text("Test"), text("Result of ", NAME), text("Reference"))
    table = Table(
        header,
        tuple((Cell(text(f"Analyte {i}")), Cell(text("5.5"), i == 1), Cell(text(RECORD))) for i in range(rows)),
        (0.4, 0.3, 0.3),
    )
    fields = Fields((Field("Patient", text(NAME)), Field("MRN", text(RECORD))))
    return text_of(
        fields, table, Paragraph(text("Seen by ", NAME)), SignatureLine("Director"), layout=layout, header=text(NAME)
    )


def width(line):
    """Return how many cells of a terminal a line takes."""
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in line)
    return wide + sum(unicodedata.category(one) not in {"Mn", "Me", "Cf", "Cc"} for one in line)


def assert_values_stand_in_one_piece(document):
    rendered = render(document)
    spans = [span for span in annotate(document).spans if span.surface != "filename"]
    assert len(rendered.places) == len(spans)
    found = rendered.data.decode("utf-8")
    reader = open_file(Format.TXT, rendered.data)
    assert reader.texts == {"text": found}
    taken = set()
    for span, places in zip(spans, rendered.places, strict=True):
        assert places
        for place in places:
            assert place.path == "text"
            assert place.boxes == ()
            assert (
                found[place.start : place.start + len(span.text)] == span.text == reader.text_at(place, len(span.text))
            )
            taken.add((place.start, len(span.text)))
    # No two values stand in the same place.
    assert len(taken) == sum(map(len, rendered.places))
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_value_stands_where_it_is_said_to(layout):
    assert_values_stand_in_one_piece(full_document(layout, rows=70))
    assert_values_stand_in_one_piece(full_document(layout, mail=True))
    assert_values_stand_in_one_piece(surfaces_document(layout))
    assert_values_stand_in_one_piece(laboratory(layout))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_line_of_the_document_is_in_the_file(layout):
    for document in (surfaces_document(layout), laboratory(layout)):
        found = " ".join(re.sub(r"[|.]", " ", render(document).data.decode()).split()).casefold()
        for _, line in lines(document):
            assert " ".join(re.sub(r"[|.]", " ", plain(line)).split()).casefold() in found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_line_is_wider_than_80_columns(layout):
    for document in (surfaces_document(layout), full_document(layout, rows=70), laboratory(layout, rows=70)):
        assert max(map(width, render(document).data.decode().split("\n"))) <= 80


@settings(max_examples=60, deadline=None)
@given(paragraphs(), paragraphs(), paragraphs(), st.sampled_from([LISTED, IN_SEGMENTS, "clinical"]))
def test_any_text_is_found(first, second, third, layout):
    assert_values_stand_in_one_piece(
        text_of(
            Paragraph(first, "quote"),
            Bullets((second, first), numbered=True),
            Table((first, text("two")), ((Cell(second), Cell(third, flag=True)), (Cell(()), Cell(()))), (0.5, 0.5)),
            Table((second, third), (), (0.5, 0.5)),
            Fields((Field("Name", first), Field("Note", third), Field("Empty")), boxed=True),
            Fields((Field("A caption that is longer than most are", second), Field("B", third), Field("C"))),
            SignatureLine("Signed", first),
            layout=layout,
            header=second,
            footer=third,
        )
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=70).filter(str.strip),
        min_size=1,
        max_size=5,
    )
)
def test_values_of_all_scripts_and_lengths_stand_in_one_piece(values):
    line = text(*(part for value in values for part in ("seen as ", Fragment(f"a{value}b", PATIENT), ", ")))
    header = (text("One"), text("Two"))
    found = assert_values_stand_in_one_piece(
        text_of(Paragraph(line), Table(header, ((Cell(line), Cell(line)),), (0.5, 0.5)), Fields((Field("A", line),)))
    )
    longest = max(map(width, values)) + 2
    for one in found.split("\n"):
        # A value is not broken, and what is around it may be in the way of its line's start.
        assert width(one) <= max(80, longest + 30)


def test_a_value_of_up_to_60_characters_moves_to_the_next_line_and_a_longer_one_has_its_own():
    short, long = Fragment("x" * 29 + " " + "y" * 30, PATIENT), Fragment("x" * 50 + " " + "y" * 50, PATIENT)
    found = assert_values_stand_in_one_piece(
        text_of(Paragraph(text("Some words before it: ", short, " and behind it.")))
    )
    assert f"before it:\n{short.text} and behind it.\n" in found
    found = assert_values_stand_in_one_piece(text_of(Paragraph(text("Before: ", long, " and behind it."))))
    assert f"Before:\n{long.text}\nand behind it.\n" in found
    found = assert_values_stand_in_one_piece(text_of(Fields((Field("Name", text(long)),))))
    assert f"\n    {long.text}\n" in found


def test_a_sentence_without_spaces_is_broken_at_the_end_of_the_line_but_not_in_a_value():
    value = Fragment("山田太郎", PATIENT)
    found = assert_values_stand_in_one_piece(text_of(Paragraph(text("漢" * 38, value, "字" * 60))))
    broken = ["漢" * 38, "山田太郎" + "字" * 36, "字" * 24]
    assert "\n".join(broken) in found


def test_cells_that_are_too_wide_are_wrapped_in_their_column():
    words = "Repeat in four weeks unless the value has returned to its range before that day, and call"
    table = Table((text("Test"), text("Comment")), ((Cell(text("Sodium for ", NAME)), Cell(text(words))),), (0.5, 0.5))
    found = assert_values_stand_in_one_piece(text_of(table)).split("\n")
    first = next(i for i, line in enumerate(found) if line.startswith("Test"))
    start = found[first].index("Comment")
    rows = found[first + 2 : found.index("", first)]
    assert len(rows) > 1
    assert " ".join(row[start:] for row in rows).split() == words.split()
    assert " ".join(row[:start] for row in rows).split() == ["Sodium", "for", *NAME.text.split()]


def test_a_table_that_no_line_can_hold_is_a_list_of_records():
    values = [Fragment(letter * 40, PATIENT) for letter in "ABC"]
    table = Table(
        (text("First"), text("Of ", NAME), text("Third")),
        (tuple(Cell(text(one)) for one in values), tuple(Cell(text(one)) for one in values)),
        (0.3, 0.3, 0.4),
    )
    document = text_of(table)
    found = assert_values_stand_in_one_piece(document)
    assert found.count(f"First: {values[0].text}\nOf {NAME.text}: {values[1].text}\nThird: {values[2].text}\n") == 2
    # What the header says stands before each row.
    assert len(render(document).places[0]) == 2


def test_headings_are_in_capitals_but_for_values():
    found = render(full_document("modern")).data.decode()
    assert f"\nCOURSE OF {NAME.text}\n" in found
    assert f"\nPROGRESS NOTE OF {NAME.text}\n" in found
    found = render(full_document("classic")).data.decode()
    assert f"\nCourse of {NAME.text}\n{'-' * 34}\n" in found


def test_captions_lead_to_their_values_by_dots():
    found = render(full_document("modern")).data.decode()
    assert f"\nPatient .... {NAME.text}    MRN ........ {RECORD.text}\n" in found


def test_a_long_text_has_pages_of_60_lines_with_header_footer_and_number():
    document = full_document("modern", rows=120)
    found = assert_values_stand_in_one_piece(document)
    pages = found.removesuffix("\n").split("\n\f")
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        of_page = page.split("\n")
        assert len(of_page) <= 60
        assert of_page[0].startswith(f"{NAME.text}    MRN {RECORD.text}")
        assert of_page[0].endswith(f"Page {number} of {len(pages)}")
        assert of_page[-1] == plain(document.footer)
    # The running header's values stand on each page.
    assert {len(places) for places in render(document).places} == {1, len(pages)}


def test_a_short_text_is_one_page_without_a_number():
    found = render(laboratory("classic")).data.decode()
    assert "\f" not in found
    assert "Page 1" not in found
    assert found.startswith(f"{NAME.text}\n\n")


def test_a_heading_stands_on_a_page_with_what_follows():
    sections = tuple(
        Section(text(f"Heading {number}"), (Paragraph(text("Words. " * 30)),) * (number % 3 + 1))
        for number in range(40)
    )
    found = render(replace(text_of(), sections=sections, layout="clinical")).data.decode()
    pages = found.split("\f")
    assert len(pages) > 3
    for page in pages:
        assert page.rstrip("\n").endswith("Words.")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_some_families_write_structured_documents_as_segments(layout):
    found = assert_values_stand_in_one_piece(laboratory(layout))
    segments = [line for line in found.split("\n") if not line.startswith(" ")]
    if layout in {"clinical", "harbor", "slate", "lakeside"}:
        assert all(re.fullmatch(r"[A-Z]{3}\|\d+\|.*|", line) for line in segments)
        assert f"PAT|1|Patient|{NAME.text}" in segments
        assert f"RES|2|Analyte 1|5.5|{RECORD.text}|A" in segments
    else:
        assert not any(re.match(r"[A-Z]{3}\|\d", line) for line in segments)
    assert "|1|" not in render(full_document(layout)).data.decode()


@pytest.mark.parametrize("document", [surfaces_document(), laboratory(IN_SEGMENTS)])
def test_programs_take_it_for_text(tmp_path, document):
    path = tmp_path / "listing"
    path.write_bytes(render(document).data)
    assert run("file", "--brief", "--mime-type", str(path)).strip() == "text/plain"
    assert b"\r" not in path.read_bytes()
    assert path.read_bytes().endswith(b"\n")


def test_the_same_document_gives_the_same_bytes():
    assert render(surfaces_document()).data == render(surfaces_document()).data


@pytest.mark.parametrize("bad", ["a\nb", "a\fb", "a\0b", "a\tb", "\x1b[2J"])
def test_a_control_character_is_refused(bad):
    for document in (text_of(Paragraph(text(bad))), text_of(header=text(bad))):
        with pytest.raises(
            RenderError, match=r"positive-000002: the text holds the character U\+00.., which a text file"
        ):
            render(document)
