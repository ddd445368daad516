"""Which surfaces beside its text a document has."""

from synthphi.doctypes import DocType
from synthphi.document_spec import DocumentSpec
from synthphi.records import record
from synthphi.seeds import Weighted, stream
from synthphi.spec import AttachedPhi, CorpusSpec
from synthphi.surfaces import SURFACES, ExtraSurface, extra_surfaces

_OF_THE_DEAD = (
    *(ExtraSurface.METADATA, ExtraSurface.HEADER, ExtraSurface.FOOTER, ExtraSurface.FORM_FIELD),
    *(ExtraSurface.BOOKMARK, ExtraSurface.FILENAME),
)
"""Nobody is called back or seen again."""
DEEPEST = 3
"""How deep messages lie within messages at most."""
_AGAIN = 0.7
"""How often a message that is attached has attachments itself."""


@record
class Drawn:
    """Which surfaces a document has."""

    surfaces: frozenset[ExtraSurface]
    alone: bool
    """Whether what stands there is the only PHI of a positive."""
    attached: AttachedPhi | None = None
    """Where of a mail with attachments the patient is; None: it has none."""

    @property
    def text_of_nobody(self) -> bool:
        """Whether a positive's text is that of its twin."""
        return self.alone or self.attached == "attachment"


def drawn_surfaces(spec: CorpusSpec, document: DocumentSpec) -> Drawn:
    """Return which surfaces a document has: of a twin, those of its positive."""
    rng = stream(spec.seed, *document.address, "surfaces")
    there = extra_surfaces(document.format)
    if document.doc_type is DocType.DEATH_WORKSHEET:
        there = tuple(name for name in there if name in _OF_THE_DEAD)
    asked = spec.surfaces
    rates = {name: asked.get(name, 0.0) for name in there}
    if document.patient_number is None:
        # Pictures are of patients, and the file of a document about nobody says no more than its title.
        rates.pop(ExtraSurface.ALT_TEXT, None)
    if spec.names == "neutral" or document.part:
        rates.pop(ExtraSurface.FILENAME, None)
    if document.part and rates.get(ExtraSurface.ATTACHMENT):
        rates[ExtraSurface.ATTACHMENT] = _AGAIN if len(document.part) < DEEPEST else 0.0
    chosen = frozenset([name for name, rate in rates.items() if rng.chance(rate)])
    able: list[ExtraSurface] = []
    if rng.chance(spec.surface_only) and document.phi_class == "positive":
        able = [name for name, rate in rates.items() if rate and SURFACES[name].alone]
    if able:
        # Those that are no place of their own stay: forms to fill in, a second form of a mail.
        chosen = frozenset([*[name for name in chosen if not SURFACES[name].alone], rng.pick(able)])
    attached: AttachedPhi | None = None
    if ExtraSurface.ATTACHMENT in chosen:
        weights = spec.attachment_phi
        attached = rng.weighted(Weighted(tuple(weights), tuple(weights.values())))
        if able or document.patient_number is None:
            attached = "mail"
    return Drawn(chosen, bool(able), attached)
