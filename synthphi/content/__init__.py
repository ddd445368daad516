"""From an encounter to an annotated document: one module a family of document types."""

from collections.abc import Callable

from synthphi.clinical.encounters import draw_encounter
from synthphi.clinical.model import Encounter
from synthphi.content.decks import case_study, education_deck
from synthphi.content.forms import blank_form, registration_form
from synthphi.content.labs import lab_result
from synthphi.content.mails import announcement, provider_email
from synthphi.content.notes import progress_note
from synthphi.content.policies import policy
from synthphi.document import Document
from synthphi.people.pools import Pools
from synthphi.spec import DocType, DocumentSpec

_ABOUT_A_PATIENT: dict[DocType, Callable[[DocumentSpec, Pools, Encounter], Document]] = {
    DocType.PROGRESS_NOTE: progress_note,
    DocType.LAB_RESULT: lab_result,
    DocType.PROVIDER_EMAIL: provider_email,
    DocType.CASE_STUDY: case_study,
    DocType.REGISTRATION_FORM: registration_form,
}
_ABOUT_NOBODY: dict[DocType, Callable[[DocumentSpec, Pools], Document]] = {
    DocType.POLICY: policy,
    DocType.ANNOUNCEMENT: announcement,
    DocType.EDUCATION_DECK: education_deck,
    DocType.BLANK_FORM: blank_form,
}


def compose(document: DocumentSpec, pools: Pools) -> Document:
    """Return the annotated document that a document spec describes: a pure function of its arguments."""
    if document.patient_number is None:
        return _ABOUT_NOBODY[document.doc_type](document, pools)
    encounter = draw_encounter(pools, document.patient_number, document.visit)
    return _ABOUT_A_PATIENT[document.doc_type](document, pools, encounter)


__all__ = ["compose"]
