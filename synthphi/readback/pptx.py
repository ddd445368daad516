"""Decks, by python-pptx.

python-pptx opens the package; the walk goes over the elements of its slides, as its objects for shapes, tables and
cells are many times slower. What it knows nothing of is read in `synthphi.readback.pptx_surfaces`.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import pptx
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from synthphi.readback.base import Reader
from synthphi.readback.bounds import check_package
from synthphi.readback.docx import app_texts
from synthphi.readback.pptx_surfaces import chart_texts, comment_texts, own_properties, reviewers, targets

_TXBODY, _P, _TBL = qn("p:txBody"), qn("a:p"), qn("a:tbl")
_TR, _TC, _CELL_BODY = qn("a:tr"), qn("a:tc"), qn("a:txBody")
_GROUP, _PICTURE, _PROPERTIES = qn("p:grpSp"), qn("p:pic"), qn("p:cNvPr")
_FRAME, _CHART = qn("p:graphicFrame"), qn("c:chart")
_DATA = f"{qn('a:graphic')}/{qn('a:graphicData')}"
_CLICKS, _ID = (qn("a:hlinkClick"), qn("a:hlinkMouseOver")), qn("r:id")
_CORE = (
    *("title", "author", "subject", "keywords", "comments", "category", "last_modified_by"),
    *("content_status", "identifier", "language", "version"),
)


def read(data: bytes) -> Reader:
    """Return the texts of all slides, hidden ones too, with their notes and comments, and of the properties."""
    check_package(data)
    deck = pptx.Presentation(BytesIO(data))
    relationships = deck.part.package._rels.values()  # noqa: SLF001, RUF100  (nothing public)
    texts: dict[str, str] = {}
    names = reviewers(deck.part.rels.values())
    for i, slide in enumerate(deck.slides):
        part = slide.part
        links = targets(part.rels.values())
        for j, shape in enumerate(slide.shapes):
            texts.update(_shape_texts(f"slide[{i}]/shape[{j}]", shape.element, part.rels, links))
        if slide.has_notes_slide:
            texts.update(_notes_texts(f"slide[{i}]/notes", slide.notes_slide))
        texts.update(comment_texts(f"slide[{i}]", part.rels.values(), names))
    for name in _CORE:
        texts[f"core/{name}"] = getattr(deck.core_properties, name)
    texts.update(app_texts(relationships, parse_xml))
    texts.update(own_properties(relationships))
    return Reader(texts)


def _notes_texts(path: str, notes: Any) -> Iterator[tuple[str, str]]:
    """Yield the speaker notes, and what else stands on their page."""
    rels, body = notes.part.rels, notes.notes_placeholder
    links = targets(rels.values())
    if body is not None:
        yield from _body_texts(path, body.element, links)
    for j, shape in enumerate(notes.shapes):
        if body is None or shape.element is not body.element:
            yield from _shape_texts(f"{path}/shape[{j}]", shape.element, rels, links)


def _shape_texts(path: str, shape: Any, rels: Any, links: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    properties = shape.find(f".//{_PROPERTIES}")
    if properties is not None:
        alt = properties.get("descr", "")
        if alt or shape.tag == _PICTURE:
            yield f"{path}/alt", alt
        if title := properties.get("title"):
            yield f"{path}/alt/title", title
        yield from _link_texts(path, properties, links)
    if shape.tag == _GROUP:
        for j, member in enumerate(shape.iter_shape_elms()):
            yield from _shape_texts(f"{path}/shape[{j}]", member, rels, links)
        return
    yield from _body_texts(path, shape, links)
    if shape.tag != _FRAME:
        return
    for table in shape.iterfind(f"{_DATA}/{_TBL}"):
        for a, row in enumerate(table.iterchildren(_TR)):
            for b, cell in enumerate(row.iterchildren(_TC)):
                yield from _body_texts(f"{path}/r[{a}]/c[{b}]", cell, links)
    for chart in shape.iterfind(f"{_DATA}/{_CHART}"):
        yield from chart_texts(f"{path}/chart", rels.get(chart.get(_ID)))


def _body_texts(path: str, holder: Any, links: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of a shape or cell."""
    for body in holder.iterchildren(_TXBODY, _CELL_BODY):
        for k, paragraph in enumerate(body.iterchildren(_P)):
            # `CT_TextParagraph.text` is python-pptx' own rule for runs, fields and line breaks.
            yield f"{path}/p[{k}]", paragraph.text
            if links:
                yield from _link_texts(f"{path}/p[{k}]", paragraph, links)


def _link_texts(path: str, element: Any, links: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield where hyperlinks lead to out of the deck, and what is said when the mouse is there."""
    if not links:
        return
    found = [click for click in element.iter(*_CLICKS) if click.get(_ID) in links]
    for m, click in enumerate(found):
        yield f"{path}/link[{m}]", links[click.get(_ID)]
        if tooltip := click.get("tooltip"):
            yield f"{path}/link[{m}]/tooltip", tooltip
