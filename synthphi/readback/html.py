"""Saved pages, by lxml: text, links, title, meta elements, alternative texts, form fields and comments."""

from lxml import etree

from synthphi.readback.base import Reader
from synthphi.readback.html_texts import SHOWN, HtmlTexts, parsed

_CHANGES = frozenset({"ins", "del"})


def read(data: bytes) -> Reader:
    """Return the texts of a page: blocks as in the HTML part of a mail, and what stands in attributes and comments.

    Title, alternative texts and form fields are no text of a block. What meta elements of one name say is joined by
    ", ".

    Raises:
        ReadbackError: the page is nested too deeply.
    """
    root = parsed(data, _encoding(data), "html", comments=True)
    return Reader({} if root is None else _PageTexts("html").of(root.getroottree()))


def _encoding(data: bytes) -> str | None:
    """Return how a page is encoded, or None where it is not UTF-8 and has to say so itself."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


class _PageTexts(HtmlTexts):
    """The texts of a page that stands by itself."""

    skipped = frozenset({*HtmlTexts.skipped, "title"})

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._counts: dict[str, int] = {}
        self._changes: dict[str, int] = {}
        """Tracked changes in the block, by kind."""

    def _enter(self, element: etree._Element, name: str) -> None:
        super()._enter(element, name)
        if name == "title":
            self._join("title", "".join(map(str, element.itertext())))
        elif name == "meta" and (called := element.get("name")):
            self._join(f"meta/{called}", element.get("content") or "")
        elif name in _CHANGES:
            number = self._changes.get(name, 0)
            self._changes[name] = number + 1
            if author := element.get("title"):
                self._beside[f"{name}[{number}]/author"] = author

    def _end(self) -> None:
        super()._end()
        self._changes.clear()

    def _attribute(self, element: etree._Element, name: str) -> None:
        kind, rest = ("img", "/alt") if name == "img" else ("field", "")
        characters = element.get(SHOWN[name])
        number = self._counts.get(kind, 0)
        self._counts[kind] = number + 1
        if characters:
            self._texts[f"{self._path}/{kind}[{number}]{rest}"] = characters

    def _comment(self, characters: str) -> None:
        number = self._counts.get("comment", 0)
        self._counts["comment"] = number + 1
        self._texts[f"{self._path}/comment[{number}]"] = characters.strip()

    def _join(self, name: str, characters: str) -> None:
        path = f"{self._path}/{name}"
        before = self._texts.get(path)
        self._texts[path] = characters if before is None else f"{before}, {characters}"
