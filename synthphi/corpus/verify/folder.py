"""Verify a corpus as a whole: the right documents are there, once, and manifest and counts agree with them."""

import json
from collections import defaultdict
from collections.abc import Iterator

from synthphi.corpus.finished import faults, read_finished
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.reading import Reading
from synthphi.corpus.receipt import DocumentError
from synthphi.corpus.stats import read_stats
from synthphi.corpus.verify.documents import Fact
from synthphi.corpus.verify.report import Problem
from synthphi.corpus.verify.shards import strays
from synthphi.doctypes import PHI_CLASSES
from synthphi.document_spec import document_id
from synthphi.errors import CorpusError
from synthphi.spec import CorpusSpec


def corpus_problems(reading: Reading, facts: list[Fact]) -> Iterator[Problem]:
    """Yield what is wrong with the corpus as a whole."""
    folder, spec = reading.folder, reading.spec
    if reading.note is not None:
        # Nothing is wrong with a corpus that is being made; and nobody should take it for a whole one.
        yield Problem(path=folder.corpus_file.name, message=reading.note)
        yield from map(_not_made, reading.errors)
        yield from _equal_files(facts)
        return
    record = read_finished(folder)
    for path, fault in faults(folder, record).items() if record is not None else ():
        if (folder.root / path) not in {folder.card, folder.state}:
            message = f"{fault}: `synthphi repair` makes it anew"
            yield Problem(path=path, message=message, kind="damaged")
    failed: dict[str, str] = {}
    yield from _recorded_errors(folder, failed)
    yield from _wrong_documents(spec, facts, failed)
    yield from strays(folder, spec, {fact.path for fact in facts})
    yield from _equal_files(facts)
    yield from _manifest_problems(folder, facts)
    try:
        counted = read_stats(folder).documents
    except CorpusError as error:
        yield Problem(path=folder.stats.name, message=str(error))
    else:
        if counted != len(facts):
            yield Problem(path=folder.stats.name, message=f"counts {counted} documents, labelled are {len(facts)}")


def _recorded_errors(folder: CorpusFolder, failed: dict[str, str]) -> Iterator[Problem]:
    """Yield the documents that could not be made, and note their ids in `failed`."""
    if not folder.errors.exists():
        return
    try:
        for line in folder.errors.read_text(encoding="utf-8").splitlines():
            error = DocumentError.model_validate_json(line)
            failed[error.document_id] = error.message
            yield _not_made(error)
    except (OSError, ValueError) as error:
        yield Problem(path=folder.errors.name, message=f"cannot be read: {error}")


def _not_made(error: DocumentError) -> Problem:
    return Problem(path=error.document_id, message=f"could not be made: {error.error}: {error.message}")


def _wrong_documents(spec: CorpusSpec, facts: list[Fact], failed: dict[str, str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for fact in facts:
        if fact.document_id in seen:
            yield Problem(path=fact.path, message=f"{fact.document_id} has two label rows")
        seen.add(fact.document_id)
    expected = {document_id(phi_class, number) for phi_class in PHI_CLASSES for number in range(spec.count(phi_class))}
    for name in sorted(expected - seen - failed.keys()):
        yield Problem(path=name, message="is missing: run `synthphi generate` with the same spec and output")
    for name in sorted(seen - expected):
        yield Problem(path=name, message="is labelled, and the spec asks for no such document")


def _equal_files(facts: list[Fact]) -> Iterator[Problem]:
    paths: defaultdict[str, list[str]] = defaultdict(list)
    for fact in facts:
        paths[fact.sha256].append(fact.path)
    for first, *others in paths.values():
        for other in others:
            yield Problem(path=other, message=f"is the same file as {first}")


def _manifest_problems(folder: CorpusFolder, facts: list[Fact]) -> Iterator[Problem]:
    """Yield where manifest and labels do not agree, line by line: both are in the same order."""
    name = folder.manifest.name
    try:
        with folder.manifest.open(encoding="utf-8") as lines:
            listed = [
                Fact(line["document_id"], line["path"], line["sha256"], line["bytes"])
                for line in map(json.loads, lines)
            ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield Problem(path=name, message=f"cannot be read: {error}")
        return
    if len(listed) != len(facts):
        yield Problem(path=name, message=f"lists {len(listed)} documents, labelled are {len(facts)}")
    for theirs, ours in zip(listed, facts, strict=False):
        if theirs != ours:
            yield Problem(path=ours.path, message=f"{name} and labels do not agree: {theirs} there, {ours} here")
            return
