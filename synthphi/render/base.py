"""What every renderer returns, and where it says that the spans are.

A renderer is a pure function ``render(document) -> Rendered``. It walks the document in canonical order
and records, for each labelled fragment in turn, the places in the file where its value stands. So
``rendered.places[i]`` belongs to ``annotate(document).spans[i]``.
"""

from typing import NamedTuple, TypeAlias

from synthphi.records import record


# Named tuples and not dataclasses, which take three times as long to make: a file has a hundred of them.
class Box(NamedTuple):
    """A rectangle on a page in PDF points, origin at the bottom left: x0 < x1, y0 < y1."""

    x0: float
    y0: float
    x1: float
    y1: float


class Place(NamedTuple):
    r"""One occurrence of a value in the file.

    `path` is native to the format, counting from 0 in the order of the part's XML (or pages):

    DOCX  ``body/p[3]`` · ``body/tbl[1]/r[2]/c[0]/p[0]`` · ``header/p[0]`` · ``footer/p[0]`` · ``core/title``
          `body/p[i]` counts the paragraphs that are direct children of the body, `tbl[i]` its tables. In a paragraph:
          ``/alt`` the alternative text of a picture, ``/link[0]`` the target of a hyperlink, ``/box[0]/p[1]`` a
          paragraph of a text box, ``/ins[0]``, ``/del[0]`` a tracked insertion and deletion, with ``/author``.
          ``footnote[0]/p[0]`` · ``comment[0]/p[0]``, ``comment[0]/author`` · ``app/company`` · ``custom/Record``
    PPTX  ``slide[2]/shape[1]/p[0]`` · ``slide[2]/shape[3]/r[1]/c[0]/p[0]`` · ``slide[2]/notes/p[0]`` · ``core/title``;
          ``slide[2]/shape[1]/alt`` is the alternative text of a picture, ``slide[2]/shape[1]/p[0]/link[0]`` the target
          of a hyperlink; ``slide[2]/shape[1]/chart/title``, ``/chart/series[0]``, ``/chart/category[0]``;
          ``slide[2]/comment[0]``, ``slide[2]/comment[0]/author`` · ``custom/Record``
    XLSX  ``sheet[0]/B7``, a cell, where `start` counts in what the sheet shows: a number or date by its format
          ``sheet[0]/B7/comment``, ``sheet[0]/B7/comment/author`` · ``sheet[0]/B7/link``, the target of a hyperlink
          ``sheet[0]/header``, ``sheet[0]/footer``, of the printed pages, without codes · ``sheet[0]/drawing[0]/alt``,
          ``sheet[0]/drawing[0]/p[0]``, the alternative text of a picture, a paragraph of a text box
          ``sheet[0]/chart[0]/title``, ``/series[0]``, ``/category[0]`` · ``core/title`` · ``custom/Record``
    PDF   ``page[0]`` · ``page[0]/image[0]``, the alternative text of a picture, ``page[0]/field[0]`` the value of a
          form field, ``page[0]/annot[0]`` a note in the margin, all with their boxes; ``page[0]/annot[0]/author``;
          ``page[0]/link[0]`` the target of a link · ``outline[0]`` · ``info/Title``, ``info/Record`` ·
          ``xmp/title``, ``xmp/creator``, ``xmp/description``, ``xmp/Keywords``, ``xmp/Record``
    RTF   ``body/p[12]`` · ``header/p[0]`` · ``footer/p[0]`` · ``footnote[0]/p[0]`` · ``comment[0]/p[0]``,
          ``comment[0]/author`` · ``box[0]/p[0]``, a text box. Each ``\par``, ``\cell``, ``\nestcell`` and ``\sect``
          of a destination ends a paragraph, and its end does, where text stands behind the last of them; notes,
          comments and boxes count in the order of the file. In a paragraph: ``/alt`` the alternative text of a picture,
          ``/link[0]`` the target of a hyperlink, ``/ins[0]``, ``/del[0]`` a tracked insertion and deletion ·
          ``author[1]``, who made changes: number 1 of ``\revtbl`` · ``info/title`` (``subject``, ``author``,
          ``operator``, ``company``, ``keywords``, ``doccomm``) · ``custom/Record``
    EML   ``header/Subject`` · ``header/X-Record`` · ``text/plain`` · ``text/html/block[3]``, the text of an element
          of the HTML part; ``text/html/block[3]/link[0]``, the target of a link in it
    MSG   ``msg/subject``, ``msg/normalized_subject`` (without ``Re:``), ``msg/topic`` · ``msg/sender``, ``msg/to[0]``,
          ``msg/cc[0]``, each ``name <address>`` made of two properties, ``msg/represented``, the sender once more, and
          ``msg/sender/entry``, name, address type and address in an entry identifier, a line each ·
          ``msg/display_to``, ``msg/display_cc`` · ``msg/body`` · ``msg/html/block[3]``, ``msg/html/block[3]/link[0]`` ·
          ``header/Subject``, of the header fields that came with it
    mails ``attachment[0]``, the name of an attachment, and in MSG ``attachment[0]/display``, the same as it is shown;
          in it, behind the way to it, the paths of its own format: ``mail > labs.pdf > page[0]`` ·
          ``mail > records.zip > member[0]``, a name in an archive, ``mail > records.zip > labs.pdf > page[0]`` ·
          ``mail > RE question.msg > attachment[0]``, ``mail > RE question.msg > labs.pdf > page[0]``
    HTML  ``html/block[3]``, ``html/block[3]/link[0]`` as in a mail, where alternative texts and fields are no text of
          a block; ``html/block[3]/ins[0]/author``, ``/del[0]/author`` who made a tracked change (its text is one of the
          block's); ``html/title`` · ``html/meta/author`` · ``html/img[0]/alt`` · ``html/field[0]``, the value of an
          input · ``html/comment[0]``, a comment of HTML, without the white space around it
    TXT   ``text``, the whole file
    CSV   ``row[12]/cell[3]``, where `start` counts in the cell without its quotes. Rows are the records of RFC 4180, as
          the standard library's `csv` gives them: a blank line is one without cells, a cell's line ends begin none.
          A byte order mark at the start of the file is no text.
    all   ``filename``, the file's name without its extension (by a renderer: what the document adds to it)

    `start` is the offset of the value, in code points, in the text that a reader finds at `path`
    (a paragraph's text; a decoded header; a decoded body part with \n line ends). On a PDF page it is
    None and `boxes` hold the value instead, one box a line that it runs over.
    """

    path: str
    start: int | None
    boxes: tuple[Box, ...] = ()


Places: TypeAlias = tuple[Place, ...]
"""Every occurrence of one value: several where a file repeats it, such as in the footer of each slide."""


@record
class Rendered:
    """A finished file: its bytes, and for each span of the document its places (at least one)."""

    data: bytes
    places: tuple[Places, ...]
