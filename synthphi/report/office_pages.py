"""Word documents and decks as PDF, by LibreOffice where it is installed, and the values in them, by searching.

LibreOffice lays a document out in its own way and says nothing of where values are; so they are looked for in the
text of the pages, with the text before and after them.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from pypdfium2 import raw

from synthphi.corpus.show import ShownDocument
from synthphi.doctypes import Format
from synthphi.render.base import Box
from synthphi.report.pages import Finder, FoundBox, Pages, draw_pages
from synthphi.report.places import where

_SECONDS = 60
_NOTE = (
    "The pages are drawn by LibreOffice and the boxes are approximate: values were looked for in its pages. The labels "
    "give exact places in the file, which are listed below."
)
_NO_OFFICE = (
    "LibreOffice is not installed, so this file has no pages here. Its text and the places of its values are complete."
)
_NO_PAGES = "LibreOffice could not open the file, so it has no pages here."
# Hidden slides are drawn, too: their values are in the file.
_TARGET = {
    Format.DOCX: "pdf:writer_pdf_Export",
    Format.RTF: "pdf:writer_pdf_Export",
    Format.XLSX: "pdf:calc_pdf_Export",
    Format.PPTX: 'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"true"}}',
}
# The file may be anybody's: nothing in it is run, and nothing that it links to is loaded.
OFFICE_FORMATS = frozenset(_TARGET)
"""Formats that LibreOffice draws."""
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""
_CONTEXTS = (24, 8, 0)
"""Characters before and after a value that it is looked for with: the first that are found win."""
_HYPHENS = {0x02: "-", 0xFFFE: "-"}
_SLIDE = re.compile(r"slide\[(\d{1,6})\]")
_SLACK = 1.0
"""Points that a box stands out above and below the ink."""


def office_pages(document: ShownDocument, data: bytes) -> Pages:
    """Return the pages of a file of `OFFICE_FORMATS`; without LibreOffice none and a note."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return Pages(note=_NO_OFFICE)
    pdf = _as_pdf(office, Format(document.format), data)
    return Pages(note=_NO_PAGES) if pdf is None else draw_pages(pdf, searched_boxes(document), _NOTE)


def _as_pdf(office: str, file_format: Format, data: bytes) -> bytes | None:
    """Return a file as LibreOffice exports it, None where it cannot or takes too long."""
    # On the way out LibreOffice may still be at its profile.
    with tempfile.TemporaryDirectory(prefix="synthphi-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"document.{file_format}"
        source.write_bytes(data)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        command = [office, "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
        command += ["--convert-to", _TARGET[file_format], "--outdir", name, str(source)]
        quiet = subprocess.DEVNULL
        # A session of its own, because the program starts others that have to end with it.
        process = subprocess.Popen(  # noqa: S603  (a program on the path, with names that we made)
            command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )
        try:
            process.wait(_SECONDS)
            return (folder / "document.pdf").read_bytes()
        except (subprocess.TimeoutExpired, OSError):
            return None
        finally:
            if process.poll() is None:
                _stop(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


class _Wanted(NamedTuple):
    """A value to be looked for."""

    span: int
    before: str
    value: str
    after: str
    page: int | None
    """The one that it is on, where that is known."""


class _PageText:
    """The text of a page without its white space, in small letters: layouts have their own capitals and line ends."""

    def __init__(self, page: Any) -> None:
        self._page = page.get_textpage()
        count = raw.FPDFText_CountChars(self._page.raw)
        letters = "".join(chr(raw.FPDFText_GetUnicode(self._page.raw, i)) for i in range(count)).translate(_HYPHENS)
        self._letters = letters
        self._numbers = [i for i, letter in enumerate(letters) if not letter.isspace() and letter != "\0"]
        self._text = _compact(letters)

    def find(self, before: str, value: str, after: str) -> Iterator[tuple[int, int]]:
        """Yield which of PDFium's characters a value takes, as (first, last)."""
        start = self._text.find(before + value + after)
        while start >= 0:
            first = self._numbers[start + len(before)]
            last = self._numbers[start + len(before) + len(value) - 1]
            if (before or self._ends_word(first - 1, first)) and (after or self._ends_word(last + 1, last)):
                yield first, last
            start = self._text.find(before + value + after, start + 1)

    def boxes(self, first: int, last: int) -> Iterator[Box]:
        """Yield the rectangles of characters, one a line."""
        for i in range(self._page.count_rects(first, last - first + 1)):
            left, bottom, right, top = self._page.get_rect(i)
            yield Box(left, bottom - _SLACK, right, top + _SLACK)

    def _ends_word(self, outside: int, inside: int) -> bool:
        letters = self._letters
        return not 0 <= outside < len(letters) or not (letters[outside].isalnum() and letters[inside].isalnum())


def searched_boxes(document: ShownDocument) -> Finder:
    """Return what finds the values of a document in its pages, as near as a search comes."""

    def find(pdf: Any) -> Iterator[FoundBox]:
        pages = [_PageText(page) for page in pdf]
        found: dict[tuple[int, int, int], set[int]] = {}
        groups: dict[tuple[str | int | None, ...], list[_Wanted]] = {}
        for wanted in _wanted(document):
            groups.setdefault(wanted[1:], []).append(wanted)
        for same in groups.values():
            places = _search(pages, same[0])
            # As often as it is labelled: they are in the same order. Otherwise it is not known which is which.
            one_each = len(places) == len(same)
            for i, place in enumerate(places):
                found.setdefault(place, set()).update([same[i].span] if one_each else [each.span for each in same])
        for (page, first, last), spans in sorted(found.items()):
            for box in pages[page].boxes(first, last):
                yield FoundBox(page, box, tuple(sorted(spans)))

    return find


def _search(pages: list[_PageText], wanted: _Wanted) -> list[tuple[int, int, int]]:
    """Return where a value is, as (page, first character, last character)."""
    numbers: Iterable[int] = range(len(pages)) if wanted.page is None else [wanted.page]
    for length in _CONTEXTS:
        before = wanted.before[-length:] if length else ""
        places = [
            (number, first, last)
            for number in numbers
            if number < len(pages)
            for first, last in pages[number].find(before, wanted.value, wanted.after[:length])
        ]
        if places:
            return places
    return []


def _wanted(document: ShownDocument) -> Iterator[_Wanted]:
    text = document.text
    most = max(_CONTEXTS)
    for i, span in enumerate(document.spans):
        value = _compact(text[span.start : span.end])
        slides: dict[int | None, None] = {}
        for place in span.places:
            if where(place, "").on_page:
                slide = _SLIDE.match(place.path)
                slides[int(slide[1]) if slide else None] = None
        # White space counts for nothing: twice the length holds what is needed of it.
        before = _compact(text[max(0, span.start - 2 * most) : span.start].rpartition("\n")[2])
        after = _compact(text[span.end : span.end + 2 * most].partition("\n")[0])
        for page in slides if value else ():
            yield _Wanted(i, before[-most:], value, after[:most], page)


def _compact(text: str) -> str:
    """Return the text in small letters without white space, a character for each that is none."""
    return "".join(
        small if len(small := letter.lower()) == 1 else letter
        for letter in text
        if not letter.isspace() and letter != "\0"
    )
