"""Texts that try to break out of a file stay texts: a renderer refuses them by name, or every label holds."""

import csv
import io

import openpyxl
import pytest
from hostile import CURATED, HOSTILE, LONG, hostile_document, label_errors, labelled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from programs import need, run

from synthphi.doctypes import Format
from synthphi.render import render

FORMATS = list(Format)
EXAMPLES = 5_000 if LONG else 60


def in_either_place(file_format: Format, value: str) -> tuple[bool, ...]:
    """Return how to place a value: all of a text, or a part of one; both in a long run."""
    if file_format is Format.PDF and len(value) == 1:
        # PDFium takes a single character below the same one for its shadow, and leaves it out.
        return (False,)
    return (True, False) if LONG else (len(value) % 2 == 0,)


@pytest.mark.timeout(0 if LONG else 600)
@pytest.mark.parametrize("file_format", FORMATS)
def test_a_known_trick_is_refused_or_is_a_text_like_others(file_format):
    wrong = {}
    for given_value in CURATED:
        value = labelled(given_value)
        for alone in in_either_place(file_format, value):
            if errors := label_errors(hostile_document(value, alone=alone), file_format):
                wrong[value[:40], alone] = errors[:3]
    assert wrong == {}


@pytest.mark.timeout(0 if LONG else 600)
@pytest.mark.parametrize("file_format", FORMATS)
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(HOSTILE, st.booleans())
def test_any_hostile_text_is_refused_or_is_a_text_like_others(file_format, value, alone):
    if file_format is Format.PDF and len(value) == 1:
        alone = False
    assert not label_errors(hostile_document(value, alone=alone), file_format)


FORMULAS = ("=1+1", '=HYPERLINK("http://example.org")', "=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "'=1", "#N/A")


def test_what_looks_like_a_formula_is_a_text_in_a_workbook():
    for value in FORMULAS:
        data = render(hostile_document(value), Format.XLSX).data
        cells = [
            cell
            for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets
            for row in sheet.iter_rows()
            for cell in row
        ]
        assert {cell.data_type for cell in cells if cell.value == value} == {"s"}
        assert "f" not in {cell.data_type for cell in cells}


def test_an_office_suite_calculates_nothing_of_it(tmp_path):
    need("soffice")
    for number, value in enumerate(FORMULAS):
        (tmp_path / f"{number}.xlsx").write_bytes(render(hostile_document(value), Format.XLSX).data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    # Values as they are shown, in quotes, and formulas in the place of their results: a text has neither of the two.
    target = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,true,false,false,1"
    files = [str(tmp_path / f"{number}.xlsx") for number in range(len(FORMULAS))]
    run("soffice", "--headless", profile, "--convert-to", target, "--outdir", str(tmp_path), *files)
    for number, value in enumerate(FORMULAS):
        # One a sheet, or one in all, by version.
        (said, *_) = tmp_path.glob(f"{number}*.csv")
        cells = [cell for row in csv.reader(io.StringIO(said.read_text())) for cell in row]
        assert value in cells
