"""RTF files: what our reader finds, and what file, LibreOffice and pandoc say of them."""

import json
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import need, run
from samples import NAME, PATIENT, RECORD, WHO, document_of, full_document, surfaces_document

from synthphi.corpus.label_schema import PATHS
from synthphi.doctypes import Format
from synthphi.document import (
    Bullets,
    Cell,
    Comment,
    Document,
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
    text,
)
from synthphi.readback import open_file
from synthphi.render import render
from synthphi.render.layouts import LAYOUTS

VISIBLE = {"body", "table", "heading", "title", "letterhead", "header", "footer", "footnote", "text_box", "revision"}
LINK = Link(text("See ", NAME, " at "), text("the portal"), text(Fragment('https://p.example.org/?a="1\\2"', PATIENT)))
CHANGE = Revision(text("Seen. "), text("Call ", NAME), text("Write ", RECORD), text(WHO))
BOX = TextBox((text("ALERT"), text(NAME, " {falls}")))


def with_sections(*sections: Section, layout: str = "classic") -> Document:
    return replace(full_document(layout), sections=sections)


def made(document: Document) -> str:
    return render(document, Format.RTF).data.decode("ascii")


def assert_every_value_is_found(document: Document) -> dict[str, str]:
    """Assert that each value stands at each of its places; return all texts."""
    spans = annotate(document).spans
    rendered = render(document, Format.RTF)
    reader = open_file(Format.RTF, rendered.data)
    assert len(rendered.places) == len(spans)
    for span, places in zip(spans, rendered.places, strict=True):
        assert places
        for place in places:
            assert reader.text_at(place, len(span.text)) == span.text, place
            assert re.search(PATHS[Format.RTF], place.path)
    return reader.texts


@pytest.mark.parametrize("make", [full_document, surfaces_document])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_reader_finds_every_value(layout, make):
    assert_every_value_is_found(make(layout))


def test_no_value_stands_where_no_label_says_so():
    """Every occurrence of a value that is written once has a place, in every text of the file."""
    values = iter(f"Value-{number:04d}-{number * 7 % 10}" for number in range(1, 100))

    def new() -> Fragment:
        return Fragment(next(values), PATIENT)

    section = Section(
        text(new()),
        (
            Paragraph(text("a ", new(), " b")),
            Table((text(new()),), ((Cell(text(new())),),), (1.0,)),
            Fields((Field("x", text(new())),), boxed=True),
            Bullets((text(new()),), numbered=True),
            Link(text(new()), text(new()), text(new())),
            Revision(text(new()), text(new()), text(new()), text(new())),
            TextBox((text(new()), text(new()))),
            Picture("no-photo", text(new())),
        ),
        notes=(text(new()),),
        footnotes=(text(new()), text(new())),
        comments=(Comment(text(new()), text(new())),),
    )
    document = with_sections(section)
    rendered = render(document, Format.RTF)
    texts = open_file(Format.RTF, rendered.data).texts
    found = 0
    for span, places in zip(annotate(document).spans, rendered.places, strict=True):
        if span.text.startswith("Value"):
            stated = sorted((place.path, place.start) for place in places)
            assert stated == sorted((path, said.find(span.text)) for path, said in texts.items() if span.text in said)
            found += 1
    assert found == 21


@settings(max_examples=60)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["classic", "gazette"]),
)
def test_any_character_comes_back(texts, layout):
    parts = [text("Seen: ", Fragment(one, PATIENT), " end") for one in texts]
    section = Section(
        text("x"),
        (*map(Paragraph, parts), TextBox(tuple(parts)), Bullets(tuple(parts)), Picture("no-photo", parts[0])),
        footnotes=tuple(parts),
        comments=tuple(Comment(one, one) for one in parts),
    )
    document = with_sections(section, layout=layout)
    assert_every_value_is_found(replace(document, header=parts[0], footer=parts[-1]))


def test_characters_are_written_as_readers_know_them():
    name = Fragment("Zo\u00eb \u0416 \U0001f600 \\ {x}", PATIENT)
    data = made(document_of(text(name)))
    assert "Zo\\u235\\'eb \\u1046\\'3f \\u-10179\\'3f\\u-8704\\'3f \\\\ \\{x\\}\\par" in data


def test_marks_stand_where_the_surfaces_are():
    section = Section(
        text("Follow-up"),
        (Paragraph(text("one ", RECORD)), LINK, CHANGE, BOX),
        footnotes=(text("F ", NAME), text("G ", NAME)),
        comments=(Comment(text("Dana Reyes"), text("C ", NAME)), Comment((), text("D"))),
    )
    texts = assert_every_value_is_found(with_sections(section))
    path = next(path for path, said in texts.items() if said.startswith("See "))
    assert texts[f"{path}/link[0]"] == 'https://p.example.org/?a="1\\2"'
    path = next(path for path, said in texts.items() if said == "Seen. ")
    assert (texts[f"{path}/del[0]"], texts[f"{path}/ins[0]"]) == ("Call " + NAME.text, "Write STB-004417")
    assert {texts["author[0]"], texts["author[1]"]} == {"Unknown", WHO.text}
    assert texts["box[0]/p[1]"] == NAME.text + " {falls}"
    assert (texts["comment[0]/author"], texts["comment[0]/initials"]) == ("Dana Reyes", "DR")
    assert (texts["comment[1]/p[0]"], texts.get("comment[1]/author")) == ("D", None)
    assert texts["footnote[1]/p[0]"] == " G " + NAME.text


@pytest.mark.parametrize(
    "first",
    [(), (Paragraph(text("p ", NAME)),), (Table((text("h"),), ((Cell(text(NAME)),),), (1.0,)),), (LINK,), (BOX,)],
)
def test_notes_of_a_section_without_a_heading(first):
    section = Section((), first, footnotes=(text("F ", NAME),), comments=(Comment(text(WHO), text("C ", RECORD)),))
    texts = assert_every_value_is_found(with_sections(section, section))
    assert {f"{kind}[{number}]/p[0]" for kind in ("footnote", "comment") for number in (0, 1)} <= set(texts)


@pytest.mark.parametrize("change", [replace(CHANGE, deleted=()), replace(CHANGE, deleted=(), inserted=())])
def test_an_author_of_little_is_named_all_the_same(change):
    texts = assert_every_value_is_found(with_sections(Section(text("x"), (change, CHANGE))))
    assert [path for path in texts if path.startswith("author")] == ["author[0]", "author[1]"]


@pytest.mark.parametrize("day", range(5, 12))
def test_the_time_of_changes(day):
    document = with_sections(Section(text("x"), (CHANGE,)))
    moment = datetime(2026, 1, day, 14, 30, tzinfo=UTC)
    data = made(replace(document, properties=replace(document.properties, created=moment)))
    packed = int(re.search(r"\\revdttm(-?\d+) ", data)[1])
    assert -(1 << 31) <= packed < 1 << 31
    fields = [packed >> low & (1 << bits) - 1 for low, bits in ((0, 6), (6, 5), (11, 5), (16, 4), (20, 9), (29, 3))]
    # The week begins with Sunday, which is 0; 5 January 2026 is a Monday.
    assert fields == [30, 14, day, 1, 126, (day - 4) % 7]


def test_a_document_without_surfaces_has_nothing_of_them():
    data = made(document_of(text("plain")))
    for word in ("revtbl", "ftnsep", "footnote ", "annotation{", "listtable", "userprops", "shptxt"):
        assert f"\\{word}" not in data


def test_two_columns():
    document = with_sections(Section(text("News"), (Paragraph(text(NAME, " ", "word " * 200)),)), layout="gazette")
    assert "\\cols2" in made(document)
    assert_every_value_is_found(document)


# ----------------------------------------------------------------------------------- programs of others


def test_what_file_says(tmp_path):
    (tmp_path / "a.rtf").write_bytes(render(full_document(), Format.RTF).data)
    assert run("file", "--brief", "--mime-type", str(tmp_path / "a.rtf")).strip() == "text/rtf"


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """Return a folder with the documents of every layout, as RTF, PDF and as the XML of an office program."""
    for program in ("soffice", "pdftotext"):
        need(program)
    folder = tmp_path_factory.mktemp("rtf")
    for layout in LAYOUTS:
        for name, document in documents(layout).items():
            (folder / f"{name}.rtf").write_bytes(render(document, Format.RTF).data)
    files = sorted(map(str, folder.glob("*.rtf")))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for target in ("pdf", "fodt"):
        run("soffice", "--headless", profile, "--convert-to", target, "--outdir", str(folder), *files)
    shutil.rmtree(folder / "profile", ignore_errors=True)
    return folder


def documents(layout: str) -> dict[str, Document]:
    return {f"{layout}-full": full_document(layout), f"{layout}-surfaces": surfaces_document(layout)}


def inkless(value: str) -> str:
    return "".join(value.split()).casefold()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_libreoffice_shows_every_value(layout, converted):
    for name, document in documents(layout).items():
        # In the order of the file, so that the lines of a cell stay together.
        pages = inkless(run("pdftotext", "-raw", str(converted / f"{name}.pdf"), "-"))
        values = [span for span in annotate(document).spans if span.surface in VISIBLE]
        assert len(values) > 20
        for span in values:
            assert inkless(span.text) in pages, span


@pytest.mark.timeout(300)
def test_libreoffice_knows_the_surfaces(converted):
    said = re.sub(
        r"(?s)<office:binary-data>.*?</office:binary-data>", "", (converted / "classic-surfaces.fodt").read_text()
    )
    plain = re.sub(r"<text:s/>", " ", said).replace("&apos;", "'")
    assert plain.count("<office:annotation ") == 2
    assert plain.count('text:note-class="footnote"><text:note-citation>') == 2
    assert plain.count("<text:changed-region") == 2
    assert plain.count(f"<dc:creator>{WHO.text}</dc:creator>") == 3
    assert 'xlink:href="https://portal.clinic.example.org/chart/abelanger7"' in plain
    assert f"<dc:title>Note of {NAME.text}</dc:title>" in plain
    assert "<meta:keyword>cardiology; STB-004417</meta:keyword>" in plain
    assert '<meta:user-defined meta:name="Record">STB-004417</meta:user-defined>' in plain
    assert "<draw:text-box" in plain
    assert plain.count("<text:h text:style-name=") == 5


def test_pandoc_reads_body_links_and_notes(tmp_path):
    need("pandoc")
    (tmp_path / "a.rtf").write_bytes(render(surfaces_document(), Format.RTF).data)
    tree = json.loads(run("pandoc", "-f", "rtf", "-t", "json", str(tmp_path / "a.rtf")))
    kinds = re.findall(r'"t": ?"(\w+)"', json.dumps(tree))
    assert kinds.count("Note") == 2
    assert kinds.count("Link") == 1
    assert kinds.count("BulletList") == 1
    assert kinds.count("OrderedList") == 1
    assert kinds.count("Header") == 5
