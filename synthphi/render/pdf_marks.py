"""Pieces of a page that also leave something to click on: headings with notes and an outline entry, and links."""

from synthphi.document import Comment, Fragment, Link, Text, plain
from synthphi.errors import RenderError
from synthphi.render.base import Box, Place
from synthphi.render.pdf_annotations import ICON, Entry, Labelled, LinkArea, Note, labelled, on_page
from synthphi.render.pdf_blocks import Piece
from synthphi.render.pdf_file import PAGE_WIDTH
from synthphi.render.pdf_look import Look
from synthphi.render.pdf_page import Pages
from synthphi.render.pdf_rules import level
from synthphi.render.pdf_text import Lines, Typesetter

_GAP = 3.0
"""Between two icons."""
_MARGIN = 40.0
"""The most that an icon's middle is beside the column, where the margin is wide."""


class Marks(Piece):
    """What a section has at its heading: its line of the outline, and notes in the margin. It takes no room itself."""

    __slots__ = ("_entry", "_entry_labels", "_margin", "_notes")

    def __init__(self, look: Look) -> None:
        super().__init__(0.0, 0.0, 0.0, keeps=True)
        self._margin = look.margin
        self._entry = ""
        self._entry_labels: Labelled = ()
        self._notes: list[tuple[Comment, Labelled, Labelled]] = []

    def lead(self, heading: Piece) -> None:
        """Take the gap above a heading, so as to be as high as it."""
        self.above, heading.above = heading.above, 0.0

    def enter(self, title: Text, labels: Labelled) -> None:
        """Give the section a line in the outline."""
        self._entry, self._entry_labels = plain(title), labels

    def note(self, comment: Comment, setter: Typesetter) -> None:
        """Put a comment in the margin."""
        author = labelled(comment.author, setter)
        self._notes.append((comment, author, labelled(comment.text, setter)))

    def draw(self, pages: Pages) -> None:
        """Record both."""
        found, page = pages.interactive, pages.number
        if self._entry:
            path = f"outline[{len(found.entries)}]"
            pages.later += [(number, Place(path, start)) for number, start in self._entry_labels]
            found.entries.append(Entry(page, pages.y + 4, self._entry))
        if not self._notes:
            return
        # Beside the nearer edge of the sheet: right of the column, or left of the first of two.
        right = pages.left + pages.width
        beside = min(self._margin / 2, _MARGIN)
        middle = right + beside if right > PAGE_WIDTH / 2 else pages.left - beside
        left = round(middle - ICON / 2, 2)
        beside_it = [note.box.y0 for note in found.notes if note.page == page and note.box.x0 == left]
        top = min([pages.y, *(bottom - _GAP for bottom in beside_it)])
        for comment, author, said in self._notes:
            top = max(top, _GAP + ICON)
            box = Box(left, round(top - ICON, 2), left + ICON, round(top, 2))
            path = f"page[{page}]/annot[{on_page(found.notes, page)}]"
            for number, start in author:
                pages.places[number].append(Place(f"{path}/author", start))
            for number, start in said:
                pages.places[number].append(Place(path, start, (box,)))
            found.notes.append(Note(page, box, plain(comment.author), plain(comment.text)))
            top -= ICON + _GAP


class LinkPiece(Piece):
    """A paragraph that ends in a link.

    The paragraph is broken into lines as a whole; then each line is one or two texts of one colour.
    """

    __slots__ = ("_blue", "_labels", "_parts", "_style", "_target")

    def __init__(self, block: Link, setter: Typesetter, look: Look, width: float) -> None:
        style = look.paragraphs["body"]
        self._blue = look.link
        whole = (*block.before, *block.shown)
        if not whole:
            raise RenderError("a link shows nothing that leads to its target")
        first = setter.spans
        lines = setter.lines(whole, style, width)
        behind = setter.spans
        cut = len(plain(block.before)) if block.shown else 0
        self._parts: list[tuple[int, float, Lines, bool]] = []
        """Line, distance from the column's edge, text, whether it is of the link."""
        for i, (start, end) in enumerate(lines.breaks):
            x = 0.0
            for begin, stop, of_link in ((start, min(end, cut), False), (max(start, cut), end, True)):
                if begin < stop:
                    # A part of a value has the number of the value.
                    setter.spans = first + _labels_before(whole, begin)
                    part = setter.lines(_slice(whole, begin, stop), self._blue if of_link else style, 2 * width)
                    self._parts.append((i, x, part, of_link))
                    x += style.font.width(lines.text[begin:stop], style.size)
        setter.spans = behind
        self._labels = range(first, behind)
        self._target = plain(block.target), labelled(block.target, setter)
        self._style = style
        super().__init__(lines.height, lines.height, look.gap)

    def draw(self, pages: Pages) -> None:
        """Draw the paragraph, the link in blue and underlined, and record what can be clicked on."""
        style, page = self._style, pages.number
        if self.height > pages.body:
            raise RenderError("a paragraph that ends in a link is longer than a page")
        boxes: list[Box] = []
        rules: list[str] = []
        for i, x, part, of_link in self._parts:
            left, top = pages.left + x, pages.y - i * style.leading
            pages.text(part, left, top)
            if of_link:
                line = top - style.drop
                right = left + style.font.width(part.text, style.size)
                boxes.append(Box(*[round(side, 2) for side in (left, line + style.descent, right, line + style.rise)]))
                rules += level(left, right, [f"{line - 1.4:.2f}"])
        for number in self._labels:
            pages.join(number)
        if boxes:
            pages.strokes(rules, self._blue.colour, 0.5)
            target, labels = self._target
            path = f"page[{page}]/link[{on_page(pages.interactive.links, page)}]"
            for number, start in labels:
                pages.places[number].append(Place(path, start))
            pages.interactive.links.append(LinkArea(page, tuple(boxes), target))
        pages.y -= self.height


def _labels_before(value: Text, position: int) -> int:
    """Return how many labelled values of a text end at or before a position."""
    count = end = 0
    for fragment in value:
        end += len(fragment.text)
        if end > position:
            break
        count += fragment.tag is not None
    return count


def _slice(value: Text, begin: int, stop: int) -> Text:
    """Return a part of a text, with the labels that it is of."""
    found = []
    start = 0
    for fragment in value:
        end = start + len(fragment.text)
        if start < stop and end > begin:
            found.append(Fragment(fragment.text[max(begin - start, 0) : stop - start], fragment.tag))
        start = end
    return tuple(found)
