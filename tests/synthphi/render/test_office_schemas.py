"""Office files against the schemas and rules of Office Open XML, by a validator of others."""

from zipfile import ZipFile

import pytest
from openxml_audit import OpenXmlValidator
from samples import surfaces_document

from synthphi.content import compose
from synthphi.corpus.plan import Plan
from synthphi.doctypes import PHI_CLASSES, Format
from synthphi.render import render
from synthphi.render.layouts import LAYOUTS
from synthphi.spec import CorpusSpec

_OFFICE = (Format.DOCX, Format.PPTX, Format.XLSX)
_OF_A_CLASS = 5


def faults(place, document, file_format):
    file = place / f"{document.document_id}.{file_format}"
    file.write_bytes(render(document, file_format).data)
    result = OpenXmlValidator().validate(file)
    return [f"{document.document_id}: {one.part_uri} {one.path}: {one.description}" for one in result.errors]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("file_format", _OFFICE)
def test_every_layout_and_surface_is_valid(tmp_path, layout, file_format):
    assert faults(tmp_path, surfaces_document(layout), file_format) == []


@pytest.mark.parametrize("file_format", _OFFICE)
def test_documents_are_valid(tmp_path, file_format):
    plan = Plan(CorpusSpec.parse({"formats": {file_format.value: 1}, "phi_positive": 20, "phi_negative": 20}))
    found = [
        fault
        for phi_class in PHI_CLASSES
        for number in range(_OF_A_CLASS)
        for fault in faults(tmp_path, compose(plan.document(phi_class, number), plan.pools), file_format)
    ]
    assert found == []


def test_the_validator_sees_what_is_in_a_wrong_order(tmp_path):
    right, wrong = tmp_path / "right.docx", tmp_path / "wrong.docx"
    right.write_bytes(render(surfaces_document(), Format.DOCX).data)
    with ZipFile(right) as good, ZipFile(wrong, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name).replace(b"<w:b/>", b"<w:b/><w:rFonts/>"))
    assert OpenXmlValidator().validate(wrong).errors
