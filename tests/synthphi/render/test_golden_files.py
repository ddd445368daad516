import pytest
from golden_documents import FOLDER, golden_documents, inflated

from synthphi.doctypes import Format
from synthphi.render import render


@pytest.mark.parametrize("file_format", list(Format))
def test_the_first_document_of_a_format_is_as_it_was(file_format):
    expected = (FOLDER / f"golden.{file_format}").read_bytes()
    made = render(golden_documents()[file_format], file_format).data
    assert inflated(file_format, made) == inflated(file_format, expected), "if this is meant, run `make golden`"
