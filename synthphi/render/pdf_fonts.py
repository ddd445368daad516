"""The fonts of PDF files: how wide a word is, how a line is written, and the prepared objects that embed them.

A page has three fonts: ``R`` regular, ``B`` bold and ``C`` capitals, which is the bold face with capitals where the
small letters are, so that a heading looks upper case and still reads as it was written. Nearly all lines keep to
Windows-1252: one byte a character. A line with any other character is written whole in the font's wide twin
(``RW``, ``BW``, ``CW``), whose codes are Unicode; a file embeds a twin only when a line uses it.
"""

import zlib
from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from reportlab.pdfbase.ttfonts import TTFontFile

from synthphi.errors import RenderError

_FACES = {"R": "regular", "B": "bold", "C": "bold"}
_WESTERN = "".join(bytes([code]).decode("cp1252", "replace") for code in range(0x20, 0x100))
_CACHED_WORDS = 40_000
"""Names and numbers never end, so the cache of a long run must."""


class Glyphless(RenderError):
    """No font has a glyph for a character."""


class _Advances(dict[str, int]):
    """Advance of a character in thousandths of the font size."""

    def __missing__(self, char: str) -> int:
        raise Glyphless(f"the fonts of PDF files have no glyph for U+{ord(char):04X}: leave the character out")


class _Words(dict[str, int]):
    """Advance of a word with one space behind it, in thousandths of the font size."""

    def __init__(self, advances: _Advances) -> None:
        super().__init__()
        self._advance = advances.__getitem__
        self._space = advances[" "]

    def __missing__(self, word: str) -> int:
        if len(self) >= _CACHED_WORDS:
            self.clear()
        advance = self[word] = sum(map(self._advance, word)) + self._space
        return advance


@dataclass(frozen=True, slots=True)
class _Face:
    """A face's measures in thousandths of the font size, and its glyph numbers by code point."""

    ascent: int
    descent: int
    cap_height: int
    bbox: tuple[int, int, int, int]
    widths: dict[int, int]
    glyphs: dict[int, int]


class Font:
    """One of the fonts of a page.

    Args:
        name: ``R``, ``B`` or ``C``.
        face: Its face.
    """

    def __init__(self, name: str, face: _Face) -> None:
        self.name = name
        self.ascent: float = face.ascent / 1000
        self.descent: float = face.descent / 1000
        advances = {chr(code): width for code, width in face.widths.items()}
        self.advances = _Advances({char: advances[_shown(name, char, advances)] for char in advances})
        self.words = _Words(self.advances)
        self.space: int = self.advances[" "]

    def width(self, characters: str, size: float) -> float:
        """Return the advance of characters in points."""
        return sum(map(self.advances.__getitem__, characters)) * size / 1000


def _shown(name: str, char: str, available: Container[str]) -> str:
    """Return the character whose glyph a font draws for a character."""
    upper = char.upper() if name == "C" else char
    return upper if upper in available else char


@cache
def _face(name: str) -> _Face:
    """Return what reportlab reads in a face's wide font file."""
    read = TTFontFile(str(files("synthphi.render") / "fonts" / f"{name}-wide.ttf"))
    left, bottom, right, top = (round(side) for side in read.bbox)
    # Not the capitals' height, which reportlab calls the ascent: a box is to hold accents, too.
    return _Face(
        ascent=top,
        descent=round(read.descent),
        cap_height=round(read.capHeight),
        bbox=(left, bottom, right, top),
        # The last entry of a TrueType character table is no character.
        widths={code: round(width) for code, width in read.charWidths.items() if code != 0xFFFF},
        glyphs=read.charToGlyph,
    )


@cache
def font(family: str, name: str) -> Font:
    """Return a font of a family (``sans``, ``serif``, ``mono``) by its name on the page (``R``, ``B``, ``C``)."""
    return Font(name, _face(f"{family}-{_FACES[name]}"))


def is_western(line: str) -> bool:
    """Return whether a line can be written in one byte a character."""
    if line.isascii():
        return True
    try:
        line.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def literal(line: str) -> str:
    """Return a line as a PDF string literal, its characters not encoded yet."""
    if "\\" in line:
        line = line.replace("\\", "\\\\")
    if "(" in line or ")" in line:
        line = line.replace("(", "\\(").replace(")", "\\)")
    return f"({line})"


def wide(line: str) -> str:
    """Return a line as the string of a wide font."""
    return f"<{line.encode('utf-16-be').hex()}>"


# ------------------------------------------------------------------------------------------------ objects


@dataclass(frozen=True, slots=True)
class FontObjects:
    """The bodies of the font objects of a file, by number, and the resources that name them."""

    bodies: tuple[bytes, ...]
    resources: bytes


def stream(data: bytes, extra: str = "") -> bytes:
    """Return a deflated stream object's body."""
    packed = zlib.compress(data, 9)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (len(packed), extra.encode(), packed)


def font_objects(family: str, names: frozenset[str], first: int) -> FontObjects:
    """Return the objects of the fonts that a file uses, numbered from `first`; `names` such as ``R``, ``BW``."""
    bodies: list[bytes] = []

    def add(body: bytes) -> int:
        bodies.append(body)
        return first + len(bodies) - 1

    descriptors: dict[str, int] = {}
    entries = []
    for name in sorted(names):
        weight = _FACES[name[0]]
        file = f"{family}-{weight}{'-wide' if name.endswith('W') else ''}"
        face = _face(f"{family}-{weight}")
        base = f"Synthphi{family.capitalize()}-{weight.capitalize()}"
        if file not in descriptors:
            data = (files("synthphi.render") / "fonts" / f"{file}.ttf").read_bytes()
            program = add(stream(data, f"/Length1 {len(data)}"))
            descriptors[file] = add(_descriptor(base, face, program, symbolic=name.endswith("W")))
        make = _wide_font if name.endswith("W") else _western_font
        entries.append(f"/{name} {make(family, name[0], base, face, descriptors[file], add)} 0 R")
    resources = f"<</Font<<{''.join(entries)}>>/ProcSet[/PDF/Text]>>".encode()
    return FontObjects(tuple(bodies), resources)


def _descriptor(base: str, face: _Face, program: int, *, symbolic: bool) -> bytes:
    shape = {"Serif": 2, "Mono": 1}.get(base.removeprefix("Synthphi").partition("-")[0], 0)
    bbox = " ".join(map(str, face.bbox))
    return (
        f"<</Type/FontDescriptor/FontName/{base}/Flags {(4 if symbolic else 32) + shape}/FontBBox[{bbox}]/ItalicAngle 0"
        f"/Ascent {face.ascent}/Descent {face.descent}/CapHeight {face.cap_height}"
        f"/StemV {140 if 'Bold' in base else 80}/FontFile2 {program} 0 R>>"
    ).encode()


def _western_font(family: str, name: str, base: str, face: _Face, descriptor: int, add: Callable[[bytes], int]) -> int:
    """Add a simple font with the codes of Windows-1252."""
    advances = font(family, name).advances
    widths = " ".join(str(dict.get(advances, char, 0)) for char in _WESTERN)
    encoding = "/WinAnsiEncoding"
    if name == "C":
        differences = "".join(
            f" {code} /{_GLYPH_NAMES.get(char.upper(), char.upper())}"
            for code, char in enumerate(_WESTERN, 0x20)
            if char in advances
            and _shown(name, char, advances) != char
            and len(char.upper().encode("cp1252", "ignore")) == 1
        )
        encoding = f"<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[{differences}]>>"
    unicode = add(stream(_to_unicode({code: char for code, char in enumerate(_WESTERN, 0x20) if char in advances})))
    return add(
        f"<</Type/Font/Subtype/TrueType/BaseFont/{base}/FirstChar 32/LastChar 255/Widths[{widths}]"
        f"/FontDescriptor {descriptor} 0 R/Encoding{encoding}/ToUnicode {unicode} 0 R>>".encode()
    )


def _wide_font(family: str, name: str, base: str, face: _Face, descriptor: int, add: Callable[[bytes], int]) -> int:
    """Add a composite font whose codes are Unicode."""
    codes = sorted(face.widths)
    glyphs = {chr(code): face.glyphs[code] for code in codes}
    advances = font(family, name).advances
    table = bytearray(2 * (codes[-1] + 1))
    for char in glyphs:
        table[2 * ord(char) : 2 * ord(char) + 2] = glyphs[_shown(name, char, glyphs)].to_bytes(2, "big")
    widths = "".join(f"{run[0]}[{' '.join(str(advances[chr(code)]) for code in run)}]" for run in _runs(codes))
    mapping = add(stream(bytes(table)))
    unicode = add(stream(_to_unicode({code: chr(code) for code in codes}, wide_codes=True)))
    descendant = add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{base}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        f"/Supplement 0>>/FontDescriptor {descriptor} 0 R/DW 500/W[{widths}]/CIDToGIDMap {mapping} 0 R>>".encode()
    )
    return add(
        f"<</Type/Font/Subtype/Type0/BaseFont/{base}/Encoding/Identity-H/DescendantFonts[{descendant} 0 R]"
        f"/ToUnicode {unicode} 0 R>>".encode()
    )


def _runs(codes: list[int]) -> list[list[int]]:
    """Return sorted codes cut into runs without gaps."""
    return [
        [code for _, code in group] for _, group in groupby(enumerate(sorted(codes)), lambda pair: pair[1] - pair[0])
    ]


def _to_unicode(characters: dict[int, str], *, wide_codes: bool = False) -> bytes:
    digits = 4 if wide_codes else 2
    rows = [f"<{code:0{digits}x}> <{char.encode('utf-16-be').hex()}>" for code, char in characters.items()]
    blocks = [rows[i : i + 100] for i in range(0, len(rows), 100)]  # the most that a block may hold
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<{'0' * digits}> <{'f' * digits}>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()


def _glyph_names() -> dict[str, str]:
    """Return the glyph names of capitals that are not their own: Adobe's list names them by letter and accent."""
    names = (  # noqa: SIM905  (thirty lines less)
        "Agrave Aacute Acircumflex Atilde Adieresis Aring AE Ccedilla Egrave Eacute Ecircumflex Edieresis "
        "Igrave Iacute Icircumflex Idieresis Eth Ntilde Ograve Oacute Ocircumflex Otilde Odieresis multiply "
        "Oslash Ugrave Uacute Ucircumflex Udieresis Yacute Thorn"
    ).split()
    found = dict(zip(map(chr, range(0xC0, 0xDF)), names, strict=True))
    return {**found, "\u0160": "Scaron", "\u017d": "Zcaron", "\u0152": "OE", "\u0178": "Ydieresis"}


_GLYPH_NAMES = _glyph_names()
