"""Extend a corpus: more documents of the same spec, with those that are there kept as they are.

Document `i` of a class does not depend on how many there are, so all that changes is what the corpus is said to be:
its spec, and the fingerprint on its receipts.
"""

from pathlib import Path

from synthphi.corpus.limits import check_limits
from synthphi.corpus.lock import writing
from synthphi.corpus.opening import load_corpus, write_about
from synthphi.corpus.receipt import read_receipts, write_receipt
from synthphi.doctypes import PHI_CLASSES
from synthphi.errors import SpecError
from synthphi.spec import CorpusSpec


def extend(corpus: Path | str, *, phi_positive: int | None = None, phi_negative: int | None = None) -> CorpusSpec:
    """Raise how many documents a corpus is to have, and return its new spec; the documents are made by the next run.

    Stopped in the middle, it leaves a corpus of the new spec, some of whose documents are made once more.

    Args:
        corpus: The corpus folder.
        phi_positive: How many documents with PHI it is to have in all; left out: as many as it has.
        phi_negative: How many without.

    Raises:
        CorpusBusy: another process is writing to it.
        CorpusError: there is no corpus.
        CorpusMismatch: it was made by another content version.
        OutputError: it cannot be written to.
        SpecError: a number is lower than the corpus has, or the corpus is for Purview and leaves its limits.
    """
    _, spec = load_corpus(corpus)
    wanted = {"phi_positive": phi_positive, "phi_negative": phi_negative}
    extended = CorpusSpec.parse({**spec.model_dump(), **{name: n for name, n in wanted.items() if n is not None}})
    for phi_class in PHI_CLASSES:
        if extended.count(phi_class) < spec.count(phi_class):
            raise SpecError(
                f"phi_{phi_class}: the corpus has {spec.count(phi_class)}, and documents are never taken out "
                f"(got {extended.count(phi_class)}): give a higher number, or make another corpus"
            )
    check_limits(extended)
    with writing(spec, corpus) as folder:
        receipts = read_receipts(folder, spec)
        write_about(folder, extended)
        for receipt in receipts:
            write_receipt(folder, receipt.model_copy(update={"fingerprint": extended.fingerprint}))
    return extended
