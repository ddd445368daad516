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
        "records.py",
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
_LIBRARY = "faker"
"""Its names go into documents. What python-docx and others give to documents is kept in `render`."""


@cache
def content_version() -> str:
    """Return what decides the bytes besides the spec: the code and data that make documents, and Faker.

    A digest of the files themselves, so that nobody has to remember to count up: a corpus made by other code is
    another corpus, and is not mixed with this one.
    """
    digest = hashlib.sha256()
    for name in _DECIDING:
        root = Path(__file__).parent / name
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path.is_file() and path.suffix not in {".pyc", ".pyo"}:
                digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{digest.hexdigest()[:12]}/{_LIBRARY}-{version(_LIBRARY)}"
