"""Write docs/labels.schema.json anew: ``make schema``."""

import json
from pathlib import Path

from synthphi.corpus.label_schema import label_schema

TARGET = Path(__file__).parent.parent / "docs" / "labels.schema.json"
TARGET.write_text(json.dumps(label_schema(), indent=2) + "\n", encoding="utf-8")
print(TARGET)
