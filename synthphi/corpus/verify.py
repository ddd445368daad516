"""Verify a corpus on disk: what its labels claim is re-read from the files, by readers that did not write them.

Checked are: every document of the spec is there once, with the size and SHA-256 of manifest and labels, and nothing
else is in the class folders; no two files are equal; each span's characters, tag and every place; no span of a
negative is PHI, and no value of a patient stands in a negative (`synthphi.corpus.verify_leaks` says which values).
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from pydantic import BaseModel, ConfigDict, computed_field

from synthphi.corpus.folder import CorpusFolder, load_corpus
from synthphi.corpus.stats import read_stats
from synthphi.corpus.verify_documents import Fact, Piece, Problem, Seen, check_piece, pieces
from synthphi.corpus.verify_leaks import LeakSearch
from synthphi.doctypes import PHI_CLASSES
from synthphi.errors import CorpusError
from synthphi.spec import CorpusSpec, document_id


class VerifyReport(BaseModel):
    """What `verify` looked at, and what it found wrong."""

    model_config = ConfigDict(frozen=True)

    documents: int
    """Documents looked at."""
    spans: int
    """Spans re-read."""
    places: int
    """Places re-read: a span has at least one."""
    negatives: int
    """Negatives searched for values of patients."""
    values: int
    """Different values of patients that they were searched for."""
    problems: list[Problem]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def ok(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.problems


def verify(corpus: Path | str, *, workers: int = 1, progress: Callable[[int, int], None] | None = None) -> VerifyReport:
    """Check a corpus and return a report; a damaged document is a problem in the report, not an error.

    Args:
        corpus: The corpus folder.
        workers: Processes that share the work. Each holds the patients' values in memory.
        progress: Called with (documents looked at, documents in all) now and then.

    Raises:
        CorpusError: there is no corpus, or its labels or pools are missing or damaged.
    """
    folder, spec = load_corpus(corpus)
    work = pieces(folder)
    search = LeakSearch.of_corpus(folder.pools)
    total = sum(piece.rows for piece in work)
    done = 0
    parts: list[Seen] = []
    for part in _checked(folder, work, search, workers):
        parts.append(part)
        done += part.documents
        if progress is not None:
            progress(done, total)
    seen = _sum(parts)
    return VerifyReport(
        documents=seen.documents,
        spans=seen.spans,
        places=seen.places,
        negatives=seen.negatives,
        values=search.values,
        problems=[*_corpus_problems(folder, spec, seen.facts), *seen.problems],
    )


def _sum(parts: list[Seen]) -> Seen:
    # In halves: to add a million documents to a growing list, a hundred at a time, would take quadratic time.
    if len(parts) <= 1:
        return parts[0] if parts else Seen()
    middle = len(parts) // 2
    return _sum(parts[:middle]) + _sum(parts[middle:])


def _checked(folder: CorpusFolder, work: list[Piece], search: LeakSearch, workers: int) -> Iterator[Seen]:
    if workers <= 1 or len(work) <= 1:
        yield from (check_piece(folder, piece, search) for piece in work)
        return
    # Not fork: the process that calls may have threads.
    with ProcessPoolExecutor(
        min(workers, len(work)), get_context("spawn"), initializer=_begin, initargs=(folder,)
    ) as pool:
        yield from pool.map(_check, work)


_process: dict[str, tuple[CorpusFolder, LeakSearch]] = {}
"""What a worker process keeps from piece to piece."""


def _begin(folder: CorpusFolder) -> None:
    _process["corpus"] = folder, LeakSearch.of_corpus(folder.pools)


def _check(piece: Piece) -> Seen:
    folder, search = _process["corpus"]
    return check_piece(folder, piece, search)


def _corpus_problems(folder: CorpusFolder, spec: CorpusSpec, facts: list[Fact]) -> Iterator[Problem]:
    """Yield what is wrong with the corpus as a whole."""
    failed: dict[str, str] = {}
    yield from _recorded_errors(folder, failed)
    yield from _wrong_documents(spec, facts, failed)
    labelled = {fact.path for fact in facts}
    for path in sorted(path.relative_to(folder.root).as_posix() for path in folder.documents_on_disk()):
        if path not in labelled:
            yield Problem(path=path, message="is no document of the corpus: it has no label row")
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
            error = json.loads(line)
            failed[error["document_id"]] = error["message"]
            yield Problem(path=error["document_id"], message=f"could not be made: {error['error']}: {error['message']}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield Problem(path=folder.errors.name, message=f"cannot be read: {error}")


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
