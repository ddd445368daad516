"""What is labelled cannot be told from a file: with its labels taken off, a document has the same bytes."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from synthphi import CorpusSpec
from synthphi.content import compose
from synthphi.corpus.plan import Plan
from synthphi.doctypes import PHI_CLASSES
from synthphi.document import Fragment, annotate
from synthphi.render import render
from synthphi.spec import DEFAULT_FORMATS, DEFAULT_SURFACES


def bare(value: Any) -> Any:
    """Return a document, or a part of one, with neighbouring fragments joined and without labels."""
    if isinstance(value, tuple):
        if value and all(isinstance(one, Fragment) for one in value):
            return (Fragment("".join(one.text for one in value)),)
        return tuple(map(bare, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: bare(getattr(value, field.name)) for field in fields(value)})
    return value


@pytest.mark.parametrize("file_format", DEFAULT_FORMATS)
@pytest.mark.parametrize("rate", [None, 1.0])
def test_labels_change_no_byte(file_format, rate):
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
