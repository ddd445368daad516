"""How carefully documents are written: abbreviations, typing errors, dictation slips, sections left out or copied.

Only text without a label changes, so that labels stay exact. A twin is changed as its positive is: what tells them
apart is not how they are written.
"""

import re
from collections.abc import Callable
from typing import Final

from synthphi.document import Block, Bullets, Document, Fragment, Paragraph, Section, Text, text
from synthphi.records import changed
from synthphi.seeds import Stream
from synthphi.spec import Quality

_ABBREVIATIONS: Final = {
    "patient": "pt",
    "Patient": "Pt",
    "history": "hx",
    "with": "w/",
    "without": "w/o",
    "follow-up": "f/u",
    "Follow-up": "F/u",
    "treatment": "tx",
    "diagnosis": "dx",
    "examination": "exam",
    "medication": "med",
    "medications": "meds",
    "appointment": "appt",
    "telephone": "tel",
    "department": "dept",
    "discharge": "d/c",
    "hospital": "hosp",
    "operation": "op",
    "because": "b/c",
    "every": "q",
    "bilateral": "b/l",
    "minutes": "min",
    "weeks": "wks",
    "months": "mos",
    "days": "d",
    "temperature": "temp",
    "chronic": "chr",
    "immediately": "stat",
    "laboratory": "lab",
    "information": "info",
    "number": "no.",
    "management": "mgmt",
    "required": "req'd",
    "and": "&",
}
_SLIPS: Final = {
    "there": "their",
    "than": "then",
    "its": "it's",
    "to": "too",
    "breath": "breathe",
    "affect": "effect",
    "loose": "lose",
    "of": "off",
    "course": "coarse",
    "site": "sight",
    "past": "passed",
    "week": "weak",
    "here": "hear",
    "no": "know",
    "write": "right",
}
"""What dictation software hears."""
_WORD: Final = re.compile(r"([A-Za-z][A-Za-z'-]+)")
_FIGURE: Final = re.compile("[0-9]")
_TEXTS_KEPT: Final = 8192
"""Texts kept with their words' rates, for each quality: most are phrases, of which there are some thousands."""
_WORDS_KEPT: Final = 8192
_SHORT = 3
_LEAST_LETTERS = 5
_SECTIONS_TO_SPARE = 6
_RATES: Final[dict[Quality, tuple[float, float, float]]] = {
    # How often a word is abbreviated, mistyped, or heard wrong.
    "typical": (0.12, 0.002, 0.001),
    "messy": (0.38, 0.014, 0.012),
}


class _Rates(dict[str, float]):
    """By word, how often it is changed."""

    def __init__(self, quality: Quality) -> None:
        super().__init__()
        abbreviated, self.mistyped, misheard = _RATES[quality]
        self._own = {**dict.fromkeys(_SLIPS, misheard), **dict.fromkeys(_ABBREVIATIONS, abbreviated)}

    def __missing__(self, word: str) -> float:
        if len(self) >= _WORDS_KEPT:
            self.clear()
        # A word that is abbreviated or heard wrong is not mistyped besides.
        mistyped = self.mistyped if len(word) >= _LEAST_LETTERS and word.islower() else 0.0
        rate = self[word] = self._own.get(word, mistyped)
        return rate


_OF_WORDS: Final[dict[Quality, _Rates]] = {quality: _Rates(quality) for quality in _RATES}
_OF_TEXTS: Final[dict[Quality, dict[str, tuple[float, ...]]]] = {quality: {} for quality in _RATES}
"""By text, how often each of its words is changed."""
_LEFT_OUT, _COPIED, _SHOUTED, _UNCAPITALIZED = 0.4, 0.4, 0.3, 0.12


def written(document: Document, quality: Quality, rng: Stream, *, prose: bool) -> Document:
    """Return a document as somebody writes it who takes so much care.

    Args:
        document: As it should be.
        quality: How much care is taken.
        rng: A stream of the document's.
        prose: Whether sections may be left out or copied: not those of a form.
    """
    if quality == "clean":
        return document
    sections = document.sections
    if quality == "messy" and prose:
        sections = _copied(_left_out(sections, rng), rng)
    change = _Writer(rng, quality)
    return document.rewritten(tuple([_section(section, change) for section in sections]))


def _left_out(sections: tuple[Section, ...], rng: Stream) -> tuple[Section, ...]:
    """Return the sections without one in the middle."""
    if len(sections) < _SECTIONS_TO_SPARE or not rng.chance(_LEFT_OUT):
        return sections
    gone = rng.integer(2, len(sections) - 3)
    return sections[:gone] + sections[gone + 1 :]


def _copied(sections: tuple[Section, ...], rng: Stream) -> tuple[Section, ...]:
    """Return the sections with a paragraph of one carried on into the next, as copying forward does."""
    paragraphs = [
        (i, block) for i, one in enumerate(sections[:-1]) for block in one.blocks if isinstance(block, Paragraph)
    ]
    if not paragraphs or not rng.chance(_COPIED):
        return sections
    at, block = rng.pick(paragraphs)
    receiver = sections[at + 1]
    return (*sections[: at + 1], changed(receiver, blocks=(block, *receiver.blocks)), *sections[at + 2 :])


def _section(section: Section, change: "_Writer") -> Section:
    blocks: list[Block] = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            said = change(block.text)
            blocks.append(block if said is block.text else Paragraph(said, block.style))
        elif isinstance(block, Bullets):
            blocks.append(Bullets(tuple([change(item) for item in block.items]), block.numbered))
        else:
            blocks.append(block)
    return section.rewritten(change.title(section.title), tuple(blocks))


class _Writer:
    """Somebody who writes: changes texts, fragment by fragment, but for those with a label."""

    def __init__(self, rng: Stream, quality: Quality) -> None:
        self._rng = rng
        self._rates = _OF_WORDS[quality]
        self._careless = quality == "messy"
        self._kept = _OF_TEXTS[quality]

    def __call__(self, value: Text) -> Text:
        random, kept = self._rng.random, self._kept
        parts: list[Fragment] | None = None
        for place, part in enumerate(value):
            if part.tag is None:
                limits = kept.get(part.text)
                if limits is None:
                    limits = self._limits(part.text)
                written: list[str] | None = None
                for at, limit in enumerate(limits):
                    # At or above, the word stays as it is.
                    if (draw := random()) < limit:
                        # The words, with what stands before, between and behind them.
                        written = written or _WORD.split(part.text)
                        written[2 * at + 1] = self._word(written[2 * at + 1], draw)
                if written:
                    parts = parts or list(value)
                    parts[place] = Fragment("".join(written))
        if self._careless and value and value[0].tag is None and self._rng.chance(_UNCAPITALIZED):
            parts = parts or list(value)
            parts[0] = Fragment(parts[0].text[:1].lower() + parts[0].text[1:])
        return tuple(parts) if parts else value

    def title(self, value: Text) -> Text:
        if not self._careless or not value or not self._rng.chance(_SHOUTED):
            return value
        return text(*[part if part.tag is not None else Fragment(part.text.upper()) for part in value])

    def _limits(self, value: str) -> tuple[float, ...]:
        """Return how often each word of a text is changed."""
        limits = tuple(map(self._rates.__getitem__, _WORD.findall(value)))
        # What has figures in it, such as results, is not said again; short numbers are.
        if len(value) <= _SHORT or not _FIGURE.search(value):
            if len(self._kept) >= _TEXTS_KEPT:
                self._kept.clear()
            self._kept[value] = limits
        return limits

    def _word(self, word: str, draw: float) -> str:
        if word in _ABBREVIATIONS:
            return _ABBREVIATIONS[word]
        if word in _SLIPS:
            return _SLIPS[word]
        at = 1 + int(draw / self._rates.mistyped * (len(word) - 2))
        return _TYPING[at % len(_TYPING)](word, at)


def _swapped(word: str, at: int) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _dropped(word: str, at: int) -> str:
    return word[:at] + word[at + 1 :]


def _doubled(word: str, at: int) -> str:
    return word[:at] + word[at] + word[at:]


_TYPING: Final[tuple[Callable[[str, int], str], ...]] = (_swapped, _dropped, _doubled)
