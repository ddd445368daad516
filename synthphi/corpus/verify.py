"""Verify a corpus on disk: what its labels claim is re-read from the files, by readers that did not write them.

Checked are: every document of the spec is there once, with the size and SHA-256 of manifest and labels, and nothing
else is in the class folders; no two files are equal; each span's characters, tag and every place; no span of a
negative is PHI, and no value of a patient stands in a negative (`synthphi.corpus.verify_leaks` says which values).
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, computed_field

from synthphi.corpus.folder import CorpusFolder, load_corpus
from synthphi.corpus.verify_documents import Problem, Seen, check_documents
from synthphi.errors import CorpusError
from synthphi.spec import PHI_CLASSES, CorpusSpec, PhiClass


class VerifyReport(BaseModel):
    """What `verify` looked at, and what it found wrong."""

    model_config = ConfigDict(frozen=True)

    documents: int
    """Documents looked at."""
    spans: int
    """Spans re-read."""
    places: int
    """Places re-read: a span has at least one."""
    negatives: int
    """Negatives searched for values of patients."""
    values: int
    """Different values of patients that they were searched for."""
    problems: list[Problem]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def ok(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.problems


def verify(
    corpus: Path | str, *, workers: int = 1, progress: Callable[[int, int], None] | None = None
) -> VerifyReport:
    """Check a corpus and return a report; a damaged document is a problem in the report, not an error.

    Args:
        corpus: The corpus folder.
        workers: Processes that share the work. With more than one, each holds the patients' values in memory.
        progress: Called with (documents looked at, documents in all) now and then.

    Raises:
        CorpusError: there is no corpus, or its labels or pools are missing or damaged.
    """
    folder, spec = load_corpus(corpus)
    groups = _row_groups(folder)
    total = sum(rows for *_, rows in groups)
    seen = Seen()
    facts: dict[str, dict[str, Any]] = {}
    for part in _checked(folder, [(str(folder.root), phi_class, group) for phi_class, group, _ in groups], workers):
        seen += part.seen
        facts.update(part.facts)
        if progress is not None:
            progress(seen.documents, total)
    problems = [*_corpus_problems(folder, spec, facts, seen), *seen.problems]
    return VerifyReport(
        documents=seen.documents,
        spans=seen.spans,
        places=seen.places,
        negatives=seen.negatives,
        values=seen.values,
        problems=problems,
    )
