"""The paragraphs of a destination of an RTF file, and what they hold beside their text."""

from collections import Counter


class Paragraphs:
    """A destination that has paragraphs: the body, a header, a note, a comment, a text box.

    Args:
        path: Its path.
        texts: Is added to, when a paragraph ends.
    """

    def __init__(self, path: str, texts: dict[str, str]) -> None:
        self._path = path
        self._texts = texts
        self._paragraphs = 0
        self._shown: list[str] = []
        self._asides: dict[str, list[str]] = {}
        self._counts: Counter[str] = Counter()
        self._change: tuple[str, int] | None = None

    def put(self, characters: str, change: tuple[str, int] | None) -> None:
        """Add characters; `change` says whether they are of a tracked insertion or deletion, and by which author."""
        if change is None:
            self._shown.append(characters)
        else:
            if change != self._change:
                self._counts[change[0]] += 1
            key = f"/{change[0]}[{self._counts[change[0]] - 1}]"
            self._asides.setdefault(key, []).append(characters)
        self._change = change

    def aside(self, kind: str, characters: str) -> None:
        """Add a text that a paragraph has beside its own: the target of a link, an alternative text."""
        number = self._counts[kind]
        self._counts[kind] += 1
        self._asides[f"/{kind}" if kind == "alt" and not number else f"/{kind}[{number}]"] = [characters]

    def end_paragraph(self) -> None:
        """End the paragraph, be there anything in it or not."""
        here = f"{self._path}/p[{self._paragraphs}]"
        self._texts[here] = "".join(self._shown)
        for key, pieces in self._asides.items():
            self._texts[here + key] = "".join(pieces)
        self._paragraphs += 1
        self._shown, self._asides, self._change = [], {}, None
        self._counts.clear()

    def end(self) -> None:
        """End the destination: what stands behind the last mark is a paragraph, too."""
        if self._shown or self._asides:
            self.end_paragraph()
