"""Zip packages, as the standard library reads them."""

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from synthphi.render.package import framed_part, join, kept_end, kept_start, part


@given(st.binary(max_size=300), st.binary(max_size=3_000), st.binary(max_size=300))
def test_a_part_that_begins_and_ends_as_others_do_reads_as_a_whole_one(start, between, end):
    # Half of what is between comes again from the start, so that it is referred to over the border.
    whole = start + between + start + end
    framed = framed_part("a.xml", kept_start(start), between + start, kept_end(end))
    with zipfile.ZipFile(io.BytesIO(join([framed, part("b.xml", whole), framed]))) as package:
        assert package.testzip() is None
        assert [package.read(one) for one in package.infolist()] == [whole] * 3
