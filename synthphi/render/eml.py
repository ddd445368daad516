r"""Internet messages (RFC 5322, RFC 2045-2047): header fields, and the text, in plain form or in plain form and HTML.

Offsets into the plain text count it decoded, with \n line ends; those into the HTML part count the text of an element.
"""

import binascii
import hashlib

from synthphi.document import Document
from synthphi.render.base import Places, Rendered
from synthphi.render.carried import Carried, printed
from synthphi.render.eml_fields import LONGEST_LINE, header_fields, mail_of
from synthphi.render.eml_text import mail_text

_CARRIES: frozenset[Carried] = frozenset({"hyperlink", "quoted"})


def render(document: Document) -> Rendered:
    """Return a document as a mail with the places of its spans.

    Raises:
        RenderError: it has no mail headers, or holds a control character.
    """
    document = printed(document, _CARRIES)
    mail = mail_of(document)
    places: list[Places] = []
    of_properties: list[Places] = []
    fields = header_fields(document, places, of_properties)
    body = mail_text(document, "text/plain", "text/html")
    part = _part("plain", body.plain)
    if body.html is not None:
        part = _alternatives(mail.message_id, part, _part("html", body.html))
    return Rendered(fields.encode() + part, (*places, *body.preheader, *of_properties, *body.places))


def _part(kind: str, characters: str) -> bytes:
    """Return a part of text: its header fields, then its body in the transfer encoding that it needs."""
    data = characters.replace("\n", "\r\n").encode()
    encoding = "7bit"
    if not characters.isascii() or max(map(len, characters.split("\n"))) > LONGEST_LINE:
        encoding = "quoted-printable"
        data = binascii.b2a_qp(data, istext=True)
    return (
        f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'.encode() + data
    )


def _alternatives(message_id: str, *parts: bytes) -> bytes:
    """Return parts that say the same, the best one last (RFC 2046, 5.1.4)."""
    boundary = message_id
    # A boundary is of the identifier, so that it is the same again, and of no line of the text.
    while not boundary.startswith("=_") or any(boundary.encode() in part for part in parts):
        boundary = f"=_{hashlib.sha256(boundary.encode()).hexdigest()[:24]}"
    opened = b"".join(b"--%b\r\n%b\r\n" % (boundary.encode(), part) for part in parts)
    return f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n\r\n'.encode() + (
        opened + f"--{boundary}--\r\n".encode()
    )
