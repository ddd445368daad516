"""`DocumentSpec`: what one document of a corpus is to be."""

from typing import NamedTuple

from synthphi.doctypes import DocType, Format, PhiClass
from synthphi.records import changed, record
from synthphi.spec import Quality, Split


def document_id(phi_class: PhiClass, number: int) -> str:
    """Return the id of a document in labels and manifest, such as ``positive-000123``."""
    return f"{phi_class}-{number:06d}"


class ListedVisit(NamedTuple):
    """A row of a listing: a patient's first visit, which a document of this type is about."""

    patient_number: int
    doc_type: DocType


@record
class DocumentSpec:
    """What document number `number` of a class is to be: computed from the corpus spec, never stored."""

    phi_class: PhiClass
    number: int
    doc_type: DocType
    format: Format
    layout: str
    patient_number: int | None
    """The patient; None for a negative."""
    visit: int
    """Which of the patient's visits it documents, from 0."""
    before: tuple[DocType, ...]
    """What the patient's first visits before this one were documented by."""
    facility_number: int
    split: Split
    quality: Quality
    path: str
    """Relative to the corpus, with forward slashes."""
    part: tuple[int, ...] = ()
    """Of an attachment, which one of the file it is: ``(1, 0)`` is the first one of the second one."""
    listed: tuple[ListedVisit, ...] = ()
    """Of a listing, whose rows it has; the first is `patient_number`, of whom it is `visit`."""
    original: "DocumentSpec | None" = None
    """For a negative: the positive that it is the twin of, whether the corpus holds that one or not."""

    @property
    def document_id(self) -> str:
        """Return the id in labels and manifest, such as ``positive-000123``."""
        return document_id(self.phi_class, self.number)

    def twin(self, number: int, doc_type: DocType, path: str) -> "DocumentSpec":
        """Return negative `number` that is the twin of this positive: of nobody, and drawn as this one is."""
        return changed(
            self,
            phi_class="negative",
            number=number,
            doc_type=doc_type,
            patient_number=None,
            visit=0,
            before=(),
            listed=(),
            path=path,
            original=self,
        )

    @property
    def address(self) -> tuple[PhiClass | int, ...]:
        """Return where its random streams are: an attachment has its own."""
        return self.phi_class, self.number, *self.part
