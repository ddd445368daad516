"""Decks, by LibreOffice and poppler: laid out as PDF, hidden slides and notes too, and the words of its pages.

Beyond it are alternative texts, link targets, comments and properties, and of charts all but the title.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from synthphi.readback.base import ReadbackError
from synthphi.readback.thorough.base import Read, SecondReader, output_of, program
from synthphi.readback.thorough.office import converted

_PACKAGE = "libreoffice-impress"
_SEEN = re.compile(
    r"slide\[\d+\]/((shape\[\d+\]/)+(r\[\d+\]/c\[\d+\]/)?p\[\d+\]|notes/p\[\d+\]|shape\[\d+\]/chart/title)"
)
_EXPORT = (
    'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"true"},'
    '"ExportNotesPages":{"type":"boolean","value":"true"}}'
)


def require() -> None:
    """See to it that LibreOffice and poppler are installed."""
    program("soffice", _PACKAGE)
    program("pdftotext", "poppler-utils")


def _part_of(path: str) -> str | None:
    return "slides and notes" if _SEEN.fullmatch(path) else None


def _read(files: Sequence[Path]) -> Iterator[Read]:
    pdftotext = program("pdftotext", "poppler-utils")
    with converted(files, _EXPORT, _PACKAGE, seconds=30) as (links, failure):
        for link in links:
            pages = link.with_suffix(".pdf")
            if not pages.exists():
                yield failure
                continue
            try:
                # In the order of the file: a cell's lines stay together.
                yield {"slides and notes": output_of([pdftotext, "-raw", str(pages), "-"]).decode("utf-8", "replace")}
            except ReadbackError as error:
                yield error


READER = SecondReader("LibreOffice", _read, _part_of)
