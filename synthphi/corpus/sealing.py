"""Text that carries its own SHA-256, so that one flipped byte is enough to see that it is not what was written.

Sealed is JSON that decides something, and the report.
"""

import hashlib
import re

_SEAL = re.compile(rb',\s*"sha256": "([0-9a-f]{64})"\s*}\n?')
_SEAL_LENGTH = 160
"""More bytes than a seal takes."""
_PAGE_SEAL = b"<!-- sha256 of what stands above: %s -->\n"


def sealed(text: bytes) -> bytes:
    """Return a JSON object with one more field at its end, ``sha256``: the SHA-256 of the text before."""
    body = text.rstrip()
    assert body.endswith(b"}")
    before = body[:-1].rstrip()
    between = b",\n  " if b"\n" in before else b","
    return before + between + b'"sha256": "%s"' % _digest(before) + (b"\n}\n" if b"\n" in before else b"}\n")


def unsealed(data: bytes) -> bytes:
    """Return the JSON object that was sealed.

    Raises:
        ValueError: a byte of it is not as it was written.
    """
    start = max(0, len(data) - _SEAL_LENGTH)
    found = _SEAL.search(data, start)
    if found is None or found.end() != len(data):
        raise ValueError("it is cut short, or is not of this version of synthphi")
    before = data[: found.start()]
    if found[1] != _digest(before) or sealed(before + b"}") != data:
        raise ValueError("its SHA-256 is not the one that it carries")
    return before + b"}"


def sealed_page(page: bytes) -> bytes:
    """Return an HTML page with its SHA-256 in a comment at its end."""
    body = page.rstrip(b"\n") + b"\n"
    return body + _PAGE_SEAL % _digest(body)


def is_sealed_page(page: bytes) -> bool:
    """Return whether every byte of a sealed page is as it was written."""
    length = len(_PAGE_SEAL % _digest(b""))
    return page[-length:] == _PAGE_SEAL % _digest(page[:-length])


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()
