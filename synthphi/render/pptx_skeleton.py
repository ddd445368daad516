"""What the decks of a layout share, made once a process from its authored parts.

These are theme, master, a layout for the title slide and one for the others, the notes master. Slides and notes are
filled in by `synthphi.render.pptx`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from synthphi.doctypes import Format
from synthphi.render.authored import authored_parts
from synthphi.render.layouts import Layout
from synthphi.render.markup import CUSTOM_TYPE, DECLARATION, picture_relation, relationship
from synthphi.render.package import Joined, Part, framed_part, joined, kept_end, kept_start, part, shared_part
from synthphi.render.pictures import photo

WIDTH, HEIGHT = 13.333, 7.5
"""Of a slide, in inches."""
MARGIN = 0.7
INNER = WIDTH - 2 * MARGIN
TOP, BOTTOM = 1.55, 6.75
"""The area of a slide's content, in inches from the top."""
_LAYOUTS = "ppt/slideLayouts/"
_TYPES, _ROOT = "[Content_Types].xml", "_rels/.rels"
_PRESENTATION, _RELATIONS = "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels"
_FILLED = ("docProps/", "ppt/slides/", "ppt/notesSlides/", _TYPES, _ROOT, _PRESENTATION, "ppt/_rels/")
"""Parts that each deck has of its own, or that depend on what it has."""

_MOST_KEPT = 100
"""Parts of a kind that are kept for a layout, where there are many: which slides have notes, and which photographs,
differs from deck to deck."""

_OFFICE = "application/vnd.openxmlformats-officedocument.presentationml"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


@dataclass(frozen=True, slots=True)
class Further:
    """What few decks have: how many parts with comments and with charts, and whether properties of its own."""

    comments: int = 0
    charts: int = 0
    custom: bool = False


@dataclass(frozen=True, slots=True)
class PptxSkeleton:
    """The unchanging parts, and those that depend on the number of slides."""

    static: Callable[[bool], Joined]
    """Called with whether there are properties of the deck's own: the relationships of the package, and what never
    changes."""
    counted: Callable[[tuple[bool, ...], Further], tuple[Part, ...]]
    """Called with a flag a slide (whether it has notes) and what else there is: content types, presentation, its
    relationships."""
    slide_relations: Callable[[int, bool, tuple[str, ...], bytes], Part]
    """Called with a slide's index, whether it has notes, the names of its photographs, and the XML of further
    relationships."""
    notes_relations: Callable[[int], Part]
    """Called with a slide's index."""


@cache
def skeleton(layout: Layout) -> PptxSkeleton:
    """Return the skeleton of a layout."""
    parts = authored_parts(Format.PPTX, layout)
    # Those of the title slide and of the others, in this order.
    names = [name.removeprefix(_LAYOUTS) for name in parts if name.startswith(_LAYOUTS) and name.endswith(".xml")]

    types = re.sub(r'<Override PartName="/ppt/(slides|notesSlides)/[^>]*/>', "", parts[_TYPES].decode())
    types_start, types_end = kept_start(types.removesuffix("</Types>").encode()), kept_end(b"</Types>")

    @lru_cache(_MOST_KEPT)
    def types_part(notes: tuple[bool, ...], further: Further) -> Part:
        overrides = _slide_types(notes) + _further_types(further)
        return framed_part(_TYPES, types_start, overrides.encode(), types_end)

    @cache
    def presentation_parts(slides: int, comments: bool) -> tuple[Part, Part]:
        presentation, relations = _presentation(parts, slides, comments=comments)
        return part(_PRESENTATION, presentation), part(_RELATIONS, relations)

    def counted(notes: tuple[bool, ...], further: Further) -> tuple[Part, ...]:
        presentation, relations = presentation_parts(len(notes), bool(further.comments))
        return types_part(notes, further), presentation, relations

    @lru_cache(_MOST_KEPT)
    def usual_relations(index: int, notes: bool, photos: tuple[str, ...]) -> Part:
        return slide_part(index, notes, photos, b"")

    def slide_relations(index: int, notes: bool, photos: tuple[str, ...], more: bytes) -> Part:
        # Further ones hold the deck's own targets: nothing to keep.
        return slide_part(index, notes, photos, more) if more else usual_relations(index, notes, photos)

    def slide_part(index: int, notes: bool, photos: tuple[str, ...], more: bytes) -> Part:
        relations = _relation(1, "slideLayout", f"../slideLayouts/{names[0 if index == 0 else 1]}")
        if notes:
            relations += _relation(2, "notesSlide", f"../notesSlides/notesSlide{index + 1}.xml")
        for i, name in enumerate(photos):
            relations += relationship(picture_relation(i), "image", f"../media/{name}.png")
        return _relations(f"ppt/slides/_rels/slide{index + 1}.xml.rels", relations.encode() + more)

    @cache
    def notes_relations(index: int) -> Part:
        relations = _relation(1, "notesMaster", "../notesMasters/notesMaster1.xml")
        relations += _relation(2, "slide", f"../slides/slide{index + 1}.xml")
        return _relations(f"ppt/notesSlides/_rels/notesSlide{index + 1}.xml.rels", relations.encode())

    unchanging = [shared_part(name, data) for name, data in parts.items() if not name.startswith(_FILLED)]

    @cache
    def static(custom: bool) -> Joined:
        return joined([part(_ROOT, _root(parts[_ROOT], custom=custom)), *unchanging])

    return PptxSkeleton(static, counted, slide_relations, notes_relations)


@cache
def photo_part(name: str) -> Part:
    """Return a photograph as a part of a deck."""
    return part(f"ppt/media/{name}.png", photo(name).png)


def _relation(key: int, kind: str, target: str) -> str:
    return relationship(f"rId{key}", kind, target)


def _relations(name: str, inner: bytes) -> Part:
    space = b"http://schemas.openxmlformats.org/package/2006/relationships"
    return part(name, DECLARATION + b'<Relationships xmlns="' + space + b'">' + inner + b"</Relationships>")


def _presentation(parts: dict[str, bytes], slides: int, *, comments: bool) -> tuple[bytes, bytes]:
    """Return the presentation and its relationships for so many slides."""
    relations = re.sub(r'<Relationship [^>]*Target="slides/[^>]*/>', "", parts[_RELATIONS].decode())
    first = 100  # above the keys that the library has given out
    own = "".join(_relation(first + i, "slide", f"slides/slide{i}.xml") for i in range(1, slides + 1))
    if comments:
        own += relationship("rIdAuthors", "commentAuthors", "commentAuthors.xml")
    master = re.search(r'Id="(rId\d+)" [^>]*Target="notesMasters/', relations)
    assert master is not None  # authored above
    listed = "".join(f'<p:sldId id="{255 + i}" r:id="rId{first + i}"/>' for i in range(1, slides + 1))
    presentation = re.sub(
        r"<p:sldIdLst>.*</p:sldIdLst>",
        f'<p:notesMasterIdLst><p:notesMasterId r:id="{master[1]}"/></p:notesMasterIdLst>'
        f"<p:sldIdLst>{listed}</p:sldIdLst>",
        parts[_PRESENTATION].decode(),
    )
    return (
        presentation.replace(' type="screen4x3"', "").encode(),
        relations.replace("</Relationships>", f"{own}</Relationships>").encode(),
    )


def _root(authored: bytes, *, custom: bool) -> bytes:
    """Return the relationships of the package."""
    own = relationship("rIdCustom", "custom-properties", "docProps/custom.xml") if custom else ""
    return authored.replace(b"</Relationships>", f"{own}</Relationships>".encode())


def _slide_types(notes: tuple[bool, ...]) -> str:
    """Return the content types of slides and their notes."""
    return "".join(
        f'<Override PartName="/ppt/slides/slide{i}.xml" ContentType="{_OFFICE}.slide+xml"/>'
        + (f'<Override PartName="/ppt/notesSlides/notesSlide{i}.xml" ContentType="{_OFFICE}.notesSlide+xml"/>' * has)
        for i, has in enumerate(notes, start=1)
    )


def _further_types(further: Further) -> str:
    named = [(f"ppt/comments/comment{i}.xml", f"{_OFFICE}.comments+xml") for i in range(1, further.comments + 1)]
    if further.comments:
        named.append(("ppt/commentAuthors.xml", f"{_OFFICE}.commentAuthors+xml"))
    named += [(f"ppt/charts/chart{i}.xml", _CHART_TYPE) for i in range(1, further.charts + 1)]
    if further.custom:
        named.append(("docProps/custom.xml", CUSTOM_TYPE))
    return "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in named)
