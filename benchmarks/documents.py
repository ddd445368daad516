"""The documents that benchmarks measure with: of the default mix, by format."""

from collections.abc import Iterable
from dataclasses import replace

from synthphi import CorpusSpec
from synthphi.content import compose
from synthphi.corpus.plan import Plan
from synthphi.doctypes import PHI_CLASSES, Format
from synthphi.document import Document
from synthphi.spec import DEFAULT_FORMATS


def documents_by_format(count: int, formats: Iterable[Format] = Format) -> dict[Format, list[Document]]:
    """Return `count` documents a format, both classes: of the default mix, or where that lacks it, of that format."""
    wanted = list(formats)
    usual = [file_format for file_format in wanted if file_format in DEFAULT_FORMATS]
    found = _documents(CorpusSpec(phi_positive=40 * count, phi_negative=40 * count), usual, count)
    for file_format in wanted:
        if file_format not in DEFAULT_FORMATS:
            spec = CorpusSpec(phi_positive=count, phi_negative=count, formats={file_format: 1})
            found |= _documents(spec, [file_format], count)
    return found


def _documents(spec: CorpusSpec, formats: list[Format], count: int) -> dict[Format, list[Document]]:
    plan = Plan(spec)
    found: dict[Format, list[Document]] = {file_format: [] for file_format in formats}
    for number in range(spec.phi_positive):
        for phi_class in PHI_CLASSES:
            document = plan.document(phi_class, number)
            if len(found.get(document.format, ())) < count and document.format in found:
                # What is attached to a mail is of other formats, which have figures of their own.
                found[document.format].append(replace(compose(document, plan.pools), attachments=()))
        if all(len(documents) == count for documents in found.values()):
            break
    return found


def rounds_of(documents: list[Document], warm: int, rounds: int) -> list[list[Document]]:
    """Return the documents after the first `warm`, in rounds of equal size.

    A document that was rendered before is cheaper, because lines of text are remembered: each round has its own.
    """
    size = (len(documents) - warm) // rounds
    return [documents[start : start + size] for start in range(warm, warm + rounds * size, size)]
