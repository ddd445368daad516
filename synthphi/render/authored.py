"""The authored parts of Office files, by format and layout, as ``make skeletons`` keeps them.

`synthphi.render.authoring` makes them. A logo is not among what is kept here: all formats have the same one
(`synthphi.render.pictures`).
"""

import zipfile
from functools import cache
from pathlib import Path

from synthphi.doctypes import Format
from synthphi.render.layouts import Layout
from synthphi.render.pictures import KEPT, layout_logo

FOLDER = Path(__file__).parent / "skeletons"
"""A zip file a format; in it a folder a layout."""
_PICTURE = ".png"


def authored_parts(file_format: Format, layout: Layout) -> dict[str, bytes]:
    """Return the parts of a layout by name, in their order."""
    kept = _kept(file_format)[layout.name]
    return {name: layout_logo(layout).png if name.endswith(_PICTURE) else data for name, data in kept.items()}


@cache
def _kept(file_format: Format) -> dict[str, dict[str, bytes]]:
    parts: dict[str, dict[str, bytes]] = {}
    with zipfile.ZipFile(FOLDER / f"{file_format}.zip") as opened:
        for member in opened.namelist():
            layout, _, name = member.partition("/")
            parts.setdefault(layout, {})[name] = opened.read(member)
    return parts


def write_pictures(files: dict[str, bytes]) -> Path:
    """Keep pictures, given by name, and return the file that has them now."""
    with zipfile.ZipFile(KEPT, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)  # which is deflated already
    return KEPT


def write(file_format: Format, looks: dict[str, dict[str, bytes]]) -> Path:
    """Keep the authored parts of a format, given by layout and name, and return the file that has them now."""
    path = FOLDER / f"{file_format}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for layout, parts in looks.items():
            for name, data in parts.items():
                if not name.startswith("docProps/"):  # each document has its own
                    entry = zipfile.ZipInfo(f"{layout}/{name}")
                    archive.writestr(entry, b"" if name.endswith(_PICTURE) else data, zipfile.ZIP_DEFLATED, 9)
    return path
