"""PDF files as a whole: structure, size, fonts, properties."""

import re
from dataclasses import replace
from importlib.resources import files

import pytest
from fontTools.ttLib import TTFont
from pdf_reading import PATIENT, document, page_texts
from programs import run
from samples import full_document, without_pictures

from synthphi.document import (
    Cell,
    Fragment,
    Paragraph,
    Section,
    Table,
    text,
)
from synthphi.errors import RenderError
from synthphi.render.layouts import LAYOUTS
from synthphi.render.pdf import render
from synthphi.render.pdf_fonts import font


@pytest.mark.parametrize("layout", LAYOUTS)
def test_qpdf_finds_nothing_to_complain_of(layout, tmp_path):
    wide = Fragment("Łukasz Dvořák → ≥ 5", PATIENT)
    made = full_document(layout, mail=True, rows=40)
    made = replace(made, title=text(wide), footer=text(wide), sections=(*made.sections, Section(text(wide), ())))
    path = tmp_path / "one.pdf"
    path.write_bytes(render(made).data)
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(path))


def test_the_same_document_gives_the_same_bytes_and_another_another_identifier():
    made = full_document()
    first = render(made).data
    render(full_document("modern", mail=True))
    assert render(made).data == first
    other = render(replace(made, title=text("Other"))).data
    assert re.search(rb"/ID\[.*", first)[0] != re.search(rb"/ID\[.*", other)[0]


def test_two_pages_are_small_and_the_wide_fonts_come_only_when_needed():
    plain_text = render(without_pictures(full_document(rows=20))).data
    assert len(page_texts(plain_text)) == 2
    assert len(plain_text) < 50_000
    assert b"Identity-H" not in plain_text
    assert b"Identity-H" in render(document(Paragraph(text("Łódź")))).data


@pytest.mark.parametrize("where", ["body", "header", "cell", "title"])
def test_a_character_without_a_glyph_is_named_with_the_document(where):
    bad = text("Name ", Fragment("क", PATIENT))
    made = {
        "body": lambda: document(Paragraph(bad)),
        "header": lambda: document(header=bad),
        "cell": lambda: document(Table((text("A"),), ((Cell(bad),),), (1.0,))),
        "title": lambda: document(title=bad),
    }[where]()
    with pytest.raises(RenderError, match=r"positive-000003: .*U\+0915"):
        render(made)


def test_properties_hold_no_control_characters():
    made = document(properties=replace(document().properties, author=text("a\x07")))
    with pytest.raises(RenderError, match=r"positive-000003: .*U\+0007"):
        render(made)


@pytest.mark.parametrize(
    "name", [f"{family}-{weight}" for family in ("sans", "serif", "mono") for weight in ("regular", "bold")]
)
def test_metrics_are_those_of_the_font_files(name):
    family, weight = name.split("-")
    advances = font(family, "R" if weight == "regular" else "B").advances
    for variant in ("", "-wide"):
        with TTFont(files("synthphi.render") / "fonts" / f"{name}{variant}.ttf") as file:
            cmap, widths = file.getBestCmap(), file["hmtx"].metrics
            assert {chr(code) for code in cmap} <= advances.keys()
            for code, glyph in cmap.items():
                assert abs(advances[chr(code)] - widths[glyph][0] * 1000 / 2048) <= 0.5
            # The Open Font License reserves the name of the original.
            assert not any("liberation" in str(record).lower() for record in file["name"].names)
