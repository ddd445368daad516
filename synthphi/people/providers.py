"""Drawing providers."""

from synthphi.people.contacts import office_phones
from synthphi.people.identifiers import ProviderNumbers
from synthphi.people.model import Facility, Provider, Sex
from synthphi.people.names import draw_provider_name, plain_letters
from synthphi.people.specialties import staff_specialty
from synthphi.seeds import Weighted, stream
from synthphi.spec import Identifiers

_CREDENTIALS = Weighted(("MD", "DO", "NP", "PA-C"), (66, 13, 13, 8))
CREDENTIALS = frozenset(_CREDENTIALS.items)
PHYSICIANS = frozenset({"MD", "DO"})


def draw_provider(
    seed: int, number: int, facility: Facility, position: int, identifiers: Identifiers = "reserved"
) -> Provider:
    """Return provider `number` of a seed.

    Args:
        seed: The corpus's seed.
        number: The provider's number.
        facility: Where the provider works.
        position: The provider's place on the facility's staff, from 0.
        identifiers: Where numbers come from.
    """
    rng = stream(seed, "provider", number)
    sex: Sex = "female" if rng.chance(0.48) else "male"
    name = draw_provider_name(rng, sex)
    credential = rng.weighted(_CREDENTIALS)
    numbers = ProviderNumbers(seed, identifiers)
    first, last = plain_letters(name.first), plain_letters(name.last)
    return Provider(
        provider_id=f"provider-{number:04d}",
        number=number,
        name=name,
        credential=credential,
        specialty=staff_specialty(seed, facility.number, position),
        sex=sex,
        facility_number=facility.number,
        npi=numbers.npi(number),
        dea=numbers.dea(number, name.last, physician=credential in PHYSICIANS),
        state_license=numbers.state_license(number, facility.address.state, credential),
        phone=office_phones(facility.address.area_code, rng)[0],
        fax=facility.fax,
        # The number in the user name, and in mail addresses from the second provider of a facility on, keeps
        # namesakes apart.
        email=f"{first}.{last}{position or ''}@{facility.domain}",
        # With a full stop, which portal users of patients have none of.
        username=f"{first[0]}.{last}{number + 10}",
    )
