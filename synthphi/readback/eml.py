"""Mails, by the standard library's email package with its modern policy, and lxml for their HTML."""

import base64
import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from typing import cast

from synthphi.readback.attached import Opener
from synthphi.readback.base import Reader
from synthphi.readback.html_texts import html_texts

_NAMELESS = {"text/plain": "unnamed.txt", "text/html": "unnamed.html", "message/rfc822": "unnamed.eml"}
"""What files are called that have no name, by their type, which says how to read them."""


def read(data: bytes, opener: Opener) -> Reader:
    """Return the decoded headers, the decoded text parts with a line feed at the end of each line, and all attachments.

    A header that stands there twice is read as one, joined by ", "; a second part of the same type is
    ``text/plain[1]``. Of an HTML part each block of text has a path, and each link's target. Parts with a file name,
    or with a disposition that says so, are attachments, and so are messages: their names stand at ``attachment[0]``.

    Args:
        data: The mail.
        opener: Opens what is attached.

    Raises:
        ReadbackError: an HTML part is nested too deeply, or an attachment cannot be read.
    """
    return _read(email.message_from_bytes(data, policy=email.policy.default), opener)


def _read(message: EmailMessage, opener: Opener) -> Reader:
    texts: dict[str, str] = {}
    for name in dict.fromkeys(message.keys()):
        texts[f"header/{name}"] = ", ".join(str(value) for value in message.get_all(name, []))
    parts: dict[str, int] = {}
    files = opener.files_in(texts, "attachment")
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = _message_in(part)
            files.add_read(_name(part), lambda inner=inner: _read(inner, opener))  # type: ignore[misc]
        elif part.is_attachment() or part.get_filename() is not None:
            files.add(_name(part), _bytes(part))
        elif part.get_content_maintype() == "text":
            twins = parts.get(kind, 0)
            parts[kind] = twins + 1
            path = f"{kind}[{twins}]" if twins else kind
            if kind == "text/html":
                texts |= _html_texts(part, path)
            else:
                texts[path] = _characters(part)
    return files.reader()


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts that have no others in them; a message is one, whatever is in it."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        yield message
    else:
        for part in cast("list[EmailMessage]", message.get_payload()):
            yield from _parts(part)


def _name(part: EmailMessage) -> str:
    return part.get_filename() or _NAMELESS.get(part.get_content_type(), "unnamed")


def _message_in(part: EmailMessage) -> EmailMessage:
    """Return a message that is a part; some programs write it in base64, against the standard (RFC 2046, 5.2.1)."""
    message = cast("list[EmailMessage]", part.get_payload())[0]
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() != "base64":
        return message
    written = base64.b64decode(str(message.get_payload()))
    return email.message_from_bytes(written, policy=email.policy.default)


def _bytes(part: EmailMessage) -> bytes:
    """Return the bytes of an attachment; those of a text in a charset that the mail names are decoded and in UTF-8."""
    if part.get_content_type() == "text/plain" and part.get_content_charset("utf-8") not in {"utf-8", "us-ascii"}:
        return _characters(part).encode()
    return cast("bytes", part.get_payload(decode=True))


def _characters(part: EmailMessage) -> str:
    return str(part.get_content()).replace("\r\n", "\n")


def _html_texts(part: EmailMessage, path: str) -> dict[str, str]:
    """Return the texts of an HTML part by path, what is hidden among them."""
    encoding = part.get_content_charset()
    # Without a charset in the mail, it is for the HTML to name one.
    data = str(part.get_content()).encode() if encoding else cast("bytes", part.get_payload(decode=True))
    return html_texts(data, "utf-8" if encoding else None, path)
