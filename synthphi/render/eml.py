r"""Internet messages (RFC 5322, RFC 2045-2047): header fields, and the text, in plain form or in plain form and HTML.

Offsets into the plain text count it decoded, with \n line ends; those into the HTML part count the text of an element.
"""

import binascii
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from typing import TypeAlias
from urllib.parse import quote

from synthphi.doctypes import Format
from synthphi.document import Document, plain
from synthphi.render.attached import MAIL, MEDIA_TYPES, AttachedFile, places_of
from synthphi.render.base import Places, Rendered
from synthphi.render.carried import Carried, printed
from synthphi.render.eml_fields import LONGEST_LINE, header_fields, mail_of
from synthphi.render.eml_look import mail_look
from synthphi.render.eml_text import mail_text
from synthphi.render.quoted_printable import quoted_printable

_CARRIES: frozenset[Carried] = frozenset({"hyperlink", "quoted"})
_LINES_OF_BASE64 = re.compile(rb".{1,76}", re.DOTALL)
"""76 characters a line (RFC 2045, 6.8). There are no line ends yet, and so a dot need not look for them."""
_LONGEST_PARAMETER, _PIECE = 74, 50
"""Characters of a parameter on one line, and of its value where it stands on several."""

_Part: TypeAlias = list[bytes]
"""A part of a mail in pieces that end where a line does, so that a large one is copied once."""
_TEXT = b'Content-Type: text/%b; charset="utf-8"\r\nContent-Transfer-Encoding: %b\r\n\r\n'
"""What a part of text begins with: its header fields."""
_SHORT_LINES = _TEXT % (b"plain", b"7bit")
_PLAIN = _TEXT % (b"plain", b"quoted-printable")
_HTML = _TEXT % (b"html", b"quoted-printable")


def render(document: Document, files: Sequence[AttachedFile] = ()) -> Rendered:
    """Return a document as a mail with the places of its spans.

    Args:
        document: A document with mail headers.
        files: Its attachments.

    Raises:
        RenderError: it has no mail headers, or holds a control character.
    """
    document = printed(document, _CARRIES)
    mail = mail_of(document)
    places: list[Places] = []
    of_properties: list[Places] = []
    fields = header_fields(document, places, of_properties)
    body = mail_text(document, "text/plain", "text/html")
    # What stands in the mail as it is; a text that is encoded holds nothing that looks like a boundary.
    as_is: list[bytes] = []
    if body.plain.isascii() and not any(len(line) > LONGEST_LINE for line in body.lines):
        part = [_SHORT_LINES, body.plain.replace("\n", "\r\n").encode()]
        as_is += part
    else:
        part = [_PLAIN, quoted_printable(body.plain, body.lines).encode()]
    if body.html is not None:
        # The tags that all of a layout begin with have lines that are too long to stand there as they are.
        start = mail_look(document.layout).start
        html = [_HTML, _kept_start(start), quoted_printable(body.html.removeprefix(start)).encode()]
        # The best one is last (RFC 2046, 5.1.4).
        part = _several(mail.message_id, "alternative", [part, html], as_is)
    of_files: list[Places] = []
    if files:
        made = [file.rendered() for file in files]
        attached = [_attached_part(file, one.data) for file, one in zip(files, made, strict=True)]
        for file, (fields_of_file, content) in zip(files, attached, strict=True):
            as_is += [fields_of_file, content] if file.format is Format.EML else [fields_of_file]
        part = _several(mail.message_id, "mixed", [part, *attached], as_is)
        of_files = places_of(files, [one.places for one in made], "attachment", MAIL)
    data = b"".join([fields.encode(), *part])
    return Rendered(data, (*places, *body.preheader, *of_properties, *body.places, *of_files))


@cache
def _kept_start(start: str) -> bytes:
    """Return what HTML parts begin with, encoded: there is one such beginning a layout."""
    return quoted_printable(start).encode()


def _attached_part(file: AttachedFile, data: bytes) -> _Part:
    """Return a file as a part: a message as it is (RFC 2046, 5.2.1), all others in base64."""
    kind, encoding = MEDIA_TYPES[file.format], "7bit"
    if file.format is not Format.EML:
        encoding = "base64"
        data = _base64(data)
    fields = (
        f"Content-Type: {kind}\r\nContent-Disposition: attachment;\r\n {_parameter('filename', plain(file.name))}\r\n"
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    )
    return [fields.encode(), data]


def _base64(data: bytes) -> bytes:
    """Return data in base64: as `base64.encodebytes` does, faster, but for the line ends."""
    lines = _LINES_OF_BASE64.findall(binascii.b2a_base64(data, newline=False))
    lines.append(b"")
    return b"\r\n".join(lines)


def _parameter(name: str, value: str) -> str:
    """Return a parameter of a header field: quoted, or encoded and in pieces (RFC 2231)."""
    # Of several spaces between two words some readers leave one.
    if value.isascii() and len(name) + len(value) < _LONGEST_PARAMETER and value == " ".join(value.split()):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'{name}="{escaped}"'
    encoded = quote(value, safe="", encoding="utf-8")
    pieces = re.findall(rf".{{1,{_PIECE}}}(?<!%)(?<!%.)", encoded)
    if len(pieces) == 1:
        return f"{name}*=utf-8''{encoded}"
    first, *others = pieces
    lines = [f"{name}*0*=utf-8''{first}", *(f"{name}*{i}*={one}" for i, one in enumerate(others, start=1))]
    return ";\r\n ".join(lines)


def _several(message_id: str, kind: str, parts: Sequence[_Part], as_is: Sequence[bytes]) -> _Part:
    """Return parts as one, of which there are several; `as_is` is all in them that is not encoded."""
    # A boundary is of the identifier, so that it is the same again, and of no line of the text.
    boundary = _boundary(f"{kind} {message_id}".encode())
    while any(boundary in piece for piece in as_is):
        boundary = _boundary(boundary)
    several = [b'Content-Type: multipart/%b;\r\n boundary="%b"\r\n\r\n' % (kind.encode(), boundary)]
    for part in parts:
        several += (b"--%b\r\n" % boundary, *part, b"\r\n")
    several.append(b"--%b--\r\n" % boundary)
    return several


def _boundary(seed: bytes) -> bytes:
    # Neither base64 nor quoted-printable has these two characters (RFC 2045, 6.7).
    return b"=_%b" % hashlib.sha256(seed).hexdigest()[:24].encode()
