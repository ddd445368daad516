"""`Pools`: the patients, providers and facilities of a corpus, by number."""

from functools import lru_cache

from synthphi.people.facilities import draw_facility
from synthphi.people.model import Facility, Patient, Provider
from synthphi.people.patients import draw_patient
from synthphi.people.providers import draw_provider
from synthphi.seeds import digest64
from synthphi.spec import CorpusSpec

_PATIENTS_KEPT = 256
_NEIGHBORS = 60
"""How many facilities are looked at for a hospital."""


class Pools:
    """The people and places of a corpus: functions of the spec's seed, as_of, identifiers, providers and facilities.

    How many patients or documents there are changes none of them. Providers and facilities are kept once drawn,
    and some of the patients.
    """

    def __init__(self, spec: CorpusSpec) -> None:
        self.spec = spec
        self._facilities: dict[int, Facility] = {}
        self._providers: dict[int, Provider] = {}
        self._staffs: dict[int, tuple[int, ...]] = {}
        self._suited: dict[tuple[int, tuple[str, ...], frozenset[str]], tuple[int, ...]] = {}
        self._seeing: dict[tuple[int, bool], tuple[int, ...]] = {}
        self._hospitals: dict[int, int] = {}
        self._carers: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self._kept_patient = lru_cache(maxsize=_PATIENTS_KEPT)(self._draw_patient)

    def patient(self, number: int) -> Patient:
        """Return a patient by number, from 0; there is no upper bound."""
        return self._kept_patient(number)

    def provider(self, number: int) -> Provider:
        """Return a provider by number, from 0 to ``spec.providers - 1``.

        Raises:
            IndexError: there is no such provider.
        """
        found = self._providers.get(number)
        if found is None:
            spec = self.spec
            _check(number, spec.providers, "provider")
            position, facility_number = divmod(number, spec.facilities)
            facility = self.facility(facility_number)
            found = self._providers[number] = draw_provider(spec.seed, number, facility, position, spec.identifiers)
        return found

    def facility(self, number: int) -> Facility:
        """Return a facility by number, from 0 to ``spec.facilities - 1``.

        Raises:
            IndexError: there is no such facility.
        """
        found = self._facilities.get(number)
        if found is None:
            _check(number, self.spec.facilities, "facility")
            found = self._facilities[number] = draw_facility(self.spec.seed, number, self.spec.identifiers)
        return found

    def staff(self, facility_number: int) -> tuple[int, ...]:
        """Return the numbers of the providers at a facility, at least two.

        A facility that fewer than two providers belong to is served by all providers of the corpus.
        """
        if facility_number not in self._staffs:
            own = tuple(range(facility_number, self.spec.providers, self.spec.facilities))
            self._staffs[facility_number] = own if len(own) > 1 else tuple(range(self.spec.providers))
        return self._staffs[facility_number]

    def staff_of(
        self, facility_number: int, specialties: tuple[str, ...], credentials: frozenset[str]
    ) -> tuple[int, ...]:
        """Return the numbers of a facility's staff of some specialties who have one of some credentials."""
        key = (facility_number, specialties, credentials)
        found = self._suited.get(key)
        if found is None:
            staff = [(number, self.provider(number)) for number in self.staff(facility_number)]
            suited = [n for n, one in staff if one.specialty in specialties and one.credential in credentials]
            found = self._suited[key] = tuple(suited)
        return found

    def staff_for(self, facility_number: int, *, child: bool) -> tuple[int, ...]:
        """Return the numbers of a facility's staff who see children, or who see adults; of fewer than two, all."""
        key = (facility_number, child)
        found = self._seeing.get(key)
        if found is None:
            staff = self.staff(facility_number)
            suited = tuple([one for one in staff if (self.provider(one).specialty == "Pediatrics") is child])
            found = self._seeing[key] = suited if len(suited) > 1 else staff
        return found

    def hospital(self, facility_number: int) -> int:
        """Return the number of the hospital that a facility sends its patients to: itself, if it is one.

        One in the same state comes before others; where no facility is a hospital, it is the facility itself.
        """
        if facility_number not in self._hospitals:
            own = self.facility(facility_number)
            if own.kind == "hospital":
                return facility_number
            count = self.spec.facilities
            others = [self.facility((facility_number + i) % count) for i in range(min(count, _NEIGHBORS))]
            hospitals = [one for one in others if one.kind == "hospital"]
            near = [one for one in hospitals if one.address.state == own.address.state]
            self._hospitals[facility_number] = (near or hospitals or [own])[0].number
        return self._hospitals[facility_number]

    def _draw_patient(self, number: int) -> Patient:
        if number < 0:
            raise IndexError(f"there is no patient {number}: patients count from 0")
        home = digest64(self.spec.seed, "patient home", number) % self.spec.facilities
        adult_care, child_care = self._care(home)
        spec = self.spec
        facility = self.facility(home)
        return draw_patient(spec.seed, number, spec.as_of, facility, adult_care, child_care, spec.identifiers)

    def _care(self, facility_number: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return who may be an adult's and who a child's own provider."""
        if facility_number not in self._carers:
            staff = self.staff(facility_number)
            specialty = {number: self.provider(number).specialty for number in staff}
            adult = tuple(n for n in staff if specialty[n] in {"Family Medicine", "Internal Medicine"})
            child = tuple(n for n in staff if specialty[n] == "Pediatrics")
            family = tuple(n for n in staff if specialty[n] == "Family Medicine")
            self._carers[facility_number] = (adult or staff, child or family or staff)
        return self._carers[facility_number]


def _check(number: int, count: int, what: str) -> None:
    if not 0 <= number < count:
        raise IndexError(f"there is no {what} {number}: the corpus has {count}, numbered from 0")
