"""What an output folder may hold, and what is said of one that cannot be used."""

import json
import os

import pytest

from synthphi.corpus.files import write_bytes
from synthphi.corpus.opening import load_corpus, open_corpus
from synthphi.corpus.sealing import sealed
from synthphi.errors import CorpusError, CorpusMismatch, OutputError


def test_a_new_an_empty_and_an_opened_folder(spec, tmp_path):
    for output in (tmp_path / "new" / "below", tmp_path / "empty"):
        if output.name == "empty":
            output.mkdir()
        first = open_corpus(spec, output).corpus_file.read_bytes()
        assert open_corpus(spec, str(output)).corpus_file.read_bytes() == first
        assert load_corpus(output)[1] == spec
    about = json.loads(first)
    assert about["fingerprint"] == spec.fingerprint
    assert set(about) == {"fingerprint", "content_version", "identifiers", "versions", "spec", "sha256"}


def test_a_folder_that_was_only_begun(spec, tmp_path):
    (tmp_path / ".corpus.json.123.part").write_text("{")
    open_corpus(spec, tmp_path)
    assert load_corpus(tmp_path)[1] == spec


def test_a_folder_with_something_else(spec, tmp_path):
    for name in ("thesis.docx", "photo.png", "a.txt", "b.txt"):
        (tmp_path / name).write_text("mine")
    with pytest.raises(OutputError, match=r"not empty and is not a corpus \(it holds a\.txt, b\.txt, photo\.png, …\)"):
        open_corpus(spec, tmp_path)
    assert not (tmp_path / "corpus.json").exists()


def test_a_file(spec, tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match="is a file: choose another output folder"):
        open_corpus(spec, tmp_path / "file")
    with pytest.raises(OutputError, match="choose another output folder"):
        open_corpus(spec, tmp_path / "file" / "below")


def test_a_corpus_of_another_spec_is_named_with_the_differences(spec, tmp_path):
    open_corpus(spec, tmp_path)
    before = (tmp_path / "corpus.json").read_bytes()
    other = spec.model_copy(update={"seed": 6, "phi_positive": 10})
    with pytest.raises(CorpusMismatch) as caught:
        open_corpus(other, tmp_path)
    message = str(caught.value)
    assert spec.fingerprint[:12] in message
    assert other.fingerprint[:12] in message
    assert "phi_positive: 9 there, 10 here; seed: 5 there, 6 here" in message
    assert (tmp_path / "corpus.json").read_bytes() == before


def test_a_corpus_of_another_content_version(spec, tmp_path, monkeypatch):
    open_corpus(spec, tmp_path)
    monkeypatch.setattr("synthphi.spec.content_version", lambda: "0/old")
    monkeypatch.setattr("synthphi.corpus.opening.content_version", lambda: "0/old")
    with pytest.raises(CorpusMismatch, match=r"content version: .* there, 0/old here"):
        open_corpus(spec, tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"fingerprint": "x", "spec": 3}'])
def test_a_damaged_corpus_file(spec, tmp_path, content):
    (tmp_path / "corpus.json").write_text(content)
    with pytest.raises(OutputError, match=r"corpus\.json is damaged"):
        open_corpus(spec, tmp_path)
    with pytest.raises(CorpusError, match=r"corpus\.json cannot be read"):
        load_corpus(tmp_path)


def test_a_corpus_with_an_unknown_field(spec, tmp_path):
    folder = open_corpus(spec, tmp_path)
    about = json.loads(folder.corpus_file.read_text())
    about["spec"]["colour"] = "red"
    del about["sha256"]
    folder.corpus_file.write_bytes(sealed(json.dumps(about).encode()))
    with pytest.raises(CorpusError, match=r"colour.*another version"):
        load_corpus(tmp_path)


def test_no_corpus(tmp_path):
    with pytest.raises(CorpusError, match=r"is not a corpus.*synthphi generate"):
        load_corpus(tmp_path)


def test_a_file_is_there_whole_or_not_at_all(tmp_path):
    path = tmp_path / "file"
    write_bytes(path, b"old")
    with pytest.raises(TypeError):
        write_bytes(path, "no bytes")
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["file"]
    with pytest.raises(OutputError, match="cannot write"):
        write_bytes(tmp_path / "no folder" / "file", b"new")


def test_what_a_process_of_the_same_number_left_is_replaced_and_a_link_of_that_name_is_not_followed(tmp_path):
    path, outside = tmp_path / "file", tmp_path / "outside"
    outside.write_bytes(b"mine")
    left = tmp_path / f".file.{os.getpid()}.part"
    left.symlink_to(outside)
    write_bytes(path, b"new")
    assert path.read_bytes() == b"new"
    assert not path.is_symlink()
    assert outside.read_bytes() == b"mine"
    left.write_bytes(b"half of something longer")
    write_bytes(path, b"newer")
    assert path.read_bytes() == b"newer"
    assert {found.name for found in tmp_path.iterdir()} == {"file", "outside"}
