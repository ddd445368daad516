"""From a file back to text with places, by readers that share no code with the renderers."""

from synthphi.doctypes import Format
from synthphi.readback import csv, docx, eml, html, msg, pdf, pptx, rtf, txt, xlsx
from synthphi.readback.attached import Opener, ReadFile, ReadMail
from synthphi.readback.base import ReadbackError, Reader, same_text

_READERS: dict[Format, ReadFile] = {
    Format.DOCX: docx.read,
    Format.PDF: pdf.read,
    Format.PPTX: pptx.read,
    Format.RTF: rtf.read,
    Format.XLSX: xlsx.read,
    Format.HTML: html.read,
    Format.TXT: txt.read,
    Format.CSV: csv.read,
}
_MAILS: dict[Format, ReadMail] = {Format.EML: eml.read, Format.MSG: msg.read}
"""They open what is attached by the readers of all formats."""


def open_file(format: Format, data: bytes) -> Reader:  # noqa: A002  (the word users know)
    """Return what the reader of a format finds in a file, and of a mail in the files that are attached to it.

    Raises:
        ReadbackError: the file cannot be read.
    """
    return Opener(_READERS, _MAILS).read(Format(format), data)


__all__ = ["ReadbackError", "Reader", "open_file", "same_text"]
