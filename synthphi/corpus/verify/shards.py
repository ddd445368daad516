"""Verify what only packed corpora have: label rows behind the documents, and what else is in a shard."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.labels import held_twin
from synthphi.corpus.shards import contents, in_shard, is_shard, label_name
from synthphi.corpus.untrusted import read_inside
from synthphi.corpus.verify.report import Problem
from synthphi.corpus.verify.unlabelled import Finding
from synthphi.spec import CorpusSpec


def label_row_problems(folder: CorpusFolder, row: dict[str, Any], phi_positive: int) -> Iterator[Finding]:
    """Yield where the label row behind a document in a shard does not say what the label table says.

    Args:
        folder: The corpus.
        row: The document's row of the label table, all columns of it; of a loose document nothing is wrong.
        phi_positive: How many positives the corpus has.
    """
    name = label_name(row["path"])
    if in_shard(name) is None:
        return
    try:
        said = json.loads(read_inside(folder, name))
        # A shard stays when its corpus is extended: it names twins that the corpus is too small to hold.
        said["twin"] = held_twin(said["twin"], phi_positive)
        expected = {**row, "twin": held_twin(row["twin"], phi_positive)}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        yield Finding("label", f"its label row in the shard cannot be read: {error}")
        return
    other = sorted(column for column in {*said, *expected} if said.get(column, ...) != expected.get(column, ...))
    if other:
        yield Finding("label", f"its label row in the shard says something else of {', '.join(map(repr, other))[:200]}")


def strays(folder: CorpusFolder, spec: CorpusSpec, labelled: set[str]) -> Iterator[Problem]:
    """Yield what lies among the documents of a corpus, in shards too, and is none; and what is wrong with a shard.

    Args:
        folder: The corpus.
        spec: Its spec.
        labelled: The paths of its documents.
    """
    packed = spec.pack != "none"
    known = labelled | {label_name(path) for path in labelled} if packed else labelled
    for file in sorted(folder.documents_on_disk(spec.folders)):
        path = file.relative_to(folder.root).as_posix()
        found, fault = _in_shard(file, path) if packed and is_shard(file) else ([path], None)
        if fault is not None:
            yield Problem(path=path, message=fault)
        for one in found:
            if one not in known:
                yield Problem(path=one, message="is no document of the corpus: it has no label row")


def _in_shard(file: Path, path: str) -> tuple[list[str], str | None]:
    """Return the paths of what is in a shard, and what is wrong with it."""
    try:
        members, fault = contents(file)
    except OSError as error:
        return [], f"cannot be read: {error.strerror or error}"
    return [f"{path}/{name}" for name in members], fault
