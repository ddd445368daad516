"""What a PDF file says beside its pages: notes, links, form fields, outline, document information and XMP packets."""

import re
from collections.abc import Iterator
from ctypes import POINTER, byref, c_float, c_ubyte, c_ulong, cast, create_string_buffer
from typing import Any

from lxml import etree
from pypdfium2 import raw

from synthphi.readback.base import ReadbackError
from synthphi.readback.pdf_pages import Sides

_STANDARD = ("Title", "Author", "Company", "Subject", "Keywords", "Creator", "Producer", "Trapped")
_DATES = frozenset({"CreationDate", "ModDate", "CreateDate", "ModifyDate", "MetadataDate"})
_TRAILER_INFO = re.compile(rb"/Info\s+(\d+)\s+(\d+)\s+R")
_NAME = re.compile(rb"/([A-Za-z][A-Za-z0-9_.-]*)")
_PACKET = re.compile(rb"<\?xpacket begin=.*?\?>(.*?)<\?xpacket end=", re.DOTALL)
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LONGEST_OUTLINE = 10_000
"""Entries: an outline of a damaged file may go round in a circle."""


def alternative_texts(page: Any) -> Iterator[tuple[str, Sides]]:
    """Yield alternative text and rectangle of each picture on a page: the text is of the marked content it is in."""
    for i in range(raw.FPDFPage_CountObjects(page)):
        item = raw.FPDFPage_GetObject(page, i)
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_IMAGE:
            marks = [raw.FPDFPageObj_GetMark(item, j) for j in range(raw.FPDFPageObj_CountMarks(item))]
            sides = [c_float() for _ in range(4)]
            raw.FPDFPageObj_GetBounds(item, *map(byref, sides))
            left, bottom, right, top = (side.value for side in sides)
            yield "".join(map(_alternative_text, marks)), (left, bottom, right, top)


def _alternative_text(mark: Any) -> str:
    length = c_ulong()
    if not raw.FPDFPageObjMark_GetParamBlobValue(mark, b"Alt", None, 0, byref(length)):
        return ""
    # As bytes: the function for strings does not look at the mark that says how they are encoded.
    buffer = create_string_buffer(length.value)
    raw.FPDFPageObjMark_GetParamBlobValue(mark, b"Alt", cast(buffer, POINTER(c_ubyte)), length.value, byref(length))
    data = buffer.raw
    return data[2:].decode("utf-16-be") if data.startswith(b"\xfe\xff") else data.decode("latin-1")


def annotations(document: Any, page: Any, form: Any) -> Iterator[tuple[str, str, Sides]]:
    """Yield the name, text and rectangle of each note, link and form field of a page, and the names of notes' authors.

    The names count each kind from 0: ``annot[0]``, ``annot[0]/author``, ``link[0]``, ``field[0]``.
    """
    notes = links = fields = 0
    for i in range(raw.FPDFPage_GetAnnotCount(page)):
        item = raw.FPDFPage_GetAnnot(page, i)
        if not item:
            continue
        try:
            kind = raw.FPDFAnnot_GetSubtype(item)
            sides = _rectangle(item)
            if kind == raw.FPDF_ANNOT_LINK:
                yield f"link[{links}]", _target(document, item), sides
                links += 1
            elif kind == raw.FPDF_ANNOT_WIDGET:
                yield f"field[{fields}]", _wide(raw.FPDFAnnot_GetFormFieldValue, form, item), sides
                fields += 1
            elif kind != raw.FPDF_ANNOT_POPUP:
                yield f"annot[{notes}]", _wide(raw.FPDFAnnot_GetStringValue, item, b"Contents"), sides
                yield f"annot[{notes}]/author", _wide(raw.FPDFAnnot_GetStringValue, item, b"T"), sides
                notes += 1
        finally:
            raw.FPDFPage_CloseAnnot(item)


def _rectangle(item: Any) -> Sides:
    found = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(item, byref(found))
    return (found.left, found.bottom, found.right, found.top)


def _target(document: Any, item: Any) -> str:
    action = raw.FPDFLink_GetAction(raw.FPDFAnnot_GetLink(item))
    length = raw.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
    if not length:
        return ""
    buffer = create_string_buffer(length)
    raw.FPDFAction_GetURIPath(document, action, buffer, length)
    return buffer.raw[: length - 1].decode("utf-8", "replace")


def _wide(ask: Any, *about: Any) -> str:
    """Return what a function of PDFium's says in UTF-16, which ends with a character 0."""
    length = ask(*about, None, 0)
    if length <= 2:
        return ""
    buffer = create_string_buffer(length)
    ask(*about, cast(buffer, POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def outline(document: Any) -> Iterator[str]:
    """Yield the titles of the outline, an entry before those below it."""
    waiting = [raw.FPDFBookmark_GetFirstChild(document, None)]
    for _ in range(_LONGEST_OUTLINE):
        while waiting and not waiting[-1]:
            waiting.pop()
        if not waiting:
            return
        entry = waiting.pop()
        length = raw.FPDFBookmark_GetTitle(entry, None, 0)
        buffer = create_string_buffer(length)
        raw.FPDFBookmark_GetTitle(entry, buffer, length)
        yield buffer.raw[: max(length - 2, 0)].decode("utf-16-le", "replace")
        waiting += [
            raw.FPDFBookmark_GetNextSibling(document, entry),
            raw.FPDFBookmark_GetFirstChild(document, entry),
        ]
    raise ReadbackError("the outline has no end")


def information(document: Any, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the entries of the information dictionary but for dates, standard ones first.

    PDFium says what an entry is and not which there are, so it is asked for every name that stands in the dictionary.
    """
    names = dict.fromkeys(_STANDARD)
    for number, generation in set(_TRAILER_INFO.findall(data)):
        start = data.find(b"\n%s %s obj" % (number, generation))
        # On a line of its own: what is written in a text is not.
        end = max(data.find(b"\nendobj", start), data.find(b"\rendobj", start)) if start >= 0 else -1
        body = data[start : end if end >= 0 else data.find(b"endobj", start)] if start >= 0 else b""
        names.update(dict.fromkeys([name.decode("ascii") for name in _NAME.findall(body)]))
    for name in names:
        if name not in _DATES and (value := document.get_metadata_value(name)):
            yield name, value


def packets(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield name and text of each property in the XMP packets of a file, but for dates."""
    for body in _PACKET.findall(data):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        for description in etree.fromstring(body.strip(), parser).iter(f"{_RDF}Description"):
            found = [(str(name), str(value)) for name, value in description.items()]
            for element in description.iterchildren(tag=etree.Element):
                items = list(element.iter(f"{_RDF}li")) or [element]
                found.append((str(element.tag), "\n".join(["".join(map(str, item.itertext())) for item in items])))
            for name, value in found:
                local = etree.QName(name).localname
                if local not in _DATES and not name.startswith(_RDF):
                    yield local, value
