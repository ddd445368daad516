"""A corpus of another spec takes the place of one; nothing else goes."""

import json

import pytest
from trees import tree

from synthphi.corpus.lock import writing
from synthphi.corpus.overwrite import make_room
from synthphi.corpus.repair import repair
from synthphi.corpus.write import write_corpus
from synthphi.errors import CorpusBusy, OutputError


@pytest.fixture
def other(spec):
    return spec.model_copy(update={"seed": 6, "phi_positive": 5})


@pytest.fixture
def wanted(office, other, tmp_path):
    write_corpus(other, tmp_path / "wanted")
    return tree(tmp_path / "wanted")


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_another_corpus_takes_its_place(corpus, other, wanted):
    assert make_room(other, corpus) == 15
    assert files(corpus) == [".synthphi/lock", "corpus.json"]
    assert not (corpus / "positive").exists()
    assert write_corpus(other, corpus).documents == 11
    assert tree(corpus) == wanted
    assert repair(corpus, check=True).foreign == []


def test_what_is_not_ours_stays(corpus, other, wanted, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "PHI_POS_ProviderEmail_W00_0000.eml").write_text("mine")
    mine = ["positive/000/thesis.docx", "notes.txt", "labels/mine.parquet", "photos/a.png", ".synthphi/rows/my.parquet"]
    for name in mine:
        (corpus / name).parent.mkdir(exist_ok=True)
        (corpus / name).write_text("mine")
    (corpus / "photos/linked").symlink_to(outside)
    # A manifest that names what no run has made.
    named = ["notes.txt", "photos/a.png", "../outside/PHI_POS_ProviderEmail_W00_0000.eml", str(outside), "negative"]
    named.append("photos/linked/PHI_POS_ProviderEmail_W00_0000.eml")
    with (corpus / "manifest.jsonl").open("a") as manifest:
        manifest.writelines(json.dumps({"path": name}) + "\n" for name in named)
        manifest.write("[]\n{\n")

    assert make_room(other, corpus) == 15
    write_corpus(other, corpus)

    assert [(corpus / name).read_text() for name in mine] == ["mine"] * len(mine)
    assert [path.read_text() for path in outside.iterdir()] == ["mine"]
    assert set(wanted) == set(tree(corpus)) - set(mine) - {"photos/linked/PHI_POS_ProviderEmail_W00_0000.eml"}


def test_documents_that_only_receipts_name_go_too(corpus, other, wanted):
    (corpus / "manifest.jsonl").unlink()
    assert make_room(other, corpus) == 15


def test_stopped_in_the_middle_it_goes_on(corpus, other, wanted, monkeypatch):
    left = 7

    def stop(path):
        nonlocal left
        left -= 1
        if not left:
            raise KeyboardInterrupt
        path.unlink()

    with monkeypatch.context() as patch:
        patch.setattr("synthphi.corpus.overwrite.remove", stop)
        with pytest.raises(KeyboardInterrupt):
            make_room(other, corpus)
    assert make_room(other, corpus) == 15 - 6
    write_corpus(other, corpus)
    assert tree(corpus) == wanted


def test_a_corpus_of_this_spec_is_gone_on_with(spec, corpus):
    before = files(corpus)
    assert make_room(spec, corpus) == 0
    assert files(corpus) == before


def test_what_is_no_corpus_is_left_alone(spec, tmp_path):
    assert make_room(spec, tmp_path / "nowhere") == 0
    (tmp_path / "mine.txt").write_text("mine")
    assert make_room(spec, tmp_path) == 0
    with pytest.raises(OutputError, match="is not a corpus"):
        write_corpus(spec, tmp_path)
    assert files(tmp_path) == ["mine.txt"]


def test_a_corpus_that_cannot_be_read_is_left_alone(corpus, other):
    (corpus / "corpus.json").write_text("{")
    before = files(corpus)
    with pytest.raises(OutputError, match="nobody knows what would be deleted"):
        make_room(other, corpus)
    assert files(corpus) == before


def test_a_corpus_that_is_written_to_is_left_alone(spec, corpus, other):
    with writing(spec, corpus), pytest.raises(CorpusBusy, match="being written to"):
        make_room(other, corpus)
    assert len(files(corpus)) > 15
