import errno

import pytest
from prefect.states import Failed

from synthphi.errors import OutputError
from tasks.render_batch import render_batch
from tasks.retries import may_go_better


@pytest.mark.parametrize(("number", "again"), [(errno.ESTALE, True), (errno.EIO, True), (errno.ENOSPC, False)])
def test_only_what_may_be_gone_a_second_later_is_tried_again(number: int, again: bool) -> None:
    error = OutputError("cannot write")
    error.__cause__ = OSError(number, "no luck")

    assert may_go_better(render_batch, None, Failed(data=error)) is again


def test_an_error_of_the_library_is_not_tried_again() -> None:
    assert may_go_better(render_batch, None, Failed(data=ValueError("a bug"))) is False
