"""Phrase data and the filling of its holes.

Phrases are TOML files in `content/data`. A phrase may have holes such as ``{name}``; what fills a hole
is a string, a fragment or a text, so that a label stays with its value.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, NamedTuple

from synthphi.document import Fragment, Text, text
from synthphi.document.fragments import Part
from synthphi.errors import SynthPhiError
from synthphi.seeds import Stream
from synthphi.spec import Split

_TRIES = 4
_ENOUGH = 5
"""From so many phrases on, a list is divided among the parts of a corpus."""


class PhraseError(SynthPhiError):
    """A phrase has a hole that nothing fills, or a data file is not as its reader needs it."""


@cache
def load(name: str) -> dict[str, Any]:
    """Return the phrases in ``content/data/<name>.toml``."""
    return tomllib.loads(files("synthphi.content").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def lists(names: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the lists of phrases of several data files."""
    return {key: phrases for name in names for key, phrases in load(name).items()}


class _Piece(NamedTuple):
    """A piece of a phrase: words, if there are any, then a hole, if there is one."""

    literal: Fragment | None
    hole: str | None
    drawn: tuple[int, int] | None
    """Of a hole for a number, from which to which it is drawn."""


@cache
def _pieces(phrase: str) -> tuple[_Piece, ...]:
    """Return what a phrase is made of."""
    return tuple(
        _Piece(Fragment(literal) if literal else None, hole, _range(hole) if hole and hole.startswith("#") else None)
        for literal, hole, _, _ in Formatter().parse(phrase)
    )


def _range(hole: str) -> tuple[int, int]:
    low, high = hole[1:].split("-")
    return int(low), int(high)


def _add(fragments: list[Fragment], value: Part) -> None:
    if isinstance(value, Fragment):
        fragments.append(value)
    elif isinstance(value, str):
        if value:
            fragments.append(Fragment(value))
    else:
        fragments += value


def fill(phrase: str, values: Mapping[str, Part]) -> Text:
    """Return a phrase with its holes filled.

    Raises:
        PhraseError: a hole has no value; the message names the hole and the phrase.
    """
    fragments: list[Fragment] = []
    for literal, hole, _ in _pieces(phrase):
        if literal is not None:
            fragments.append(literal)
        if hole is None:
            continue
        if hole not in values:
            raise PhraseError(f"the phrase {phrase!r} has a hole {{{hole}}} that nothing fills")
        _add(fragments, values[hole])
    return tuple(fragments)


class Phrases:
    """The phrases that a part of the corpus may use: a test split shares none with training where there are enough.

    A phrase may have holes: a value of the document, another list of phrases (with a capital first letter for one that
    begins a sentence), or ``{#2-9}``, a number drawn from 2 to 9.
    """

    def __init__(self, files: tuple[str, ...], split: Split) -> None:
        self._lists = lists(files)
        self._split = split
        self._kept: dict[str, tuple[str, ...]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._lists

    def of(self, key: str) -> tuple[str, ...]:
        """Return the phrases of a list that this part may use."""
        if key not in self._kept:
            self._kept[key] = self.own(self._lists[key])
        return self._kept[key]

    def own(self, phrases: Sequence[str]) -> tuple[str, ...]:
        """Return those of some phrases that this part may use: of fewer than five, all."""
        if len(phrases) < _ENOUGH:
            return tuple(phrases)
        place = {"validation": (3,), "test": (4,), "train": (0, 1, 2, 5)}[self._split]
        return tuple(phrase for i, phrase in enumerate(phrases) if i % 6 in place)

    def say(self, rng: Stream, key: str, values: Mapping[str, Part]) -> Text:
        """Return one of the phrases of a list, its holes filled.

        Raises:
            PhraseError: a hole has no value; the message names the hole and the phrase.
        """
        return self.fill(rng, rng.pick(self.of(key)), values)

    def fill(self, rng: Stream, phrase: str, values: Mapping[str, Part]) -> Text:
        """Return a phrase with its holes filled; a list that stands twice in it gives two different phrases.

        Raises:
            PhraseError: a hole has no value; the message names the hole and the phrase.
        """
        pieces = _pieces(phrase)
        if len(pieces) == 1 and pieces[0].hole is None:
            return (pieces[0].literal,) if pieces[0].literal else ()
        fragments: list[Fragment] = []
        said: set[Text] = set()
        for literal, hole, drawn in pieces:
            if literal is not None:
                fragments.append(literal)
            if hole is None:
                continue
            if drawn is not None:
                fragments.append(Fragment(str(rng.integer(*drawn))))
            elif hole in values:
                _add(fragments, values[hole])
            else:
                fragments += self._listed(rng, phrase, hole, values, said)
        return tuple(fragments)

    def _listed(self, rng: Stream, phrase: str, hole: str, values: Mapping[str, Part], said: set[Text]) -> Text:
        small = hole[:1].lower() + hole[1:]
        if small in values:
            return capitalized(text(values[small]))
        if small not in self:
            raise PhraseError(f"the phrase {phrase!r} has a hole {{{hole}}} that nothing fills")
        for _ in range(_TRIES):
            value = self.say(rng, small, values)
            if value not in said:
                break
        said.add(value)
        return value if small == hole else capitalized(value)


@cache
def phrases_of(files: tuple[str, ...], split: Split) -> Phrases:
    """Return the phrases of data files that a part of the corpus may use: the same object each time."""
    return Phrases(files, split)


def capitalized(value: Text) -> Text:
    """Return a text that begins with a capital letter."""
    if not value:
        return value
    first = value[0]
    return (Fragment(first.text[:1].upper() + first.text[1:], first.tag), *value[1:])


def series(items: list[str]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
