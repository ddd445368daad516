"""Presets: fields of a `CorpusSpec` for what a corpus is wanted for. What is said explicitly wins over them."""

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

from synthphi.doctypes import Format
from synthphi.errors import SpecError
from synthphi.surfaces import SURFACES, ExtraSurface

Preset: TypeAlias = Literal["purview"]

SHAREPOINT_FORMATS: Final[Mapping[Format, float]] = {
    Format.DOCX: 36,
    Format.PDF: 24,
    Format.PPTX: 12,
    Format.MSG: 14,
    Format.XLSX: 6,
    Format.RTF: 3,
    Format.HTML: 3,
    Format.TXT: 2,
    Format.CSV: 3,
}
"""The formats that SharePoint in Microsoft 365 crawls, with the weights of the preset: no EML."""

PRESETS: Final[Mapping[Preset, Mapping[str, Any]]] = {
    "purview": {
        # The parts are drawn by patient. These counts leave each folder at least six standard deviations from a limit.
        "phi_positive": 450,
        "phi_negative": 1200,
        "splits": {"train": 65, "test": 35},
        "folders": "purview",
        "names": "neutral",
        "properties": "none",
        "formats": dict(SHAREPOINT_FORMATS),
        "surfaces": {
            name: 0.0 if name is ExtraSurface.METADATA else facts.rate
            for name, facts in SURFACES.items()
            if name is not ExtraSurface.FILENAME
        },
        # A sample whose only PHI is where the classifier may not look would be a wrong one.
        "surface_only": 0.0,
        "attachment_phi": {"mail": 1, "both": 2},
    },
}


def with_preset(preset: str | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a spec: those that are given, and for the others those of a preset.

    Raises:
        SpecError: there is no such preset.
    """
    if preset is None:
        return dict(fields)
    found = next((values for name, values in PRESETS.items() if name == preset), None)
    if found is None:
        raise SpecError(f"preset: there is none that is called {preset!r}: use {' or '.join(PRESETS)}, or leave it out")
    return {**found, **fields}
