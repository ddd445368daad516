"""Mails, by the standard library's email package with its modern policy."""

import email
import email.policy

from synthphi.readback.base import Reader


def read(data: bytes) -> Reader:
    """Return the decoded headers, and the decoded text parts with a line feed at the end of each line.

    A header that stands there twice is read as one, joined by ", "; a second part of the same type is
    ``text/plain[1]``.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    texts: dict[str, str] = {}
    for name in dict.fromkeys(message.keys()):
        texts[f"header/{name}"] = ", ".join(str(value) for value in message.get_all(name, []))
    for part in message.walk():
        if part.get_content_maintype() == "text":
            kind = part.get_content_type()
            twins = sum(path == kind or path.startswith(f"{kind}[") for path in texts)
            path = f"{kind}[{twins}]" if twins else kind
            texts[path] = str(part.get_content()).replace("\r\n", "\n")
    return Reader(texts)
