"""A patient's numbers, work and room as labelled fragments."""

from synthphi.document import Fragment, Text, text
from synthphi.labels import Label, Owner, tag
from synthphi.people.model import Patient

# Looked up once: to get a member of an enumeration takes as long as to make a fragment.
_PATIENT, _RELATIVE = Owner.PATIENT, Owner.RELATIVE


class PatientNumbersText:
    """What of a patient is always written in the same way; `synthphi.content.patient_text` has the rest."""

    patient: Patient
    _mrn: str
    """The record number as this document writes it."""

    def _own(self, value: str, label: Label, role: str | None = None) -> Fragment:
        return Fragment(value, tag(label, _PATIENT, self.patient.person_id, role))

    def _relatives(self, value: str, label: Label) -> Fragment:
        return Fragment(value, tag(label, _RELATIVE, f"{self.patient.person_id}-relative"))

    # -- numbers --

    @property
    def mrn(self) -> Fragment:
        """The medical record number."""
        return self._own(self._mrn, Label.MEDICALRECORD)

    @property
    def ssn(self) -> Fragment:
        """The social security number."""
        return self._own(self.patient.ssn, Label.SSN)

    @property
    def mbi(self) -> Fragment:
        """The Medicare beneficiary identifier."""
        return self._own(self.patient.mbi, Label.HEALTHPLAN, "mbi")

    @property
    def member_id(self) -> Fragment:
        """The health plan's member id."""
        return self._own(self.patient.member_id, Label.HEALTHPLAN, "member")

    @property
    def group_id(self) -> Fragment:
        """The health plan's group number."""
        return self._own(self.patient.group_id, Label.HEALTHPLAN, "group")

    @property
    def account(self) -> Fragment:
        """The billing account."""
        return self._own(self.patient.account, Label.ACCOUNT)

    @property
    def card_number(self) -> Fragment:
        """The payment card on file."""
        return self._own(self.patient.card_number, Label.ACCOUNT)

    @property
    def driver_license(self) -> Fragment:
        """The driver's licence."""
        return self._own(self.patient.driver_license, Label.LICENSE, "driver")

    @property
    def vehicle_plate(self) -> Fragment:
        """The licence plate of the patient's vehicle."""
        return self._own(self.patient.vehicle_plate, Label.VEHICLE, "plate")

    @property
    def vehicle_vin(self) -> Fragment:
        """The vehicle identification number."""
        return self._own(self.patient.vehicle_vin, Label.VEHICLE, "vin")

    @property
    def device_serial(self) -> Fragment:
        """The serial number of an implanted or worn device."""
        return self._own(self.patient.device_serial, Label.DEVICE, "serial")

    @property
    def device_udi(self) -> Fragment:
        """The unique device identifier."""
        return self._own(self.patient.device_udi, Label.DEVICE, "udi")

    @property
    def biometric_id(self) -> Fragment:
        """The identifier of the enrolled fingerprint or palm vein template."""
        return self._own(self.patient.biometric_id, Label.BIOID)

    @property
    def study_id(self) -> Fragment:
        """The number of the patient in a registry or study."""
        return self._own(self.patient.study_id, Label.IDNUM)

    def number(self, value: str) -> Fragment:
        """Return a number that is unique to one of the patient's visits or specimens."""
        return self._own(value, Label.IDNUM)

    @property
    def employer(self) -> Text:
        """The employer; empty when there is none."""
        return text(self._own(self.patient.employer, Label.ORGANIZATION)) if self.patient.employer else ()

    @property
    def occupation(self) -> Text:
        """The occupation; empty when there is none."""
        return text(self._own(self.patient.occupation, Label.PROFESSION)) if self.patient.occupation else ()

    def room(self, value: str) -> Fragment:
        """Return the room that the patient was in."""
        return self._own(value, Label.ROOM)
