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

_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_DRAWING = qn("wp:docPr")
_CORE = ("title", "author", "subject", "keywords", "comments", "category", "last_modified_by")


def read(data: bytes) -> Reader:
    """Return the texts of body, header, footer (of the first section) and document properties."""
    document = docx.Document(BytesIO(data))
    texts = dict(_texts("body", document.element.body))
    section = document.sections[0]
    parts = {"header": section.header, "footer": section.footer}
    if section.different_first_page_header_footer:
        parts |= {"first_header": section.first_page_header, "first_footer": section.first_page_footer}
    for name, part in parts.items():
        # A part that is not there is "linked to previous"; to ask it for its element would make one.
        if not part.is_linked_to_previous:
            texts.update(_texts(name, part.part.element))
    for name in _CORE:
        texts[f"core/{name}"] = getattr(document.core_properties, name)
    texts.update(app_texts(document.part.package.rels.values(), parse_xml))
    return Reader(texts)


def _texts(path: str, element: Any) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs below a body, header, footer or cell, each with its path, in document order."""
    paragraphs = tables = 0
    for child in element.iterchildren(_P, _TBL):
        if child.tag == _P:
            # `CT_P.text`: python-docx' own rule for runs, tabs, line breaks and hyperlinks.
            yield f"{path}/p[{paragraphs}]", child.text
            for properties in child.iter(_DRAWING):
                if alt := properties.get("descr"):
                    yield f"{path}/p[{paragraphs}]/alt", alt
            paragraphs += 1
        else:
            for r, row in enumerate(child.iterchildren(_TR)):
                for c, cell in enumerate(row.iterchildren(_TC)):
                    yield from _texts(f"{path}/tbl[{tables}]/r[{r}]/c[{c}]", cell)
            tables += 1


def app_texts(relationships: Any, parse: Any) -> Iterator[tuple[str, str]]:
    """Yield company and manager of ``docProps/app.xml``, which neither python-docx nor python-pptx gives."""
    for relationship in relationships:
        if relationship.reltype.endswith("/extended-properties"):
            for child in parse(relationship.target_part.blob):
                name = child.tag.rpartition("}")[2].lower()
                if name in {"company", "manager"}:
                    yield f"app/{name}", child.text or ""
