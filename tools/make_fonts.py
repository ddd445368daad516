"""Write the fonts that PDF files embed anew: ``python tools/make_fonts.py FOLDER COPYRIGHT``.

FOLDER holds Liberation 2's ``LiberationSans-Regular.ttf`` and its kin, COPYRIGHT is the licence text that came
with them (Debian's package `fonts-liberation2` has both; version 1 of these fonts has another licence: not usable).

A face is written twice: with the characters of Windows-1252, which nearly all documents keep to, and *wide*, for
the lines that hold others. Hints, kerning and features are left out: no viewer on a screen of today needs them for
text, and each byte here is a byte in every document. The Open Font License reserves the name of the original, so
that subsets bear another.
"""

import argparse
import re
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parent.parent / "synthphi" / "render" / "fonts"
FACES = {
    f"{family.lower()}-{weight.lower()}": (family, weight)
    for family in ("Sans", "Serif", "Mono")
    for weight in ("Regular", "Bold")
}
# Control characters have no glyph; a soft hyphen is ink or none, as a reader likes: a label could not be trusted.
WESTERN = {ord(bytes([code]).decode("cp1252", "ignore") or " ") for code in range(0x20, 0x100)} - {0x7F, 0xAD}
WIDE = WESTERN | {
    *range(0x100, 0x180),  # Latin Extended-A
    *range(0x218, 0x21C),  # Romanian
    *range(0x384, 0x3CF),  # Greek
    *range(0x2010, 0x2023),
    *(ord(char) for char in "‰′″‹›⁄⁰⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉№℅℞←↑→↓↔↕∆∑−√∞≈≠≤≥■□▪▫▲►▼◄◊○●♀♂"),  # noqa: RUF001
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("copyright", type=Path)
    given = arguments.parse_args()
    for name, (family, weight) in FACES.items():
        source = given.folder / f"Liberation{family}-{weight}.ttf"
        western = _written(source, WESTERN, name, family, weight)
        assert set(western.getBestCmap()) == WESTERN, "the source lacks characters of Windows-1252"
        _written(source, WIDE, f"{name}-wide", family, weight)
    (TARGET / "OFL.txt").write_text(_licence(given.copyright.read_text("utf-8")), encoding="utf-8", newline="\n")
    for file in sorted(TARGET.iterdir()):
        print(f"{file.stat().st_size:7} {file.name}")


def _written(source: Path, characters: set[int], name: str, family: str, weight: str) -> TTFont:
    options = subset.Options(
        hinting=False, layout_features=[], name_IDs=[0, 13, 14], notdef_outline=True, drop_tables=["+", "FFTM", "gasp"]
    )
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "kern", "GlyphOrder"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    # Simple fonts of a PDF are looked up by Unicode in the Windows table; others would only add bytes.
    font["cmap"].tables = [table for table in font["cmap"].tables if (table.platformID, table.platEncID) == (3, 1)]
    font["post"].formatType = 3.0
    title = f"Synthphi {family}"
    for number, value in ((1, title), (2, weight), (3, f"{title} {weight}"), (4, f"{title} {weight}")):
        font["name"].setName(value, number, 3, 1, 0x409)
    font["name"].setName(f"Synthphi{family}-{weight}", 6, 3, 1, 0x409)
    font.save(TARGET / f"{name}.ttf")
    return font


def _licence(debian: str) -> str:
    """Return the copyright lines and the licence out of a Debian copyright file."""
    assert "License: SIL-OFL-1.1" in debian
    paragraph = debian.split("Files: *", 1)[1].split("Files: debian", 1)[0]
    notice, licence = paragraph.split("License: SIL-OFL-1.1", 1)
    notice = notice.split("Copyright:", 1)[1]
    text = "\n".join(line[1:] for line in licence.splitlines())
    text = re.sub(r"(?m)^\.$", "", text).replace("? in part or in whole ?", "-- in part or in whole --")
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    notices = "\n".join(line.strip() for line in notice.strip().splitlines())
    return (
        "The fonts in this folder, Synthphi Sans, Serif and Mono, are modified versions (renamed subsets, no hints)\n"
        f"of Liberation Sans, Serif and Mono 2.1.5.\n\n{notices}\n\n{text}\n"
    )


if __name__ == "__main__":
    main()
