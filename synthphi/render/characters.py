"""Characters that a document may not hold, for formats that are text themselves."""

from synthphi.document import Document
from synthphi.document.canonical import lines
from synthphi.errors import RenderError
from synthphi.render.markup import FORBIDDEN


def refuse_control_characters(document: Document, carrier: str) -> None:
    """Raise where a document holds a control character, a line end among them, or half of a pair of surrogates.

    Args:
        document: The document.
        carrier: What cannot carry it, such as ``a text file``.

    Raises:
        RenderError: it does.
    """
    characters = "".join([fragment.text for _, line in lines(document) for fragment in line])
    # Most texts are printable, which is quicker to see.
    found = None if characters.isprintable() else FORBIDDEN.search(characters)
    if found is not None:
        raise RenderError(
            f"{document.document_id}: the text holds the character U+{ord(found[0]):04X}, which {carrier} cannot "
            "carry: take it out of the content"
        )
