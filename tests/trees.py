"""What of a corpus its spec alone decides, as digests: equal trees are equal corpora."""

import hashlib
from pathlib import Path

_OF_THE_RUN = {"stats.json", "README.md", "report.html", ".generation_state.json"}


def tree(corpus: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a corpus that does not tell of the run that made it."""
    return {
        path.relative_to(corpus).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(corpus.rglob("*"))
        if path.is_file() and ".synthphi" not in path.parts and path.name not in _OF_THE_RUN
    }


def documents(corpus: Path) -> dict[str, str]:
    """Return the SHA-256 of the documents alone."""
    return {path: digest for path, digest in tree(corpus).items() if path.startswith(("positive/", "negative/"))}
