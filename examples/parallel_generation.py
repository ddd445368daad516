"""Make corpora with the classes of the script that synthphi replaces.

    python examples/parallel_generation.py               a small corpus, resumed, with its statistics
    python examples/parallel_generation.py --large 5000  and a large one

The guard at the end is needed: worker processes import this file.
"""

import argparse
import tempfile
from pathlib import Path
from typing import Any

from flows import ParallelBatchGenerator


def basic(output: Path, positive: int = 20, negative: int = 10) -> dict[str, Any]:
    """Make a corpus with two worker processes and print its statistics."""
    generator = ParallelBatchGenerator(output_dir=output, num_workers=2, batch_size=10, seed=42)
    stats = generator.generate_parallel(phi_positive_count=positive, phi_negative_count=negative)
    generator.print_statistics()
    return stats


def large(output: Path, documents: int = 5000) -> dict[str, Any]:
    """Make a large corpus, half of it with PHI, on all cores but one."""
    generator = ParallelBatchGenerator(output_dir=output, num_workers=None, batch_size=500, seed=42)
    stats = generator.generate_parallel(documents - documents // 2, documents // 2)
    print(f"{stats['total_generated']} documents, {stats['docs_per_second']:.0f} a second")
    return stats


def resume(output: Path, positive: int = 20, negative: int = 10) -> dict[str, Any]:
    """Lose a document of a corpus, as a crash would, and run the same again: only what is missing is made."""
    lost = min((output / "positive" / "000").iterdir())
    lost.unlink()
    generator = ParallelBatchGenerator(output_dir=output, num_workers=2, batch_size=10, seed=42)
    stats = generator.generate_parallel(phi_positive_count=positive, phi_negative_count=negative)
    print(f"{lost.name} is {'there again' if lost.is_file() else 'lost'}")
    return stats


def statistics(output: Path) -> None:
    """Read what the last run left in the state file."""
    state = ParallelBatchGenerator(output_dir=output).load_state()
    if state is None:
        print(f"nothing was made in {output} yet")
        return
    stats = state["stats"]
    print(f"{state['timestamp']}: {stats['phi_positive']} with PHI, {stats['phi_negative']} without")
    for worker in stats["worker_stats"]:
        print(f"  worker {worker['worker_id']}: {worker['documents_generated']} documents")


def main() -> None:
    """Run the examples."""
    parser = argparse.ArgumentParser(description="Examples of ParallelBatchGenerator.")
    parser.add_argument("--output", type=Path, help="a new folder for the corpora (left out: a temporary one)")
    parser.add_argument("--positive", type=int, default=20, help="documents with PHI in the small corpus")
    parser.add_argument("--negative", type=int, default=10, help="documents without PHI in the small corpus")
    parser.add_argument("--large", type=int, metavar="DOCUMENTS", help="make a large corpus, too")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="synthphi-example-") as temporary:
        output = arguments.output or Path(temporary)
        basic(output / "basic", arguments.positive, arguments.negative)
        resume(output / "basic", arguments.positive, arguments.negative)
        statistics(output / "basic")
        if arguments.large:
            large(output / "large", arguments.large)


if __name__ == "__main__":
    main()
