"""The structure of a PDF file: numbered objects, the table of where they begin, and the trailer.

The fonts are the same in every file, so they come first, with their part of the table, as prepared bytes. A file
adds its catalog, page tree, information dictionary and pages.
"""

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import blake2b
from itertools import accumulate

from synthphi.errors import RenderError
from synthphi.render.pdf_fonts import font_objects, literal

PAGE_WIDTH, PAGE_HEIGHT = 612, 792
"""US Letter, in points."""

RESOURCES = 4
"""The number of the object that names the fonts."""
# Object numbers: what every file has, then the fonts' objects, the pages, the photographs, what only some files have.
_CATALOG, _TREE, _INFO, _FONTS = 1, 2, 3, 5
_LEVEL = 3
"""Deflate: level 4 takes a sixth longer for 4 % of the size, level 6 a third longer for 6 %."""
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class _Front:
    """The bytes that a file begins with, and the entries of its objects in the cross-reference table."""

    data: bytes
    entries: bytes
    resources: bytes
    next_number: int


@cache
def _front(family: str, fonts: frozenset[str]) -> _Front:
    objects = font_objects(family, fonts, _FONTS)
    # The comment tells programs that move files that this one is binary.
    pieces = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
    pieces += [_object(RESOURCES + i, body) for i, body in enumerate((objects.resources, *objects.bodies))]
    offsets = list(accumulate(map(len, pieces)))[:-1]
    return _Front(b"".join(pieces), b"".join(map(_entry, offsets)), objects.resources, _FONTS + len(objects.bodies))


def _object(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, body)


def _entry(offset: int) -> bytes:
    return b"%010d 00000 n \n" % offset


@dataclass(slots=True)
class More:
    """Objects that only some files have.

    Args:
        first: The number of the first one.
        pages: The numbers of the pages.
    """

    first: int
    pages: Sequence[int]
    bodies: list[bytes] = field(default_factory=list)
    catalog: bytes = b""
    """What the catalog says of them."""
    on_pages: dict[int, bytes] = field(default_factory=dict)
    """What some pages, from 0, say of them."""

    def add(self, body: bytes) -> int:
        """Return the number of an object."""
        self.bodies.append(body)
        return self.first + len(self.bodies) - 1


def text_string(value: str) -> bytes:
    """Return a text that is not drawn: ASCII as it is, all else in UTF-16.

    Raises:
        RenderError: it holds a control character, or none at all.
    """
    if value.isascii() and value.isprintable():
        return literal(value).encode("ascii")
    if found := _UNPRINTABLE.search(value):
        raise RenderError(f"what stands beside the pages of a PDF file cannot hold U+{ord(found[0]):04X}")
    return b"<feff%s>" % value.encode("utf-16-be").hex().encode()


def pdf_date(moment: datetime) -> bytes:
    """Return a moment in UTC as a date of PDF; `strftime` takes three times as long."""
    time = moment.hour, moment.minute, moment.second
    return b"(D:%04d%02d%02d%02d%02d%02dZ)" % (moment.year, moment.month, moment.day, *time)


def encoded(content: str) -> bytes:
    """Return what is drawn in Windows-1252: by its table only where it has to be, which takes six times as long."""
    if content.isascii():
        return content.encode("ascii")
    try:
        # Half of all pages have no other characters than these and bullets: what else the table has is rare.
        return content.replace("\u2022", "\x95").encode("latin-1")
    except UnicodeEncodeError:
        return content.encode("cp1252")


def write(
    family: str,
    fonts: frozenset[str],
    pages: list[str],
    info: dict[str, bytes],
    images: Sequence[bytes] = (),
    adding: Callable[[More], None] | None = None,
) -> bytes:
    """Return a file.

    Args:
        family: The fonts' family, ``sans``, ``serif`` or ``mono``.
        fonts: The fonts that the pages use, such as ``R`` and ``BW``.
        pages: Each page's content, in characters of Windows-1252.
        info: The entries of the information dictionary.
        images: The bodies of the image objects, which pages name ``Im0`` and so on.
        adding: Adds the objects that only some files have.
    """
    front = _front(family, fonts)
    contents = [encoded(page) for page in pages]
    numbers = range(front.next_number, front.next_number + 2 * len(pages), 2)
    kids = b" ".join([b"%d 0 R" % number for number in numbers])
    entries = b"".join([b"/%s%s" % (key.encode(), value) for key, value in info.items()])
    pictured = range(numbers.stop, numbers.stop + len(images))
    more = More(pictured.stop, numbers)
    if adding is not None:
        adding(more)
    catalog = b"/Type/Catalog/Pages 2 0 R/Lang(en-US)/ViewerPreferences<</DisplayDocTitle true>>" + more.catalog
    before = [
        _object(_CATALOG, b"<<%s>>" % catalog),
        _object(_TREE, b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids)),
        _object(_INFO, b"<<%s>>" % entries),
    ]
    behind = []
    resources = b"%d 0 R" % RESOURCES
    if images:
        named = b"".join([b"/Im%d %d 0 R" % item for item in enumerate(pictured)])
        resources = front.resources[:-2] + b"/XObject<<%s>>>>" % named
    for i, (number, content) in enumerate(zip(numbers, contents, strict=True)):
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Resources %s/Contents %d 0 R%s>>" % (
            PAGE_WIDTH,
            PAGE_HEIGHT,
            resources,
            number + 1,
            more.on_pages.get(i, b""),
        )
        packed = zlib.compress(content, _LEVEL)
        body = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
        behind += [_object(number, page), _object(number + 1, body)]
    behind += [_object(number, body) for number, body in enumerate((*images, *more.bodies), pictured.start)]
    size = more.first + len(more.bodies)
    objects = before + behind
    offsets = list(accumulate(map(len, objects), initial=len(front.data)))
    start = offsets.pop()
    # What makes the file what it is, and no clock, decides its identifier.
    made_of = b"".join([family.encode(), entries, *contents, *images, *more.bodies])
    identifier = blake2b(made_of, digest_size=16).hexdigest().encode()
    return b"".join(
        [
            front.data,
            *objects,
            b"xref\n0 %d\n0000000000 65535 f \n" % size,
            *map(_entry, offsets[:3]),
            front.entries,
            *map(_entry, offsets[3:]),
            b"trailer\n<</Size %d/Root 1 0 R/Info 3 0 R/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (size, identifier, identifier, start),
        ]
    )
