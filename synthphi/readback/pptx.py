"""Decks, by python-pptx."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pptx
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from synthphi.readback.base import Reader
from synthphi.readback.docx import app_texts

_TXBODY, _P, _TBL = qn("p:txBody"), qn("a:p"), qn("a:tbl")
_TR, _TC, _CELL_BODY = qn("a:tr"), qn("a:tc"), qn("a:txBody")
_GROUP, _PICTURE, _PROPERTIES = qn("p:grpSp"), qn("p:pic"), qn("p:cNvPr")
_CORE = ("title", "author", "subject", "keywords", "comments", "category", "last_modified_by")


def read(data: bytes) -> Reader:
    """Return the texts of all slides with their notes, and of the document properties."""
    deck = pptx.Presentation(BytesIO(data))
    texts: dict[str, str] = {}
    for i, slide in enumerate(deck.slides):
        for j, shape in enumerate(slide.shapes):
            texts.update(_shape_texts(f"slide[{i}]/shape[{j}]", shape.element))
        if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None:
            texts.update((f"slide[{i}]/notes/p[{k}]", paragraph.text) for k, paragraph in enumerate(frame.paragraphs))
    for name in _CORE:
        texts[f"core/{name}"] = getattr(deck.core_properties, name)
    texts.update(app_texts(deck.part.package._rels.values(), parse_xml))  # noqa: SLF001, RUF100  (nothing public)
    return Reader(texts)


def _shape_texts(path: str, shape: Any) -> Iterator[tuple[str, str]]:
    # `CT_TextParagraph.text` is python-pptx' own rule for runs, fields and line breaks; its objects for shapes, tables
    # and cells are many times slower than their elements.
    if shape.tag == _GROUP:
        for j, member in enumerate(shape.iter_shape_elms()):
            yield from _shape_texts(f"{path}/shape[{j}]", member)
        return
    if shape.tag == _PICTURE:
        yield f"{path}/alt", shape.find(f".//{_PROPERTIES}").get("descr", "")
    for body in shape.iterchildren(_TXBODY):
        for k, paragraph in enumerate(body.iterchildren(_P)):
            yield f"{path}/p[{k}]", paragraph.text
    for table in shape.iter(_TBL):
        for a, row in enumerate(table.iterchildren(_TR)):
            for b, cell in enumerate(row.iterchildren(_TC)):
                for body in cell.iterchildren(_CELL_BODY):
                    for k, paragraph in enumerate(body.iterchildren(_P)):
                        yield f"{path}/r[{a}]/c[{b}]/p[{k}]", paragraph.text
