"""The plan of a corpus: what document number `i` of a class is to be, computed when asked for, stored nowhere.

Everything here is a pure function of the spec without its counts, the class and the number; so a corpus with more
documents begins with the same ones.
"""

from bisect import bisect_right
from itertools import accumulate
from typing import Literal, TypeAlias

from synthphi.people.pools import Pools
from synthphi.render.layouts import LAYOUTS
from synthphi.seeds import digest64, stream
from synthphi.spec import PHI_CLASSES, CorpusSpec, DocType, DocumentSpec, Format, PhiClass

Split: TypeAlias = Literal["train", "validation", "test"]

FOLDER_SIZE = 1_000
"""Documents a folder: the work folder that stands in file names."""

_WHOLE = 2**64
# 2**64 over the golden ratio: multiples of it fill the circle evenly (Knuth, TAOCP 3, 6.4, Fibonacci hashing), so a
# mix of types and formats comes out nearly exact in a corpus of any size.
_STEP = 0x9E3779B97F4A7C15
_LOOK_AHEAD = 2_000
"""How many positives are looked at for the registration form that a blank form is the twin of."""
_LAYOUT_NAMES = tuple(LAYOUTS)
_SHORT = {"positive": "POS", "negative": "NEG"}


class _Mix:
    """The (type, format) of each number of a class, in the shares of the spec."""

    __slots__ = ("_bounds", "_cells", "_offset")

    def __init__(self, spec: CorpusSpec, phi_class: PhiClass) -> None:
        shares = spec.cells(phi_class)
        self._cells = tuple(shares)
        self._bounds = [int(bound * _WHOLE) for bound in accumulate(shares.values())][:-1]
        self._offset = digest64(spec.seed, phi_class, "mix")

    def at(self, number: int) -> tuple[DocType, Format]:
        return self._cells[bisect_right(self._bounds, (number * _STEP + self._offset) % _WHOLE)]

    def has(self, doc_type: DocType) -> bool:
        return any(cell[0] is doc_type for cell in self._cells)


class Plan:
    """What each document of a corpus is to be.

    Args:
        spec: The corpus.
        pools: Its people, where they are at hand already.
    """

    def __init__(self, spec: CorpusSpec, pools: Pools | None = None) -> None:
        self.spec = spec
        self.pools = pools or Pools(spec)
        self._mixes = {phi_class: _Mix(spec, phi_class) for phi_class in PHI_CLASSES}
        self._has_forms = self._mixes["positive"].has(DocType.REGISTRATION_FORM)

    def cell(self, phi_class: PhiClass, number: int) -> tuple[DocType, Format]:
        """Return type and format of a document."""
        return self._mixes[phi_class].at(number)

    def document(self, phi_class: PhiClass, number: int) -> DocumentSpec:
        """Return what document `number` (from 0) of a class is to be."""
        doc_type, file_format = self.cell(phi_class, number)
        if phi_class == "positive":
            patient_number, visit = self._patient_and_visit(number)
            facility_number = self.pools.patient(patient_number).facility_number
            form = None
        else:
            patient_number, visit = None, 0
            form = self._filled_form(number) if doc_type is DocType.BLANK_FORM else None
            facility_number = self._negative_facility(number, form)
        return DocumentSpec(
            phi_class=phi_class,
            number=number,
            doc_type=doc_type,
            format=file_format,
            layout=self._layout(phi_class, number) if form is None else self._layout("positive", form),
            patient_number=patient_number,
            visit=visit,
            facility_number=facility_number,
            twin=form,
            path=self._path(phi_class, number, doc_type, file_format),
        )

    def split(self, document: DocumentSpec) -> Split:
        """Return the part of the corpus that a document belongs to: 80, 10 and 10 per cent.

        All documents of a patient are in one part; a blank form is in the part of the form that it is the twin of.
        """
        patient = document.patient_number
        if document.doc_type is DocType.BLANK_FORM and (form := self._filled_form(document.number)) is not None:
            patient = self._patient_and_visit(form)[0]
        key = ("negative", document.number) if patient is None else ("patient", patient)
        place = digest64(self.spec.seed, "split", *key) % 10
        return "train" if place < 8 else "validation" if place < 9 else "test"

    def _patient_and_visit(self, number: int) -> tuple[int, int]:
        if self.spec.patients is None:
            return divmod(number, self.spec.documents_per_patient)
        visit, patient = divmod(number, self.spec.patients)
        return patient, visit

    def _filled_form(self, number: int) -> int | None:
        """Return the first registration form among the positives from `number` on."""
        if not self._has_forms:
            return None
        mix = self._mixes["positive"]
        candidates = range(number, number + _LOOK_AHEAD)
        return next((n for n in candidates if mix.at(n)[0] is DocType.REGISTRATION_FORM), None)

    def _negative_facility(self, number: int, form: int | None) -> int:
        if form is not None:
            return self.pools.patient(self._patient_and_visit(form)[0]).facility_number
        return stream(self.spec.seed, "negative-facility", number).integer(0, self.spec.facilities - 1)

    def _layout(self, phi_class: PhiClass, number: int) -> str:
        return stream(self.spec.seed, phi_class, "layout", number).pick(_LAYOUT_NAMES)

    def _path(self, phi_class: PhiClass, number: int, doc_type: DocType, file_format: Format) -> str:
        folder = number // FOLDER_SIZE
        name = f"PHI_{_SHORT[phi_class]}_{doc_type}_W{folder:02d}_{number:04d}"
        if self.spec.names == "neutral":
            name = f"DOC_{number:06d}"
        return f"{phi_class}/{folder:03d}/{name}.{file_format}"
