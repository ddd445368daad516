"""Files in mails and in ZIP archives, each by the reader of its format, within bounds: mails come from anybody.

The path of a text in a file begins with the way to it: ``mail > records.zip > labs.pdf > page[0]``.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from synthphi.doctypes import Format
from synthphi.readback.base import ReadbackError, Reader
from synthphi.readback.bounds import MOST_BYTES
from synthphi.render.base import Place

_START = "mail > "
_BETWEEN = " > "
_MOST_DEEP = 8
_MOST_FILES = 1_000
_MOST_PACKED, _SMALL = 200, 1_000_000
"""So many times smaller than it is may a packed file be that is not small: what packs better is a bomb."""
_PACKED_BY = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
"""Of others `zipfile` unpacks more at once than it is asked for."""
_ENCRYPTED = 1
_IN_NO_NAME = str.maketrans(dict.fromkeys((*map(chr, range(32)), "\x7f", "/", "\\", ">"), "_"))
"""What has a meaning in paths, as characters of names would not have it."""

_MAILS = frozenset({Format.EML, Format.MSG})
"""Formats whose `read` takes the opener of what is attached, too."""


@cache
def _read(kind: Format) -> Callable[..., Reader]:
    """Return what reads a format: `read` of the module that is named like it, such as `synthphi.readback.docx`.

    Loaded when the first file needs it: the libraries of all readers take ten megabytes, and each process that makes
    documents loads this package and reads none.
    """
    module: Any = import_module(f"synthphi.readback.{kind}")
    reader: Callable[..., Reader] = module.read
    return reader


class ReaderOfSeveral(Reader):
    """A file with others in it: its own texts, and theirs with the way to them.

    Args:
        own: The texts of the file itself.
        inside: The readers of the others by their way.
    """

    def __init__(self, own: dict[str, str], inside: Mapping[str, Reader]) -> None:
        texts = dict(own)
        for way, reader in inside.items():
            texts.update({way + path: characters for path, characters in reader.texts.items()})
        super().__init__(texts)
        self._inside = inside

    def text_at(self, place: Place, length: int) -> str:  # noqa: D102  (as in `Reader`)
        reader, within = self._reader_of(place)
        return reader.text_at(within, length) if reader else super().text_at(place, length)

    def extent(self, place: Place, length: int) -> list[tuple[int, int]]:  # noqa: D102
        reader, within = self._reader_of(place)
        return reader.extent(within, length) if reader else super().extent(place, length)

    def overlaps(self, place: Place) -> list[float]:  # noqa: D102
        reader, within = self._reader_of(place)
        return reader.overlaps(within) if reader else super().overlaps(place)

    def _reader_of(self, place: Place) -> tuple[Reader | None, Place]:
        start = _START if place.path.startswith(_START) else ""
        name, between, rest = place.path.removeprefix(start).partition(_BETWEEN)
        reader = self._inside.get(start + name + between) if between else None
        return reader, place._replace(path=rest) if reader else place


class Opener:
    """Opens files in a file; its bounds hold for all that is in it, however deep."""

    def __init__(self) -> None:
        self._depth = 0
        self._files = 0
        self._bytes = 0

    def read(self, kind: Format, data: bytes) -> Reader:
        """Return what the reader of a format finds in a file.

        Raises:
            ReadbackError: the file cannot be read.
        """
        try:
            return _read(kind)(data, self) if kind in _MAILS else _read(kind)(data)
        except ReadbackError:
            raise
        # What a library raises on a damaged file is of many types (zipfile, lxml, its own, KeyError, …).
        except Exception as error:
            raise ReadbackError(f"cannot be read as {kind}: {type(error).__name__}: {error}") from error

    def files_in(self, own: dict[str, str], kind: str) -> "FilesIn":
        """Return the files in a file, none yet.

        Args:
            own: The texts of the file itself.
            kind: What one of the files is called in the paths of names: ``attachment``, ``member``.
        """
        return FilesIn(self, own, kind, "" if self._depth else _START)

    def open(self, name: str, data: bytes) -> Reader | None:
        """Return the reader of a file that is in another, by the extension of its name; None: it is of no known format.

        Raises:
            ReadbackError: it cannot be read, or is beyond a bound.
        """
        extension = name.rpartition(".")[2].lower()
        if extension == "zip":
            return self.deeper(name, lambda: self._archive(data))
        kind = next((one for one in Format if one == extension), None)
        return None if kind is None else self.deeper(name, lambda: self.read(kind, data))

    def deeper(self, name: str, read: Callable[[], Reader]) -> Reader:
        """Read a file that is in the one being read.

        Args:
            name: Its name, for errors.
            read: Reads it.

        Raises:
            ReadbackError: it cannot be read, or files are in each other too deep.
        """
        if self._depth == _MOST_DEEP:
            raise ReadbackError(f"more than {_MOST_DEEP} files are in each other")
        self._depth += 1
        try:
            return read()
        except ReadbackError as error:
            raise ReadbackError(f"{name}: {error}") from error
        finally:
            self._depth -= 1

    def count_file(self) -> None:
        """Count a file.

        Raises:
            ReadbackError: there are too many.
        """
        self._files += 1
        if self._files > _MOST_FILES:
            raise ReadbackError(f"more than {_MOST_FILES} files are in it")

    def _archive(self, data: bytes) -> Reader:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = self.files_in({}, "member")
                for member in archive.infolist():
                    # A member that is larger than the directory says is cut there by zipfile.
                    self._check(member)
                    if member.is_dir():
                        members.add_unread(member.filename)
                    else:
                        members.add(member.filename, archive.read(member))
        except ReadbackError:
            raise
        except Exception as error:
            raise ReadbackError(f"cannot be read as zip: {type(error).__name__}: {error}") from error
        return members.reader()

    def _check(self, member: zipfile.ZipInfo) -> None:
        """See to it that a member can be unpacked without harm."""
        name, size = member.filename, member.file_size
        self._bytes += size
        if self._bytes > MOST_BYTES:
            raise ReadbackError(f"archives hold more than {MOST_BYTES} bytes unpacked")
        if size > _SMALL and size > _MOST_PACKED * member.compress_size:
            raise ReadbackError(f"{name!r} is more than {_MOST_PACKED} times as large unpacked: it is a bomb")
        if member.flag_bits & _ENCRYPTED:
            raise ReadbackError(f"{name!r} is encrypted")
        if member.compress_type not in _PACKED_BY:
            raise ReadbackError(f"{name!r} is packed in way {member.compress_type}: only 0 and 8 are read")


class FilesIn:
    """The files in a file while it is being read.

    Args:
        opener: Opens them.
        own: The texts of the file itself; their names are added to it.
        kind: What one of them is called in the paths of names.
        start: What the ways to them begin with.
    """

    def __init__(self, opener: Opener, own: dict[str, str], kind: str, start: str) -> None:
        self._opener, self._own, self._kind, self._start = opener, own, kind, start
        self._inside: dict[str, Reader] = {}
        self._names: set[str] = set()
        self._count = 0

    def add(self, name: str, data: bytes) -> str:
        """Add a file by its name and its bytes, and return the path of its name.

        Raises:
            ReadbackError: it cannot be read, is beyond a bound, or its name leads out of the folder.
        """
        return self._add(name, self._opener.open(name, data))

    def add_read(self, name: str, read: Callable[[], Reader]) -> str:
        """Add a file that is read in a way of its own, and return the path of its name.

        Raises:
            ReadbackError: as `add`.
        """
        return self._add(name, self._opener.deeper(name, read))

    def add_unread(self, name: str) -> str:
        """Add a file that is not there but by its name, and return the path of the name.

        Raises:
            ReadbackError: as `add`.
        """
        return self._add(name, None)

    def reader(self) -> Reader:
        """Return the reader of the file and all in it."""
        return ReaderOfSeveral(self._own, self._inside) if self._inside else Reader(self._own)

    def _add(self, name: str, reader: Reader | None) -> str:
        self._opener.count_file()
        parts = name.replace("\\", "/").split("/")
        if ".." in parts or not parts[0] or parts[0].endswith(":"):
            raise ReadbackError(f"{name!r} names a file in another folder")
        path = f"{self._kind}[{self._count}]"
        self._count += 1
        self._own[path] = name
        way = name.translate(_IN_NO_NAME)
        # In mails of others two files may have one name: the second is told by its number.
        free, number = way, 0
        while free in self._names:
            number += 1
            free = f"{way}[{number}]"
        self._names.add(free)
        if reader is not None:
            self._inside[f"{self._start}{free}{_BETWEEN}"] = reader
        return path
