"""A corpus may come from anybody: nothing that it says or links to leads out of its folder."""

import io
import json
import os
import re

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpora import record_anew
from rich.console import Console

from flows.reading import print_document
from synthphi import verify
from synthphi.corpus.folder import CorpusFolder, sweep
from synthphi.corpus.labels import SCHEMA
from synthphi.corpus.opening import load_corpus, open_corpus
from synthphi.corpus.receipt import discard_damaged, read_receipts
from synthphi.corpus.sealing import sealed, unsealed
from synthphi.corpus.show import annotated_text
from synthphi.corpus.write import write_corpus
from synthphi.errors import CorpusError, OutputError
from synthphi.report import write_document_page, write_report

FOLDERS = ("positive", "negative", "labels", "pools", ".synthphi", ".synthphi/rows", ".synthphi/receipts")


def relabel(corpus, change):
    path = corpus / "labels/positive.parquet"
    rows = pq.read_table(path).to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), path)
    record_anew(corpus)


@pytest.fixture
def outside(tmp_path):
    folder = tmp_path / "outside"
    folder.mkdir()
    for name in ("mine.txt", ".mine.txt.123.part", "000000.json", "000000.parquet"):
        (folder / name).write_text("mine")
    return folder


def files_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_that_is_a_link_is_followed_by_nothing(corpus, spec, outside, name):
    before = files_of(outside)
    (corpus / name).rename(corpus.parent / "moved")
    (corpus / name).symlink_to(outside)
    for look in (verify, write_report, load_corpus):
        with pytest.raises(CorpusError, match="is a link"):
            look(corpus)
    for write in (open_corpus, write_corpus):
        with pytest.raises(OutputError, match="is a link"):
            write(spec, corpus)
    if name in {"positive", "negative"}:
        sweep(CorpusFolder(corpus), spec)
    assert files_of(outside) == before


@pytest.mark.parametrize(
    "path", ["../outside/mine.txt", "{outside}/mine.txt", "positive/../../outside/mine.txt", "a\0b", "x" * 5000]
)
def test_a_path_in_the_labels_that_leads_out_is_not_read(corpus, outside, path):
    path = path.format(outside=outside)
    relabel(corpus, lambda rows: rows[0].update(path=path))
    problems = [str(problem) for problem in verify(corpus).problems]
    assert any("leads out of the corpus" in problem or "too long" in problem for problem in problems)
    assert not any("'mine'" in problem for problem in problems)
    assert write_report(corpus).is_file()
    with pytest.raises(CorpusError, match="is in no corpus"):
        annotated_text(outside / "mine.txt")


def test_a_document_that_is_a_link_a_pipe_or_nothing_is_said(corpus, outside):
    rows = pq.read_table(corpus / "labels/positive.parquet").to_pylist()
    link, pipe, gone = (corpus / row["path"] for row in rows[:3])
    for path in (link, pipe, gone):
        path.unlink()
    link.symlink_to(outside / "mine.txt")
    os.mkfifo(pipe)
    problems = "\n".join(str(problem) for problem in verify(corpus).problems)
    for said in ("leads out of the corpus", "it is no file", "No such file"):
        assert said in problems
    with pytest.raises(CorpusError, match="is in no corpus"):
        write_document_page(link)


def test_a_value_that_is_left_out_in_the_labels_is_a_damaged_corpus(corpus):
    relabel(corpus, lambda rows: rows[0].update(path=None))
    with pytest.raises(CorpusError, match="path is left out in a row"):
        verify(corpus)


@pytest.mark.parametrize("path", ["../outside/000000.parquet", "{outside}/000000.parquet", "a\0b"])
def test_a_receipt_that_names_files_elsewhere_does_not_count(corpus, spec, outside, path):
    before = files_of(outside)
    folder, _ = load_corpus(corpus)
    file = sorted(folder.receipts.iterdir())[0]
    receipt = json.loads(unsealed(file.read_bytes()))
    receipt["rows"] = [path.format(outside=outside), 4, receipt["rows"][2]]
    file.write_bytes(sealed(json.dumps(receipt).encode()))
    receipts = read_receipts(folder, spec)
    assert len(receipts) == len(list(folder.receipts.iterdir())) - 1
    discard_damaged(folder, receipts)
    assert not file.exists()
    assert files_of(outside) == before


@pytest.mark.parametrize("content", ["[" * 100_000, '{"spec": ' + "9" * 5000 + "}", '{"spec": [1]}', '{"spec": null}'])
def test_a_corpus_file_that_plays_a_trick_is_a_damaged_one(corpus, content):
    (corpus / "corpus.json").write_text(content)
    with pytest.raises(CorpusError, match=r"corpus\.json cannot be read"):
        load_corpus(corpus)


def test_a_planted_link_is_not_written_through(corpus, spec, outside):
    for name in ("stats.json", "README.md"):
        (corpus / f".{name}.{os.getpid()}.part").symlink_to(outside / "mine.txt")
    write_corpus(spec, corpus)
    assert (outside / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["x" * 300, "y/" * 3_000, "a\0b", "no folder\ud800"])
def test_an_output_that_no_file_system_takes_is_refused(spec, tmp_path, name):
    with pytest.raises((OutputError, ValueError)):
        open_corpus(spec, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["with spaces", "Ünïcödé 漢字 🙂", "a/../b", "-dash", "=1+1", "%s{name}"])
def test_an_unusual_folder_name_is_a_name(office, spec, tmp_path, name):
    output = tmp_path / "a" / name if ".." not in name else tmp_path / name
    (tmp_path / "a").mkdir()
    assert write_corpus(spec, output).documents == 15
    assert load_corpus(output)[1] == spec


def test_what_a_text_tells_a_terminal_to_do_is_shown_and_not_done(corpus):
    said = "\x1b]0;title\x07\x1b[2J\x9b31m\u202eevil\u2069 [bold red]markup[/bold red] [link=file:///etc]x[/link]"

    def change(rows):
        rows[0]["text"] = said + rows[0]["text"][len(said) :]

    relabel(corpus, change)
    row = pq.read_table(corpus / "labels/positive.parquet").to_pylist()[0]
    file = io.StringIO()
    print_document(corpus / row["path"], Console(file=file, force_terminal=True, color_system="truecolor", width=300))
    shown = file.getvalue()
    for told in ("\x1b]", "\x1b[2J", "\x07", "\x9b", "\u202e", "\u2069", "\x1b]8"):
        assert told not in shown
    # Without the colours of labels.
    text = re.sub("\x1b\\[[0-9;]*m", "", shown)
    assert "␛]0;title␇␛[2J" in text
    assert "[bold red]markup" in text
