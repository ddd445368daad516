"""With `fsync`, nothing gets its name before it is on the disk, and no receipt before what it names."""

import os
from pathlib import Path

import pytest
from trees import tree

from synthphi.corpus.write import write_corpus


@pytest.fixture
def happened(monkeypatch):
    """What is synced and renamed, in order."""
    events: list[tuple[str, Path]] = []
    opened: dict[int, Path] = {}
    real_open, real_fsync, real_replace = os.open, os.fsync, os.replace

    def record_open(path, *arguments, **options):
        number = real_open(path, *arguments, **options)
        opened[number] = Path(os.fsdecode(path))
        return number

    def record_fsync(number):
        events.append(("sync", opened[number]))
        real_fsync(number)

    def record_replace(source, target, **options):
        events.append(("name", Path(target)))
        events.append(("was", Path(source)))
        real_replace(source, target, **options)

    monkeypatch.setattr("os.open", record_open)
    monkeypatch.setattr("os.fsync", record_fsync)
    monkeypatch.setattr("os.replace", record_replace)
    return events


def test_it_is_off_unless_asked_for(office, spec, tmp_path, happened):
    write_corpus(spec, tmp_path / "corpus")
    assert [path for what, path in happened if what == "sync"] == []


def test_files_are_synced_before_they_are_named_and_folders_after(office, spec, tmp_path, happened):
    write_corpus(spec, tmp_path / "plain", batch_size=4)
    happened.clear()
    write_corpus(spec, tmp_path / "corpus", batch_size=4, fsync=True)

    named = [i for i, (what, path) in enumerate(happened) if what == "name" and path.name != "writer.json"]
    assert len(named) > 15 + 2 * 5
    for i in named:
        path, temporary = happened[i][1], happened[i + 1][1]
        assert ("sync", temporary) in happened[:i], path
        assert ("sync", path.parent) in happened[i:], path
    assert tree(tmp_path / "corpus") == tree(tmp_path / "plain")


def test_a_receipt_is_named_when_all_that_it_names_is_safe(office, spec, tmp_path, happened):
    write_corpus(spec, tmp_path / "corpus", batch_size=4, fsync=True)

    receipts = [i for i, (what, path) in enumerate(happened) if what == "name" and path.parent.name == "receipts"]
    assert len(receipts) == 5
    for i in receipts:
        before = happened[:i]
        for folder in ("positive/000" if "positive" in happened[i][1].name else "negative/000", ".synthphi/rows"):
            place = tmp_path / "corpus" / folder
            last_named = max(n for n, (what, path) in enumerate(before) if what == "name" and path.parent == place)
            assert ("sync", place) in before[last_named:]
        # And the folders above, which may be new.
        assert ("sync", tmp_path / "corpus") in before
