"""The document types: their class, the formats that people use them in, how often they are made by default."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, TypeAlias

PhiClass: TypeAlias = Literal["positive", "negative"]
BLANK_TWINS: Final = 0.5
"""Which share of the twins of forms are blank; the others have sample values."""
PHI_CLASSES: tuple[PhiClass, ...] = ("positive", "negative")


class Format(StrEnum):
    """A file format; the value is the file's extension."""

    DOCX = "docx"
    PDF = "pdf"
    EML = "eml"
    PPTX = "pptx"
    MSG = "msg"
    RTF = "rtf"
    HTML = "html"
    TXT = "txt"
    XLSX = "xlsx"
    CSV = "csv"


MAILS: Final = frozenset({Format.EML, Format.MSG})
"""Formats of mails."""


class DocType(StrEnum):
    """A document type; the value stands in file names."""

    PROGRESS_NOTE = "ProgressNote"
    HISTORY_AND_PHYSICAL = "HistoryAndPhysical"
    DISCHARGE_SUMMARY = "DischargeSummary"
    OPERATIVE_NOTE = "OperativeNote"
    CONSULTATION_LETTER = "ConsultationLetter"
    REFERRAL_LETTER = "ReferralLetter"
    NURSING_NOTE = "NursingNote"
    MEDICATION_RECORD = "MedicationRecord"
    RADIOLOGY_REPORT = "RadiologyReport"
    PATHOLOGY_REPORT = "PathologyReport"
    LAB_RESULT = "LabResult"
    IMMUNIZATION_RECORD = "ImmunizationRecord"
    PRESCRIPTION = "Prescription"
    INSURANCE_CLAIM = "InsuranceClaim"
    EXPLANATION_OF_BENEFITS = "ExplanationOfBenefits"
    PRIOR_AUTHORIZATION = "PriorAuthorization"
    BILLING_STATEMENT = "BillingStatement"
    REGISTRATION_FORM = "RegistrationForm"
    SIGNED_CONSENT = "SignedConsent"
    APPOINTMENT_REMINDER = "AppointmentReminder"
    PROVIDER_EMAIL = "ProviderEmail"
    PORTAL_MESSAGE = "PortalMessage"
    INCIDENT_REPORT = "IncidentReport"
    CASE_STUDY = "CaseStudy"
    TUMOR_BOARD = "TumorBoard"
    DEATH_WORKSHEET = "DeathWorksheet"
    DEVICE_RECORD = "DeviceRecord"
    FAX_COVER = "FaxCover"
    LAB_EXPORT = "LabExport"
    PATIENT_LIST = "PatientList"
    BILLING_LEDGER = "BillingLedger"
    APPOINTMENT_SCHEDULE = "AppointmentSchedule"

    POLICY = "Policy"
    PROCEDURE = "Procedure"
    ANNOUNCEMENT = "Announcement"
    NEWSLETTER = "Newsletter"
    VENDOR_EMAIL = "VendorEmail"
    EDUCATION_DECK = "EducationDeck"
    QUALITY_DASHBOARD = "QualityDashboard"
    AGGREGATE_STATISTICS = "AggregateStatistics"
    MEETING_NOTES = "MeetingNotes"
    LAB_MANUAL = "LabManual"
    FORMULARY = "Formulary"
    JOB_POSTING = "JobPosting"
    RESEARCH_PROTOCOL = "ResearchProtocol"
    CODING_GUIDE = "CodingGuide"
    STAFF_ROSTER = "StaffRoster"
    BLANK_TRACKER = "BlankTracker"
    BLANK_FORM = "BlankForm"
    DEIDENTIFIED_RECORD = "DeidentifiedRecord"


@dataclass(frozen=True, slots=True)
class TypeFacts:
    """What is fixed about a document type."""

    phi_class: PhiClass
    formats: tuple[Format, ...] = ()
    """Those that people use it in; of a twin, those of the positive."""
    weight: float = 0
    """The default weight. A twin has none: how many there are is `CorpusSpec.twins`."""
    form: bool = False
    """Whether people fill it in: the twin of some is the blank form."""
    narrative: bool = False
    """Whether it is prose: notes, letters, mails, reports and decks."""
    listing: bool = False
    """Whether it has a row a patient: it is about many."""

    @property
    def is_twin(self) -> bool:
        """Whether documents of this type are made as twins of positives only."""
        return not self.formats


_PAPER = (Format.DOCX, Format.PDF, Format.RTF)
_MAIL = (Format.EML, Format.MSG)
_SLIDES = (Format.PPTX,)
_SHEET = (Format.XLSX, Format.CSV)
_PLAIN = (Format.TXT,)
_PAGE = (Format.HTML,)

# Mails weigh 20 and decks 13 in both classes, as in the script that synthphi replaces.
TYPES: dict[DocType, TypeFacts] = {
    DocType.PROGRESS_NOTE: TypeFacts("positive", _PAPER, 9, narrative=True),
    DocType.HISTORY_AND_PHYSICAL: TypeFacts("positive", _PAPER, 4, narrative=True),
    DocType.DISCHARGE_SUMMARY: TypeFacts("positive", (*_PAPER, *_PLAIN), 4, narrative=True),
    DocType.OPERATIVE_NOTE: TypeFacts("positive", (*_PAPER, *_PLAIN), 3, narrative=True),
    DocType.CONSULTATION_LETTER: TypeFacts("positive", _PAPER, 4, narrative=True),
    DocType.REFERRAL_LETTER: TypeFacts("positive", _PAPER, 3, narrative=True),
    DocType.NURSING_NOTE: TypeFacts("positive", _PAPER, 3, narrative=True),
    DocType.MEDICATION_RECORD: TypeFacts("positive", (*_PAPER, *_SHEET), 2),
    DocType.RADIOLOGY_REPORT: TypeFacts("positive", (*_PAPER, *_PLAIN), 4, narrative=True),
    DocType.PATHOLOGY_REPORT: TypeFacts("positive", (*_PAPER, *_PLAIN), 2, narrative=True),
    DocType.LAB_RESULT: TypeFacts("positive", (*_PAPER, *_SHEET, *_PAGE, *_PLAIN), 8),
    DocType.IMMUNIZATION_RECORD: TypeFacts("positive", (*_PAPER, *_SHEET, *_PAGE, *_PLAIN), 2),
    DocType.PRESCRIPTION: TypeFacts("positive", _PAPER, 2, form=True),
    DocType.INSURANCE_CLAIM: TypeFacts("positive", _PAPER, 3, form=True),
    DocType.EXPLANATION_OF_BENEFITS: TypeFacts("positive", (*_PAPER, *_PAGE), 2),
    DocType.PRIOR_AUTHORIZATION: TypeFacts("positive", _PAPER, 1.5, form=True),
    DocType.BILLING_STATEMENT: TypeFacts("positive", (*_PAPER, *_PAGE), 2),
    DocType.REGISTRATION_FORM: TypeFacts("positive", _PAPER, 3, form=True),
    DocType.SIGNED_CONSENT: TypeFacts("positive", _PAPER, 1.5, form=True),
    DocType.APPOINTMENT_REMINDER: TypeFacts("positive", _MAIL, 5, narrative=True),
    DocType.PROVIDER_EMAIL: TypeFacts("positive", _MAIL, 9, narrative=True),
    DocType.PORTAL_MESSAGE: TypeFacts("positive", _MAIL, 6, narrative=True),
    DocType.INCIDENT_REPORT: TypeFacts("positive", _PAPER, 1.5, form=True, narrative=True),
    DocType.CASE_STUDY: TypeFacts("positive", _SLIDES, 9, narrative=True),
    DocType.TUMOR_BOARD: TypeFacts("positive", _SLIDES, 4, narrative=True),
    DocType.DEATH_WORKSHEET: TypeFacts("positive", _PAPER, 1, form=True),
    DocType.DEVICE_RECORD: TypeFacts("positive", _PAPER, 1.5, form=True),
    DocType.FAX_COVER: TypeFacts("positive", (*_PAPER, *_PLAIN), 1.5, form=True),
    DocType.LAB_EXPORT: TypeFacts("positive", _SHEET, 3, listing=True),
    DocType.PATIENT_LIST: TypeFacts("positive", _SHEET, 4, listing=True),
    DocType.BILLING_LEDGER: TypeFacts("positive", _SHEET, 3, listing=True),
    DocType.APPOINTMENT_SCHEDULE: TypeFacts("positive", _SHEET, 3, listing=True),
    DocType.POLICY: TypeFacts("negative", _PAPER, 9, narrative=True),
    DocType.PROCEDURE: TypeFacts("negative", (*_PAPER, *_PLAIN), 7, narrative=True),
    DocType.ANNOUNCEMENT: TypeFacts("negative", (*_MAIL, *_PAPER), 12, narrative=True),
    DocType.NEWSLETTER: TypeFacts("negative", (*_PAPER, *_PAGE), 7, narrative=True),
    DocType.VENDOR_EMAIL: TypeFacts("negative", _MAIL, 13, narrative=True),
    DocType.EDUCATION_DECK: TypeFacts("negative", _SLIDES, 9, narrative=True),
    DocType.QUALITY_DASHBOARD: TypeFacts("negative", _SLIDES, 5, narrative=True),
    DocType.AGGREGATE_STATISTICS: TypeFacts("negative", (*_PAPER, *_SHEET, *_PAGE), 6, narrative=True),
    DocType.MEETING_NOTES: TypeFacts("negative", (*_PAPER, *_PLAIN), 7, narrative=True),
    DocType.LAB_MANUAL: TypeFacts("negative", (*_PAPER, *_SHEET, *_PLAIN), 5),
    DocType.FORMULARY: TypeFacts("negative", (*_PAPER, *_SHEET, *_PAGE), 4),
    DocType.JOB_POSTING: TypeFacts("negative", (*_PAPER, *_PAGE), 5, narrative=True),
    DocType.RESEARCH_PROTOCOL: TypeFacts("negative", _PAPER, 6, narrative=True),
    DocType.CODING_GUIDE: TypeFacts("negative", _PAPER, 5),
    DocType.STAFF_ROSTER: TypeFacts("negative", _SHEET, 4),
    DocType.BLANK_TRACKER: TypeFacts("negative", _SHEET, 4),
    DocType.BLANK_FORM: TypeFacts("negative", form=True),
    DocType.DEIDENTIFIED_RECORD: TypeFacts("negative", narrative=True),
}
"""Every type with its facts, in the order in which people read about them."""
