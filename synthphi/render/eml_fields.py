"""A mail's header fields (RFC 5322, RFC 2047), folded and encoded, with the places of the values in them."""

import re
from datetime import datetime
from email.header import Header

from synthphi.document import Document, MailHeaders, Properties, Text, plain
from synthphi.errors import RenderError
from synthphi.render.base import Place, Places
from synthphi.render.markup import FORBIDDEN, put

LONGEST_LINE = 78
"""Characters a line (RFC 5322, 2.1.1)."""
_SPECIALS = frozenset('()<>@,:;."[]\\')
"""In a display name they ask for quotes (RFC 5322, 3.2.3)."""

_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""Characters that programs take for the end of a line, and with it of a header field."""
_RUN_OF_SPACES = re.compile(r"[ \t]\s")
"""Where Python's own reader, for one, makes one space of two in a display name, also within an encoded word."""
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def refuse_control_characters(document_id: str, characters: str) -> None:
    """Raise where a text holds what a mail cannot carry, a line end among it.

    Raises:
        RenderError: it does.
    """
    # Most texts are printable, which is quicker to see.
    if characters.isprintable():
        return
    found = FORBIDDEN.search(characters) or _LINE_ENDS.search(characters)
    if found is not None:
        raise RenderError(
            f"{document_id}: the text holds the character U+{ord(found[0]):04X}, which a mail cannot "
            "carry: take it out of the content"
        )


def mail_of(document: Document) -> MailHeaders:
    """Return the headers that a mail cannot be without.

    Raises:
        RenderError: the document has none.
    """
    if document.mail is None:
        raise RenderError(f"{document.document_id}: a mail needs sender, recipients and subject; it has none of them")
    return document.mail


def header_fields(document: Document, places: list[Places], of_properties: list[Places]) -> str:
    """Return all fields of a mail that say nothing of its parts.

    Args:
        document: A document with mail headers.
        places: Is added to: sender, recipients, copies, subject.
        of_properties: Is added to: the properties.

    Raises:
        RenderError: a field holds a control character.
    """
    mail = mail_of(document)
    fields = [
        mailboxes("From", (mail.sender,), document, places),
        mailboxes("To", mail.recipients, document, places),
    ]
    if mail.copies:
        fields.append(mailboxes("Cc", mail.copies, document, places))
    fields.append(folded("Subject", put(mail.subject, "header/Subject", places), document))
    fields += property_fields(document, of_properties)
    refuse_control_characters(document.document_id, mail.message_id)
    fields.append(f"Date: {_date(mail.date)}\r\nMessage-ID: {mail.message_id}\r\nMIME-Version: 1.0\r\n")
    return "".join(fields)


def _date(when: datetime) -> str:
    """Return a time in UTC as a mail has it (RFC 5322, 3.3): ``Thu, 15 Jan 2026 09:05:00 +0000``."""
    written = when.isoformat()
    day = f"{_DAYS[when.weekday()]}, {written[8:10]} {_MONTHS[when.month - 1]} {written[:4]}"
    return f"{day} {written[11:19]} +0000"


def mailboxes(name: str, addresses: tuple[Text, ...], document: Document, places: list[Places]) -> str:
    """Return a field of mailboxes; where one is not ASCII, on a line each, with its display name in encoded words."""
    quoted = ""
    for number, mailbox in enumerate(addresses):
        if number:
            quoted += ", "
        quoted += _quoted_mailbox(name, mailbox, document, places, len(quoted))
    refuse_control_characters(document.document_id, quoted)
    # What looks like an encoded word is read as one, in quotes, too.
    if quoted.isascii() and "=?" not in quoted:
        return _folded(name, quoted)
    lines = []
    for mailbox in addresses:
        display, address = parted(plain(mailbox))
        if display.isascii() and "=?" not in display:
            lines.append(_quoted_mailbox(name, mailbox, document, [], 0))
            continue
        encoded = _encoded_words(display)
        if "\r\n" in encoded:
            # Between two encoded words of a mailbox some readers see a space.
            raise RenderError(
                f"{document.document_id}: the display name {display[:20]!r}… is not plain ASCII, and too long for one "
                "encoded word: make it shorter"
            )
        lines.append(encoded + address)
    return f"{name}: " + ",\r\n ".join(lines) + "\r\n"


def parted(mailbox: str) -> tuple[str, str]:
    """Return a mailbox in two parts: its display name, and the rest from the space before the last bracket on."""
    name, bracket, address = mailbox.rpartition(" <")
    return (name, bracket + address) if bracket else (address, "")


def _quoted_mailbox(field_name: str, mailbox: Text, document: Document, places: list[Places], start: int) -> str:
    """Return a mailbox with its display name in quotes where the grammar asks for them; it begins at `start`."""
    characters = plain(mailbox)
    name, address = parted(characters)
    if "  " in name or not name.isprintable():
        run = _RUN_OF_SPACES.search(name)
        if run is not None:
            raise RenderError(
                f"{document.document_id}: a display name holds the characters U+{ord(run[0][0]):04X} and "
                f"U+{ord(run[0][1]):04X}, two spaces, of which readers of mails make one: leave one out"
            )
    path = f"header/{field_name}"
    if not address or _SPECIALS.isdisjoint(name):
        return put(mailbox, path, places, start)
    for refused in ('"', "\\"):
        if refused in name:
            raise RenderError(
                f"{document.document_id}: the display name {name!r} holds the character U+{ord(refused):04X}, a quote "
                "or a backslash: leave it out"
            )
    # Behind the first quote, and where the name has ended behind the second one.
    at, behind = start + 1, start + 1 + len(name)
    for fragment in mailbox:
        if fragment.tag is not None:
            places.append((tuple.__new__(Place, (path, at if at < behind else at + 1, ())),))
        at += len(fragment.text)
    return f'"{name}"{address}'


def property_fields(document: Document, places: list[Places]) -> list[str]:
    """Return the fields that hold a document's properties, in canonical order."""
    fields = []
    # By the name in lower case: how it was written first, and how long the value is that a reader has by then.
    there: dict[str, tuple[str, int]] = {}
    for name, value in _named(document.document_id, document.properties):
        key = name.lower()
        written, start = there.get(key, (name, 0))
        characters = put(value, f"header/{written}", places, start)
        fields.append(folded(written, characters, document))
        # A reader joins what fields of one name say by ", ".
        there[key] = written, start + len(characters) + 2
    return fields


def _named(document_id: str, properties: Properties) -> list[tuple[str, Text]]:
    """Return properties that are not empty, by the name of the field that holds them."""
    usual = (
        ("Thread-Topic", properties.title),
        ("X-Author", properties.author),
        ("Organization", properties.company),
        ("X-Category", properties.subject),
        ("Keywords", properties.keywords),
        ("Comments", properties.comments),
    )
    named = [one for one in usual if one[1]]
    for custom in properties.custom:
        name = custom.name.replace(" ", "-")
        if not (name.isascii() and name.replace("-", "").isalnum()):
            raise RenderError(
                f"{document_id}: {custom.name!r} cannot name a header field: use ASCII letters, digits and spaces"
            )
        if custom.value:
            named.append((f"X-{name}", custom.value))
    return named


def folded(name: str, characters: str, document: Document) -> str:
    """Return a field of what a text says.

    Raises:
        RenderError: it holds a control character, such as a line end, which would begin another field.
    """
    # Most texts are printable, which is quicker to see.
    if not characters.isprintable():
        refuse_control_characters(document.document_id, characters)
    # What looks like an encoded word would be read as one.
    if not characters.isascii() or "=?" in characters:
        return f"{name}: {_encoded_words(characters, name)}\r\n"
    return _folded(name, characters)


def _folded(name: str, characters: str) -> str:
    """Return a field of ASCII that nobody takes for encoded words."""
    line = f"{name}: {characters}"
    if len(line) <= LONGEST_LINE:
        return line + "\r\n"
    lines: list[str] = []
    while len(line) > LONGEST_LINE:
        # The space at which a line is folded stays, at the start of the next one: unfolding gives it back.
        cut = line.rfind(" ", len(name) + 2 if not lines else 1, LONGEST_LINE)
        if cut < 0:
            cut = line.find(" ", LONGEST_LINE)
        if cut < 0:
            break
        lines.append(line[:cut])
        line = line[cut:]
    return "\r\n".join([*lines, line]) + "\r\n"


def _encoded_words(characters: str, name: str = "") -> str:
    """Return characters in encoded words (RFC 2047), all of them: what stands between two such words is not read."""
    first = max(name, "Organization", key=len)
    return Header(characters, "utf-8", maxlinelen=LONGEST_LINE, header_name=first).encode(linesep="\r\n")
