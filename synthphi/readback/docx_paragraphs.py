"""The paragraphs of a part of a Word document, and what they hold beside their text."""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_DRAWING, _LINK, _LINK_KEY, _BOX = qn("wp:docPr"), qn("w:hyperlink"), qn("r:id"), qn("w:txbxContent")
_ANCHOR, _AUTHOR = qn("w:anchor"), qn("w:author")
_CHANGES = {qn("w:ins"): "ins", qn("w:moveTo"): "ins", qn("w:del"): "del", qn("w:moveFrom"): "del"}
_RUN, _DELETED = qn("w:r"), qn("w:delText")
_SHOWN = "w:br | w:cr | w:noBreakHyphen | w:ptab | w:t | w:tab"
"""What python-docx takes a run's text from."""
_ASIDES = (_DRAWING, _LINK, _BOX, *_CHANGES)
_CONTROL, _CONTROLLED = qn("w:sdt"), qn("w:sdtContent")


def texts_below(path: str, element: Any, part: Any) -> Iterator[tuple[str, str]]:
    """Yield the texts below a body, header, footer, note, comment or cell, each with its path, in document order.

    Args:
        path: The path of the element.
        element: The element.
        part: The part that it is of, which knows where its links lead.
    """
    paragraphs = tables = controls = 0
    for child in element.iterchildren(_P, _TBL, _CONTROL):
        if child.tag == _P:
            # `CT_P.text`: python-docx' own rule for runs, tabs, line breaks and hyperlinks.
            here = f"{path}/p[{paragraphs}]"
            yield here, child.text
            # Most paragraphs have nothing beside their text.
            if next(child.iter(*_ASIDES), None) is not None:
                yield from _asides(here, child, part)
            paragraphs += 1
        elif child.tag == _TBL:
            for r, row in enumerate(child.iterchildren(_TR)):
                for c, cell in enumerate(row.iterchildren(_TC)):
                    yield from texts_below(f"{path}/tbl[{tables}]/r[{r}]/c[{c}]", cell, part)
            tables += 1
        else:
            for content in child.iterchildren(_CONTROLLED):
                yield from texts_below(f"{path}/sdt[{controls}]", content, part)
            controls += 1


def _asides(path: str, paragraph: Any, part: Any) -> Iterator[tuple[str, str]]:
    """Yield alternative texts, targets of links, tracked changes and text boxes of a paragraph."""
    counts = {"alt": 0, "link": 0, "box": 0, "ins": 0, "del": 0}
    boxed: set[Any] = set()
    for child in paragraph.iter(*_ASIDES):
        if child in boxed:
            continue
        if child.tag == _DRAWING:
            if alt := child.get("descr"):
                yield f"{path}/alt[{counts['alt']}]" if counts["alt"] else f"{path}/alt", alt
                counts["alt"] += 1
        elif child.tag == _LINK:
            if target := _target(child, part):
                yield f"{path}/link[{counts['link']}]", target
            counts["link"] += 1
        elif child.tag == _BOX:
            # What is in the box is of its own paragraphs.
            boxed.update(child.iterdescendants(*_ASIDES))
            yield from texts_below(f"{path}/box[{counts['box']}]", child, part)
            counts["box"] += 1
        else:
            kind = _CHANGES[child.tag]
            here = f"{path}/{kind}[{counts[kind]}]"
            yield here, _changed(child, kind)
            if author := child.get(_AUTHOR):
                yield f"{here}/author", author
            counts[kind] += 1


def _target(link: Any, part: Any) -> str:
    """Return where a hyperlink leads; nothing where it leads to a place in the document."""
    relationship = part.rels.get(link.get(_LINK_KEY))
    if relationship is None or not relationship.is_external:
        return ""
    anchor = link.get(_ANCHOR)
    return f"{relationship.target_ref}#{anchor}" if anchor else str(relationship.target_ref)


def _changed(change: Any, kind: str) -> str:
    """Return the text of a tracked change; python-docx gives none of what was deleted."""
    shown = f"{_SHOWN} | w:delText" if kind == "del" else _SHOWN
    return "".join(
        child.text or "" if child.tag == _DELETED else str(child)
        for run in change.iter(_RUN)
        for child in run.xpath(shown)
    )
