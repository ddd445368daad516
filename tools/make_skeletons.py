"""Author the looks of Office files anew: ``make skeletons``. Needed when a layout or its authoring has changed."""

from synthphi.doctypes import Format
from synthphi.render import authored
from synthphi.render.authoring import docx, pptx, xlsx
from synthphi.render.layouts import LAYOUTS

authored.FOLDER.mkdir(exist_ok=True)
for file_format, module in {Format.DOCX: docx, Format.PPTX: pptx, Format.XLSX: xlsx}.items():
    print(authored.write(file_format, {name: module.author(layout) for name, layout in LAYOUTS.items()}))
