import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from synthphi import CorpusBusy, CorpusMismatch, CorpusSpec, OutputError, write_corpus
from synthphi.corpus.extend import extend
from synthphi.corpus.lock import writer, writing

SPEC = CorpusSpec.parse({"phi_positive": 2, "phi_negative": 1, "seed": 2})

HOLD = """
import sys
from synthphi import CorpusSpec
from synthphi.corpus.lock import writing
with writing(CorpusSpec.parse({"phi_positive": 2, "phi_negative": 1, "seed": 2}), sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held(corpus: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process writes to the corpus until its standard input is closed."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(corpus)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process


def test_a_second_writer_is_refused_and_told_who_is_first(tmp_path: Path) -> None:
    with held(tmp_path / "corpus") as first:
        for second in (
            lambda: write_corpus(SPEC, tmp_path / "corpus"),
            lambda: extend(tmp_path / "corpus", phi_positive=5),
        ):
            with pytest.raises(CorpusBusy, match=rf"process {first.pid} .*on .* since \d{{4}}-.*: wait"):
                second()
        assert str(first.pid) in str(writer(tmp_path / "corpus"))

    assert writer(tmp_path / "corpus") is None
    assert write_corpus(SPEC, tmp_path / "corpus").documents == 3


def test_a_killed_writer_leaves_no_lock(tmp_path: Path) -> None:
    with held(tmp_path / "corpus") as first:
        os.kill(first.pid, signal.SIGKILL)

    assert writer(tmp_path / "corpus") is None
    assert write_corpus(SPEC, tmp_path / "corpus").documents == 3
    assert not list((tmp_path / "corpus").rglob("writer.json"))


def test_who_waits_is_told_for_whom_and_goes_on(tmp_path: Path) -> None:
    said: list[str] = []
    with held(tmp_path / "corpus") as first:

        def wait(text: str) -> None:
            said.append(text)
            assert first.stdin is not None
            threading.Timer(0.2, first.stdin.close).start()

        with writing(SPEC, tmp_path / "corpus", on_wait=wait) as folder:
            assert str(os.getpid()) in folder.writer.read_text()
    assert [f"process {first.pid}" in text for text in said] == [True]


def test_who_waited_finds_out_that_the_corpus_was_extended(tmp_path: Path) -> None:
    write_corpus(SPEC, tmp_path / "corpus")

    def extended(_text: str) -> None:
        holder.__exit__(None, None, None)
        extend(tmp_path / "corpus", phi_positive=5)

    holder = writing(SPEC, tmp_path / "corpus")
    holder.__enter__()
    with pytest.raises(CorpusMismatch, match="phi_positive"), writing(SPEC, tmp_path / "corpus", on_wait=extended):
        pass


def test_a_folder_that_is_no_corpus_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")

    with pytest.raises(OutputError, match="not a corpus"), writing(SPEC, tmp_path):
        pass

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert writer(tmp_path) is None
