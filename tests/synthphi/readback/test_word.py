from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from synthphi.doctypes import Format
from synthphi.readback import ReadbackError, open_file
from synthphi.render.base import Place


def saved(document):
    file = BytesIO()
    document.save(file)
    return open_file(Format.DOCX, file.getvalue())


def test_paragraphs_and_tables_count_apart():
    document = docx.Document()
    document.add_paragraph("first")
    table = document.add_table(rows=2, cols=2)
    table.cell(1, 0).text = "in a cell"
    table.cell(1, 0).add_paragraph("and below")
    document.add_paragraph("second")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "other table"
    texts = saved(document).texts
    assert texts["body/p[0]"] == "first"
    assert texts["body/p[1]"] == "second"
    assert texts["body/tbl[0]/r[1]/c[0]/p[0]"] == "in a cell"
    assert texts["body/tbl[0]/r[1]/c[0]/p[1]"] == "and below"
    assert texts["body/tbl[1]/r[0]/c[0]/p[0]"] == "other table"
    body = [path for path in texts if path.startswith("body/")]
    assert body.index("body/tbl[0]/r[1]/c[1]/p[0]") < body.index("body/p[1]")


def test_merged_cells_are_read_once():
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    texts = saved(document).texts
    assert [t for p, t in texts.items() if "tbl" in p and t] == ["wide"]
    assert "body/tbl[0]/r[0]/c[2]/p[0]" not in texts


def test_a_table_in_a_cell():
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.add_table(rows=1, cols=1).cell(0, 0).text = "inner"
    assert saved(document).texts["body/tbl[0]/r[0]/c[0]/tbl[0]/r[0]/c[0]/p[0]"] == "inner"


def test_text_is_what_python_docx_says_it_is():
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("Zoë\tB\nC → 😀 ")
    link = OxmlElement("w:hyperlink")
    link.append(paragraph.add_run("linked")._r)
    paragraph._p.append(link)
    paragraph.add_run().add_break(docx.enum.text.WD_BREAK.PAGE)
    reader = saved(document)
    assert reader.texts["body/p[0]"] == paragraph.text == "Zoë\tB\nC → 😀 linked"
    # Offsets count code points: the face is one of them.
    assert reader.text_at(Place("body/p[0]", 12), 6) == "linked"
    assert reader.text_at(Place("body/p[0]", 10), 1) == "😀"


def test_headers_footers_and_first_pages():
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "above"
    section.footer.add_table(1, 1, docx.shared.Inches(2)).cell(0, 0).text = "below"
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "first above"
    texts = saved(document).texts
    assert texts["header/p[0]"] == "above"
    assert texts["footer/tbl[0]/r[0]/c[0]/p[0]"] == "below"
    assert texts["first_header/p[0]"] == "first above"
    assert not any(path.startswith("first_footer") for path in texts)


def test_a_document_without_header_has_none():
    assert not any(path.startswith(("header", "footer")) for path in saved(docx.Document()).texts)


def test_properties():
    document = docx.Document()
    document.core_properties.title = "Visit"
    document.core_properties.author = "Dana Reyes"
    app = next(
        relationship.target_part
        for relationship in document.part.package.rels.values()
        if relationship.reltype.endswith("/extended-properties")
    )
    app._blob = (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        b"<Company>Mill &amp; Co</Company></Properties>"
    )
    texts = saved(document).texts
    assert texts["core/title"] == "Visit"
    assert texts["core/author"] == "Dana Reyes"
    assert texts["app/company"] == "Mill & Co"


def test_places_that_are_not_there():
    reader = saved(docx.Document())
    with pytest.raises(ReadbackError, match=r"no body/p\[7\]"):
        reader.text_at(Place("body/p[7]", 0), 3)
    with pytest.raises(ReadbackError, match="no start"):
        reader.text_at(Place("core/title", None), 3)
    with pytest.raises(ReadbackError, match="starts at -1"):
        reader.text_at(Place("core/title", -1), 3)


@pytest.mark.parametrize("format_", list(Format))
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not a file"])
def test_damaged_files(format_, data):
    if format_ in {Format.EML, Format.HTML, Format.TXT, Format.CSV}:  # of these any bytes are one
        assert not any(open_file(format_, data).texts.values()) or data
        return
    with pytest.raises(ReadbackError, match=f"cannot be read as {format_}"):
        open_file(format_, data)


def test_the_walk_agrees_with_the_library_on_a_cell():
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "a"
    cell.paragraphs[0].runs[0]._r.append(OxmlElement("w:noBreakHyphen"))
    assert saved(document).texts["body/tbl[0]/r[0]/c[0]/p[0]"] == cell.text == "a-"
    assert cell._tc.tag == qn("w:tc")
