"""The classes of the script that synthphi replaces, as a thin face on the flow.

Constructor, methods and statistics have the names that its users know. New code calls `flows.launch.launch`.
"""

import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from flows.launch import launch
from flows.workers import process_count
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.state import load_state, state_stats
from synthphi.corpus.stats import CorpusStats, statistics_block
from synthphi.errors import SpecError
from synthphi.run_options import RunOptions
from synthphi.spec import CorpusSpec

_DEFAULT_SEED = 42


class ParallelBatchGenerator:
    """Makes a corpus with worker processes; a run that was interrupted goes on when it is given again.

    Args:
        output_dir: The corpus folder; made when missing.
        num_workers: Worker processes; None takes the machine's cores less one.
        batch_size: Documents between two checkpoints.
        seed: The random seed; None stands for 42, because every corpus can be made again.
        llm_percentage: Only 0: documents are made from templates.

    Raises:
        SpecError: a value is not usable.
    """

    def __init__(
        self,
        output_dir: str | Path = "output/parallel_generation",
        num_workers: int | None = 4,
        batch_size: int = 50,
        seed: int | None = None,
        llm_percentage: float = 0.0,
    ) -> None:
        if llm_percentage:
            raise SpecError(
                f"llm_percentage is {llm_percentage}: synthphi makes its text from templates, so that labels are exact "
                "and the same seed gives the same bytes; leave it out, or give 0.0"
            )
        self._run = RunOptions.parse(
            {
                "output": output_dir,
                "workers": "auto" if num_workers is None else num_workers,
                "batch_size": batch_size,
            }
        )
        self.output_dir = Path(output_dir)
        self.num_workers = process_count(self._run.workers)
        self.batch_size = batch_size
        self.seed = CorpusSpec.parse({"seed": _DEFAULT_SEED if seed is None else seed}).seed
        self.llm_percentage = llm_percentage
        self.state_file = CorpusFolder(self.output_dir).state
        self._counts = CorpusStats()
        self.stats: dict[str, Any] = state_stats(self._counts)

    def generate_parallel(self, phi_positive_count: int = 100, phi_negative_count: int = 50) -> dict[str, Any]:
        """Make the corpus and return its statistics, which `stats` holds then, too.

        Raises:
            SpecError: a count is negative, or both are 0.
            OutputError: the output folder holds something else, or cannot be written to.
        """
        spec = CorpusSpec.parse(
            {"phi_positive": phi_positive_count, "phi_negative": phi_negative_count, "seed": self.seed}
        )
        self._counts = launch(spec, self._run)
        self.stats = state_stats(self._counts)
        return self.stats

    def print_statistics(self) -> None:
        """Print the statistics of the last run."""
        print(statistics_block(self._counts, self.output_dir))  # noqa: T201  (what it is for)

    def load_state(self) -> dict[str, Any] | None:
        """Return what the state file of the output folder holds, or None when there is none."""
        return load_state(CorpusFolder(self.output_dir))


@dataclass
class WorkerStats:
    """What one worker process did; times are Unix seconds."""

    worker_id: int
    documents_generated: int = 0
    llm_enhanced: int = 0
    template_based: int = 0
    by_format: dict[str, int] = field(default_factory=dict)
    phi_positive: int = 0
    phi_negative: int = 0
    errors: int = 0
    start_time: float | None = None
    end_time: float | None = None

    @property
    def duration(self) -> float:
        """Return the seconds from start to end; 0 while one of them is unknown."""
        if self.start_time is None or self.end_time is None:
            return 0.0
        return self.end_time - self.start_time

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name, and the duration."""
        return {**asdict(self), "duration": self.duration}


@dataclass
class BatchTask:
    """A slice of documents to make, as the replaced script handed it to a worker.

    Kept for code that builds or reads such records; the flow uses `synthphi.corpus.batches.Batch`.
    """

    task_id: int
    start_idx: int
    end_idx: int
    patients: Sequence[Any]
    providers: Sequence[Any]
    facilities: Sequence[Any]
    output_dir: str | Path
    llm_percentage: float
    seed: int
    phi_type: str


class ProgressTracker:
    """Counts finished documents and errors, from any thread."""

    def __init__(self, total_docs: int) -> None:
        self.total_docs = total_docs
        self._completed = 0
        self._errors = 0
        self._lock = threading.Lock()

    def update(self, increment: int = 1) -> None:
        """Count documents as finished."""
        with self._lock:
            self._completed += increment

    def increment_errors(self) -> None:
        """Count an error."""
        with self._lock:
            self._errors += 1

    def get_progress(self) -> tuple[int, int, int]:
        """Return documents finished, documents in all, and errors."""
        with self._lock:
            return self._completed, self.total_docs, self._errors

    def cleanup(self) -> None:
        """Do nothing: there is nothing to release. Kept for callers of the replaced class."""
