"""What a mail says beside its plain text: HTML part, hidden beginning, links, properties, the mail it answers."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from browsers import chromium_page
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import MRN, NAME, PATIENT, RECORD, document_of, paragraphs, surfaces_document

from synthphi.doctypes import Format
from synthphi.document import (
    Bullets,
    Cell,
    CustomProperty,
    Field,
    Fields,
    Fragment,
    Link,
    Paragraph,
    Quoted,
    Section,
    Table,
    annotate,
    plain,
    text,
)
from synthphi.document.canonical import lines
from synthphi.errors import RenderError
from synthphi.readback import open_file
from synthphi.render.eml import render
from synthphi.render.layouts import LAYOUTS

PORTAL = Fragment('https://portal.example.org/chart?id=7&view="all"<x>\'', PATIENT)
HOLDING = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "div"}


def mail(*blocks, **headers):
    """Return a mail of these blocks, in HTML too unless told otherwise."""
    made = document_of(text("x"))
    written = {"sender": text("Jo <jo@example.org>"), "subject": text("Note"), "html": True, **headers}
    return replace(made, sections=(Section((), blocks),), mail=replace(made.mail, **written))


def with_properties(**properties):
    made = mail(Paragraph(text("x")), html=False)
    return replace(made, properties=replace(made.properties, **properties))


def parts(data):
    """Return the text of each part by type, as the standard library reads it under its strict policy."""
    message = message_from_bytes(data, policy=policy.strict)
    found = {}
    for part in message.walk():
        assert not part.defects
        assert not any(part[name].defects for name in part)
        if not part.is_multipart():
            assert part.get_content_type() not in found
            found[part.get_content_type()] = part.get_content().replace("\r\n", "\n")
    return message, found


class Elements(HTMLParser):
    """Every element that may hold text: the text directly in it or in a link in it, and the links' targets."""

    def __init__(self):
        super().__init__()
        self.found, self.open = [], []

    def handle_starttag(self, tag, attributes):
        if tag in HOLDING:
            self.open.append(["", []])
            self.found.append(self.open[-1])
        elif tag == "a":
            self.open[-1][1].append(dict(attributes)["href"])

    def handle_endtag(self, tag):
        if tag in HOLDING:
            self.open.pop()

    def handle_data(self, data):
        if self.open:
            self.open[-1][0] += data
        else:
            assert not data.strip()


def html_blocks(page):
    """Return text and targets of each element that holds text, by the standard library's parser of HTML."""
    parser = Elements()
    parser.feed(page)
    return [(characters, targets) for characters, targets in parser.found if characters.strip()]


def assert_values_stand_in_both_parts(document):
    rendered = render(document)
    spans = annotate(document).spans
    assert len(rendered.places) == len(spans)
    message, found = parts(rendered.data)
    blocks = html_blocks(found["text/html"])
    reader = open_file(Format.EML, rendered.data)
    for span, places in zip(spans, rendered.places, strict=True):
        kinds = []
        for place in places:
            end = place.start + len(span.text)
            assert reader.text_at(place, len(span.text)) == span.text, place
            kind, _, rest = place.path.partition("/")
            if kind == "header":
                assert str(message[rest])[place.start : end] == span.text
            elif place.path == "text/plain":
                kind = "plain"
                assert found["text/plain"][place.start : end] == span.text
            else:
                block, link = re.fullmatch(r"text/html/block\[(\d+)\](?:/link\[(\d+)\])?", place.path).groups()
                kind = "html"
                characters, targets = blocks[int(block)]
                value = characters if link is None else targets[int(link)]
                assert value[place.start : end] == span.text
            kinds.append(kind)
        in_headers = span.surface in {"mail_header", "subject", "metadata"}
        hidden = span.surface == "preheader"
        assert kinds == (["header"] if in_headers else ["html"] if hidden else ["plain", "html"]), span
    return reader


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_value_stands_in_the_plain_text_and_in_the_html(layout):
    assert_values_stand_in_both_parts(surfaces_document(layout))


@settings(max_examples=60)
@given(paragraphs(), paragraphs(), paragraphs())
def test_any_text_is_found_in_both_parts(first, second, third):
    document = mail(
        Paragraph(first),
        Bullets((second, first)),
        Table((first, text("two")), ((Cell(second), Cell(third, flag=True)),), (0.5, 0.5)),
        Fields((Field("Name", first), Field("Note", third), Field("Empty")), boxed=True),
        Fields((Field("Name", first), Field("Note", third), Field("Empty"))),
        Link(first, second, text(PORTAL)),
        preheader=third,
        quoted=Quoted(first, (second, third)),
    )
    assert_values_stand_in_both_parts(document)


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=12).filter(str.strip))
def test_characters_of_all_scripts_come_back(characters):
    assert_values_stand_in_both_parts(mail(Paragraph(text("Seen: ", Fragment(f"a{characters}b", PATIENT), "."))))


def test_the_html_says_what_the_plain_text_says():
    document = surfaces_document()
    _, found = parts(render(document).data)
    blocks = [characters for characters, _ in html_blocks(found["text/html"])]
    said = " ".join(re.sub("(?m)^> ", "", found["text/plain"]).split())
    for block in blocks[1:]:
        assert " ".join(block.split()) in said
    seen = " ".join(" ".join(blocks).split())
    for surface, line in lines(document):
        if surface not in {"mail_header", "subject", "metadata", "hyperlink"}:
            assert " ".join(plain(line).split()) in seen


def test_the_part_that_says_more_is_the_last_one_of_two_alternatives():
    message, _ = parts(render(surfaces_document()).data)
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert {part["Content-Transfer-Encoding"] for part in message.iter_parts()} <= {"7bit", "quoted-printable"}
    assert message.get_body(("html",)).get_content_charset() == "utf-8"


def test_no_line_of_a_mail_in_html_is_longer_than_the_standard_wants():
    data = render(surfaces_document()).data
    assert max(map(len, data.split(b"\r\n"))) <= 78
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_mails_with_other_identifiers_have_other_boundaries_and_the_same_mail_has_the_same_bytes():
    document = surfaces_document()
    other = replace(document, mail=replace(document.mail, message_id="<0002@example.org>"))
    one, two = (parts(render(made).data)[0].get_boundary() for made in (document, other))
    assert one != two
    assert render(document).data == render(surfaces_document()).data


def test_text_that_looks_like_the_boundary_ends_no_part():
    boundary = parts(render(mail(Paragraph(text("x")))).data)[0].get_boundary()
    document = mail(Paragraph(text(f"--{boundary}")), Paragraph(text(RECORD)))
    message, found = parts(render(document).data)
    assert f"--{boundary}\n" in found["text/plain"]
    assert message.get_boundary() != boundary
    assert_values_stand_in_both_parts(document)


def test_a_mail_without_html_has_one_part_without_tags():
    message, found = parts(render(mail(Paragraph(text(NAME)), html=False)).data)
    assert message.get_content_type() == "text/plain"
    assert "<" not in found["text/plain"]


def test_no_style_sheet_script_or_outside_picture_is_in_the_html():
    _, found = parts(render(surfaces_document()).data)
    assert not re.search(r"<(style|script|img|link|iframe)\b", found["text/html"])
    assert re.findall(r"https?://[^\"<]*", found["text/html"]) == ["https://portal.clinic.example.org/chart/abelanger7"]


# --------------------------------------------------------------------------------------------- what is not shown


def test_the_hidden_beginning_stands_first_in_the_html_and_not_in_the_plain_text():
    reader = assert_values_stand_in_both_parts(mail(Paragraph(text("Hello")), preheader=text("About ", RECORD)))
    assert reader.texts["text/html/block[0]"] == "About STB-004417"
    assert "STB-004417" not in reader.texts["text/plain"]


def test_without_html_the_hidden_beginning_is_the_first_line():
    document = mail(Paragraph(text("Hello")), html=False, preheader=text("About ", RECORD))
    rendered = render(document)
    reader = open_file(Format.EML, rendered.data)
    assert reader.texts["text/plain"].startswith("About STB-004417\n\nTexts\n")
    assert [reader.text_at(place, 10) for places in rendered.places for place in places] == ["STB-004417"]


# ------------------------------------------------------------------------------------------- links and quotes


def test_a_link_shows_its_text_and_leads_to_its_target():
    reader = assert_values_stand_in_both_parts(
        mail(Link(text("Open ", NAME, " in "), text("the portal"), text(PORTAL)), Paragraph(text("Bye")))
    )
    assert f"Open {NAME.text} in the portal <{PORTAL.text}>\n" in reader.texts["text/plain"]
    assert reader.texts["text/html/block[1]"] == f"Open {NAME.text} in the portal"
    assert reader.texts["text/html/block[1]/link[0]"] == PORTAL.text


def test_what_a_mail_answers_stands_at_its_end_behind_arrows():
    made = surfaces_document()
    reader = assert_values_stand_in_both_parts(made)
    assert reader.texts["text/plain"].endswith(
        "Center  |  Confidential\n\n"
        "On January 4, 2026, Dana M. Reyes wrote:\n> How is Annabel O'Brien-Bélanger?\n> Record STB-004417\n"
    )
    html = [value for path, value in reader.texts.items() if path.startswith("text/html")]
    assert html[-4:] == [
        "St. Brendan & Sons <Regional> Center  |  Confidential",
        "On January 4, 2026, Dana M. Reyes wrote:",
        "How is Annabel O'Brien-Bélanger?",
        "Record STB-004417",
    ]


def test_what_a_mail_answers_comes_before_the_notice_in_the_order_of_labels():
    document = mail(Paragraph(text("x")), html=False, quoted=Quoted(text("Jo wrote:"), (text(NAME),)))
    document = replace(document, footer=text("For ", RECORD))
    rendered = render(document)
    reader = open_file(Format.EML, rendered.data)
    assert [span.surface for span in annotate(document).spans] == ["quoted", "footer"]
    (quoted,), (footer,) = rendered.places
    assert reader.text_at(quoted, len(NAME.text)) == NAME.text
    assert reader.text_at(footer, len(RECORD.text)) == RECORD.text
    assert footer.start < quoted.start


# ------------------------------------------------------------------------------------------------ properties


def test_properties_are_header_fields():
    message, _ = parts(render(surfaces_document()).data)
    assert message["Thread-Topic"] == f"Note of {NAME.text}"
    assert message["X-Author"] == "Dana M. Reyes"
    assert message["Organization"] == "St. Brendan & Sons <Regional> Center"
    assert message["X-Category"] == f"Visit of {NAME.text}"
    assert message["Keywords"] == "cardiology; STB-004417"
    assert message["Comments"] == f"Draft for {NAME.text} <1> & more"
    assert message["X-Record"] == "STB-004417"
    assert message["X-Checked-by"] == "Dana M. Reyes (office)"


def test_properties_of_one_name_are_found_where_a_reader_joins_them():
    names = ("Record", "record", "Author", "Record")
    document = with_properties(
        author=text("Dr. ", NAME), custom=tuple(CustomProperty(name, text("No. ", RECORD)) for name in names)
    )
    rendered = render(document)
    reader = open_file(Format.EML, rendered.data)
    assert reader.texts["header/X-Record"] == "No. STB-004417, No. STB-004417, No. STB-004417"
    found = [[reader.text_at(place, len(RECORD.text)) for place in places] for places in rendered.places[1:]]
    assert found == [[RECORD.text]] * 4
    assert len({(place.path, place.start) for places in rendered.places for place in places}) == 5


@settings(max_examples=150)
@given(
    st.text(st.sampled_from("aZ0 "), max_size=70).map(lambda name: f"N{name}"),
    st.one_of(
        paragraphs(),
        st.text(st.sampled_from("ab c,;=?é漢"), min_size=1, max_size=200)
        .filter(lambda value: value == " ".join(value.split()))
        .map(lambda value: text(Fragment(value, MRN))),
    ),
)
def test_any_property_comes_back(name, value):
    document = with_properties(custom=(CustomProperty(name, value),))
    rendered = render(document)
    message, _ = parts(rendered.data)
    assert message[f"X-{name.replace(' ', '-')}"] == plain(value)
    reader = open_file(Format.EML, rendered.data)
    for span, (place,) in zip(annotate(document).spans, rendered.places, strict=True):
        assert reader.text_at(place, len(span.text)) == span.text


def test_what_looks_like_an_encoded_word_is_read_as_it_stands():
    message, _ = parts(render(with_properties(keywords=text("=?utf-8?q?Bcc?="))).data)
    assert message["Keywords"] == "=?utf-8?q?Bcc?="


@pytest.mark.parametrize("bad", ["a\r\nBcc: x@example.org", "a\nb", "a\rb", "a\0b"])
def test_no_line_end_gets_into_a_header(bad):
    base = document_of(text("x"))
    headers = [
        {"subject": text(bad)},
        {"sender": text(bad, " <a@example.org>")},
        {"copies": (text("Jo <a@example.org>"), text("é", bad, " <a@example.org>"))},
        {"message_id": bad},
        {"html": True, "preheader": text(bad)},
    ]
    documents = [replace(base, mail=replace(base.mail, **changed)) for changed in headers]
    documents += [with_properties(**{name: text(bad)}) for name in ("title", "keywords", "comments")]
    documents.append(with_properties(custom=(CustomProperty("Record", text(bad)),)))
    documents.append(mail(Link(text("x "), text("y"), text(bad))))
    documents.append(mail(Paragraph(text(bad))))
    for document in documents:
        with pytest.raises(RenderError, match=r"positive-000002: the text holds the character U\+00"):
            render(document)


@pytest.mark.parametrize("name", ["a\r\nBcc: x", "Née", "a:b", " "])
def test_a_property_whose_name_no_header_field_can_have_is_refused(name):
    with pytest.raises(RenderError, match=r"positive-000002.*cannot name a header field"):
        render(with_properties(custom=(CustomProperty(name, text("x")),)))


# ------------------------------------------------------------------------------------------------ how it looks


@pytest.fixture(scope="module")
def page():
    with chromium_page(760, 600) as opened:
        yield opened


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_browser_shows_all_but_the_hidden_beginning_within_its_width(page, layout):
    document = surfaces_document(layout)
    page.set_content(parts(render(document).data)[1]["text/html"])

    shown = page.inner_text("body")
    assert "<others>" not in shown
    assert "<others>" in page.text_content("body")
    seen = " ".join(shown.split()).casefold()
    for surface, line in lines(document):
        if surface not in {"mail_header", "subject", "preheader", "metadata", "hyperlink"}:
            assert " ".join(plain(line).split()).casefold() in seen  # headings may stand there in capitals
    assert page.evaluate("document.documentElement.scrollWidth") <= 760


def test_spaces_that_a_browser_shows_are_those_of_the_text(page):
    spaced = text(Fragment("A  B", PATIENT), "   C ")
    page.set_content(parts(render(mail(Paragraph(spaced), Paragraph(text("D E")))).data)[1]["text/html"])
    assert [element.inner_text() for element in page.query_selector_all("p")] == ["A  B   C ", "D E"]
