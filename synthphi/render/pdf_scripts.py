"""Which characters the fonts of other scripts have, and the private codes of glyphs that stand for them in a word.

A code of such a font is the character's own, or a private one: for a form that a letter has beside its neighbours, for
a mark at the height of its letter, for a character beyond the first 65,536. What a code means is said by the font's
``ToUnicode`` table, so that readers get the letter whatever its form.
"""

import unicodedata

FORMS = ("<isolated>", "<final>", "<initial>", "<medial>")
"""How a letter stands in its word, by the names of Unicode's compatibility characters."""
MARKS = "".join(map(chr, (*range(0x300, 0x305), *range(0x306, 0x30D), 0x30F, 0x311, 0x31B, *range(0x323, 0x329)))) + (
    "\u032d\u032e\u0330\u0331\u0332\u0338"
)
"""The combining marks of Latin, Greek and Cyrillic letters that the fonts have."""
LEVELS, STEPS = 3, 8
"""Heights of a mark: over a small letter, over a capital, over a capital with a mark; and places across."""
DOTLESS = {"i": 0xF101}
"""The code of a small letter that loses its dot under a mark."""
JOINING = "-'"
"""What may be between two letters from right to left: PDFium mirrors a typographic apostrophe there."""
LEFTWARD, RIGHTWARD = 0x200E, 0x200F
"""The left-to-right mark and its opposite: no ink, no width."""
DIRECTIONS, GAPS = range(0xF300, 0xF308), range(0xF310, 0xF318)
"""Codes of the left-to-right mark, and of a space of no width: PDFium drops what is written twice at one place."""
_PRIVATE, _LIGATURES, _ASTRAL = 0xE000, 0xEC00, 0xF200
_HAN = "\U00020bb7"
_LAM = "\u0644"
_ADLAM = 0x1E900
SCRIPTS = {"A": "arabic", "F": "adlam", "E": "armenian", "J": "japanese", "Z": "chinese", "K": "korean"}
"""The font files of scripts by the names that pages give the fonts; of two that have a character the first is taken."""


def offset(step: int) -> int:
    """Return how far left of a letter's end the middle of a mark is, in thousandths of the size."""
    return 100 + 60 * step


def mark_code(mark: str, level: int, step: int) -> int:
    """Return the code of a mark at one of its heights and places."""
    return _PRIVATE + (MARKS.index(mark) * LEVELS + level) * STEPS + step


def form_code(char: str, form: int) -> int:
    """Return the code of a letter in one of its forms."""
    if char in _HAN:
        return _ASTRAL + _HAN.index(char)
    if form == 0 and ord(char) < 0x10000:
        return ord(char)
    return _PRIVATE + (ord(char) & 0xFF) * len(FORMS) + form


def ligature_code(alef: str, form: int, *, lam: bool) -> int:
    """Return the code of one half of the picture of lam and an alef, isolated or final."""
    return _LIGATURES + (ord(alef) & 0xFF) * 4 + 2 * lam + form


def meaning(script: str, code: int) -> str:
    """Return the character that a code of a font stands for; `script` as in `SCRIPTS`, or ``world``."""
    if not 0xE000 <= code < 0xF900:
        return chr(code)
    if code >= _ASTRAL:
        return chr(LEFTWARD) if code in DIRECTIONS else " " if code in GAPS else _HAN[code - _ASTRAL]
    if script == "world":
        found = [letter for letter, dotless in DOTLESS.items() if dotless == code]
        return found[0] if found else MARKS[(code - _PRIVATE) // (LEVELS * STEPS)]
    if code >= _LIGATURES:
        return _LAM if code & 2 else chr(0x600 + (code - _LIGATURES) // 4)
    return chr((_ADLAM if script == "adlam" else 0x600) + (code - _PRIVATE) // len(FORMS))


def is_rightward(char: str) -> bool:
    """Return whether a character is of a script that is read from right to left."""
    return unicodedata.bidirectional(char) in {"R", "AL"}


def clear_cut(word: str, cut: int) -> int:
    """Return where a word can be cut, at `cut` or before, or else behind it, so that what is one shape stays whole.

    That is a letter with its marks, and letters that are read from right to left.
    """

    def is_clear(place: int) -> bool:
        if place in {0, len(word)}:
            return True
        both = word[place - 1 : place + 1]
        whole = any(map(is_rightward, both)) and all(is_rightward(char) or char in JOINING for char in both)
        return not (whole or unicodedata.combining(word[place]))

    before = cut
    while not is_clear(before):
        before -= 1
    while before == 0 and not is_clear(cut):
        cut += 1
    return before or cut
