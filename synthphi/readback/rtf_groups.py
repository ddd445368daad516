"""Which groups of an RTF file hold what: names of destinations, and one group while it is being read."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from synthphi.readback.rtf_paragraphs import Paragraphs

SKIPPED = frozenset(
    (
        # Tables of a file, of which a reader sees nothing.
        *("fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "listpicture", "rsidtbl", "filetbl"),
        *("latentstyles", "themedata", "colorschememapping", "xmlnstbl", "mmathPr", "pgptbl", "pgdsctbl", "background"),
        *("pnseclvl", "protusertbl", "wgrffmtfilter", "generator", "falt", "panose", "fontemb", "template"),
        # Times, numbers and references.
        *("creatim", "revtim", "printim", "buptim", "atrfstart", "atrfend", "atnref", "atndate", "atntime"),
        *("atnparent", "atnicn", "bkmkend", "docvar", "fname", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc"),
        "aftncn",
        # What stands a second time, for programs that cannot read the first.
        *("listtext", "pntext", "pn", "nonshppict", "nonesttables", "shprslt", "upr"),
        # Data, in hexadecimal.
        *("objdata", "datafield", "blipuid", "datastore", "passwordhash", "blptag", "bliptag"),
    )
)
"""Destinations that are left out, with all that is in them."""
SILENT = frozenset(("info", "userprops", "pict", "picprop", "shppict", "shp", "shpinst", "sp", "shpgrp", "do"))
"""Destinations without text of their own, and with others in them."""
RUNNING = frozenset(f"{area}{pages}" for area in ("header", "footer") for pages in ("", "l", "r", "f"))
"""Headers and footers: of all pages, of left, of right and of first ones."""
INFO = frozenset(
    (
        *("title", "subject", "author", "manager", "company", "operator", "category", "keywords", "comment"),
        *("doccomm", "hlinkbase"),
    )
)
"""The texts of the document information."""
ASIDES = frozenset(("xe", "tc", "tcn", "txe", "rxe"))
"""Destinations that are not starred, and whose text stands nowhere."""


class Collected:
    """A text that ends with its group.

    Args:
        end: Is called with it.
    """

    def __init__(self, end: Callable[[str], None]) -> None:
        self._pieces: list[str] = []
        self._end = end

    def put(self, characters: str, _change: tuple[str, int] | None) -> None:
        """Add characters."""
        self._pieces.append(characters)

    def end_paragraph(self) -> None:
        """Add a line end."""
        self._pieces.append("\n")

    def end(self) -> None:
        """End the text."""
        self._end("".join(self._pieces))


class Nowhere:
    """Where text goes that is left out.

    Args:
        deep: Whether destinations in it are left out, too.
    """

    def __init__(self, *, deep: bool) -> None:
        self.deep = deep

    def put(self, characters: str, change: tuple[str, int] | None) -> None:
        """Leave characters out."""

    def end_paragraph(self) -> None:
        """Do nothing."""

    def end(self) -> None:
        """Do nothing."""


class Authors(Nowhere):
    """The table of the authors of tracked changes: a group an author."""


Sink: TypeAlias = Paragraphs | Collected | Nowhere


@dataclass(slots=True)
class Group:
    """What holds in a group."""

    sink: Sink
    paragraphs: Paragraphs
    """Those that the group stands in: what a link or a picture in it belongs to."""
    font: int
    skipped: int = 1
    r"""How many characters stand in for a ``\uN``."""
    changes: dict[str, bool] = field(default_factory=dict)
    """Whether text is deleted, whether it is inserted."""
    authors: dict[str, int] = field(default_factory=dict)
    """Who did it."""
    owned: list[Sink] = field(default_factory=list)
    """What ends with the group."""
    starred: bool = False
    outer: Sink | None = None
    r"""In ``\upr``: where the text goes that is not left out."""

    def inner(self) -> "Group":
        """Return a group that begins in this one."""
        return replace(self, changes=dict(self.changes), authors=dict(self.authors), owned=[], starred=False)

    @property
    def change(self) -> tuple[str, int] | None:
        """Return which tracked change its text is of: its kind and its author."""
        for kind in ("del", "ins"):
            if self.changes.get(kind):
                return kind, self.authors.get(kind, 0)
        return None
