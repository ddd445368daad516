"""Drugs and allergies: which drugs are of a kind, and which ones an allergy rules out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from synthphi.clinical.conditions import CONDITIONS, TRAITS
from synthphi.clinical.library import ClinicalDataError, Entry, read_tables
from synthphi.clinical.model import Allergy
from synthphi.seeds import Stream, Weighted


@dataclass(frozen=True, slots=True)
class Allergen:
    """A substance that people are allergic to."""

    reactions: tuple[Allergy, ...]
    """The substance with each of its reactions."""
    avoid: frozenset[str]
    """The drugs that such a person does not get."""
    weight: float


@dataclass(frozen=True, slots=True)
class Drugs:
    """The drugs of the library."""

    kinds: Mapping[str, str]
    """By drug, its class; a drug that is in none is not here."""
    allergens: Mapping[str, Allergen]
    """By substance."""

    def kind(self, drug: str) -> str:
        """Return the class of a drug, or the drug itself."""
        return self.kinds.get(drug, drug)


def read_drugs(file: str, source: str, known: Iterable[str]) -> Drugs:
    """Return the drug classes and allergens.

    Args:
        file: The name that errors show.
        source: The TOML text.
        known: The drugs of the conditions; no other may be named.

    Raises:
        ClinicalDataError: a value is missing or wrong; the message names file, entry and field.
    """
    tables = read_tables(file, source)
    known = tuple(known)
    kinds: dict[str, str] = {}
    classes = Entry(file, "classes", tables.get("classes", {}))
    for name in classes.fields:
        members = classes.texts(name, least=1)
        classes.check_known(name, members, known)
        for drug in members:
            if drug in kinds:
                raise classes.wrong(name, f"{drug!r} is in {kinds[drug]} already")
            kinds[drug] = name
    allergens: dict[str, Allergen] = {}
    for position, values in enumerate(tables.get("allergy", [])):
        entry = Entry(file, f"allergy {position + 1}", values)
        substance, reactions, avoid = entry.text("substance"), entry.texts("reactions", least=1), entry.texts("avoid")
        entry.check_known("avoid", avoid, known)
        allergens[substance] = Allergen(
            tuple(Allergy(substance, reaction) for reaction in reactions), frozenset(avoid), entry.number("weight")
        )
        entry.finish()
    return Drugs(kinds, allergens)


def _own_drugs() -> Drugs:
    known = dict.fromkeys(drug[0] for condition in CONDITIONS.values() for drug in condition.medications)
    for key, traits in TRAITS.items():
        for drug in sorted(traits.avoid.difference(known)):
            raise ClinicalDataError(f"data/conditions*.toml: {key}: avoid: {drug!r} is a drug of no condition")
    file = "drugs.toml"
    source = files("synthphi.clinical").joinpath("data", file).read_text(encoding="utf-8")
    return read_drugs(file, source, known)


DRUGS: Final = _own_drugs()
"""The drugs of the library."""

_SUBSTANCES: Final = Weighted(tuple(DRUGS.allergens.values()), [a.weight for a in DRUGS.allergens.values()])
_HOW_MANY: Final = Weighted((0, 1, 2, 3), (58, 28, 11, 3))


def draw_allergies(rng: Stream) -> tuple[tuple[Allergy, ...], frozenset[str]]:
    """Return a person's allergies and the drugs that they rule out."""
    found: list[Allergy] = []
    avoid: frozenset[str] = frozenset()
    for _ in range(rng.weighted(_HOW_MANY)):
        allergen = rng.weighted(_SUBSTANCES)
        allergy = rng.pick(allergen.reactions)
        if all(allergy.substance != other.substance for other in found):
            found.append(allergy)
            avoid |= allergen.avoid
    return tuple(found), avoid
