"""Phrase data and the filling of its holes.

Phrases are TOML files in `content/data`. A phrase may have holes such as ``{name}``; what fills a hole
is a string, a fragment or a text, so that a label stays with its value.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, NamedTuple, TypeAlias

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


class _Hole(NamedTuple):
    """A hole in phrases: there is one for all phrases that have it, so that it is at hand in the processor's cache."""

    name: str
    small: str
    """The name with a small first letter, which the hole may be filled with, too, where it begins a sentence."""
    drawn: tuple[int, int] | None
    """Of a hole for a number, from which to which it is drawn."""


_Parsed: TypeAlias = "Text | list[Fragment | _Hole]"
"""A phrase: of one without holes, the text itself."""


@cache
def _parsed(phrase: str) -> _Parsed:
    found: list[Fragment | _Hole] = []
    for literal, name, _, _ in Formatter().parse(phrase):
        found += [Fragment(literal)] if literal else []
        found += [] if name is None else [_hole(name)]
    whole = tuple([piece for piece in found if isinstance(piece, Fragment)])
    return whole if len(whole) == len(found) else found


@cache
def _hole(name: str) -> _Hole:
    return _Hole(name, name[:1].lower() + name[1:], _range(name) if name.startswith("#") else None)


def _range(hole: str) -> tuple[int, int]:
    low, high = hole[1:].split("-")
    return int(low), int(high)


def _unfilled(phrase: _Parsed, hole: str) -> PhraseError:
    shown = "".join([piece.text if isinstance(piece, Fragment) else f"{{{piece.name}}}" for piece in phrase])
    return PhraseError(f"the phrase {shown!r} has a hole {{{hole}}} that nothing fills")


def fill(phrase: str, values: Mapping[str, Part]) -> Text:
    """Return a phrase with its holes filled.

    Raises:
        PhraseError: a hole has no value; the message names the hole and the phrase.
    """
    parts: list[Part] = []
    pieces = _parsed(phrase)
    for piece in pieces:
        if isinstance(piece, Fragment):
            parts.append(piece)
        elif piece.name in values:
            parts.append(values[piece.name])
        else:
            raise _unfilled(pieces, piece.name)
    return text(*parts)


class Phrases:
    """The phrases that a part of the corpus may use: a test split shares none with training where there are enough.

    A phrase may have holes: a value of the document, another list of phrases (with a capital first letter for one that
    begins a sentence), or ``{#2-9}``, a number drawn from 2 to 9.
    """

    def __init__(self, files: tuple[str, ...], split: Split) -> None:
        self._lists = lists(files)
        self._split = split
        self._kept: dict[str, tuple[str, ...]] = {}
        self._parsed_of = cache(lambda key: tuple([_parsed(phrase) for phrase in self.of(key)]))

    def __contains__(self, key: str) -> bool:
        return key in self._lists

    def of(self, key: str) -> tuple[str, ...]:
        """Return the phrases of a list that this part may use."""
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self.own(self._lists[key])
        return found

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
        return self._filled(rng, rng.pick(self._parsed_of(key)), values)

    def some(self, rng: Stream, key: str, count: int, values: Mapping[str, Part]) -> list[Text]:
        """Return so many different phrases of a list, their holes filled; fewer where the list has no more.

        Raises:
            PhraseError: a hole has no value; the message names the hole and the phrase.
        """
        return [self._filled(rng, phrase, values) for phrase in rng.sample(self._parsed_of(key), count)]

    def fill(self, rng: Stream, phrase: str, values: Mapping[str, Part]) -> Text:
        """Return a phrase with its holes filled; a list that stands twice in it gives two different phrases.

        Raises:
            PhraseError: a hole has no value; the message names the hole and the phrase.
        """
        return self._filled(rng, _parsed(phrase), values)

    def _filled(self, rng: Stream, phrase: _Parsed, values: Mapping[str, Part]) -> Text:
        if isinstance(phrase, tuple):
            return phrase
        lists = self._lists
        fragments: list[Fragment] = []
        said: list[Text] = []
        for piece in phrase:
            if isinstance(piece, Fragment):
                fragments.append(piece)
                continue
            name, small, drawn = piece
            if drawn is not None:
                fragments.append(Fragment(str(rng.integer(*drawn))))
                continue
            # To ask whether a value is there takes as long as to get it: only where it may be something else.
            if (small in lists or small != name) and name not in values:
                fragments += self._listed(rng, phrase, piece, values, said)
                continue
            try:
                value = values[name]
            except KeyError as error:
                raise _unfilled(phrase, name) from error
            if isinstance(value, tuple):
                fragments += value
            elif isinstance(value, Fragment):
                fragments.append(value)
            elif value:
                fragments.append(Fragment(value))
        return tuple(fragments)

    def _listed(self, rng: Stream, phrase: _Parsed, hole: _Hole, values: Mapping[str, Part], said: list[Text]) -> Text:
        name, small, _ = hole
        if small != name and small in values:
            return capitalized(text(values[small]))
        if small not in self._lists:
            raise _unfilled(phrase, name)
        for _ in range(_TRIES):
            value = self.say(rng, small, values)
            if value not in said:
                break
        said.append(value)
        return value if small == name else capitalized(value)


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
