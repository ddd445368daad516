"""Find what is missing or damaged in a corpus: every file is hashed and compared with what was recorded of it."""

import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict

from synthphi.corpus.batches import Batch
from synthphi.corpus.coverage import gaps, open_errors
from synthphi.corpus.files import FileRecord, is_part
from synthphi.corpus.finished import Finished, derived_files, faults, read_finished
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.pools import part_fault, pool_part, pool_slices
from synthphi.corpus.receipt import Receipt, is_of_batch, load_receipt, receipt_files
from synthphi.corpus.sealing import is_sealed_page
from synthphi.corpus.shards import in_shard, is_shard
from synthphi.corpus.untrusted import document_fault
from synthphi.doctypes import PHI_CLASSES, PhiClass
from synthphi.spec import CorpusSpec

# fmt: off
DamageKind: TypeAlias = Literal[
    "document", "shard", "receipt", "no receipt", "rows", "could not be made", "labels", "manifest", "pools",
    "pool slice", "stats", "card", "state", "errors", "report", "record", "corpus.json",
]
# fmt: on
_DOCUMENT_NAME = re.compile(r"(PHI_(POS|NEG)_\w+_W\d{2,}_\d{4,}|DOC_\d{6,})\w*.*\.\w+")
_POOL_SLICE = re.compile(r"(patients|providers|facilities)-\d{8,}-\d{8,}\.(parquet|json)")


class Damage(BaseModel):
    """Something that is missing or damaged in a corpus."""

    model_config = ConfigDict(frozen=True)

    kind: DamageKind
    path: str
    """The file, relative to the corpus, or what else is meant."""
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


@dataclass(slots=True)
class Findings:
    """What was looked at in a corpus, and what is wrong with it."""

    documents: int = 0
    """Documents hashed."""
    damage: list[Damage] = field(default_factory=list)
    intact: list[Receipt] = field(default_factory=list)
    """Receipts all of whose files are as they were written."""
    expected: dict[str, str] = field(default_factory=dict)
    """SHA-256 by path, of documents that are to be made anew."""
    foreign: list[str] = field(default_factory=list)
    """Files that are none of a corpus."""

    def add(self, kind: DamageKind, path: Path | str, message: str) -> None:
        """Add something that is wrong."""
        self.damage.append(Damage(kind=kind, path=str(path), message=message))


def find_damage(
    folder: CorpusFolder,
    spec: CorpusSpec,
    *,
    workers: int = 1,
    hashed: frozenset[Batch] = frozenset(),
    progress: Callable[[int, int], None] | None = None,
) -> Findings:
    """Return what is missing or damaged in a corpus.

    Args:
        folder: The corpus.
        spec: Its spec.
        workers: How many files are hashed at a time.
        hashed: Batches whose files were hashed just now, and found as they were written.
        progress: Called with (documents hashed, documents in all) after each batch.
    """
    found = Findings()
    record = read_finished(folder)
    record = record if record is not None and record.fingerprint == spec.fingerprint else None
    wrong = dict(faults(folder, record)) if record is not None else {}
    receipts = list(_receipts(folder, spec, found))
    labelled = _labelled(folder, spec, record, wrong)
    known = {one.path for receipt in receipts for one in receipt.files}
    if not receipts and labelled and not receipt_files(folder):
        # A copy without the folder .synthphi: its labels say how the documents are.
        known = _files_of(labelled)
        found.documents = len(labelled)
        with ThreadPoolExecutor(workers) as pool:
            for (_, _, one), fault in zip(
                labelled, pool.map(lambda row: document_fault(folder, row[2]), labelled), strict=True
            ):
                if fault is not None:
                    found.add("document", one.path, fault)
        found.expected = {one.path: one.sha256 for _, _, one in labelled}
        missing_files = [path for path in derived_files(folder) if not path.exists() and path != folder.errors]
        wrong = {path.relative_to(folder.root).as_posix(): "is missing" for path in missing_files}
        open_ranges = False
    else:
        _check_receipts(folder, receipts, found, workers, hashed, progress)
        open_ranges = _check_ranges(spec, receipts, labelled, found)
        if record is None:
            name = folder.finished.relative_to(folder.root)
            found.add("record", name, "is missing or damaged: no run has finished the corpus")
        else:
            known |= _files_of(labelled)
    for path, fault in wrong.items():
        found.add(_kind(folder, folder.root / path), path, fault)
    _check_others(folder, spec, found)
    found.foreign = sorted(_foreign(folder, known, open_ranges))
    return found


def _receipts(folder: CorpusFolder, spec: CorpusSpec, found: Findings) -> Iterator[Receipt]:
    for path in receipt_files(folder):
        name = path.relative_to(folder.root)
        try:
            receipt = load_receipt(folder, path)
        except (OSError, ValueError) as error:
            found.add("receipt", name, f"is damaged: {str(error).splitlines()[0]}")
            continue
        if receipt.fingerprint == spec.fingerprint:
            yield receipt
        else:
            found.add("receipt", name, "is of another corpus")


_Labelled: TypeAlias = list[tuple[PhiClass, int, FileRecord]]


def _labelled(folder: CorpusFolder, spec: CorpusSpec, record: Finished | None, wrong: dict[str, str]) -> _Labelled:
    """Return what undamaged label tables say of documents: class, number, file."""
    if record is None and folder.finished.exists():
        return []
    rows: _Labelled = []
    for phi_class in PHI_CLASSES:
        path = folder.labels_of(phi_class)
        if path.relative_to(folder.root).as_posix() in wrong:
            continue
        try:
            table = pq.read_table(path, columns=["number", "path", "bytes", "sha256"])
        except (OSError, pa.ArrowException, KeyError):
            continue
        columns = (table[name].to_pylist() for name in ("number", "path", "bytes", "sha256"))
        rows += [(phi_class, number, FileRecord(*facts)) for number, *facts in zip(*columns, strict=True)]
    if record is None and len(rows) != spec.phi_positive + spec.phi_negative:
        return []  # labels of nobody knows what
    return rows


def _files_of(labelled: _Labelled) -> set[str]:
    """Return the files, or shards, that documents lie in."""
    return {packed[0] if (packed := in_shard(one.path)) else one.path for _, _, one in labelled}


def _check_receipts(
    folder: CorpusFolder,
    receipts: list[Receipt],
    found: Findings,
    workers: int,
    hashed: frozenset[Batch],
    progress: Callable[[int, int], None] | None,
) -> None:
    def check(receipt: Receipt) -> list[tuple[DamageKind, str, str]]:
        if receipt.batch in hashed:
            return []
        files: list[tuple[DamageKind, FileRecord]] = [("rows", receipt.rows)]
        files += [("shard" if is_shard(Path(one.path)) else "document", one) for one in receipt.files]
        return [(kind, one.path, fault) for kind, one in files if (fault := one.fault(folder.root))]

    total = sum(receipt.stats.documents for receipt in receipts)
    told: set[str] = set()
    # Threads: they read, and hashing lets go of the interpreter.
    with ThreadPoolExecutor(workers) as pool:
        for receipt, wrong in zip(receipts, pool.map(check, receipts), strict=True):
            found.documents += receipt.stats.documents
            for kind, path, fault in wrong:
                if path not in told:
                    found.add(kind, path, fault)
                    told.add(path)
            if wrong:
                found.expected.update({one.path: one.sha256 for one in receipt.files})
            else:
                found.intact.append(receipt)
            if progress is not None:
                progress(found.documents, total)


def _check_ranges(spec: CorpusSpec, receipts: list[Receipt], labelled: _Labelled, found: Findings) -> bool:
    """Find documents that no receipt speaks of; return whether there are any."""
    for error in open_errors(receipts):
        found.add("could not be made", error.document_id, f"{error.error}: {error.message}")
    some = False
    covered = gaps([*receipts], spec, with_errors=True)
    for phi_class, ranges in covered.items():
        for numbers in ranges:
            some = True
            found.add(
                "no receipt", f"{phi_class} {numbers.start} to {numbers.stop - 1}", "no receipt says that they are made"
            )
    if some:
        found.expected.update(
            {
                one.path: one.sha256
                for phi_class, number, one in labelled
                if any(number in numbers for numbers in covered[phi_class])
            }
        )
    return some


def _check_others(folder: CorpusFolder, spec: CorpusSpec, found: Findings) -> None:
    for piece in pool_slices(spec):
        part = pool_part(folder, *piece)
        if part.exists() and (fault := part_fault(folder, spec, part)):
            found.add("pool slice", part.relative_to(folder.root), fault)
    if folder.report.exists():
        try:
            whole = is_sealed_page(folder.report.read_bytes())
        except OSError:
            whole = False
        if not whole:
            found.add("report", folder.report.name, "is damaged: its SHA-256 is not the one that it carries")


def is_pool_slice(path: Path) -> bool:
    """Return whether a file has the name of a slice of a pool, or of the record of one."""
    return _POOL_SLICE.fullmatch(path.name) is not None


def _kind(folder: CorpusFolder, path: Path) -> DamageKind:
    if path.parent == folder.labels:
        return "labels"
    if path.parent == folder.pools:
        return "pools"
    kinds: dict[Path, DamageKind] = {
        folder.manifest: "manifest",
        folder.stats: "stats",
        folder.card: "card",
        folder.state: "state",
        folder.errors: "errors",
    }
    return kinds.get(path, "record")


def _foreign(folder: CorpusFolder, known: set[str], open_ranges: bool) -> Iterator[str]:
    ours = {*derived_files(folder), folder.corpus_file, folder.report, folder.lock, folder.writer, folder.finished}
    for place, _, names in os.walk(folder.root):
        if Path(place) == folder.root / ".synthphi" / "results":
            continue
        for name in names:
            path = Path(place, name)
            relative = path.relative_to(folder.root).as_posix()
            if path in ours or relative in known or is_part(path.name):
                continue
            if path.parent in {folder.receipts, folder.rows} and is_of_batch(path):
                continue
            if path.parent == folder.pool_parts and is_pool_slice(path):
                continue
            # A document whose receipt is lost, or that was made in a batch that did not end.
            if open_ranges and (_DOCUMENT_NAME.fullmatch(name) or is_shard(path)):
                continue
            yield relative
