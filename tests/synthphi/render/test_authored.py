"""What is kept of authored looks is what the libraries author."""

from types import ModuleType

import pytest

from synthphi.doctypes import Format
from synthphi.render.authored import authored_parts
from synthphi.render.authoring import docx, pptx, xlsx
from synthphi.render.layouts import LAYOUTS


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize(("file_format", "module"), [(Format.DOCX, docx), (Format.PPTX, pptx), (Format.XLSX, xlsx)])
def test_kept_looks_are_those_that_are_authored(file_format: Format, module: ModuleType, layout) -> None:
    authored = {name: data for name, data in module.author(layout).items() if not name.startswith("docProps/")}
    kept = authored_parts(file_format, layout)
    assert kept == authored, "a layout, its authoring or a library has changed: make skeletons"
    assert list(kept) == list(authored)
