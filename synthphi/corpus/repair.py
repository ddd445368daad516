"""Repair a corpus: make what is missing or damaged anew, and prove with hashes that it is as it was recorded.

Needs no Prefect: batches are rendered as a run renders them, into the bytes of an uninterrupted run.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, computed_field

from synthphi.corpus.batch import render_batch
from synthphi.corpus.batches import Batch, plan_batches
from synthphi.corpus.coverage import cut_at_shards, gaps
from synthphi.corpus.damage import Damage, DamageKind, Findings, find_damage
from synthphi.corpus.files import remove
from synthphi.corpus.finish import finish
from synthphi.corpus.finished import read_finished
from synthphi.corpus.folder import CORPUS_FILE, CorpusFolder
from synthphi.corpus.lock import writer, writing
from synthphi.corpus.opening import read_about, write_about
from synthphi.corpus.receipt import Receipt, load_receipt, receipt_files
from synthphi.corpus.stats import CorpusStats, read_stats
from synthphi.errors import CorpusBusy, CorpusError, CorpusMismatch, SpecError
from synthphi.spec import CorpusSpec


class RepairReport(BaseModel):
    """What a repair looked at, what was wrong, and what still is."""

    model_config = ConfigDict(frozen=True)

    checked: bool
    """Whether it was a check only, and nothing was made anew."""
    documents: int
    """Documents hashed."""
    damaged: dict[DamageKind, int]
    """How much was missing or damaged, by kind."""
    damage: list[Damage]
    made_anew: int
    """Documents made anew: those of the batches that something was wrong with."""
    proven: int
    """How many of those have the SHA-256 that was recorded of them before."""
    left: list[Damage]
    """What is wrong still."""
    foreign: list[str]
    """Files that are none of the corpus; they are never touched."""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def ok(self) -> bool:
        """Return whether nothing is wrong, or nothing any more."""
        return not self.left


def repair(
    corpus: Path | str,
    *,
    spec: CorpusSpec | None = None,
    check: bool = False,
    workers: int = 1,
    progress: Callable[[str, int, int], None] | None = None,
    write_report: Callable[[Path], object] | None = None,
) -> RepairReport:
    """Hash every file of a corpus, make anew what is missing or damaged, and return what was done.

    Files that are none of the corpus are told, and left alone.

    Args:
        corpus: The corpus folder.
        spec: Its spec, for when ``corpus.json`` is lost and nothing else in the corpus says it.
        check: Only tell what is wrong.
        workers: How many files are hashed, and batches made, at a time.
        progress: Called with what is done ("hashing", "making"), and documents done and in all.
        write_report: Writes the HTML report of a corpus; without one, a damaged report stays.

    Raises:
        CorpusBusy: a run is writing to the corpus.
        CorpusError: there is no corpus, its spec is not known, or a process died.
        CorpusMismatch: it is of another spec or content version, which would make other bytes.
        OutputError: it cannot be written to.
    """
    folder = CorpusFolder(Path(corpus))
    spec, lost = _spec_of(folder, spec)
    if (who := writer(folder.root)) is not None:
        raise CorpusBusy(f"{folder.root} is being written to by {who}: wait until that run has ended, then repair")
    tell = progress or _say_nothing
    if check:
        found = find_damage(folder, spec, workers=workers, progress=partial(tell, "hashing"))
        _note_lost(found, lost)
        return _report(found, found.damage, check=True)
    if lost is not None:
        write_about(folder, spec)
    with writing(spec, folder.root) as folder:
        found = find_damage(folder, spec, workers=workers, progress=partial(tell, "hashing"))
        if not found.damage:
            _note_lost(found, lost)
            return _report(found, [])
        made = _make_anew(folder, spec, found, workers, partial(tell, "making"))
        if write_report is not None and any(one.kind == "report" for one in found.damage):
            write_report(folder.root)
        hashed = frozenset(receipt.batch for receipt in found.intact)
        after = find_damage(folder, spec, workers=workers, hashed=hashed)
        proven, other = _compare(folder, found, made)
        _note_lost(found, lost)
        found.foreign = after.foreign
        return _report(found, [*after.damage, *other], made=sum(one.stats.documents for one in made), proven=proven)


def _say_nothing(what: str, done: int, total: int) -> None:
    """Stand in for the progress that nobody asked for."""


def _note_lost(found: Findings, lost: str | None) -> None:
    if lost is not None:
        found.damage.insert(0, Damage(kind="corpus.json", path=CORPUS_FILE, message=lost))


def _report(
    found: Findings, left: list[Damage], *, check: bool = False, made: int = 0, proven: int = 0
) -> RepairReport:
    damaged: dict[DamageKind, int] = {}
    for one in found.damage:
        damaged[one.kind] = damaged.get(one.kind, 0) + 1
    return RepairReport(
        checked=check,
        documents=found.documents,
        damaged=damaged,
        damage=found.damage,
        made_anew=made,
        proven=proven,
        left=left,
        foreign=found.foreign,
    )


def _make_anew(
    folder: CorpusFolder, spec: CorpusSpec, found: Findings, workers: int, tell: Callable[[int, int], None]
) -> list[Receipt]:
    """Make the batches that are not intact, and everything that is merged from them; return the new receipts."""
    run = _kept_counts(folder)
    missing = cut_at_shards(folder, spec, gaps(found.intact, spec))
    kept = {folder.receipt_of(receipt.batch) for receipt in found.intact}
    remove(folder.finished)
    for path in receipt_files(folder):
        if path not in kept and not path.is_dir():
            remove(path)
    batches = plan_batches(spec, missing, "auto", workers)
    total = sum(batch.documents for batch in batches)
    done = 0
    made: list[Receipt] = []
    for receipt in _rendered(folder, spec, batches, workers):
        made.append(receipt)
        done += receipt.batch.documents
        tell(done, total)
    finish(folder, spec, run)
    return made


def _kept_counts(folder: CorpusFolder) -> CorpusStats:
    """Return what ``stats.json`` says of the run that made the corpus: to mend it is no run."""
    try:
        counts = read_stats(folder)
    except CorpusError:
        return CorpusStats()
    return CorpusStats(
        documents=counts.generated, workers=counts.workers, batches=counts.batches, duration=counts.duration
    )


def _rendered(folder: CorpusFolder, spec: CorpusSpec, batches: list[Batch], workers: int) -> Iterator[Receipt]:
    if workers <= 1 or len(batches) <= 1:
        yield from (render_batch(spec, batch, folder.root) for batch in batches)
        return
    with ProcessPoolExecutor(min(workers, len(batches)), get_context("spawn")) as pool:
        try:
            yield from pool.map(partial(_render, spec, folder.root), batches)
        except BrokenProcessPool:
            raise CorpusError(
                f"a process that made documents of {folder.root} was killed: run `synthphi generate` with the same "
                "spec and output, which finds the document that does it and makes all others"
            ) from None


def _render(spec: CorpusSpec, root: Path, batch: Batch) -> Receipt:
    return render_batch(spec, batch, root)


def _compare(folder: CorpusFolder, found: Findings, made: list[Receipt]) -> tuple[int, list[Damage]]:
    """Return how many documents came out as they were recorded, and the files that did not."""
    proven, other = 0, []
    for receipt in made:
        new = _records_of(folder, found, receipt)
        other += [path for path, sha256 in new.items() if found.expected.get(path, sha256) != sha256]
        same = sum(found.expected.get(path) == sha256 for path, sha256 in new.items())
        # A shard is one file, and all documents of its batch.
        proven += receipt.stats.documents if same == len(new) else same
    message = "was made anew, and its SHA-256 is not the one that was recorded before"
    return proven, [Damage(kind="document", path=path, message=message) for path in other]


def _records_of(folder: CorpusFolder, found: Findings, receipt: Receipt) -> dict[str, str]:
    """Return the SHA-256, by path, of what a batch has made: of its files, or of what of them was recorded before."""
    files = {one.path: one.sha256 for one in receipt.files}
    if files.keys() & found.expected.keys():
        return files
    # Label tables name the documents in shards, and not the shards.
    rows = pq.read_table(folder.rows_of(receipt.batch), columns=["path", "sha256"]).to_pylist()
    return {row["path"]: row["sha256"] for row in rows}


def _spec_of(folder: CorpusFolder, given: CorpusSpec | None) -> tuple[CorpusSpec, str | None]:
    """Return the spec of a corpus, and what is wrong with its ``corpus.json``.

    Raises:
        CorpusError: there is no corpus, or nothing says its spec.
        CorpusMismatch: it is of another spec, or of another content version.
    """
    if not folder.root.is_dir() or not (folder.corpus_file.exists() or folder.receipts.is_dir()):
        raise CorpusError(f"{folder.root} is not a corpus: give the folder that `synthphi generate --output` made")
    try:
        about = read_about(folder)
        spec, fingerprint, lost = CorpusSpec.parse(about["spec"]), str(about["fingerprint"]), None
    except (OSError, ValueError, KeyError, TypeError, SpecError) as error:
        lost = f"is damaged: {error}" if folder.corpus_file.exists() else "is missing"
        spec, fingerprint = _spec_left(folder, given, lost)
    else:
        if _is_of_another(folder, spec, fingerprint):
            lost = "is of another corpus than the receipts"
            spec, fingerprint = _spec_left(folder, given, lost)
    if spec.fingerprint != fingerprint:
        raise CorpusMismatch(
            f"{folder.root} was made by another content version of synthphi, and this one would make other bytes: "
            "repair it with that version"
        )
    if given is not None and given.fingerprint != fingerprint:
        raise CorpusMismatch(
            f"{folder.root} holds corpus {fingerprint[:12]}, and the given spec is {given.fingerprint[:12]}: leave out "
            "`--config`, or give the one that the corpus was made with"
        )
    return spec, lost


def _spec_left(folder: CorpusFolder, given: CorpusSpec | None, lost: str) -> tuple[CorpusSpec, str]:
    """Return the spec and the fingerprint that a corpus was made with, where ``corpus.json`` does not say it."""
    held = _held(folder)
    record = read_finished(folder)
    if record is not None and held <= {record.fingerprint}:
        return CorpusSpec.parse(record.spec), record.fingerprint
    if given is None:
        raise CorpusError(
            f"{folder.corpus_file} {lost}, and nothing else in the corpus says its spec: give the config file that it "
            "was made with, with all settings in it: `synthphi repair DIR --config FILE`"
        )
    if held and given.fingerprint not in held:
        raise CorpusMismatch(
            f"{folder.root} holds receipts of corpus {min(held)[:12]}, and the given spec is "
            f"{given.fingerprint[:12]}: give the one that the corpus was made with"
        )
    return given, given.fingerprint


def _held(folder: CorpusFolder) -> set[str]:
    """Return the fingerprints that receipts carry."""
    held: set[str] = set()
    for path in receipt_files(folder):
        with suppress(OSError, ValueError):
            held.add(load_receipt(folder, path).fingerprint)
    return held


def _is_of_another(folder: CorpusFolder, spec: CorpusSpec, fingerprint: str) -> bool:
    """Return whether ``corpus.json`` is of another corpus than what the runs have left."""
    held = _held(folder)
    record = read_finished(folder)
    if fingerprint in held or not (held or record):
        return False
    # To extend a corpus, first its spec is written, then its receipts: the number of documents may differ.
    counts = {"phi_positive": spec.phi_positive, "phi_negative": spec.phi_negative}
    return record is None or {**record.spec, **counts} != spec.model_dump(mode="json")
