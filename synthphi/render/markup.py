"""What the XML formats share: characters, and the properties parts of an office file."""

import re

from synthphi.document import Properties, Text, plain
from synthphi.errors import RenderError
from synthphi.render.base import Place, Places

# XML 1.0, section 2.2 (Char); tabs and line breaks are legal there, but a fragment is text on one line.
_CONTROL = bytes([*range(0x20), 0x7F])
FORBIDDEN = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title>'
    "<dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{created}</dcterms:modified></cp:coreProperties>'
)
_APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>{application}</Application><Company>{company}</Company><AppVersion>16.0000</AppVersion></Properties>"
)


_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EMU = 914_400
"""English metric units an inch."""


def picture_relation(number: int) -> str:
    """Return the key of photograph `number`, from 0, of a document or slide."""
    return f"rIdPhoto{number}"


def relationship(key: str, kind: str, target: str) -> str:
    """Return a relationship of a part of an office file; `kind` such as ``image``."""
    return f'<Relationship Id="{key}" Type="{_RELATION}/{kind}" Target="{target}"/>'


def quoted(escaped: str) -> str:
    """Return escaped characters as they stand in an attribute."""
    return escaped.replace('"', "&quot;")


def escape(value: str) -> str:
    """Return characters as XML text."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def encode(document_id: str, xml: str) -> bytes:
    """Return XML as UTF-8.

    Raises:
        RenderError: it holds a character that XML cannot carry, or a tab or line break, which a fragment never has.
    """
    try:
        data = xml.encode()
    except UnicodeEncodeError:
        data = b"\x00"
    # Deleting bytes and comparing lengths is much faster than a search with a regular expression.
    if len(data.translate(None, _CONTROL)) == len(data) and b"\xef\xbf\xbe" not in data and b"\xef\xbf\xbf" not in data:
        return data
    found = FORBIDDEN.search(xml)
    assert found is not None
    raise RenderError(
        f"{document_id}: the text holds the character U+{ord(found[0]):04X}, which an XML format cannot carry: "
        "take it out of the content"
    )


def core_xml(document_id: str, properties: Properties, places: list[Places]) -> bytes:
    """Return ``docProps/core.xml``; the places of title and author are added to `places`."""
    title = put(properties.title, "core/title", places)
    author = put(properties.author, "core/author", places)
    created = f"{properties.created:%Y-%m-%dT%H:%M:%SZ}"
    filled = _CORE.format(title=escape(title), author=escape(author), created=created)
    return DECLARATION + encode(document_id, filled)


def app_xml(document_id: str, properties: Properties, application: str, places: list[Places]) -> bytes:
    """Return ``docProps/app.xml``; the places of the company are added to `places`."""
    company = put(properties.company, "app/company", places)
    filled = _APP.format(application=application, company=escape(company))
    return DECLARATION + encode(document_id, filled)


def put(value: Text, path: str, places: list[Places], start: int = 0) -> str:
    """Return the characters of a text, and add the place of each labelled fragment.

    Args:
        value: The text.
        path: Where in the file it stands.
        places: Is added to, in the order of the fragments.
        start: Where in the text at `path` it begins.
    """
    if len(value) == 1:
        (only,) = value
        if only.tag is not None:
            places.append((Place(path, start),))
        return only.text
    for fragment in value:
        if fragment.tag is not None:
            places.append((Place(path, start),))
        start += len(fragment.text)
    return plain(value)
