"""What reviewers wrote on slides: a part a slide that has comments, and one that says who they are."""

from datetime import datetime

from synthphi.document import Comment
from synthphi.render.base import Places
from synthphi.render.markup import escape, put, quoted, xml_end, xml_start

_SPACE = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
COMMENTS_START, COMMENTS_END = xml_start(f"<p:cmLst {_SPACE}>"), xml_end("</p:cmLst>")
AUTHORS_START, AUTHORS_END = xml_start(f"<p:cmAuthorLst {_SPACE}>"), xml_end("</p:cmAuthorLst>")
"""What parts with comments begin and end with, and the one with their authors."""
_COLORS = 10
"""How many colours reviewers may have."""
_FIRST, _STEP = 10, 136
"""Where the mark of a slide's first comment is from its top and left, and the next ones from it (576 an inch)."""


class Reviewers:
    """Who wrote the comments of a deck, in the order of their first one."""

    def __init__(self) -> None:
        self._written: dict[str, int] = {}
        """How many comments each has written, by name."""

    def comments_xml(self, comments: tuple[Comment, ...], slide: str, when: datetime, places: list[Places]) -> str:
        """Return a slide's comments, and add the places of their labelled values.

        Args:
            comments: At least one.
            slide: The path of the slide.
            when: When they were written.
            places: Is added to, in canonical order.
        """
        xml: list[str] = []
        for k, comment in enumerate(comments):
            path = f"{slide}/comment[{k}]"
            author = put(comment.author, f"{path}/author", places)
            said = escape(put(comment.text, path, places))
            number = self._written[author] = self._written.get(author, 0) + 1
            mark = _FIRST + k * _STEP
            xml.append(
                f'<p:cm authorId="{list(self._written).index(author)}" dt="{when:%Y-%m-%dT%H:%M:%S}.000" '
                f'idx="{number}"><p:pos x="{mark}" y="{mark}"/><p:text>{said}</p:text></p:cm>'
            )
        return "".join(xml)

    def authors_xml(self) -> str:
        """Return all who wrote a comment."""
        authors = [
            f'<p:cmAuthor id="{key}" name="{quoted(escape(name))}" initials="{_initials(name)}" lastIdx="{count}" '
            f'clrIdx="{key % _COLORS}"/>'
            for key, (name, count) in enumerate(self._written.items())
        ]
        return "".join(authors)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isalpha())
