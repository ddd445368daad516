"""PDF files, by PDFium."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from ctypes import POINTER, byref, c_double, c_ubyte, c_ulong, cast, create_string_buffer
from functools import cached_property
from typing import Any

import pypdfium2
from pypdfium2 import raw

from synthphi.readback.base import ReadbackError, Reader
from synthphi.render.base import Box, Place

_INFO = ("Title", "Author", "Subject", "Keywords", "Company", "Creator", "Producer")
# What PDFium gives for a hyphen that it takes for one of hyphenation, at the end of a line.
_HYPHENS = {"\x02": "-", "\ufffe": "-"}


def read(data: bytes) -> Reader:
    """Return the texts of pages and information dictionary; text in boxes is read when it is asked for."""
    document = pypdfium2.PdfDocument(data)
    pages = [_Page(page) for page in document]
    texts = {f"page[{i}]": page.text for i, page in enumerate(pages)}
    for i, page in enumerate(document):
        texts.update({f"page[{i}]/image[{j}]": alt for j, alt in enumerate(_alternative_texts(page))})
    texts.update({f"info/{key}": value for key in _INFO if (value := document.get_metadata_value(key))})
    return _PdfReader(texts, pages)


def _alternative_texts(page: Any) -> Iterator[str]:
    """Yield the alternative text of each picture on a page: of the marked content that it is drawn in."""
    for i in range(raw.FPDFPage_CountObjects(page)):
        item = raw.FPDFPage_GetObject(page, i)
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_IMAGE:
            marks = [raw.FPDFPageObj_GetMark(item, j) for j in range(raw.FPDFPageObj_CountMarks(item))]
            yield "".join(map(_alternative_text, marks))


def _alternative_text(mark: Any) -> str:
    length = c_ulong()
    if not raw.FPDFPageObjMark_GetParamBlobValue(mark, b"Alt", None, 0, byref(length)):
        return ""
    # As bytes: the function for strings does not look at the mark that says how they are encoded.
    buffer = create_string_buffer(length.value)
    raw.FPDFPageObjMark_GetParamBlobValue(mark, b"Alt", cast(buffer, POINTER(c_ubyte)), length.value, byref(length))
    data = buffer.raw
    return data[2:].decode("utf-16-be") if data.startswith(b"\xfe\xff") else data.decode("latin-1")


class _PdfReader(Reader):
    def __init__(self, texts: dict[str, str], pages: "list[_Page]") -> None:
        super().__init__(texts)
        self._pages = {f"page[{i}]": page for i, page in enumerate(pages)}

    def text_at(self, place: Place, length: int) -> str:
        page = self._pages.get(place.path)
        if page is None:
            return super().text_at(place, length)
        if not place.boxes:
            raise ReadbackError(f"the place on {place.path} has no boxes")
        return " ".join(page.text_in(box) for box in place.boxes)


class _Page:
    """The characters of a page with their places."""

    def __init__(self, page: Any) -> None:
        self._textpage = page.get_textpage()

    @cached_property
    def text(self) -> str:
        text: str = self._textpage.get_text_bounded().replace("\r\n", "\n")
        for found, hyphen in _HYPHENS.items():
            text = text.replace(found, hyphen)
        return text

    @cached_property
    def _inked(self) -> list[tuple[float, float, int, str]]:
        """Characters with ink as (y, x, position in the page's text, character), (x, y) their middle, sorted."""
        page = self._textpage.raw
        left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
        sides = byref(left), byref(right), byref(bottom), byref(top)
        found: list[tuple[float, float, int, str]] = []
        for i in range(raw.FPDFText_CountChars(page)):
            char = chr(raw.FPDFText_GetUnicode(page, i))
            if not char.isspace() and raw.FPDFText_GetCharBox(page, i, *sides):
                x, y = (left.value + right.value) / 2, (bottom.value + top.value) / 2
                found.append((y, x, i, _HYPHENS.get(char, char)))
        found.sort()
        return found

    def text_in(self, box: Box) -> str:
        """Return the characters whose middle lies in a box, in the page's order, with a space where there is one.

        By the middle, because a box that is asked of PDFium itself takes in neighbours that touch it.
        """
        low = bisect_left(self._inked, (box.y0,))
        high = bisect_right(self._inked, (box.y1, float("inf")))
        inside = sorted((i, char) for _, x, i, char in self._inked[low:high] if box.x0 <= x <= box.x1)
        pieces: list[str] = []
        before = None
        for i, char in inside:
            # Characters in between that have no ink are white space.
            if before is not None and i != before + 1:
                pieces.append(" ")
            pieces.append(char)
            before = i
        return "".join(pieces)
