"""Quoted-printable text is what the standard library makes of it."""

import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthphi.render.quoted_printable import quoted_printable

_LINES = st.lists(st.text(st.sampled_from("aZ =.\u00e9\u20ac\U0001d4b3"), max_size=320), min_size=1, max_size=6)


def by_standard_library(characters):
    return binascii.b2a_qp(characters.replace("\n", "\r\n").encode(), istext=True).decode()


@given(_LINES)
def test_any_lines(lines):
    characters = "".join(f"{line}\n" for line in lines)
    assert quoted_printable(characters) == by_standard_library(characters)


@pytest.mark.parametrize("length", range(70, 80))
@pytest.mark.parametrize("end", ["", "=", "=a", "==", " ", "."])
def test_lines_that_just_fit_or_just_do_not(length, end):
    for line in ("a" * length + end, "a" * length + end + "b" * 75, "." * (2 * length) + end):
        assert quoted_printable(f"{line}\n") == by_standard_library(f"{line}\n")


def test_a_line_of_a_full_stop_and_a_space_at_an_end_are_escaped():
    assert quoted_printable(".\n..\na \n.\n") == "=2E\r\n..\r\na=20\r\n=2E\r\n"
