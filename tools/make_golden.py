"""Write the golden files of the renderers anew: ``make golden``. Look at the difference before you commit it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from golden_documents import FOLDER, golden_documents

from synthphi.render import render

FOLDER.mkdir(exist_ok=True)
for file_format, document in golden_documents().items():
    path = FOLDER / f"golden.{file_format}"
    path.write_bytes(render(document, file_format).data)
    print(path)
