"""The same spec gives the same bytes. (How a flow cuts the work is tested in tests/flows.)"""

import json
import os
import subprocess
import sys

import pytest
from trees import documents, tree

from synthphi import CorpusSpec, write_corpus
from synthphi.doctypes import Format

SPEC = CorpusSpec(phi_positive=72, phi_negative=48, seed=42, formats=dict.fromkeys(Format, 1))


@pytest.fixture(scope="module")
def made_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("once") / "corpus"
    write_corpus(SPEC, folder)
    return folder


def test_the_corpus_has_every_format(made_once):
    assert {path.rpartition(".")[2] for path in documents(made_once)} == set(Format)


@pytest.mark.parametrize("batch_size", [7, 50])
def test_however_it_is_cut_into_batches(made_once, tmp_path, batch_size):
    write_corpus(SPEC, tmp_path / "corpus", batch_size=batch_size)
    assert tree(tmp_path / "corpus") == tree(made_once)


def test_in_another_process_on_another_day_in_another_zone_with_another_hash_seed(made_once, tmp_path):
    """A fresh process whose clock is years ahead: `time` and `datetime` are shifted before anything is imported."""
    script = """
import sys, time, datetime
real, shift = time.time, 3 * 365 * 86400.0
time.time = lambda: real() + shift
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None): return datetime.datetime.fromtimestamp(time.time(), tz).replace(microsecond=0)
    @classmethod
    def utcnow(cls): return cls.now()
    @classmethod
    def today(cls): return cls.now()
datetime.datetime = Later
from pathlib import Path
from synthphi import CorpusSpec, write_corpus
write_corpus(CorpusSpec.parse(__import__("json").loads(sys.argv[1])), Path(sys.argv[2]))
"""
    environment = {**os.environ, "PYTHONHASHSEED": "123", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run(
        [sys.executable, "-c", script, json.dumps(SPEC.model_dump(mode="json")), str(tmp_path / "corpus")],
        check=True,
        env=environment,
        timeout=120,
    )
    assert tree(tmp_path / "corpus") == tree(made_once)


def test_more_documents_leave_the_first_ones_as_they_were(made_once, tmp_path):
    more = SPEC.model_copy(update={"phi_positive": 100, "phi_negative": 70})
    write_corpus(more, tmp_path / "corpus")
    made = documents(tmp_path / "corpus")
    assert documents(made_once).items() <= made.items()
    assert len(made) == 170


def test_another_seed_gives_other_documents(made_once, tmp_path):
    write_corpus(SPEC.model_copy(update={"seed": 43}), tmp_path / "corpus")
    made = documents(tmp_path / "corpus")
    assert not set(made.values()) & set(tree(made_once).values())
