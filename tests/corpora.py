"""A corpus to plant faults in: files are hashed anew, so that only the fault itself is there to be found."""

import hashlib
import json
import zipfile
from collections import defaultdict
from io import BytesIO

import pyarrow as pa
import pyarrow.parquet as pq

from synthphi import verify
from synthphi.corpus.finished import write_finished
from synthphi.corpus.labels import SCHEMA
from synthphi.corpus.opening import load_corpus


def record_anew(corpus):
    """Record the files of a finished corpus as they are now: what was done to them is to be found by what they say."""
    folder, spec = load_corpus(corpus)
    write_finished(folder, spec)


class PlantedCorpus:
    """A corpus of its own for a test.

    `known` are problems that were there before.
    """

    def __init__(self, folder, known=frozenset()):
        self.folder = folder
        self._known = known

    def report(self, **options):
        return verify(self.folder, **options)

    def found(self, **options):
        """Return the problems that are new, by kind."""
        by_kind = defaultdict(list)
        for problem in self.report(**options).problems:
            if str(problem) not in self._known:
                by_kind[problem.kind].append(str(problem))
        return dict(by_kind)

    def rows(self, file_format, label=None, phi_class="positive"):
        """Return the label rows of a format, such as have a label."""
        rows = pq.read_table(self.folder / f"labels/{phi_class}.parquet").to_pylist()
        return [
            row
            for row in rows
            if row["format"] == file_format and (label is None or label in {span["label"] for span in row["spans"]})
        ]

    def row(self, file_format, label=None, phi_class="positive"):
        return self.rows(file_format, label, phi_class)[0]

    def rows_of_two_patients(self, file_format):
        first, *others = self.rows(file_format)
        return first, next(row for row in others if row["patient_id"] != first["patient_id"])

    def pool(self, name):
        return pq.read_table(self.folder / f"pools/{name}.parquet").to_pylist()

    def patient(self, row):
        return next(one for one in self.pool("patients") if one["person_id"] == row["patient_id"])

    def data(self, row):
        return (self.folder / row["path"]).read_bytes()

    def write(self, row, data):
        """Write a file anew, with its size and hash in labels and manifest."""
        (self.folder / row["path"]).write_bytes(data)
        self._change(row, {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)})

    def save(self, row, package):
        """Write a document of python-docx or python-pptx."""
        file = BytesIO()
        package.save(file)
        self.write(row, file.getvalue())

    def rewrite(self, row, change):
        """Write an Office file anew with each part changed: ``change(name, data)``."""
        file = BytesIO()
        with zipfile.ZipFile(BytesIO(self.data(row))) as before, zipfile.ZipFile(file, "w") as after:
            for name in before.namelist():
                after.writestr(name, change(name, before.read(name)))
        self.write(row, file.getvalue())

    def rename(self, row, path):
        (self.folder / row["path"]).rename(self.folder / path)
        self._change(row, {"path": path})

    def relabel(self, change):
        """Rewrite the labels of positives after a change of their rows."""
        self._relabel("positive", change)

    def _relabel(self, phi_class, change):
        path = self.folder / f"labels/{phi_class}.parquet"
        rows = pq.read_table(path).to_pylist()
        change(rows)
        pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), path)
        record_anew(self.folder)

    def _change(self, row, facts):
        def update(rows):
            next(one for one in rows if one["document_id"] == row["document_id"]).update(facts)

        self._relabel(row["phi_class"], update)
        path = self.folder / "manifest.jsonl"
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        update(lines)
        path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
        record_anew(self.folder)
