"""The fonts of PDF files: how wide a word is, how a line is written, and the prepared objects that embed them.

A page has three fonts: ``R`` regular, ``B`` bold and ``C`` capitals, which is the bold face with capitals where the
small letters are, so that a heading looks upper case and still reads as it was written. Nearly all lines keep to
Windows-1252: one byte a character. A line with any other character is written whole in the font's wide twin
(``RW``, ``BW``, ``CW``), whose codes are Unicode. A line that the twin has not all characters of is mixed: it is
written in the *world* twin (``RX``, ``BX``, ``CX``), which has the letters of Latin, Greek, Cyrillic and Hebrew with
the marks that combine with them, and in the fonts of other scripts. A file embeds a font only when a line uses it.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from synthphi.render.pdf_faces import Advances, Face, face, shown
from synthphi.render.pdf_scripts import SCRIPTS, meaning
from synthphi.render.pdf_shaping import Shaped, shape

_FACES = {"R": "regular", "B": "bold", "C": "bold"}
_TWINS = {"": "", "W": "-wide", "X": "-world"}
_USUAL = "The patient was seen for follow-up of hypertension, and the lungs were clear. No new symptoms on 09/04/2023."
_WESTERN = "".join(bytes([code]).decode("cp1252", "replace") for code in range(0x20, 0x100))


class Font:
    """One of the fonts of a page.

    Args:
        family: ``sans``, ``serif`` or ``mono``.
        name: ``R``, ``B`` or ``C``.
    """

    def __init__(self, family: str, name: str) -> None:
        self.name = name
        self._key = family, name, _FACES[name]
        wide_face = face(f"{family}-{_FACES[name]}-wide")
        self.ascent: float = wide_face.ascent / 1000
        self.descent: float = wide_face.descent / 1000
        advances = {chr(code): width for code, width in wide_face.widths.items()}
        self.advances = Advances({char: advances[shown(name, char, advances)] for char in advances}, *self._key)
        self.space: int = self.advances[" "]
        self.usual = self.advance(_USUAL) / len(_USUAL)
        """How far a character of running text advances, on average."""

    def is_mixed(self, line: str) -> bool:
        """Return whether a line has characters that are not in the wide twin."""
        return not (line.isascii() or self.advances.keys() >= set(line))

    def shaped(self, line: str) -> Shaped:
        """Return a mixed line as runs."""
        return shape(*self._key, line)

    def advance(self, characters: str) -> int:
        """Return the advance of characters in thousandths of the size; of a mixed line, the most that it can take."""
        return sum(map(self.advances.__getitem__, characters))

    def width(self, characters: str, size: float) -> float:
        """Return the advance of characters in points."""
        if self.is_mixed(characters):
            return self.shaped(characters).width * size / 1000
        return self.advance(characters) * size / 1000


@cache
def font(family: str, name: str) -> Font:
    """Return a font of a family (``sans``, ``serif``, ``mono``) by its name on the page (``R``, ``B``, ``C``)."""
    return Font(family, name)


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
        script = SCRIPTS.get(name)
        weight = "regular" if script else _FACES[name[0]]
        twin = "" if script else _TWINS[name[1:]]
        file = script or f"{family}-{weight}{twin}"
        measures = face(f"{family}-{weight}-wide")
        base = f"Synthphi{(script or family).capitalize()}-{weight.capitalize()}"
        if file not in descriptors:
            data = (files("synthphi.render") / "fonts" / f"{file}.ttf").read_bytes()
            program = add(stream(data, f"/Length1 {len(data)}"))
            descriptors[file] = add(_descriptor(base, measures, program, symbolic=bool(script or twin)))
        if script or twin:
            number = _wide_font(file, "" if script else name[0], base, descriptors[file], add)
        else:
            number = _western_font(family, name, base, descriptors[file], add)
        entries.append(f"/{name} {number} 0 R")
    resources = f"<</Font<<{''.join(entries)}>>/ProcSet[/PDF/Text]>>".encode()
    return FontObjects(tuple(bodies), resources)


def _descriptor(base: str, measures: Face, program: int, *, symbolic: bool) -> bytes:
    """Return a descriptor; its measures are those of the family in all fonts, so that a line has one height."""
    style = {"Serif": 2, "Mono": 1}.get(base.removeprefix("Synthphi").partition("-")[0], 0)
    sides = " ".join(map(str, measures.bbox))
    return (
        f"<</Type/FontDescriptor/FontName/{base}/Flags {(4 if symbolic else 32) + style}/FontBBox[{sides}]"
        f"/ItalicAngle 0/Ascent {measures.ascent}/Descent {measures.descent}/CapHeight {measures.cap_height}"
        f"/StemV {140 if 'Bold' in base else 80}/FontFile2 {program} 0 R>>"
    ).encode()


def _western_font(family: str, name: str, base: str, descriptor: int, add: Callable[[bytes], int]) -> int:
    """Add a simple font with the codes of Windows-1252."""
    advances = font(family, name).advances
    widths = " ".join(str(dict.get(advances, char, 0)) for char in _WESTERN)
    encoding = "/WinAnsiEncoding"
    if name == "C":
        differences = "".join(
            f" {code} /{_GLYPH_NAMES.get(char.upper(), char.upper())}"
            for code, char in enumerate(_WESTERN, 0x20)
            if char in advances
            and shown(name, char, advances) != char
            and len(char.upper().encode("cp1252", "ignore")) == 1
        )
        encoding = f"<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[{differences}]>>"
    unicode = add(stream(_to_unicode({code: char for code, char in enumerate(_WESTERN, 0x20) if char in advances})))
    return add(
        f"<</Type/Font/Subtype/TrueType/BaseFont/{base}/FirstChar 32/LastChar 255/Widths[{widths}]"
        f"/FontDescriptor {descriptor} 0 R/Encoding{encoding}/ToUnicode {unicode} 0 R>>".encode()
    )


def _wide_font(file: str, name: str, base: str, descriptor: int, add: Callable[[bytes], int]) -> int:
    """Add a composite font whose codes are Unicode, or private ones."""
    own = face(file)
    codes = sorted(own.widths)
    glyphs = {chr(code): own.glyphs[code] for code in codes}
    drawn = {char: shown(name, char, glyphs) for char in glyphs}
    table = bytearray(2 * (codes[-1] + 1))
    for char, other in drawn.items():
        table[2 * ord(char) : 2 * ord(char) + 2] = glyphs[other].to_bytes(2, "big")
    widths = "".join(
        f"{run[0]}[{' '.join(str(own.widths[ord(drawn[chr(code)])]) for code in run)}]" for run in _runs(codes)
    )
    mapping = add(stream(bytes(table)))
    script = "world" if file.endswith("-world") else file
    unicode = add(stream(_to_unicode({code: meaning(script, code) for code in codes}, wide_codes=True)))
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
