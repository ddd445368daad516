"""RTF files that other programs write, or nobody, and what our reader makes of them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthphi.doctypes import Format
from synthphi.readback import ReadbackError, open_file, rtf


def texts_of(content: str, head: str = "\\ansi\\ansicpg1252") -> dict[str, str]:
    return open_file(Format.RTF, f"{{\\rtf1{head}\n{content}}}".encode("latin-1")).texts


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a\\par b\\par", ["a", "b"]),
        ("a\\par b", ["a", "b"]),
        ("a\\par\\par b\\par ", ["a", "", "b"]),
        ("a\\\nb\\\r\nc", ["a", "b", "c"]),
        ("a\r\nb\nc", ["abc"]),
        ("\\trowd\\cellx9 \\intbl a\\par b\\cell c\\cell\\row \\pard d\\par", ["a", "b", "c", "d"]),
        ("{\\nestcell x}a\\sect b", ["", "xa", "b"]),
        ("a\\tab b\\line c\\~d\\_e\\-f\\emdash g", ["a\tb\nc\u00a0d\u2011e\u00adf\u2014g"]),
        ("\\{a\\}\\\\b", ["{a}\\b"]),
        ("caf\\'e9", ["caf\u00e9"]),
        ("caf\\u233?x", ["caf\u00e9x"]),
        ("caf\\u233\\'e9x", ["caf\u00e9x"]),
        ("caf\\u233 ?x", ["caf\u00e9x"]),
        ("\\uc0 caf\\u233x", ["caf\u00e9x"]),
        ("\\uc2 \\u233ab c", ["\u00e9 c"]),
        ("{\\uc0 \\u233}\\u233?x", ["\u00e9\u00e9x"]),
        ("\\u-10179?\\u-8704?", ["\U0001f600"]),
        ("\\u55357?x", ["\ufffdx"]),
        ("\\u233\\tab x", ["\u00e9x"]),
        ("{\\u233}?", ["\u00e9?"]),
        ("a\\bin3 }}}b", ["ab"]),
        ("a\\bin-3 b\\bin99999999", ["ab"]),
        ("a{\\*\\unknown{b}}c", ["ac"]),
        ("a{\\upr{no}{\\*\\ud{yes \\u233?}}}b", ["ayes \u00e9b"]),
        ("a{\\pntext 1.\\tab}{\\listtext 2.\\tab}b", ["ab"]),
        ("a{\\field{\\*\\fldinst PAGE}{\\fldrslt 7}}b", ["a7b"]),
        ("{\\v hidden}shown", ["hiddenshown"]),
    ],
)
def test_paragraphs_of_the_body(content, expected):
    # `\bin` that is longer than the file takes the last brace along.
    if "99999999" in content:
        with pytest.raises(ReadbackError, match="middle of a group"):
            texts_of(content)
        content = content.replace("\\bin99999999", "")
    texts = texts_of(content)
    assert [said for path, said in texts.items() if path.startswith("body/") and path.endswith("]")] == expected


@pytest.mark.parametrize(
    ("head", "content", "expected"),
    [
        ("\\ansi\\ansicpg1251", "\\'c6", "\u0416"),
        ("\\mac", "\\'8e", "\u00e9"),
        ("\\ansi\\ansicpg99999", "\\'e9", "\u00e9"),
        ("\\ansi{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}}", "\\'e9{\\f1 \\'c6}\\'e9", "\u00e9\u0416\u00e9"),
        ("\\ansi{\\fonttbl{\\f0\\fcharset128 A;}}", "\\f0 \\'83\\'41", "\u30a2"),
        ("\\ansi\\deff1{\\fonttbl{\\f1\\fcharset161 A;}}", "\\plain \\'e1", "\u03b1"),
    ],
)
def test_code_pages(head, content, expected):
    assert texts_of(content, head)["body/p[0]"] == expected


def test_what_stands_beside_a_paragraph():
    texts = texts_of(
        'a {\\field{\\*\\fldinst{HYPERLINK "https://a.example/x\\\\\\\\y" \\\\o "tip"}}{\\fldrslt{\\ul shown}}}'
        '{\\field{\\*\\fldinst HYPERLINK \\\\l "mark"}{\\fldrslt here}}'
        "{\\field{\\*\\fldinst MERGEFIELD Patient}{\\fldrslt Ann}}"
        "{\\deleted\\revauthdel1 old}{\\revised\\revauth1 new}{\\revised\\revauth2 er}"
        "{\\pict{\\*\\picprop{\\sp{\\sn wzDescription}{\\sv A face}}{\\sp{\\sn shapeType}{\\sv 75}}}\\pngblip 89504e47}"
        "\\par b\\par"
    )
    assert texts == {
        "body/p[0]": "a shownhereAnn",
        "body/p[0]/link[0]": "https://a.example/x\\y",
        "body/p[0]/link[1]": "#mark",
        "body/p[0]/field[0]": "MERGEFIELD Patient",
        "body/p[0]/del[0]": "old",
        "body/p[0]/ins[0]": "new",
        "body/p[0]/ins[1]": "er",
        "body/p[0]/alt": "A face",
        "body/p[1]": "b",
    }


def test_destinations():
    texts = texts_of(
        "{\\stylesheet{\\s0 Normal;}{\\*\\cs1 Char;}}{\\*\\revtbl{Unknown;}{Ann; B.;}}"
        "{\\info{\\title T}{\\author A}{\\*\\company C}{\\title again}{\\creatim\\yr2026}}"
        "{\\*\\userprops{\\propname Record}\\proptype30{\\staticval R1}}"
        "{\\header h\\par}{\\headerf first\\par}{\\footer f}"
        "x{\\super\\chftn{\\footnote\\pard\\plain one\\par two}}y"
        "{\\*\\atnid AB}{\\*\\atnauthor Ann}\\chatn{\\*\\annotation{\\*\\atnref 1}said}"
        "{\\shp{\\*\\shpinst{\\sp{\\sn wzName}{\\sv Box of Ann}}{\\shptxt in\\par}}{\\shprslt again}}\\par"
        "\\sect{\\header other\\par}{\\*\\bkmkstart Mark_Ann}{\\*\\bkmkend Mark_Ann}z"
    )
    assert texts == {
        "author[0]": "Unknown",
        "author[1]": "Ann; B.",
        "info/title": "T",
        "info/author": "A",
        "info/company": "C",
        "info/title[1]": "again",
        "custom/Record": "R1",
        "header/p[0]": "h",
        "headerf/p[0]": "first",
        "footer/p[0]": "f",
        "footnote[0]/p[0]": "one",
        "footnote[0]/p[1]": "two",
        "comment[0]/initials": "AB",
        "comment[0]/author": "Ann",
        "comment[0]/p[0]": "said",
        "other/wzName[0]": "Box of Ann",
        "box[0]/p[0]": "in",
        "body/p[0]": "xy",
        "body/p[1]": "",
        "section[1]/header/p[0]": "other",
        "other/bkmkstart[0]": "Mark_Ann",
        "body/p[2]": "z",
    }


def test_text_behind_the_end_is_seen():
    assert open_file(Format.RTF, b"{\\rtf1 a}\n{Ann}").texts == {"body/p[0]": "a", "other/behind": "Ann"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "does not begin"),
        (b"PK\x03\x04", "does not begin"),
        (b"{\\rtf1 a", "middle of a group"),
        (b"{\\rtf1 " + b"{" * 5000 + b"}" * 5001, "stand in each other"),
    ],
)
def test_what_is_no_rtf_file(data, said):
    with pytest.raises(ReadbackError, match=said):
        open_file(Format.RTF, data)


WORDS = [
    *("{", "}", "\\*", "\\u233?", "\\u-99999999", "\\uc99", "\\uc-1", "\\'e", "\\'ff", "\\bin2 ", "\\f9", "\\"),
    *("\\footnote", "\\header", "\\upr", "\\ud", "\\field", "\\fldinst HYPERLINK", "\\sv", "\\sn", "\\revtbl"),
    *("\\title", "\\annotation", "\\shptxt", "\\fonttbl", "\\fcharset128", "\\deleted", "\\revised0", " x", '"'),
    *("\\info", "\\par", "\0"),
]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=3)))
def test_nothing_makes_the_reader_stumble(pieces):
    data = "{\\rtf1 " + "".join(pieces) + "}"
    # Called by itself: what opens files makes an error of its own of every other.
    with suppress(ReadbackError):
        texts = rtf.read(data.encode("utf-8", "surrogatepass")).texts
        assert all(isinstance(said, str) for said in texts.values())
