"""HTML by lxml: its texts by block, a run of text between the edges of elements such as p; and the targets of links."""

import re
from typing import ClassVar

from lxml import etree, html

from synthphi.readback.base import ReadbackError

_SPACES = " \t\n\r\f"
_RUN_OF_SPACES = re.compile(f"[{_SPACES}]+")
_WHITE_SPACE = re.compile(r"(?:^|;)\s*white-space\s*:\s*([a-z-]+)", re.IGNORECASE)
_KEEPING = frozenset({"pre", "pre-wrap", "break-spaces"})
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "head", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre"),
        *("section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "title", "tr"),
        *("ul"),
    }
)
"""Elements whose text does not run on with what stands before and behind them."""
SHOWN = {"img": "alt", "input": "value"}
"""Attributes that are read as text."""


def html_texts(data: bytes, encoding: str | None, path: str) -> dict[str, str]:
    """Return the texts of HTML by path, what is hidden among them.

    Args:
        data: The HTML.
        encoding: How it is encoded; None: it says so itself.
        path: What the paths begin with.

    Raises:
        ReadbackError: it is nested too deeply.
    """
    root = parsed(data, encoding, path, comments=False)
    return {} if root is None else HtmlTexts(path).of(root)


def parsed(data: bytes, encoding: str | None, path: str, *, comments: bool) -> etree._Element | None:
    """Return HTML as a tree, with its comments or without; None where it is empty.

    Raises:
        ReadbackError: it is nested too deeply.
    """
    parser = html.HTMLParser(
        encoding=encoding, no_network=True, huge_tree=False, remove_comments=not comments, remove_pis=True
    )
    try:
        root = html.document_fromstring(data, parser=parser)
    except etree.ParserError:  # it is empty
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # The parser leaves the rest out.
        raise ReadbackError(f"{path} is nested too deeply to be read")
    return root


class HtmlTexts:
    """Collects the texts of HTML, a path a block.

    Args:
        path: What the paths begin with.
    """

    skipped: ClassVar[frozenset[str]] = frozenset({"script", "style"})
    """Elements that hold no text of the page."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._texts: dict[str, str] = {}
        self._blocks = 0
        self._run: list[str] = []
        self._links: list[str] = []
        self._beside: dict[str, str] = {}
        """What else belongs to the block, by the rest of its path."""
        self._swallows = True
        """Whether a space that comes next is none: one stands before it, or a line's start."""

    def of(self, root: etree._Element | etree._ElementTree) -> dict[str, str]:
        """Return the texts below an element, or of a whole tree with what stands before and behind its root."""
        keeps = [False]
        steps = etree.iterwalk(root, events=("start", "end", "comment"))
        for event, element in steps:
            if event == "comment":
                self._comment(element.text or "")
                self._add(element.tail, keeps[-1])
                continue
            name = str(element.tag).lower()
            if event == "start":
                keeps.append(_keeps_spaces(element, name, keeps[-1]))
                self._enter(element, name)
                if name in self.skipped:
                    steps.skip_subtree()
                else:
                    self._add(element.text, keeps[-1])
            else:
                keeps.pop()
                if name in _BLOCKS:
                    self._end()
                self._add(element.tail, keeps[-1])
        self._end()
        return self._texts

    def _enter(self, element: etree._Element, name: str) -> None:
        if name in _BLOCKS:
            if "".join(self._run).strip(_SPACES):
                self._end()
            # What is left is white space; a link around a block belongs to the block.
            self._run.clear()
            self._swallows = True
        elif name == "br":
            self._trim()
            self._run.append("\n")
        elif name == "a" and (target := element.get("href")) is not None:
            self._links.append(target)
        elif name in SHOWN:
            self._attribute(element, name)

    def _attribute(self, element: etree._Element, name: str) -> None:
        """Take in the attribute of an element that is read as text."""
        self._add(element.get(SHOWN[name]), keeps=False)

    def _comment(self, characters: str) -> None:
        """Take in a comment, which is no text of the page."""

    def _add(self, characters: str | None, keeps: bool) -> None:
        if not characters:
            return
        if keeps:
            self._run.append(characters.replace("\r\n", "\n"))
            self._swallows = False
            return
        collapsed = _RUN_OF_SPACES.sub(" ", characters)
        if self._swallows:
            collapsed = collapsed.removeprefix(" ")
        if collapsed:
            self._run.append(collapsed)
            self._swallows = collapsed.endswith(" ")

    def _trim(self) -> None:
        """Take away a space at the end of a line."""
        if self._swallows and self._run:
            self._run[-1] = self._run[-1].removesuffix(" ")
        self._swallows = True

    def _end(self) -> None:
        """Give the run a path, if it has text or links."""
        self._trim()
        run = "".join(self._run)
        if run.strip(_SPACES) or self._links or self._beside:
            path = f"{self._path}/block[{self._blocks}]"
            self._blocks += 1
            self._texts[path] = run
            for number, target in enumerate(self._links):
                self._texts[f"{path}/link[{number}]"] = target
            for rest, characters in self._beside.items():
                self._texts[f"{path}/{rest}"] = characters
            self._beside.clear()
        self._run.clear()
        self._links.clear()


def _keeps_spaces(element: etree._Element, name: str, inherited: bool) -> bool:
    found = _WHITE_SPACE.search(element.get("style") or "")
    if found is not None:
        return found[1].lower() in _KEEPING
    return inherited or name in {"pre", "textarea"}
