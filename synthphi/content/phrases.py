"""Phrase data and the filling of its holes.

Phrases are TOML files in `content/data`. A phrase may have holes such as ``{name}``; what fills a hole
is a string, a fragment or a text, so that a label stays with its value.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any

from synthphi.document import Fragment, Text
from synthphi.document.model import Part
from synthphi.errors import SynthPhiError


class PhraseError(SynthPhiError):
    """A phrase has a hole that nothing fills, or a data file is not as its reader needs it."""


@cache
def load(name: str) -> dict[str, Any]:
    """Return the phrases in ``content/data/<name>.toml``."""
    return tomllib.loads(files("synthphi.content").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _pieces(phrase: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((literal, hole) for literal, hole, _, _ in Formatter().parse(phrase))


def fill(phrase: str, values: Mapping[str, Part]) -> Text:
    """Return a phrase with its holes filled.

    Raises:
        PhraseError: a hole has no value; the message names the hole and the phrase.
    """
    fragments: list[Fragment] = []
    for literal, hole in _pieces(phrase):
        if literal:
            fragments.append(Fragment(literal))
        if hole is None:
            continue
        if hole not in values:
            raise PhraseError(f"the phrase {phrase!r} has a hole {{{hole}}} that nothing fills")
        value = values[hole]
        if isinstance(value, str):
            if value:
                fragments.append(Fragment(value))
        elif isinstance(value, Fragment):
            fragments.append(value)
        else:
            fragments.extend(value)
    return tuple(fragments)


def series(items: list[str]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
