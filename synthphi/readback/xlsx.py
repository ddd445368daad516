"""Workbooks, by lxml: openpyxl, the library of the format, takes several times as long, and does not say what is shown.

A cell's text is what a sheet shows in it: the stored number by its format, the cached value of a formula.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from lxml import etree

from synthphi.readback.base import Reader
from synthphi.readback.xlsx_numbers import BUILT_IN, Shown, shown_by
from synthphi.readback.xlsx_package import Package
from synthphi.readback.xlsx_surfaces import comment_texts, drawing_texts, property_texts, running_texts

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_C, _V, _F, _T, _IS = f"{_MAIN}c", f"{_MAIN}v", f"{_MAIN}f", f"{_MAIN}t", f"{_MAIN}is"
_RPH = f"{_MAIN}rPh"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_TRUTH: Final = {"0": "FALSE", "1": "TRUE"}


def read(data: bytes) -> Reader:
    """Return the texts of all sheets, hidden ones too, with what is attached to their cells, and of the properties."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        package = Package(archive)
        return Reader(dict(_texts(package)))


def _texts(package: Package) -> Iterator[tuple[str, str]]:
    name = package.target_of_kind("", "officeDocument")
    book = package.root(name)
    strings = [decoded(_string(one)) for one in _children(package, name, "sharedStrings", f"{_MAIN}si")]
    settings = book.find(f"{_MAIN}workbookPr")
    from_1904 = settings is not None and settings.get("date1904") in {"1", "true"}
    shown = _formats(package, name, from_1904)
    targets = package.relationships(name)
    for i, listed in enumerate(book.iterfind(f"{_MAIN}sheets/{_MAIN}sheet")):
        path = f"sheet[{i}]"
        yield f"{path}/name", listed.get("name", "")
        relation = targets.get(listed.get(_ID, ""))
        if relation is None or relation.external:
            continue
        yield from _sheet_texts(package, relation.target, path, strings, shown)
    for k, defined in enumerate(book.iterfind(f"{_MAIN}definedNames/{_MAIN}definedName")):
        said = (defined.get("name", ""), defined.get("comment", ""), defined.text or "")
        yield f"name[{k}]", "\n".join(one for one in said if one)
    yield from property_texts(package)


def _sheet_texts(
    package: Package, name: str, path: str, strings: list[str], shown: list[Shown]
) -> Iterator[tuple[str, str]]:
    root = package.root(name)
    if root.tag != f"{_MAIN}worksheet":
        # A chart on a sheet of its own has no cells.
        yield from _attached(package, name, path, root)
        return
    for cell in root.iter(_C):
        kind, value = cell.get("t", "n"), cell.find(_V)
        reference = cell.get("r", "")
        if kind == "inlineStr":
            inline = cell.find(_IS)
            text = "" if inline is None else decoded(_string(inline))
        elif value is None or value.text is None:
            text = ""
        elif kind == "s":
            text = strings[int(value.text)]
        elif kind == "n":
            text = shown[int(cell.get("s", "0"))](value.text)
        else:
            text = _TRUTH.get(value.text, value.text) if kind == "b" else decoded(value.text)
        if text:
            yield f"{path}/{reference}", text
        formula = cell.find(_F)
        if formula is not None and formula.text:
            yield f"{path}/{reference}/formula", formula.text
    for k, kept in enumerate(root.iterfind(f"{_MAIN}autoFilter//{_MAIN}filter")):
        yield f"{path}/filter[{k}]", kept.get("val", "")
    yield from _attached(package, name, path, root)


def _attached(package: Package, name: str, path: str, root: Any) -> Iterator[tuple[str, str]]:
    """Yield what is attached to a sheet: links, header and footer, comments, drawings."""
    relations = package.relationships(name)
    for link in root.iterfind(f"{_MAIN}hyperlinks/{_MAIN}hyperlink"):
        cell = f"{path}/{link.get('ref', '').partition(':')[0]}/link"
        relation = relations.get(link.get(_ID, ""))
        target = relation.target if relation is not None else ""
        if location := link.get("location"):
            target = f"{target}#{location}" if target else location
        yield cell, target
        for more in ("tooltip", "display"):
            if said := link.get(more):
                yield f"{cell}/{more}", said
    yield from running_texts(path, root.find(f"{_MAIN}headerFooter"), decoded)
    for relation in relations.values():
        if relation.external:
            continue
        if relation.kind in {"comments", "threadedComment"}:
            yield from comment_texts(path, package.root(relation.target), decoded)
        elif relation.kind == "drawing":
            yield from drawing_texts(package, path, relation.target)


def _formats(package: Package, book: str, from_1904: bool) -> list[Shown]:
    """Return what shows numbers, by the number of a cell's style."""
    general = shown_by("General", from_1904)
    name = package.target_of_kind(book, "styles", required=False)
    if not name:
        return [general]
    root = package.root(name)
    codes = dict(BUILT_IN)
    for one in root.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt"):
        codes[int(one.get("numFmtId", "0"))] = one.get("formatCode", "")
    found = [
        shown_by(codes.get(int(one.get("numFmtId", "0")), "General"), from_1904)
        for one in root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")
    ]
    return found or [general]


def _children(package: Package, book: str, kind: str, tag: str) -> list[Any]:
    name = package.target_of_kind(book, kind, required=False)
    return list(package.root(name).iterchildren(tag)) if name else []


def _string(element: etree._Element) -> str:
    """Return a string of runs, or of one piece; how it is pronounced in Japanese is no part of it."""
    if len(element) == 1 and element[0].tag == _T:
        return element[0].text or ""
    return "".join([one.text or "" for one in element.iter(_T) if one.getparent().tag != _RPH])  # type: ignore[union-attr]


def decoded(said: str) -> str:
    """Return a string without the escapes that sheets have beyond those of XML: ``_x000D_``."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), said) if "_x" in said else said
