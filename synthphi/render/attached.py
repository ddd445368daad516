"""What comes with a mail: files, archives and messages, rendered, with the places of the values in them.

The path of a place in an attachment begins with the way to it: ``mail > records.zip > labs.pdf > page[0]``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from synthphi.doctypes import Format
from synthphi.document import Archive, Attachment, Document, Text, plain
from synthphi.render.base import Places, Rendered
from synthphi.render.markup import put
from synthphi.render.package import archive

MAIL = "mail > "
"""What the path of a place begins with that is in an attachment."""

MEDIA_TYPES: dict[Format | None, str] = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.EML: "message/rfc822",
    Format.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    Format.MSG: "application/vnd.ms-outlook",
    Format.RTF: "application/rtf",
    Format.HTML: "text/html",
    Format.TXT: "text/plain",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv",
    None: "application/zip",
}
"""As what a file of a format is sent; None: a ZIP archive."""
RenderFile = Callable[[Document, Format], Rendered]


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that comes with a mail.

    Attributes:
        name: Its name.
        format: Its format; None: it is a ZIP archive.
        data: Its bytes.
        saved: When it was saved; an archive when the last of its members was.
        places: Of the values in it, in canonical order; paths begin with the way to it from the mail or archive that
            holds it, such as ``labs.pdf > page[0]``. The values of its name are not among them.
    """

    name: Text
    format: Format | None
    data: bytes
    saved: datetime
    places: tuple[Places, ...]


def attached_file(attachment: Attachment | Archive, render: RenderFile) -> AttachedFile:
    """Return an attachment as a file.

    Args:
        attachment: What is attached.
        render: Gives the file of a document.

    Raises:
        RenderError: a document holds a character that its format cannot carry.
    """
    name = plain(attachment.name)
    if isinstance(attachment, Archive):
        members = [attached_file(member, render) for member in attachment.members]
        data = archive((plain(member.name), member.data, member.saved) for member in members)
        saved = max(member.saved for member in members)
        places = places_of(members, "member")
        return AttachedFile(attachment.name, None, data, saved, within(name, places))
    rendered = render(attachment.document, attachment.format)
    saved = attachment.document.properties.created
    return AttachedFile(attachment.name, attachment.format, rendered.data, saved, within(name, rendered.places))


def places_of(files: Sequence[AttachedFile], kind: str, start: str = "") -> list[Places]:
    """Return the places of files in canonical order: of each its name, then what is in it.

    Args:
        files: The files.
        kind: What one of them is called in the paths of names: ``attachment``, ``member``.
        start: What the paths of what is in them begin with.
    """
    places: list[Places] = []
    for number, file in enumerate(files):
        put(file.name, f"{kind}[{number}]", places)
        places += [tuple([one._replace(path=start + one.path) for one in same]) for same in file.places]
    return places


def within(name: str, places: Sequence[Places]) -> tuple[Places, ...]:
    """Return places with the name of the file before them that they are in."""
    return tuple(
        [tuple([one._replace(path=f"{name} > {one.path.removeprefix(MAIL)}") for one in same]) for same in places]
    )
