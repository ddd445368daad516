"""Mails that others wrote, as the reader gives them; a browser says how their HTML reads."""

from email.message import EmailMessage

import pytest
from browsers import chromium_page
from hypothesis import given
from hypothesis import strategies as st

from synthphi.doctypes import Format
from synthphi.readback import ReadbackError, open_file
from synthphi.render.base import Place


def test_headers_are_decoded_and_unfolded():
    message = EmailMessage()
    message["From"] = "Zoë Müller <zoe@example.org>"
    message["To"] = "Dana Reyes <dana@example.org>, lab@example.com"
    message["Cc"] = "desk@example.net"
    message["Subject"] = "Results → Žofia Novák, " + "seen again " * 12
    message["Organization"] = "Mill Creek"
    message.set_content("x")
    data = bytes(message)
    assert b"=?utf-8?" in data
    texts = open_file(Format.EML, data).texts
    assert texts["header/From"] == "Zoë Müller <zoe@example.org>"
    assert texts["header/To"] == "Dana Reyes <dana@example.org>, lab@example.com"
    assert texts["header/Cc"] == "desk@example.net"
    assert texts["header/Subject"] == message["Subject"]
    assert texts["header/Organization"] == "Mill Creek"


def test_the_body_is_decoded_whatever_its_encoding():
    body = "Dear Zoë,\n\nyour hæmoglobin is 9 g/dL 😀.\n" + "long " * 60 + "\n"
    for encoding in ("quoted-printable", "base64", "8bit"):
        message = EmailMessage()
        message.set_content(body, cte=encoding)
        unix = open_file(Format.EML, bytes(message))
        windows = open_file(Format.EML, message.as_bytes(policy=message.policy.clone(linesep="\r\n")))
        assert unix.texts["text/plain"] == windows.texts["text/plain"] == body
        assert unix.text_at(Place("text/plain", body.index("your")), 16) == "your hæmoglobin "


def test_other_text_parts_are_read_too_and_files_are_attachments():
    message = EmailMessage()
    message.set_content("plain")
    message.add_alternative("<p>html</p>", subtype="html")
    message.add_attachment("second", disposition="inline")
    message.add_attachment("third", filename="a.txt")
    message.add_attachment(b"\0\1", maintype="application", subtype="octet-stream", filename="b")
    texts = open_file(Format.EML, bytes(message)).texts
    assert {path: text.strip() for path, text in texts.items() if path.startswith("text/")} == {
        "text/plain": "plain",
        "text/html/block[0]": "html",
        "text/plain[1]": "second",
    }
    assert (texts["attachment[0]"], texts["mail > a.txt > text"], texts["attachment[1]"]) == ("a.txt", "third\n", "b")


NEWSLETTER = """<!DOCTYPE html>
<html><head><meta charset="iso-8859-1"><title>Newsletter</title><style>p { color: red }</style></head>
<body>
  <!-- a remark -->
  Straight in   the <b>body</b>
  <i> here</i>, and on
  <table><tr><td>
    <table>
      <tr><td>Inner
        one</td><td> <span> </span> Inner <em>two</em> </td></tr>
      <tr><td></td><td>&nbsp;</td></tr>
    </table>
  </td><td>Outer &amp; &lt;more&gt; &eacute;&#8211;&#x2014;</td></tr></table>
  <div>Before <p>Within</p> after</div>
  <div>One line<br>
    another <br/> third</div>
  <pre>kept   as
  it is</pre>
  <p style="color: red; White-Space: pre-wrap">also   kept <span style="white-space:normal">but   not  here</span></p>
  <ul>
    <li>first <li>second
  </ul>
  <script>var a = "<p>no text</p>";</script>
  The <a href="mailto:zoe@example.org?subject=A&amp;B">first</a> and <a href="https://example.org/?q=1">second</a> link
  <h4>Last</h4>
</body></html>"""
WORDS = st.text(st.sampled_from("ab \n\t<>&\xa0é"), max_size=8)


def of_html(page, **options):
    """Return the paths below text/html and what stands at them."""
    message = EmailMessage()
    message.set_content(page, subtype="html", **options)
    texts = open_file(Format.EML, bytes(message)).texts
    return {path.removeprefix("text/html/"): value for path, value in texts.items() if path.startswith("text/html/")}


def values(page):
    return [value for path, value in of_html(page).items() if "link" not in path]


@pytest.fixture(scope="module")
def browser():
    with chromium_page(1280, 720) as opened:
        yield opened


def test_html_is_read_block_by_block():
    assert values(NEWSLETTER) == [
        "Newsletter",
        "Straight in the body here, and on",
        "Inner one",
        "Inner two",
        "\xa0",
        "Outer & <more> é–—",
        "Before",
        "Within",
        "after",
        "One line\nanother\nthird",
        "kept   as\n  it is",
        "also   kept but not here",
        "first",
        "second",
        "The first and second link",
        "Last",
    ]


def test_blocks_are_the_lines_that_a_browser_shows(browser):
    browser.set_content(NEWSLETTER)
    shown = [line.strip(" ") for line in browser.inner_text("body").replace("\t", "\n").split("\n")]
    read = [line.strip(" ") for value in values(NEWSLETTER)[1:] for line in value.split("\n")]
    assert [line for line in read if line] == [line for line in shown if line]


def test_targets_of_links_stand_below_their_block():
    found = of_html(NEWSLETTER)
    assert found["block[14]/link[0]"] == "mailto:zoe@example.org?subject=A&B"
    assert found["block[14]/link[1]"] == "https://example.org/?q=1"
    assert of_html('<p>x<p>a</p><a href="u"><div>b</div></a><td><a href="v"><img alt="c d" src="w"></a>') == {
        "block[0]": "x",
        "block[1]": "a",
        "block[2]": "b",
        "block[2]/link[0]": "u",
        "block[3]": "c d",
        "block[3]/link[0]": "v",
    }
    assert of_html('<p>x</p><p><a href="u"> </a></p>') == {"block[0]": "x", "block[1]": "", "block[1]/link[0]": "u"}


@pytest.mark.parametrize(
    "style", ["display:none", "visibility:hidden", "max-height:0;overflow:hidden", "font-size:0", "color:#fff"]
)
def test_what_is_hidden_is_read(style):
    assert values(f'<div style="{style}">Not seen</div><p>Seen</p>') == ["Not seen", "Seen"]
    assert values("<p hidden>Not seen</p>Seen") == ["Not seen", "Seen"]


@given(st.lists(WORDS, min_size=3, max_size=3))
def test_white_space_between_elements_of_a_line_is_one_space(words):
    escaped = [word.replace("&", "&amp;").replace("<", "&lt;") for word in words]
    collapsed = " ".join("".join(words).replace("\n", " ").replace("\t", " ").split(" "))
    while "  " in collapsed:
        collapsed = collapsed.replace("  ", " ")
    assert values("<p>{}<b>{}</b><i>{}</i></p>".format(*escaped)) == (
        [collapsed.strip(" ")] if collapsed.strip(" ") else []
    )


@given(st.text(st.sampled_from("<>/=\"'&;#x abpdivt!-[]\0\n"), max_size=60))
def test_any_characters_are_read_as_some_html(page):
    assert all(path.startswith("block[") for path in of_html(page))


def test_the_charset_of_the_mail_comes_before_that_of_the_html():
    page = '<meta charset="iso-8859-1"><p>Zoë – 9 µg</p>'
    assert list(of_html(page).values()) == ["Zoë – 9 µg"]
    bare = (
        b"Content-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n" + page.replace("iso-8859-1", "utf-8").encode()
    )
    assert open_file(Format.EML, bare).texts["text/html/block[0]"] == "Zoë – 9 µg"


def test_a_second_html_part_has_a_path_of_its_own():
    message = EmailMessage()
    message.set_content("<p>one</p>", subtype="html")
    message.add_attachment("<p>two</p>", subtype="html", disposition="inline")
    texts = open_file(Format.EML, bytes(message)).texts
    assert texts["text/html/block[0]"] == "one"
    assert texts["text/html[1]/block[0]"] == "two"


@pytest.mark.parametrize("page", ["", "\n", "<!-- nothing -->", "<html><body></body></html>"])
def test_html_without_text_has_no_paths(page):
    assert of_html(page) == {}


def test_no_file_is_read_for_an_entity(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><p>a &x; b</p>'
    assert "secret" not in "".join(values(page))
    assert "a &x; b" in "".join(values(page))


def test_html_that_is_nested_too_deeply_is_refused_and_not_cut_short():
    assert values("<div>" * 100 + "deep" + "</div>" * 100) == ["deep"]
    with pytest.raises(ReadbackError, match="nested too deeply"):
        values("<div>" * 5000 + "deep" + "</div>" * 5000)
