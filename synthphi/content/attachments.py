"""What comes with mails: files, archives and earlier messages, about the mail's patient or about nobody.

They are documents like all others, composed for the mail's patient and visit; their random streams are those of the
mail's number and of their place in it (`DocumentSpec.part`). A twin's attachments are twins of its positive's.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TypeAlias

from synthphi.content.phrases import capitalized, phrases_of
from synthphi.content.surfaces import above_signature
from synthphi.doctypes import BLANK_TWINS, MAILS, TYPES, DocType, Format
from synthphi.document import Archive, Attachment, Document, Fragment, Paragraph, Text, text
from synthphi.document.fragments import Part
from synthphi.document_spec import DocumentSpec
from synthphi.people.pools import Pools
from synthphi.records import changed
from synthphi.seeds import Weighted, stream

Compose: TypeAlias = Callable[[DocumentSpec, Pools], Document]

_SHAPES = Weighted(("files", "archive", "message"), (5, 2, 3))
_SHAPES_WITHIN = Weighted(("files", "archive", "message"), (4, 2, 4))
"""In a message that is attached itself: threads are forwarded."""
_NAMED = 0.45
"""How often a file's name says whose it is, or which edition."""
_SAME_PROGRAM = 0.75
"""How often a message is attached in the format of the mail that it is attached to."""
_FORMATS = {
    Format.PDF: 4.0,
    Format.DOCX: 3.0,
    Format.XLSX: 3.0,
    Format.PPTX: 3.0,
    Format.CSV: 2.0,
    **dict.fromkeys((Format.RTF, Format.HTML, Format.TXT), 1.0),
}
"""How often a file is of a format, of those that people use its type in."""

_CHART = (DocType.PROGRESS_NOTE, DocType.LAB_RESULT, DocType.LAB_RESULT, DocType.IMMUNIZATION_RECORD)
_ABOUT_A_PATIENT: dict[DocType, tuple[tuple[DocType, ...], tuple[DocType, ...]]] = {
    DocType.PROVIDER_EMAIL: (
        (
            *(*_CHART, DocType.CONSULTATION_LETTER, DocType.REFERRAL_LETTER, DocType.PRIOR_AUTHORIZATION),
            *(DocType.FAX_COVER, DocType.CASE_STUDY, DocType.INSURANCE_CLAIM),
        ),
        (DocType.PORTAL_MESSAGE, DocType.PROVIDER_EMAIL),
    ),
    DocType.APPOINTMENT_REMINDER: (
        (DocType.REGISTRATION_FORM, DocType.BILLING_STATEMENT, DocType.LAB_RESULT, DocType.REFERRAL_LETTER),
        (DocType.APPOINTMENT_REMINDER, DocType.PORTAL_MESSAGE),
    ),
    DocType.PORTAL_MESSAGE: (
        (
            *(DocType.LAB_RESULT, DocType.IMMUNIZATION_RECORD, DocType.PRESCRIPTION, DocType.BILLING_STATEMENT),
            *(DocType.EXPLANATION_OF_BENEFITS, DocType.REFERRAL_LETTER, DocType.REGISTRATION_FORM),
        ),
        (DocType.APPOINTMENT_REMINDER, DocType.PROVIDER_EMAIL),
    ),
}
"""By mail, what is attached to it: files, and messages; all about a visit."""
_TO_STAFF = (
    *(DocType.POLICY, DocType.PROCEDURE, DocType.LAB_MANUAL, DocType.FORMULARY, DocType.CODING_GUIDE),
    *(DocType.EDUCATION_DECK, DocType.MEETING_NOTES),
)
_WITH_PATIENTS = (DocType.NEWSLETTER, DocType.FORMULARY, DocType.PROCEDURE, DocType.POLICY)
_BESIDE_A_PATIENT: dict[DocType, tuple[DocType, ...]] = {
    DocType.PROVIDER_EMAIL: _TO_STAFF,
    DocType.APPOINTMENT_REMINDER: _WITH_PATIENTS,
    DocType.PORTAL_MESSAGE: _WITH_PATIENTS,
}
"""By mail about a patient, what is attached to it that is about nobody."""
_ABOUT_NOBODY = (
    (
        *(DocType.POLICY, DocType.PROCEDURE, DocType.NEWSLETTER, DocType.EDUCATION_DECK, DocType.QUALITY_DASHBOARD),
        *(DocType.AGGREGATE_STATISTICS, DocType.MEETING_NOTES, DocType.FORMULARY, DocType.LAB_MANUAL),
        *(DocType.CODING_GUIDE, DocType.JOB_POSTING),
    ),
    (DocType.ANNOUNCEMENT, DocType.VENDOR_EMAIL),
)


def with_attachments(
    mail: Document,
    document: DocumentSpec,
    pools: Pools,
    compose: Compose,
    values: Mapping[str, Part] | None,
) -> Document:
    """Return a mail with attachments, and a line that speaks of them.

    Args:
        mail: The mail, finished but for these.
        document: What it is: a positive, a twin, or about nobody.
        pools: The people and places.
        compose: Composes a document.
        values: What fills the holes of names of files about the patient, or of a twin about what stands for the
            patient; None: the attachments are about nobody.
    """
    attachments, line = _Packing(mail, document, pools, compose, values).packed()
    *before, last = mail.sections
    return changed(mail, attachments=attachments, sections=(*before, above_signature(last, Paragraph(line))))


class _Packing:
    """The attachments of one mail, while they are being made."""

    def __init__(
        self,
        mail: Document,
        document: DocumentSpec,
        pools: Pools,
        compose: Compose,
        values: Mapping[str, Part] | None,
    ) -> None:
        self._document = document
        self._model = document.original or document
        self._pools = pools
        assert mail.mail is not None, "only mails have attachments"
        self._sent = mail.mail.date
        self._compose = compose
        self._about_patient = values is not None
        self._values = {"year": str(self._sent.year)} if values is None else values
        self._rng = stream(pools.spec.seed, *self._model.address, "attachments")
        self._phrases = phrases_of(("surfaces", "attachments"), self._model.split)
        self._files, self._messages = _ABOUT_NOBODY if values is None else _ABOUT_A_PATIENT[self._model.doc_type]
        if values is None:
            self._files = _BESIDE_A_PATIENT.get(self._model.doc_type, self._files)

    def packed(self) -> tuple[tuple[Attachment | Archive, ...], Text]:
        """Return the attachments, and the line of the mail."""
        rng = self._rng
        shape = rng.weighted(_SHAPES_WITHIN if self._model.part else _SHAPES)
        if shape == "message":
            return (self._message(),), self._phrases.say(rng, "attached_message", {})
        if shape == "archive":
            members, _ = self._some(rng.pick((2, 3, 3, 4)), (0,))
            name = self._name("archive_name" if self._about_patient else "archive_name_office", "zip", set())
            return (Archive(name, members),), self._phrases.say(rng, "attached_archive", {})
        files, what = self._some(rng.pick((1, 1, 1, 2)), ())
        said: dict[str, Part] = {"what": what, "what_first": capitalized(what)}
        return files, self._phrases.say(rng, "attached", said)

    def _some(self, count: int, place: tuple[int, ...]) -> tuple[tuple[Attachment, ...], Text]:
        """Return files of different types, and what they are."""
        rng = self._rng
        types = rng.sample(tuple(dict.fromkeys(rng.sample(self._files, len(self._files)))), count)
        taken: set[str] = set()
        files = [self._file(doc_type, (*place, number), taken) for number, doc_type in enumerate(types)]
        whats = [self._phrases.say(rng, f"what_{doc_type}", {}) for doc_type in types]
        return tuple(files), _series(whats)

    def _file(self, doc_type: DocType, place: tuple[int, ...], taken: set[str]) -> Attachment:
        weights = {name: _FORMATS[name] for name in TYPES[doc_type].formats}
        file_format = self._rng.weighted(Weighted(tuple(weights), tuple(weights.values())))
        made = self._composed(doc_type, file_format, place)
        return Attachment(self._name(f"name_{doc_type}", file_format.value, taken), file_format, made)

    def _message(self) -> Attachment:
        rng = self._rng
        doc_type = rng.pick(self._messages)
        (other,) = MAILS - {self._model.format}
        file_format = self._model.format if rng.chance(_SAME_PROGRAM) else other
        made = self._composed(doc_type, file_format, (0,))
        assert made.mail is not None, "a message is a mail"
        # It was there before the mail that it is attached to.
        late = max(made.mail.date - self._sent, timedelta()) + timedelta(minutes=rng.integer(20, 2_000))
        made = _earlier(made, late)
        return Attachment(self._name(f"name_{doc_type}", file_format.value, set()), file_format, made)

    def _composed(self, doc_type: DocType, file_format: Format, place: tuple[int, ...]) -> Document:
        document, model = self._document, self._model
        inner = changed(model, doc_type=doc_type, format=file_format, part=(*model.part, *place), path="")
        blank = self._rng.chance(BLANK_TWINS) and TYPES[doc_type].form
        if not self._about_patient:
            inner = changed(inner, patient_number=None, visit=0, before=())
        elif document.original is not None:
            twin_type = DocType.BLANK_FORM if blank else DocType.DEIDENTIFIED_RECORD
            inner = inner.twin(document.number, twin_type, path="")
        return self._compose(inner, self._pools)

    def _name(self, key: str, extension: str, taken: set[str]) -> Text:
        """Return a file's name that no file beside it has: it may say whose it is, or which edition."""
        rng = self._rng
        called = rng.pick(self._phrases.of(key))
        list_of_more = "filename" if self._about_patient else "filename_office"
        more = self._phrases.say(rng, list_of_more, self._values) if rng.chance(_NAMED) else ()
        mark = rng.pick((" ", "_", " - "))
        name = called.replace(" ", "_") if mark == "_" else called
        number, found = 1, name
        while found.casefold() in taken:
            number += 1
            found = f"{name} {number}"
        taken.add(found.casefold())
        if not more:
            return text(f"{found}.{extension}")
        *before, last = more
        return text(found, mark, *before, Fragment(last.text.rstrip("."), last.tag), f".{extension}")


def _series(items: Sequence[Text]) -> Text:
    *before, last = items
    return text(*before, " and ", last) if before else last


def _earlier(message: Document, by: timedelta) -> Document:
    """Return a message that was sent earlier, with the messages in it."""
    assert message.mail is not None, "a message is a mail"
    sent = message.mail.date - by
    attachments = tuple(
        changed(one, document=_earlier(one.document, by))
        if isinstance(one, Attachment) and one.document.mail is not None
        else one
        for one in message.attachments
    )
    return changed(
        message,
        mail=changed(message.mail, date=sent),
        attachments=attachments,
    )
