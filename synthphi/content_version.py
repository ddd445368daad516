"""What decides the bytes of a corpus besides its spec."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

# What of this package decides the bytes of a corpus.
_DECIDING = (
    *("people", "clinical", "document", "content", "render"),
    *(
        "seeds.py",
        "labels.py",
        "doctypes.py",
        "surfaces.py",
        "spec.py",
        "document_spec.py",
        "corpus/plan.py",
        "corpus/labels.py",
        "corpus/shards.py",
    ),
)
_LIBRARIES = ("faker", "python-docx", "python-pptx")
"""Faker's names and the libraries' templates go into documents."""


@cache
def content_version() -> str:
    """Return what decides the bytes besides the spec: the code and data that make documents, and three libraries.

    A digest of the files themselves, so that nobody has to remember to count up: a corpus made by other code is
    another corpus, and is not mixed with this one.
    """
    digest = hashlib.sha256()
    for name in _DECIDING:
        root = Path(__file__).parent / name
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file() and path.suffix not in {".pyc", ".pyo"}:
                digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    libraries = "/".join(f"{name}-{version(name)}" for name in _LIBRARIES)
    return f"{digest.hexdigest()[:12]}/{libraries}"
