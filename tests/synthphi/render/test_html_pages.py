"""Saved pages: each value where it is said to be, by a parser of another kind, and a browser that shows the page."""

import re
import subprocess
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from browsers import chromium_page
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import need, run
from samples import NAME, PATIENT, RECORD, WHO, document_of, full_document, paragraphs, surfaces_document

from synthphi.corpus.label_schema import PATHS
from synthphi.doctypes import Format
from synthphi.document import (
    Bullets,
    Cell,
    Comment,
    CustomProperty,
    Field,
    Fields,
    Fragment,
    Link,
    Paragraph,
    Picture,
    Revision,
    Section,
    Table,
    TextBox,
    annotate,
    plain,
    text,
)
from synthphi.document.canonical import lines
from synthphi.errors import RenderError
from synthphi.readback import open_file
from synthphi.readback.thorough.web import READER
from synthphi.render.html import render
from synthphi.render.layouts import LAYOUTS

HOLDING = {"p", "h1", "h2", "li", "td", "th", "div", "summary"}
IN_HEAD = {"author", "organization", "subject", "keywords", "description", "Record", "Checked by"}


def page_of(*blocks, **changes):
    """Return a document of these blocks in a section, of which `changes` are fields."""
    return replace(document_of(text("x")), sections=(Section((), blocks, **changes),), mail=None)


class Elements(HTMLParser):
    """What a page says, by the standard library's parser: text by element, and what stands in attributes."""

    def __init__(self):
        super().__init__()
        self.blocks, self.open, self.title, self.in_title, self.in_style = [], [], "", False, False
        self.meta, self.alts, self.fields, self.comments = {}, [], [], []

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag in HOLDING:
            self.open.append({"text": "", "links": [], "ins": [], "del": []})
            self.blocks.append(self.open[-1])
        elif tag == "a":
            self.open[-1]["links"].append(named["href"])
        elif tag in {"ins", "del"}:
            self.open[-1][tag].append(named.get("title"))
        elif tag == "meta" and "name" in named:
            self.meta.setdefault(named["name"], []).append(named["content"])
        elif tag == "img":
            self.alts.append(named["alt"])
        elif tag == "input":
            self.fields.append(named["value"])
        self.in_title = self.in_title or tag == "title"
        self.in_style = self.in_style or tag == "style"

    def handle_endtag(self, tag):
        if tag in HOLDING:
            self.open.pop()
        self.in_title = self.in_title and tag != "title"
        self.in_style = self.in_style and tag != "style"

    def handle_comment(self, data):
        self.comments.append(data.strip())

    def handle_data(self, data):
        if self.in_title:
            self.title += data
        elif self.open:
            self.open[-1]["text"] += data
        else:
            assert self.in_style or not data.strip()


class Parsed:
    """The texts of a page at the paths that places have."""

    def __init__(self, data):
        parser = Elements()
        parser.feed(data.decode("utf-8"))
        self.found = parser
        self.blocks = [one for one in parser.blocks if one["text"].strip(" \t\n\r\f") or one["ins"]]

    def at(self, path):
        kind, numbers = re.sub(r"\[\d+\]", "", path), [int(number) for number in re.findall(r"\[(\d+)\]", path)]
        if kind == "html/title":
            return self.found.title
        if kind.startswith("html/meta/"):
            return ", ".join(self.found.meta[kind.removeprefix("html/meta/")])
        if kind in {"html/img/alt", "html/field", "html/comment"}:
            of_kind = {"img/alt": self.found.alts, "field": self.found.fields, "comment": self.found.comments}
            return of_kind[kind.removeprefix("html/")][numbers[0]]
        block = self.blocks[numbers[0]]
        if kind == "html/block":
            return block["text"]
        if kind == "html/block/link":
            return block["links"][numbers[1]]
        return block[kind.split("/")[2]][numbers[1]]


def assert_values_stand_at_their_places(document):
    rendered = render(document)
    spans = [span for span in annotate(document).spans if span.surface != "filename"]
    assert len(rendered.places) == len(spans)
    parsed, reader = Parsed(rendered.data), open_file(Format.HTML, rendered.data)
    for span, places in zip(spans, rendered.places, strict=True):
        assert places
        for place in places:
            assert re.match(PATHS[Format.HTML], place.path)
            assert reader.text_at(place, len(span.text)) == span.text, place
            assert parsed.at(place.path)[place.start : place.start + len(span.text)] == span.text, place
    return reader


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_value_stands_where_it_is_said_to(layout):
    assert_values_stand_at_their_places(full_document(layout))
    assert_values_stand_at_their_places(full_document(layout, mail=True))
    assert_values_stand_at_their_places(surfaces_document(layout))


def test_what_has_a_place_of_its_own_is_there():
    document = surfaces_document()
    rendered = render(document)
    paths = {}
    for span, places in zip(annotate(document).spans, rendered.places, strict=True):
        paths.setdefault(span.surface, set()).update(re.sub(r"\[\d+\]", "", place.path) for place in places)
    assert paths["metadata"] == {"html/title", *(f"html/meta/{name}" for name in IN_HEAD)}
    assert paths["form_field"] == {"html/field"}
    assert paths["alt_text"] == {"html/img/alt"}
    assert paths["bookmark"] == {"html/comment"}
    assert paths["hyperlink"] == {"html/block/link"}
    assert paths["revision"] == {"html/block", "html/block/ins/author", "html/block/del/author"}
    for surface in (
        "body",
        "table",
        "hidden",
        "comment",
        "footnote",
        "notes",
        "text_box",
        "quoted",
        "header",
        "footer",
    ):
        assert paths[surface] == {"html/block"}


@settings(max_examples=60, deadline=None)
@given(paragraphs(), paragraphs(), paragraphs())
def test_any_text_is_found(first, second, third):
    document = page_of(
        Paragraph(first),
        Bullets((second, first)),
        Table((first, text("two")), ((Cell(second), Cell(third, flag=True)),), (0.5, 0.5)),
        Fields((Field("Name", first), Field("Note", third), Field("Empty")), boxed=True),
        Fields((Field("Name", first), Field("Note", third), Field("Empty"))),
        Link(first, second, text(Fragment("https://x.example.org/?a=1&b='2'\"<", PATIENT))),
        Revision(first, second, third, first),
        Revision((), (), third, second),
        Revision((), (), (), first),
        TextBox((first, second)),
        Picture("no-photo", third),
        notes=(first,),
        footnotes=(second, third),
        comments=(Comment(first, second),),
        bookmark=third,
        hidden=True,
    )
    properties = replace(
        document.properties,
        title=first,
        author=second,
        comments=third,
        custom=(CustomProperty("author", third), CustomProperty("author", first)),
    )
    for fillable in (False, True):
        assert_values_stand_at_their_places(replace(document, properties=properties, fillable=fillable))


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=12).filter(str.strip))
def test_characters_of_all_scripts_come_back(characters):
    value = Fragment(f"a{characters}b", PATIENT)
    assert_values_stand_at_their_places(
        page_of(
            Paragraph(text("Seen: ", value, ".")),
            Picture("no-photo", text(value)),
            Fields((Field("Name", text(value)),), boxed=True),
            bookmark=text("On ", value),
        )
    )


@pytest.mark.parametrize("name", ["a--b", "-->", "--!>", "<!--"])
def test_a_name_of_a_section_that_no_comment_can_hold_is_printed(name):
    document = page_of(Paragraph(text("x")), bookmark=text(name, " ", RECORD))
    reader = assert_values_stand_at_their_places(document)
    assert f"{name} STB-004417" in [reader.texts[path] for path in reader.texts if "/block[" in path]
    assert not any("/comment[" in path for path in reader.texts)


@pytest.mark.parametrize("name", [">", "->", "a-", "<!-", "&amp;"])
def test_a_name_of_a_section_is_the_same_in_a_comment(name):
    reader = assert_values_stand_at_their_places(page_of(Paragraph(text("x")), bookmark=text(RECORD, name)))
    assert reader.texts["html/comment[0]"] == f"Outline: STB-004417{name}"


def test_each_footnote_has_a_mark_that_leads_to_it():
    made = page_of(Paragraph(text("A")), Paragraph(text("B")), footnotes=(text("First"), text("Second")))
    other = Section(text("Heading"), (Bullets((text("C"),)),), footnotes=(text("Third"),))
    document = replace(made, sections=(*made.sections, other, Section((), (), footnotes=(text("Fourth"),))))
    reader = assert_values_stand_at_their_places(document)
    page = render(document).data.decode()
    blocks = {value: path for path, value in reader.texts.items() if "/block[" in path}
    marks = {"A[1][2]": ["#note-1", "#note-2"], "Heading[3]": ["#note-3"], "[4]": ["#note-4"]}
    for characters, targets in marks.items():
        assert [reader.texts[f"{blocks[characters]}/link[{k}]"] for k in range(len(targets))] == targets
        for target in targets:
            assert page.count(f'id="{target[1:]}"') == 1


def test_a_page_needs_nothing_from_elsewhere():
    page = render(surfaces_document()).data.decode()
    assert not re.search(r"<(script|link|iframe|object|embed)\b|@import|url\(", page)
    assert not re.search(r"\bon[a-z]+=", page)
    assert Counter(re.findall(r'src="([a-z/:+]*)', page)) == {"data:image/png": 3}
    assert re.findall(r"https?://[^\"<]*", page) == ["https://portal.clinic.example.org/chart/abelanger7"]


def test_the_same_document_gives_the_same_bytes():
    assert render(surfaces_document()).data == render(surfaces_document()).data


@pytest.mark.parametrize("bad", ["a\nb", "a\rb", "a\0b", "a\tb", "\x7f"])
def test_a_control_character_is_refused(bad):
    base = page_of(Paragraph(text("x")))
    documents = [page_of(Paragraph(text(bad))), replace(base, properties=replace(base.properties, title=text(bad)))]
    documents += [page_of(Paragraph(text("x")), bookmark=text(bad)), page_of(Picture("no-photo", text(bad)))]
    for document in documents:
        with pytest.raises(RenderError, match=r"positive-000002: the text holds the character U\+00.., which an HTML"):
            render(document)


def test_programs_take_it_for_a_page(tmp_path):
    path = tmp_path / "page"
    path.write_bytes(render(surfaces_document()).data)
    assert run("file", "--brief", "--mime-type", str(path)).strip() == "text/html"


def test_an_office_suite_opens_it(tmp_path):
    need("soffice")
    path = tmp_path / "page.html"
    path.write_bytes(render(surfaces_document()).data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf:writer_web_pdf_Export", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    seen = " ".join(run("pdftotext", "-raw", str(tmp_path / "page.pdf"), "-").split())
    for value in (f"Course of {NAME.text}", f"Record {RECORD.text}", "Front desk", f"Call {RECORD.text}."):
        assert value in seen


def test_a_second_reader_sees_what_is_within_its_reach(tmp_path):
    need("lynx")
    document = surfaces_document()
    rendered = render(document)
    path = tmp_path / "page.html"
    path.write_bytes(rendered.data)
    (read,) = READER.read([path])
    page = "".join(read["page"].split())
    asked = Counter()
    for span, places in zip(annotate(document).spans, rendered.places, strict=True):
        asked["".join(span.text.split())] += sum(READER.part_of(place.path) == "page" for place in places)
    assert asked["".join(NAME.text.split())] > 20
    for value, count in asked.items():
        assert page.count(value) >= count, value


# ------------------------------------------------------------------------------------------------ how it looks


@pytest.fixture(scope="module")
def browser():
    with chromium_page(900, 700) as opened:
        yield opened


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_browser_shows_all_but_hidden_sections_within_its_width(browser, layout):
    document = surfaces_document(layout)
    browser.set_content(render(document).data.decode())

    values = [one.input_value() for one in browser.query_selector_all("input")]
    alts = [one.get_attribute("alt") for one in browser.query_selector_all("img")]
    seen = " ".join(browser.inner_text("body").split()).casefold()
    authors = 0
    for surface, line in lines(document):
        said = " ".join(plain(line).split())
        if not said:
            continue
        if surface == "form_field":
            assert said in values
        elif surface == "alt_text":
            assert said in alts
        elif surface == "revision" and line == text(WHO):
            authors += 1
        elif surface == "hidden":
            assert said.casefold() not in seen
            assert said in " ".join(browser.text_content("body").split())
        elif surface not in {"metadata", "hyperlink", "bookmark"}:
            assert said.casefold() in seen, surface  # headings may stand there in capitals
    assert authors == 1
    assert browser.title() == f"Note of {NAME.text}"
    assert browser.evaluate("document.documentElement.scrollWidth") <= 900
    assert browser.evaluate("[...document.images].every(one => one.complete && one.naturalWidth > 0)")
    assert all(one.bounding_box()["width"] > 100 for one in browser.query_selector_all("input"))


def test_a_form_is_one_only_where_it_is_to_be_filled_in():
    document = full_document()
    assert b"<form" not in render(document).data
    assert b"<input" not in render(document).data
    filled = render(replace(document, fillable=True)).data.decode()
    assert filled.count("<form>") == 1
    assert filled.count("<input ") == filled.count(" readonly ") == 4
