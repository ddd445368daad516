"""Second readers: programs of others that read the files again, for `synthphi verify --thorough`.

None of them shares code with the renderers, nor with the readers of `synthphi.readback`. Each says what it can see: the
header of a Word document or the target of a link may be beyond it.
"""

from collections.abc import Iterable

from synthphi.doctypes import Format
from synthphi.readback.thorough import decks, mail, outlook, pages, rich_text, sheets, tables, web, word
from synthphi.readback.thorough.base import SecondReader, ToolMissing
from synthphi.readback.thorough.pages import PageWords, pages_of, same_on_page

SECOND_READERS: dict[Format, SecondReader] = {
    Format.DOCX: word.READER,
    Format.RTF: rich_text.READER,
    Format.EML: mail.READER,
    Format.MSG: outlook.READER,
    Format.PPTX: decks.READER,
    Format.XLSX: sheets.READER,
    Format.HTML: web.READER,
    Format.CSV: tables.READER,
}
"""Those that give texts; that of PDF pages gives words with places, `pages_of`."""


def require(formats: Iterable[Format]) -> None:
    """See to it that the programs that read some formats are installed.

    Raises:
        ToolMissing: one is not; the message names the package that brings it.
    """
    checks = {
        Format.DOCX: word.require,
        Format.RTF: rich_text.require,
        Format.EML: mail.require,
        Format.MSG: outlook.require,
        Format.PPTX: decks.require,
        Format.XLSX: sheets.require,
        Format.HTML: web.require,
        Format.CSV: tables.require,
        Format.PDF: pages.require,
    }
    for name in formats:
        checks[name]()


__all__ = ["SECOND_READERS", "PageWords", "SecondReader", "ToolMissing", "pages_of", "require", "same_on_page"]
