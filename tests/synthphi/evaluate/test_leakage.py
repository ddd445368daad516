from pathlib import Path

import pyarrow.parquet as pq
import pytest

from synthphi import CorpusError, CorpusSpec, write_corpus
from synthphi.evaluate import class_leakage, leakage_block
from synthphi.evaluate.leakage import EvaluationError


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("leakage") / "corpus"
    write_corpus(CorpusSpec.parse({"phi_positive": 150, "phi_negative": 150, "twins": 1, "names": "neutral"}), made)
    return made


def test_twins_are_hardly_told_apart_without_their_values(corpus: Path) -> None:
    found = class_leakage(corpus)

    assert found.pairs == 150
    assert 0.2 < found.words < 0.65
    assert 0.2 < found.surroundings < 0.65
    assert f"AUC: {found.words:.3f}" in leakage_block(found)
    assert class_leakage(corpus) == found


def test_a_word_that_gives_the_class_away_is_seen(corpus: Path, tmp_path: Path) -> None:
    told = tmp_path / "told"
    for name in ("corpus.json", "labels"):
        source = corpus / name
        if source.is_file():
            told.mkdir(exist_ok=True)
            (told / name).write_bytes(source.read_bytes())
    (told / "labels").mkdir()
    for phi_class in ("positive", "negative"):
        table = pq.read_table(corpus / "labels" / f"{phi_class}.parquet")
        rows = table.to_pylist()
        for row in rows:
            row["text"] += f"\nmade {phi_class}ly"
            row["layout"] = f"{row['layout']} {phi_class}"
        pq.write_table(table.from_pylist(rows, schema=table.schema), told / "labels" / f"{phi_class}.parquet")

    found = class_leakage(told)

    assert found.words > 0.99
    assert found.surroundings > 0.95


def test_too_few_pairs_and_no_corpus_say_what_to_do(tmp_path: Path) -> None:
    write_corpus(CorpusSpec.parse({"phi_positive": 4, "phi_negative": 4}), tmp_path / "corpus")
    with pytest.raises(EvaluationError, match="holds 2 twin pairs, 20 are needed: make one with more negatives"):
        class_leakage(tmp_path / "corpus")
    with pytest.raises(CorpusError):
        class_leakage(tmp_path / "nothing")


def test_without_the_extra_the_command_to_install_it_is_named(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sklearn.feature_extraction", None)
    with pytest.raises(EvaluationError, match=r"pip install 'synthphi\[evaluate\]'"):
        class_leakage(corpus)
