"""Small pieces that composers put documents together from: paragraphs, sections, boxes, joined sentences."""

from collections.abc import Sequence
from functools import cache, lru_cache

from synthphi.document import Block, Cell, Field, Fields, Fragment, Paragraph, Section, Text, text
from synthphi.document.fragments import Part

_PROPER = frozenset(
    (
        *("I", "McBurney", "Crohn", "Baker", "Heberden", "Tinel"),
        *("Phalen", "Murphy", "Romberg", "Doppler", "Parkinson", "Hodgkin"),
    )
)

_HEADINGS_KEPT = 1024
_SPACE = Fragment(" ")


def boxes(*fields: Field, columns: int = 3) -> Fields:
    """Return a form's ruled boxes."""
    return Fields(fields, columns=columns, boxed=True)


def section(title: str, *blocks: Block) -> Section:
    """Return a section with a plain heading."""
    return Section(_heading(title), blocks)


@lru_cache(maxsize=_HEADINGS_KEPT)
def _heading(title: str) -> Text:
    return text(title)


@cache
def known(value: str) -> Cell:
    """Return a cell with words of the library, such as a drug's name: the same one each time."""
    return Cell(text(value))


def spaced(texts: Sequence[Text]) -> Text:
    """Return texts one after the other, with a space between them."""
    if len(texts) == 1:
        return texts[0]
    fragments: list[Fragment] = []
    for one in texts:
        if one:
            if fragments:
                fragments.append(_SPACE)
            fragments += one
    return tuple(fragments)


def prose(*texts: Text) -> Paragraph:
    """Return a paragraph of texts one after the other."""
    return Paragraph(spaced(texts))


@cache
def lowered(sentence: str) -> str:
    """Return a phrase of the library as it stands behind a beginning: ``{Pronoun} sleeps`` as ``{pronoun} sleeps``."""
    if sentence.startswith("{"):
        return sentence[0] + sentence[1].lower() + sentence[2:]
    word = sentence.split(" ", maxsplit=1)[0].rstrip(",.").removesuffix("'s")
    if word in _PROPER or (not word[1:].islower() and len(word) > 1):
        return sentence
    return sentence[0].lower() + sentence[1:]


def without_stop(part: Part) -> Part:
    """Return a text without the full stop at its end."""
    if isinstance(part, str):
        return part.removesuffix(".")
    if not isinstance(part, tuple) or not part or part[-1].tag is not None:
        return part
    return text(*part[:-1], part[-1].text.removesuffix("."))
