"""From an encounter to an annotated document: one module a family of document types."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from synthphi.clinical.encounters import draw_encounter
from synthphi.clinical.occasions import Occasion
from synthphi.content.announcements import announcement
from synthphi.content.attachments import with_attachments
from synthphi.content.billing import (
    billing_statement,
    explanation_of_benefits,
    insurance_claim,
    prior_authorization,
)
from synthphi.content.case import Case, open_case
from synthphi.content.decks import case_study, education_deck, tumor_board
from synthphi.content.forms import (
    death_worksheet,
    fax_cover,
    incident_report,
    prescription,
    signed_consent,
)
from synthphi.content.labs import lab_result
from synthphi.content.letters import consultation_letter, referral_letter
from synthphi.content.listed import listed_patients
from synthphi.content.listings import appointment_schedule, billing_ledger, lab_export, patient_list
from synthphi.content.mails import appointment_reminder, portal_message, provider_email
from synthphi.content.management import (
    aggregate_statistics,
    job_posting,
    meeting_notes,
    newsletter,
    quality_dashboard,
    research_protocol,
    vendor_email,
)
from synthphi.content.notes import (
    discharge_summary,
    history_and_physical,
    nursing_note,
    progress_note,
)
from synthphi.content.office import Office, open_office
from synthphi.content.phrases import phrases_of
from synthphi.content.policies import policy, procedure
from synthphi.content.quality import written
from synthphi.content.records import immunization_record, medication_record
from synthphi.content.reference import coding_guide, formulary, lab_manual
from synthphi.content.registration import registration_form
from synthphi.content.reports import device_record, operative_note, pathology_report, radiology_report
from synthphi.content.stationery import message_id
from synthphi.content.surfaces import Margin, with_surfaces
from synthphi.content.surfaces_drawn import drawn_surfaces
from synthphi.content.trackers import blank_tracker, staff_roster
from synthphi.doctypes import TYPES, DocType
from synthphi.document import Document, text
from synthphi.document.fragments import Part
from synthphi.document_spec import DocumentSpec
from synthphi.people.pools import Pools
from synthphi.records import changed
from synthphi.seeds import stream
from synthphi.spec import CorpusSpec

_ABOUT_A_PATIENT: dict[DocType, tuple[Callable[[Case], Document], Occasion]] = {
    DocType.PROGRESS_NOTE: (progress_note, Occasion.VISIT),
    DocType.HISTORY_AND_PHYSICAL: (history_and_physical, Occasion.STAY),
    DocType.DISCHARGE_SUMMARY: (discharge_summary, Occasion.STAY),
    DocType.OPERATIVE_NOTE: (operative_note, Occasion.OPERATION),
    DocType.CONSULTATION_LETTER: (consultation_letter, Occasion.VISIT),
    DocType.REFERRAL_LETTER: (referral_letter, Occasion.VISIT),
    DocType.NURSING_NOTE: (nursing_note, Occasion.STAY),
    DocType.MEDICATION_RECORD: (medication_record, Occasion.STAY),
    DocType.RADIOLOGY_REPORT: (radiology_report, Occasion.IMAGING),
    DocType.PATHOLOGY_REPORT: (pathology_report, Occasion.SPECIMEN),
    DocType.LAB_RESULT: (lab_result, Occasion.VISIT),
    DocType.IMMUNIZATION_RECORD: (immunization_record, Occasion.VISIT),
    DocType.PRESCRIPTION: (prescription, Occasion.VISIT),
    DocType.INSURANCE_CLAIM: (insurance_claim, Occasion.VISIT),
    DocType.EXPLANATION_OF_BENEFITS: (explanation_of_benefits, Occasion.VISIT),
    DocType.PRIOR_AUTHORIZATION: (prior_authorization, Occasion.VISIT),
    DocType.BILLING_STATEMENT: (billing_statement, Occasion.VISIT),
    DocType.REGISTRATION_FORM: (registration_form, Occasion.VISIT),
    DocType.SIGNED_CONSENT: (signed_consent, Occasion.OPERATION),
    DocType.APPOINTMENT_REMINDER: (appointment_reminder, Occasion.VISIT),
    DocType.PROVIDER_EMAIL: (provider_email, Occasion.VISIT),
    DocType.PORTAL_MESSAGE: (portal_message, Occasion.VISIT),
    DocType.INCIDENT_REPORT: (incident_report, Occasion.STAY),
    DocType.CASE_STUDY: (case_study, Occasion.VISIT),
    DocType.TUMOR_BOARD: (tumor_board, Occasion.CANCER),
    DocType.DEATH_WORKSHEET: (death_worksheet, Occasion.DEATH),
    DocType.DEVICE_RECORD: (device_record, Occasion.IMPLANT),
    DocType.FAX_COVER: (fax_cover, Occasion.VISIT),
    DocType.LAB_EXPORT: (lab_export, Occasion.VISIT),
    DocType.PATIENT_LIST: (patient_list, Occasion.VISIT),
    DocType.BILLING_LEDGER: (billing_ledger, Occasion.VISIT),
    DocType.APPOINTMENT_SCHEDULE: (appointment_schedule, Occasion.VISIT),
}
_ABOUT_NOBODY: dict[DocType, Callable[[Office], Document]] = {
    DocType.POLICY: policy,
    DocType.PROCEDURE: procedure,
    DocType.ANNOUNCEMENT: announcement,
    DocType.NEWSLETTER: newsletter,
    DocType.VENDOR_EMAIL: vendor_email,
    DocType.EDUCATION_DECK: education_deck,
    DocType.QUALITY_DASHBOARD: quality_dashboard,
    DocType.AGGREGATE_STATISTICS: aggregate_statistics,
    DocType.MEETING_NOTES: meeting_notes,
    DocType.LAB_MANUAL: lab_manual,
    DocType.FORMULARY: formulary,
    DocType.JOB_POSTING: job_posting,
    DocType.RESEARCH_PROTOCOL: research_protocol,
    DocType.CODING_GUIDE: coding_guide,
    DocType.STAFF_ROSTER: staff_roster,
    DocType.BLANK_TRACKER: blank_tracker,
}

_OCCASIONS = {doc_type: occasion for doc_type, (_, occasion) in _ABOUT_A_PATIENT.items()}


def compose(document: DocumentSpec, pools: Pools) -> Document:
    """Return the annotated document that a document spec describes: a pure function of its arguments."""
    model = document.original or document
    drawn = drawn_surfaces(pools.spec, model)
    # A positive with PHI on one surface or in an attachment only has the text of its twin, and is written as one.
    twin = model if drawn.text_of_nobody and not document.original else document if document.original else None
    margin = None
    values: Mapping[str, Part] = {}
    if model.patient_number is None:
        office = open_office(model, pools)
        if drawn.surfaces:
            margin = _office_margin(office)
        made = _ABOUT_NOBODY[model.doc_type](office)
    else:
        composer, occasion = _ABOUT_A_PATIENT[model.doc_type]
        before = [_ABOUT_A_PATIENT[earlier][1] for earlier in model.before]
        encounter = draw_encounter(pools, model.patient_number, model.visit, occasion, before)
        case = open_case(model, pools, encounter, twin)
        if model.listed:
            case = changed(case, listed=listed_patients(model, pools, _OCCASIONS, encounter, twin))
        made = composer(case)
        if drawn.surfaces:
            whose = open_case(model, pools, encounter) if twin is model else case
            margin = _chart_margin(whose if drawn.alone else case, alone=drawn.alone)
            values = whose.values
    if model.quality != "clean":
        rng = stream(pools.spec.seed, *model.address, "writing")
        made = written(made, model.quality, rng, prose=not TYPES[model.doc_type].form)
    if margin is not None:
        made = with_surfaces(made, margin, drawn.surfaces)
    if document.original:
        made = changed(made, document_id=document.document_id, attributes={})
    if twin is not None:
        made = _of_a_later_day(made, document, pools)
    if pools.spec.properties == "none":
        made = _with_bare_properties(made, pools.spec)
    if drawn.attached is not None:
        made = with_attachments(made, document, pools, compose, None if drawn.attached == "mail" else values)
    return made


def _chart_margin(case: Case, *, alone: bool) -> Margin:
    model = case.document
    return Margin(
        rng=stream(case.pools.spec.seed, *model.address, "margin"),
        phrases=phrases_of(("surfaces",), model.split),
        values=case.values,
        facility=case.facility,
        writers=(text(case.provider.full_name), text(case.consultant.full_name)),
        person=case.person,
        alone=alone,
    )


def _office_margin(office: Office) -> Margin:
    """Return the margin of a document, before it is composed: composers put values of their own among the office's."""
    document, values = office.document, dict(office.values)
    return Margin(
        rng=stream(office.pools.spec.seed, *document.address, "margin"),
        phrases=phrases_of(("surfaces",), document.split),
        values=values,
        facility=office.facility,
        writers=(text(values["staff"]), text(values["staff2"])),
    )


def _with_bare_properties(made: Document, spec: CorpusSpec) -> Document:
    """Return a document without what an office suite says of every file, and of the same day as all others.

    Titles tell types apart, authors the doctors from the clerks, and hours the clinic from the office.
    """
    day = made.properties.created.replace(spec.as_of.year, spec.as_of.month, spec.as_of.day, 9, 0, 0, 0)
    return changed(made, properties=changed(made.properties, title=(), author=(), company=(), created=day))


def _of_a_later_day(made: Document, document: DocumentSpec, pools: Pools) -> Document:
    """Return a document whose file is of a later day than the visit, because a date of service is an identifier."""
    spec = pools.spec
    later = timedelta(days=stream(spec.seed, *document.address, "later").integer(4, 60))
    created = made.properties.created
    created = max(created, min(created + later, created.replace(spec.as_of.year, spec.as_of.month, spec.as_of.day)))
    mail = made.mail
    if mail is not None:
        domain = mail.message_id.rstrip(">").rpartition("@")[2]
        mail = changed(mail, date=created, message_id=message_id(document, spec.seed, domain))
    return changed(made, properties=changed(made.properties, created=created), mail=mail)


__all__ = ["compose"]
