"""Messages of Outlook, by olefile; their properties (MS-OXMSG), the header fields that came with them, and lxml."""

import email
import email.policy
import io
import re
import struct
from codecs import lookup

import olefile

from synthphi.readback.base import ReadbackError, Reader
from synthphi.readback.html_texts import html_texts

_STREAM = re.compile(r"__substg1\.0_([0-9A-Fa-f]{4})([0-9A-Fa-f]{4})(-[0-9A-Fa-f]{8})?")
_ALL = "__properties_version1.0"
_NAMES = "__nameid_version1.0"
_RECIPIENT = "__recip_version1.0_#"
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
_KINDS = {1: "to", 2: "cc", 3: "bcc"}
_ONE_OFF = bytes.fromhex("812b1fa4bea310199d6e00dd010f5402")
_UTF_8 = 65001


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


def read(data: bytes) -> Reader:
    r"""Return the texts of a message: its properties by name, the header fields decoded, the body with \n line ends.

    Of the HTML each block of text has a path, and each link's target. A person is ``name <address>``; the text of the
    entry identifier, below, has name, type and address on a line each. Other texts are at ``msg/property[3707]``.

    Raises:
        ReadbackError: it is no compound file, or its HTML is nested too deeply.
    """
    # olefile takes bytes that are few for the name of a file.
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_INCORRECT) as file:
        storages: dict[tuple[str, ...], dict[str, bytes]] = {}
        for where in file.listdir():
            storages.setdefault(tuple(where[:-1]), {})[where[-1]] = file.openstream(where).read()
    streams = storages.pop((), {})
    if _ALL not in streams:
        raise ReadbackError("the compound file is no message")
    storages.pop((_NAMES,), None)
    properties = _Properties(streams, 32)
    texts: dict[str, str] = {}
    for path, numbers in _SENDERS.items():
        texts |= properties.take_person(path, numbers)
    counts: dict[str, int] = {}
    for storage in sorted(storages):
        texts |= _texts_of_part(storage, storages[storage], counts)
    texts |= _header_fields(properties.texts.pop(_HEADERS, ""))
    for number, characters in properties.texts.items():
        texts[_PATHS.get(number, f"msg/property[{number:04X}]")] = characters
    page = properties.bytes.get(_HTML)
    if page:
        texts |= html_texts(page, _encoding(properties.numbers.get(_INTERNET_CODEPAGE)), "msg/html")
    return Reader(texts)


def _texts_of_part(storage: tuple[str, ...], streams: dict[str, bytes], counts: dict[str, int]) -> dict[str, str]:
    """Return the texts of a storage in the message; `counts` has how many recipients of each type there were."""
    # A message in a message has a longer header than recipients and attachments.
    properties = _Properties(streams, 24 if storage[-1].endswith("000D") else 8)
    texts: dict[str, str] = {}
    path = "msg/" + "/".join(storage)
    if len(storage) == 1 and storage[0].startswith(_RECIPIENT):
        kind = _KINDS.get(properties.numbers.get(_RECIPIENT_TYPE, 0) & 0xF, "recipient")
        path = f"msg/{kind}[{counts.get(kind, 0)}]"
        counts[kind] = counts.get(kind, 0) + 1
        texts = properties.take_person(path, _OF_RECIPIENT)
    texts |= {f"{path}/property[{number:04X}]": characters for number, characters in properties.texts.items()}
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
