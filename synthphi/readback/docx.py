"""Word documents, by python-docx.

python-docx opens the package and says what a paragraph's text is; the walk goes over its XML elements and not over its
`Paragraph`, `_Row` and `_Cell` objects, which are many times slower and count merged cells twice.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from synthphi.readback.base import Reader
from synthphi.readback.bounds import check_package
from synthphi.readback.docx_paragraphs import texts_below

_CORE = (
    *("title", "author", "subject", "keywords", "comments", "category", "last_modified_by"),
    *("content_status", "identifier", "language", "version"),
)
_AREAS = ("header", "footer", "first_page_header", "first_page_footer", "even_page_header", "even_page_footer")
_ID, _TYPE, _AUTHOR, _INITIALS = qn("w:id"), qn("w:type"), qn("w:author"), qn("w:initials")
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_COMMENT = qn("w:comment")


def read(data: bytes) -> Reader:
    """Return the texts of body, headers, footers, notes, comments and document properties."""
    check_package(data)
    document = docx.Document(BytesIO(data))
    part = document.part
    texts = dict(texts_below("body", document.element.body, part))
    texts.update(_running(document))
    for relationship in part.rels.values():
        kind = relationship.reltype.rpartition("/")[2]
        if relationship.is_external:
            continue
        if kind in _NOTES:
            texts.update(_notes(_NOTES[kind], relationship.target_part))
        elif kind == "comments":
            texts.update(_comments(relationship.target_part))
    for name in _CORE:
        texts[f"core/{name}"] = getattr(document.core_properties, name)
    texts.update(_custom_texts(part.package.rels.values()))
    texts.update(app_texts(part.package.rels.values(), parse_xml))
    return Reader(texts)


def _running(document: Any) -> Iterator[tuple[str, str]]:
    """Yield the texts of headers and footers; those of later sections, where they have their own, by section."""
    seen = set()
    for number, section in enumerate(document.sections):
        for area in _AREAS:
            running = getattr(section, area)
            # A part that is not there is "linked to previous"; to ask it for its element would make one.
            if running.is_linked_to_previous or (part := running.part).partname in seen:
                continue
            seen.add(part.partname)
            name = area.replace("_page", "")
            yield from texts_below(f"section[{number}]/{name}" if number else name, part.element, part)


def _notes(name: str, part: Any) -> Iterator[tuple[str, str]]:
    """Yield the texts of foot- or endnotes, but not of the rules above them, which the file holds as notes, too."""
    notes = [note for note in parse_xml(part.blob) if note.get(_TYPE, "normal") == "normal"]
    for i, note in enumerate(notes):
        yield from texts_below(f"{name}[{i}]", note, part)


def _comments(part: Any) -> Iterator[tuple[str, str]]:
    for i, comment in enumerate(parse_xml(part.blob).iterchildren(_COMMENT)):
        for name, attribute in (("author", _AUTHOR), ("initials", _INITIALS)):
            if value := comment.get(attribute):
                yield f"comment[{i}]/{name}", value
        yield from texts_below(f"comment[{i}]", comment, part)


def _custom_texts(relationships: Any) -> Iterator[tuple[str, str]]:
    """Yield the properties of an office's own, of ``docProps/custom.xml``, which python-docx does not give."""
    for relationship in relationships:
        if relationship.reltype.endswith("/custom-properties"):
            root: Any = parse_xml(relationship.target_part.blob)
            for child in root.iterchildren("{*}property"):
                yield f"custom/{child.get('name', '')}", "".join(child.itertext())


def app_texts(relationships: Any, parse: Any) -> Iterator[tuple[str, str]]:
    """Yield company and manager of ``docProps/app.xml``, which neither python-docx nor python-pptx gives."""
    for relationship in relationships:
        if relationship.reltype.endswith("/extended-properties"):
            for child in parse(relationship.target_part.blob).iterchildren("*"):
                name = child.tag.rpartition("}")[2].lower()
                if name in {"company", "manager"}:
                    yield f"app/{name}", child.text or ""
