"""What comes with a mail: files, archives and messages, rendered, with the places of the values in them.

The path of a place in an attachment begins with the way to it: ``mail > records.zip > labs.pdf > page[0]``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from synthphi.doctypes import Format
from synthphi.document import Archive, Attachment, Document, Text, plain
from synthphi.errors import RenderError
from synthphi.render.base import Place, Places, Rendered
from synthphi.render.markup import FORBIDDEN, put
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
_SEPARATORS = frozenset(">/\\")
"""What no name has: they stand between names in the paths of places, and between folders."""


RenderFile: TypeAlias = "Callable[[Document, Format, Sequence[AttachedFile]], Rendered]"


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that comes with a mail, or is in an archive.

    Attributes:
        name: Its name.
        format: Its format; None: it is a ZIP archive.
        saved: When it was saved; an archive when the last of its members was.
        document: What is in it; None: it is a ZIP archive.
        files: Of a mail its attachments, of an archive its members.
        render: Gives the file of a document with its attachments.
    """

    name: Text
    format: Format | None
    saved: datetime
    document: Document | None
    files: tuple["AttachedFile", ...]
    render: RenderFile

    def rendered(self) -> Rendered:
        """Return its bytes, made now, with the places in it, as in a file that stands for itself.

        Raises:
            RenderError: a document holds a character that its format cannot carry, or attachments, and is no mail.
        """
        if self.document is not None and self.format is not None:
            return self.render(self.document, self.format, self.files)
        made = [file.rendered() for file in self.files]
        data = archive((plain(file.name), one.data, file.saved) for file, one in zip(self.files, made, strict=True))
        return Rendered(data, tuple(places_of(self.files, [one.places for one in made], "member", "")))


def attached_files(
    attachments: Sequence[Attachment | Archive], holder: str, render: RenderFile
) -> tuple[AttachedFile, ...]:
    """Return attachments, or the members of an archive, as files whose bytes are made by whoever needs them.

    Args:
        attachments: What is attached.
        holder: What has them, for errors: a document's id, an archive's name.
        render: Gives the file of a document with its attachments.

    Raises:
        RenderError: a name is not one of a file, or there twice; an archive is empty.
    """
    if not attachments:
        return ()
    files = tuple([_file(one, holder, render) for one in attachments])
    names = [plain(file.name) for file in files]
    for name in names:
        if names.count(name) > 1:
            raise RenderError(f"{holder}: two files are called {name!r}: give each a name of its own")
    return files


def _file(attachment: Attachment | Archive, holder: str, render: RenderFile) -> AttachedFile:
    name = plain(attachment.name)
    if not _SEPARATORS.isdisjoint(name) or FORBIDDEN.search(name) or name != name.strip():
        raise RenderError(
            f"{holder}: {name!r} cannot name a file: leave out > / \\, control characters, and spaces at its ends"
        )
    extension = "zip" if isinstance(attachment, Archive) else attachment.format
    if not name.endswith(f".{extension}"):
        raise RenderError(f"{holder}: {name!r} has to end in .{extension}")
    if isinstance(attachment, Archive):
        if not attachment.members:
            raise RenderError(f"{holder}: the archive {name!r} is empty: give it a member")
        members = attached_files(attachment.members, name, render)
        return AttachedFile(attachment.name, None, max(one.saved for one in members), None, members, render)
    document = attachment.document
    files = attached_files(document.attachments, document.document_id, render)
    return AttachedFile(attachment.name, attachment.format, document.properties.created, document, files, render)


def places_of(
    files: Sequence[AttachedFile], inside: Sequence[Sequence[Places]], kind: str, start: str, *repeated: str
) -> list[Places]:
    """Return the places of files in canonical order: of each its name, then what is in it.

    Args:
        files: The files.
        inside: The places in each of them, as in a file that stands for itself.
        kind: What one of them is called in the paths of names: ``attachment``, ``member``.
        start: What the paths of what is in them begin with.
        repeated: What the paths end in of further texts that are the name.
    """
    places: list[Places] = []
    for number, (file, of_file) in enumerate(zip(files, inside, strict=True)):
        path, of_name = f"{kind}[{number}]", len(places)
        name = put(file.name, path, places)
        for end in repeated:
            places[of_name:] = [(*same, same[0]._replace(path=path + end)) for same in places[of_name:]]
        way = f"{start}{name} > "
        places += [
            tuple([Place(way + inner.removeprefix(MAIL), at, boxes) for inner, at, boxes in same]) for same in of_file
        ]
    return places
