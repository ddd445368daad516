"""What `synthphi` gives to its users, and that it costs nothing until it is used."""

import json
import subprocess
import sys

import pytest

import synthphi
import synthphi.errors
from synthphi.errors import SynthPhiError

ERRORS = {
    name
    for name, value in vars(synthphi.errors).items()
    if isinstance(value, type) and issubclass(value, SynthPhiError)
}


def test_exactly_these_names():
    assert set(synthphi.__all__) == ERRORS | {
        "CorpusSpec",
        "Label",
        "iter_documents",
        "read_labels",
        "render",
        "verify",
        "write_corpus",
    }
    assert set(synthphi.__all__) <= set(dir(synthphi))


@pytest.mark.parametrize("name", synthphi.__all__)
def test_each_is_what_its_name_says(name):
    value = getattr(synthphi, name)
    assert value.__name__ == name
    assert callable(value)
    assert value.__doc__


def test_no_other_name():
    with pytest.raises(AttributeError, match="generate_everything"):
        _ = synthphi.generate_everything


def in_a_new_process(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


def test_a_spec_loads_no_library_of_formats_or_tables():
    loaded = in_a_new_process(
        "import sys, json, synthphi; synthphi.CorpusSpec(); print(json.dumps(sorted(sys.modules)))"
    )
    assert "pydantic" in loaded
    assert not {"pyarrow", "docx", "pptx", "pypdfium2", "reportlab", "faker", "prefect"} & set(loaded)


def test_render_is_the_function_also_when_its_package_was_imported_first():
    assert in_a_new_process(
        "import json, synthphi.render.base, synthphi; from synthphi import render; "
        "print(json.dumps([callable(render), callable(synthphi.render)]))"
    ) == [True, True]
