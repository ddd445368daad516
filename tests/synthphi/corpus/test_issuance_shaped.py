"""What is made of numbers that may be somebody's says so, in everything that is written."""

import json

import pyarrow.parquet as pq
import pytest
from corpora import record_anew

from flows.artifacts import _summary, _table
from synthphi import verify
from synthphi.corpus.opening import load_corpus
from synthphi.corpus.sealing import sealed, unsealed
from synthphi.corpus.stats import read_stats
from synthphi.corpus.write import write_corpus
from synthphi.report import write_report
from synthphi.spec import CorpusSpec

STAMP = "issuance_shaped"


@pytest.fixture
def stamped(office, spec, tmp_path):
    acknowledged = {"identifiers": STAMP, "issuance_shaped_acknowledged": True}
    write_corpus(CorpusSpec.parse({**spec.model_dump(), **acknowledged}), tmp_path / "stamped")
    return tmp_path / "stamped"


def test_everything_is_stamped(stamped):
    write_report(stamped)
    assert json.loads((stamped / "corpus.json").read_text())["identifiers"] == STAMP
    assert json.loads((stamped / ".generation_state.json").read_text())["identifiers"] == STAMP
    for line in (stamped / "manifest.jsonl").read_text().splitlines():
        assert json.loads(line)["identifiers"] == STAMP
    for name in ("positive", "negative"):
        assert pq.read_schema(stamped / f"labels/{name}.parquet").metadata[b"identifiers"] == STAMP.encode()
    card = (stamped / "README.md").read_text()
    assert "may by chance equal the number of a real person" in card
    assert "cannot belong to anybody.\n\n| identifier" in card
    assert "| SSN | area" not in card
    assert "Nothing in it is real" not in card
    page = (stamped / "report.html").read_text()
    assert "may by chance equal the number of a real person" in page
    assert "Nothing in it is real" not in page
    _, spec = load_corpus(stamped)
    stats = read_stats(stamped)
    assert STAMP in _summary(stats, spec, stamped)
    assert {"by": "identifiers", "name": STAMP, "count": 15} in _table(stats, spec)


def test_a_reserved_corpus_has_no_such_stamp(corpus):
    write_report(corpus)
    for path in corpus.rglob("*"):
        if path.is_file() and path.name not in {"corpus.json", "finished.json", "report.html"}:
            assert STAMP.encode() not in path.read_bytes(), path
    assert "Nothing in it is real" in (corpus / "report.html").read_text()


def test_verify_knows_the_ranges_of_both(stamped, corpus):
    for folder in (stamped, corpus):
        assert not [problem for problem in verify(folder).problems if problem.kind == "range"]
    # Taken for a corpus of the other profile, its numbers are out of range.
    about = json.loads(unsealed((stamped / "corpus.json").read_bytes()))
    about["spec"]["identifiers"] = "reserved"
    (stamped / "corpus.json").write_bytes(sealed(json.dumps(about).encode()))
    record_anew(stamped)
    assert [problem for problem in verify(stamped).problems if problem.kind == "range"]
