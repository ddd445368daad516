"""Author the looks of Office files and their pictures anew: ``make skeletons``.

Needed when a layout, a drawing or its authoring has changed.
"""

from synthphi.doctypes import Format
from synthphi.render import authored
from synthphi.render.authoring import docx, pictures, pptx, xlsx
from synthphi.render.layouts import LAYOUTS

authored.FOLDER.mkdir(exist_ok=True)
# First, because the looks have logos in them.
print(authored.write_pictures(pictures.author()))
for file_format, module in {Format.DOCX: docx, Format.PPTX: pptx, Format.XLSX: xlsx}.items():
    print(authored.write(file_format, {name: module.author(layout) for name, layout in LAYOUTS.items()}))
