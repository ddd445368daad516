"""The parts of Word documents that are the same in many of them, deflated once a layout."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from synthphi.render.docx_asides import link_relation
from synthphi.render.docx_notes import COMMENTS, FOOTNOTES
from synthphi.render.docx_styles import surface_styles
from synthphi.render.layouts import Layout
from synthphi.render.markup import CUSTOM_TYPE, link_relationship, picture_relation, relationship
from synthphi.render.package import Part, part
from synthphi.render.pictures import photo

_TYPES, _ROOT, _RELATIONS = "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"
_STYLES, _SETTINGS, CUSTOM = "word/styles.xml", "word/settings.xml", "docProps/custom.xml"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = {
    FOOTNOTES: f"{_WORD_TYPE}.footnotes+xml",
    COMMENTS: f"{_WORD_TYPE}.comments+xml",
    CUSTOM: CUSTOM_TYPE,
}
_RULES = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
"""Which footnotes are the lines between text and notes."""
FILLED = ("docProps/", "word/document.xml", "word/header", "word/footer", _RELATIONS)
"""Parts that each document has of its own."""


@dataclass(frozen=True, slots=True)
class Extras:
    """What a document has beside its text."""

    parts: tuple[str, ...] = ()
    """The names of the parts that only some documents have, in their fixed order."""
    links: tuple[str, ...] = ()
    """The targets of its links, as they stand in an attribute."""
    boxes: bool = False


def shared_parts(parts: dict[str, bytes], layout: Layout) -> Callable[[tuple[str, ...], Extras], tuple[Part, ...]]:
    """Return what gives the shared parts of a document.

    Args:
        parts: The parts of an empty document by name, in their order.
        layout: Its look.

    Returns:
        A function of the names of a document's photographs, and of what it has beside its text.
    """
    unchanged = {name: part(name, data) for name, data in parts.items() if not name.startswith(FILLED)}
    static = tuple(unchanged.values())
    none = Extras()

    @cache
    def picture(name: str) -> Part:
        return part(f"word/media/{name}.png", photo(name).png)

    def relations(images: tuple[str, ...], extras: Extras) -> Part:
        added = [relationship(picture_relation(i), "image", f"media/{name}.png") for i, name in enumerate(images)]
        for name in extras.parts:
            if name.startswith("word/"):
                target = name.removeprefix("word/")
                kind = target.removesuffix(".xml")
                added.append(relationship(f"rId{kind.capitalize()}", kind, target))
        added += [link_relationship(link_relation(i), target) for i, target in enumerate(extras.links)]
        return part(_RELATIONS, _with_last(parts[_RELATIONS], "</Relationships>", "".join(added)))

    @cache
    def usual(images: tuple[str, ...]) -> tuple[Part, ...]:
        return (*static, relations(images, none), *map(picture, images))

    @cache
    def styles() -> Part:
        return part(_STYLES, _with_last(parts[_STYLES], "</w:styles>", surface_styles(layout)))

    @cache
    def with_parts(names: tuple[str, ...], styled: bool) -> tuple[Part, ...]:
        changed = dict(unchanged)
        if styled:
            changed[_STYLES] = styles()
        if names:
            types = "".join([f'<Override PartName="/{name}" ContentType="{_CONTENT_TYPES[name]}"/>' for name in names])
            changed[_TYPES] = part(_TYPES, _with_last(parts[_TYPES], "</Types>", types))
        if CUSTOM in names:
            root = _with_last(parts[_ROOT], "</Relationships>", relationship("rIdCustom", "custom-properties", CUSTOM))
            changed[_ROOT] = part(_ROOT, root)
        if FOOTNOTES in names:
            changed[_SETTINGS] = part(
                _SETTINGS, parts[_SETTINGS].replace(b"<w:compat>", f"{_RULES}<w:compat>".encode())
            )
        return tuple(changed.values())

    def shared(images: tuple[str, ...], extras: Extras) -> tuple[Part, ...]:
        if extras == none:
            return usual(images)
        styled = bool(extras.links) or extras.boxes or extras.parts not in {(), (CUSTOM,)}
        # Links lead elsewhere in each document: nothing of them is kept.
        return (*with_parts(extras.parts, styled), relations(images, extras), *map(picture, images))

    return shared


def _with_last(xml: bytes, end: str, added: str) -> bytes:
    """Return XML with something added at the end of its root element."""
    head, _, _ = xml.rpartition(end.encode())
    return head + f"{added}{end}".encode()
