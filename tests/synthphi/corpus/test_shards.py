"""Packed corpora: what is in their shards, and that they are made, gone on with, mended and extended like others."""

import hashlib
import json
import shutil
import tarfile
from datetime import UTC, datetime

import pytest
from programs import need, run
from trees import documents, tree

import synthphi.corpus.batches
from synthphi import CorpusSpec, SpecError, read_labels, verify, write_corpus
from synthphi.corpus.batch import record_lost, render_batch
from synthphi.corpus.batches import Batch, plan_batches
from synthphi.corpus.extend import extend
from synthphi.corpus.finish import finish
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.opening import load_corpus, open_corpus
from synthphi.corpus.overwrite import make_room
from synthphi.corpus.repair import repair
from synthphi.corpus.shards import Contents, Member, contents, header_of, padding_of, read_member
from synthphi.corpus.show import annotated_text
from synthphi.corpus.stats import CorpusStats
from synthphi.doctypes import Format
from synthphi.errors import CorpusError, RenderError
from synthphi.report import write_document_page, write_report

ALL_FORMATS = CorpusSpec(
    phi_positive=45, phi_negative=30, seed=42, formats=dict.fromkeys(Format, 1), surfaces={"filename": 0.6}, pack="tar"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A packed corpus of all formats, which tests do not change."""
    folder = tmp_path_factory.mktemp("packed") / "corpus"
    write_corpus(ALL_FORMATS, folder)
    return folder


@pytest.fixture
def packed(spec):
    return spec.model_copy(update={"pack": "tar"})


@pytest.fixture
def small_shards(monkeypatch):
    """Four documents a shard."""
    monkeypatch.setattr(synthphi.corpus.batches, "SHARD_DOCUMENTS", 4)


@pytest.fixture
def corpus(office, packed, small_shards, tmp_path):
    folder = tmp_path / "corpus"
    write_corpus(packed, folder)
    office.made.clear()
    return folder


def names(folder):
    return [path.name for path in sorted(folder.glob("*/*.tar"))]


def members(folder):
    """Return the files in all shards, by the path of the shard and their name, as the standard library reads them."""
    found = {}
    for shard in sorted(folder.glob("*/*.tar")):
        with tarfile.open(shard, "r:", errorlevel=2) as file:
            for info in file:
                found[f"{shard.relative_to(folder).as_posix()}/{info.name}"] = file.extractfile(info).read()
    return found


def change_byte(path, at):
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def place_of(folder, document):
    """Return the shard that a document lies in, and its first byte there."""
    shard, _, name = document.rpartition("/")
    return folder / shard, contents(folder / shard).members[name].start


@pytest.mark.parametrize(
    ("missing", "cut"),
    [
        ({"positive": [range(300)]}, ["positive-000000-000299"]),
        ({"negative": [range(1000)]}, ["negative-000000-000999"]),
        (
            {"positive": [range(2100)], "negative": [range(1)]},
            ["positive-000000-000999", "positive-001000-001999", "positive-002000-002099", "negative-000000-000000"],
        ),
        ({"positive": [range(300, 1500)]}, ["positive-000300-000999", "positive-001000-001499"]),
        ({"positive": [range(5, 6), range(1000, 2000)]}, ["positive-001000-001999", "positive-000005-000005"]),
    ],
)
def test_batches_are_shards_whatever_the_number_of_workers(missing, cut):
    for workers in (1, 8):
        batches = plan_batches(CorpusSpec(pack="tar"), missing, "auto", workers)
        assert [batch.name for batch in batches] == cut


def test_a_batch_size_is_refused_before_anything_is_written(packed, tmp_path):
    with pytest.raises(SpecError, match=r"batch_size: with pack: tar .* \(got 5\): leave batch_size out"):
        write_corpus(packed, tmp_path / "corpus", batch_size=5)
    assert list(tmp_path.iterdir()) == []


def test_folders_for_purview_are_refused():
    fields = {"formats": {"pdf": 1}, "splits": {"train": 2, "test": 1}, "folders": "purview", "pack": "tar"}
    with pytest.raises(SpecError, match="folders and pack: SharePoint does not look into tar files"):
        CorpusSpec.parse(fields)


def test_the_documents_are_those_of_the_loose_corpus(made, tmp_path):
    write_corpus(ALL_FORMATS.model_copy(update={"pack": "none"}), tmp_path / "loose")
    inside = {path.rpartition("/")[2]: hashlib.sha256(data).hexdigest() for path, data in members(made).items()}
    loose = {path.rpartition("/")[2]: sha256 for path, sha256 in documents(tmp_path / "loose").items()}
    assert names(made) == ["negative-000000-000029.tar", "positive-000000-000044.tar"]
    assert {name: sha256 for name, sha256 in inside.items() if not name.endswith(".json")} == loose
    assert len(inside) == 2 * len(loose) == 150
    columns = [name for name in read_labels(made).column_names if name != "path"]
    assert read_labels(made).select(columns) == read_labels(tmp_path / "loose").select(columns)


def test_behind_each_document_stands_its_label_row(made):
    inside = list(members(made).items())
    for row in read_labels(made).to_pylist():
        at = [path for path, _ in inside].index(row["path"])
        (_, document), (name, label) = inside[at : at + 2]
        assert hashlib.sha256(document).hexdigest() == row["sha256"]
        assert name == row["path"].removesuffix(row["format"]) + "json"
        assert json.loads(label) == row


def test_a_header_says_nothing_of_the_machine(made):
    as_of = datetime(2026, 1, 15, tzinfo=UTC).timestamp()
    for shard in made.glob("*/*.tar"):
        with tarfile.open(shard, "r:", errorlevel=2) as file:
            for info in file:
                assert (info.type, info.mode, info.mtime, info.linkname) == (tarfile.REGTYPE, 0o644, as_of, "")
                assert (info.uid, info.gid, info.uname, info.gname) == (0, 0, "", "")


def test_the_program_tar_unpacks_it(made, tmp_path):
    for shard in made.glob("*/*.tar"):
        run("tar", "-xf", shard, "-C", tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.rpartition("/")[2]: data for path, data in members(made).items()
    }


@pytest.mark.parametrize(
    "name",
    [
        "a.docx",
        "x" * 95 + ".docx",
        "x" * 96 + ".docx",
        "x" * 190 + ".docx",
        "Ä" * 50 + ".pdf",
        "王芳 W. 山.docx",
        "𞤀" * 40,
    ],
)
def test_any_name_is_read_back_by_all_readers(tmp_path, name):
    shard = tmp_path / "one.tar"
    first = header_of(name, 5, 0) + b"first" + padding_of(5)
    shard.write_bytes(first + header_of("other", 6, 0) + b"second" + padding_of(6) + bytes(1024))
    assert read_member(shard, name, 5) == b"first"
    assert read_member(shard, "other", 6) == b"second"
    with tarfile.open(shard, "r:", errorlevel=2) as file:
        assert file.getnames() == [name, "other"]
    assert run("tar", "-tf", shard, "--quoting-style=literal").splitlines() == [name, "other"]
    # Nothing but a plain header where that is enough.
    plain = name.isascii() and len(name) <= 100
    assert (len(header_of(name, 5, 0)) == 512) is plain


def test_it_is_verified_shown_and_reported_on(made, tmp_path):
    report = verify(made, workers=2)
    assert report.problems == []
    assert (report.documents, report.hashes) == (75, 75)
    row = read_labels(made).to_pylist()[7]
    shown = annotated_text(made / row["path"])
    assert (shown.document_id, shown.text) == (row["document_id"], row["text"])
    assert row["document_id"] in write_document_page(made / row["path"], tmp_path / "page.html").read_text()
    page = write_report(made).read_text()
    assert 'href="./positive/positive-000000-000044.tar"' in page
    assert "webdataset.WebDataset" in (made / "README.md").read_text()


def test_a_document_that_is_not_in_the_shard_is_not_shown(made):
    for path in ("positive/positive-000000-000044.tar/no.docx", "positive/none.tar/no.docx"):
        with pytest.raises(CorpusError, match=r"no\.docx is not a"):
            annotated_text(made / path)


@pytest.mark.timeout(600)
def test_second_readers_get_its_documents(made):
    for name in ("pandoc", "pdftotext", "perl", "soffice"):
        need(name)
    report = verify(made, thorough=True, sample=1)
    assert report.problems == []
    assert sum(reading.values for reading in report.thorough) > 500


def test_a_shard_that_is_damaged_is_made_anew_and_no_other(office, packed, corpus):
    before = tree(corpus)
    shard, start = place_of(corpus, read_labels(corpus).to_pylist()[5]["path"])
    change_byte(shard, start)
    report = repair(corpus)
    assert [(one.kind, one.path) for one in report.damage] == [("shard", "positive/positive-000004-000007.tar")]
    assert (report.ok, report.documents, report.made_anew, report.proven) == (True, 15, 4, 4)
    assert office.made == [f"positive-{number:06d}" for number in range(4, 8)]
    assert tree(corpus) == before


@pytest.mark.parametrize("lost", ["receipt", "end of a shard", "shard"])
def test_a_run_that_was_killed_goes_on(office, packed, corpus, lost):
    before = tree(corpus)
    folder = CorpusFolder(corpus)
    shard = corpus / "positive/positive-000004-000007.tar"
    folder.finished.unlink()
    if lost == "receipt":
        folder.receipt_of(Batch("positive", 4, 8)).unlink()
    elif lost == "shard":
        shard.unlink()
    else:
        shard.write_bytes(shard.read_bytes()[:-700])
    (corpus / "positive/.positive-000004-000007.tar.123.part").write_bytes(b"half")
    assert verify(corpus).problems[0].message.startswith(f"{corpus} is not finished")
    stats = write_corpus(packed, corpus)
    assert (stats.documents, stats.reused) == (15, 11)
    assert office.made == [f"positive-{number:06d}" for number in range(4, 8)]
    assert tree(corpus) == before


def test_synced_to_the_disk_it_is_the_same(packed, corpus, tmp_path):
    write_corpus(packed, tmp_path / "synced", fsync=True)
    assert tree(tmp_path / "synced") == tree(corpus)


def test_halves_of_a_batch_are_shards_of_their_own(packed, corpus, tmp_path):
    """As a run leaves them that found the document which kills its process."""
    folder = open_corpus(packed, tmp_path / "halved")
    lost = Batch("positive", 5, 6)
    for batch in (Batch("positive", 0, 4), Batch("positive", 4, 5), Batch("positive", 6, 8), Batch("positive", 8, 9)):
        render_batch(packed, batch, folder.root)
    record_lost(packed, lost, folder.root, "ProcessDied", "process died (SIGKILL)")
    for start in (0, 4):
        render_batch(packed, Batch("negative", start, min(start + 4, 6)), folder.root)
    stats = finish(folder, packed, CorpusStats())
    assert (stats.documents, stats.errors, stats.missing) == (14, 1, 0)
    assert not (folder.root / "positive/positive-000005-000005.tar").exists()

    # The next run makes that one, and leaves the others where they are.
    assert write_corpus(packed, folder.root).documents == 15
    assert names(folder.root)[2:] == [
        "positive-000000-000003.tar",
        "positive-000004-000004.tar",
        "positive-000005-000005.tar",
        "positive-000006-000007.tar",
        "positive-000008-000008.tar",
    ]
    assert verify(folder.root).problems == []
    there = {path.rpartition("/")[2]: data for path, data in members(folder.root).items() if path.endswith(".eml")}
    assert there == {path.rpartition("/")[2]: data for path, data in members(corpus).items() if path.endswith(".eml")}


def test_a_batch_that_failed_in_part_and_was_halved_then_leaves_no_document_twice(office, packed, corpus):
    def fail(document, file_format):
        if document.document_id == "positive-000005":
            raise RenderError("no ink")
        return usual(document, file_format)

    usual, office.render = office.render, fail
    shard = corpus / "positive/positive-000004-000007.tar"
    shard.unlink()
    assert write_corpus(packed, corpus).errors == 1
    assert [problem.path for problem in verify(corpus).problems] == ["positive-000005"]
    assert shard.exists()
    office.render = usual
    for half in Batch("positive", 4, 8).halves():
        render_batch(packed, half, corpus)
    assert write_corpus(packed, corpus).documents == 15
    assert not shard.exists()
    assert verify(corpus).problems == []
    assert repair(corpus, check=True).ok


def test_a_batch_none_of_whose_documents_can_be_made_has_no_shard(office, packed, small_shards, tmp_path):
    def fail(document, file_format):
        raise RenderError("no ink")

    office.render = fail
    stats = write_corpus(packed, tmp_path / "corpus")
    assert (stats.documents, stats.errors) == (0, 15)
    assert list(tmp_path.glob("corpus/*/*.tar*")) == []


def test_an_extension_adds_shards_and_leaves_those_that_are_there(office, packed, corpus):
    before = {path: data for path, data in members(corpus).items() if path.startswith("positive")}
    spec = extend(corpus, phi_positive=14)
    write_corpus(spec, corpus)
    assert names(corpus)[2:] == [
        "positive-000000-000003.tar",
        "positive-000004-000007.tar",
        "positive-000008-000008.tar",
        "positive-000009-000011.tar",
        "positive-000012-000013.tar",
    ]
    assert before.items() <= members(corpus).items()
    assert verify(corpus).problems == []

    # Two neighbours are made anew as they were, and not as the one that a first run would have made.
    whole = tree(corpus)
    for name in ("positive-000008-000008", "positive-000009-000011"):
        (corpus / "positive" / f"{name}.tar").unlink()
    report = repair(corpus)
    assert (report.ok, report.made_anew, report.proven) == (True, 4, 4)
    assert tree(corpus) == whole


def test_labels_in_a_shard_name_twins_that_a_corpus_is_too_small_to_hold(tmp_path):
    spec = CorpusSpec(phi_positive=2, phi_negative=8, seed=3, twins=1, pack="tar", formats={"eml": 1})
    write_corpus(spec, tmp_path / "corpus")
    inside = members(tmp_path / "corpus")
    twins = {row["path"]: row["twin"] for row in read_labels(tmp_path / "corpus").to_pylist()}
    said = {path: json.loads(inside[path.removesuffix("eml") + "json"])["twin"] for path in twins}
    assert sorted(filter(None, twins.values())) == ["positive-000000", "positive-000001"]
    assert sorted(filter(None, said.values())) == [f"positive-{number:06d}" for number in range(8)]
    assert verify(tmp_path / "corpus").problems == []
    # So that an extension leaves the shard as it is.
    write_corpus(extend(tmp_path / "corpus", phi_positive=4), tmp_path / "corpus")
    assert verify(tmp_path / "corpus").problems == []


def test_a_byte_that_is_changed_in_a_document_is_found(corpus):
    row = read_labels(corpus).to_pylist()[6]
    shard, start = place_of(corpus, row["path"])
    change_byte(shard, start + 200)
    assert f"{row['path']}: its SHA-256 is not the one in its labels" in map(str, verify(corpus).problems)


def test_a_byte_that_is_changed_in_a_label_is_found(corpus):
    row = read_labels(corpus).to_pylist()[6]
    label = row["path"].removesuffix("eml") + "json"
    shard, start = place_of(corpus, label)
    at = members(corpus)[label].index(row["sha256"].encode())
    change_byte(shard, start + at)
    assert [str(problem) for problem in verify(corpus).problems] == [
        f"{row['path']}: its label row in the shard says something else of 'sha256'"
    ]
    change_byte(shard, start)
    (problem,) = verify(corpus).problems
    assert problem.message.startswith("its label row in the shard cannot be read: ")


def test_every_byte_of_a_shard_is_hashed(corpus):
    shard = corpus / "negative/negative-000000-000003.tar"
    change_byte(shard, shard.stat().st_size - 1)
    (damage,) = repair(corpus, check=True).damage
    assert (damage.kind, damage.path) == ("shard", "negative/negative-000000-000003.tar")


def test_a_copy_without_its_receipts_is_checked_and_mended_by_its_labels(packed, corpus):
    before = tree(corpus)
    shutil.rmtree(corpus / ".synthphi")
    assert repair(corpus, check=True).ok
    row = read_labels(corpus).to_pylist()[6]
    shard, start = place_of(corpus, row["path"])
    change_byte(shard, start + 9)
    found = repair(corpus, check=True)
    assert [(one.kind, one.path) for one in found.damage] == [("document", row["path"])]
    report = repair(corpus)
    assert (report.ok, report.made_anew, report.proven, report.foreign) == (True, 15, 15, [])
    assert tree(corpus) == before


def test_a_file_of_somebody_else_is_told_and_stays(corpus):
    (corpus / "positive/mine.tar").write_bytes(bytes(1024))
    assert repair(corpus).foreign == ["positive/mine.tar"]
    assert [problem.path for problem in verify(corpus).problems] == ["positive/mine.tar"]
    assert (corpus / "positive/mine.tar").exists()


@pytest.mark.parametrize("named_by", ["receipts", "manifest"])
def test_it_is_replaced_by_another_corpus(spec, corpus, named_by):
    if named_by == "receipts":
        (corpus / "manifest.jsonl").unlink()
    else:
        shutil.rmtree(corpus / ".synthphi/receipts")
    assert make_room(spec, corpus) == 15
    assert list(corpus.glob("*/*.tar")) == []
    write_corpus(spec, corpus)
    assert load_corpus(corpus)[1].pack == "none"
    assert verify(corpus).problems == []


def test_what_is_in_a_shard_is_remembered_until_it_changes(tmp_path):
    shard = tmp_path / "one.tar"
    shard.write_bytes(header_of("a", 1, 0) + b"a" + padding_of(1) + bytes(1024))
    assert contents(shard) == Contents({"a": Member(512, 1)}, None)
    shard.write_bytes(header_of("b", 2, 0) + b"bb" + padding_of(2) + bytes(9000))
    assert contents(shard) == Contents({"b": Member(512, 2)}, None)
