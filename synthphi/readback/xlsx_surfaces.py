"""What stands beside the cells of a workbook: headers and footers, comments, drawings, charts, properties."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from synthphi.readback.xlsx_package import Package

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CH = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_A_P, _A_T, _BREAK = f"{_A}p", f"{_A}t", f"{_A}br"
_CODE = re.compile(r'&(?:(?P<same>&)|(?P<area>[LCR])|"[^"]*"|\d+|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|.)', re.DOTALL)
"""The codes of headers and footers: areas, fonts, sizes, colours, page numbers and dates."""
_RUNNING = {"odd": "", "first": "/first", "even": "/even"}
_CORE = {
    **{"title": "title", "creator": "author", "subject": "subject", "keywords": "keywords"},
    **{"description": "comments", "lastModifiedBy": "last_modified_by", "category": "category"},
    **{"contentStatus": "content_status", "identifier": "identifier", "language": "language", "version": "version"},
}


def running_texts(path: str, element: Any, decoded: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield headers and footers of the pages of a sheet, without their codes; a tab stands between two areas."""
    if element is None:
        return
    for kind, ending in _RUNNING.items():
        for name in ("header", "footer"):
            found = element.find(f"{_S}{kind}{name.capitalize()}")
            if found is not None and found.text:
                yield f"{path}/{name}{ending}", _without_codes(decoded(found.text))


def _without_codes(said: str) -> str:
    areas = [""]
    at = 0
    for code in _CODE.finditer(said):
        areas[-1] += said[at : code.start()]
        if code["same"]:
            areas[-1] += "&"
        elif code["area"]:
            areas.append("")
        at = code.end()
    areas[-1] += said[at:]
    return "\t".join([area for area in areas if area])


def comment_texts(path: str, root: Any, decoded: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield the comments of a sheet, of both kinds; threads name their authors by keys that are not resolved."""
    authors = [decoded(one.text or "") for one in root.iterfind(f"{_S}authors/{_S}author")]
    for comment in root.iterfind(f"{_S}commentList/{_S}comment"):
        cell = f"{path}/{comment.get('ref', '')}/comment"
        yield cell, decoded("".join([one.text or "" for one in comment.iter(f"{_S}t")]))
        number = int(comment.get("authorId", "0"))
        yield f"{cell}/author", authors[number] if number < len(authors) else ""
    for k, comment in enumerate(root.iterchildren("{*}threadedComment")):
        yield f"{path}/{comment.get('ref', '')}/thread[{k}]", "".join([one.text or "" for one in comment])


def drawing_texts(package: Package, path: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield what lies over the cells of a sheet: alternative texts, text boxes, charts."""
    relations = package.relationships(name)
    charts = 0
    for i, anchor in enumerate(package.root(name)):
        drawing = f"{path}/drawing[{i}]"
        for properties in anchor.iter("{*}cNvPr"):
            if alt := properties.get("descr"):
                yield f"{drawing}/alt", alt
            if title := properties.get("title"):
                yield f"{drawing}/alt/title", title
        for click in anchor.iter(f"{_A}hlinkClick"):
            relation = relations.get(click.get(_ID, ""))
            if relation is not None:
                yield f"{drawing}/link", relation.target
        for k, paragraph in enumerate(anchor.iter(_A_P)):
            yield f"{drawing}/p[{k}]", _said(paragraph)
        for chart in anchor.iter(f"{_CH}chart"):
            relation = relations.get(chart.get(_ID, ""))
            if relation is not None and not relation.external:
                yield from _chart_texts(f"{path}/chart[{charts}]", package.root(relation.target))
                charts += 1


def _chart_texts(path: str, root: Any) -> Iterator[tuple[str, str]]:
    written = root.find(f"{_CH}chart/{_CH}title")
    if written is not None:
        yield f"{path}/title", "\n".join([_said(one) for one in written.iter(_A_P)] or _cached(written))
    for s, series in enumerate(root.iter(f"{_CH}ser")):
        for name in series.iterchildren(f"{_CH}tx"):
            yield f"{path}/series[{s}]", "\n".join(_cached(name))
        # Categories of the first series are those of the chart.
        own = f"{path}/series[{s}]" if s else path
        for kind, whose in (("cat", f"{own}/category"), ("val", f"{path}/series[{s}]/value")):
            for values in series.iterchildren(f"{_CH}{kind}"):
                yield from ((f"{whose}[{k}]", value) for k, value in enumerate(_cached(values)))
    others = [one for one in root.iter(_A_P) if one.find(f".//{_A_T}") is not None and not _titled(one, written)]
    yield from ((f"{path}/text[{k}]", _said(paragraph)) for k, paragraph in enumerate(others))


def _titled(paragraph: Any, title: Any) -> bool:
    return title is not None and any(one is title for one in paragraph.iterancestors(f"{_CH}title"))


def _said(paragraph: Any) -> str:
    return "".join(["\v" if one.tag == _BREAK else one.text or "" for one in paragraph.iter(_A_T, _BREAK)])


def _cached(element: Any) -> list[str]:
    return [one.text or "" for one in element.iter(f"{_CH}v")]


def property_texts(package: Package) -> Iterator[tuple[str, str]]:
    """Yield the properties of the file."""
    for relation in package.relationships("").values():
        if relation.external or relation.kind not in {"core-properties", "extended-properties", "custom-properties"}:
            continue
        for one in package.root(relation.target).iterchildren("*"):
            name = one.tag.rpartition("}")[2]
            said = "".join(one.itertext())
            if relation.kind == "core-properties":
                if name in _CORE:
                    yield f"core/{_CORE[name]}", said
            elif relation.kind == "custom-properties":
                yield f"custom/{one.get('name', '')}", said
            elif len(one) == 0:
                yield f"app/{name.lower()}", said
