"""The patients of a listing: each with the first visit that documents of their own tell of, and with values as text."""

from collections.abc import Mapping
from typing import Final
from weakref import WeakKeyDictionary

from synthphi.clinical.encounters import draw_encounter
from synthphi.clinical.model import Encounter
from synthphi.clinical.occasions import Occasion
from synthphi.content.patient_text import PatientText
from synthphi.content.staff_text import FacilityText, ProviderText, facility_text, provider_text
from synthphi.content.twin_text import TwinText
from synthphi.doctypes import DocType
from synthphi.document_spec import DocumentSpec
from synthphi.people.pools import Pools
from synthphi.records import record
from synthphi.seeds import stream

_KEPT = 1_000
"""First visits that are kept: the listings of neighbors have many rows in common."""
_FIRST_VISITS: Final[WeakKeyDictionary[Pools, dict[tuple[int, Occasion], Encounter]]] = WeakKeyDictionary()


@record
class ListedPatient:
    """Somebody on a list."""

    encounter: Encounter
    person: PatientText
    facility: FacilityText
    provider: ProviderText


def listed_patients(
    document: DocumentSpec,
    pools: Pools,
    occasions: Mapping[DocType, Occasion],
    own: Encounter,
    twin: DocumentSpec | None = None,
) -> tuple[ListedPatient, ...]:
    """Return whose rows a listing has, or codes in the place of them.

    Args:
        document: The positive.
        pools: The people and places.
        occasions: Why a patient is seen, by the type of the document about it.
        own: The visit of the document's own patient, who is the first of those listed.
        twin: The negative that is to be composed instead.
    """
    seed = pools.spec.seed
    others = [
        _first_visit(pools, one.patient_number, occasions[one.doc_type])
        for one in document.listed
        if one.patient_number != document.patient_number
    ]
    found = []
    relative_days: bool | None = None
    for encounter in (own, *others):
        # The ways of writing are drawn from this stream: one anew a row makes them the document's.
        rng = stream(seed, *document.address, "text")
        if twin is None:
            person = PatientText(encounter, rng)
        else:
            codes = stream(seed, *twin.address, "twin", encounter.patient.number)
            person = TwinText(encounter, rng, codes, relative_days=relative_days)
            relative_days = person.relative_days
        found.append(
            ListedPatient(encounter, person, facility_text(encounter.facility), provider_text(encounter.provider))
        )
    return tuple(found)


def _first_visit(pools: Pools, patient_number: int, occasion: Occasion) -> Encounter:
    kept = _FIRST_VISITS.setdefault(pools, {})
    key = (patient_number, occasion)
    found = kept.get(key)
    if found is None:
        found = draw_encounter(pools, patient_number, 0, occasion, ())
        if len(kept) >= _KEPT:
            del kept[next(iter(kept))]
        kept[key] = found
    return found
