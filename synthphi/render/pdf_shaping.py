"""A mixed line as runs of glyphs: which font each has, where each character is, and in which order they are written.

Letters that are read from right to left are written from left to right, word by word, the first word first. Readers
turn the letters of such a word around; those that go by the places of words order the words themselves, and PDFium
takes them in the order in which one operator writes them, provided that the line has more words that are read from
left to right than others. Where it has not, left-to-right marks without ink are written behind them.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from synthphi.errors import RenderError
from synthphi.render.pdf_faces import Glyphless, World, face, scripts_of, shown, world
from synthphi.render.pdf_scripts import (
    DIRECTIONS,
    DOTLESS,
    GAPS,
    JOINING,
    LEVELS,
    MARKS,
    RIGHTWARD,
    SCRIPTS,
    STEPS,
    form_code,
    is_rightward,
    ligature_code,
    mark_code,
    meaning,
    offset,
)

WORLD, WESTERN = "X", ""
"""The fonts of a run that is not of a script's own font: the world twin, and the one of Windows-1252."""
_LAM, _ALEFS = "\u0644", "\u0622\u0623\u0625\u0627"
_ABOVE, _BELOW = 230, 220
"""The classes of marks that stack."""
_TALL = "bdfhkltþđħłðß"
_NEUTRALS = " " + JOINING
_BESIDE = 30
"""How far right of such a run its last, inkless mark is, in thousandths of the size."""

Ends: TypeAlias = list[tuple[int, int]]
Glyphs: TypeAlias = list[tuple[int, int]]
"""Code and advance of each character."""


class Run(NamedTuple):
    """Glyphs of one font, where they begin in thousandths of the size, and the operand of ``TJ`` that shows them.

    A run of the western font has its characters instead.
    """

    font: str
    x: int
    shown: str


class Shaped(NamedTuple):
    """A line: its width, its runs, and the two ends of each character."""

    width: int
    runs: tuple[Run, ...]
    ends: tuple[tuple[int, int], ...]


@lru_cache(maxsize=4000)
def shape(family: str, name: str, weight: str, text: str) -> Shaped:
    """Return a line as runs, for a font of a family by its name on the page.

    Raises:
        Glyphless: no font has a glyph for a character.
    """
    letters = world(family, name, weight)
    items = [(font, text[start:end], end) for font, start, end in _itemised(letters, text)]
    marks = _marks(items, text)
    runs: list[Run] = []
    ends: Ends = []
    x = 0
    for (font, piece, _), count in zip(items, marks, strict=True):
        if is_rightward(piece[0]):
            glyphs = _joined(font, piece, letters)
            runs.append(_rightward(font, piece, glyphs, x, ends, count))
        else:
            glyphs = _composed(name, piece, letters) if font == WORLD else _plain(font, piece)
            if font == WORLD and piece.encode("cp1252", "ignore").decode("cp1252") == piece:
                runs.append(Run(WESTERN, x, piece))
            else:
                runs.append(Run(font, x, f"[<{_codes(glyphs)}>]"))
            _follow(glyphs, x, ends)
        x += sum([advance for _, advance in glyphs])
    return Shaped(x, tuple(runs), tuple(ends))


def _marks(items: list[tuple[str, str, int]], text: str) -> list[int]:
    """Return how many left-to-right marks are behind each run; all others than from right to left have none."""
    words = [_words(piece) if is_rightward(piece[0]) else 0 for _, piece, _ in items]
    if not any(words):
        return words
    marks = []
    others = ""
    for (_, piece, end), count in zip(items, words, strict=True):
        marks.append(int(bool(count) and (len(piece) == 1 or _is_astral(piece) or not _leads_left(text[end:]))))
        # One character may be on a line of its own, where PDFium takes a page for one of columns.
        others += " " if count or len(piece) == 1 else piece
    leftward = len([word for word in others.split() if any(map(_is_leftward, word))])
    last = max(i for i, count in enumerate(words) if count)
    marks[last] += max(sum(words) + 1 - leftward - sum(marks), 0)
    return marks


def _leftward(count: int) -> str:
    """Return the codes of left-to-right marks, which are words of their own."""
    codes = [code for pair in zip(DIRECTIONS, GAPS, strict=True) for code in pair]
    return "".join([f"{codes[i % len(codes)]:04x}" for i in range(2 * count - 1)])


def _words(piece: str) -> int:
    """Return how many words of a run from right to left PDFium sees."""
    return 1 if _is_astral(piece) else 1 + len([char for char in piece if char in _NEUTRALS])


def _is_astral(piece: str) -> bool:
    return ord(piece[0]) > 0xFFFF


def _itemised(letters: World, text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the runs of a text: font, start, end. A mark stays with its letter."""
    start, count = 0, len(text)
    while start < count:
        fonts = _fonts_of(letters, text[start])
        if not fonts:
            raise Glyphless(text[start])
        end = start + 1
        if is_rightward(text[start]):
            fonts = fonts[:1]
            while end < count:
                ahead = (
                    end + 1
                    if text[end] in _NEUTRALS and end + 1 < count and _has(fonts[0], text[end], letters)
                    else end
                )
                if not (is_rightward(text[ahead]) and _has(fonts[0], text[ahead], letters)):
                    break
                end = ahead + 1
        else:
            while end < count and not is_rightward(text[end]):
                if text[end] in MARKS:
                    if fonts != [WORLD]:
                        raise Glyphless(text[end])
                else:
                    both = [font for font in fonts if font in _fonts_of(letters, text[end])]
                    if not both:
                        break
                    fonts = both
                end += 1
        yield fonts[0], start, end
        start = end


def _fonts_of(letters: World, char: str) -> list[str]:
    return [WORLD] if char in letters else scripts_of(char)


def _has(font: str, char: str, letters: World) -> bool:
    return char in letters if font == WORLD else font in scripts_of(char)


def _leads_left(behind: str) -> bool:
    """Return whether what follows a run is read from left to right by all readers."""
    behind = behind.lstrip(" ")
    return bool(behind) and _is_leftward(behind[0])


def _is_leftward(char: str) -> bool:
    """Return whether all readers take a character for one that is read from left to right: not so a digit."""
    return char.isalpha() and not is_rightward(char) and not _is_astral(char)


def _codes(glyphs: Glyphs) -> str:
    return "".join([f"{code:04x}" for code, _ in glyphs])


def _follow(glyphs: Glyphs, x: int, ends: Ends) -> None:
    """Add the ends of characters that follow each other; a mark has those of its letter."""
    for _, advance in glyphs:
        ends.append((x, x + advance) if advance or not ends else ends[-1])
        x += advance


def _plain(font: str, piece: str) -> Glyphs:
    widths = face(SCRIPTS[font]).widths
    return [(code, widths[code]) for code in [form_code(char, 0) for char in piece]]


def _composed(name: str, piece: str, letters: World) -> Glyphs:
    """Return the glyphs of letters with marks above and below them."""
    glyphs: Glyphs = []
    above = below = step = 0
    before = ""
    for i, char in enumerate(piece):
        if char in MARKS:
            if char in before:
                # PDFium takes it for the shadow of the first one.
                raise RenderError(
                    f"a letter has the mark U+{ord(char):04X} twice, which a PDF page cannot show: leave one out"
                )
            before += char
            kind = unicodedata.combining(char)
            level = above if kind == _ABOVE else below if kind == _BELOW else 0
            above, below = above + (kind == _ABOVE), below + (kind == _BELOW)
            glyphs.append((mark_code(char, min(level, LEVELS - 1), step), 0))
            continue
        before = ""
        code, advance = ord(char), letters[char]
        if piece[i + 1 : i + 2] and piece[i + 1] in MARKS:
            parts = unicodedata.normalize("NFD", shown(name, char, letters))
            base, kinds = parts[0], list(map(unicodedata.combining, parts[1:]))
            above, below = kinds.count(_ABOVE), kinds.count(_BELOW)
            above += not base.islower() or base in _TALL
            step = min(range(STEPS), key=lambda step: abs(offset(step) - advance / 2))
            if parts in DOTLESS and any(map(_is_above, _marks_behind(piece, i))):
                code = DOTLESS[parts]
        glyphs.append((code, advance))
    return glyphs


def _marks_behind(piece: str, i: int) -> str:
    end = i + 1
    while end < len(piece) and piece[end] in MARKS:
        end += 1
    return piece[i + 1 : end]


def _is_above(mark: str) -> bool:
    return unicodedata.combining(mark) == _ABOVE


def _joined(font: str, piece: str, letters: World) -> Glyphs:
    """Return the glyphs of letters from right to left, in the forms that they have beside each other."""
    if font == WORLD:
        return [(ord(char), letters[char]) for char in piece]
    script = SCRIPTS[font]
    widths = face(script).widths

    def has(char: str, form: int) -> bool:
        code = form_code(char, form)
        return code in widths and meaning(script, code) == char

    glyphs: Glyphs = []
    for i, char in enumerate(piece):
        before, behind = piece[i - 1 : i], piece[i + 1 : i + 2]
        if before == _LAM and char in _ALEFS:
            joined = i > 1 and has(piece[i - 2], 2)
            halves = [ligature_code(char, int(joined), lam=lam) for lam in (True, False)]
            glyphs[-1:] = [(code, widths[code]) for code in halves]
            continue
        to_before = bool(before) and has(before, 2) and has(char, 1)
        to_behind = bool(behind) and has(char, 2) and has(behind, 1)
        code = form_code(char, (0, 1, 2, 3)[to_before + 2 * to_behind])
        glyphs.append((code, widths[code]))
    return glyphs


def _rightward(font: str, piece: str, glyphs: Glyphs, x: int, ends: Ends, marks: int) -> Run:
    """Return a run from right to left with left-to-right marks behind it."""
    right = cursor = x + sum([advance for _, advance in glyphs])
    lefts = []
    for _, advance in glyphs:
        ends.append((cursor - advance, cursor))
        cursor -= advance
        lefts.append(cursor)
    begins = pen = None
    operand = ""
    for start, end in _parts(piece):
        left = lefts[end - 1]
        if begins is None or pen is None:
            begins = pen = left
        operand += f"{pen - left if pen != left else ''}<{_codes(glyphs[start:end][::-1])}>"
        pen = left + sum([advance for _, advance in glyphs[start:end]])
    assert begins is not None
    assert pen is not None
    if _is_astral(piece):
        # Nor does poppler know a direction of these: it takes them for what a right-to-left mark at their left is.
        operand += f"{pen - x + _BESIDE}<{RIGHTWARD:04x}>"
        pen = x - _BESIDE
    if marks:
        operand += f"{pen - right - _BESIDE}<{_leftward(marks)}>"
    return Run(font, begins, f"[{operand}]")


def _parts(piece: str) -> Iterator[tuple[int, int]]:
    """Yield what readers turn around: words and what is between them; of letters that PDFium does not know, each."""
    if _is_astral(piece):
        yield from [(i, i + 1) for i in range(len(piece))]
        return
    start = 0
    for i, char in enumerate(piece):
        if char in _NEUTRALS:
            yield start, i
            yield i, i + 1
            start = i + 1
    yield start, len(piece)
