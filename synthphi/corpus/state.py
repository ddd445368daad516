"""The state file of the script that synthphi replaces, ``.generation_state.json``, with the same fields."""

import json
from datetime import UTC, datetime
from typing import Any

from synthphi.corpus.files import write_bytes
from synthphi.corpus.finished import check_derived
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.stats import CorpusStats, by_process
from synthphi.errors import CorpusError
from synthphi.spec import Identifiers


def write_state(folder: CorpusFolder, stats: CorpusStats, identifiers: Identifiers = "reserved") -> None:
    """Write the state file. It holds the time of writing, and decides nothing.

    Args:
        folder: The corpus.
        stats: Its counts.
        identifiers: Where its numbers come from; named where they may equal real ones.

    Raises:
        OutputError: it cannot be written.
    """
    state: dict[str, Any] = {"timestamp": datetime.now(UTC).isoformat(), "stats": state_stats(stats)}
    if identifiers != "reserved":
        state["identifiers"] = identifiers
    write_bytes(folder.state, json.dumps(state, indent=2).encode() + b"\n", fsync=folder.fsync)


def state_stats(stats: CorpusStats) -> dict[str, Any]:
    """Return the counts with the names that the replaced script gave them; times are Unix seconds."""
    return {
        "total_generated": stats.documents,
        "llm_enhanced": 0,
        "template_based": stats.documents,
        "by_format": dict(stats.by_format),
        "phi_positive": stats.phi_positive,
        "phi_negative": stats.phi_negative,
        "errors": stats.errors,
        "worker_stats": [
            {
                "worker_id": worker_id,
                "documents_generated": worker.documents,
                "llm_enhanced": 0,
                "template_based": worker.documents,
                "by_format": dict(worker.by_format),
                "phi_positive": worker.phi_positive,
                "phi_negative": worker.phi_negative,
                "errors": worker.errors,
                "start_time": worker.started,
                "end_time": worker.finished,
            }
            for worker_id, (_, worker) in enumerate(by_process(stats))
        ],
        "duration": stats.duration,
        "docs_per_second": stats.documents_per_second,
    }


def load_state(folder: CorpusFolder) -> dict[str, Any] | None:
    """Return what the state file holds, or None when it is missing or damaged."""
    try:
        check_derived(folder, folder.state)
        state = json.loads(folder.state.read_text(encoding="utf-8"))
    except (OSError, ValueError, CorpusError):
        return None
    return state if isinstance(state, dict) and isinstance(state.get("stats"), dict) else None
