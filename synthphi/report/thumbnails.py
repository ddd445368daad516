"""Pictures of a corpus: first pages of its PDF documents, drawn by PDFium."""

import base64
import io
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pypdfium2

from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.opening import load_corpus
from synthphi.corpus.untrusted import read_inside
from synthphi.readback import ReadbackError
from synthphi.readback.bounds import check_pdf_streams
from synthphi.report.samples import first_rows

_HIGHEST = 10
"""Times its width: a page that is higher would take gigabytes as a picture."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """The first page of a document, as a PNG."""

    document_id: str
    path: str
    """Of the document, relative to the corpus."""
    doc_type: str
    phi_class: str
    png: bytes
    width: int
    """In pixels."""
    height: int

    @property
    def data_uri(self) -> str:
        """Return the picture as an address that needs no file."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode()}"


def thumbnails(corpus: Path | str, count: int = 6, width: int = 320) -> list[Thumbnail]:
    """Return first pages of PDF documents, of each type the first, of both classes in turn, then the second, ….

    Documents that are gone or cannot be opened are left out.

    Args:
        corpus: The corpus folder.
        count: How many at most.
        width: Pixels across.

    Raises:
        CorpusError: there is no corpus, or its labels are missing or damaged.
    """
    folder, _ = load_corpus(corpus)
    by_type: dict[str, list[dict[str, str]]] = {}
    for row in first_rows(folder, ["document_id", "path", "doc_type", "phi_class", "format"]):
        if row["format"] == "pdf":
            of_type = by_type.setdefault(row["doc_type"], [])
            if len(of_type) < count:
                of_type.append(row)
    # A positive type and a negative one in turn: a corpus has many types, and a picture of each class is wanted.
    types: dict[str, list[list[dict[str, str]]]] = {}
    for rows in by_type.values():
        types.setdefault(rows[0]["phi_class"], []).append(rows)
    order = [rows for pair in zip_longest(*types.values(), fillvalue=[]) for rows in pair if rows]
    in_turn = (rows[turn] for turn in range(count) for rows in order if turn < len(rows))
    drawn: list[Thumbnail] = []
    for row in in_turn:
        if len(drawn) == count:
            break
        picture = _first_page(folder, row["path"], width)
        if picture is not None:
            png, height = picture
            facts = {name: row[name] for name in ("document_id", "path", "doc_type", "phi_class")}
            drawn.append(Thumbnail(**facts, png=png, width=width, height=height))
    return drawn


def _first_page(folder: CorpusFolder, path: str, width: int) -> tuple[bytes, int] | None:
    try:
        # The label table may be anybody's: it must not have us open files elsewhere.
        data = read_inside(folder, path)
        check_pdf_streams(data)
        with pypdfium2.PdfDocument(data) as document:
            page = document[0]
            if not page.get_height() < _HIGHEST * page.get_width():
                return None
            height = round(page.get_height() * width / page.get_width())
            picture = page.render(scale=2 * width / page.get_width()).to_pil().resize((width, height))
    except (OSError, ReadbackError, pypdfium2.PdfiumError, ValueError, ZeroDivisionError, IndexError):
        return None
    png = io.BytesIO()
    picture.quantize(64).save(png, "PNG", optimize=True)
    return png.getvalue(), height
