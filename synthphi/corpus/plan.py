"""The plan of a corpus: what document number `i` of a class is to be, computed when asked for, stored nowhere.

Everything here is a pure function of the spec without its counts, the class and the number; so a corpus with more
documents begins with the same ones.
"""

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

from synthphi.doctypes import BLANK_TWINS, PHI_CLASSES, TYPES, DocType, Format, PhiClass
from synthphi.document_spec import DocumentSpec, ListedVisit
from synthphi.people.pools import Pools
from synthphi.render.layouts import LAYOUTS_OF
from synthphi.seeds import Weighted, digest64, stream
from synthphi.spec import REACH, CorpusSpec, Split

FOLDER_SIZE = 1_000
"""Documents a folder: the work folder that stands in file names."""

_WHOLE = 2**64
# 2**64 over the golden ratio: multiples of it fill the circle evenly (Knuth, TAOCP 3, 6.4, Fibonacci hashing), so a
# mix of types and formats comes out nearly exact in a corpus of any size.
_STEP = 0x9E3779B97F4A7C15
_REMEMBERED = 12
"""How many of a patient's visits later ones know of: thousands of documents may be of one patient."""
PARTS: dict[Split, str] = {"train": "seed", "test": "test"}
"""The folders of a corpus for Purview, by part."""
# Prime to a million: multiples of it meet each of its numbers once, all over the range.
_SCATTER, _NUMBERS = 618_033, 1_000_000
_SHORT = {"positive": "POS", "negative": "NEG"}
_FEWEST, _MOST = 12, 45
"""How many patients a listing has, as far as there are so many in its part of the corpus."""
_NEIGHBORS = 2 * REACH
"""How many neighbors' parts are kept: documents are made in the order of their patients."""


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
        self._twins = spec.twin_share
        self._splits = Weighted(list(spec.splits), list(spec.splits.values()))
        self._quality = Weighted(list(spec.quality), list(spec.quality.values()))
        self._split_of_patient = lru_cache(_NEIGHBORS)(lambda number: self._split("patient", number))

    def cell(self, phi_class: PhiClass, number: int) -> tuple[DocType, Format]:
        """Return type and format of a document."""
        twin_of = self._twin_of(number) if phi_class == "negative" else None
        if twin_of is None:
            return self._mixes[phi_class].at(number)
        doc_type, file_format = self._mixes["positive"].at(twin_of)
        return self._twin_type(doc_type, twin_of), file_format

    def split(self, phi_class: PhiClass, number: int) -> Split:
        """Return the part that a document is in: of a twin, that of its positive."""
        twin_of = self._twin_of(number) if phi_class == "negative" else None
        if phi_class == "negative" and twin_of is None:
            return self._split(phi_class, number)
        patient_number, _ = self._patient_and_visit(number if twin_of is None else twin_of)
        return self._split("patient", patient_number)

    def document(self, phi_class: PhiClass, number: int) -> DocumentSpec:
        """Return what document `number` (from 0) of a class is to be."""
        doc_type, file_format = self.cell(phi_class, number)
        path = self._path(phi_class, number, doc_type, file_format)
        twin_of = self._twin_of(number) if phi_class == "negative" else None
        if twin_of is not None:
            return self.document("positive", twin_of).twin(number, doc_type, path)
        rng = stream(self.spec.seed, phi_class, "document", number)
        if phi_class == "positive":
            patient_number, visit = self._patient_and_visit(number)
            before = tuple([self._mixes["positive"].at(earlier)[0] for earlier in self._before(number, visit)])
            facility_number = self.pools.patient(patient_number).facility_number
            split = self._split_of_patient(patient_number)
            listed = self._listed(number, patient_number, doc_type) if TYPES[doc_type].listing else ()
        else:
            patient_number, visit, before, listed = None, 0, (), ()
            facility_number = rng.integer(0, self.spec.facilities - 1)
            split = self._split(phi_class, number)
        return DocumentSpec(
            phi_class=phi_class,
            number=number,
            doc_type=doc_type,
            format=file_format,
            layout=rng.pick(LAYOUTS_OF[split]),
            patient_number=patient_number,
            visit=visit,
            before=before,
            facility_number=facility_number,
            split=split,
            quality=rng.weighted(self._quality),
            path=path,
            listed=listed,
        )

    def _listed(self, number: int, patient_number: int, doc_type: DocType) -> tuple[ListedVisit, ...]:
        """Return whose rows a listing has: the patient and neighbors of the same part of the corpus.

        They are patients of lower numbers, which the corpus has whatever its size; of the first ones all that every
        corpus with listings has.
        """
        rng = stream(self.spec.seed, "listed", number)
        last = patient_number + 1 if patient_number >= REACH else REACH
        neighbors = range(max(last - REACH - 1, 0), min(last, self.spec.patients or last))
        split, left = self._split_of_patient(patient_number), rng.integer(_FEWEST, _MOST) - 1
        found = [ListedVisit(patient_number, doc_type)]
        for neighbor in rng.sample(neighbors, len(neighbors)):
            if not left:
                break
            if neighbor == patient_number or self._split_of_patient(neighbor) != split:
                continue
            first = neighbor if self.spec.patients else neighbor * self.spec.documents_per_patient
            seen_for = self._mixes["positive"].at(first)[0]
            # Who dies at the first visit is on no list of those who come again.
            if seen_for is not DocType.DEATH_WORKSHEET:
                found.append(ListedVisit(neighbor, seen_for))
                left -= 1
        return tuple(found)

    def _split(self, *address: object) -> Split:
        """Return the part of the corpus that an address belongs to: all documents of a patient are in one part."""
        return self._splits.at(digest64(self.spec.seed, "split", *address) / _WHOLE)

    def _patient_and_visit(self, number: int) -> tuple[int, int]:
        if self.spec.patients is None:
            return divmod(number, self.spec.documents_per_patient)
        visit, patient = divmod(number, self.spec.patients)
        return patient, visit

    def _before(self, number: int, visit: int) -> range:
        """Return the numbers of the documents of a patient's first visits, before one of them."""
        step = self.spec.patients or 1
        return range(number - visit * step, number, step)[:_REMEMBERED]

    def _twin_of(self, number: int) -> int | None:
        """Return the positive that a negative is the twin of: the first twin of the first positive, and so on."""
        twin = int(number * self._twins)
        return twin if int((number + 1) * self._twins) > twin else None

    def _twin_type(self, doc_type: DocType, number: int) -> DocType:
        """Return what the twin of a positive is: of a form, the blank one or one with sample values."""
        blank = TYPES[doc_type].form and stream(self.spec.seed, "blank", number).chance(BLANK_TWINS)
        return DocType.BLANK_FORM if blank else DocType.DEIDENTIFIED_RECORD

    def _path(self, phi_class: PhiClass, number: int, doc_type: DocType, file_format: Format) -> str:
        if self.spec.folders == "purview":
            return self._path_in_purview(phi_class, number, doc_type, file_format)
        folder = number // FOLDER_SIZE
        name = f"DOC_{number:06d}" if self.spec.names == "neutral" else _described(phi_class, number, doc_type)
        return f"{phi_class}/{folder:03d}/{name}.{file_format}"

    def _path_in_purview(self, phi_class: PhiClass, number: int, doc_type: DocType, file_format: Format) -> str:
        name = _described(phi_class, number, doc_type)
        if self.spec.names == "neutral":
            # There are more negatives than positives: counted through, high numbers would give them away.
            offset = digest64(self.spec.seed, phi_class, "names")
            name = f"DOC_{(number * _SCATTER + offset) % _NUMBERS:06d}"
        return f"{PARTS[self.split(phi_class, number)]}/{phi_class}/{name}.{file_format}"


def _described(phi_class: PhiClass, number: int, doc_type: DocType) -> str:
    """Return a name that says what the document is."""
    return f"PHI_{_SHORT[phi_class]}_{doc_type}_W{number // FOLDER_SIZE:02d}_{number:04d}"
