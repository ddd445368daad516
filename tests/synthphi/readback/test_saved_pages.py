"""Pages and text files that others wrote, as the readers give them."""

import pytest

from synthphi.doctypes import Format
from synthphi.readback import ReadbackError, open_file


def texts_of(page, encoding="utf-8"):
    return open_file(Format.HTML, page.encode(encoding)).texts


def test_blocks_title_and_meta_elements_are_read():
    found = texts_of(
        '<html><head><title>A  &amp; B</title><meta name="author" content="Jo &quot;J&quot;"><meta charset="utf-8">'
        '<meta name="author" content="Al"><style>p{color:red}</style></head>'
        "<body><h1>One\n two</h1><div>three<p>four <b>five</b></p>six</div></body></html>"
    )
    assert found == {
        "html/title": "A  & B",
        "html/meta/author": 'Jo "J", Al',
        "html/block[0]": "One two",
        "html/block[1]": "three",
        "html/block[2]": "four five",
        "html/block[3]": "six",
    }


def test_what_stands_in_attributes_is_no_text_of_a_block():
    found = texts_of(
        '<p>Before <img alt="a face"> behind <input value="7"></p><p><img alt=""><img alt="two"></p>'
        '<p>See <a href="https://x.example.org/?a=1&amp;b=2">this</a></p><input type="text"><input value="8">'
    )
    assert found == {
        "html/img[0]/alt": "a face",
        "html/field[0]": "7",
        "html/block[0]": "Before behind",
        "html/img[2]/alt": "two",
        "html/block[1]": "See this",
        "html/block[1]/link[0]": "https://x.example.org/?a=1&b=2",
        "html/field[2]": "8",
    }


def test_comments_are_read_wherever_they_stand():
    found = texts_of("<!-- first --><html><body><p>one<!-- two -->three</p><!--four--></body></html><!-- five -->")
    assert found["html/block[0]"] == "onethree"
    assert [value for path, value in found.items() if "comment" in path] == ["first", "two", "four", "five"]


def test_hidden_text_and_changes_are_read_with_their_authors():
    found = texts_of(
        '<div hidden>gone</div><p>a <del title="Jo">b</del><del>c</del><ins title="Al">d</ins></p>'
        '<p><ins title="Jo">e</ins></p>'
    )
    assert found == {
        "html/block[0]": "gone",
        "html/block[1]": "a bcd",
        "html/block[1]/del[0]/author": "Jo",
        "html/block[1]/ins[0]/author": "Al",
        "html/block[2]": "e",
        "html/block[2]/ins[0]/author": "Jo",
    }


@pytest.mark.parametrize(("declared", "encoding"), [("iso-8859-1", "latin-1"), ("windows-1252", "cp1252")])
def test_a_page_in_another_encoding_says_so_itself(declared, encoding):
    assert texts_of(f'<meta charset="{declared}"><p>Bélanger</p>', encoding)["html/block[0]"] == "Bélanger"


def test_an_empty_page_has_no_texts():
    assert texts_of("") == {}


def test_a_page_that_is_nested_too_deeply_is_refused():
    with pytest.raises(ReadbackError, match="nested too deeply"):
        texts_of("<div>" * 100_000 + "x")


def test_no_file_is_read_for_an_entity(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hidden words")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><p>a &x; b</p>'
    assert "hidden words" not in " ".join(texts_of(page).values())


def test_a_text_file_is_read_with_its_line_ends_as_one_character():
    assert open_file(Format.TXT, b"a\r\nb\n\fc \xc3\xa9\n").texts == {"text": "a\nb\n\fc \u00e9\n"}


def test_a_text_file_that_is_not_utf_8_is_refused():
    with pytest.raises(ReadbackError, match="cannot be read as txt: UnicodeDecodeError"):
        open_file(Format.TXT, b"caf\xe9")
