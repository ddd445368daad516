"""Comma-separated values, as record systems and laboratories export them: rows of RFC 4180 in UTF-8.

Everything is printed: such a file has rows and no place beside them. Some lines say whose it is, what it is and by
whom; below stand captions with their values, and tables. A labelled value is not changed and stands in one cell.
"""

from collections.abc import Sequence

from synthphi.document import Document, Text
from synthphi.render.base import Rendered
from synthphi.render.carried import printed
from synthphi.render.characters import refuse_control_characters
from synthphi.render.csv_lines import DIALECTS, Dialect, Part, line_of
from synthphi.render.csv_rows import Row, columns_of, row_of, section_rows
from synthphi.render.memo import memo_lines

_BOM = "\ufeff"


def render(document: Document) -> Rendered:
    """Return a document as a CSV file with the places of its spans.

    Raises:
        RenderError: it holds a control character.
    """
    document = printed(document, frozenset())
    refuse_control_characters(document, "a CSV file")
    memo = Part(_memo(document))
    properties = Part(_properties(document))
    header = Part(columns_of(document.header))
    letterhead = Part([row for line in (document.letterhead.name, *document.letterhead.lines) for row in row_of(line)])
    title = Part(row_of(document.title))
    sections = [Part(section_rows(section)) for section in document.sections]
    footer = Part(row_of(document.footer))
    # An export says first whose it is and what it is; the canonical order is another one.
    groups = ((letterhead, title), (properties, header), (memo,), *((section,) for section in sections), (footer,))
    data = _written(groups, DIALECTS[document.layout])
    in_order = (memo, properties, header, letterhead, title, *sections, footer)
    return Rendered(data, tuple([places for part in in_order for places in part.places]))


def _written(groups: Sequence[Sequence[Part]], dialect: Dialect) -> bytes:
    """Return the file, with a blank row between groups, and note in each part the places of its values."""
    width = 0
    if dialect.rectangular:
        width = max([len(row) for group in groups for part in group for row in part.rows], default=0)
    lines: list[str] = []
    for group in groups:
        if lines and any(part.rows for part in group):
            lines.append(line_of((), len(lines), [], dialect, width))
        for part in group:
            for row in part.rows:
                lines.append(line_of(row, len(lines), part.places, dialect, width))
    lines.append("")
    return ((_BOM if dialect.marked else "") + "\r\n".join(lines)).encode()


def _memo(document: Document) -> list[Row]:
    """Return mail headers, and what a mail begins with unseen, as a memorandum has them."""
    rows: list[Row] = [(caption.rstrip(":"), value) for caption, value in memo_lines(document) if value]
    return rows + (row_of(document.mail.preheader) if document.mail is not None else [])


def _properties(document: Document) -> list[Row]:
    """Return the properties with their captions, in canonical order."""
    found = document.properties
    named: list[tuple[str, Text]] = [
        ("Report", found.title),
        ("Prepared by", found.author),
        ("Facility", found.company),
        ("Subject", found.subject),
        ("Keywords", found.keywords),
        ("Remarks", found.comments),
        *((custom.name, custom.value) for custom in found.custom),
    ]
    return [(name, value) for name, value in named if value]
