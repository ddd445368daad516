r"""Messages of Outlook (MS-OXMSG): properties of a mail and of its recipients, in a compound file.

The text is that of the mail in EML, and so are the header fields, which stand in a property of their own as they came
over the wire. A message has its plain text always, and its HTML where the mail has it. A message that is attached to
another is no file in it, but a storage with the same properties; all else that is attached is a file.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from synthphi.doctypes import Format
from synthphi.document import Document, MailHeaders, Text, plain
from synthphi.render.attached import MAIL, AttachedFile, places_of
from synthphi.render.base import Place, Places, Rendered
from synthphi.render.carried import Carried, printed
from synthphi.render.compound import Directory, Storage, compound, directory
from synthphi.render.eml_fields import header_fields, mail_of
from synthphi.render.eml_text import MailText, mail_text
from synthphi.render.markup import put
from synthphi.render.msg_attachments import Members, Stored, attachment
from synthphi.render.msg_people import COPY, TO, Person, person, recipient_streams
from synthphi.render.msg_properties import (
    ADDRESS_TYPE,
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

_CARRIES: frozenset[Carried] = frozenset({"hyperlink", "quoted"})
_CLASS_ID = bytes.fromhex("0b0d020000000000c000000000000046")
"""{00020D0B-0000-0000-C000-000000000046}, a message."""
_ALL = "__properties_version1.0"
# Without properties that have names and no numbers, all streams of the mapping are empty (MS-OXMSG, 2.2.3).
_NAMES = Storage("__nameid_version1.0", tuple(stream_name(tag) for tag in (0x00020102, 0x00030102, 0x00040102)))

_READ, _HAS_ATTACHMENTS, _NORMAL, _US_ENGLISH, _UTF_8 = 1, 0x10, 1, 0x0409, 65001
_PLAIN_TEXT, _HTML = 1, 3
_OF_FILE, _OF_ATTACHED = bytes(8), b""
"""What the stream of all properties has behind its counts: that of a message in a message has nothing (2.4.1)."""


def _same(has_attachments: bool) -> bytes:
    flags = _READ | _HAS_ATTACHMENTS if has_attachments else _READ
    values = [
        fixed(0x0017 << 16 | LONG, _NORMAL),  # PidTagImportance
        fixed(0x0026 << 16 | LONG, 0),  # PidTagPriority
        fixed(0x0036 << 16 | LONG, 0),  # PidTagSensitivity
        fixed(0x0E07 << 16 | LONG, flags),  # PidTagMessageFlags
        fixed(0x0E1B << 16 | BOOLEAN, has_attachments),  # PidTagHasAttachments
        fixed(0x340D << 16 | LONG, 0x00040E79),  # PidTagStoreSupportMask, with texts in Unicode
        fixed(0x3FDE << 16 | LONG, _UTF_8),  # PidTagInternetCodepage
        fixed(0x3FF1 << 16 | LONG, _US_ENGLISH),  # PidTagMessageLocaleId
    ]
    return b"".join(values)


_SAME = {with_files: _same(with_files) for with_files in (False, True)}
"""What all messages say alike, without attachments and with some."""


class _Message(NamedTuple):
    stored: Stored
    places: tuple[Places, ...]


def render(document: Document, files: Sequence[AttachedFile] = ()) -> Rendered:
    """Return a document as one of Outlook's messages with the places of its spans.

    Args:
        document: A document with mail headers.
        files: Its attachments.

    Raises:
        RenderError: it has no mail headers, or holds a control character.
    """
    message = _message(document, files, _OF_FILE)
    shape = _directory(message.stored.members)
    streams = [*(b"" for _ in _NAMES.members), *message.stored.streams]
    return Rendered(compound(shape, streams), message.places)


def _message(document: Document, files: Sequence[AttachedFile], behind_counts: bytes) -> _Message:
    document = printed(document, _CARRIES)
    mail = mail_of(document)
    in_fields: list[Places] = []
    of_properties: list[Places] = []
    fields = header_fields(document, in_fields, of_properties)
    body = mail_text(document, "msg/body", "msg/html")
    sender = person(mail.sender)
    to = [person(mailbox) for mailbox in mail.recipients]
    copies = [person(mailbox) for mailbox in mail.copies]
    subject, prefix = plain(mail.subject), _prefix(mail.subject)
    topic = plain(document.properties.title) or subject.removeprefix(prefix)
    variable: list[Variable] = [
        unicode_text(0x001A, "IPM.Note"),  # PidTagMessageClass
        unicode_text(0x0037, subject),  # PidTagSubject
        unicode_text(0x003D, prefix),  # PidTagSubjectPrefix
        *_sender(sender, 0x0042, 0x0064, 0x0065, 0x0041),  # PidTagSentRepresenting…
        unicode_text(0x0070, topic),  # PidTagConversationTopic
        unicode_text(0x007D, fields),  # PidTagTransportMessageHeaders
        *_sender(sender, 0x0C1A, 0x0C1E, 0x0C1F, 0x0C19),  # PidTagSender…
        unicode_text(0x0E02, ""),  # PidTagDisplayBcc
        unicode_text(0x0E03, "; ".join([one.name for one in copies])),  # PidTagDisplayCc
        unicode_text(0x0E04, "; ".join([one.name for one in to])),  # PidTagDisplayTo
        unicode_text(0x0E1D, subject.removeprefix(prefix)),  # PidTagNormalizedSubject
        unicode_text(0x1000, body.plain.replace("\n", "\r\n")),  # PidTagBody
        unicode_text(0x1035, mail.message_id),  # PidTagInternetMessageId
    ]
    if body.html is not None:
        variable.append(binary(0x1013, body.html.replace("\n", "\r\n").encode()))  # PidTagHtml
    places = [
        *sender.places("msg/sender", "msg/represented"),
        *_of_recipients("to", to),
        *_of_recipients("cc", copies),
        *_of_subject(mail.subject, len(prefix), is_topic=not document.properties.title),
    ]
    places = [(*one, *other) for one, other in zip(places, in_fields, strict=True)]
    in_topic: list[Places] = []
    put(document.properties.title, "msg/topic", in_topic)
    of_properties[: len(in_topic)] = [(*one, *other) for one, other in zip(in_topic, of_properties, strict=False)]
    recipients = [*((TO, one) for one in to), *((COPY, one) for one in copies)]
    attachments, of_files = _attachments(files)
    stored = _stored(mail, body, variable, recipients, attachments, behind_counts)
    return _Message(stored, (*places, *body.preheader, *of_properties, *body.places, *of_files))


def _attachments(files: Sequence[AttachedFile]) -> tuple[list[Stored], list[Places]]:
    stored: list[Stored] = []
    inside: list[Sequence[Places]] = []
    for number, file in enumerate(files):
        if file.format is Format.MSG and file.document is not None:
            message = _message(file.document, file.files, _OF_ATTACHED)
            stored.append(attachment(number, file, message.stored))
            inside.append(message.places)
        else:
            made = file.rendered()
            stored.append(attachment(number, file, made.data))
            inside.append(made.places)
    return stored, places_of(files, inside, "attachment", MAIL, "/display")


def _stored(
    mail: MailHeaders,
    body: MailText,
    variable: list[Variable],
    recipients: list[tuple[int, Person]],
    attachments: list[Stored],
    behind_counts: bytes,
) -> Stored:
    made = [recipient_streams(number, kind, who) for number, (kind, who) in enumerate(recipients)]
    people, files = len(recipients), len(attachments)
    # The next recipient's number, the next attachment's, and how many there are.
    header = b"".join([number.to_bytes(4, "little") for number in (0, 0, people, files, people, files)])
    when = filetime(mail.date)
    native = _PLAIN_TEXT if body.html is None else _HTML
    values = _SAME[files > 0] + b"".join(
        [
            fixed(0x0039 << 16 | TIME, when),  # PidTagClientSubmitTime
            fixed(0x0E06 << 16 | TIME, when),  # PidTagMessageDeliveryTime
            fixed(0x1016 << 16 | LONG, native),  # PidTagNativeBody
            fixed(0x3007 << 16 | TIME, when),  # PidTagCreationTime
            fixed(0x3008 << 16 | TIME, when),  # PidTagLastModificationTime
        ]
    )
    members = _members(tuple([tag for tag, _ in variable]), tuple([tags for tags, _ in made]))
    streams = [
        property_stream(header + behind_counts, values, variable),
        *(data for _, data in variable),
        *chain.from_iterable([streams for _, streams in made]),
    ]
    for one in attachments:
        members += one.members
        streams += one.streams
    return Stored(members, streams)


@lru_cache(maxsize=64)
def _members(message: tuple[int, ...], recipients: tuple[tuple[int, ...], ...]) -> Members:
    """Return what is in a message with these properties, and recipients with those."""
    people = [Storage(f"__recip_version1.0_#{number:08X}", _streams(tags)) for number, tags in enumerate(recipients)]
    return (*_streams(message), *people)


@lru_cache(maxsize=64)
def _directory(members: Members) -> Directory:
    return directory(_CLASS_ID, (_NAMES, *members))


def _streams(tags: tuple[int, ...]) -> tuple[str, ...]:
    return _ALL, *[stream_name(tag) for tag in tags]


def _sender(who: Person, name: int, address_type: int, address: int, entry: int) -> tuple[Variable, ...]:
    """Return who sent a mail under the numbers of one of the two sets of properties that say so."""
    return (
        unicode_text(name, who.name),
        unicode_text(address_type, ADDRESS_TYPE),
        unicode_text(address, who.address),
        binary(entry, who.entry),
    )


def _of_recipients(kind: str, people: list[Person]) -> list[Places]:
    places: list[Places] = []
    position = 0
    for number, who in enumerate(people):
        places += who.places(f"msg/{kind}[{number}]", display=Place(f"msg/display_{kind}", position))
        position += len(who.name) + len("; ")
    return places


def _prefix(subject: Text) -> str:
    """Return what a subject begins with that is not of its topic, such as ``Re: `` (MS-OXCMSG, 2.2.1.9)."""
    first = subject[0] if subject else None
    if first is None or first.tag is not None:
        return ""
    word, colon, _ = first.text.partition(": ")
    return word + colon if colon and len(word) <= 3 and word.isalpha() else ""


def _of_subject(subject: Text, prefix: int, *, is_topic: bool) -> list[Places]:
    places: list[Places] = []
    put(subject, "msg/subject", places)
    repeated = ["msg/normalized_subject", *(["msg/topic"] if is_topic else [])]
    return [(place, *(Place(path, (place.start or 0) - prefix) for path in repeated)) for (place,) in places]
