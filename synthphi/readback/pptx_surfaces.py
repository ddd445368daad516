"""What python-pptx does not read of a deck, by lxml: comments, properties of one's own; and charts, in one go."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

_A_P, _A_T, _BREAK = qn("a:p"), qn("a:t"), qn("a:br")
_CHART, _TITLE, _SERIES = qn("c:chart"), qn("c:title"), qn("c:ser")
_NAME, _POINT, _V, _TX = qn("c:tx"), qn("c:pt"), qn("c:v"), qn("c:tx")
_CATEGORIES, _VALUES = (qn("c:cat"), qn("c:xVal")), (qn("c:val"), qn("c:yVal"), qn("c:bubbleSize"))


def targets(relationships: Iterable[Any]) -> Mapping[str, str]:
    """Return where the relationships of a part lead out of the package, by key."""
    return {one.rId: one.target_ref for one in relationships if one.is_external}


def reviewers(relationships: Iterable[Any]) -> Mapping[str, str]:
    """Return the names of those who wrote comments, by key, given the relationships of the presentation.

    Comments are of two kinds: numbered ones of 2007, and threads of 2018. Each has its list of authors.
    """
    names: dict[str, str] = {}
    for root in _roots(relationships, ("/commentAuthors", "/authors")):
        for author in root:
            names[author.get("id", "")] = author.get("name", "")
    return names


def comment_texts(path: str, relationships: Iterable[Any], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the comments on a slide, of both kinds, answers too, each with its author.

    Args:
        path: That of the slide.
        relationships: Those of the slide.
        names: Of the authors, by key.
    """
    number = 0
    for root in _roots(relationships, ("/comments",)):
        for comment in root.iter("{*}cm", "{*}reply"):
            said = [_said(child) for child in comment.iterchildren("{*}text", "{*}txBody")]
            yield f"{path}/comment[{number}]", "\n".join(said)
            yield f"{path}/comment[{number}]/author", names.get(comment.get("authorId", ""), "")
            number += 1


def own_properties(relationships: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Yield the properties of an office's own, given the relationships of the package."""
    for root in _roots(relationships, ("/custom-properties",)):
        for one in root.iterchildren("{*}property"):
            yield f"custom/{one.get('name', '')}", "\n".join(one.itertext())


def chart_texts(path: str, relationship: Any) -> Iterator[tuple[str, str]]:
    """Yield what a chart shows: its title, its series with their values, its categories, and any other text.

    Categories are those of the first series; another one has some of its own only where they differ.
    """
    if relationship is None or relationship.is_external:
        return
    root = parse_xml(relationship.target_part.blob)
    for title in root.findall(f"{_CHART}/{_TITLE}"):
        yield f"{path}/title", _title(title)
    shared: list[str] = []
    for s, series in enumerate(root.iter(_SERIES)):
        for name in series.iterchildren(_NAME):
            yield f"{path}/series[{s}]", "\n".join(_cached(name))
        categories = [value for child in series.iterchildren(*_CATEGORIES) for value in _cached(child)]
        values = [value for child in series.iterchildren(*_VALUES) for value in _cached(child)]
        own = f"{path}/series[{s}]" if s else path
        if not s or categories != shared:
            yield from ((f"{own}/category[{k}]", category) for k, category in enumerate(categories))
        shared = shared or categories
        yield from ((f"{path}/series[{s}]/value[{k}]", value) for k, value in enumerate(values))
    # Titles of axes, and labels that were written by hand.
    others = [p for p in root.iter(_A_P) if not _of_the_title(p) and p.find(f".//{_A_T}") is not None]
    yield from ((f"{path}/text[{k}]", _said_in(paragraph)) for k, paragraph in enumerate(others))


def _roots(relationships: Iterable[Any], endings: tuple[str, ...]) -> list[Any]:
    found = [one for one in relationships if one.reltype.endswith(endings) and not one.is_external]
    return [parse_xml(one.target_part.blob) for one in found]


def _said(element: Any) -> str:
    """Return the text of a comment: characters of its own, or paragraphs."""
    paragraphs = list(element.iter(_A_P))
    return "\n".join(_said_in(paragraph) for paragraph in paragraphs) if paragraphs else element.text or ""


def _said_in(paragraph: Any) -> str:
    return "".join("\v" if one.tag == _BREAK else one.text or "" for one in paragraph.iter(_A_T, _BREAK))


def _title(title: Any) -> str:
    """Return a chart's title, which is written on it or taken from a sheet."""
    paragraphs = [_said_in(paragraph) for name in title.iterchildren(_TX) for paragraph in name.iter(_A_P)]
    return "\n".join(paragraphs or _cached(title))


def _cached(element: Any) -> list[str]:
    """Return the values that a chart keeps of a sheet, or has itself."""
    return [value.text or "" for value in element.iter(_V)]


def _of_the_title(paragraph: Any) -> bool:
    title = next(paragraph.iterancestors(_TITLE), None)
    return title is not None and title.getparent().tag == _CHART
