"""Header and footer of the printed pages of a sheet, with their codes."""

from synthphi.document import Text
from synthphi.render.xlsx_strings import xstring

_MOST = 190
"""Characters that a text has room for: 255 are all of a header or footer, codes and page numbers too."""


def fits_header(value: Text) -> bool:
    """Return whether a text has room in the header or footer of a page."""
    return sum([len(xstring(fragment.text.replace("&", "&&"))) for fragment in value]) <= _MOST


def running_xml(header: str, footer: str, font: str) -> str:
    """Return header and footer of a sheet's pages. Ampersands are written twice: single ones are codes."""
    above = f"&L{_coded(font)}{_doubled(header)}" if header else ""
    below = (f"&L{_coded(font)}{_doubled(footer)}" if footer else "") + f"&R{_coded(font)}Page &P of &N"
    return (
        "<headerFooter>"
        + (f"<oddHeader>{xstring(above)}</oddHeader>" if above else "")
        + f"<oddFooter>{xstring(below)}</oddFooter></headerFooter>"
    )


def _coded(font: str) -> str:
    return f'&8&"{font},Regular"'


def _doubled(value: str) -> str:
    return value.replace("&", "&&")
