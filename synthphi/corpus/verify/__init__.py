"""Verify a corpus on disk: what its labels claim is re-read from the files, by readers that did not write them.

Checked are: every document of the spec is there once, with the size and SHA-256 of manifest and labels, and nothing
else is in the class folders; no two files are equal; each span's characters, tag and every place, and on PDF pages how
well each box fits; identifiers are of their reserved ranges; no span of a negative is PHI. Then every text of every
file is searched for the values of all pools and of the document's own patients (`synthphi.corpus.verify.values`,
`synthphi.corpus.verify.own`): none may stand outside labels, and none of a patient in a negative at all.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.pools import merge_pools
from synthphi.corpus.reading import Reading, read_corpus
from synthphi.corpus.verify.cutting import pieces
from synthphi.corpus.verify.documents import Known, Seen, check_piece
from synthphi.corpus.verify.folder import corpus_problems
from synthphi.corpus.verify.report import Problem, ProblemKind, SecondReading, VerifyReport, counted, summary
from synthphi.corpus.verify.thorough import Second, by_format, check_second, second_readings
from synthphi.errors import CorpusError

SAMPLE = 20
"""How many decks, and as many workbooks, second readers read: an office suite has to lay each of them out."""

_Run: TypeAlias = Callable[[Callable[[Known, Any], Any], list[Any]], Iterator[Any]]


def verify(
    corpus: Path | str,
    *,
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
    thorough: bool = False,
    sample: int = SAMPLE,
) -> VerifyReport:
    """Check a corpus and return a report; a damaged document is a problem in the report, not an error.

    Of a corpus that no run has finished, the documents of its finished batches are checked, whether a run is going on
    or not; that it is not complete is a problem in the report.

    Args:
        corpus: The corpus folder.
        workers: Processes that share the work. Each holds the values of the pools in memory.
        progress: Called with (documents looked at, documents in all) now and then; `thorough` looks at them twice.
        thorough: Whether second readers, programs of others, read the files too.
        sample: How many decks, and how many workbooks, they read at most.

    Raises:
        CorpusError: there is no corpus, or its labels or pools are missing or damaged, or a second reader's program
            is not installed.
    """
    reading = read_corpus(corpus, check=False)
    folder = reading.folder
    work = pieces(reading)
    rounds, formats = second_readings(reading, work, sample) if thorough else ([], {})
    total = sum(piece.rows for piece in work) + sum(one.documents for one in rounds)
    done = 0

    def tell(documents: int) -> None:
        nonlocal done
        done += documents
        if progress is not None:
            progress(done, total)

    parts: list[Seen] = []
    readings: list[Second] = []
    with _pools(reading) as pools, _workers(folder, pools, workers, len(work)) as (known, run):
        for part in run(check_piece, work):
            parts.append(part)
            tell(part.documents)
        for second in run(check_second, rounds):
            readings.append(second)
            tell(second.counts.documents)
        seen = _sum(parts)
        problems = [
            *corpus_problems(reading, seen.facts),
            *seen.problems,
            *(problem for second in readings for problem in second.problems),
        ]
        return VerifyReport(
            documents=seen.documents,
            spans=seen.spans,
            places=seen.places,
            negatives=seen.negatives,
            values=known.pool.of_patients,
            problems=problems,
            pool_values=len(known.pool.values),
            texts=seen.texts,
            characters=seen.characters,
            hashes=seen.hashes,
            identifiers=seen.identifiers,
            boxes=seen.boxes,
            found=_found(seen, readings, problems),
            thorough=by_format(readings, formats),
            complete=reading.complete,
            missing=reading.missing,
            writer=reading.writer,
        )


def _found(seen: Seen, readings: list[Second], problems: list[Problem]) -> dict[ProblemKind, int]:
    # Of the corpus as a whole all problems are told; of a document ten.
    found = counted(problem.kind for problem in problems if problem.kind in {"corpus", "damaged"})
    found.update(seen.found)
    if misread := sum(second.misread for second in readings):
        found["second reader"] = misread
    return found


def _sum(parts: list[Seen]) -> Seen:
    # In halves: to add a million documents to a growing list, a hundred at a time, would take quadratic time.
    if len(parts) <= 1:
        return parts[0] if parts else Seen()
    middle = len(parts) // 2
    return _sum(parts[:middle]) + _sum(parts[middle:])


@contextmanager
def _pools(reading: Reading) -> Iterator[Path]:
    """Give the folder of the pools of a corpus; they are drawn for the time of the block where no run has finished."""
    if reading.finished:
        yield reading.folder.pools
        return
    with TemporaryDirectory(prefix="synthphi-pools-") as place:
        drawn = CorpusFolder(Path(place))
        merge_pools(drawn, reading.spec)
        yield drawn.pools


@contextmanager
def _workers(folder: CorpusFolder, pools: Path, workers: int, pieces_of_work: int) -> Iterator[tuple[Known, _Run]]:
    """Give what is known of a corpus, and a function that does work on all of a list, in order."""
    known = Known.of_corpus(folder, pools)
    if workers <= 1 or pieces_of_work <= 1:
        yield known, lambda check, work: (check(known, one) for one in work)
        return
    # Not fork: the process that calls may have threads.
    with ProcessPoolExecutor(
        min(workers, pieces_of_work), get_context("spawn"), initializer=_begin, initargs=(folder, pools)
    ) as pool:
        try:
            yield known, lambda check, work: pool.map(partial(_call, check), work)
        except BrokenProcessPool:
            raise CorpusError(
                f"a process that read documents of {folder.root} was killed, by want of memory or by a damaged file: "
                "verify it with `--workers 1`"
            ) from None


_process: dict[str, Known] = {}
"""What a worker process keeps from piece to piece."""


def _begin(folder: CorpusFolder, pools: Path) -> None:
    _process["known"] = Known.of_corpus(folder, pools)


def _call(check: Callable[[Known, Any], Any], work: Any) -> Any:
    return check(_process["known"], work)


__all__ = ["SAMPLE", "Problem", "SecondReading", "VerifyReport", "summary", "verify"]
