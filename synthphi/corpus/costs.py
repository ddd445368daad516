"""What documents cost: CPU milliseconds by type and format, as `benchmarks/costs.py` measured them.

They are those of the machine that measured, from the plan of a document to its receipt. Another machine is faster or
slower by a factor; how much dearer one document is than another stays nearly the same, and more is not needed to cut a
corpus into batches of equal length. What a run's batches really took is in its statistics (`BatchTimes`).
"""

from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from synthphi.doctypes import DocType, Format, PhiClass
from synthphi.spec import CorpusSpec
from synthphi.surfaces import ExtraSurface

Milliseconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Cells = dict[DocType, dict[Format, Milliseconds]]


class CostTable(BaseModel):
    """The checked-in measurement, ``costs.json``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: str
    method: str
    machine: dict[str, str]
    """What the figures depend on besides the code: machine, interpreter, libraries."""
    documents: int
    """How many documents each figure is of."""
    cells: Cells
    """By type and format, without attachments. A twin costs what its positive does, and has no figure of its own."""
    attachments: Cells
    """What a mail costs in addition when it has attachments."""


@cache
def cost_table() -> CostTable:
    """Return the measurement, read when it is first asked for."""
    return CostTable.model_validate_json(files("synthphi.corpus").joinpath("costs.json").read_bytes())


def document_milliseconds(spec: CorpusSpec, phi_class: PhiClass) -> float:
    """Return the CPU milliseconds that a document of a class takes on average.

    The mix of types and formats is nearly the same in every slice of a class (see `synthphi.corpus.plan`), so the
    average serves for every batch.
    """
    own = _average(spec, phi_class)
    if phi_class == "positive":
        return own
    return spec.twin_share * _average(spec, "positive") + (1 - spec.twin_share) * own


def _average(spec: CorpusSpec, phi_class: PhiClass) -> float:
    """Return the average over the documents of a class that are no twins."""
    return sum(share * cell_milliseconds(spec, *cell) for cell, share in spec.cells(phi_class).items())


def cell_milliseconds(spec: CorpusSpec, doc_type: DocType, file_format: Format) -> float:
    """Return the CPU milliseconds that a document of a type and format takes on average.

    Args:
        spec: The corpus: how many mails have attachments counts.
        doc_type: The type; of a twin, that of its positive.
        file_format: One of the formats that people use the type in.
    """
    table = cost_table()
    attached = table.attachments.get(doc_type, {}).get(file_format, 0.0)
    return table.cells[doc_type][file_format] + spec.surfaces.get(ExtraSurface.ATTACHMENT, 0.0) * attached
