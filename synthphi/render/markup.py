"""What the XML formats share: characters, and the properties parts of an office file."""

import re
from datetime import datetime
from functools import lru_cache

from synthphi.document import Properties, Text
from synthphi.errors import RenderError
from synthphi.render.base import Place, Places
from synthphi.render.package import Kept, Part, framed_part, kept_end, kept_start, part

# XML 1.0, section 2.2 (Char); tabs and line breaks are legal there, but a fragment is text on one line.
_CONTROL = bytes([*range(0x20), 0x7F])
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE_START = kept_start(
    DECLARATION
    + b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>'
)
_CORE = (
    "{title}</dc:title><dc:creator>{author}</dc:creator>{more}<cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
    '<cp:revision>1</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{created}'
)
_CORE_END = kept_end(b"</dcterms:modified></cp:coreProperties>")
_APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>{application}</Application><Company>{company}</Company><AppVersion>16.0000</AppVersion></Properties>"
)


_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EMU = 914_400
"""English metric units an inch."""
_NAMESPACES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": _RELATION,
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}


@lru_cache(100)
def xml_start(xml: str) -> Kept:
    """Return what parts begin with, below the declaration."""
    return kept_start(DECLARATION + xml.encode())


@lru_cache(100)
def xml_end(xml: str) -> Kept:
    """Return what parts end with."""
    return kept_end(xml.encode())


def namespaces(*prefixes: str) -> str:
    """Return attributes that declare namespaces of office files by their usual prefixes."""
    return " ".join(f'xmlns:{prefix}="{_NAMESPACES[prefix]}"' for prefix in prefixes)


def picture_relation(number: int) -> str:
    """Return the key of photograph `number`, from 0, of a document or slide."""
    return f"rIdPhoto{number}"


def relationship(key: str, kind: str, target: str) -> str:
    """Return a relationship of a part of an office file; `kind` such as ``image``."""
    return f'<Relationship Id="{key}" Type="{_RELATION}/{kind}" Target="{target}"/>'


def link_relationship(key: str, target: str) -> str:
    """Return a relationship that leads out of an office file; `target` is as it stands in an attribute."""
    return f'<Relationship Id="{key}" Type="{_RELATION}/hyperlink" Target="{target}" TargetMode="External"/>'


def quoted(escaped: str) -> str:
    """Return escaped characters as they stand in an attribute."""
    return escaped.replace('"', "&quot;")


def escape(value: str) -> str:
    """Return characters as XML text."""
    # Most texts hold none of them, and to see that is a quarter of the work.
    if "&" in value:
        value = value.replace("&", "&amp;")
    if "<" in value:
        value = value.replace("<", "&lt;")
    if ">" in value:
        value = value.replace(">", "&gt;")
    return value


def encode(document_id: str, xml: str) -> bytes:
    """Return XML as UTF-8.

    Raises:
        RenderError: it holds a character that XML cannot carry, or a tab or line break, which a fragment never has.
    """
    try:
        data = xml.encode()
    except UnicodeEncodeError:
        data = b"\x00"
    # Deleting bytes and comparing lengths is much faster than a search with a regular expression, and a search for one
    # byte than one for three.
    plain = 0xEF not in data or (b"\xef\xbf\xbe" not in data and b"\xef\xbf\xbf" not in data)
    if plain and len(data.translate(None, _CONTROL)) == len(data):
        return data
    found = FORBIDDEN.search(xml)
    assert found is not None
    raise RenderError(
        f"{document_id}: the text holds the character U+{ord(found[0]):04X}, which an XML format cannot carry: "
        "take it out of the content"
    )


_CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{properties}</Properties>'
)
# The identifier is of the set of properties that users define (MS-OLEPS, 2.18).
_OWN = (
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
    "<vt:lpwstr>{value}</vt:lpwstr></property>"
)
_SECONDS = len("2026-01-15T09:05:00")
CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"


def moment(time: datetime) -> str:
    """Return a moment in UTC by ISO 8601, to the second; `strftime` takes several times as long."""
    return f"{time.isoformat()[:_SECONDS]}Z"


def property_parts(document_id: str, properties: Properties, application: str) -> tuple[list[Part], list[Places]]:
    """Return the properties of an office file.

    Args:
        document_id: For errors.
        properties: The properties.
        application: The program that is said to have saved the file.

    Returns:
        The parts, with ``docProps/custom.xml`` only where there are properties of the office's own; and the places of
        the labelled values in canonical order.

    Raises:
        RenderError: they hold a character that XML cannot carry.
    """
    places: list[Places] = []
    title = escape(put(properties.title, "core/title", places))
    authors: list[Places] = []
    author = escape(put(properties.author, "core/author", authors))
    # The author is the one, too, who saved the file last.
    places += [(place, Place("core/last_modified_by", place.start)) for (place,) in authors]
    company = escape(put(properties.company, "app/company", places))
    more = ""
    for element, path, value in (
        ("dc:subject", "core/subject", properties.subject),
        ("cp:keywords", "core/keywords", properties.keywords),
        ("dc:description", "core/comments", properties.comments),
    ):
        if value:
            more += f"<{element}>{escape(put(value, path, places))}</{element}>"
    created = moment(properties.created)
    core = _CORE.format(title=title, author=author, more=more, created=created)
    app = _APP.format(application=application, company=company)
    made = [
        framed_part("docProps/core.xml", _CORE_START, encode(document_id, core), _CORE_END),
        part("docProps/app.xml", DECLARATION + encode(document_id, app)),
    ]
    if properties.custom:
        own = [
            _OWN.format(
                number=number, name=custom.name, value=escape(put(custom.value, f"custom/{custom.name}", places))
            )
            for number, custom in enumerate(properties.custom, start=2)  # 0 and 1 have a meaning of their own
        ]
        custom_xml = _CUSTOM.format(properties="".join(own))
        made.append(part("docProps/custom.xml", DECLARATION + encode(document_id, custom_xml)))
    return made, places


def put(value: Text, path: str, places: list[Places], start: int = 0) -> str:
    """Return the characters of a text, and add the place of each labelled fragment.

    Args:
        value: The text.
        path: Where in the file it stands.
        places: Is added to, in the order of the fragments.
        start: Where in the text at `path` it begins.
    """
    # `tuple.__new__` is what `Place(...)` calls, but for the function in Python between, which takes as long again.
    if len(value) == 1:
        (only,) = value
        if only.tag is not None:
            places.append((tuple.__new__(Place, (path, start, ())),))
        return only.text
    # Python adds to a string that nobody else holds in place, which takes half as long as to join a list.
    characters = ""
    for fragment in value:
        if fragment.tag is not None:
            places.append((tuple.__new__(Place, (path, start + len(characters), ())),))
        characters += fragment.text
    return characters
