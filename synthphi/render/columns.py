"""Two columns of running text, for the families that have them."""

from dataclasses import replace

from synthphi.document import Block, Document, Fields, Section, Table
from synthphi.render.layouts import Layout

GUTTER = 0.3
"""Inches between two columns."""
_NARROW_TABLE = 3
"""Columns of a table that fit into half a page."""


def in_two_columns(document: Document, layout: Layout) -> bool:
    """Return whether a document is set in two columns: its family is, and nothing in it needs the whole width."""
    if layout.columns != 2 or document.mail is not None:
        return False
    return not any(_wide(block) for section in document.sections for block in section.blocks)


def narrowed(section: Section) -> Section:
    """Return a section with captions and values one below the other."""
    blocks = tuple(replace(block, columns=1) if isinstance(block, Fields) else block for block in section.blocks)
    return replace(section, blocks=blocks)


def _wide(block: Block) -> bool:
    if isinstance(block, Table):
        return len(block.header) > _NARROW_TABLE
    return isinstance(block, Fields) and block.boxed
