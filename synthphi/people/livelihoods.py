"""Occupations, employers and insurers; all employers and insurers are made up."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from synthphi.people.addresses import made_up_word
from synthphi.seeds import Stream, Weighted

SCHOOL_AGE, ADULT, RETIREMENT, MEDICARE = 5, 18, 67, 65
"""Ages in years: of the first school year, of majority, of full retirement (SSA) and of Medicare."""


@dataclass(frozen=True, slots=True)
class Insurer:
    """A health plan with the prefix of its member ids."""

    name: str
    prefix: str


@dataclass(frozen=True, slots=True)
class _Sector:
    employers: tuple[str, ...]
    occupations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Livelihoods:
    sectors: Weighted[_Sector]
    starters: tuple[str, ...]
    insurers: tuple[Insurer, ...]
    senior_insurers: tuple[Insurer, ...]


def draw_work(rng: Stream, age: int) -> tuple[str, str]:
    """Return an occupation and an employer that fit an age in years.

    Below school age both are empty; a student and a retired person have no employer. Whoever is of
    age and not retired works.
    """
    if age < ADULT:
        return ("Student" if age >= SCHOOL_AGE else "", "")
    if age >= RETIREMENT + 8 or (age >= RETIREMENT - 5 and rng.chance(0.25 + (age - RETIREMENT + 5) * 0.05)):
        return "Retired", ""
    data = _livelihoods()
    sector = rng.weighted(data.sectors)
    occupation = rng.pick(data.starters if age < ADULT + 4 else sector.occupations)
    return occupation, rng.pick(sector.employers).replace("{word}", made_up_word(rng))


def draw_insurer(rng: Stream, age: int) -> Insurer:
    """Return a health plan; from Medicare age on one for seniors, mostly."""
    data = _livelihoods()
    return rng.pick(data.senior_insurers if age >= MEDICARE and rng.chance(0.8) else data.insurers)


@cache
def _livelihoods() -> _Livelihoods:
    source = files("synthphi.people").joinpath("data", "livelihoods.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    sectors = [_Sector(tuple(entry["employers"]), tuple(entry["occupations"])) for entry in data["sector"]]
    return _Livelihoods(
        Weighted(sectors, [float(entry["weight"]) for entry in data["sector"]]),
        tuple(data["starter"]["occupations"]),
        tuple(Insurer(**entry) for entry in data["insurer"]),
        tuple(Insurer(**entry) for entry in data["senior_insurer"]),
    )
