"""The faces of PDF files as read from their font files, and how far the characters of a face advance."""

from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportlab.pdfbase.ttfonts import TTFontFile

from synthphi.errors import RenderError
from synthphi.render.pdf_scripts import FORMS, MARKS, RIGHTWARD, SCRIPTS, form_code, meaning


class Glyphless(RenderError):
    """No font has a glyph for a character."""

    def __init__(self, char: str) -> None:
        super().__init__(f"the fonts of PDF files have no glyph for U+{ord(char):04X}: leave the character out")


@dataclass(frozen=True, slots=True)
class Face:
    """A face's measures in thousandths of the font size, and its glyph numbers by code."""

    ascent: int
    descent: int
    cap_height: int
    bbox: tuple[int, int, int, int]
    widths: dict[int, int]
    glyphs: dict[int, int]


@cache
def face(file: str) -> Face:
    """Return what reportlab reads in a font file."""
    read = TTFontFile(str(files("synthphi.render") / "fonts" / f"{file}.ttf"))
    left, bottom, right, top = (round(side) for side in read.bbox)
    # Not the capitals' height, which reportlab calls the ascent: a box is to hold accents, too.
    return Face(
        ascent=top,
        descent=round(read.descent),
        cap_height=round(read.capHeight),
        bbox=(left, bottom, right, top),
        # The last entry of a TrueType character table is no character.
        widths={code: round(width) for code, width in read.charWidths.items() if code != 0xFFFF},
        glyphs=read.charToGlyph,
    )


def shown(name: str, char: str, available: Container[str]) -> str:
    """Return the character whose glyph the font of a name draws for a character."""
    upper = char.upper() if name == "C" else char
    return upper if upper in available else char


class World(dict[str, int]):
    """Advances of the letters of a world twin.

    Args:
        file: The twin's font file.
        name: ``R``, ``B`` or ``C``.
    """

    def __init__(self, file: str, name: str) -> None:
        widths = {
            chr(code): width
            for code, width in face(file).widths.items()
            if meaning("world", code) == chr(code) and chr(code) not in MARKS
        }
        super().__init__({char: widths[shown(name, char, widths)] for char in widths})


@cache
def world(family: str, name: str, weight: str) -> World:
    """Return the advances of the world twin of a font."""
    return World(f"{family}-{weight}-world", name)


def scripts_of(char: str) -> list[str]:
    """Return the names of the scripts' fonts that have a character."""
    code = form_code(char, 0)
    if code == RIGHTWARD:
        return []
    return [name for name, script in SCRIPTS.items() if code in face(script).widths and meaning(script, code) == char]


class Advances(dict[str, int]):
    """Advance of a character in thousandths of the font size: it has those of the wide twin, and looks others up."""

    def __init__(self, advances: dict[str, int], family: str, name: str, weight: str) -> None:
        super().__init__(advances)
        self._world = family, name, weight

    def __missing__(self, char: str) -> int:
        if char in MARKS:
            return 0
        advance = world(*self._world).get(char)
        if advance is not None:
            return advance
        for script in scripts_of(char):
            # The widest of its forms: which it has is known once its line is.
            widths = face(SCRIPTS[script]).widths
            return max([widths.get(form_code(char, form), 0) for form in range(len(FORMS))])
        raise Glyphless(char)
