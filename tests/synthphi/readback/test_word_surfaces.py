"""What stands beside the text of Word files, in files that python-docx, or nobody here, has written."""

from io import BytesIO

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml

from synthphi.doctypes import Format
from synthphi.readback import ReadbackError, open_file

SPACES = nsdecls("w", "r", "wp", "a")
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def texts_of(document) -> dict[str, str]:
    file = BytesIO()
    document.save(file)
    return open_file(Format.DOCX, file.getvalue()).texts


def with_paragraph(content: str):
    document = docx.Document()
    document.element.body.insert(0, parse_xml(f"<w:p {SPACES}>{content}</w:p>"))
    return document


def add_part(owner, name: str, kind: str, xml: str) -> None:
    part = Part(PackURI(f"/{name}"), "application/xml", xml.encode())
    owner.relate_to(part, f"{RELATION}/{kind}")


def run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def box(*paragraphs: str) -> str:
    return f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"


def test_comments_that_python_docx_has_written():
    document = docx.Document()
    paragraph = document.add_paragraph("text")
    comment = document.add_comment(paragraph.runs, "first line", "Dana Reyes", "DR")
    comment.add_paragraph("second line")
    document.add_comment(paragraph.runs, "other", "", None)
    texts = texts_of(document)
    assert {path: value for path, value in texts.items() if path.startswith("comment")} == {
        "comment[0]/author": "Dana Reyes",
        "comment[0]/initials": "DR",
        "comment[0]/p[0]": "first line",
        "comment[0]/p[1]": "second line",
        "comment[1]/p[0]": "other",
    }
    assert texts["body/p[0]"] == "text"


def test_footnotes_and_endnotes_without_the_rules_above_them():
    document = docx.Document()
    for name, kind in (("footnotes", "footnote"), ("endnotes", "endnote")):
        notes = "".join(
            (
                f'<w:{kind} w:type="separator" w:id="-1"><w:p>{run("rule")}</w:p></w:{kind}>',
                f'<w:{kind} w:type="continuationSeparator" w:id="0"><w:p>{run("rule")}</w:p></w:{kind}>',
                f'<w:{kind} w:id="7"><w:p>{run(f"a {kind}")}</w:p><w:p>{run("more")}</w:p></w:{kind}>',
                f'<w:{kind} w:type="normal" w:id="2"><w:p>{run("b")}</w:p></w:{kind}>',
            )
        )
        add_part(document.part, f"word/{name}.xml", name, f"<w:{name} {SPACES}>{notes}</w:{name}>")
    texts = texts_of(document)
    assert {path: value for path, value in texts.items() if "note" in path} == {
        "footnote[0]/p[0]": "a footnote",
        "footnote[0]/p[1]": "more",
        "footnote[1]/p[0]": "b",
        "endnote[0]/p[0]": "a endnote",
        "endnote[0]/p[1]": "more",
        "endnote[1]/p[0]": "b",
    }


def test_tracked_changes_are_not_of_the_text():
    changes = (
        f'<w:del w:id="1" w:author="Ana">{run("a", "delText")}<w:r><w:tab/></w:r>{run("b", "delText")}</w:del>',
        f'<w:ins w:id="2" w:author="Ben">{run("new")}<w:del w:id="3" w:author="Cal">',
        f"{run('c', 'delText')}</w:del></w:ins>{run(' end')}",
        f'<w:moveFrom w:id="4">{run("gone")}</w:moveFrom><w:moveTo w:id="5">{run("here")}</w:moveTo>',
    )
    texts = texts_of(with_paragraph(run("kept ") + "".join(changes)))
    assert {path: value for path, value in texts.items() if path.startswith("body/p[0]")} == {
        "body/p[0]": "kept  end",
        "body/p[0]/del[0]": "a\tb",
        "body/p[0]/del[0]/author": "Ana",
        "body/p[0]/ins[0]": "new",
        "body/p[0]/ins[0]/author": "Ben",
        "body/p[0]/del[1]": "c",
        "body/p[0]/del[1]/author": "Cal",
        "body/p[0]/del[2]": "gone",
        "body/p[0]/ins[1]": "here",
    }


def test_targets_of_links():
    document = docx.Document()
    target = document.part.relate_to("mailto:dana@example.org", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    links = (
        f'<w:hyperlink r:id="{target}">{run("one")}</w:hyperlink>'
        f'<w:hyperlink w:anchor="place">{run("two")}</w:hyperlink>'
        f'<w:hyperlink r:id="rIdNone">{run("three")}</w:hyperlink>'
        f'<w:hyperlink r:id="{target}" w:anchor="top">{run("four")}</w:hyperlink>'
    )
    document.element.body.insert(0, parse_xml(f"<w:p {SPACES}>{links}</w:p>"))
    texts = texts_of(document)
    assert texts["body/p[0]"] == "onetwothreefour"
    assert {path: value for path, value in texts.items() if "link" in path} == {
        "body/p[0]/link[0]": "mailto:dana@example.org",
        "body/p[0]/link[3]": "mailto:dana@example.org#top",
    }


def test_links_of_a_header_and_of_a_note_lead_where_their_own_part_says():
    document = docx.Document()
    header = document.sections[0].header
    for part, element, target in (
        (document.part, document.add_paragraph()._p, "https://a.example"),
        (header.part, header.paragraphs[0]._p, "https://b.example"),
    ):
        # The same key in both.
        part.load_rel(RELATIONSHIP_TYPE.HYPERLINK, target, "rIdSame", True)
        element.append(parse_xml(f'<w:hyperlink {SPACES} r:id="rIdSame">{run("it")}</w:hyperlink>'))
    texts = texts_of(document)
    assert texts["body/p[0]/link[0]"] == "https://a.example"
    assert texts["header/p[0]/link[0]"] == "https://b.example"


def test_text_boxes_in_text_boxes():
    inner = box(f"<w:p>{run('inner')}</w:p>")
    drawing = '<w:drawing><wp:inline><wp:docPr id="1" name="x" descr="a face"/></wp:inline></w:drawing>'
    outer = box(
        f"<w:p>{run('one')}</w:p>", f"<w:p>{run('two')}<w:r>{drawing}</w:r><w:r><w:pict>{inner}</w:pict></w:r></w:p>"
    )
    texts = texts_of(with_paragraph(f"{run('text')}<w:r><w:pict>{outer}</w:pict></w:r><w:r>{drawing}</w:r>"))
    assert {path: value for path, value in texts.items() if path.startswith("body/p[0]")} == {
        "body/p[0]": "text",
        "body/p[0]/box[0]/p[0]": "one",
        "body/p[0]/box[0]/p[1]": "two",
        "body/p[0]/box[0]/p[1]/alt": "a face",
        "body/p[0]/box[0]/p[1]/box[0]/p[0]": "inner",
        "body/p[0]/alt": "a face",
    }


def test_a_box_that_is_in_the_file_twice_is_read_twice():
    both = "".join(f"<w:r><w:pict>{box(f'<w:p>{run(word)}</w:p>')}</w:pict></w:r>" for word in ("new", "old"))
    texts = texts_of(with_paragraph(both))
    assert (texts["body/p[0]/box[0]/p[0]"], texts["body/p[0]/box[1]/p[0]"]) == ("new", "old")


def test_more_than_one_picture_in_a_paragraph():
    drawings = "".join(
        f'<w:r><w:drawing><wp:inline><wp:docPr id="{i}" name="x" descr="face {i}"/></wp:inline></w:drawing></w:r>'
        for i in range(2)
    )
    texts = texts_of(with_paragraph(drawings))
    assert (texts["body/p[0]/alt"], texts["body/p[0]/alt[1]"]) == ("face 0", "face 1")


def test_content_controls():
    document = docx.Document()
    control = f"<w:sdt {SPACES}><w:sdtContent><w:p>{run('chosen')}</w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(0, parse_xml(control))
    document.add_paragraph("after")
    texts = texts_of(document)
    assert (texts["body/sdt[0]/p[0]"], texts["body/p[0]"]) == ("chosen", "after")


def test_headers_of_later_sections_and_of_even_pages():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "first"
    document.sections[0].even_page_footer.paragraphs[0].text = "even"
    document.add_section()
    later = document.add_section().header
    later.is_linked_to_previous = False
    later.paragraphs[0].text = "third"
    texts = {path: value for path, value in texts_of(document).items() if "header" in path or "footer" in path}
    assert texts == {"header/p[0]": "first", "even_footer/p[0]": "even", "section[2]/header/p[0]": "third"}


def test_a_header_that_two_sections_have_is_read_once():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "same"
    key = document.sections[0]._sectPr.find(qn("w:headerReference")).get(qn("r:id"))
    document.add_section()
    reference = parse_xml(f'<w:headerReference {SPACES} w:type="default" r:id="{key}"/>')
    later = document.sections[1]._sectPr
    for old in later.findall(qn("w:headerReference")):
        later.remove(old)
    later.insert(0, reference)
    assert [path for path, value in texts_of(document).items() if value == "same"] == ["header/p[0]"]


def test_properties_of_an_office_and_all_core_properties():
    document = docx.Document()
    core = document.core_properties
    named = ("author", "category", "comments", "content_status", "identifier", "keywords", "language")
    named += ("last_modified_by", "subject", "title", "version")
    for name in named:
        setattr(core, name, f"the {name}")
    space = "http://schemas.openxmlformats.org/officeDocument/2006"
    start = '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"'
    xml = (
        f'<Properties xmlns="{space}/custom-properties" xmlns:vt="{space}/docPropsVTypes"><!-- a remark -->'
        f'{start} pid="2" name="Chart No"><vt:lpwstr>A &amp; 7</vt:lpwstr></property>'
        f'{start} pid="3" name="Pages"><vt:i4>12</vt:i4></property></Properties>'
    )
    add_part(document.part.package, "docProps/custom.xml", "custom-properties", xml)
    texts = texts_of(document)
    assert {name: texts[f"core/{name}"] for name in named} == {name: f"the {name}" for name in named}
    assert (texts["custom/Chart No"], texts["custom/Pages"]) == ("A & 7", "12")


def test_entities_of_a_file_are_not_resolved():
    document = docx.Document()
    note = f'<w:footnote w:id="1"><w:p>{run("a&e;b")}</w:p></w:footnote>'
    xml = f'<!DOCTYPE x [<!ENTITY e "secret">]><w:footnotes {SPACES}>{note}</w:footnotes>'
    add_part(document.part, "word/footnotes.xml", "footnotes", xml)
    texts = texts_of(document)
    assert texts["footnote[0]/p[0]"].startswith("a")
    assert "secret" not in str(texts)


@pytest.mark.parametrize("kind", ["footnotes", "endnotes", "comments"])
def test_a_damaged_part_is_named_as_such(kind):
    document = docx.Document()
    add_part(document.part, f"word/{kind}.xml", kind, "<w:not-closed")
    file = BytesIO()
    document.save(file)
    with pytest.raises(ReadbackError, match="cannot be read as docx"):
        open_file(Format.DOCX, file.getvalue())
