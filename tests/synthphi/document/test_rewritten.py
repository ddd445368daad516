"""A section with other blocks keeps all that is not its title and blocks."""

from dataclasses import fields, replace

from synthphi.document import Paragraph, Section, text
from synthphi.document.model import Comment


def test_a_rewritten_section_is_a_replaced_one():
    section = Section(
        title=text("Plan"),
        blocks=(Paragraph(text("Rest.")),),
        notes=(text("Say it slowly."),),
        bookmark=text("What to do"),
        footnotes=(text("As agreed."),),
        comments=(Comment(text("Dana Reyes"), text("Why?")),),
        hidden=True,
    )
    assert all(getattr(section, field.name) for field in fields(section))
    title, blocks = text("PLAN"), (Paragraph(text("Rest a week.")),)
    assert section.rewritten(title, blocks) == replace(section, title=title, blocks=blocks)
