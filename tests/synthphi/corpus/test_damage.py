"""No file of a corpus is trusted that is not as it was written: each kind of file, each kind of damage."""

import json
import shutil
import time
from pathlib import Path

import pytest
from trees import tree

from synthphi.corpus.files import write_bytes
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.pools import write_pool
from synthphi.corpus.receipt import read_receipts
from synthphi.corpus.repair import repair
from synthphi.corpus.sealing import sealed, unsealed
from synthphi.corpus.state import load_state
from synthphi.corpus.stats import read_stats
from synthphi.corpus.verify import verify
from synthphi.corpus.write import write_corpus
from synthphi.errors import ChangedMeanwhile, CorpusError, CorpusMismatch

BATCH = "positive-000004-000007"
FILES = {
    "document": "positive/000/PHI_POS_ProviderEmail_W00_0005.eml",
    "receipt": f".synthphi/receipts/{BATCH}.json",
    "rows": f".synthphi/rows/{BATCH}.parquet",
    "pool slice": ".synthphi/pools/patients-00000000-00000002.parquet",
    "record of a pool slice": ".synthphi/pools/patients-00000000-00000002.json",
    "record": ".synthphi/finished.json",
    "corpus.json": "corpus.json",
    "labels": "labels/positive.parquet",
    "manifest": "manifest.jsonl",
    "pools": "pools/patients.parquet",
    "stats": "stats.json",
    "card": "README.md",
    "state": ".generation_state.json",
}
DAMAGES = ("gone", "empty", "half", "flipped", "of another corpus")


@pytest.fixture(scope="module")
def made(make_office, spec, tmp_path_factory):
    """A corpus, and one of the same shape with other people: made once, and copied for each test."""
    office = make_office()
    root = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("synthphi.corpus.batch.compose", office.compose)
        patch.setattr("synthphi.corpus.batch.render", office._render)
        for name, seed in (("corpus", 5), ("other", 6)):
            write_corpus(spec.model_copy(update={"seed": seed}), root / name, batch_size=4)
    return root


@pytest.fixture
def corpus(office, made, tmp_path):
    shutil.copytree(made / "corpus", tmp_path / "corpus")
    return tmp_path / "corpus"


@pytest.fixture
def other(made):
    return made / "other"


@pytest.fixture
def whole(corpus):
    return tree(corpus)


def damage(path, how, other):
    data = path.read_bytes()
    if how == "gone":
        path.unlink()
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "half":
        path.write_bytes(data[: len(data) // 2])
    elif how == "flipped":
        middle = len(data) // 2
        path.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
    else:
        shutil.copyfile(other, path)
        assert path.read_bytes() != data


def is_whole(corpus, whole):
    return tree(corpus) == whole and repair(corpus, check=True).damage == []


@pytest.mark.parametrize("how", DAMAGES)
@pytest.mark.parametrize("name", FILES)
def test_it_is_found_and_made_anew_by_repair(spec, corpus, other, whole, name, how):
    path = corpus / FILES[name]
    damage(path, how, other / FILES[name])

    found = repair(corpus, check=True)
    # Slices of pools are not needed any more when the pools are there.
    assert found.ok == (name == "pool slice" and how == "gone")
    report = repair(corpus)

    assert report.ok
    assert report.damaged == found.damaged
    assert report.proven == report.made_anew == (4 if name in {"document", "receipt", "rows"} else 0)
    assert report.foreign == []
    assert is_whole(corpus, whole)


@pytest.mark.parametrize("how", DAMAGES)
@pytest.mark.parametrize("name", FILES)
def test_the_next_run_makes_it_anew(office, spec, corpus, other, whole, name, how):
    path = corpus / FILES[name]
    damage(path, how, other / FILES[name])
    office.made.clear()

    if (name, how) == ("corpus.json", "of another corpus"):
        with pytest.raises(CorpusMismatch, match="seed: 6 there, 5 here"):
            write_corpus(spec, corpus)
        return
    write_corpus(spec, corpus)

    made = [f"positive-{number:06d}" for number in (4, 5, 6, 7)] if name in {"document", "receipt", "rows"} else []
    assert office.made == made
    assert is_whole(corpus, whole)


@pytest.mark.parametrize("how", DAMAGES)
@pytest.mark.parametrize("name", ["labels", "manifest", "pools", "stats", "document"])
def test_readers_say_what_is_damaged(corpus, other, name, how):
    path = corpus / FILES[name]
    damage(path, how, other / FILES[name])

    said = ""
    try:
        said = "\n".join(map(str, verify(corpus).problems))
    except CorpusError as error:
        said = str(error)
    assert FILES[name] in said
    if name == "stats":
        with pytest.raises(CorpusError, match=r"stats\.json cannot be read.*synthphi repair"):
            read_stats(corpus)


@pytest.mark.parametrize("how", DAMAGES)
def test_a_state_file_that_is_damaged_is_none(corpus, other, how):
    assert load_state(CorpusFolder(corpus)) is not None
    damage(corpus / FILES["state"], how, other / FILES["state"])
    assert load_state(CorpusFolder(corpus)) is None


@pytest.mark.parametrize("name", ["receipt", "corpus.json", "record", "record of a pool slice"])
def test_every_byte_counts(corpus, name):
    data = (corpus / FILES[name]).read_bytes()
    assert unsealed(data)
    for place, byte in enumerate(data):
        with pytest.raises(ValueError, match=r"SHA-256|cut short"):
            unsealed(data[:place] + bytes([byte ^ (1 << place % 8)]) + data[place + 1 :])
        with pytest.raises(ValueError, match=r"SHA-256|cut short"):
            unsealed(data[:place])


def test_a_receipt_under_another_name_is_none(spec, corpus):
    shutil.copyfile(corpus / FILES["receipt"], corpus / ".synthphi/receipts/positive-000000-000003.json")
    assert repair(corpus, check=True).damaged["receipt"] == 1


def test_a_receipt_that_names_files_elsewhere_does_not_have_them_read(spec, corpus, tmp_path):
    path = corpus / FILES["receipt"]
    receipt = json.loads(unsealed(path.read_bytes()))
    for elsewhere in ("/dev/zero", "../other/corpus.json"):
        receipt["files"][0][0] = elsewhere
        path.write_bytes(sealed(json.dumps(receipt).encode()))
        found = repair(corpus, check=True)
        assert [str(one) for one in found.damage if one.path == elsewhere] == [f"{elsewhere}: is missing"]


@pytest.mark.parametrize("how", ["gone", "half", "flipped"])
@pytest.mark.parametrize("kind", ["rows", "pool slice"])
def test_what_is_damaged_while_a_run_finishes_ends_it_with_an_error_that_says_what_to_do(
    corpus, other, whole, spec, monkeypatch, kind, how
):
    at_fault = corpus / FILES[kind]

    def read_and_damage(folder, of_spec):
        receipts = read_receipts(folder, of_spec)
        damage(at_fault, how, other)
        return receipts

    def merged_and_damaged(*arguments, **named):
        path = write_pool(*arguments, **named)
        if path == at_fault:
            damage(at_fault, how, other)
        return path

    (corpus / FILES["record"]).unlink()
    with monkeypatch.context() as patch:
        if kind == "rows":
            patch.setattr("synthphi.corpus.finish.read_receipts", read_and_damage)
        else:
            patch.setattr("synthphi.corpus.pools.write_pool", merged_and_damaged)
        said = f"{at_fault.name}.* run `synthphi generate` with the same spec"
        with pytest.raises(ChangedMeanwhile, match=said) as raised:
            write_corpus(spec, corpus, batch_size=4)
    assert raised.value.resumable

    write_corpus(spec, corpus, batch_size=4)
    assert tree(corpus) == whole


def test_a_document_that_is_damaged_before_its_batch_has_a_receipt_is_made_anew(
    corpus, whole, spec, tmp_path, monkeypatch
):
    written = []

    def write_and_damage(path, data):
        write_bytes(path, data)
        written.append(Path(path))
        if len(written) == 3:
            time.sleep(0.05)  # a file system's clock goes in steps
            damage(written[0], "flipped", None)

    with monkeypatch.context() as patch:
        patch.setattr("synthphi.corpus.document_files.write_bytes", write_and_damage)
        write_corpus(spec, tmp_path / "made", batch_size=4)
    assert tree(tmp_path / "made") != whole

    write_corpus(spec, tmp_path / "made", batch_size=4)
    assert tree(tmp_path / "made") == whole
