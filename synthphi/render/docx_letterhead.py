"""The letterhead of Word documents that stands in a table: logo, name and lines beside each other."""

from synthphi.document import Letterhead
from synthphi.render.base import Places
from synthphi.render.docx_markup import SPACER, cell, paragraph, table_start
from synthphi.render.layouts import Layout

_LOGO_COLUMN = 900
"""The width of the logo's cell in twips."""
_NAMED = 0.54
"""Share of logo and name in the width, where the lines stand at the right."""


def banner(head: Letterhead, logo: str, width: int, table: str, layout: Layout, places: list[Places]) -> list[str]:
    """Return white on the accent the logo, then the name over the lines, without the end of the table.

    Args:
        head: Name and lines.
        logo: The run with the logo.
        width: Of the table, in twips.
        table: Its path.
        layout: The look of the document.
        places: Is added to.
    """
    here, fill = f"{table}/r[0]/c[1]", layout.accent
    name = paragraph("LetterheadName", head.name, f"{here}/p[0]", places)
    lines = [paragraph("LetterheadLine", line, f"{here}/p[{i}]", places) for i, line in enumerate(head.lines, start=1)]
    widths = (_LOGO_COLUMN, width - _LOGO_COLUMN)
    cells = cell(widths[0], f"<w:p>{logo}</w:p>", fill=fill) + cell(widths[1], name + "".join(lines), fill=fill)
    return [table_start("Head", widths), "<w:tr>", cells, "</w:tr>"]


def split(head: Letterhead, logo: str, width: int, table: str, places: list[Places]) -> list[str]:
    """Return logo and name at the left, the lines at the right; the arguments are those of `banner`."""
    named = int(width * _NAMED) - _LOGO_COLUMN
    widths = (_LOGO_COLUMN, named, width - named - _LOGO_COLUMN)
    name = paragraph("LetterheadName", head.name, f"{table}/r[0]/c[1]/p[0]", places)
    lines = [
        paragraph("LetterheadRight", line, f"{table}/r[0]/c[2]/p[{i}]", places) for i, line in enumerate(head.lines)
    ]
    cells = cell(widths[0], f"<w:p>{logo}</w:p>") + cell(widths[1], name) + cell(widths[2], "".join(lines) or SPACER)
    return [table_start("Head", widths), "<w:tr>", cells, "</w:tr>"]
