"""Mails, by the standard library's email package with its modern policy, and lxml for their HTML."""

import email
import email.policy
from email.message import EmailMessage
from typing import cast

from synthphi.readback.base import Reader
from synthphi.readback.html_texts import html_texts


def read(data: bytes) -> Reader:
    """Return the decoded headers, and the decoded text parts with a line feed at the end of each line.

    A header that stands there twice is read as one, joined by ", "; a second part of the same type is
    ``text/plain[1]``. Of an HTML part each block of text has a path, and each link's target.

    Raises:
        ReadbackError: an HTML part is nested too deeply.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    texts: dict[str, str] = {}
    for name in dict.fromkeys(message.keys()):
        texts[f"header/{name}"] = ", ".join(str(value) for value in message.get_all(name, []))
    parts: dict[str, int] = {}
    for part in message.walk():
        if part.get_content_maintype() == "text":
            kind = part.get_content_type()
            twins = parts.get(kind, 0)
            parts[kind] = twins + 1
            path = f"{kind}[{twins}]" if twins else kind
            if kind == "text/html":
                texts |= _html_texts(part, path)
            else:
                texts[path] = str(part.get_content()).replace("\r\n", "\n")
    return Reader(texts)


def _html_texts(part: EmailMessage, path: str) -> dict[str, str]:
    """Return the texts of an HTML part by path, what is hidden among them."""
    encoding = part.get_content_charset()
    # Without a charset in the mail, it is for the HTML to name one.
    data = str(part.get_content()).encode() if encoding else cast("bytes", part.get_payload(decode=True))
    return html_texts(data, "utf-8" if encoding else None, path)
