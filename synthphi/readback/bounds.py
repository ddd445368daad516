"""How much is unpacked of a file that may be made to fill a machine's memory."""

import re
import zipfile
import zlib
from io import BytesIO

from synthphi.readback.base import ReadbackError

MOST_PARTS = 5_000
MOST_BYTES = 100_000_000
"""Of all parts together, unpacked: what packs better than this is a bomb."""
_MOST_PDF_BYTES = 256_000_000
_STREAM = re.compile(rb"stream\r?\n")
_NESTED = 3
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")


def check_package(data: bytes) -> None:
    """Raise where the parts of an office file are too many or too large, before a library unpacks them.

    A part that is larger than the directory says is cut there by `zipfile`.

    Raises:
        ReadbackError: they are.
    """
    with zipfile.ZipFile(BytesIO(data)) as package:
        check_parts(package, "package")


def check_parts(package: zipfile.ZipFile, what: str) -> None:
    """Raise where the parts of an open office file are too many or too large; `what` is what to call it.

    Raises:
        ReadbackError: they are.
    """
    entries = package.infolist()
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise ReadbackError(f"the {what} has more than {MOST_PARTS} parts or {MOST_BYTES} bytes unpacked")


def check_pdf_streams(data: bytes) -> None:
    """Raise where the deflated streams of a PDF file unpack to more than a bound, one in the other, too.

    Raises:
        ReadbackError: they do.
    """
    left = _MOST_PDF_BYTES
    for found in _STREAM.finditer(data):
        inner, level = data[found.end() : found.end() + 2], 0
        start, packed = found.end(), data
        while level < _NESTED and _ZLIB.match(inner):
            unpacked = _inflated(memoryview(packed)[start:], left)
            left -= len(unpacked)
            if left <= 0:
                raise ReadbackError(f"its streams have more than {_MOST_PDF_BYTES} bytes unpacked")
            packed, start, inner, level = unpacked, 0, unpacked[:2], level + 1


def _inflated(data: memoryview, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, most)
    except zlib.error:
        return b""
