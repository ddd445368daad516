"""Texts that try to break out of what they are written in, and a document that has one of them everywhere."""

import os
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from urllib.parse import quote

from hypothesis import strategies as st
from samples import PATIENT, surfaces_document

from synthphi.doctypes import Format
from synthphi.document import Choices, Document, Field, Fragment, Link, MailHeaders, SignatureLine, annotate, plain
from synthphi.errors import RenderError
from synthphi.labels import Label, Owner, tag
from synthphi.readback import open_file, same_text
from synthphi.render import render

LONG = bool(os.environ.get("SYNTHPHI_FUZZ"))
"""Whether to try thousands of texts and specs and not hundreds: `make fuzz`."""

CURATED = (
    # XML and HTML
    "<script>alert(1)</script>",
    "</w:t></w:r><w:p/>",
    "</td></table></body></html>",
    "<!-- a --> b -->",
    "-->",
    "--!>",
    "<!--",
    "--",
    "-",
    "a-",
    "]]>",
    "<![CDATA[x]]>",
    "<?xml version='1.0'?>",
    "<?xpacket end='w'?>",
    "&amp;",
    "&lt;b&gt;",
    "&#0;",
    "&#x41;",
    "&nbsp;",
    "&undefined;",
    '" onload="alert(1)',
    "' onmouseover='x",
    "</title></textarea></style></script>",
    "_x0041_",
    "_x000D__x005F_",
    # mail headers
    "a\r\nBcc: evil@example.org",
    "a\nSubject: b",
    "a\r\n\r\nbody",
    "=?utf-8?q?evil?=",
    "=?utf-8?b?ZXZpbA==?=",
    "=?utf-8?q?a?= =?utf-8?q?b?=",
    "=?",
    "?=",
    "--=_boundary",
    "------=_NextPart_000",
    "a  b",
    "< \xa0<",
    "a \u3000b",
    "From me",
    ">From me",
    ".",
    "..",
    "a=3Db=",
    "=20",
    'a "quoted\\" name',
    "Dana, Reyes; Bob (office) <x@example.org>, y@example.org",
    "<a@b>",
    "a: b",
    "\\",
    '"',
    "(",
    ")",
    # RTF
    "{\\rtf1",
    "}}}}",
    "{{{{",
    "\\par\\page",
    "\\bin999999",
    "\\u8364?",
    "\\'41",
    "{\\*\\bkmkstart a}",
    "\\\\",
    "\\~\\-\\_",
    # PDF
    ") Tj ET",
    "(a) Tj",
    "((",
    "))",
    "\\) \\( \\101",
    "endstream endobj",
    "<</JS (app.alert(1))>>",
    "%%EOF",
    "<feff0041>",
    "\u00fe\u00ffA",
    "\u00ef\u00bb\u00bfA",
    "\ufeffA",
    "A\ufeff",
    # sheets and tables
    "=1+1",
    '=HYPERLINK("http://example.org")',
    "+1",
    "-1+2",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "'=1",
    "1e5",
    "007",
    "1/2",
    "TRUE",
    "#N/A",
    "&P",
    "&D of &N",
    '&"Arial,Bold"',
    "&K00-001x",
    'a,b;c|d"e"',
    # templates
    "{name}",
    "{}",
    "{0}",
    "{0.__class__}",
    "{{ 7*7 }}",
    "{% x %}",
    "%s",
    "%(name)s",
    "%n%n",
    "$name",
    "${x}",
    "\\1\\g<0>",
    # letters
    "\u202eevil\u202c",
    "a\u200bb",
    "\u200b",
    "a\u200db",
    "a\u2060b",
    "\u2066abc\u2069",
    "e\u0301\u0302\u0303",
    "\u0301a",
    "Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308algo",
    "\U0001f600",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U00020000\U00010348",
    "\u05e9\u05dc\u05d5\u05dd abc",
    "\u0645\u0631\u062d\u0628\u0627 12",
    "\ufb01x\u01c4",
    "\u00ad",
    "a\u00adb",
    "a\u00a0b",
    "a\u2028b",
    "a\u2029b",
    "a\u0085b",
    "a\u3000b",
    "\u2011",
    "\ufffd",
    "\ufffe",
    "\uffff",
    "\ue000",
    "\U0010ffff",
    "\U000e0041",
    "a\tb",
    "a\x00b",
    "\x1b[31mred\x1b[0m",
    "\x7f",
    "\x9b31m",
    "\ud800",
    "\udc80a",
    "a  b   c",
    # long
    "W" * 10_000,
    "a<&>\"'" * 2_000,
    "\u00e9" * 10_000,
    "ab " * 3_000 + "c",
    "a" * 300,
    "\u6f22" * 400,
)

_PIECES = (
    *(
        "<",
        ">",
        "&",
        '"',
        "'",
        "]]>",
        "<!--",
        "-->",
        "--",
        "<![CDATA[",
        "&amp;",
        "&#10;",
        "<b>",
        "</b>",
        "<?x?>",
        "_x0041_",
    ),
    *("\r\n", "\n", "\r", "\t", ": ", "=?utf-8?q?", "?=", "=?", "=3D", "=\r\n", "--=_", "From ", ".", "@", ",", ";"),
    *("{", "}", "\\", "\\par ", "\\bin9 ", "\\u65?", "\\'41", "{\\*\\x "),
    *("(", ")", ") Tj", "endstream", "endobj", "<<", ">>", "%", "/JS"),
    *("=", "+", "-", "@", "#", "|", "1", "0", "e", "&P", "&D"),
    *("{name}", "{0}", "%s", "%(a)s", "$x", "{{", "}}"),
    *("\u202e", "\u202c", "\u2066", "\u2069", "\u200b", "\u200d", "\u200e", "\u2060", "\ufeff", "\u00ad", "\u00a0"),
    *("\u0301", "\u0308", "\u0323", "\u093f", "\U0001f600", "\U00010348", "\u05d0", "\u0627", "\u6f22", "\u0e33"),
    *("\u2028", "\u2029", "\u0085", "\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ud800", "\ufffe", "\uffff", "\ue000"),
    *(" ", " ", "a", "B", "name", "\u00e9", "\u2019", "\u2013", "\u20ac", "\ufb01", "a" * 100),
)

# Half of the texts have no control character or line break, which every format refuses: those would hide the rest.
_ALLOWED = tuple(piece for piece in _PIECES if piece.isprintable() or piece in {"\u200b", "\u200d", "\u00ad", "\u00a0"})
_TEXTS = st.one_of(
    st.lists(st.sampled_from(_ALLOWED), min_size=1, max_size=12).map("".join),
    st.lists(st.sampled_from(_ALLOWED), min_size=1, max_size=12).map("".join),
    st.lists(st.sampled_from(_PIECES), min_size=1, max_size=12).map("".join),
    st.text(min_size=1, max_size=20),
)


def labelled(value: str) -> str:
    """Return a text as a labelled value is: it neither starts nor ends in white space, and has no two spaces."""
    return " ".join(part for part in value.strip().split(" ") if part) or "x"


HOSTILE = _TEXTS.map(labelled)
"""Texts over an alphabet of such pieces."""

_URL = tag(Label.URL, Owner.PATIENT, "patient-000001")
_EMAIL = tag(Label.EMAIL, Owner.PROVIDER, "provider-0001")


def hostile_document(value: str, *, alone: bool = True) -> Document:
    """Return the document of every surface with a labelled value in every text of it.

    Args:
        value: The value.
        alone: Whether it is all of each text; if not, it stands between words.
    """
    made = _put(surfaces_document(), value, alone)
    return replace(made, filename=(Fragment(value, PATIENT),))


def _put(one, value, alone):
    if isinstance(one, tuple):
        if one and all(isinstance(part, Fragment) for part in one):
            middle = Fragment(value, PATIENT)
            return (middle,) if alone else (Fragment("Seen "), middle, Fragment(" today"))
        return tuple(_put(part, value, alone) for part in one)
    if not is_dataclass(one):
        return one
    changes = {item.name: _put(getattr(one, item.name), value, alone) for item in fields(one)}
    if isinstance(one, MailHeaders):
        # An address is one: it is the name before it that people choose. Names are refused that the rest may hold, so
        # only one of the two documents has it there.
        name = value if alone else "Dana Reyes"
        person = (Fragment(name, PATIENT), Fragment(" <"), Fragment("dana@example.org", _EMAIL), Fragment(">"))
        changes |= {"sender": person, "recipients": (person, person), "copies": (person,)}
    if isinstance(one, Choices):
        changes |= {"caption": value, "options": tuple(f"{value}{i}" for i in range(len(one.options)))}
    elif isinstance(one, Field | SignatureLine):
        changes["caption"] = value
    elif isinstance(one, Link):
        # A target is of ASCII.
        escaped = "".join(char if char.isascii() or "\ud800" <= char <= "\udfff" else quote(char) for char in value)
        changes["target"] = (Fragment(f"https://example.org/{escaped}", _URL),)
    return replace(one, **changes)


def label_errors(document: Document, file_format: Format) -> list[str] | None:
    """Return which labels do not hold in the rendered file; None where the renderer refuses it, saying why."""
    try:
        rendered = render(document, file_format)
    except RenderError as error:
        said = str(error)
        # A character that the format cannot carry, or more of them than it can.
        why = any(reason in said for reason in ("U+", "make it shorter", "longer than a page"))
        return None if why and document.document_id in said else [f"refused without a reason: {said}"]
    spans = annotate(document).spans
    assert len(spans) == len(rendered.places)
    reader = open_file(file_format, rendered.data)
    reader.texts["filename"] = plain(document.filename)
    return list(_wrong(spans, rendered, reader))


def _wrong(spans, rendered, reader) -> Iterator[str]:
    for span, places in zip(spans, rendered.places, strict=True):
        if not places:
            yield f"{span.surface}: no place"
        for place in places:
            found = reader.text_at(place, len(span.text))
            if found != span.text and not (place.boxes and same_text(found, span.text)):
                yield f"{span.surface} at {place.path} from {place.start}: {found[:60]!r}"
