"""Messages of Outlook, by olefile; their properties (MS-OXMSG), the header fields that came with them, and lxml."""

import email
import email.policy
import io
import re
import struct
from codecs import lookup
from dataclasses import dataclass, field
from operator import itemgetter

import olefile

from synthphi.readback.attached import FilesIn, Opener
from synthphi.readback.base import ReadbackError, Reader
from synthphi.readback.html_texts import html_texts

_STREAM = re.compile(r"__substg1\.0_([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})(-[0-9A-Fa-f]{8})?")
_ALL = "__properties_version1.0"
_NAMES = "__nameid_version1.0"
_RECIPIENT = "__recip_version1.0_#"
_ATTACHMENT = "__attach_version1.0_#"
_MESSAGE_IN = "__substg1.0_3701000D"
_OF_FILE, _OF_MESSAGE_IN, _OF_PART = 32, 24, 8
"""How long the header of the stream of all properties is: of a file, of a message in it, of all else."""
_LONG, _STRING, _UNICODE, _BINARY, _SEVERAL = 0x0003, 0x001E, 0x001F, 0x0102, 0x1000
_PATHS = {
    0x0037: "msg/subject",
    0x003D: "msg/subject_prefix",
    0x0070: "msg/topic",
    0x0E02: "msg/display_bcc",
    0x0E03: "msg/display_cc",
    0x0E04: "msg/display_to",
    0x0E1D: "msg/normalized_subject",
    0x1000: "msg/body",
}
_SENDERS = {"msg/sender": (0x0C1A, 0x0C1F, 0x0C19), "msg/represented": (0x0042, 0x0065, 0x0041)}
"""Name, address and entry identifier of those who sent it."""
_OF_RECIPIENT = (0x3001, 0x3003, 0x0FFF)
_RECIPIENT_TYPE, _MESSAGE_CODEPAGE, _INTERNET_CODEPAGE = 0x0C15, 0x3FFD, 0x3FDE
_HEADERS, _HTML = 0x007D, 0x1013
_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _DATA = 0x3707, 0x3704, 0x3001, 0x3701
_KINDS = {1: "to", 2: "cc", 3: "bcc"}
_ONE_OFF = bytes.fromhex("812b1fa4bea310199d6e00dd010f5402")
_UTF_8 = 65001


@dataclass(slots=True)
class _Storage:
    """What is in a storage, by name."""

    streams: dict[str, bytes] = field(default_factory=dict)
    inner: "dict[str, _Storage]" = field(default_factory=dict)


class _Properties:
    """The properties of a storage by number: texts, bytes and whole numbers."""

    def __init__(self, streams: dict[str, bytes], header: int) -> None:
        self.texts: dict[int, str] = {}
        self.bytes: dict[int, bytes] = {}
        self.numbers: dict[int, int] = {}
        self._read_numbers(streams.get(_ALL, b"")[header:])
        encoding = _encoding(self.numbers.get(_MESSAGE_CODEPAGE) or self.numbers.get(_INTERNET_CODEPAGE))
        for name in sorted(streams):
            found = _STREAM.fullmatch(name)
            if found is None:
                continue
            number, kind = int(found[1], 16), int(found[2], 16)
            # Of a property with several values those have streams of their own, behind one with their lengths.
            kind = kind & ~_SEVERAL if found[3] else kind
            if kind == _BINARY:
                self.bytes[number] = streams[name]
            elif kind == _UNICODE:
                self._add(number, streams[name].decode("utf-16-le"))
            elif kind == _STRING:
                self._add(number, streams[name].decode(encoding, "replace"))

    def _add(self, number: int, characters: str) -> None:
        """Add a text; those of a property that has several stand on a line each."""
        before = f"{self.texts[number]}\n" if number in self.texts else ""
        self.texts[number] = before + characters.rstrip("\0").replace("\r\n", "\n")

    def _read_numbers(self, entries: bytes) -> None:
        for tag, _, value in struct.iter_unpack("<IIQ", entries[: len(entries) // 16 * 16]):
            if tag & 0xFFFF == _LONG:
                self.numbers[tag >> 16] = value & 0xFFFFFFFF

    def take_person(self, path: str, numbers: tuple[int, int, int]) -> dict[str, str]:
        """Take out name, address and entry identifier of somebody, and return their texts."""
        name, address = (self.texts.pop(number, "") for number in numbers[:2])
        named = bool(name) and name != address
        found = {path: f"{name} <{address}>" if named and address else name or address}
        entry = _one_off(self.bytes.pop(numbers[2], b""))
        if entry:
            found[f"{path}/entry"] = entry
        return found


def read(data: bytes, opener: Opener) -> Reader:
    r"""Return the texts of a message: its properties by name, the header fields decoded, the body with \n line ends.

    Of the HTML each block of text has a path, and each link's target. A person is ``name <address>``; the text of the
    entry identifier, below, has name, type and address on a line each. Other texts are at ``msg/property[3707]``. The
    names of attachments stand at ``attachment[0]``, as they are displayed at ``attachment[0]/display``.

    Args:
        data: The message.
        opener: Opens what is attached.

    Raises:
        ReadbackError: it is no compound file, or its HTML is nested too deeply, or an attachment cannot be read.
    """
    # olefile takes bytes that are few for the name of a file.
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_INCORRECT) as file:
        listed = file.listdir()
        if sum(map(file.get_size, listed)) > len(data):
            raise ReadbackError("its streams are longer than the file: some share what they hold")
        top = _Storage()
        for where in listed:
            storage = top
            for name in where[:-1]:
                storage = storage.inner.setdefault(name, _Storage())
            storage.streams[where[-1]] = file.openstream(where).read()
    if _ALL not in top.streams:
        raise ReadbackError("the compound file is no message")
    top.inner.pop(_NAMES, None)
    return _read(top, _OF_FILE, opener)


def _read(message: _Storage, header: int, opener: Opener) -> Reader:
    """Read a message in its storage; `header` is how long that of the stream of all its properties is."""
    properties = _Properties(message.streams, header)
    texts: dict[str, str] = {}
    for path, numbers in _SENDERS.items():
        texts |= properties.take_person(path, numbers)
    files = opener.files_in(texts, "attachment")
    counts: dict[str, int] = {}
    for name, storage in sorted(message.inner.items(), key=itemgetter(0)):
        if name.startswith(_RECIPIENT):
            texts |= _recipient(storage, counts)
        elif name.startswith(_ATTACHMENT):
            _read_attachment(storage, texts, files, opener)
        else:
            texts |= _other_texts(storage, f"msg/{name}")
    texts |= _header_fields(properties.texts.pop(_HEADERS, ""))
    for number, characters in properties.texts.items():
        texts[_PATHS.get(number, f"msg/property[{number:04X}]")] = characters
    page = properties.bytes.get(_HTML)
    if page:
        texts |= html_texts(page, _encoding(properties.numbers.get(_INTERNET_CODEPAGE)), "msg/html")
    return files.reader()


def _recipient(storage: _Storage, counts: dict[str, int]) -> dict[str, str]:
    """Return the texts of a recipient; `counts` has how many of each type there were."""
    properties = _Properties(storage.streams, _OF_PART)
    kind = _KINDS.get(properties.numbers.get(_RECIPIENT_TYPE, 0) & 0xF, "recipient")
    path = f"msg/{kind}[{counts.get(kind, 0)}]"
    counts[kind] = counts.get(kind, 0) + 1
    texts = properties.take_person(path, _OF_RECIPIENT)
    texts |= {f"{path}/property[{number:04X}]": characters for number, characters in properties.texts.items()}
    for name, inner in sorted(storage.inner.items(), key=itemgetter(0)):
        texts |= _other_texts(inner, f"{path}/{name}")
    return texts


def _read_attachment(storage: _Storage, texts: dict[str, str], files: FilesIn, opener: Opener) -> None:
    """Read an attachment: its name, its other texts, and what is in it."""
    properties = _Properties(storage.streams, _OF_PART)
    inner = dict(storage.inner)
    message = inner.pop(_MESSAGE_IN) if _ALL in inner.get(_MESSAGE_IN, _Storage()).streams else None
    named = [number for number in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME) if properties.texts.get(number)]
    name = properties.texts.pop(named[0]) if named else "unnamed"
    if message is not None:
        path = files.add_read(name, lambda: _read(message, _OF_MESSAGE_IN, opener))
    elif _DATA in properties.bytes:
        path = files.add(name, properties.bytes[_DATA])
    else:
        path = files.add_unread(name)
    for number, characters in properties.texts.items():
        texts[f"{path}/display" if number == _DISPLAY_NAME else f"{path}/property[{number:04X}]"] = characters
    # An object of another program may have texts, too.
    for below, other in sorted(inner.items(), key=itemgetter(0)):
        texts |= _other_texts(other, f"{path}/{below}")


def _other_texts(storage: _Storage, path: str) -> dict[str, str]:
    """Return the texts of a storage of which nothing more is known, and of those in it."""
    properties = _Properties(storage.streams, _OF_PART)
    texts = {f"{path}/property[{number:04X}]": characters for number, characters in properties.texts.items()}
    for name, inner in sorted(storage.inner.items(), key=itemgetter(0)):
        texts |= _other_texts(inner, f"{path}/{name}")
    return texts


def _header_fields(characters: str) -> dict[str, str]:
    message = email.message_from_string(characters, policy=email.policy.default)
    return {
        f"header/{name}": ", ".join(str(value) for value in message.get_all(name, []))
        for name in dict.fromkeys(message.keys())
    }


def _one_off(entry: bytes) -> str:
    """Return what an entry identifier says of somebody who is in no address book; of others nothing."""
    if entry[4:20] != _ONE_OFF:
        return ""
    is_unicode = struct.unpack_from("<H", entry, 22)[0] & 0x8000
    said = entry[24:].decode("utf-16-le" if is_unicode else "cp1252", "replace")
    return "\n".join(said.split("\0")[:3])


def _encoding(codepage: int | None) -> str:
    if codepage == _UTF_8:
        return "utf-8"
    try:
        return lookup(f"cp{codepage or 1252}").name
    except LookupError:
        return "cp1252"
