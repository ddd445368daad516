import statistics
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpora import record_anew

from synthphi import CorpusError, CorpusSpec, read_labels, write_corpus
from synthphi.content.stationery import CONFIDENTIAL
from synthphi.corpus.content_stats import content_block, content_stats
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.labels import SCHEMA
from synthphi.doctypes import TYPES

WORDS = ("alpha", "bravo", "carol", "delta", "eagle", "frost", "grape", "hotel", "India", "joker")


def sentence(*numbers: int) -> str:
    """A sentence of its own for each tuple of numbers."""
    return " ".join(f"{word}{number}" for number in numbers for word in WORDS) + "."


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = tmp_path_factory.mktemp("texts") / "corpus"
    write_corpus(CorpusSpec.parse({"phi_positive": 40, "phi_negative": 20, "seed": 9}), corpus)
    return corpus


@pytest.fixture
def saying(tmp_path: Path) -> Callable[..., Path]:
    """Make a corpus of mails that say what is given: a text, or a text with its spans."""

    def make(*texts: str | tuple[str, Iterable[dict[str, Any]]], twins: dict[int, int] | None = None) -> Path:
        spec = CorpusSpec.parse({"phi_positive": len(texts), "phi_negative": 0, "types": {"ProviderEmail": 1}})
        write_corpus(spec, tmp_path / "corpus")
        path = CorpusFolder(tmp_path / "corpus").labels_of("positive")
        rows = pq.read_table(path).to_pylist()
        for number, (row, said) in enumerate(zip(rows, texts, strict=True)):
            text, spans = (said, ()) if isinstance(said, str) else said
            twin = (twins or {}).get(number)
            row.update(text=text, spans=list(spans), twin=None if twin is None else rows[twin]["document_id"])
        pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), path)
        record_anew(tmp_path / "corpus")
        return tmp_path / "corpus"

    return make


def patient(start: int, end: int) -> dict[str, Any]:
    return {"label": "PATIENT", "start": start, "end": end, "phi": True, "location": []}


def test_counts_are_those_of_the_labels(corpus: Path) -> None:
    rows = read_labels(corpus).to_pylist()
    found = content_stats(corpus)

    assert found.documents == 60
    assert found.phi_spans_a_positive == pytest.approx(
        statistics.fmean(sum(s["phi"] for s in row["spans"]) for row in rows if row["phi_class"] == "positive")
    )
    assert sum(found.spans_by_label.values()) == sum(len(row["spans"]) for row in rows)
    assert set(found.words_by_type) == {row["doc_type"] for row in rows}
    type_of = {row["document_id"]: row["doc_type"] for row in rows}
    prose = [
        TYPES[row["doc_type"]].narrative and TYPES[type_of.get(row["twin"], row["doc_type"])].narrative for row in rows
    ]
    assert found.narrative_documents == sum(prose)
    assert 0 < sum(prose) < 60
    block = content_block(found)
    assert f"{found.phi_spans_a_positive:.1f} (mean)" in block
    assert f"{100 * found.repeated_share:.1f} % of them repeated" in block


def test_a_sentence_in_more_than_a_hundredth_of_the_documents_is_repeated(saying: Callable[..., Path]) -> None:
    # 200 documents: twice is not more than a hundredth, three times is.
    texts = [f"{sentence(i)} {sentence(1000 + i // 2)}" for i in range(197)]
    texts += [f"{sentence(5000 + i)} Same words stand here in three of these." for i in range(3)]
    found = content_stats(saying(*texts))

    assert found.sentences == 400
    assert found.repeated_share == pytest.approx(3 / 400)
    assert found.most_repeated[0] == ("Same words stand here in three of these.", 3)


def test_values_are_masked_and_short_sentences_and_footers_do_not_count(saying: Callable[..., Path]) -> None:
    texts = []
    for name in ("Ann", "Bartholomew", "Kim Lee"):
        said = f"{name} came in today with a cough and fever."
        texts.append((f"{said} Short one.\nSome Hospital  |  {CONFIDENTIAL[0]}", [patient(0, len(name))]))
    found = content_stats(saying(*texts))

    assert found.most_repeated == [("PATIENT came in today with a cough and fever.", 3)]
    assert found.sentences == 3


def test_documents_that_are_alike_are_found_unless_they_are_twins(saying: Callable[..., Path]) -> None:
    shared = [sentence(i) for i in range(10)]
    texts = [
        " ".join([*shared, sentence(100)]),
        " ".join([*shared, sentence(101)]),
        " ".join([*shared[:4], *(sentence(200 + i) for i in range(7))]),
        " ".join([*shared, sentence(100)]),
    ]
    pairs = content_stats(saying(*texts, twins={3: 0})).most_alike

    assert [(pair.first[-1], pair.second[-1]) for pair in pairs] == [("0", "1"), ("1", "3")]
    # 106 runs of five words in 110 words; the last sentence is in 10 of them, and in 4 more with one word or more.
    assert pairs[0].similarity == pytest.approx(96 / 116)


def test_labels_that_are_gone_are_named(saying: Callable[..., Path]) -> None:
    corpus = saying(sentence(1))
    (corpus / "labels" / "positive.parquet").unlink()

    with pytest.raises(CorpusError, match=r"positive\.parquet cannot be read"):
        content_stats(corpus)
