"""The package webdataset, which others train with, reads our shards; the code is the one that we tell people."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from synthphi import CorpusSpec, read_labels, write_corpus

ROOT = Path(__file__).parents[3]
_EXAMPLE = re.compile(r"^```python\n(import json, pathlib, webdataset\n.*?)^```$", re.MULTILINE | re.DOTALL)

_SAMPLES = """
import glob, hashlib, json, webdataset
for sample in webdataset.WebDataset(sorted(glob.glob("corpus/*/*.tar")), shardshuffle=False):
    told = {"__key__": sample["__key__"]}
    for ending, data in sample.items():
        if not ending.startswith("__"):
            told[ending] = data.decode() if ending.endswith("json") else hashlib.sha256(data).hexdigest()
    print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("training") / "corpus"
    # Names that people gave have dots: initials, dates.
    write_corpus(
        CorpusSpec(phi_positive=60, phi_negative=20, seed=9, surfaces={"filename": 1}, surface_only=0, pack="tar"),
        folder,
    )
    return folder


def said_by(corpus, script):
    """Return what a script writes that reads the corpus in the current folder; webdataset leaves files open."""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=corpus.parent, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.splitlines()


def test_a_sample_is_a_document_with_its_label_row(corpus):
    rows = read_labels(corpus).to_pylist()
    by_key = {}
    for line in said_by(corpus, _SAMPLES):
        sample = json.loads(line)
        by_key[sample.pop("__key__")] = sample
    assert len(by_key) == len(rows) == 80
    for row in rows:
        # It takes all behind the first dot for the ending, and small letters there.
        key, _, ending = row["path"].rpartition("/")[2].partition(".")
        stem = ending.lower().removesuffix(row["format"])
        assert json.loads(by_key[key].pop(f"{stem}json")) == row
        assert by_key[key] == {stem + row["format"]: row["sha256"]}
    assert any("." in Path(row["path"]).stem for row in rows)


@pytest.mark.parametrize("told_in", ["docs/shards.md", "README.md of the corpus"])
def test_what_we_tell_people_to_write_reads_every_document(corpus, told_in):
    page = ROOT / told_in if told_in.startswith("docs") else corpus / "README.md"
    (example,) = _EXAMPLE.findall(page.read_text("utf-8"))
    said = [line.split() for line in said_by(corpus, example)]
    assert sorted(said) == sorted(
        [row["document_id"], str(row["bytes"]), str(len(row["spans"]))] for row in read_labels(corpus).to_pylist()
    )
