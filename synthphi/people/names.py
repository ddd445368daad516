"""Names of people: Faker's en_US element lists and our own lists by origin, sampled by named streams."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from faker.providers.person.en_US import Provider as Person

from synthphi.people.model import Name, Sex
from synthphi.seeds import Stream, Weighted, digest64

_OWN_GIVEN_NAME = 0.6
"""The share of people with a family name of an origin whose given name is of that origin too."""
_HYPHENATED = 0.03
_NO_MIDDLE_NAME = 0.12
_PROVIDERS_SHARE = 8
_HOME = "United States"
_BORN_ABROAD, _BORN_ABROAD_OTHERS = 0.3, 0.02
"""The share of people born abroad, of those with a family name of an origin that has countries, and of the others."""
_OTHER_COUNTRIES = ("Canada", "United Kingdom", "Germany", "Australia", "Jamaica")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Origin:
    given: dict[Sex, Weighted[str]]
    last: Weighted[str]


def draw_name(rng: Stream, sex: Sex, last: str | None = None) -> Name:
    """Return a name; with `last` given, of a member of that family."""
    general, origins = _tables()
    origin = rng.weighted(origins)
    given = origin.given[sex] if last is None and rng.chance(_OWN_GIVEN_NAME) else general.given[sex]
    first = rng.weighted(given)
    middle = "" if rng.chance(_NO_MIDDLE_NAME) else rng.weighted(general.given[sex])
    if last is None:
        last = rng.weighted(origin.last)
        if rng.chance(_HYPHENATED) and last.isalpha():
            other = rng.weighted(general.last)
            last = f"{last}-{other}" if other != last else last
    return Name(first, "" if middle == first else middle, last)


def draw_private_name(rng: Stream, sex: Sex, last: str | None = None) -> Name:
    """Return the name of a patient or a relative: never one that a provider of any corpus has."""
    name = draw_name(rng, sex, last)
    while any(_kept_for_providers(name)):
        name = draw_name(rng, sex, last)
    return name


def draw_provider_name(rng: Stream, sex: Sex) -> Name:
    """Return the name of a provider: never one that a patient or a relative of any corpus has."""
    name = draw_name(rng, sex)
    while not all(_kept_for_providers(name)):
        name = draw_name(rng, sex)
    return name


def draw_birth_country(rng: Stream, last: str) -> str:
    """Return the country of birth of somebody with a family name."""
    countries = _countries().get(last, ())
    if rng.chance(_BORN_ABROAD if countries else _BORN_ABROAD_OTHERS):
        return rng.pick(countries or _OTHER_COUNTRIES)
    return _HOME


def _kept_for_providers(name: Name) -> list[bool]:
    """Return whether each word of the first with each word of the family name is kept for providers.

    One pair in `_PROVIDERS_SHARE` is, by its hash. So the text of a label tells whose name it is, even where a reader
    takes ``Ana Ruiz`` out of ``Ana Ruiz-Bell``, and nobody has to know all names of a corpus to draw one.
    """
    firsts, lasts = _WORD.findall(name.first), _WORD.findall(name.last)
    return [digest64("name", first, last) % _PROVIDERS_SHARE == 0 for first in firsts for last in lasts]


def plain_letters(name: str) -> str:
    """Return a name as mail addresses spell it: ``O'Brien`` gives ``obrien``."""
    return "".join([char for char in name.lower() if char.isalpha()])


@cache
def _tables() -> tuple[_Origin, Weighted[_Origin]]:
    general = _Origin(
        {"female": _weighted(Person.first_names_female), "male": _weighted(Person.first_names_male)},
        _weighted(Person.last_names),
    )
    groups = _groups()
    origins = [
        _Origin({"female": _even(group["female"]), "male": _even(group["male"])}, _even(group["last"]))
        for group in groups.values()
    ]
    shares = [float(group["weight"]) for group in groups.values()]
    return general, Weighted([general, *origins], [100.0 - sum(shares), *shares])


@cache
def _countries() -> dict[str, tuple[str, ...]]:
    """Return by family name the countries of its origin."""
    return {last: tuple(group["countries"]) for group in _groups().values() for last in group["last"]}


@cache
def _groups() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("synthphi.people").joinpath("data", "names.toml").read_text(encoding="utf-8"))


def _weighted(elements: dict[str, float]) -> Weighted[str]:
    return Weighted(list(elements), list(elements.values()))


def _even(names: list[str]) -> Weighted[str]:
    return Weighted(names, [1.0] * len(names))
