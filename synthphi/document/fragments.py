"""Text fragments with labels, which every text of a document is made of."""

from collections.abc import Iterable
from typing import TypeAlias

from synthphi.labels import Tag
from synthphi.records import record


@record
class Fragment:
    """A piece of text on one line, with at most one label. Never empty; holds no line break."""

    text: str
    tag: Tag | None = None


Text: TypeAlias = tuple[Fragment, ...]
"""One paragraph's text: fragments in reading order. The empty tuple is an empty paragraph."""

Part: TypeAlias = "str | Fragment | Text"


def text(*parts: Part) -> Text:
    """Return the text made of strings (unlabelled), fragments and texts, in order; empty strings are dropped."""
    if len(parts) == 1:
        # Most are of a cell or a box: a single value.
        part = parts[0]
        if isinstance(part, str):
            return (Fragment(part),) if part else ()
        return (part,) if isinstance(part, Fragment) else tuple(part)
    fragments: list[Fragment] = []
    for part in parts:
        if isinstance(part, str):
            if part:
                fragments.append(Fragment(part))
        elif isinstance(part, Fragment):
            fragments.append(part)
        else:
            fragments += part
    return tuple(fragments)


def plain(value: Iterable[Fragment]) -> str:
    """Return the characters of a text."""
    return "".join([fragment.text for fragment in value])


def length(value: Text) -> int:
    """Return how many characters a text has: without joining them, as most texts are of one fragment."""
    return len(value[0].text) if len(value) == 1 else sum([len(fragment.text) for fragment in value])
