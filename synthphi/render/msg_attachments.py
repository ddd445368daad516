"""The attachments of one of Outlook's messages (MS-OXCMSG, 2.2.2): a file by value, or a message as a message."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from synthphi.document import plain
from synthphi.render.attached import MEDIA_TYPES, AttachedFile
from synthphi.render.compound import Storage
from synthphi.render.msg_properties import (
    BOOLEAN,
    LONG,
    TIME,
    Variable,
    binary,
    filetime,
    fixed,
    property_stream,
    stream_name,
    unicode_text,
)

_BY_VALUE, _EMBEDDED = 1, 5
_ATTACHMENT = 7
_NOWHERE = 0xFFFFFFFF
"""An attachment is nowhere in the text, but beside it."""
_DATA, _OBJECT = 0x3701, 0x000D
# An object has no length, and a number says of which kind it is: 1 is a message (MS-OXMSG, 2.4.2.2).
_IS_MESSAGE = 0xFFFFFFFF | 1 << 32
_SAME = b"".join(
    [
        fixed(0x0FFE << 16 | LONG, _ATTACHMENT),  # PidTagObjectType
        fixed(0x370B << 16 | LONG, _NOWHERE),  # PidTagRenderingPosition
        fixed(0x3714 << 16 | LONG, 0),  # PidTagAttachFlags
        fixed(0x7FFD << 16 | LONG, 0),  # PidTagAttachmentFlags
        fixed(0x7FFE << 16 | BOOLEAN, 0),  # PidTagAttachmentHidden
    ]
)
"""What all attachments say alike."""

Members: TypeAlias = tuple[str | Storage, ...]


class Stored(NamedTuple):
    """A part of a message in a compound file: the names in it, and the streams, in their order."""

    members: Members
    streams: Sequence[bytes]


def attachment(number: int, file: AttachedFile, data: bytes | Stored) -> Stored:
    """Return an attachment.

    Args:
        number: Counts attachments from 0.
        file: What is attached.
        data: Its bytes, or the message that it is.
    """
    extension = f".{file.format or 'zip'}"
    name = plain(file.name)
    variable: list[Variable] = [
        unicode_text(0x3001, name),  # PidTagDisplayName
        unicode_text(0x3703, extension),  # PidTagAttachExtension
        # Of a name in the old form, eight characters and three, nobody is to be seen: it is made of the number.
        unicode_text(0x3704, f"ATT{number:05}{extension[:4].upper()}"),  # PidTagAttachFilename
        unicode_text(0x3707, name),  # PidTagAttachLongFilename
    ]
    when = filetime(file.saved)
    streams = data.streams if isinstance(data, Stored) else [data]
    values = _SAME + b"".join(
        [
            fixed(0x0E20 << 16 | LONG, sum([len(stream) for stream in streams])),  # PidTagAttachSize
            fixed(0x0E21 << 16 | LONG, number),  # PidTagAttachNum
            fixed(0x3007 << 16 | TIME, when),  # PidTagCreationTime
            fixed(0x3008 << 16 | TIME, when),  # PidTagLastModificationTime
            fixed(0x3705 << 16 | LONG, _EMBEDDED if isinstance(data, Stored) else _BY_VALUE),  # PidTagAttachMethod
        ]
    )
    inside: Members = ()
    if isinstance(data, Stored):
        values += fixed(_DATA << 16 | _OBJECT, _IS_MESSAGE)  # PidTagAttachDataObject
        inside = (Storage(stream_name(_DATA << 16 | _OBJECT), data.members),)
    else:
        variable.append(unicode_text(0x370E, MEDIA_TYPES[file.format]))  # PidTagAttachMimeTag
        variable.append(binary(_DATA, data))  # PidTagAttachDataBinary
    names = ("__properties_version1.0", *[stream_name(tag) for tag, _ in variable])
    own = [property_stream(bytes(8), values, variable), *[stream for _, stream in variable]]
    return Stored(
        (Storage(f"__attach_version1.0_#{number:08X}", (*names, *inside)),),
        [*own, *(streams if inside else ())],
    )
