"""What is kept of authored looks and pictures is what the libraries author."""

import re
import zlib
from io import BytesIO
from types import ModuleType

import pytest
from PIL import Image

from synthphi.doctypes import Format
from synthphi.document.images import NO_PHOTO, PORTRAITS, SKIN
from synthphi.render.authored import authored_parts
from synthphi.render.authoring import docx, pictures, pptx, xlsx
from synthphi.render.layouts import LAYOUTS
from synthphi.render.pictures import layout_logo, photo, photo_object


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize(("file_format", "module"), [(Format.DOCX, docx), (Format.PPTX, pptx), (Format.XLSX, xlsx)])
def test_kept_looks_are_those_that_are_authored(file_format: Format, module: ModuleType, layout) -> None:
    authored = {name: data for name, data in module.author(layout).items() if not name.startswith("docProps/")}
    kept = authored_parts(file_format, layout)
    assert kept == authored, "a layout, its authoring or a library has changed: make skeletons"
    assert list(kept) == list(authored)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_kept_logos_are_those_that_are_painted(layout) -> None:
    assert _pixels(layout_logo(layout).png) == _pixels_of(pictures.logo(layout)), _PAINTED_ANEW


@pytest.fixture(scope="module")
def painted_photographs() -> dict[str, Image.Image]:
    return dict(pictures.photographs())


@pytest.mark.parametrize("name", [NO_PHOTO, *SKIN, *PORTRAITS["female"], *PORTRAITS["male"]])
def test_kept_photographs_are_those_that_are_painted(name: str, painted_photographs: dict[str, Image.Image]) -> None:
    kept, painted = photo(name), painted_photographs[name]
    assert (kept.width, kept.height) == painted.size
    assert _pixels(kept.png) == _pixels_of(painted), _PAINTED_ANEW
    # The same picture stands in a PDF.
    body = photo_object(name)
    palette = bytes.fromhex(re.search(rb"<([0-9a-f]+)>", body)[1].decode())
    pixels = zlib.decompress(body.partition(b"stream\n")[2].removesuffix(b"\nendstream"))
    in_pdf = Image.frombytes("P", painted.size, pixels)
    in_pdf.putpalette(palette)
    assert _pixels_of(in_pdf) == _pixels_of(painted)


_PAINTED_ANEW = "a drawing, its authoring or Pillow has changed: make skeletons"


def _pixels(png: bytes) -> bytes:
    return _pixels_of(Image.open(BytesIO(png)))


def _pixels_of(image: Image.Image) -> bytes:
    return image.convert("RGBA").tobytes()
