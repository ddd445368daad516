"""Footnotes and comments of RTF files: they stand in the text, at the place that they are about."""

from datetime import datetime

from synthphi.document import Comment, Paragraph, Section, Text, plain
from synthphi.render.base import Places
from synthphi.render.markup import put
from synthphi.render.rtf_asides import packed_time
from synthphi.render.rtf_text import Flow, escape

_COMMA = "{\\super ,}"
_INITIALS = 3


class Notes:
    """The footnotes and comments of a document, while it is being written.

    Args:
        created: When all comments were written, in UTC.
        flow: Where the notes are written to.
    """

    def __init__(self, created: datetime, flow: Flow) -> None:
        self._date = packed_time(created)
        self._looks = flow.looks
        self._footnotes = 0
        self._comments = 0

    def separators(self) -> list[str]:
        """Return the rules between text and footnotes, where there are any."""
        if not self._footnotes:
            return []
        start = self._looks["footnote text"]
        return [f"{{\\*\\ftnsep{start} \\chftnsep\\par}}", f"{{\\*\\ftnsepc{start} \\chftnsepc\\par}}"]

    def footnotes(self, section: Section, places: list[Places]) -> dict[int, str]:
        """Return the footnotes of a section by the number of the block that they stand in; `places` is added to.

        The last paragraphs get one each; where there are too few, the first of them gets the rest. Without
        paragraphs they stand in block -1, which is what comes first in the section.
        """
        written = [
            i
            for i, block in enumerate(section.blocks)
            if isinstance(block, Paragraph) and block.text and block.style != "signature"
        ] or [-1]
        count = len(section.footnotes)
        targets = written[-count:]
        targets = [targets[0]] * (count - len(targets)) + targets
        marks: dict[int, str] = {}
        for note, block in zip(section.footnotes, targets, strict=True):
            mark = self._footnote(note, places)
            marks[block] = f"{marks[block]}{_COMMA}{mark}" if block in marks else mark
        return marks

    def _footnote(self, value: Text, places: list[Places]) -> str:
        # The number of the note is no text; a space stands between it and the note.
        characters = escape(put(value, f"footnote[{self._footnotes}]/p[0]", places, 1))
        self._footnotes += 1
        return f"{{\\super\\chftn{{\\footnote{self._looks['footnote text']}{{\\super\\chftn}} {characters}}}}}"

    def comment(self, comment: Comment, places: list[Places]) -> tuple[str, str]:
        """Return what stands before and behind the text that a comment is about; `places` is added to."""
        number = self._comments
        self._comments += 1
        author = escape(put(comment.author, f"comment[{number}]/author", places))
        initials = escape("".join([word[0] for word in plain(comment.author).split()][:_INITIALS]).upper())
        characters = escape(put(comment.text, f"comment[{number}]/p[0]", places))
        return (
            f"{{\\*\\atrfstart {number}}}",
            f"{{\\*\\atrfend {number}}}{{\\fs16{{\\*\\atnid {initials}}}{{\\*\\atnauthor {author}}}\\chatn"
            f"{{\\*\\annotation{{\\*\\atnref {number}}}{{\\*\\atndate {self._date}}}{self._looks['annotation text']}"
            f"{{\\fs16\\chatn}}{{{characters}}}}}}}",
        )
