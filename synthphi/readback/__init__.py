"""From a file back to text with places, by readers that share no code with the renderers."""

from collections.abc import Callable

from synthphi.doctypes import Format
from synthphi.readback import csv, docx, eml, html, msg, pdf, pptx, rtf, txt, xlsx
from synthphi.readback.base import ReadbackError, Reader, same_text

_READERS: dict[Format, Callable[[bytes], Reader]] = {
    Format.DOCX: docx.read,
    Format.PDF: pdf.read,
    Format.EML: eml.read,
    Format.PPTX: pptx.read,
    Format.RTF: rtf.read,
    Format.MSG: msg.read,
    Format.XLSX: xlsx.read,
    Format.HTML: html.read,
    Format.TXT: txt.read,
    Format.CSV: csv.read,
}


def open_file(format: Format, data: bytes) -> Reader:  # noqa: A002  (the word users know)
    """Return what the reader of a format finds in a file.

    Raises:
        ReadbackError: the file cannot be read.
    """
    try:
        return _READERS[Format(format)](data)
    except ReadbackError:
        raise
    # What a library raises on a damaged file is of many types (zipfile, lxml, its own, KeyError, …).
    except Exception as error:
        raise ReadbackError(f"cannot be read as {format}: {type(error).__name__}: {error}") from error


__all__ = ["ReadbackError", "Reader", "open_file", "same_text"]
