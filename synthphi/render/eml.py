r"""Internet messages (RFC 5322, RFC 2045-2047): header fields, and the text, in plain form or in plain form and HTML.

Offsets into the plain text count it decoded, with \n line ends; those into the HTML part count the text of an element.
"""

import binascii
import hashlib
from datetime import UTC
from email.utils import format_datetime

from synthphi.document import Document, plain
from synthphi.errors import RenderError
from synthphi.render.base import Places, Rendered
from synthphi.render.carried import Carried, printed
from synthphi.render.eml_fields import LONGEST_LINE, field, mailboxes, property_fields, refuse_control_characters
from synthphi.render.eml_html import HtmlText
from synthphi.render.eml_plain import PlainText

_CARRIES: frozenset[Carried] = frozenset({"hyperlink", "quoted"})


def render(document: Document) -> Rendered:
    """Return a document as a mail with the places of its spans.

    Raises:
        RenderError: it has no mail headers, or holds a control character.
    """
    document = printed(document, _CARRIES)
    mail = document.mail
    if mail is None:
        raise RenderError(f"{document.document_id}: a mail needs sender, recipients and subject; it has none of them")
    places: list[Places] = []
    fields = [
        mailboxes("From", (mail.sender,), document, places),
        mailboxes("To", mail.recipients, document, places),
    ]
    if mail.copies:
        fields.append(mailboxes("Cc", mail.copies, document, places))
    fields.append(field("Subject", mail.subject, document, places))
    of_properties: list[Places] = []
    fields += property_fields(document, of_properties)
    refuse_control_characters(document.document_id, mail.message_id)
    fields.append(
        f"Date: {format_datetime(mail.date.replace(tzinfo=UTC))}\r\nMessage-ID: {mail.message_id}\r\n"
        "MIME-Version: 1.0\r\n"
    )
    body = PlainText(document)
    refuse_control_characters(document.document_id, "".join([piece for piece in body.pieces if piece != "\n"]))
    preheader, of_text = body.preheader, body.in_order()
    part = _part("plain", "".join(body.pieces))
    if mail.html:
        # The plain text has all of the HTML part but this.
        refuse_control_characters(document.document_id, plain(mail.preheader))
        html = HtmlText(document)
        preheader = html.preheader
        of_text = [(*one, *other) for one, other in zip(of_text, html.in_order(), strict=True)]
        part = _alternatives(mail.message_id, part, _part("html", "".join(html.pieces)))
    return Rendered("".join(fields).encode() + part, (*places, *preheader, *of_properties, *of_text))


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
