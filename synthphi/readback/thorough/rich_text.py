"""RTF files, by LibreOffice: written anew as its own XML, of which all texts are read.

Beyond it are alternative texts, which it does not take from RTF, and keywords, which it cuts at commas. pandoc reads
RTF too, but loses a table that is followed by a note.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from lxml import etree

from synthphi.readback.base import ReadbackError
from synthphi.readback.thorough.base import Read, SecondReader, program
from synthphi.readback.thorough.office import converted

_PACKAGE = "libreoffice-writer"
_AT_ONCE = 50
"""To start an office suite takes as long as to read some files."""
_BODY = "body"
_SEEN = (
    (re.compile(r"(body|box\[\d+\])/p\[\d+\](/(ins|del)\[\d+\])?"), _BODY),
    (re.compile(r"body/p\[\d+\]/link\[\d+\]"), "link targets"),
    (re.compile(r"header/p\[\d+\]"), "header"),
    (re.compile(r"footer/p\[\d+\]"), "footer"),
    (re.compile(r"footnote\[\d+\]/p\[\d+\]"), "footnotes"),
    (re.compile(r"comment\[\d+\]/(p\[\d+\]|author)"), "comments"),
    (re.compile(r"author\[\d+\]"), "authors"),
    (re.compile(r"info/(?!keywords).*|custom/.*"), "document information"),
)
_PARTS: Final = {
    "header": "header",
    "footer": "footer",
    "note-body": "footnotes",
    "annotation": "comments",
    "change-info": "authors",
    "meta": "document information",
    "body": _BODY,
}
"""The part that an element of LibreOffice's XML begins, by its name."""


def require() -> None:
    """See to it that LibreOffice is installed."""
    program("soffice", _PACKAGE)


def _part_of(path: str) -> str | None:
    return next((part for pattern, part in _SEEN if pattern.fullmatch(path)), None)


def _read(files: Sequence[Path]) -> Iterator[Read]:
    for start in range(0, len(files), _AT_ONCE):
        with converted(files[start : start + _AT_ONCE], "fodt", _PACKAGE, seconds=10) as (links, failure):
            for link in links:
                written = link.with_suffix(".fodt")
                yield _texts(written) if written.exists() else failure


def _texts(written: Path) -> Read:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.parse(written, parser).getroot()
    except etree.XMLSyntaxError as error:
        return ReadbackError(f"what LibreOffice makes of it cannot be read: {error}")
    pieces: defaultdict[str, list[str]] = defaultdict(list)
    parts = ["styles"]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = etree.QName(element).localname
        if event == "start":
            parts.append(_PARTS.get(name, parts[-1]))
            if name == "binary-data":
                continue
            if name == "a":
                pieces["link targets"] += (element.get("{http://www.w3.org/1999/xlink}href", ""), "\n")
            pieces[parts[-1]].append(element.text or "")
        else:
            if name in {"p", "h"}:
                pieces[parts[-1]].append("\n")
            parts.pop()
            pieces[parts[-1]].append(element.tail or "")
    return {part: "".join(texts) for part, texts in pieces.items()}


READER = SecondReader("LibreOffice", _read, _part_of)
