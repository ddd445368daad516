"""Places of a file in words: where people look for them, and whether they are on a page at all."""

import re
from dataclasses import dataclass

from synthphi.render.attached import MAIL
from synthphi.render.base import Place

_SURFACES = {
    "mail_header": "mail header",
    "metadata": "properties",
    "header": "page header",
    "bookmark": "outline",
    "form_field": "form field",
    "alt_text": "alternative text",
    "text_box": "text box",
    "hyperlink": "link target",
    "revision": "tracked change",
    "notes": "speaker notes",
    "hidden": "hidden text",
    "quoted": "quoted mail",
    "filename": "file name",
}

_CELL = r"/r\[(?P<r>\d+)\]/c\[(?P<c>\d+)\]"
_HIDDEN_SURFACES = frozenset({"hidden", "preheader"})
"""Of these a place looks like any other, and is not seen all the same."""

# By what a path begins with: what people call it.
_ROOTS: tuple[tuple[re.Pattern[str], str, bool], ...] = tuple(
    (re.compile(pattern), words, seen)
    for pattern, words, seen in (
        (r"page\[(?P<n>\d+)\]", "page {n}", True),
        (rf"slide\[(?P<n>\d+)\]/shape\[\d+\]{_CELL}", "slide {n}, row {r}, column {c} of a table", True),
        (r"slide\[(?P<n>\d+)\]/notes", "speaker notes of slide {n}", False),
        (r"slide\[(?P<n>\d+)\]/comment\[\d+\]", "comment on slide {n}", False),
        (r"slide\[(?P<n>\d+)\]/shape\[\d+\]/chart", "chart on slide {n}", True),
        (r"slide\[(?P<n>\d+)\]", "slide {n}", True),
        (r"sheet\[(?P<n>\d+)\]/[A-Z]+\d+/comment", "comment on sheet {n}", False),
        (r"sheet\[(?P<n>\d+)\]/(?P<name>[A-Z]+\d+)", "sheet {n}, cell {name}", True),
        (r"sheet\[(?P<n>\d+)\]/(header|footer)", "header or footer of the pages of sheet {n}", True),
        (r"sheet\[(?P<n>\d+)\]/chart", "chart on sheet {n}", True),
        (r"sheet\[(?P<n>\d+)\]", "sheet {n}", True),
        (rf"body/tbl\[(?P<n>\d+)\]{_CELL}", "table {n}, row {r}, column {c}", True),
        (r"body/p\[(?P<n>\d+)\]", "paragraph {n}", True),
        (r"header/(p|tbl)\[", "page header", True),
        (r"footer/(p|tbl)\[", "page footer", True),
        (r"footnote\[(?P<n>\d+)\]", "footnote {n}", True),
        (r"comment\[(?P<n>\d+)\]", "comment {n}", False),
        (r"outline\[(?P<n>\d+)\]", "outline, entry {n}", False),
        (r"(core|app|custom|info)/(?P<name>.+)", "property “{name}”", False),
        (r"xmp/(?P<name>.+)", "property “{name}” (XMP)", False),
        (r"filename", "file name", False),
        (r"header/(?P<name>.+)", "mail header {name}", False),
        (r"text/plain", "text of the mail", True),
        (r"text/html", "HTML text of the mail", True),
        (r"html/block\[(?P<n>\d+)\]", "text {n} of the page", True),
        (r"html/img\[(?P<n>\d+)\]", "picture {n} of the page", True),
        (r"html/field\[(?P<n>\d+)\]", "field {n} of the page", True),
        (r"html/comment\[(?P<n>\d+)\]", "comment {n} in the page's source", False),
        (r"html/(?P<name>.+)", "property “{name}” of the page", False),
        (r"text$", "text of the file", True),
        (r"row\[(?P<r>\d+)\]/cell\[(?P<c>\d+)\]", "row {r}, column {c} of the file", True),
        (r"box\[(?P<n>\d+)\]", "text box {n}", True),
        (r"author\[(?P<n>\d+)\]", "author {n} of tracked changes", False),
        (r"attachment\[(?P<n>\d+)\]", "name of attachment {n}", False),
        (r"member\[(?P<n>\d+)\]", "name of file {n}", False),
        (r"msg/body", "text of the message", True),
        (r"msg/html", "HTML text of the message", True),
        (r"msg/(?P<name>.+)", "message property {name}", False),
    )
)
# By what a path ends with, which is part of what the root says.
_LEAVES: tuple[tuple[re.Pattern[str], str, bool | None], ...] = tuple(
    (re.compile(pattern), words, seen)
    for pattern, words, seen in (
        (r"/drawing\[\d+\]/p\[\d+\]$", "text box", None),
        (r"/[A-Z]+\d+/link$", "target of a link", False),
        (r"/comment/author$", "author", False),
        (r"/link\[\d+\]$", "target of a link", False),
        (r"/(alt|image\[\d+\])$", "alternative text of a picture", False),
        (r"/annot\[\d+\]$", "note in the margin", False),
        (r"\]/author$", "author", False),
        (r"/field\[\d+\]$", "form field", None),
        (r"/box\[\d+\]", "text box", None),
        (r"/ins\[\d+\]", "tracked insertion", None),
        (r"/del\[\d+\]", "tracked deletion", None),
    )
)


@dataclass(frozen=True, slots=True)
class Where:
    """A place in words."""

    words: str
    path: str
    """As the labels have it, with the value's start where there is one."""
    on_page: bool
    """Whether people see the value there: on a page or a slide, or in the text of a mail."""


def surface_name(surface: str) -> str:
    """Return what people call a surface."""
    return _SURFACES.get(surface, surface.replace("_", " "))


def where(place: Place, surface: str) -> Where:
    """Return a place in words."""
    way, _, inside = place.path.rpartition(" > ")
    words, on_page = place.path, False
    for pattern, template, seen in _ROOTS:
        found = pattern.match(inside)
        if found:
            # Numbers count from 1, as people do.
            facts = {key: value if key == "name" else int(value) + 1 for key, value in found.groupdict().items()}
            words, on_page = template.format_map(facts), seen
            break
    for pattern, leaf, seen_leaf in _LEAVES:
        if pattern.search(inside):
            words = f"{leaf}, {words}"
            on_page = on_page if seen_leaf is None else seen_leaf
            break
    if way:
        # Mails are shown without what is attached to them.
        words, on_page = f"{words}, in {' in '.join(reversed(way.removeprefix(MAIL).split(' > ')))}", False
    path = place.path if place.start is None else f"{place.path} @ {place.start}"
    return Where(words, path, on_page and surface not in _HIDDEN_SURFACES)
