"""Decks, by LibreOffice and poppler: laid out as PDF, hidden slides and notes too, and the words of its pages.

Beyond it are alternative texts, link targets, comments and properties, and of charts all but the title.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from synthphi.readback.base import ReadbackError
from synthphi.readback.thorough.base import Read, SecondReader, output_of, program

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
    soffice, pdftotext = program("soffice", _PACKAGE), program("pdftotext", "poppler-utils")
    with TemporaryDirectory(prefix="synthphi-decks-") as name:
        folder = Path(name)
        # By number: two decks of different folders may have one name.
        names = [folder / f"deck-{i}.pptx" for i in range(len(files))]
        for link, file in zip(names, files, strict=True):
            link.symlink_to(file.absolute())
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        failure = None
        try:
            output_of(
                [soffice, "--headless", profile, "--convert-to", _EXPORT, "--outdir", name, *map(str, names)],
                seconds=120 + 30 * len(files),
            )
        except ReadbackError as error:
            failure = error
        for link in names:
            pages = link.with_suffix(".pdf")
            if not pages.exists():
                yield failure or ReadbackError("LibreOffice cannot read it")
                continue
            try:
                # In the order of the file: a cell's lines stay together.
                yield {"slides and notes": output_of([pdftotext, "-raw", str(pages), "-"]).decode("utf-8", "replace")}
            except ReadbackError as error:
                yield error


READER = SecondReader("LibreOffice", _read, _part_of)
