"""What is labelled cannot be told from a file: with its labels taken off, a document has the same bytes."""

import importlib
from pathlib import Path

import pytest

from synthphi import CorpusSpec
from synthphi.content import compose
from synthphi.corpus.plan import Plan
from synthphi.doctypes import PHI_CLASSES
from synthphi.document import annotate
from synthphi.render import render
from synthphi.spec import DEFAULT_FORMATS, DEFAULT_SURFACES

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"


@pytest.fixture
def bare(monkeypatch):
    """What takes the labels off a document: the benchmark of what they cost needs it, too."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module("labelling").bare


@pytest.mark.parametrize("file_format", DEFAULT_FORMATS)
@pytest.mark.parametrize("rate", [None, 1.0])
def test_labels_change_no_byte(bare, file_format, rate):
    """Once with the usual surfaces, once with all of them: a labelled footer, say, is rare."""
    surfaces = DEFAULT_SURFACES if rate is None else dict.fromkeys(DEFAULT_SURFACES, rate)
    spec = CorpusSpec(phi_positive=40, phi_negative=10, seed=8, formats={file_format: 1}, surfaces=surfaces)
    plan = Plan(spec)
    labelled = set()
    for phi_class in PHI_CLASSES:
        for number in range(spec.count(phi_class)):
            document = compose(plan.document(phi_class, number), plan.pools)
            assert render(document, file_format).data == render(bare(document), file_format).data
            labelled |= {span.surface for span in annotate(document).spans}
    assert len(labelled) > 5
