"""The pictures of office files as ``make skeletons`` keeps them: photographs of nobody, and the layouts' logos."""

from collections.abc import Iterator
from typing import Final

from PIL import Image

from synthphi.document.images import NO_PHOTO, PORTRAITS, SKIN
from synthphi.render.authoring.painting import painted, pdf_object, png
from synthphi.render.drawings import Shape, box, ellipse, polygon
from synthphi.render.layouts import LAYOUTS, Layout
from synthphi.render.logos import LOGOS
from synthphi.render.pictures import LOGO, PDF_OBJECT, PNG

_SKINS = ("F3D3BE", "E3B691", "C68E63", "9A6640", "6B4428", "4A2E1C")
_HAIRS = ("2A1F1A", "5A3A22", "8A5A2B", "1B1B1E", "B9B4AC", "7B7B7B")
_SHIRTS = ("38536B", "6A3B3B", "3E5E45", "6D6A75", "8C6A3A", "2E3440")
_WALL = "DDE1E4"
_WIDTH, _HEIGHT = 120, 150
_LOGO_PIXELS = 96


def author() -> dict[str, bytes]:
    """Return the files of all pictures by name; photographs are there as objects of a PDF, too."""
    made = {}
    for name, image in photographs():
        made[name + PNG] = png(image)
        made[name + PDF_OBJECT] = pdf_object(image)
    return {**made, **{f"{LOGO}{layout.name}{PNG}": png(logo(layout)) for layout in LAYOUTS.values()}}


def photographs() -> Iterator[tuple[str, Image.Image]]:
    """Yield all photographs with their names."""
    yield NO_PHOTO, painted(_FRAME, _WIDTH, _HEIGHT, {}, "FFFFFF")
    for name, skin in zip(SKIN, _SKINS, strict=True):
        yield name, painted(_sore(skin), _WIDTH, _HEIGHT, {}, skin, blur=0.8)
    for sex, names in PORTRAITS.items():
        for number, name in enumerate(names):
            yield name, painted(_portrait(number, long=sex == "female"), _WIDTH, _HEIGHT, {}, _WALL, blur=0.9)


def logo(layout: Layout) -> Image.Image:
    """Return a layout's logo on the ground of its letterhead."""
    ink, paper = ("FFFFFF", layout.accent) if layout.letterhead == "banner" else (layout.accent, None)
    colours = {"ink": ink, "paper": paper or "FFFFFF"}
    return painted(LOGOS[layout.name], _LOGO_PIXELS, _LOGO_PIXELS, colours, paper)


def _portrait(number: int, *, long: bool) -> tuple[Shape, ...]:
    skin, hair, shirt = _SKINS[number], _HAIRS[-1 - number], _SHIRTS[number]
    dark, lip = _darker(skin, 0.82), _darker(skin, 0.7)
    behind = (ellipse(hair, 0.22, 0.1, 0.78, 0.78),) if long else ()
    fringe = polygon(hair, (0.28, 0.36), (0.3, 0.2), (0.5, 0.12), (0.7, 0.2), (0.72, 0.36), (0.6, 0.25), (0.42, 0.25))
    return (
        *behind,
        ellipse(shirt, 0.08, 0.76, 0.92, 1.5),
        polygon(dark, (0.41, 0.6), (0.59, 0.6), (0.62, 0.82), (0.5, 0.88), (0.38, 0.82)),
        ellipse(hair, 0.27, 0.12, 0.73, 0.56),
        ellipse(skin, 0.29, 0.2, 0.71, 0.72),
        fringe,
        *(ellipse("FFFFFF", x, 0.41, x + 0.1, 0.455) for x in (0.37, 0.53)),
        *(ellipse("2B2220", x, 0.41, x + 0.04, 0.455) for x in (0.4, 0.56)),
        *(box(hair, x, 0.375, x + 0.11, 0.388) for x in (0.365, 0.525)),
        polygon(dark, (0.5, 0.44), (0.54, 0.54), (0.47, 0.54)),
        ellipse(lip, 0.42, 0.595, 0.58, 0.63),
    )


def _sore(skin: str) -> tuple[Shape, ...]:
    return (
        ellipse(_darker(skin, 0.93), -0.2, 0.05, 1.25, 0.78),
        ellipse("C77A6C", 0.24, 0.2, 0.76, 0.6),
        ellipse("A23B35", 0.31, 0.26, 0.68, 0.54),
        ellipse("7C2420", 0.4, 0.33, 0.57, 0.45),
        ellipse("E2C07A", 0.5, 0.42, 0.63, 0.5),
        box("F5F5F0", 0.08, 0.8, 0.92, 0.92),
        *(box("333333", 0.1 + 0.08 * i, 0.8, 0.106 + 0.08 * i, 0.84 + 0.03 * (i % 5 == 0)) for i in range(11)),
    )


def _darker(rrggbb: str, part: float) -> str:
    return "".join(f"{int(int(rrggbb[i : i + 2], 16) * part):02X}" for i in (0, 2, 4))


_FRAME: Final = (
    box("8C8C8C", 0, 0, 1, 1),
    box("FFFFFF", 0.012, 0.01, 0.988, 0.99),
    ellipse("D9D9D9", 0.33, 0.24, 0.67, 0.56),
    ellipse("D9D9D9", 0.18, 0.6, 0.82, 1.1),
    box("FFFFFF", 0.012, 0.9, 0.988, 0.99),
)
