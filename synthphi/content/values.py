"""What fills the holes of phrases about a patient: a name, a date, a place of the document."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

from synthphi.clinical.model import Encounter
from synthphi.content.encounter_text import GRAMMAR, clock, history_clause, sex_word
from synthphi.content.patient_text import PatientText
from synthphi.content.sentences import lowered
from synthphi.content.staff_text import FacilityText, ProviderText
from synthphi.document import Fragment, text
from synthphi.document.fragments import Part
from synthphi.seeds import Stream


class Values(dict[str, Part]):
    """By hole what fills it, in one document about an encounter.

    A value is made when a phrase asks for it, because a document has few of them: the dict itself holds those that
    are made. What is drawn for them is drawn at once, so that it does not depend on which are asked for.
    """

    def __init__(
        self,
        encounter: Encounter,
        person: PatientText,
        facility: FacilityText,
        provider: ProviderText,
        consultant: ProviderText,
        rng: Stream,
    ) -> None:
        super().__init__(GRAMMAR[encounter.patient.sex])
        self.encounter = encounter
        self.person = person
        self.facility = facility
        self.provider = provider
        self.consultant = consultant
        self.complaint = rng.pick(encounter.primary.complaints)
        self.soon = encounter.day + timedelta(days=rng.integer(2, 9))
        """A day after the visit."""
        self.signed_at = clock(encounter, rng)

    def __missing__(self, hole: str) -> Part:
        value = self[hole] = _MAKERS[hole](self)
        return value

    def __contains__(self, hole: object) -> bool:
        return hole in _MAKERS or super().__contains__(hole)

    def __delitem__(self, hole: str) -> None:
        raise TypeError(f"the hole {{{hole}}} cannot be taken away: phrases count on it")

    def __iter__(self) -> Iterator[str]:
        yield from _MAKERS
        yield from [hole for hole in super().__iter__() if hole not in _MAKERS]

    def __len__(self) -> int:
        return len(list(iter(self)))


_MAKERS: Final[dict[str, Callable[[Values], Part]]] = {
    "name": lambda v: v.person.name,
    "formal": lambda v: v.person.formal,
    "last_first": lambda v: v.person.last_first,
    "first": lambda v: v.person.first,
    "last": lambda v: v.person.last,
    "nickname": lambda v: v.person.nickname,
    "initials": lambda v: v.person.initials,
    "mrn": lambda v: v.person.mrn,
    "age": lambda v: v.person.age,
    "aged": lambda v: v.person.aged,
    "aged_words": lambda v: v.person.age_in_words,
    "a": lambda v: v.person.article,
    "sex": lambda v: sex_word(v.encounter),
    "dob": lambda v: v.person.birth_date,
    "history": lambda v: history_clause(v.encounter, v.person),
    "complaint": lambda v: v.complaint,
    "complaint_first": lambda v: v.complaint[:1].upper() + v.complaint[1:],
    "condition": lambda v: v.encounter.primary.name,
    "problem": lambda v: lowered(v.encounter.primary.name),
    "code": lambda v: v.encounter.primary.icd10,
    "department": lambda v: v.facility.department(v.encounter.department),
    "facility": lambda v: v.facility.name,
    "visit": lambda v: v.person.date(v.encounter.day, "service"),
    "last_visit": lambda v: v.person.date(v.encounter.last_visit, "service"),
    "follow_up": lambda v: v.person.date(v.encounter.follow_up, "service"),
    "soon": lambda v: v.person.date(v.soon, "service"),
    "admitted": lambda v: v.person.date(v.encounter.admitted, "admit" if v.encounter.inpatient else "service"),
    "discharged": lambda v: v.person.date(v.encounter.discharged, "discharge" if v.encounter.inpatient else "service"),
    "room": lambda v: v.person.room(v.encounter.room),
    "phone": lambda v: v.person.phone,
    "mobile": lambda v: v.person.mobile,
    "email": lambda v: v.person.email,
    "street": lambda v: v.person.street,
    "city": lambda v: v.person.city,
    "country": lambda v: v.person.country,
    "in_country": lambda v: v.person.in_country,
    "landmark": lambda v: v.person.landmark,
    "address": lambda v: v.person.address,
    "portal_user": lambda v: v.person.portal_user,
    "portal_url": lambda v: v.person.portal_url,
    "ip_address": lambda v: v.person.ip_address,
    "insurer": lambda v: v.encounter.patient.insurer,
    "member": lambda v: v.person.member_id,
    "account": lambda v: v.person.account,
    "study": lambda v: v.person.study_id,
    "occupation": lambda v: tuple([Fragment(f.text.lower(), f.tag) for f in v.person.occupation]),
    "occupation_first": lambda v: v.person.occupation,
    "employer": lambda v: v.person.employer,
    "status": lambda v: v.encounter.patient.marital_status.capitalize(),
    "relative": lambda v: v.person.relative,
    "relationship": lambda v: v.encounter.patient.relative.relationship.lower(),
    "relative_phone": lambda v: v.person.relative_phone,
    "office_phone": lambda v: v.facility.phone,
    "my_phone": lambda v: v.provider.phone,
    "provider": lambda v: v.provider.name,
    "doctor": lambda v: v.provider.formal,
    "to": lambda v: v.consultant.formal,
    "to_first": lambda v: v.consultant.first,
    "signed": lambda v: text(v.person.date(v.encounter.day, "service"), f" at {v.signed_at}"),
}
"""How each value is made."""
