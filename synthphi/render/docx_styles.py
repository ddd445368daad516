"""Numbering instances of Word documents, and the styles of what stands beside their text."""

from synthphi.render.layouts import Layout

NUMBERED_LISTS = 40
"""Numbered lists that a document may have: each counts from 1 by a numbering instance of its own."""
BULLET_NUMBERING = 1
FIRST_NUMBERING = 2
"""Ids of numbering instances: 1 are bullets, from 2 on numbered lists."""


def surface_styles(layout: Layout) -> str:
    """Return the styles of links, footnotes, comments and text boxes, which only some documents have."""
    size = layout.size
    return "".join(
        (
            _character("Hyperlink", "Hyperlink", '<w:color w:val="0563C1"/><w:u w:val="single"/>'),
            _character("FootnoteReference", "footnote reference", '<w:vertAlign w:val="superscript"/>'),
            _character("CommentReference", "annotation reference", '<w:sz w:val="16"/><w:szCs w:val="16"/>'),
            _paragraph("FootnoteText", "footnote text", size - 2, 1),
            _paragraph("CommentText", "annotation text", 10, 0),
            _paragraph("BoxText", "Box Text", size - 0.5, 2),
            _paragraph("BoxLead", "Box Lead", size - 0.5, 2, f'<w:b/><w:color w:val="{layout.accent}"/>'),
        )
    )


def _character(key: str, name: str, look: str) -> str:
    return (
        f'<w:style w:type="character" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/><w:unhideWhenUsed/><w:rPr>{look}</w:rPr>'
        "</w:style>"
    )


def _paragraph(key: str, name: str, points: float, below: int, look: str = "") -> str:
    """Return a paragraph style of a size in points, with points below it."""
    half = round(2 * points)
    custom = ' w:customStyle="1"' if key.startswith("Box") else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:uiPriority w:val="99"/><w:unhideWhenUsed/><w:pPr><w:spacing w:before="0" w:after="{20 * below}" '
        f'w:line="240" w:lineRule="auto"/></w:pPr><w:rPr>{look}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
        "</w:style>"
    )
