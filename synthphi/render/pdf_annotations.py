"""What a reader can click on: notes in the margin, links, form fields and the outline, as numbered objects.

The pages record them while they are drawn; here they become the objects of a file.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from synthphi.document import Text
from synthphi.errors import RenderError
from synthphi.render.base import Box
from synthphi.render.pdf_file import RESOURCES, More, encoded, pdf_date, text_string
from synthphi.render.pdf_text import Typesetter

Labelled = Sequence[tuple[int, int]]
"""The number of each labelled value of a text, and where it begins."""

ICON = 16.0
"""The side of a note's icon, in points."""
_YELLOW, _BROWN = "1 .85 .4", ".35 .27 .05"
_DRAWN = (
    f"{_YELLOW} rg {_BROWN} RG .8 w .5 4 15 11.5 re B {_YELLOW} rg 3.5 4.4 m 3.5 .8 l 7.5 4.4 l f "
    "3.5 4 m 3.5 .8 l 7.2 4 l S 3 12.6 m 13 12.6 l 3 10 m 13 10 l 3 7.4 m 9.5 7.4 l S"
).encode()
_ICON = b"<</Type/XObject/Subtype/Form/BBox[0 0 16 16]/Resources<<>>/Length %d>>stream\n%s\nendstream" % (
    len(_DRAWN),
    _DRAWN,
)
"""A speech bubble with three lines."""
_PRINT = 4
"""The flag of an annotation that is on paper, too."""
_MULTILINE = 1 << 12


class Note(NamedTuple):
    """A note in the margin of page `page`, with what it says and who says it."""

    page: int
    box: Box
    author: str
    text: str


class LinkArea(NamedTuple):
    """What leads to `target`: a box for each line of the text that is shown."""

    page: int
    boxes: tuple[Box, ...]
    target: str


class FormField(NamedTuple):
    """A field of a form in page coordinates, with the operators that draw its value and those that select its font."""

    page: int
    box: Box
    caption: str
    value: str
    drawn: str
    select: str
    lines: int


class Entry(NamedTuple):
    """A line of the outline, which leads to a height on a page."""

    page: int
    top: float
    title: str


class Interactive:
    """What the pages of a document have beside what is drawn on them, each kind in the order of drawing."""

    __slots__ = ("entries", "fields", "links", "notes")

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.links: list[LinkArea] = []
        self.fields: list[FormField] = []
        self.entries: list[Entry] = []

    def __bool__(self) -> bool:
        return bool(self.notes or self.links or self.fields or self.entries)


def labelled(value: Text, setter: Typesetter) -> Labelled:
    """Return the labelled values of a text that is not drawn, numbered by the typesetter."""
    found = []
    position = 0
    for fragment in value:
        if fragment.tag is not None:
            found.append((setter.spans, position))
            setter.spans += 1
        position += len(fragment.text)
    return found


def on_page(items: Sequence[Note] | Sequence[LinkArea] | Sequence[FormField], page: int) -> int:
    """Return how many of what the pages recorded are on one of them."""
    return sum([item.page == page for item in items])


def add_interactive(more: More, found: Interactive, created: datetime) -> None:
    """Add the objects of what the pages recorded; the notes were written when the document was created."""
    pages = more.pages
    numbers: dict[int, list[int]] = {}
    if found.notes:
        date = pdf_date(created).decode()
        icon = more.add(_ICON)
        for i, note in enumerate(found.notes):
            body = (
                f"<</Type/Annot/Subtype/Text/Name/Comment/F {_PRINT}/C[{_YELLOW}]{_rect(note.box)}"
                f"/P {pages[note.page]} 0 R/NM(note-{i + 1})/CreationDate{date}/M{date}/AP<</N {icon} 0 R>>"
            ).encode()
            body += b"/T%s/Contents%s>>" % (text_string(note.author), text_string(note.text))
            numbers.setdefault(note.page, []).append(more.add(body))
    for link in found.links:
        # Upper left and right, then lower left and right, as all programs do and the standard does not.
        corners = " ".join(
            [f"{b.x0:g} {b.y1:g} {b.x1:g} {b.y1:g} {b.x0:g} {b.y0:g} {b.x1:g} {b.y0:g}" for b in link.boxes]
        )
        body = (
            f"<</Type/Annot/Subtype/Link/F {_PRINT}/Border[0 0 0]{_rect(_around(link.boxes))}/QuadPoints[{corners}]"
            f"/P {pages[link.page]} 0 R/A<</S/URI/URI"
        ).encode()
        # The standard wants ASCII here (ISO 32000-1, 12.6.4.7); what is not would be read as other characters.
        if not link.target.isascii():
            strange = next(char for char in link.target if not char.isascii())
            raise RenderError(f"the target of a link holds U+{ord(strange):04X}, and has to be of ASCII: escape it")
        numbers.setdefault(link.page, []).append(more.add(body + text_string(link.target) + b">>>>"))
    if found.fields:
        _add_form(more, found.fields, numbers)
    if found.entries:
        _add_outline(more, found.entries)
    for page, listed in numbers.items():
        more.on_pages[page] = b"/Annots[%s]" % b" ".join([b"%d 0 R" % number for number in listed])


def _add_form(more: More, fields: list[FormField], numbers: dict[int, list[int]]) -> None:
    names: dict[str, int] = {}
    widgets = []
    for field in fields:
        # A period would part the name of a field from that of the group it is in.
        caption = field.caption.replace(".", "").strip() or "Field"
        count = names[caption] = names.get(caption, 0) + 1
        name = caption if count == 1 else f"{caption} #{count}"
        x0, y0, x1, y1 = field.box
        corner = f"{x0:g} {y0:g}"
        corners = f"{corner} {x1:g} {y1:g}"
        # In page coordinates, so that nothing has to be moved.
        drawn = encoded(f"/Tx BMC q {corner} {x1 - x0:.2f} {y1 - y0:.2f} re W n\n{field.drawn}\nQ EMC")
        appearance = more.add(
            b"<</Type/XObject/Subtype/Form/BBox[%s]/Resources %d 0 R/Length %d>>stream\n%s\nendstream"
            % (corners.encode(), RESOURCES, len(drawn), drawn)
        )
        body = (
            f"<</Type/Annot/Subtype/Widget/FT/Tx/F {_PRINT}/Rect[{corners}]/P {more.pages[field.page]} 0 R"
            f"{f'/Ff {_MULTILINE}' if field.lines > 1 else ''}/DA({field.select})/AP<</N {appearance} 0 R>>"
        ).encode()
        shown = text_string(field.caption)
        named = shown if name == field.caption else text_string(name)
        body += b"/T%s/TU%s/V%s>>" % (named, shown, text_string(field.value))
        widgets.append(more.add(body))
        numbers.setdefault(field.page, []).append(widgets[-1])
    listed = " ".join([f"{number} 0 R" for number in widgets])
    form = f"<</Fields[{listed}]/DR {RESOURCES} 0 R/DA({fields[0].select})>>"
    more.catalog += b"/AcroForm %d 0 R" % more.add(form.encode())


def _add_outline(more: More, entries: list[Entry]) -> None:
    root = more.first + len(more.bodies)
    first, last = root + 1, root + len(entries)
    more.add(b"<</Type/Outlines/Count %d/First %d 0 R/Last %d 0 R>>" % (len(entries), first, last))
    for number, entry in enumerate(entries, first):
        before = f"/Prev {number - 1} 0 R" if number > first else ""
        behind = f"/Next {number + 1} 0 R" if number < last else ""
        goal = f"/Dest[{more.pages[entry.page]} 0 R/XYZ 0 {entry.top:.2f} null]"
        more.add(f"<</Parent {root} 0 R{before}{behind}{goal}/Title".encode() + text_string(entry.title) + b">>")
    more.catalog += b"/Outlines %d 0 R" % root


def _around(boxes: tuple[Box, ...]) -> Box:
    return Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def _rect(box: Box) -> str:
    return f"/Rect[{box.x0:g} {box.y0:g} {box.x1:g} {box.y1:g}]"
