"""A little office whose mails are made by hand: these tests are of the corpus, not of what is written in it."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

import synthphi.corpus.batch
from synthphi.corpus.write import write_corpus
from synthphi.document import (
    Document,
    Fragment,
    Letterhead,
    MailHeaders,
    Paragraph,
    Properties,
    Section,
    annotate,
    plain,
    text,
)
from synthphi.labels import Label, Owner, tag
from synthphi.render.base import Place, Rendered
from synthphi.spec import CorpusSpec


def mail(planned, pools):
    """Return a mail about the patient that the plan names, or about nobody."""
    provider = pools.provider(planned.number % pools.spec.providers)
    doctor = Fragment(provider.name.full, tag(Label.DOCTOR, Owner.PROVIDER, provider.provider_id))
    attributes = {}
    if planned.patient_number is None:
        subject = text(f"Notice {planned.number}")
        lines = [text("Dr. ", doctor, " speaks on Monday."), text("Lunch is served. Café au lait: 3 €.")]
    else:
        patient = pools.patient(planned.patient_number)
        attributes["patient_id"] = patient.person_id
        name = Fragment(patient.name.full, tag(Label.PATIENT, Owner.PATIENT, patient.person_id))
        ssn = Fragment(patient.ssn, tag(Label.SSN, Owner.PATIENT, patient.person_id))
        mrn = Fragment(patient.mrn, tag(Label.MEDICALRECORD, Owner.PATIENT, patient.person_id))
        subject = text(f"Visit {planned.number} of ", name)
        lines = [text("Dr. ", doctor, " saw ", name, "."), text("SSN ", ssn, ", record ", mrn)]
    return Document(
        document_id=planned.document_id,
        title=(),
        layout=planned.layout,
        letterhead=Letterhead(()),
        sections=(Section((), tuple(Paragraph(line) for line in lines)),),
        properties=Properties((), (), datetime(2026, 1, 1, tzinfo=UTC)),
        mail=MailHeaders((), (), subject, datetime(2026, 1, 1, tzinfo=UTC), f"<{planned.document_id}@example.org>"),
        attributes=attributes,
    )


def post(document, file_format):
    """Return a mail as the standard library writes it."""
    assert file_format == "eml"
    places = []
    subject = document.mail.subject
    lines = [block.text for block in document.sections[0].blocks]
    start = 0
    for fragment in subject:
        if fragment.tag is not None:
            places.append((Place("header/Subject", start),))
        start += len(fragment.text)
    start = 0
    for line in lines:
        for fragment in line:
            if fragment.tag is not None:
                places.append((Place("text/plain", start),))
            start += len(fragment.text)
        start += 1
    assert len(places) == len(annotate(document).spans)
    message = EmailMessage()
    message["Subject"] = plain(subject)
    message["Message-ID"] = document.mail.message_id
    message.set_content("".join(f"{plain(line)}\n" for line in lines))
    return Rendered(bytes(message), tuple(places))


class Office:
    """What makes the documents; its methods may be replaced to make it fail."""

    def __init__(self):
        self.made = []
        self.compose = mail
        self.render = post

    def _compose(self, planned, pools):
        document = self.compose(planned, pools)
        self.made.append(planned.document_id)
        return document

    def _render(self, document, file_format):
        return self.render(document, file_format)


@pytest.fixture(scope="session")
def make_office():
    return Office


@pytest.fixture
def office(monkeypatch):
    made_by_hand = Office()
    monkeypatch.setattr(synthphi.corpus.batch, "compose", made_by_hand._compose)
    monkeypatch.setattr(synthphi.corpus.batch, "render", made_by_hand._render)
    return made_by_hand


@pytest.fixture(scope="session")
def spec():
    return CorpusSpec(
        phi_positive=9,
        phi_negative=6,
        seed=5,
        providers=4,
        facilities=2,
        twins=0,
        types={"ProviderEmail": 1, "Announcement": 1},
        formats={"eml": 1},
    )


@pytest.fixture
def corpus(office, spec, tmp_path):
    folder = tmp_path / "corpus"
    write_corpus(spec, folder, batch_size=4)
    office.made.clear()
    return folder
