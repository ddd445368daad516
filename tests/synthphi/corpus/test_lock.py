import errno
import json
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
from synthphi.corpus.mounts import reaches_one_machine_only

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


def test_who_looks_writes_nothing_and_keeps_nobody_out(tmp_path: Path) -> None:
    write_corpus(SPEC, tmp_path / "corpus")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "corpus").rglob("*")}
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            writer(tmp_path / "corpus")

    looking = threading.Thread(target=look)
    looking.start()
    try:
        assert writer(tmp_path / "corpus") in {None, "another process"}  # the other one that looks
        assert {path: path.stat().st_mtime_ns for path in (tmp_path / "corpus").rglob("*")} == before
        for _ in range(20):
            with writing(SPEC, tmp_path / "corpus"):
                pass
    finally:
        stop.set()
        looking.join()


def test_a_file_system_without_locks_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_number: int, _operation: int) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr("fcntl.flock", none)
    with pytest.raises(OutputError, match=r"cannot be locked: Function not implemented; .*has locks"):
        write_corpus(SPEC, tmp_path / "corpus")


def test_where_locks_stay_on_a_machine_another_machine_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write_corpus(SPEC, tmp_path / "corpus")
    about = tmp_path / "corpus/.synthphi/writer.json"
    about.write_text(json.dumps({"process": 7, "host": "lab-9", "user": "anna", "since": "2026-01-15 09:30:00 UTC"}))
    with writing(SPEC, tmp_path / "corpus"):
        pass  # its lock says that it has ended
    about.write_text(json.dumps({"process": 7, "host": "lab-9", "user": "anna", "since": "2026-01-15 09:30:00 UTC"}))

    monkeypatch.setattr("synthphi.corpus.lock.reaches_one_machine_only", lambda _folder: "nfs")
    with pytest.raises(
        CorpusBusy, match=r"process 7 of anna on lab-9 since 2026-01-15 .*\(nfs\) do not reach.*delete .*writer\.json"
    ):
        write_corpus(SPEC, tmp_path / "corpus")
    about.unlink()
    with writing(SPEC, tmp_path / "corpus"):
        pass
    assert "locks do not reach other machines" in caplog.text


@pytest.mark.parametrize(
    ("mount", "kind"),
    [
        ("server:/x {} nfs rw,vers=3,nolock 0 0", "nfs"),
        ("server:/x {} nfs4 rw,local_lock=none 0 0", None),
        ("server:/x {} nfs4 rw,local_lock=all 0 0", "nfs4"),
        ("//server/x {} cifs rw,nobrl 0 0", "cifs"),
        ("x {} lustre rw,flock 0 0", None),
        ("x {} lustre rw,localflock 0 0", "lustre"),
        ("share {} 9p rw,trans=virtio 0 0", "9p"),
        ("/dev/sdb1 {} ext4 rw 0 0", None),
    ],
)
def test_what_is_known_of_file_systems(tmp_path: Path, mount: str, kind: str | None) -> None:
    place = tmp_path / "a place"
    place.mkdir()
    table = tmp_path / "mounts"
    point = str(place).replace(" ", "\\040")
    table.write_text(f"/dev/sda1 / ext4 rw 0 0\n{mount.format(point)}\nshare /elsewhere 9p rw 0 0\nbroken\n")

    assert reaches_one_machine_only(place / "corpus", table) == kind
    assert reaches_one_machine_only(tmp_path, table) is None
    assert reaches_one_machine_only(place, tmp_path / "no table") is None
