"""What happens to files of a corpus that nobody watches: they are deleted, cut short, or a byte of them changes."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

FILES: dict[str, tuple[str, ...]] = {
    "documents": ("positive/*/*", "negative/*/*", "positive/*.tar", "negative/*.tar"),
    "receipts": (".synthphi/receipts/*.json",),
    "label rows": (".synthphi/rows/*.parquet",),
    "labels": ("labels/*.parquet",),
    "pools": ("pools/*.parquet", ".synthphi/pools/*"),
    "corpus.json": ("corpus.json",),
    "manifest, counts, state": ("manifest.jsonl", "stats.json", "README.md", "report.html", ".generation_state.json"),
}
"""Files of a corpus by what they are."""


def _delete(path: Path, _rng: random.Random) -> str:
    path.unlink()
    return "deleted"


def _truncate(path: Path, rng: random.Random) -> str:
    data = path.read_bytes()
    kept = rng.randrange(len(data)) if data else 0
    path.write_bytes(data[:kept])
    return f"cut to {kept} of {len(data)} bytes"


def _flip(path: Path, rng: random.Random) -> str:
    data = bytearray(path.read_bytes())
    if not data:
        return "empty"
    places = sorted(rng.sample(range(len(data)), min(len(data), rng.choice((1, 1, 8)))))
    for place in places:
        data[place] ^= 1 << rng.randrange(8)
    path.write_bytes(data)
    return f"bits flipped at {', '.join(map(str, places))}"


KINDS: dict[str, Callable[[Path, random.Random], str]] = {"deleted": _delete, "cut short": _truncate, "flipped": _flip}


def damage(corpus: Path, what: str, kind: str, rng: random.Random) -> str:
    """Damage one to three files of a corpus, and return what was done."""
    found = sorted(path for pattern in FILES[what] for path in corpus.glob(pattern) if path.is_file())
    chosen = rng.sample(found, min(len(found), rng.randint(1, 3)))
    return "; ".join(f"{path.name} {KINDS[kind](path, rng)}" for path in chosen) or "nothing there yet"


def damage_home(home: Path, kind: str, rng: random.Random) -> str:
    """Damage what Prefect keeps, and return what was done."""
    database = home / "prefect.db"
    if kind == "deleted" and rng.random() < 0.5:
        shutil.rmtree(home)
        return "all deleted"
    for beside in home.glob("prefect.db-*"):
        beside.unlink()
    return f"prefect.db {KINDS[kind](database, rng)}"


def undo_some(corpus: Path, rng: random.Random) -> None:
    """Make a finished corpus one whose run ended early: some batches are missing, and all that comes after them."""
    receipts = sorted(corpus.glob(".synthphi/receipts/*.json"))
    for receipt in rng.sample(receipts, len(receipts) // 2):
        receipt.unlink()
    for pattern in ("labels/*", "manifest.jsonl", "stats.json", "README.md", "report.html", ".generation_state.json"):
        for path in corpus.glob(pattern):
            path.unlink()
    shutil.rmtree(corpus / ".synthphi/results", ignore_errors=True)
