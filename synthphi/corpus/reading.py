"""What can be read of a corpus now, whether a run has finished it or not, and whether one is going on.

A finished corpus has label tables. Of another, what its receipts say is done is read from the batches' own rows: it is
whole, and each document is in it once.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from synthphi.corpus.coverage import open_errors
from synthphi.corpus.finished import check_derived, read_finished
from synthphi.corpus.folder import CorpusFolder, unreadable
from synthphi.corpus.lock import writer
from synthphi.corpus.opening import load_corpus, read_about
from synthphi.corpus.receipt import DocumentError, Receipt, receipt_files, receipts_with
from synthphi.doctypes import PHI_CLASSES, PhiClass
from synthphi.spec import CorpusSpec


class Part(NamedTuple):
    """Rows of a Parquet file that holds label rows."""

    phi_class: PhiClass
    path: Path
    start: int
    stop: int

    @property
    def rows(self) -> int:
        """Return how many rows it has."""
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class Reading:
    """What of a corpus can be read."""

    folder: CorpusFolder
    spec: CorpusSpec
    finished: bool
    """Whether labels, manifest, pools and counts are there, and of all that the corpus is to have."""
    parts: tuple[Part, ...]
    """Where the label rows are, positives first, by number."""
    receipts: tuple[Receipt, ...]
    """Those that count, of a corpus that is not finished."""
    writer: str | None
    """Who is writing to it."""

    def parts_of(self, phi_class: PhiClass) -> list[Part]:
        """Return where the label rows of a class are."""
        return [part for part in self.parts if part.phi_class == phi_class]

    @property
    def documents(self) -> int:
        """Return how many documents have label rows."""
        return sum(part.rows for part in self.parts)

    @property
    def errors(self) -> list[DocumentError]:
        """Return the documents that could not be made, of a corpus that is not finished."""
        return open_errors(self.receipts)

    @property
    def missing(self) -> int:
        """Return how many documents of the spec are not made, those that could not be made among them."""
        return max(0, self.spec.phi_positive + self.spec.phi_negative - self.documents)

    @property
    def complete(self) -> bool:
        """Return whether a run has finished the corpus, and every document of the spec is there."""
        return self.finished and not self.missing

    @property
    def note(self) -> str | None:
        """Return what is to be said of a corpus that is not finished, in a sentence; None of another."""
        if self.finished:
            return None
        total = self.spec.phi_positive + self.spec.phi_negative
        said = f"{self.folder.root} is not finished: {self.documents} of {total} documents can be read"
        if self.writer is not None:
            return f"{said}; {self.writer} is writing to it"
        return f"{said}; run `synthphi generate` with the same spec and output again, or `synthphi repair`"


def read_corpus(corpus: CorpusFolder | Path | str, *, check: bool = True) -> Reading:
    """Return what can be read of a corpus.

    Args:
        corpus: The corpus folder.
        check: Compare the label tables of a finished corpus with their hashes.

    Raises:
        CorpusError: there is no corpus, or its label tables are missing or damaged.
    """
    folder, spec = load_corpus(corpus.root if isinstance(corpus, CorpusFolder) else corpus)
    # As it is recorded: a corpus of another content version can be read, too.
    fingerprint = str(read_about(folder)["fingerprint"])
    writing = writer(folder.root)
    record = read_finished(folder)
    if record.fingerprint == fingerprint if record is not None else _is_published(folder):
        return Reading(folder, spec, True, tuple(_tables(folder, check)), (), writing)
    receipts = [one for one in receipts_with(folder, fingerprint) if one.rows.fault(folder.root) is None]
    return Reading(folder, spec, False, tuple(_parts(folder, receipts)), tuple(receipts), writing)


def _is_published(folder: CorpusFolder) -> bool:
    """Return whether a corpus has nothing of its runs: it was copied without the folder ``.synthphi``."""
    return not folder.finished.exists() and not receipt_files(folder)


def _tables(folder: CorpusFolder, check: bool) -> Iterator[Part]:
    for phi_class in PHI_CLASSES:
        path = folder.labels_of(phi_class)
        if check:
            check_derived(folder, path)
        try:
            yield Part(phi_class, path, 0, pq.read_metadata(path).num_rows)
        except (OSError, pa.ArrowException) as error:
            raise unreadable(path, error) from error


def _parts(folder: CorpusFolder, receipts: Sequence[Receipt]) -> Iterator[Part]:
    """Yield where the rows of receipts are, each document once: receipts may overlap and may leave gaps."""
    for phi_class in PHI_CLASSES:
        waiting = [receipt for receipt in receipts if receipt.batch.phi_class == phi_class]
        bounds = sorted({bound for receipt in waiting for bound in (receipt.batch.start, receipt.batch.stop)})
        waiting.sort(key=lambda receipt: receipt.batch, reverse=True)
        over: list[Receipt] = []
        for start, stop in pairwise(bounds):
            over = [receipt for receipt in over if receipt.batch.stop > start]
            while waiting and waiting[-1].batch.start <= start:
                over.append(waiting.pop())
            if over:
                best = max(over, key=lambda receipt: (receipt.complete, receipt.finished))
                first, last = _rows_between(folder, best, start, stop)
                if first < last:
                    yield Part(phi_class, folder.rows_of(best.batch), first, last)


def _rows_between(folder: CorpusFolder, receipt: Receipt, start: int, stop: int) -> tuple[int, int]:
    if receipt.complete:
        return start - receipt.batch.start, stop - receipt.batch.start
    numbers = pq.read_table(folder.rows_of(receipt.batch), columns=["number"])["number"].to_pylist()
    return bisect_left(numbers, start), bisect_left(numbers, stop)
