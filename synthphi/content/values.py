"""What fills the holes of phrases about a patient: a name, a date, a place of the document."""

from datetime import timedelta

from synthphi.clinical.model import Encounter
from synthphi.content.encounter_text import about_patient, clock
from synthphi.content.patient_text import PatientText
from synthphi.content.sentences import lowered
from synthphi.content.staff_text import FacilityText, ProviderText
from synthphi.document import text
from synthphi.document.model import Part
from synthphi.seeds import Stream


def values_of(
    encounter: Encounter,
    person: PatientText,
    facility: FacilityText,
    provider: ProviderText,
    consultant: ProviderText,
    rng: Stream,
) -> dict[str, Part]:
    """Return by hole what fills it, in one document about an encounter."""
    patient = encounter.patient
    complaint = rng.pick(encounter.primary.complaints)
    later = encounter.day + timedelta(days=rng.integer(2, 9))
    return {
        **about_patient(encounter, person),
        "last_first": person.last_first,
        "first": person.first,
        "last": person.last,
        "nickname": person.nickname,
        "initials": person.initials,
        "aged_words": person.age_in_words,
        "dob": person.birth_date,
        "complaint": complaint,
        "complaint_first": complaint[:1].upper() + complaint[1:],
        "condition": encounter.primary.name,
        "problem": lowered(encounter.primary.name),
        "code": encounter.primary.icd10,
        "department": facility.department(encounter.department),
        "facility": facility.name,
        "visit": person.date(encounter.day, "service"),
        "last_visit": person.date(encounter.last_visit, "service"),
        "follow_up": person.date(encounter.follow_up, "service"),
        "soon": person.date(later, "service"),
        "admitted": person.date(encounter.admitted, "admit" if encounter.inpatient else "service"),
        "discharged": person.date(encounter.discharged, "discharge" if encounter.inpatient else "service"),
        "room": person.room(encounter.room),
        "phone": person.phone,
        "mobile": person.mobile,
        "email": person.email,
        "street": person.street,
        "country": person.country,
        "in_country": person.in_country,
        "landmark": person.landmark,
        "address": person.address,
        "portal_user": person.portal_user,
        "portal_url": person.portal_url,
        "ip_address": person.ip_address,
        "insurer": patient.insurer,
        "member": person.member_id,
        "account": person.account,
        "study": person.study_id,
        "occupation": tuple(type(f)(f.text.lower(), f.tag) for f in person.occupation),
        "occupation_first": person.occupation,
        "employer": person.employer,
        "status": patient.marital_status.capitalize(),
        "office_phone": facility.phone,
        "my_phone": provider.phone,
        "provider": provider.name,
        "doctor": provider.formal,
        "to": consultant.formal,
        "to_first": consultant.first,
        "signed": text(person.date(encounter.day, "service"), f" at {clock(encounter, rng)}"),
    }
