"""A patient's values as the twin of a document has them: nobody's.

What Safe Harbor (45 CFR 164.514(b)(2)) lets stand is kept in the form that it may have: an age up to 89, a year, a
state, the first three digits of most ZIP codes. Everything else is replaced by a value of the same look that
belongs to no person: a case code, a form number, the switchboard. All of it is labelled, and none of it is PHI.
"""

from datetime import date
from functools import cached_property

from synthphi.clinical.model import Encounter
from synthphi.content.patient_text import PatientText
from synthphi.document import Fragment, Picture, Text, text
from synthphi.document.images import NO_PHOTO
from synthphi.labels import Label, Owner, Tag, tag
from synthphi.records import changed
from synthphi.seeds import Stream, digest64

RESTRICTED_ZIP3 = frozenset(
    [
        "036",
        "059",
        "063",
        "102",
        "203",
        "556",
        "692",
        "790",
        "821",
        "823",
        "830",
        "831",
        "878",
        "879",
        "884",
        "890",
        "893",
    ]
)
"""Areas of 20,000 people or fewer (2010 census): written 000."""
_KEPT_AGE = 89
_LETTERS = "ABCDEFGHJKLMNPRSTUVW"


class TwinText(PatientText):
    """The values of a document's twin: of the same patient and encounter, without either.

    Args:
        encounter: The encounter of the positive.
        rng: The stream that the positive's own text was drawn from, so that both are written in the same ways.
        own: A stream of the twin: for codes.
        relative_days: Whether dates are days from the encounter; drawn, if not given.
    """

    def __init__(self, encounter: Encounter, rng: Stream, own: Stream, *, relative_days: bool | None = None) -> None:
        super().__init__(encounter, rng)
        self._letter = own.pick(_LETTERS)
        self._case = f"{own.pick(_LETTERS)}{own.pick(_LETTERS)}-{own.digits(4)}"
        self._salt = own.digits(12)
        drawn = own.chance(0.5)
        self.relative_days = drawn if relative_days is None else relative_days
        over = encounter.age > _KEPT_AGE
        shown = "90+" if over else self._age.text
        self._age = Fragment(shown, tag(Label.AGE))

    def _own(self, value: str, label: Label, role: str | None = None) -> Fragment:
        if not value:
            return Fragment(value, None)
        replaced = self._of_nobody(value, label, role)
        owner = Owner.FACILITY if label in _OF_FACILITY else Owner.NONE
        return Fragment(replaced, _nobodys(label, role, owner))

    def _relatives(self, value: str, label: Label) -> Fragment:
        if label is Label.RELATIVE:
            return Fragment(f"Relative {self._letter}", tag(Label.OTHER))
        return self._own(value, label)

    @cached_property
    def _replacements(self) -> dict[Label, str]:
        """By label, what stands in place of whatever value."""
        facility = self.encounter.facility
        return {
            Label.PATIENT: f"Case {self._case}",
            Label.PHONE: facility.phone,
            Label.FAX: facility.fax,
            Label.EMAIL: f"records@{facility.domain}",
            Label.URL: facility.website,
            Label.USERNAME: "records.desk",
            Label.IPADDR: "127.0.0.1",
            Label.ORGANIZATION: f"Employer {self._letter}",
            Label.PHOTO: "Photograph withheld",
            Label.ROOM: f"Bay {self._letter}",
            Label.CITY: f"Town {self._letter}",
            Label.LOCATION_OTHER: f"Site {self._letter}",
            Label.STREET: f"Lot {self._salt[:3]}",
        }

    def _of_nobody(self, value: str, label: Label, role: str | None) -> str:
        found = self._replacements.get(label)
        if found is not None:
            return found
        if label is Label.ZIP:
            return _zip3(value)
        if label in _OF_MANY:
            return value
        # As long as the number in whose place it stands: a form's or a lot's.
        digits = str(digest64(self._salt, label, role))
        return f"{self._letter}{digits[-max(4, min(len(value) - 1, 8)) :]}"

    # -- names that stand beside a title or an initial --

    @property
    def last_first(self) -> Fragment:
        """``Case QK-0417``."""
        return self._own("-", Label.PATIENT)

    @property
    def last(self) -> Fragment:
        """``Q.``, after a title."""
        return Fragment(f"{self._letter}.", tag(Label.OTHER))

    @property
    def first(self) -> Fragment:
        """``Q.``."""
        return self.last

    @property
    def nickname(self) -> Fragment:
        """``Q.``."""
        return self.last

    @property
    def initials(self) -> Fragment:
        """``Q.``."""
        return self.last

    # -- pictures --

    @property
    def portrait(self) -> Picture:
        """The empty frame."""
        return changed(super().portrait, image=NO_PHOTO)

    @property
    def skin(self) -> Picture:
        """The empty frame."""
        return changed(super().skin, image=NO_PHOTO)

    # -- dates and ages --

    def date(self, day: date, role: str) -> Fragment:
        """Return the year, or how many days from the encounter it was: neither is an identifier."""
        if role == "dob":
            shown = "withheld" if self.encounter.age > _KEPT_AGE else str(day.year)
        elif self.relative_days:
            days = (day - self.encounter.day).days
            shown = f"day {days}" if days < 0 else f"day +{days}"
        else:
            shown = str(day.year)
        return Fragment(shown, tag(Label.DATE))

    @property
    def age_in_words(self) -> Text:
        """The age as an adjective in words."""
        made = super().age_in_words
        return made if self.encounter.age <= _KEPT_AGE else self.aged

    @property
    def city_line(self) -> Text:
        """The state and the ZIP code's first three digits."""
        return text(self.city, ", ", self.state, " ", self.zip_code)

    def number(self, value: str) -> Fragment:
        """Return a number of the same look that is nobody's."""
        return self._own(value, Label.IDNUM)


_OF_MANY = frozenset({Label.STATE, Label.PROFESSION, Label.COUNTRY})
"""Labels of values that Safe Harbor lets stand."""
_OF_FACILITY = frozenset({Label.PHONE, Label.FAX, Label.EMAIL, Label.URL, Label.USERNAME})
_STILL = _OF_FACILITY | {Label.ROOM, Label.STATE, Label.COUNTRY, Label.PROFESSION, Label.IPADDR, Label.ZIP}
"""Labels that are right for the value in the twin, too; others become OTHER."""


def _nobodys(label: Label, role: str | None, owner: Owner) -> Tag:
    return tag(label, owner, role=role) if label in _STILL else tag(Label.OTHER, owner)


def _zip3(value: str) -> str:
    prefix = value[:3]
    return "000" if prefix in RESTRICTED_ZIP3 else prefix
