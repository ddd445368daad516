"""What stands beside the text of Word files: comments, footnotes, links, tracked changes, text boxes, properties."""

import io
import posixpath
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count, product

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from samples import NAME, PATIENT, RECORD, WHO, full_document, surfaces_document

from synthphi.doctypes import Format
from synthphi.document import (
    Bullets,
    Cell,
    Comment,
    CustomProperty,
    Document,
    Field,
    Fields,
    Fragment,
    Link,
    Paragraph,
    Picture,
    Revision,
    Section,
    SignatureLine,
    Table,
    TextBox,
    annotate,
    plain,
    text,
)
from synthphi.readback import open_file
from synthphi.render import render
from synthphi.render.layouts import LAYOUTS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CREATED = datetime(2026, 1, 5, 14, 30, 7, tzinfo=UTC)
LINK = Link(text("See ", NAME, " at "), text("the portal"), text(Fragment("https://p.example.org/?a=1&b=x7", PATIENT)))
CHANGE = Revision(text("Seen. "), text("Call ", NAME), text("Write ", RECORD), text(WHO))
BOX = TextBox((text("ALERT"), text(NAME, " <falls>")))


def with_sections(*sections: Section, layout: str = "classic") -> Document:
    return replace(full_document(layout), sections=sections)


def made(document: Document) -> bytes:
    return render(document, Format.DOCX).data


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def body_of(document: Document) -> etree._Element:
    return etree.fromstring(parts_of(made(document))["word/document.xml"])


def written(element: etree._Element, tag: str = "t") -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}{tag}"))


def assert_every_value_is_placed(document: Document) -> None:
    """Assert that each value stands at its places and nowhere else in the file; every value is another one."""
    spans = annotate(document).spans
    rendered = render(document, Format.DOCX)
    texts = open_file(Format.DOCX, rendered.data).texts
    assert len(rendered.places) == len(spans)
    for span, places in zip(spans, rendered.places, strict=True):
        stated = sorted((place.path, place.start) for place in places)
        found = sorted((path, value.find(span.text)) for path, value in texts.items() if span.text in value)
        assert stated == found, span.text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_reader_finds_every_span_of_every_surface(layout):
    document = surfaces_document(layout)
    spans = annotate(document).spans
    rendered = render(document, Format.DOCX)
    reader = open_file(Format.DOCX, rendered.data)
    assert len(rendered.places) == len(spans)
    for span, places in zip(spans, rendered.places, strict=True):
        assert places
        assert [reader.text_at(place, len(span.text)) for place in places] == [span.text] * len(places)


def test_the_surfaces_have_paths_of_their_own():
    document = surfaces_document()
    named = {
        place.path.rpartition("]/")[2] if "body" in place.path else place.path
        for places in render(document, Format.DOCX).places
        for place in places
    }
    assert {"link[0]", "author", "alt", "core/subject", "core/keywords", "core/comments"} <= named
    assert {"custom/Record", "custom/Checked by", "footnote[0]/p[0]", "footnote[1]/p[0]"} <= named
    assert {"comment[0]/author", "comment[0]/p[0]", "comment[1]/p[0]", "core/last_modified_by"} <= named


# --------------------------------------------------------------------------------------------- comments


def test_python_docx_reads_the_comments():
    file = docx.Document(io.BytesIO(made(surfaces_document())))
    first, second = file.comments
    assert (first.author, first.initials, first.timestamp) == ("Dana M. Reyes", "DMR", CREATED)
    assert first.text == "Is Annabel O'Brien-Bélanger the right one? <Check> & sign."
    assert (second.author, second.text) == ("Front desk", "Yes: STB-004417")
    assert [first.comment_id, second.comment_id] == [0, 1]


@pytest.mark.parametrize(
    ("section", "about"),
    [
        (Section(text("Plan"), (Paragraph(text("rest")),)), "Plan"),
        (Section((), (Paragraph(text("first")), Paragraph(text("second")))), "first"),
        (Section((), (Bullets((text("one"), text("two"))),)), "one"),
        (Section((), (Fields((Field("Patient", text(NAME)),)),)), "Patient"),
        (Section((), (Table((text("Test"),), ((Cell(text("1")),),), (1.0,)),)), "Test"),
        (Section((), (LINK,)), plain((*LINK.before, *LINK.shown))),
        (Section((), (Picture("no-photo", text("Nobody")),)), ""),
        (Section((), (BOX, Paragraph(text("rest")))), ""),
        (Section((), ()), ""),
    ],
)
def test_comments_are_about_the_first_paragraph_of_their_section(section, about):
    comments = (Comment(text(WHO), text("Yes?")), Comment((), text("No.")))
    body = body_of(with_sections(Section(text("Before"), ()), replace(section, comments=comments)))
    for number in ("0", "1"):
        marks = [
            *body.iterfind(f".//{W}commentRangeStart[@{W}id='{number}']"),
            *body.iterfind(f".//{W}commentRangeEnd[@{W}id='{number}']"),
        ]
        assert [mark.tag.rpartition("}")[2] for mark in marks] == ["commentRangeStart", "commentRangeEnd"]
        paragraph = marks[0].getparent()
        assert marks[1].getparent() is paragraph
        inside = list(paragraph)[paragraph.index(marks[0]) : paragraph.index(marks[1])]
        assert "".join(map(written, inside)) == about
        (reference,) = paragraph.iterfind(f"{W}r/{W}commentReference[@{W}id='{number}']")
        assert paragraph.index(reference.getparent()) > paragraph.index(marks[1])
    assert not body.findall(f".//{W}txbxContent//{W}commentReference")


# --------------------------------------------------------------------------------------------- footnotes


def marks_of(document: Document) -> list[tuple[str, list[str]]]:
    """Return the text of each paragraph with footnotes, and their numbers."""
    found = []
    for paragraph in body_of(document).iter(f"{W}p"):
        numbers = [str(mark.get(f"{W}id")) for mark in paragraph.iterfind(f"{W}r/{W}footnoteReference")]
        if numbers:
            found.append((written(paragraph), numbers))
    return found


def test_footnotes_stand_behind_the_last_paragraphs():
    notes = (text("note a ", NAME), text("note b"))
    blocks = (Paragraph(text("one")), Paragraph(text("two")), Bullets((text("item"),)), Paragraph(text("three")))
    signed = (Paragraph(()), Paragraph(text("Sincerely"), "signature"), SignatureLine("Name"))
    document = with_sections(
        Section(text("A"), (*blocks, *signed), footnotes=notes),
        Section(text("B"), (Paragraph(text("only")), LINK), footnotes=(*notes, text("note c"))),
        Section(text("C"), (CHANGE,), footnotes=notes[:1]),
    )
    assert marks_of(document) == [("two", ["1"]), ("three", ["2"]), ("only,,", ["3", "4", "5"]), ("C", ["6"])]
    footnotes = etree.fromstring(parts_of(made(document))["word/footnotes.xml"])
    assert [(note.get(f"{W}id"), note.get(f"{W}type"), written(note)) for note in footnotes][:4] == [
        ("-1", "separator", ""),
        ("0", "continuationSeparator", ""),
        ("1", None, f" note a {NAME.text}"),
        ("2", None, " note b"),
    ]


def test_the_settings_name_the_rules_above_footnotes_before_the_compatibility():
    settings_ = etree.fromstring(parts_of(made(surfaces_document()))["word/settings.xml"])
    tags = [child.tag.rpartition("}")[2] for child in settings_]
    assert tags.index("footnotePr") + 1 == tags.index("compat")
    assert [child.get(f"{W}id") for child in settings_.find(f"{W}footnotePr")] == ["-1", "0"]


def test_no_mark_of_a_footnote_stands_in_a_text_box():
    body = body_of(with_sections(Section((), (BOX,), footnotes=(text("note"),))))
    (mark,) = body.iter(f"{W}footnoteReference")
    assert not list(mark.iterancestors(f"{W}txbxContent"))


# --------------------------------------------------------------------------------------------- in the text


def test_a_link_is_one_that_python_docx_can_follow():
    file = docx.Document(io.BytesIO(made(with_sections(Section((), (LINK, LINK))))))
    paragraphs = [paragraph for paragraph in file.paragraphs if paragraph.hyperlinks]
    assert [paragraph.text for paragraph in paragraphs] == [f"See {NAME.text} at the portal"] * 2
    for paragraph in paragraphs:
        (link,) = paragraph.hyperlinks
        assert (link.text, link.url) == ("the portal", "https://p.example.org/?a=1&b=x7")
        assert link.runs[0].style.name == "Hyperlink"


def test_a_link_to_nowhere_is_a_paragraph():
    file = docx.Document(io.BytesIO(made(with_sections(Section((), (replace(LINK, target=()),))))))
    assert file.paragraphs[-1].text == f"See {NAME.text} at the portal"
    assert not file.paragraphs[-1].hyperlinks


def test_a_tracked_change_says_what_by_whom_and_when():
    body = body_of(with_sections(Section((), (CHANGE, CHANGE))))
    deleted, inserted = list(body.iter(f"{W}del")), list(body.iter(f"{W}ins"))
    assert [written(one, "delText") for one in deleted] == [f"Call {NAME.text}"] * 2
    assert [written(one) for one in inserted] == [f"Write {RECORD.text}"] * 2
    assert not any(written(one) for one in deleted)
    changes = (*deleted, *inserted)
    assert {(one.get(f"{W}author"), one.get(f"{W}date")) for one in changes} == {(WHO.text, "2026-01-05T14:30:07Z")}
    assert len({one.get(f"{W}id") for one in changes}) == 4


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        (CHANGE, ["del[0]", "ins[0]"]),
        (replace(CHANGE, deleted=()), ["ins[0]"]),
        (replace(CHANGE, inserted=()), ["del[0]"]),
        (replace(CHANGE, text=(), deleted=(), inserted=()), ["ins[0]"]),
    ],
)
def test_the_author_of_a_change_has_a_place_at_each_part_of_it(change, kinds):
    document = with_sections(Section((), (change,)))
    rendered = render(document, Format.DOCX)
    by = [places for places in rendered.places if places[0].path.endswith("]/author")]
    assert [[place.path.split("/")[-2] for place in places] for places in by] == [kinds]
    reader = open_file(Format.DOCX, rendered.data)
    assert {reader.text_at(place, len(WHO.text)) for place in by[0]} == {WHO.text}


@pytest.mark.parametrize(("layout", "floats"), [("classic", True), ("gazette", False)])
def test_a_text_box_is_in_the_file_once_and_keeps_clear_of_text(layout, floats):
    document = with_sections(Section(text("Plan"), (BOX, Paragraph(text("rest")))), layout=layout)
    body = body_of(document)
    (box,) = body.iter(f"{W}txbxContent")
    assert [written(paragraph) for paragraph in box] == ["ALERT", f"{NAME.text} <falls>"]
    (choice,) = body.iter("{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent")
    assert [child.tag.rpartition("}")[2] for child in choice] == ["Choice"]
    assert len(list(body.iter(qn("wp:wrapTopAndBottom")))) == floats
    frame = next(box.iterancestors(qn("wp:anchor") if floats else qn("wp:inline")))
    assert int(frame.find(qn("wp:extent")).get("cy")) > 2 * 12700 * LAYOUTS[layout].size


def test_a_higher_box_for_more_text():
    def height(words: int) -> int:
        body = body_of(with_sections(Section((), (TextBox((text("word " * words),)),))))
        return int(next(body.iter(qn("wp:anchor"))).find(qn("wp:extent")).get("cy"))

    assert height(1) < height(40) < height(80)


def test_drawings_have_numbers_of_their_own():
    document = with_sections(Section((), (BOX, Picture("no-photo", text("Nobody")), BOX)))
    numbers = [one.get("id") for one in body_of(document).iter(qn("wp:docPr"))]
    assert len(numbers) == 4  # with the logo
    assert len(set(numbers)) == 4


def test_the_beginning_of_a_mail_that_is_not_shown_is_printed_below_its_headers():
    file = docx.Document(io.BytesIO(made(surfaces_document())))
    (printed,) = [p for p in file.paragraphs if p.text == f"About {NAME.text} & <others>"]
    assert printed.style.name == "Small"
    above = printed._p.getprevious().getprevious()
    assert written(above).endswith("January 5, 2026")


# --------------------------------------------------------------------------------------------- the package

FEATURES = {
    "comments": {"comments": (Comment(text(WHO), text("Yes?")),)},
    "footnotes": {"footnotes": (text("note"),)},
    "links": {"blocks": (LINK,)},
    "boxes": {"blocks": (BOX,)},
}


@pytest.mark.parametrize("custom", [False, True])
@pytest.mark.parametrize("features", [*product(("", "comments"), ("", "footnotes"), ("", "links", "boxes"))])
def test_every_part_has_a_type_and_a_relationship_and_every_style_is_there(features, custom):
    section = Section(text("Plan"), (Paragraph(text("rest")),))
    for feature in filter(None, features):
        section = replace(section, **FEATURES[feature])
    document = with_sections(section)
    own = (CustomProperty("Record", text(RECORD)),) if custom else ()
    parts = parts_of(made(replace(document, properties=replace(document.properties, custom=own))))
    roots = {name: etree.fromstring(data) for name, data in parts.items() if not name.endswith(".png")}

    typed = {one.get("PartName", f".{one.get('Extension')}").lstrip("/") for one in roots["[Content_Types].xml"]}
    generic = {"[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"}
    assert {name for name in parts if name not in typed | generic and not name.endswith(".png")} == set()
    reached = set()
    for name, folder in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word")):
        keys = [one.get("Id") for one in roots[name]]
        assert len(keys) == len(set(keys))
        reached |= {posixpath.join(folder, one.get("Target")) for one in roots[name] if not one.get("TargetMode")}
    assert reached == set(parts) - generic
    assert ("word/comments.xml" in parts) is ("comments" in features)
    assert ("word/footnotes.xml" in parts) is ("footnotes" in features)
    assert ("docProps/custom.xml" in parts) is custom

    known = {style.get(f"{W}styleId") for style in roots["word/styles.xml"].iter(f"{W}style")}
    used = {
        one.get(f"{W}val")
        for root in roots.values()
        for kind in ("pStyle", "rStyle", "tblStyle")
        for one in root.iter(f"{W}{kind}")
    }
    assert used <= known
    relations = {one.get("Id") for one in roots["word/_rels/document.xml.rels"]}
    assert {
        key for one in roots["word/document.xml"].iter() for key in one.attrib.values() if "rId" in key
    } <= relations


def test_a_document_without_surfaces_has_the_parts_that_it_always_had():
    parts = parts_of(made(full_document()))
    assert not {"word/comments.xml", "word/footnotes.xml", "docProps/custom.xml"} & set(parts)
    assert b"FootnoteText" not in parts["word/styles.xml"]
    assert b"footnotePr" not in parts["word/settings.xml"]


def test_the_same_document_gives_the_same_bytes_whatever_was_written_before():
    first = made(surfaces_document())
    made(with_sections(Section((), (BOX,))))
    made(full_document())
    assert made(surfaces_document()) == first


# --------------------------------------------------------------------------------------------- any of them

_PIECES = st.text(st.sampled_from("abcXYZ019 .,;:&<>'\"()/-éÅß漢字"), max_size=12)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw a document of sections with any surfaces, whose labelled values all differ."""
    numbers = count(1000)

    def some() -> tuple[Fragment, ...]:
        made: list[str | Fragment] = []
        for piece in draw(st.lists(_PIECES, max_size=3)):
            made += (piece, Fragment(f'Zoë <{next(numbers)}> & "K"', PATIENT))
        return text(*made, "." if made else "")

    def target() -> tuple[Fragment, ...]:
        if draw(st.booleans()):
            return ()
        return text("https://a.example/?", Fragment(f"a={next(numbers)}&b=1", PATIENT), "#x")

    def block() -> object:
        kind = draw(st.integers(0, 8))
        makers = (
            lambda: Paragraph(some(), draw(st.sampled_from(("body", "small", "signature")))),
            lambda: Link(some(), some(), target()),
            lambda: Revision(some(), some(), some(), some()),
            lambda: TextBox(tuple(some() for _ in range(draw(st.integers(0, 3))))),
            lambda: Bullets((some(), some())),
            lambda: Fields((Field("Caption", some()),), boxed=draw(st.booleans())),
            lambda: Table((some(),), ((Cell(some()),),), (1.0,)),
            lambda: Picture("no-photo", some()),
            lambda: SignatureLine("Signature", some()),
        )
        return makers[kind]()

    def section() -> Section:
        return Section(
            some(),
            tuple(block() for _ in range(draw(st.integers(0, 4)))),
            notes=tuple(some() for _ in range(draw(st.integers(0, 1)))),
            bookmark=some(),
            footnotes=tuple(some() for _ in range(draw(st.integers(0, 3)))),
            comments=tuple(Comment(some(), some()) for _ in range(draw(st.integers(0, 2)))),
            hidden=draw(st.booleans()),
        )

    base = full_document(draw(st.sampled_from(("classic", "modern", "clinical", "gazette"))))
    own = tuple(CustomProperty(f"Own {i}", some()) for i in range(draw(st.integers(0, 2))))
    return replace(
        base,
        title=some(),
        letterhead=replace(base.letterhead, name=some(), lines=(some(),)),
        sections=tuple(section() for _ in range(draw(st.integers(1, 3)))),
        properties=replace(
            base.properties, title=some(), author=some(), company=some(), subject=some(), comments=some(), custom=own
        ),
        header=some(),
        footer=some(),
    )


@settings(max_examples=150, deadline=None)
@given(documents())
def test_every_value_of_any_document_stands_at_its_places_and_nowhere_else(document):
    assert_every_value_is_placed(document)
