"""From a file back to text with places, by readers that share no code with the renderers."""

from synthphi.doctypes import Format
from synthphi.readback.attached import Opener
from synthphi.readback.base import ReadbackError, Reader, same_text


def open_file(format: Format, data: bytes) -> Reader:  # noqa: A002  (the word users know)
    """Return what the reader of a format finds in a file, and of a mail in the files that are attached to it.

    Raises:
        ReadbackError: the file cannot be read.
    """
    return Opener().read(Format(format), data)


__all__ = ["ReadbackError", "Reader", "open_file", "same_text"]
