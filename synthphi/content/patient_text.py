"""A patient's values as labelled fragments: with `staff_text` the one spot where values meet labels.

A composer takes what it needs, such as ``person.mrn``, and puts it into a text.
"""

from datetime import date

from synthphi.clinical.model import Encounter
from synthphi.content.dates import DATE_STYLES
from synthphi.content.patient_numbers import PatientNumbersText
from synthphi.content.ways import NICKNAMES, PHONE_STYLES, in_words, months_between
from synthphi.document import Fragment, Picture, Text, text
from synthphi.document.images import PORTRAITS, SKIN
from synthphi.labels import Label, Owner, tag
from synthphi.people.livelihoods import ADULT
from synthphi.seeds import Stream

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
_IN_MONTHS = 2
"""Below so many years, clinicians give an age in months."""


class PatientText(PatientNumbersText):
    """A patient's values as fragments, labelled as the patient's or the relative's.

    One instance serves one document, so that it writes dates in one style throughout.
    """

    def __init__(self, encounter: Encounter, rng: Stream) -> None:
        self.patient = encounter.patient
        self.encounter = encounter
        self._months = months_between(self.patient.birth_date, encounter.day) if encounter.age < _IN_MONTHS else 0
        over_89 = encounter.age > 89
        years = tag(Label.AGE, Owner.PATIENT, self.patient.person_id, over_89=over_89)
        self._age = Fragment(str(self._months or encounter.age), years)
        self.is_minor = encounter.age < ADULT
        """Whether the patient was under age at the encounter."""
        self._write_date = rng.pick(DATE_STYLES)
        self._write_phone = rng.pick(PHONE_STYLES)
        self._mrn = encounter.mrn if rng.chance(0.7) else encounter.mrn.lstrip(_LETTERS)

    # -- names --

    @property
    def name(self) -> Fragment:
        """``Maria L. Okafor``."""
        return self._own(self.patient.name.full, Label.PATIENT)

    @property
    def last_first(self) -> Fragment:
        """``Okafor, Maria L.``."""
        return self._own(self.patient.name.last_first, Label.PATIENT)

    @property
    def first(self) -> Fragment:
        """``Maria``."""
        return self._own(self.patient.name.first, Label.PATIENT)

    @property
    def middle(self) -> Text:
        """The middle name; empty when there is none."""
        return text(self._own(self.patient.name.middle, Label.PATIENT)) if self.patient.name.middle else ()

    @property
    def last(self) -> Fragment:
        """``Okafor``."""
        return self._own(self.patient.name.last, Label.PATIENT)

    @property
    def formal(self) -> Text:
        """``Ms. Okafor`` with the family name labelled; a child goes by the given name."""
        if self.is_minor:
            return text(self.first)
        return text(f"{self.title} ", self.last)

    @property
    def initials(self) -> Fragment:
        """``M.O.``."""
        name = self.patient.name
        return self._own(f"{name.first[0]}.{name.last[0]}.", Label.PATIENT)

    @property
    def nickname(self) -> Fragment:
        """``Bob`` of Robert; the given name where there is no usual one."""
        first = self.patient.name.first
        return self._own(NICKNAMES.get(first, first), Label.PATIENT)

    @property
    def own_name(self) -> Text:
        """The name as it is written at home, such as ``Nguyễn Thủy``; empty where that is `name`."""
        return text(self._own(self.patient.own_name, Label.PATIENT)) if self.patient.own_name else ()

    @property
    def signed(self) -> Text:
        """The name as the patient signs."""
        return self.own_name or text(self.name)

    @property
    def relative(self) -> Fragment:
        """The emergency contact's name."""
        return self._relatives(self.patient.relative.name.full, Label.RELATIVE)

    @property
    def relative_phone(self) -> Fragment:
        """The emergency contact's telephone number."""
        return self._relatives(self._write_phone(self.patient.relative.phone), Label.PHONE)

    # -- dates and ages --

    def date(self, day: date, role: str) -> Fragment:
        """Return a date about the patient, in the document's style."""
        return self._own(self._write_date(day), Label.DATE, role)

    @property
    def birth_date(self) -> Fragment:
        """The date of birth."""
        return self.date(self.patient.birth_date, "dob")

    @property
    def title(self) -> str:
        """``Ms.`` or ``Mr.``."""
        return "Ms." if self.patient.sex == "female" else "Mr."

    @property
    def age(self) -> Text:
        """The age in figures: ``74``, or ``14 months`` of a child below two; only above 89 is it an identifier."""
        return text(self._age, " months") if self._months else text(self._age)

    @property
    def aged(self) -> Text:
        """The age as an adjective: ``74-year-old``, ``14-month-old``."""
        return text(self._age, "-month-old" if self._months else "-year-old")

    @property
    def age_in_words(self) -> Text:
        """The age as an adjective in words: ``seventy-four-year-old``; in figures where that is how it is written."""
        years = self.encounter.age
        if self._months or years > 89:
            return self.aged
        return text(Fragment(in_words(years), self._age.tag), "-year-old")

    @property
    def article(self) -> str:
        """``a`` or ``an``, for what stands before the age."""
        figures = self._age.text
        return "an" if figures[0] == "8" or figures in {"11", "18"} else "a"

    # -- places --

    @property
    def street(self) -> Fragment:
        """The street address."""
        return self._own(self.patient.address.street, Label.STREET)

    @property
    def city(self) -> Fragment:
        """The city."""
        return self._own(self.patient.address.city, Label.CITY)

    @property
    def state(self) -> Fragment:
        """The state, two letters."""
        return self._own(self.patient.address.state, Label.STATE)

    @property
    def zip_code(self) -> Fragment:
        """The ZIP code."""
        return self._own(self.patient.address.zip_code, Label.ZIP)

    @property
    def address(self) -> Text:
        """The whole address on one line."""
        return text(self.street, ", ", self.city_line)

    @property
    def city_line(self) -> Text:
        """The second line of the address: ``Quincy, IL 62301``."""
        return text(self.city, ", ", self.state, " ", self.zip_code)

    @property
    def country(self) -> Fragment:
        """The country of birth."""
        return self._own(self.patient.birth_country, Label.COUNTRY)

    @property
    def in_country(self) -> Text:
        """The country of birth as it stands behind "in": some take an article."""
        article = self.patient.birth_country in {"United States", "United Kingdom", "Philippines", "Netherlands"}
        return text("the " if article or "Republic" in self.patient.birth_country else "", self.country)

    @property
    def landmark(self) -> Fragment:
        """A place in town that the patient goes to."""
        return self._own(self.patient.landmark, Label.LOCATION_OTHER)

    # -- contact --

    @property
    def phone(self) -> Fragment:
        """The home telephone number."""
        return self._own(self._write_phone(self.patient.phone), Label.PHONE)

    @property
    def mobile(self) -> Fragment:
        """The mobile telephone number."""
        return self._own(self._write_phone(self.patient.mobile), Label.PHONE)

    @property
    def fax(self) -> Fragment:
        """The fax number."""
        return self._own(self._write_phone(self.patient.fax), Label.FAX)

    @property
    def email(self) -> Fragment:
        """The e-mail address."""
        return self._own(self.patient.email, Label.EMAIL)

    @property
    def portal_user(self) -> Fragment:
        """The user name at the patient portal."""
        return self._own(self.patient.portal_user, Label.USERNAME)

    @property
    def portal_url(self) -> Fragment:
        """The patient's page at the portal."""
        return self._own(self.patient.portal_url, Label.URL)

    @property
    def ip_address(self) -> Fragment:
        """The address that the patient last signed in from."""
        return self._own(self.patient.ip_address, Label.IPADDR)

    # -- pictures --

    @property
    def portrait(self) -> Picture:
        """The photograph taken at the desk."""
        image = PORTRAITS[self.patient.sex][self.patient.number % len(SKIN)]
        return Picture(image, text(self._own("Photograph of face", Label.PHOTO), ": ", self.name))

    @property
    def skin(self) -> Picture:
        """A photograph of a sore, for the chart."""
        image = SKIN[self.patient.number % len(SKIN)]
        return Picture(image, text(self._own("Photograph of skin, left heel", Label.PHOTO), ": ", self.initials))
