"""From an annotated document to a file: one module a format."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import import_module
from typing import Any, Final

from synthphi.doctypes import Format
from synthphi.document import Document
from synthphi.errors import RenderError
from synthphi.render.attached import AttachedFile, attached_files
from synthphi.render.base import Box, Place, Places, Rendered
from synthphi.render.layouts import LAYOUTS
from synthphi.render.markup import put

_WITH_FILES: Final = frozenset({Format.EML, Format.MSG})
"""Formats whose `render` takes attached files, too."""
_WITH_SKELETON: Final = frozenset({Format.DOCX, Format.PPTX, Format.XLSX})
"""Formats that have a module, such as `docx_skeleton`, which makes what the files of a layout share."""


@cache
def _renderer(file_format: Format) -> Callable[..., Rendered]:
    """Return what renders a format: `render` of the module that is named like it, such as `synthphi.render.docx`.

    Loaded when the first document needs it: the libraries that author skeletons take half a second to load, and much of
    what imports this package (plans, folders) renders nothing.
    """
    module: Any = import_module(f"synthphi.render.{file_format}")
    renderer: Callable[..., Rendered] = module.render
    return renderer


def prepare(formats: Iterable[Format]) -> None:
    """Make what the files of some formats share, by layout: else the first documents of a process wait for it."""
    for file_format in formats:
        _renderer(file_format)
        if file_format in _WITH_SKELETON:
            module: Any = import_module(f"synthphi.render.{file_format}_skeleton")
            for layout in LAYOUTS.values():
                module.skeleton(layout)


def render(document: Document, format: Format) -> Rendered:  # noqa: A002  (the word users know)
    """Return a document as a file, with the places of its spans.

    Raises:
        RenderError: the document holds a character that the format cannot carry, or attachments, and is no mail.
    """
    files = attached_files(document.attachments, document.document_id, _rendered)
    # To look up a format that is one already takes as long as to render a line.
    rendered = _rendered(document, format if isinstance(format, Format) else Format(format), files)
    if not document.filename:
        return rendered
    named: list[Places] = []
    put(document.filename, "filename", named)
    return Rendered(rendered.data, (*rendered.places, *named))


def _rendered(document: Document, file_format: Format, files: Sequence[AttachedFile]) -> Rendered:
    if not files:
        return _renderer(file_format)(document)
    if file_format not in _WITH_FILES:
        raise RenderError(f"{document.document_id}: only mails have attachments, and {file_format} is none")
    return _renderer(file_format)(document, files)


__all__ = ["Box", "Place", "Rendered", "render"]
