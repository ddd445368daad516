import threading
from pathlib import Path

import pytest

import flows
from flows import BatchTask, ParallelBatchGenerator, ProgressTracker, WorkerStats
from synthphi.errors import SpecError

KEYS = {
    *("total_generated", "llm_enhanced", "template_based", "by_format", "phi_positive", "phi_negative"),
    *("errors", "worker_stats", "duration", "docs_per_second"),
}


def test_there_is_nothing_else_in_flows() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = flows.Nothing


def test_a_generator_has_the_defaults_of_the_replaced_one() -> None:
    generator = ParallelBatchGenerator()

    assert generator.output_dir == Path("output/parallel_generation")
    assert (generator.num_workers, generator.batch_size, generator.llm_percentage) == (4, 50, 0.0)
    assert generator.seed == 42  # a corpus can be made again
    assert generator.state_file == Path("output/parallel_generation/.generation_state.json")
    assert set(generator.stats) == KEYS


def test_without_a_number_of_workers_it_chooses_one() -> None:
    assert ParallelBatchGenerator(num_workers=None).num_workers >= 1


def test_text_of_language_models_is_refused_with_a_reason() -> None:
    with pytest.raises(SpecError, match=r"llm_percentage is 0\.2: .*templates.*give 0\.0"):
        ParallelBatchGenerator(llm_percentage=0.2)


@pytest.mark.parametrize("wrong", [{"num_workers": 0}, {"batch_size": 0}, {"seed": -1}])
def test_unusable_values_are_named(wrong: dict[str, int]) -> None:
    with pytest.raises(SpecError, match=str(next(iter(wrong.values())))):
        ParallelBatchGenerator(**wrong)


@pytest.mark.timeout(120)
def test_it_makes_a_corpus(api: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    generator = ParallelBatchGenerator(output_dir=tmp_path / "corpus", num_workers=2, batch_size=5, seed=8)
    assert generator.load_state() is None

    stats = generator.generate_parallel(phi_positive_count=6, phi_negative_count=4)
    generator.print_statistics()

    assert set(stats) == KEYS
    assert (stats["total_generated"], stats["phi_positive"], stats["phi_negative"], stats["errors"]) == (10, 6, 4, 0)
    assert stats is generator.stats
    assert "Total Documents Generated: 10" in capsys.readouterr().out
    state = ParallelBatchGenerator(output_dir=tmp_path / "corpus").load_state()
    assert state is not None
    assert state["stats"] == stats
    assert generator.state_file.is_file()
    for worker in stats["worker_stats"]:
        assert WorkerStats(**worker).duration > 0


def test_worker_stats_survive_a_dictionary() -> None:
    stats = WorkerStats(worker_id=3, documents_generated=10, by_format={"docx": 10}, start_time=5.0, end_time=7.5)

    told = stats.to_dict()

    assert stats.duration == 2.5
    assert (told["worker_id"], told["documents_generated"], told["by_format"]) == (3, 10, {"docx": 10})
    assert told.pop("duration") == 2.5
    assert WorkerStats(**told) == stats
    assert WorkerStats(worker_id=0).duration == 0.0


def test_a_batch_task_holds_what_it_is_given() -> None:
    task = BatchTask(1, 0, 50, [], [], [], "out", 0.0, 42, "positive")

    assert (task.task_id, task.start_idx, task.end_idx, task.phi_type) == (1, 0, 50, "positive")


def test_progress_is_counted_from_many_threads() -> None:
    tracker = ProgressTracker(400)
    threads = [threading.Thread(target=lambda: [tracker.update() for _ in range(100)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tracker.increment_errors()
    tracker.cleanup()

    assert tracker.get_progress() == (400, 400, 1)
