"""Footnotes and comments of Word documents: the parts that hold them, and the marks in the text that lead to them."""

import re
from collections.abc import Sequence
from datetime import datetime

from synthphi.document import Comment, Paragraph, Section, Text, plain
from synthphi.render.base import Places
from synthphi.render.markup import DECLARATION, encode, escape, moment, namespaces, put, quoted
from synthphi.render.package import Part, part

FOOTNOTES, COMMENTS = "word/footnotes.xml", "word/comments.xml"
# Neither part has relationships; readers look for their prefix all the same.
_SPACES = namespaces("w", "r")
_RULES = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/>'
    f"</w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>"
    for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
)
"""What Word draws between text and footnotes: notes of their own, to which the settings refer."""
_RAISED = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>{content}</w:r>'
_COMMA = _RAISED.format(content="<w:t>,</w:t>")
_REFERENCE = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>{content}</w:r>'
_OPENING = re.compile("<w:p>(?:<w:pPr>.*?</w:pPr>)?")
_END = "</w:p>"
_INITIALS = 3


class Notes:
    """The footnotes and comments of a document, while it is being written.

    Args:
        created: When all comments were written, in UTC.
    """

    def __init__(self, created: datetime) -> None:
        self._date = moment(created)
        self._footnotes: list[str] = []
        self._comments: list[str] = []

    def spread(self, section: Section) -> dict[int, str]:
        """Return the marks of a section's footnotes by the number of the block that they stand behind.

        The last paragraphs get one each; where there are too few, the first of them gets the rest. Without
        paragraphs they stand behind block -1, which is what comes first in the section.
        """
        written = [
            i
            for i, block in enumerate(section.blocks)
            if isinstance(block, Paragraph) and block.text and block.style != "signature"
        ] or [-1]
        count, before = len(section.footnotes), len(self._footnotes)
        targets = written[-count:]
        targets = [targets[0]] * (count - len(targets)) + targets
        marks: dict[int, str] = {}
        for number, block in enumerate(targets, start=before + 1):
            mark = _RAISED.format(content=f'<w:footnoteReference w:id="{number}"/>')
            marks[block] = f"{marks[block]}{_COMMA}{mark}" if block in marks else mark
        return marks

    def footnote(self, value: Text, places: list[Places]) -> None:
        """Add a footnote, to which its mark has been written."""
        number = len(self._footnotes)
        # The number of the note is no text; a space stands between it and the note.
        characters = escape(put(value, f"footnote[{number}]/p[0]", places, 1))
        self._footnotes.append(
            f'<w:footnote w:id="{number + 1}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
            f"{_RAISED.format(content='<w:footnoteRef/>')}"
            f'<w:r><w:t xml:space="preserve"> {characters}</w:t></w:r></w:p></w:footnote>'
        )

    def comment(self, comment: Comment, places: list[Places]) -> tuple[str, str]:
        """Add a comment, and return the marks before and behind the text that it is about."""
        number = len(self._comments)
        author = quoted(escape(put(comment.author, f"comment[{number}]/author", places)))
        initials = quoted(escape("".join([word[0] for word in plain(comment.author).split()][:_INITIALS]).upper()))
        characters = escape(put(comment.text, f"comment[{number}]/p[0]", places))
        self._comments.append(
            f'<w:comment w:id="{number}" w:author="{author}" w:date="{self._date}" w:initials="{initials}"><w:p><w:pPr>'
            f'<w:pStyle w:val="CommentText"/></w:pPr>{_REFERENCE.format(content="<w:annotationRef/>")}'
            f'<w:r><w:t xml:space="preserve">{characters}</w:t></w:r></w:p></w:comment>'
        )
        mark = _REFERENCE.format(content=f'<w:commentReference w:id="{number}"/>')
        return f'<w:commentRangeStart w:id="{number}"/>', f'<w:commentRangeEnd w:id="{number}"/>{mark}'

    def parts(self, document_id: str) -> list[Part]:
        """Return the parts of a package that hold them.

        Raises:
            RenderError: they hold a character that XML cannot carry.
        """
        parts: list[Part] = []
        if self._footnotes:
            xml = f"<w:footnotes {_SPACES}>{_RULES}{''.join(self._footnotes)}</w:footnotes>"
            parts.append(part(FOOTNOTES, DECLARATION + encode(document_id, xml)))
        if self._comments:
            xml = f"<w:comments {_SPACES}>{''.join(self._comments)}</w:comments>"
            parts.append(part(COMMENTS, DECLARATION + encode(document_id, xml)))
        return parts


def around(paragraph: str, before: str, behind: str) -> str:
    """Return XML with marks before and behind the text of its first paragraph."""
    opening = _OPENING.search(paragraph)
    assert opening is not None
    start = opening.end()
    end = paragraph.index(_END, start)
    if "<w:p>" in paragraph[start:end]:
        # A paragraph that only holds a text box, in which no marks may stand.
        end = start
    return f"{paragraph[:start]}{before}{paragraph[start:end]}{behind}{paragraph[end:]}"


def first_paragraph(xml: Sequence[str], start: int) -> int:
    """Return which piece from `start` on holds the first paragraph, or the number of pieces where none does."""
    return next((i for i in range(start, len(xml)) if "<w:p>" in xml[i]), len(xml))
