"""Properties of Outlook's messages (MS-OXMSG): a stream with all of a storage, and one each for texts and bytes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from struct import Struct
from typing import TypeAlias

Variable: TypeAlias = tuple[int, bytes]
"""A property with a stream of its own: its tag, and what the stream holds."""

LONG, BOOLEAN, TIME, UNICODE, BINARY = 0x0003, 0x000B, 0x0040, 0x001F, 0x0102
"""Types of properties, the lower half of a tag (MS-OXCDATA, 2.11.1)."""
_READABLE_AND_WRITABLE = 6
_PROPERTY = Struct("<IIQ")
_EPOCH = datetime(1601, 1, 1)  # noqa: DTZ001  (mails have naive times, which are UTC)
_TICK = timedelta(microseconds=1)
# A provider of its own makes addresses that are in no address book (MS-OXCDATA, 2.2.5.1); texts are in UTF-16, and
# the recipient asks for no rich text.
_ONE_OFF = bytes(4) + bytes.fromhex("812b1fa4bea310199d6e00dd010f5402") + bytes.fromhex("00000180")
ADDRESS_TYPE = "SMTP"


def filetime(when: datetime) -> int:
    """Return a time in UTC as a number of tenths of microseconds."""
    return (when - _EPOCH) // _TICK * 10


def fixed(tag: int, value: int) -> bytes:
    """Return a property whose value stands in the stream of all properties."""
    return _PROPERTY.pack(tag, _READABLE_AND_WRITABLE, value)


def unicode_text(number: int, characters: str) -> Variable:
    """Return a property that is a text."""
    return number << 16 | UNICODE, characters.encode("utf-16-le")


def binary(number: int, data: bytes) -> Variable:
    """Return a property that is bytes."""
    return number << 16 | BINARY, data


def property_stream(header: bytes, values: bytes, variable: Sequence[Variable]) -> bytes:
    """Return the stream of all properties of a storage.

    Args:
        header: What it begins with.
        values: Properties whose values stand in it.
        variable: The others.
    """
    # A text counts with the zero behind it, which its stream leaves out.
    sizes = [
        _PROPERTY.pack(tag, _READABLE_AND_WRITABLE, len(data) + (2 if tag & 0xFFFF == UNICODE else 0))
        for tag, data in variable
    ]
    return b"".join([header, values, *sizes])


def stream_name(tag: int) -> str:
    """Return the name of the stream of a property."""
    return f"__substg1.0_{tag:08X}"


def one_off(name: str, address: str) -> bytes:
    """Return the entry identifier of somebody who is in no address book: it says all that there is to know."""
    return _ONE_OFF + f"{name}\0{ADDRESS_TYPE}\0{address}\0".encode("utf-16-le")
