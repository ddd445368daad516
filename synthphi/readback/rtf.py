r"""RTF files, by a reader of our own: what there is for Python loses all but the running text.

A group that begins with a destination goes where that says; what is unknown and starred is read, too, so that nothing
in a file stays unseen: its path begins with ``other/``.
"""

import re
from collections import Counter
from collections.abc import Callable

from synthphi.readback.base import ReadbackError, Reader
from synthphi.readback.rtf_characters import FILE_SETS, SYMBOLS, WORDS, Characters, charset_page, numbered_page
from synthphi.readback.rtf_fields import add_instruction
from synthphi.readback.rtf_groups import (
    ASIDES,
    INFO,
    RUNNING,
    SILENT,
    SKIPPED,
    Authors,
    Collected,
    Group,
    Nowhere,
    Sink,
)
from synthphi.readback.rtf_paragraphs import Paragraphs
from synthphi.readback.rtf_tokens import Kind, Token, tokens

_MOST_GROUPS = 1000
"""How deep groups may stand in each other."""
_ENDS = frozenset(("par", "sect", "cell", "nestcell"))
"""What a paragraph ends with."""
_NUMBER = re.compile(r"-?[0-9]*")


def read(data: bytes) -> Reader:
    """Return the texts of body, headers, footers, notes, comments, text boxes and document information.

    Raises:
        ReadbackError: it is no RTF file, or is damaged.
    """
    reading = _Reading()
    for token in tokens(data):
        reading.take(token)
    return Reader(reading.finished())


class _Reading:
    """A file while it is being read."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._body = Paragraphs("body", self._texts)
        self._groups: list[Group] = []
        self._ended = False
        self._characters = Characters()
        self._skip = 0
        self._page = "cp1252"
        self._font_pages: dict[int, str] = {}
        self._default_font = 0
        self._counts: Counter[str] = Counter()
        self._section = 0
        self._behind: list[str] = []
        self._property = self._shape = ""

    def finished(self) -> dict[str, str]:
        """Return the texts.

        Raises:
            ReadbackError: the file ends in a group.
        """
        if not self._ended:
            raise ReadbackError("it ends in the middle of a group")
        self._body.end()
        if behind := "".join(self._behind).strip():
            self._texts["other/behind"] = behind
        return self._texts

    def take(self, token: Token) -> None:
        """Read a token."""
        kind = token.kind
        if self._ended:
            self._behind.append(token.data.decode("latin-1"))
        elif kind is Kind.TEXT or kind is Kind.HEX:
            self._bytes(token.data)
        elif kind is Kind.OPEN:
            self._open()
        elif kind is Kind.CLOSE:
            self._close()
        elif self._skip:
            self._skip -= 1
        elif kind is Kind.WORD:
            self._word(token.name, token.number)
        else:
            self._symbol(token.name)

    def _bytes(self, data: bytes) -> None:
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        if data := data[skipped:]:
            group = self._groups[-1]
            page = self._font_pages.get(group.font, self._page)
            self._put(self._characters.add_bytes(data, page))

    def _put(self, characters: str) -> None:
        if characters:
            group = self._groups[-1]
            group.sink.put(characters, group.change)

    def _open(self) -> None:
        self._skip = 0
        if not self._groups:
            self._groups.append(Group(self._body, self._body, 0))
            return
        self._put(self._characters.finish())
        if len(self._groups) == _MOST_GROUPS:
            raise ReadbackError(f"more than {_MOST_GROUPS} groups stand in each other")
        group = self._groups[-1].inner()
        self._groups.append(group)
        if isinstance(group.sink, Authors):
            self._begin(group, Collected(self._author))

    def _close(self) -> None:
        self._skip = 0
        self._put(self._characters.finish())
        for sink in reversed(self._groups.pop().owned):
            sink.end()
        self._ended = not self._groups

    def _begin(self, group: Group, sink: Sink) -> None:
        group.sink = sink
        group.owned.append(sink)
        if isinstance(sink, Paragraphs):
            group.paragraphs = sink
            group.changes.clear()

    def _symbol(self, name: str) -> None:
        group = self._groups[-1]
        self._put(self._characters.finish())
        if name == "*":
            group.starred = True
        elif name in "\r\n":
            group.sink.end_paragraph()
        else:
            self._put(SYMBOLS.get(name, ""))

    def _word(self, name: str, number: int | None) -> None:
        if name == "u":
            self._put(self._characters.add_unit(number or 0))
            self._skip = self._groups[-1].skipped
            return
        self._put(self._characters.finish())
        group = self._groups[-1]
        starred, group.starred = group.starred, False
        # Most words only say how text looks.
        if not starred and name not in _KNOWN:
            return
        if name in WORDS:
            self._put(WORDS[name])
        elif name in _ENDS:
            group.sink.end_paragraph()
            self._section += name == "sect"
        elif name in _FORMATTING:
            self._formatting(group, name, number)
        else:
            self._destination(group, name, starred=starred)

    def _formatting(self, group: Group, name: str, number: int | None) -> None:
        """Follow a word that changes how text is read."""
        value = number or 0
        if name == "uc":
            group.skipped = max(0, value)
        elif name == "f":
            group.font = value
        elif name == "plain":
            group.font = self._default_font
            group.changes.clear()
        elif name in {"deleted", "revised"}:
            # A zero turns it off.
            group.changes["del" if name == "deleted" else "ins"] = number != 0
        elif name in {"revauth", "revauthdel"}:
            group.authors["ins" if name == "revauth" else "del"] = value
        elif name == "deff":
            self._default_font = group.font = value
        elif name == "fcharset":
            if page := charset_page(value):
                self._font_pages[group.font] = page
        elif name in FILE_SETS:
            self._page = FILE_SETS[name]
        elif name == "ansicpg":
            self._page = numbered_page(value) or self._page
        elif name == "cpg" and (page := numbered_page(value)):
            self._font_pages[group.font] = page

    def _destination(self, group: Group, name: str, *, starred: bool) -> None:
        if isinstance(group.sink, Nowhere) and group.sink.deep:
            if name == "ud" and group.outer is not None:
                group.sink = group.outer
        elif name in SKIPPED:
            group.outer = group.sink if name == "upr" else None
            self._begin(group, Nowhere(deep=True))
        elif name in SILENT:
            self._begin(group, Nowhere(deep=False))
        elif name in RUNNING:
            path = f"section[{self._section}]/{name}" if self._section else name
            self._begin(group, Paragraphs(self._free(path), self._texts))
        elif name in _FLOWS:
            self._begin(group, Paragraphs(self._numbered(_FLOWS[name]), self._texts))
        elif name == "revtbl":
            self._begin(group, Authors(deep=False))
        elif name == "fldinst":
            paragraphs = group.paragraphs
            self._begin(group, Collected(lambda said: add_instruction(said, paragraphs)))
        elif name in INFO:
            self._begin(group, self._kept(f"info/{name}"))
        elif name in {"sn", "sv", "propname", "staticval", "linkval"}:
            self._begin(group, Collected(self._of_pair(name, group.paragraphs)))
        elif name in {"atnauthor", "atnid"}:
            # They stand before the comment that they are of.
            number = self._counts["comment"]
            self._begin(group, self._kept(f"comment[{number}]/{'author' if name == 'atnauthor' else 'initials'}"))
        elif starred or name in ASIDES:
            self._begin(group, Collected(lambda said: self._other(name, said)))

    def _of_pair(self, name: str, paragraphs: Paragraphs) -> Callable[[str], None]:
        """Return what is done with the name or the value of a property, of a shape or of the document."""

        def shape_name(said: str) -> None:
            self._shape = said.strip()

        def shape_value(said: str) -> None:
            if self._shape == "wzDescription":
                if said:
                    paragraphs.aside("alt", said)
            elif not _NUMBER.fullmatch(said.strip()):
                self._other(self._shape, said)

        def property_name(said: str) -> None:
            self._property = said

        def property_value(said: str) -> None:
            self._texts[self._free(f"custom/{self._property}")] = said

        def property_link(said: str) -> None:
            self._other("linkval", said)

        return {
            "sn": shape_name,
            "sv": shape_value,
            "propname": property_name,
            "staticval": property_value,
            "linkval": property_link,
        }[name]

    def _kept(self, path: str) -> Collected:
        def keep(said: str) -> None:
            if said:
                self._texts[self._free(path)] = said

        return Collected(keep)

    def _other(self, name: str, said: str) -> None:
        if said.strip():
            self._texts[self._numbered(f"other/{name}")] = said

    def _author(self, said: str) -> None:
        self._texts[self._numbered("author")] = said.removesuffix(";")

    def _numbered(self, name: str) -> str:
        self._counts[name] += 1
        return f"{name}[{self._counts[name] - 1}]"

    def _free(self, path: str) -> str:
        """Return a path, with a number where it has been given before."""
        self._counts[path] += 1
        return f"{path}[{self._counts[path] - 1}]" if self._counts[path] > 1 else path


_FLOWS = {"footnote": "footnote", "annotation": "comment", "shptxt": "box", "dptxbxtext": "box"}
_TEXTS = frozenset(("revtbl", "fldinst", "sn", "sv", "propname", "staticval", "linkval", "atnauthor", "atnid", "ud"))
_FORMATTING = frozenset(
    (
        *("uc", "f", "plain", "deff", "fcharset", "cpg", "ansicpg", *FILE_SETS),
        *("deleted", "revised", "revauth", "revauthdel"),
    )
)
_KNOWN = _ENDS | _FORMATTING | _TEXTS | SKIPPED | SILENT | RUNNING | INFO | ASIDES | WORDS.keys() | _FLOWS.keys()
