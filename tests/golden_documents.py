"""The documents that the golden files hold: the first of each format in the default corpus, or in one of its own."""

import io
import re
import zipfile
import zlib
from pathlib import Path

from synthphi.content import compose
from synthphi.corpus.plan import Plan
from synthphi.doctypes import Format
from synthphi.document import Document
from synthphi.people.pools import Pools
from synthphi.spec import CorpusSpec

FOLDER = Path(__file__).parent / "golden"


def golden_documents() -> dict[Format, Document]:
    """Return one document a format."""
    found = _first_documents(CorpusSpec())
    for file_format in Format:
        # The default corpus has not all of them.
        if file_format not in found:
            found |= _first_documents(CorpusSpec.parse({"phi_positive": 1, "formats": {file_format.value: 1}}))
    return found


def _first_documents(spec: CorpusSpec) -> dict[Format, Document]:
    plan, pools = Plan(spec), Pools(spec)
    found: dict[Format, Document] = {}
    for number in range(spec.phi_positive):
        document = plan.document("positive", number)
        if document.format not in found:
            found[document.format] = compose(document, pools)
    return found


def inflated(file_format: Format, data: bytes) -> object:
    """Return a file's content without its compression, whose bytes depend on the zlib that Python was built with."""
    if file_format in {Format.DOCX, Format.PPTX, Format.XLSX}:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return [(entry.filename, entry.date_time, package.read(entry)) for entry in package.infolist()]
    if file_format is Format.PDF:
        return [_inflated_stream(part) for part in re.split(rb"(?<=stream\n)|(?=\nendstream)", _without_offsets(data))]
    return data


def _without_offsets(data: bytes) -> bytes:
    data = re.sub(rb"/Length \d+", b"/Length", data)
    return re.sub(rb"(?s)\nxref\n.*?trailer|startxref\n\d+", b"", data)


def _inflated_stream(part: bytes) -> bytes:
    try:
        return zlib.decompress(part)
    except zlib.error:
        return part
