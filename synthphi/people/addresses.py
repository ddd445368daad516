"""Addresses: made-up streets in real cities, whose state, ZIP code and area code agree."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from synthphi.people.model import Address
from synthphi.seeds import Stream

_NEARBY = 0.75
"""The share of patients who live in the area code of their facility; the others live elsewhere in the state."""

# Put together at random, so that a street of that name in that city would be a coincidence.
_HEADS = (
    *("Alder", "Amber", "Ashen", "Barrow", "Birch", "Bram", "Briar", "Calder", "Cinder", "Clover", "Cop", "Dun"),
    *("Ember", "Fallow", "Fen", "Fern", "Gale", "Garnet", "Glim", "Harrow", "Hazel", "Heron", "Kestrel", "Lark"),
    *("Linden", "Mallow", "Marl", "Moss", "Nettle", "Osier", "Pember", "Quill", "Raven", "Rook", "Rushen", "Sable"),
    *("Sedge", "Starling", "Tansy", "Teasel", "Thorn", "Umber", "Vesper", "Whistle", "Willow", "Wren", "Yarrow"),
)
_TAILS = (
    *("bank", "bourne", "brook", "by", "combe", "croft", "dale", "den", "fall", "field", "ford", "gate", "grove"),
    *("hollow", "holt", "hurst", "leigh", "mead", "mere", "moor", "reach", "rise", "shaw", "stead", "stone"),
    *("thwaite", "vale", "wick", "wold", "worth"),
)
_LANDMARKS = (
    "Park",
    "Bridge",
    "Fairgrounds",
    "Reservoir",
    "Shopping Center",
    "Library",
    "Ferry Landing",
    "Trail",
    "Mall",
)
_KINDS = ("Street", "Avenue", "Road", "Lane", "Drive", "Court", "Place", "Boulevard", "Way", "Circle", "Terrace")
_SHORT = ("St", "Ave", "Rd", "Ln", "Dr", "Ct", "Pl", "Blvd", "Way", "Cir", "Ter")
_POINTS = ("N", "S", "E", "W")
_UNITS = ("Apt {}", "Unit {}", "#{}")


@dataclass(frozen=True, slots=True)
class Place:
    """A city with one of its ZIP codes and area codes."""

    state: str
    city: str
    zip_code: str
    area_code: str


@cache
def places() -> tuple[Place, ...]:
    """Return the places of data/places.csv (made by tools/make_places.py), by state and ZIP code."""
    source = files("synthphi.people").joinpath("data", "places.csv").read_text(encoding="utf-8")
    return tuple(Place(**row) for row in csv.DictReader(source.splitlines()))


@cache
def _by_state_and_area() -> dict[tuple[str, str | None], tuple[Place, ...]]:
    found: dict[tuple[str, str | None], list[Place]] = defaultdict(list)
    for place in places():
        found[place.state, place.area_code].append(place)
        found[place.state, None].append(place)
    return {key: tuple(group) for key, group in found.items()}


def made_up_word(rng: Stream) -> str:
    """Return a made-up place word, such as ``Fenmoor``: a street's or an employer's."""
    return rng.pick(_HEADS) + rng.pick(_TAILS)


def draw_landmark(rng: Stream) -> str:
    """Return a made-up place that everybody in town knows, such as ``Fenmoor Park``."""
    return f"{made_up_word(rng)} {rng.pick(_LANDMARKS)}"


def draw_business_address(rng: Stream) -> Address:
    """Return the address of a facility, anywhere in the country."""
    place = rng.pick(places())
    street = f"{rng.integer(1, 98) * 100} {made_up_word(rng)} {rng.pick(_KINDS)}"
    if rng.chance(0.3):
        street += f", Suite {rng.integer(1, 9)}{rng.digits(2)}"
    return Address(street, place.city, place.state, place.zip_code, place.area_code)


def draw_home_address(rng: Stream, near: Address) -> Address:
    """Return the address of a household in the state of `near`, mostly in its area code."""
    place = rng.pick(_by_state_and_area()[near.state, near.area_code if rng.chance(_NEARBY) else None])
    point = f"{rng.pick(_POINTS)} " if rng.chance(0.15) else ""
    kind = rng.pick(_KINDS if rng.chance(0.5) else _SHORT)
    # Whole hundreds are house numbers of facilities.
    house = rng.integer(1, 98) * 100 + rng.integer(1, 99)
    street = f"{house} {point}{made_up_word(rng)} {kind}"
    if rng.chance(0.2):
        street += f", {rng.pick(_UNITS).format(rng.integer(1, 48))}"
    return Address(street, place.city, place.state, place.zip_code, place.area_code)
