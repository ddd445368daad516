"""Drawing facilities."""

from typing import Literal

from synthphi.people.addresses import draw_business_address
from synthphi.people.contacts import office_phones
from synthphi.people.identifiers import ProviderNumbers, Series
from synthphi.people.model import Facility
from synthphi.people.specialties import PRIMARY_CARE, SPECIALISTS, staff_specialty
from synthphi.seeds import Weighted, stream
from synthphi.spec import Identifiers

# 40 times 28 names, more than a corpus has facilities. Uncommon words, so that no well-known facility is hit.
_FIRST = (
    *("Alderwing", "Amberlane", "Ashgrove", "Birchmere", "Briarwood", "Cedar", "Cinnabar", "Clovermill", "Copperfern"),
    *("Cypresswood", "Dogwood", "Elderfield", "Fernbrook", "Foxglove", "Gablestone", "Graystone", "Hawthorn"),
    *("Heatherwick", "Hickory", "Indigo", "Juniper", "Kestrel", "Lantern", "Larchmont", "Linden", "Marigold"),
    *("Mulberry", "Nettlefield", "Ospreyhead", "Pepperwood", "Quail", "Rowan", "Sablewood", "Sorrel", "Sumac"),
    *("Tamarack", "Thistledown", "Wildrye", "Wrenfield", "Yarrow"),
)
_SECOND = (
    *("Arbor", "Bend", "Bluff", "Bridge", "Commons", "Cove", "Crossing", "Fields", "Fork", "Gap", "Glen", "Hollow"),
    *("Junction", "Knoll", "Landing", "Meadow", "Narrows", "Pass", "Prairie", "Reach", "Ridge", "Run", "Shoals"),
    *("Slope", "Station", "Summit", "Trace", "Vale"),
)
_Kind = Literal["hospital", "clinic", "practice"]
_KINDS: Weighted[_Kind] = Weighted(("hospital", "clinic", "practice"), (45, 35, 20))
_SUFFIXES: dict[_Kind, tuple[str, ...]] = {
    "hospital": ("Medical Center", "Regional Hospital", "Community Hospital", "Memorial Hospital", "Health System"),
    "clinic": ("Clinic", "Community Health Center", "Outpatient Center", "Multispecialty Clinic"),
    "practice": ("Family Practice", "Medical Associates", "Physicians Group", "Primary Care"),
}
_HOSTS: dict[_Kind, tuple[str, str]] = {
    "hospital": ("health", "example.org"),
    "clinic": ("clinic", "example.net"),
    "practice": ("care", "example.com"),
}
_SPECIALIST_DEPARTMENTS: dict[_Kind, int] = {"hospital": len(SPECIALISTS), "clinic": 6, "practice": 2}
_STAFFED = 8
"""How many of its first members of staff a facility has departments for."""


def draw_facility(seed: int, number: int, identifiers: Identifiers = "reserved") -> Facility:
    """Return facility `number` of a seed. Names and domains are different for the first 1,000 numbers."""
    rng = stream(seed, "facility", number)
    kind = rng.weighted(_KINDS)
    first, second = Series(seed, "facility name", [f"{word} " for word in _FIRST], _SECOND)(number).split(" ")
    suffix = rng.pick(_SUFFIXES[kind])
    address = draw_business_address(rng)
    phone, fax = office_phones(address.area_code, rng)
    label, base = _HOSTS[kind]
    domain = f"{first.lower()}{second.lower()}{label}.{base}"
    return Facility(
        facility_id=f"facility-{number:04d}",
        number=number,
        name=f"{first} {second} {suffix}",
        kind=kind,
        address=address,
        phone=phone,
        fax=fax,
        domain=domain,
        website=f"https://www.{domain}",
        npi=ProviderNumbers(seed, identifiers).facility_npi(number),
        departments=_departments(seed, number, kind),
        mrn_prefix=f"{first[0]}{second[0]}{suffix[0]}" if rng.chance(0.5) else f"{first[0]}{second[0]}",
    )


def _departments(seed: int, number: int, kind: _Kind) -> tuple[str, ...]:
    rng = stream(seed, "facility departments", number)
    staffed = [staff_specialty(seed, number, position) for position in range(_STAFFED)]
    others = rng.sample(SPECIALISTS, _SPECIALIST_DEPARTMENTS[kind])
    return tuple(dict.fromkeys([*PRIMARY_CARE, *staffed, *others]))
