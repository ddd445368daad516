"""Shards may come from anybody: what is wrong with one is told, and nothing of it leads anywhere."""

import io
import os
import tarfile

import pytest

from synthphi import read_labels, verify, write_corpus
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.shards import header_of, padding_of
from synthphi.corpus.untrusted import MOST_BYTES, files_for_programs, read_inside
from synthphi.errors import CorpusError
from synthphi.report import write_document_page, write_report

SHARD = "positive/positive-000000-000008.tar"


@pytest.fixture
def corpus(office, spec, tmp_path):
    folder = tmp_path / "corpus"
    write_corpus(spec.model_copy(update={"pack": "tar"}), folder)
    return folder


def member(name, data=b"mine", **changed):
    """Return a member of a tar file as others write it."""
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for field, value in changed.items():
        setattr(info, field, value)
    return info.tobuf(tarfile.GNU_FORMAT) + data + padding_of(len(data))


def before(corpus, planted):
    """Put something before everything else in a shard."""
    shard = corpus / SHARD
    shard.write_bytes(planted + shard.read_bytes())


def read(corpus):
    """Have everybody read the corpus; return what is said of it."""
    problems = [str(problem) for problem in verify(corpus).problems]
    write_report(corpus)
    for row in read_labels(corpus).to_pylist()[:2]:
        try:
            write_document_page(corpus / row["path"], corpus.parent / "page.html")
        except CorpusError as error:
            problems.append(str(error))
    with files_for_programs(CorpusFolder(corpus), [(row["path"], "eml") for row in read_labels(corpus).to_pylist()]):
        pass
    return problems


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        (member("a", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd"), "holds 'a', which is no regular file"),
        (member("a", b"", type=tarfile.LNKTYPE, linkname="../../mine"), "holds 'a', which is no regular file"),
        (member("a", b"", type=tarfile.CHRTYPE), "holds 'a', which is no regular file"),
        (member("a", b"", type=tarfile.FIFOTYPE), "holds 'a', which is no regular file"),
        (member("a", b"", type=tarfile.DIRTYPE), "holds 'a', which is no regular file"),
        (member("a", type=tarfile.GNUTYPE_SPARSE), "holds 'a', which is no regular file"),
        (member("../mine"), "holds a file of the name '../mine', which would lead out of it"),
        (member("/etc/mine"), "holds a file of the name '/etc/mine'"),
        (member(".."), "holds a file of the name '..'"),
        (member("a") * 2, "holds two files of the name 'a'"),
        (header_of("a", 2**32, 0), "is cut short: at byte 512 it says 4,294,967,296 more, and has fewer"),
        (member("pax", b"30 path=a\n", type=tarfile.XHDTYPE), "has a header that says something else than a name"),
        (member("pax", b"12 size=999\n", type=tarfile.XHDTYPE), "has a header that says something else than a name"),
        (member("pax", b"13 path=../x\n", type=tarfile.XHDTYPE) + member("a"), "would lead out of it"),
        (member("pax", b"x" * 90_000, type=tarfile.XHDTYPE), "has a header that says something else than a name"),
        (member("pax", b"11 path=\xff\xff\n", type=tarfile.XHDTYPE), "utf-8"),
        (b"\xff" * 512, "is damaged at byte 0: bad checksum"),
        (b"x" * 512, "is damaged at byte 0: "),
        (bytes(1024), "holds something behind its end"),
    ],
)
def test_what_no_shard_of_ours_has_is_a_problem(corpus, planted, said):
    before(corpus, planted)
    problems = read(corpus)
    assert any(line.startswith(f"{SHARD}: ") and said in line for line in problems), problems[-3:]
    assert sum("cannot be read: its shard " in line for line in problems) >= 9


def test_a_member_that_nobody_labelled_is_told(corpus):
    before(corpus, member("mine.txt"))
    assert read(corpus) == [f"{SHARD}/mine.txt: is no document of the corpus: it has no label row"]


@pytest.mark.parametrize("left", [0, 100, 512, 700, 5_000, -1024, -512])
def test_a_shard_that_is_cut_short_loses_what_is_behind(corpus, left):
    shard = corpus / SHARD
    shard.write_bytes(shard.read_bytes()[:left])
    problems = read(corpus)
    assert any(line.startswith(f"{SHARD}: is cut short") for line in problems) is (left != -512)
    if left == 5_000:
        assert 0 < sum(": cannot be read: its shard is cut short" in line for line in problems) < 9


def test_more_members_than_a_shard_has_are_not_listed(corpus):
    (corpus / SHARD).write_bytes(b"".join(member(str(number), b"") for number in range(2_001)) + bytes(1024))
    assert any(line == f"{SHARD}: holds more than 2,000 files" for line in read(corpus))


def test_a_document_that_is_too_large_is_not_read(corpus):
    row = read_labels(corpus).to_pylist()[0]
    name = row["path"].rpartition("/")[2]
    with (corpus / SHARD).open("wb") as file:
        file.write(header_of(name, MOST_BYTES + 1, 0))
        file.seek(512 + MOST_BYTES + 1 + len(padding_of(MOST_BYTES + 1)) + 1024 - 1)
        file.write(b"\0")
    with pytest.raises(OSError, match="more than 256,000,000 bytes"):
        read_inside(CorpusFolder(corpus), row["path"])


@pytest.mark.parametrize(
    "label", ["[" * 50_000, "[]", "null", "{}", '{"twin": 3}', '{"twin": "x"}', "9" * 5_000, "\xff"]
)
def test_a_label_that_is_none_is_told(corpus, label):
    row = read_labels(corpus).to_pylist()[0]
    names = [row["path"].rpartition("/")[2], row["path"].rpartition("/")[2].removesuffix("eml") + "json"]
    document = read_inside(CorpusFolder(corpus), row["path"])
    rest = (corpus / SHARD).read_bytes()
    with tarfile.open(fileobj=io.BytesIO(rest)) as file:
        kept = [(info.name, file.extractfile(info).read()) for info in file if info.name not in names]
    members = [(names[0], document), (names[1], label.encode("latin-1")), *kept]
    (corpus / SHARD).write_bytes(b"".join(member(*one) for one in members) + bytes(1024))
    (problem,) = read(corpus)
    assert problem.startswith(f"{row['path']}: its label row in the shard ")


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "gone"])
def test_a_shard_that_is_no_file(corpus, kind, tmp_path):
    shard = corpus / SHARD
    data = shard.read_bytes()
    shard.unlink()
    if kind == "link":
        (tmp_path / "outside.tar").write_bytes(data)
        shard.symlink_to(tmp_path / "outside.tar")
        with pytest.raises(CorpusError, match="is a link"):
            verify(corpus)
        return
    if kind == "pipe":
        os.mkfifo(shard)
    elif kind == "folder":
        shard.mkdir()
    said = {"pipe": "its shard is no file", "folder": "its shard is no file", "gone": "No such file"}[kind]
    assert sum(said in line for line in read(corpus)) >= 9


@pytest.mark.parametrize(
    "path",
    [
        *("../outside.tar/mine", "positive/../../outside.tar/mine", "{outside}/mine"),
        *("positive/a\0b.tar/x", ".tar/..", ".tar/"),
    ],
)
def test_a_path_that_leads_out_is_not_read(corpus, tmp_path, path):
    outside = tmp_path / "outside.tar"
    outside.write_bytes(member("mine") + bytes(1024))
    with pytest.raises((OSError, ValueError)):
        read_inside(CorpusFolder(corpus), path.format(outside=outside))
    with files_for_programs(CorpusFolder(corpus), [(path.format(outside=outside), "eml")]) as files:
        assert files == [None]


def test_copies_for_programs_have_names_of_ours_and_go(corpus):
    row = read_labels(corpus).to_pylist()[0]
    with files_for_programs(CorpusFolder(corpus), [(row["path"], "eml")]) as (file,):
        assert file.name == "0.eml"
        assert len(file.read_bytes()) == row["bytes"]
    assert not file.parent.exists()
