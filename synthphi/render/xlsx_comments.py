"""What reviewers wrote on cells: the part with their comments, and the drawing of their notes that goes with it."""

from synthphi.document import Comment
from synthphi.render.base import Places
from synthphi.render.markup import put
from synthphi.render.xlsx_strings import text_element, xstring

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{sheet}"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NOTE = (
    '<v:shape id="_x0000_s{key}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:5pt;'
    'width:180pt;height:80pt;z-index:{order};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>1, 15, {row}, 2, 4, 15, {end}, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row>"
    "<x:Column>0</x:Column></x:ClientData></v:shape>"
)


class Comments:
    """The comments of a sheet. Each is on a cell of column A, as a cell has one at most."""

    def __init__(self) -> None:
        self._authors: list[str] = []
        self._comments: list[str] = []
        self._rows: list[int] = []

    def __bool__(self) -> bool:
        return bool(self._comments)

    def add(self, comment: Comment, path: str, row: int, places: list[Places]) -> None:
        """Add a comment on a row of the sheet at `path`."""
        reference = f"A{row}"
        author = put(comment.author, f"{path}/{reference}/comment/author", places)
        said = put(comment.text, f"{path}/{reference}/comment", places)
        if author not in self._authors:
            self._authors.append(author)
        self._comments.append(
            f'<comment ref="{reference}" authorId="{self._authors.index(author)}"><text><r>{text_element(said)}</r>'
            "</text></comment>"
        )
        self._rows.append(row)

    def xml(self) -> str:
        """Return the part with the comments."""
        authors = "".join([f"<author>{xstring(author)}</author>" for author in self._authors])
        return (
            f'<comments xmlns="{_MAIN}"><authors>{authors}</authors>'
            f"<commentList>{''.join(self._comments)}</commentList></comments>"
        )

    def vml(self, sheet: int) -> str:
        """Return the part that draws the notes; `sheet` is the number of the sheet, from 1."""
        notes = [
            _NOTE.format(key=sheet * 1024 + order, order=order, row=row - 1, end=row + 4)
            for order, row in enumerate(self._rows, start=1)
        ]
        return f"{_VML.format(sheet=sheet)}{''.join(notes)}</xml>"
