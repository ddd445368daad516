"""Labelled synthetic PHI corpora in real office formats.

The names below are loaded when they are first used: ``import synthphi`` alone is quick, and so is a command that only
looks at a spec.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from synthphi.corpus.labels import read_labels
    from synthphi.corpus.verify import verify
    from synthphi.corpus.write import iter_documents, write_corpus
    from synthphi.errors import (
        ChangedMeanwhile,
        CorpusBusy,
        CorpusError,
        CorpusMismatch,
        OutputError,
        RenderError,
        SpecError,
        SynthPhiError,
        WriteError,
    )
    from synthphi.labels import Label
    from synthphi.render import render
    from synthphi.spec import CorpusSpec

__all__ = [
    "ChangedMeanwhile",
    "CorpusBusy",
    "CorpusError",
    "CorpusMismatch",
    "CorpusSpec",
    "Label",
    "OutputError",
    "RenderError",
    "SpecError",
    "SynthPhiError",
    "WriteError",
    "iter_documents",
    "read_labels",
    "render",
    "verify",
    "write_corpus",
]

_HOMES = {
    "ChangedMeanwhile": "synthphi.errors",
    "CorpusBusy": "synthphi.errors",
    "CorpusError": "synthphi.errors",
    "CorpusMismatch": "synthphi.errors",
    "CorpusSpec": "synthphi.spec",
    "Label": "synthphi.labels",
    "OutputError": "synthphi.errors",
    "RenderError": "synthphi.errors",
    "SpecError": "synthphi.errors",
    "SynthPhiError": "synthphi.errors",
    "WriteError": "synthphi.errors",
    "iter_documents": "synthphi.corpus.write",
    "read_labels": "synthphi.corpus.labels",
    "verify": "synthphi.corpus.verify",
    "write_corpus": "synthphi.corpus.write",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Face(ModuleType):
    """This module, in which `render` is the function, although there is a subpackage of that name.

    To import a subpackage makes it an attribute of its package, over what `__getattr__` would give.
    """

    @property
    def render(self) -> Any:
        return import_module("synthphi.render").render

    @render.setter
    def render(self, subpackage: ModuleType) -> None:
        """Leave it: ``from synthphi.render import …`` finds the subpackage without the attribute."""


sys.modules[__name__].__class__ = _Face
