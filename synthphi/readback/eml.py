"""Mails, by the standard library's email package with its modern policy, and lxml for their HTML."""

import email
import email.policy
import re
from email.message import EmailMessage
from typing import cast

from lxml import etree, html

from synthphi.readback.base import ReadbackError, Reader

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
_SHOWN = {"img": "alt", "input": "value"}
"""Attributes that are read as text."""


def read(data: bytes) -> Reader:
    """Return the decoded headers, and the decoded text parts with a line feed at the end of each line.

    A header that stands there twice is read as one, joined by ", "; a second part of the same type is
    ``text/plain[1]``. Of an HTML part each block of text has a path, and each link's target.

    Raises:
        ReadbackError: an HTML part is nested too deeply.
    """
    message = email.message_from_bytes(data, policy=email.policy.default)
    texts: dict[str, str] = {}
    for name in dict.fromkeys(message.keys()):
        texts[f"header/{name}"] = ", ".join(str(value) for value in message.get_all(name, []))
    parts: dict[str, int] = {}
    for part in message.walk():
        if part.get_content_maintype() == "text":
            kind = part.get_content_type()
            twins = parts.get(kind, 0)
            parts[kind] = twins + 1
            path = f"{kind}[{twins}]" if twins else kind
            if kind == "text/html":
                texts |= _html_texts(part, path)
            else:
                texts[path] = str(part.get_content()).replace("\r\n", "\n")
    return Reader(texts)


def _html_texts(part: EmailMessage, path: str) -> dict[str, str]:
    """Return the texts of an HTML part by path, what is hidden among them."""
    encoding = part.get_content_charset()
    # Without a charset in the mail, it is for the HTML to name one.
    data = str(part.get_content()).encode() if encoding else cast("bytes", part.get_payload(decode=True))
    parser = html.HTMLParser(
        encoding="utf-8" if encoding else None, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(data, parser=parser)
    except etree.ParserError:  # it is empty
        return {}
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # The parser leaves the rest out.
        raise ReadbackError(f"{path} is nested too deeply to be read")
    return _HtmlTexts(path).of(root)


class _HtmlTexts:
    """Collects the texts of an HTML part, a path a block: a run of text between the edges of elements such as p."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._texts: dict[str, str] = {}
        self._blocks = 0
        self._run: list[str] = []
        self._links: list[str] = []
        self._swallows = True
        """Whether a space that comes next is none: one stands before it, or a line's start."""

    def of(self, root: etree._Element) -> dict[str, str]:
        keeps = [False]
        steps = etree.iterwalk(root, events=("start", "end"))
        for event, element in steps:
            name = str(element.tag).lower()
            if event == "start":
                keeps.append(_keeps_spaces(element, name, keeps[-1]))
                self._enter(element, name)
                if name in {"script", "style"}:
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
        elif name in _SHOWN:
            self._add(element.get(_SHOWN[name]), keeps=False)

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
        if run.strip(_SPACES) or self._links:
            path = f"{self._path}/block[{self._blocks}]"
            self._blocks += 1
            self._texts[path] = run
            for number, target in enumerate(self._links):
                self._texts[f"{path}/link[{number}]"] = target
        self._run.clear()
        self._links.clear()


def _keeps_spaces(element: etree._Element, name: str, inherited: bool) -> bool:
    found = _WHITE_SPACE.search(element.get("style") or "")
    if found is not None:
        return found[1].lower() in _KEEPING
    return inherited or name in {"pre", "textarea"}
