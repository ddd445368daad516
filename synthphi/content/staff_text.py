"""Providers' and facilities' values, and dates about nobody, as labelled fragments: none of them is PHI."""

from datetime import date
from functools import cached_property, lru_cache

from synthphi.content.dates import long_date
from synthphi.document import Fragment, Text, text
from synthphi.labels import Label, Owner, tag
from synthphi.people.model import Address, Facility, Name, Provider

_KEPT = 2048
"""Facilities, and providers, whose texts are kept: all of a usual corpus."""


class ProviderText:
    """A provider's values as labelled fragments: never PHI. Get one from `provider_text`."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider

    def _own(self, value: str, label: Label, role: str | None = None) -> Fragment:
        return Fragment(value, tag(label, Owner.PROVIDER, self.provider.provider_id, role))

    @cached_property
    def name(self) -> Text:
        """``Dana Reyes, MD``, the name labelled."""
        return text(self._own(self.provider.name.full, Label.DOCTOR), f", {self.provider.credential}")

    @cached_property
    def full_name(self) -> Fragment:
        """``Dana Reyes``."""
        return self._own(self.provider.name.full, Label.DOCTOR)

    @cached_property
    def first(self) -> Fragment:
        """``Dana``."""
        return self._own(self.provider.name.first, Label.DOCTOR)

    @cached_property
    def formal(self) -> Text:
        """``Dr. Reyes``; others than physicians go by their whole name."""
        if self.provider.credential in {"MD", "DO"}:
            return text("Dr. ", self._own(self.provider.name.last, Label.DOCTOR))
        return text(self.full_name)

    @cached_property
    def npi(self) -> Fragment:
        """The national provider identifier."""
        return self._own(self.provider.npi, Label.LICENSE, "npi")

    @cached_property
    def dea(self) -> Fragment:
        """The number under which controlled substances are prescribed."""
        return self._own(self.provider.dea, Label.LICENSE, "dea")

    @cached_property
    def state_license(self) -> Fragment:
        """The licence of the state."""
        return self._own(self.provider.state_license, Label.LICENSE, "state")

    @cached_property
    def phone(self) -> Fragment:
        """The direct line."""
        return self._own(self.provider.phone, Label.PHONE)

    @cached_property
    def fax(self) -> Fragment:
        """The fax number."""
        return self._own(self.provider.fax, Label.FAX)

    @cached_property
    def email(self) -> Fragment:
        """The e-mail address."""
        return self._own(self.provider.email, Label.EMAIL)

    @cached_property
    def username(self) -> Fragment:
        """The user name in the record system."""
        return self._own(self.provider.username, Label.USERNAME)

    @cached_property
    def mailbox(self) -> Text:
        """``Dana Reyes <dana.reyes@example.org>``."""
        return text(self.full_name, " <", self.email, ">")


@lru_cache(maxsize=_KEPT)
def provider_text(provider: Provider) -> ProviderText:
    """Return a provider's values: the same object each time, because all documents write them alike."""
    return ProviderText(provider)


class FacilityText:
    """A facility's values as labelled fragments: never PHI. Get one from `facility_text`."""

    def __init__(self, facility: Facility) -> None:
        self.facility = facility

    def _own(self, value: str, label: Label) -> Fragment:
        return Fragment(value, tag(label, Owner.FACILITY, self.facility.facility_id))

    @cached_property
    def name(self) -> Fragment:
        """The facility's name."""
        return self._own(self.facility.name, Label.HOSPITAL)

    def department(self, value: str) -> Fragment:
        """Return a department of the facility."""
        return self._own(value, Label.DEPARTMENT)

    @cached_property
    def address(self) -> Text:
        """The address on one line."""
        where: Address = self.facility.address
        return text(
            self._own(where.street, Label.STREET),
            ", ",
            self._own(where.city, Label.CITY),
            ", ",
            self._own(where.state, Label.STATE),
            " ",
            self._own(where.zip_code, Label.ZIP),
        )

    @cached_property
    def phone(self) -> Fragment:
        """The switchboard."""
        return self._own(self.facility.phone, Label.PHONE)

    @cached_property
    def fax(self) -> Fragment:
        """The fax number."""
        return self._own(self.facility.fax, Label.FAX)

    @cached_property
    def website(self) -> Fragment:
        """The website."""
        return self._own(self.facility.website, Label.URL)

    def mailbox(self, local: str, name: str) -> Text:
        """Return a role mailbox: ``Facilities Office <facilities@example.org>``."""
        return text(f"{name} <", self._own(f"{local}@{self.facility.domain}", Label.EMAIL), ">")

    def email(self, local: str) -> Fragment:
        """Return a role address such as ``compliance@example.org``."""
        return self._own(f"{local}@{self.facility.domain}", Label.EMAIL)


@lru_cache(maxsize=_KEPT)
def facility_text(facility: Facility) -> FacilityText:
    """Return a facility's values: the same object each time, because all documents write them alike."""
    return FacilityText(facility)


def staff_name(name: Name, person_id: str) -> Fragment:
    """Return the name of a member of staff who is not a clinician of the document."""
    return Fragment(name.full, tag(Label.STAFF, Owner.PROVIDER, person_id))


def office_date(day: date) -> Fragment:
    """Return a date that is about nobody: of a policy, a meeting, a form."""
    return Fragment(long_date(day), tag(Label.DATE, Owner.NONE))
