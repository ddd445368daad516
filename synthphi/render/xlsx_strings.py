"""The strings of a workbook: as XML, and shared by its cells."""

import re

from synthphi.errors import RenderError
from synthphi.render.markup import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_BETWEEN, _KEPT = "\x01", "\x02"
"""What stands between strings that are written together, and before one whose spaces are kept: no text of a file has
them."""
_MOST = 32_767
"""Characters that a cell holds."""


def xstring(value: str) -> str:
    """Return characters as the text of a cell, comment or header: there ``_x0041_`` means an A."""
    return escape(_ESCAPED.sub("_x005F_", value) if "_x" in value else value)


def text_element(value: str) -> str:
    """Return characters in an element `t`."""
    kept = ' xml:space="preserve"' if value[:1].isspace() or value[-1:].isspace() or "  " in value else ""
    return f"<t{kept}>{xstring(value)}</t>"


class Strings:
    """The strings that the cells of a workbook share."""

    def __init__(self, document_id: str) -> None:
        self._document_id = document_id
        self._numbers: dict[str, int] = {}
        self._used = 0

    def number(self, value: str) -> int:
        """Return the number of a string, which is not empty."""
        self._used += 1
        return self._numbers.setdefault(value, len(self._numbers))

    def xml(self) -> str:
        """Return the part that has them.

        Raises:
            RenderError: one is too long for a cell.
        """
        longest = max(map(len, self._numbers), default=0)
        if longest > _MOST:
            raise RenderError(
                f"{self._document_id}: a cell of a workbook holds {_MOST} characters and a text has {longest}: "
                "make it shorter"
            )
        return f'<sst xmlns="{_MAIN}" count="{self._used}" uniqueCount="{len(self._numbers)}">{self._items()}</sst>'

    def _items(self) -> str:
        """Return all strings as `text_element` writes them: at once, which is several times as fast."""
        unmarked = "".join(self._numbers)
        if not unmarked or _BETWEEN in unmarked or _KEPT in unmarked:
            # Who encodes a mark finds that XML cannot carry it.
            return unmarked
        marked = [
            _KEPT + value if value[0].isspace() or value[-1].isspace() or "  " in value else value
            for value in self._numbers
        ]
        items = xstring(_BETWEEN.join(marked)).replace(_BETWEEN, "</t></si><si><t>")
        return f"<si><t>{items}</t></si>".replace(f"<t>{_KEPT}", '<t xml:space="preserve">')
