"""Render one batch: compose, render, write, label, and leave a receipt. The body of one task run."""

import hashlib
import os
import re
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from synthphi.content import compose
from synthphi.corpus.batches import Batch, predicted_seconds
from synthphi.corpus.collector import seldom_collected
from synthphi.corpus.document_files import DocumentFiles, files_of
from synthphi.corpus.files import FileRecord, replacing
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.hashed import HashedFile
from synthphi.corpus.labels import SCHEMA, LabelRows
from synthphi.corpus.plan import Plan
from synthphi.corpus.receipt import DocumentError, Receipt, worker_stats, write_receipt
from synthphi.corpus.stats import BatchTimes, CorpusStats
from synthphi.doctypes import DocType, Format, PhiClass
from synthphi.document import Annotated, Document, annotate, plain
from synthphi.document_spec import DocumentSpec, document_id
from synthphi.errors import RenderError
from synthphi.labels import Label
from synthphi.render import render
from synthphi.render.base import Rendered
from synthphi.spec import CorpusSpec

_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""Characters that Windows, macOS or Linux refuse in a file name."""
_LONGEST_NAME = 200
"""Bytes; with a temporary ending they must stay below 255."""
_ROWS_AT_ONCE = 250
"""Label rows that are gathered before they become Arrow columns; so many documents of a shard are held in memory."""


def render_batch(spec: CorpusSpec, batch: Batch, output: Path | str, *, fsync: bool = False) -> Receipt:
    """Make the documents of a batch and return its receipt, which is there then.

    An exception in one document is recorded in the receipt and the batch goes on; what ends the process
    (KeyboardInterrupt and the like) passes through. The documents' folder must be an open corpus of `spec`.

    Args:
        spec: The corpus.
        batch: The documents.
        output: The corpus folder.
        fsync: Whether everything is synced to the disk, the receipt after the documents that it names.

    Raises:
        OutputError: a file cannot be written: no document is at fault, and the batch is not done.
    """
    folder = CorpusFolder(Path(output), fsync)
    started = time.time()
    with seldom_collected():
        with files_of(folder, spec, batch) as files, _LabelFile.opened(folder, batch) as labels:
            making = _Making(folder, _prepared(spec.model_dump_json()), files, labels)
            for number in range(batch.start, batch.stop):
                making.make(batch.phi_class, number)
            making.end()
        return making.finish(spec, batch, started)


def record_lost(
    spec: CorpusSpec, batch: Batch, output: Path | str, error: str, message: str, *, fsync: bool = False
) -> Receipt:
    """Leave the receipt of a batch none of whose documents can be made, because each ends the process or never ends.

    Args:
        spec: The corpus.
        batch: The documents: as a rule a single one.
        output: The corpus folder.
        error: What happened, in a word, such as ``ProcessDied``.
        message: What happened, such as "process died (SIGKILL)".
        fsync: Whether what is written is synced to the disk.

    Raises:
        OutputError: a file cannot be written.
    """
    now = time.time()
    folder = CorpusFolder(Path(output), fsync)
    with _LabelFile.opened(folder, batch) as labels:
        making = _Making(folder, Plan(spec), files_of(folder, spec, batch), labels)
        for number in range(batch.start, batch.stop):
            making.note_error(batch.phi_class, number, error, message)
    return making.finish(spec, batch, now)


@lru_cache(maxsize=2)
def _prepared(spec_json: str) -> Plan:
    """Return plan and pools of a spec, kept by the process from batch to batch."""
    return Plan(CorpusSpec.model_validate_json(spec_json))


def _rendered(document: Document, annotated: Annotated, file_format: Format) -> Rendered:
    rendered = render(document, file_format)
    if len(rendered.places) != len(annotated.spans):
        raise RenderError(f"{len(annotated.spans)} spans, and places for {len(rendered.places)} of them")
    return rendered


def _named(planned: DocumentSpec, added: str, rendered: Rendered) -> tuple[DocumentSpec, Rendered]:
    """Return a planned document with what people added to its name, and the places in that name.

    Raises:
        RenderError: the name is none that every file system takes.
    """
    path = PurePosixPath(planned.path)
    before = f"{path.stem}_"
    if _REFUSED.search(added) or len((before + added).encode()) > _LONGEST_NAME or added.strip(" .") != added:
        raise RenderError(f"the file name {before + added!r} is none that every file system takes")
    places = [
        tuple([one._replace(start=len(before) + (one.start or 0)) if one.path == "filename" else one for one in places])
        for places in rendered.places
    ]
    renamed = path.with_name(f"{before}{added}{path.suffix}").as_posix()
    return replace(planned, path=renamed), replace(rendered, places=tuple(places))


def _times(spec: CorpusSpec, batch: Batch, seconds: float) -> BatchTimes:
    # The clock may have been set back meanwhile.
    return BatchTimes.of(batch.name, predicted_seconds(spec, batch), max(0.0, seconds))


class _LabelFile:
    """The label rows of a batch on the disk.

    They are written as they come: the rows of a batch would take a hundred megabytes as columns, and ten packed.
    Whoever looks something up in all labels looks in the merged table, which has statistics.
    """

    def __init__(self, name: str, file: HashedFile, writer: pq.ParquetWriter) -> None:
        self._name = name
        self._file = file
        self.write: Callable[[pa.Table], None] = writer.write_table

    @classmethod
    @contextmanager
    def opened(cls, folder: CorpusFolder, batch: Batch) -> Iterator[Self]:
        """Give the file of a batch, which is there when the block succeeds."""
        path = folder.rows_of(batch)
        with (
            replacing(path, fsync=folder.fsync) as temporary,
            HashedFile(temporary) as file,
            pq.ParquetWriter(file, SCHEMA, compression="snappy", write_statistics=False) as writer,
        ):
            yield cls(path.relative_to(folder.root).as_posix(), file, writer)

    def record(self) -> FileRecord:
        """Return the record of the file, once it is there."""
        return self._file.record(self._name)


class _Making:
    """The documents of one batch, while they are being made."""

    def __init__(self, folder: CorpusFolder, plan: Plan, files: DocumentFiles, labels: _LabelFile) -> None:
        self.folder = folder
        self.plan = plan
        self.files = files
        self.rows = LabelRows()
        self.label_file = labels
        self.made = 0
        self.bytes = 0
        self.errors: list[DocumentError] = []
        self.labels: Counter[Label] = Counter()
        self.types: Counter[DocType] = Counter()
        self.formats: Counter[Format] = Counter()
        self.surfaces: Counter[str] = Counter()

    def make(self, phi_class: PhiClass, number: int) -> None:
        try:
            planned = self.plan.document(phi_class, number)
            document = compose(planned, self.plan.pools)
            annotated = annotate(document)
            rendered = _rendered(document, annotated, planned.format)
            if document.filename:
                planned, rendered = _named(planned, plain(document.filename), rendered)
        except Exception as error:  # noqa: BLE001, RUF100  (whatever it is: it is recorded, and the batch goes on)
            self.note_error(phi_class, number, type(error).__name__, str(error), traceback.format_exc())
        else:
            self._keep(planned, document, annotated, rendered)

    def note_error(self, phi_class: PhiClass, number: int, error: str, message: str, trace: str = "") -> None:
        doc_type, file_format = self.plan.cell(phi_class, number)
        self.errors.append(
            DocumentError(
                document_id=document_id(phi_class, number),
                number=number,
                doc_type=doc_type.value,
                format=file_format.value,
                error=error,
                message=message,
                traceback=trace,
            )
        )

    def _keep(self, planned: DocumentSpec, document: Document, annotated: Annotated, rendered: Rendered) -> None:
        path = self.files.path_of(planned.path)
        if path != planned.path:
            planned = replace(planned, path=path)
        sha256 = hashlib.sha256(rendered.data).hexdigest()
        self.files.add(planned.path, rendered.data, sha256)
        patient_id = document.attributes.get("patient_id")
        self.rows.add(planned, annotated, rendered, sha256=sha256, patient_id=patient_id)
        self.made += 1
        self.bytes += len(rendered.data)
        self.types[planned.doc_type] += 1
        self.formats[planned.format] += 1
        self.labels.update([span.tag.label for span in annotated.spans])
        self.surfaces.update([span.surface for span in annotated.spans if span.tag.phi])
        if self.made % _ROWS_AT_ONCE == 0:
            self._label()

    def _label(self) -> None:
        """Make columns of the label rows that were gathered."""
        table = self.rows.table()
        self.files.label(table)
        self.label_file.write(table)
        self.rows = LabelRows()

    def end(self) -> None:
        """Write what is left of the documents: there are no more."""
        self._label()
        self.files.end()

    def finish(self, spec: CorpusSpec, batch: Batch, started: float) -> Receipt:
        # Else what Arrow has used stays its own until the next batch.
        pa.default_memory_pool().release_unused()
        finished = time.time()
        stats = CorpusStats(
            documents=self.made,
            phi_positive=self.made if batch.phi_class == "positive" else 0,
            phi_negative=self.made if batch.phi_class == "negative" else 0,
            errors=len(self.errors),
            bytes=self.bytes,
            spans=self.labels.total(),
            phi_spans=self.surfaces.total(),
            by_format={name.value: count for name, count in sorted(self.formats.items())},
            by_type={name.value: count for name, count in sorted(self.types.items())},
            by_label={name.value: count for name, count in sorted(self.labels.items())},
            by_surface=dict(sorted(self.surfaces.items())),
        )
        receipt = Receipt(
            fingerprint=spec.fingerprint,
            batch=batch,
            files=self.files.records,
            rows=self.label_file.record(),
            errors=self.errors,
            stats=stats.model_copy(
                update={
                    "workers": worker_stats(os.getpid(), stats, started, finished),
                    "batches": _times(spec, batch, finished - started) if self.made else BatchTimes(),
                }
            ),
            process_id=os.getpid(),
            started=started,
            finished=finished,
        )
        write_receipt(self.folder, receipt)
        return receipt
