r"""Characters of RTF files: bytes in code pages, ``\uN`` with what stands in for it, and control words that are one."""

import codecs

WORDS = {
    "tab": "\t",
    "line": "\n",
    "softline": "\n",
    "page": "\n",
    "column": "\n",
    "emdash": "\u2014",
    "endash": "\u2013",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "\u2022",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
}
"""Control words that are a character."""
SYMBOLS = {"~": "\u00a0", "-": "\u00ad", "_": "\u2011", "{": "{", "}": "}", "\\": "\\", "\t": "\t"}
"""Control symbols that are."""
_CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp437",
}
"""The code page of a font's ``\\fcharsetN``."""
FILE_SETS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
"""The code page of a file, by the control word that names it."""


def charset_page(number: int) -> str | None:
    """Return the code page of a font's character set; None where it says nothing."""
    return _CHARSETS.get(number)


def numbered_page(number: int) -> str | None:
    """Return the code page of a number; None where there is none."""
    if number == 65001:  # what Windows calls UTF-8
        return "utf-8"
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return None


class Characters:
    """Characters on their way from bytes and UTF-16 to text; what is begun is kept until something else comes."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._page = "cp1252"
        self._units: list[int] = []

    def add_bytes(self, data: bytes, page: str) -> str:
        """Return what is finished before these bytes of a code page."""
        before = self.finish() if self._units or page != self._page else ""
        self._page = page
        self._bytes += data
        return before

    def add_unit(self, number: int) -> str:
        r"""Return what is finished before a ``\uN``."""
        before = self.finish() if self._bytes else ""
        self._units.append(number & 0xFFFF)
        return before

    def finish(self) -> str:
        """Return what is there as text."""
        made = ""
        if self._bytes:
            made = self._bytes.decode(self._page, "replace")
            self._bytes.clear()
        elif self._units:
            made = b"".join([unit.to_bytes(2, "little") for unit in self._units]).decode("utf-16-le", "replace")
            self._units.clear()
        return made
