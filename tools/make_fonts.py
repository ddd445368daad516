"""Write the fonts that PDF files embed anew: ``python tools/make_fonts.py LIBERATION NOTO CJK LICENCE``.

LIBERATION holds Liberation 2's ``LiberationSans-Regular.ttf`` and its kin, NOTO Noto's ``NotoSansArabic-Regular.ttf``
and its kin, CJK is ``NotoSansCJK-Regular.ttc``, LICENCE the text that came with Liberation (Debian's packages
`fonts-liberation2`, `fonts-noto-core` and `fonts-noto-cjk` have them all; version 1 of Liberation has another licence:
not usable).

A face of Liberation is written three times: with the characters of Windows-1252, which nearly all documents keep to,
*wide*, for the lines that hold others, and *world*, for names of all languages with Latin, Greek, Cyrillic and Hebrew
letters. Scripts that Liberation has not have one font each. Hints, kerning and features are left out: no viewer on a
screen of today needs them for text, and each byte here is a byte in every document. What features would do is done
with glyphs at private codes, which `synthphi.render.pdf_scripts` knows. The Open Font License reserves the name of
the original, so that subsets bear another.
"""

import argparse
import re
import unicodedata
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path

from fontTools import subset
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from synthphi.render import pdf_scripts

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
WORLD = WIDE | {
    *range(0x180, 0x250),  # Latin Extended-B
    *range(0x2B9, 0x2BD),  # letters that are apostrophes, as in Hawaiian
    *range(0x400, 0x460),  # Cyrillic
    *(ord(char) for char in "ҐґҒғҚқҢңҮүҰұҲҳҺһӘәӨө"),
    *range(0x5D0, 0x5EB),  # Hebrew
    *(ord(char) for char in "־׳״"),  # noqa: RUF001
    *range(0x1E00, 0x1F00),  # Latin Extended Additional
    *map(ord, pdf_scripts.MARKS),
}
_ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيٱٹپچڈڑژکگںھہۀۃیےۓ"
# Of names, and some that surnames and given names have most often.
_CHINESE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘于蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔谭陆范金石欧阳馮陳張劉黃趙"
    "梅丽华秀燕静伟玲明珠芳慧晓建军波晨宇光峰志豪凯小红娟敏艳杰涛强磊洋勇霞平刚桂英文辉力永健世广义兴良海山仁宁贵福生元全国胜学祥才"
    "新利清飞富顺信子成康星天安中有和诚友河哲超亮政翰宏斌鹏泽思雪婷欣怡佳琪梦洁月莉兰云莲真爱香瑞春素雨"
)
_JAPANESE = (
    *map(chr, range(0x3041, 0x3095)),
    *map(chr, range(0x30A1, 0x30FB)),
    *"・ー々"
    "佐藤鈴木高橋田中伊渡辺山本村小林加吉佐々口松井斎清水崎森池石川前岡長谷後近遠青西太三原野上竹内金和島今宮安大久保丸岩新横河武沢𠮷"
    "由紀恵子直美遥智幸愛健二浩隆聡地夫亮茂花一郎次男雄誠学翔樹陽菜結衣優奈香真理明彦弘正義勝進昭英文信哲也良敏秀孝介春夏秋冬雪月桃",
)
_KOREAN = (
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함변염여추도소석선설마길"
    "영수혜은경미숙준호동재태상훈빈건승시아연예윤율인일자종중찬창철춘충필학해향형화환효후희규근금기란련례린만명무범병보복봉"
    "사산삼새샘섭세솔순술슬식실애언옥완용욱운웅월위의익"
)
SCRIPTS = {
    "arabic": ("NotoSansArabic-Regular.ttf", _ARABIC),
    "adlam": ("NotoSansAdlam-Regular.ttf", "".join(map(chr, range(0x1E900, 0x1E944)))),
    "armenian": ("NotoSansArmenian-Regular.ttf", "".join(map(chr, (*range(0x531, 0x557), *range(0x561, 0x588))))),
}
CJK = {"chinese": (2, _CHINESE), "japanese": (0, _JAPANESE), "korean": (1, _KOREAN)}
_NEUTRALS = " -.,'’"  # noqa: RUF001
"""What stands between the letters of a name; each font has those that its original has."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    for name in ("liberation", "noto", "cjk", "licence"):
        arguments.add_argument(name, type=Path)
    given = arguments.parse_args()
    for name, (family, weight) in FACES.items():
        source = given.liberation / f"Liberation{family}-{weight}.ttf"
        western = _written(source, WESTERN, name, family, weight)
        assert set(western.getBestCmap()) == WESTERN, "the source lacks characters of Windows-1252"
        wide = _written(source, WIDE, f"{name}-wide", family, weight)
        _write_world(source, f"{name}-world", family, weight, top=wide["head"].yMax)
    for script, (file, letters) in SCRIPTS.items():
        _write_script(script, TTFont(given.noto / file), letters)
    collection = TTCollection(given.cjk)
    for script, (index, letters) in CJK.items():
        _write_script(script, collection.fonts[index], letters)
    (TARGET / "OFL.txt").write_text(_licence(given.licence.read_text("utf-8")), encoding="utf-8", newline="\n")
    for file in sorted(TARGET.iterdir()):
        print(f"{file.stat().st_size:7} {file.name}")


def _subset(source: Path, characters: set[int]) -> TTFont:
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
    return font


def _save(font: TTFont, file: str, title: str, weight: str) -> None:
    for number, value in ((1, title), (2, weight), (3, f"{title} {weight}"), (4, f"{title} {weight}")):
        font["name"].setName(value, number, 3, 1, 0x409)
    font["name"].setName(f"{title.replace(' ', '')}-{weight}", 6, 3, 1, 0x409)
    font.save(TARGET / f"{file}.ttf")


def _written(source: Path, characters: set[int], name: str, family: str, weight: str) -> TTFont:
    font = _subset(source, characters)
    _save(font, name, f"Synthphi {family}", weight)
    return font


# ------------------------------------------------------------------------------------------------ private glyphs


class _Extended:
    """A font that glyphs are added to."""

    def __init__(self, font: TTFont) -> None:
        self.font = font
        self.codes: dict[int, str] = font["cmap"].tables[0].cmap
        self._order = list(font.getGlyphOrder())

    def add(self, code: int, glyph: object, advance: int) -> None:
        name = f"private{code:04x}"
        self._order.append(name)
        self.font["glyf"][name] = glyph
        self.font["hmtx"][name] = (advance, 0)
        self.codes[code] = name

    def add_inkless(self, *codes: int) -> None:
        for code in codes:
            self.add(code, TTGlyphPen(None).glyph(), 0)

    def finish(self) -> None:
        font = self.font
        font.setGlyphOrder(self._order)
        font["glyf"].glyphOrder = self._order
        for name in self._order:
            glyph = font["glyf"][name]
            glyph.recalcBounds(font["glyf"])
            advance, _ = font["hmtx"][name]
            font["hmtx"][name] = (advance, getattr(glyph, "xMin", 0))


def _drawn(source: TTFont, name: str) -> object:
    """Return a glyph without components, of quadratic curves."""
    glyphs = source.getGlyphSet()
    recording = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(recording)
    pen = TTGlyphPen(None)
    recording.replay(Cu2QuPen(pen, 2.0, reverse_direction=True) if "CFF " in source else pen)
    return pen.glyph()


def _moved(font: TTFont, name: str, across: int, up: int) -> object:
    """Return a glyph that is another one elsewhere."""
    pen = TTGlyphPen(font["glyf"])
    pen.addComponent(name, (1, 0, 0, 1, across, up))
    return pen.glyph()


def _write_world(source: Path, file: str, family: str, weight: str, top: int) -> None:
    """Write a face with marks that combine: each at three heights and as far left as half a letter is wide."""
    whole = TTFont(source)
    cmap, glyphs = whole.getBestCmap(), whole.getGlyphSet()

    def bounds(char: str) -> tuple[float, float, float, float]:
        pen = BoundsPen(glyphs)
        glyphs[cmap[ord(char)]].draw(pen)
        return pen.bounds

    em = whole["head"].unitsPerEm
    extended = _Extended(_subset(source, WORLD))
    small, capital = bounds("x")[3], bounds("H")[3]
    gap = 0.05 * em
    for mark in pdf_scripts.MARKS:
        left, lower, right, upper = bounds(mark)
        for level in range(pdf_scripts.LEVELS):
            rise = 0.0
            if unicodedata.combining(mark) == 230:
                # Inside the height of the face: a box is to hold it.
                rise = min(small + gap + (capital - small) * level - lower, top - upper)
            elif unicodedata.combining(mark) == 220:
                rise = -gap - 0.1 * em * level - upper
            for step in range(pdf_scripts.STEPS):
                across = -pdf_scripts.offset(step) * em / 1000 - (left + right) / 2
                moved = _moved(extended.font, cmap[ord(mark)], round(across), round(rise))
                extended.add(pdf_scripts.mark_code(mark, level, step), moved, 0)
    dotless = cmap[0x131]
    extended.add(pdf_scripts.DOTLESS["i"], _moved(extended.font, dotless, 0, 0), whole["hmtx"][dotless][0])
    # Liberation has no hyphen that forbids a break.
    hyphen = cmap[0x2010]
    extended.add(0x2011, _moved(extended.font, hyphen, 0, 0), whole["hmtx"][hyphen][0])
    extended.add_inkless(*pdf_scripts.DIRECTIONS, *pdf_scripts.GAPS)
    extended.finish()
    _save(extended.font, file, f"Synthphi {family}", weight)


def _write_script(script: str, source: TTFont, letters: Iterable[str]) -> None:
    """Write the font of one script: letters, what joins them, and for scripts that join, the forms of each letter."""
    cmap = source.getBestCmap()
    em = source["head"].unitsPerEm
    wanted: dict[int, tuple[str, float]] = {}
    """The glyph at a code, and the share of its advance that the code has."""
    for char in sorted({*letters, *_NEUTRALS}):
        if ord(char) in cmap:
            wanted[pdf_scripts.form_code(char, 0)] = cmap[ord(char)], 1.0
    if script == "arabic":
        for code in (*range(0xFB50, 0xFC00), *range(0xFE70, 0xFEF5)):
            kind, *parts = unicodedata.decomposition(chr(code)).split() or [""]
            if kind in pdf_scripts.FORMS and len(parts) == 1 and chr(int(parts[0], 16)) in letters and code in cmap:
                wanted[pdf_scripts.form_code(chr(int(parts[0], 16)), pdf_scripts.FORMS.index(kind))] = cmap[code], 1.0
        for code in range(0xFEF5, 0xFEFD):
            kind, _, alef = unicodedata.decomposition(chr(code)).split()
            form = pdf_scripts.FORMS.index(kind)
            # One picture of two letters, each of which has one half: the ink is with the one further left.
            wanted[pdf_scripts.ligature_code(chr(int(alef, 16)), form, lam=False)] = cmap[code], 0.5
            wanted[pdf_scripts.ligature_code(chr(int(alef, 16)), form, lam=True)] = cmap[code], -0.5
    elif script == "adlam":
        for char in letters:
            for form, suffix in enumerate(("", ".fina", ".init", ".medi")):
                wanted[pdf_scripts.form_code(char, form)] = cmap[ord(char)] + suffix, 1.0
    font = TTFont(recalcTimestamp=False)
    font.setGlyphOrder([".notdef"])
    metrics = {".notdef": (em // 2, 0)}
    font["head"], font["hhea"], font["maxp"] = newTable("head"), newTable("hhea"), newTable("maxp")
    _fill_tables(font, source)
    font["glyf"], font["loca"], font["hmtx"] = newTable("glyf"), newTable("loca"), newTable("hmtx")
    font["glyf"].glyphs = {".notdef": TTGlyphPen(None).glyph()}
    font["glyf"].glyphOrder = [".notdef"]
    font["hmtx"].metrics = metrics
    table = CmapSubtable.newSubtable(4)
    table.platformID, table.platEncID, table.language, table.cmap = 3, 1, 0, {}
    font["cmap"] = newTable("cmap")
    font["cmap"].tableVersion, font["cmap"].tables = 0, [table]
    extended = _Extended(font)
    for code, (name, share) in sorted(wanted.items()):
        glyph = _drawn(source, name) if share > 0 else TTGlyphPen(None).glyph()
        extended.add(code, glyph, round(source["hmtx"][name][0] * abs(share)))
    if script in {"arabic", "adlam"}:
        extended.add_inkless(pdf_scripts.RIGHTWARD, *pdf_scripts.DIRECTIONS, *pdf_scripts.GAPS)
    extended.finish()
    _save(font, script, f"Synthphi {script.capitalize()}", "Regular")


def _fill_tables(font: TTFont, source: TTFont) -> None:
    """Take from the source what is true of its glyphs whatever their number."""
    for name in ("head", "hhea", "OS/2", "name", "post"):
        font[name] = deepcopy(source[name])
    font["head"].glyphDataFormat = font["head"].indexToLocFormat = 0
    font["head"].flags &= ~0x14  # no hints
    font["name"].names = [
        record for record in font["name"].names if record.nameID in {0, 13, 14} and record.platformID == 3
    ]
    font["post"].formatType = 3.0
    font["maxp"].tableVersion = 0x00010000
    maximum = font["maxp"]
    maximum.maxTwilightPoints = maximum.maxStorage = maximum.maxFunctionDefs = maximum.maxInstructionDefs = 0
    maximum.maxStackElements = maximum.maxSizeOfInstructions = maximum.maxComponentElements = 0
    maximum.maxPoints = maximum.maxContours = maximum.maxCompositePoints = maximum.maxCompositeContours = 0
    maximum.maxComponentDepth, maximum.maxZones = 0, 1


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
        f"of Liberation Sans, Serif and Mono 2.1.5.\n\n{notices}\n\n"
        "Synthphi Adlam, Arabic and Armenian are modified versions (renamed subsets, no hints and features, glyphs at\n"
        "private codes) of Noto Sans Adlam, Noto Sans Arabic and Noto Sans Armenian.\n\n"
        "Copyright 2010, 2012-2020 Google Inc.; copyright 2015-2020 Google LLC. Noto is a trademark of Google LLC.\n\n"
        "Synthphi Chinese, Japanese and Korean are modified versions (the same, with quadratic outlines) of Noto Sans\n"
        "CJK 2.004.\n\n"
        "Copyright 2014-2021 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'.\n\n"
        f"{text}\n"
    )


if __name__ == "__main__":
    main()
